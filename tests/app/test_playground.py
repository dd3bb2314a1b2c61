"""The page is whole before any script runs, and nothing but our own scripts runs in it."""

import gzip
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.playground.page import THEME_COOKIE, Theme, front_page, skeleton_of, theme_of
from app.playground.presets import FIRST, PRESETS
from app.playground.routes import router
from app.playground.spec_forms import KINDS
from app.static import PageFiles
from app.templating import environment
from app.texts import text
from engine.datasets.catalogue import CATALOGUE

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = list((ROOT / "static" / "js").rglob("*.js"))
LIGHT = 95_000  # bytes
TEMPLATES = list((ROOT / "templates").rglob("*.html"))

MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<iframe srcdoc='<script>'>",
    "<a href=javascript:alert(1)>", "<math><mi//xlink:href='data:x'>", "<body onload=alert(1)>", "<style>*{}</style>",
    "<object data=x>", "<base href=//evil>", "{{ 7 * 7 }}", "${alert(1)}", "<!--<script>", "<scr<script>ipt>",
    "\u003cscript\u003e", "<template><script>", "<input onfocus=alert(1)>", "<details open ontoggle=alert(1)>",
    "<nn-network></nn-network>", "</script><script>alert(1)</script>",
)  # fmt: skip
AROUND = ("{}", '"{}', "'{}", '">{}', "'>{}", "</option></select>{}", "-->{}", "\u2028{}", "{}\x00", "`{}`")
PAYLOADS = [around.format(markup) if "{}" in around else markup for markup, around in product(MARKUP, AROUND)]


class Page(HTMLParser):
    """What could run or be loaded: scripts, handlers, styles, addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(router)
    app.mount("/static", PageFiles(ROOT / "static"))
    with TestClient(app) as opened:
        yield opened


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(front_page(Theme()))


def test_the_page_shows_every_preset_with_its_title_and_sentence() -> None:
    html = front_page(Theme())
    for preset in PRESETS:
        assert str(environment().from_string("{{ x }}").render(x=text(f"preset.{preset.name}"))) in html
        assert str(environment().from_string("{{ x }}").render(x=text(f"preset.{preset.name}.sentence"))) in html


def test_a_preset_on_the_page_is_its_whole_design(page: Page) -> None:
    cards = [found for found in page.of("button") if found.get("class") == "preset"]
    assert [json.loads(found["data-design"] or "") for found in cards] == [
        preset.design.model_dump(mode="json") for preset in PRESETS
    ]


def test_every_dataset_of_the_catalogue_has_its_button(page: Page) -> None:
    buttons = [found for found in page.of("button") if found.get("class") == "dataset"]
    assert [json.loads(found["data-spec"] or "")["kind"] for found in buttons] == [entry.kind for entry in CATALOGUE]
    assert [found["aria-pressed"] for found in buttons].count("true") == 1


def test_the_ten_elements_are_there(page: Page) -> None:
    island = {"nn-toolbar", "nn-network", "nn-output", "nn-loss-curve", "nn-inspector"}
    served = {"nn-data-panel", "nn-settings", "nn-layer-editor", "nn-presets", "nn-notices"}
    assert island | served <= {tag for tag, _ in page.elements}


def test_the_skeleton_has_a_tile_a_unit() -> None:
    skeleton = skeleton_of(FIRST.design)
    assert len(skeleton.tiles) == 2 + 4 + 2 + 1
    assert len(skeleton.edges) == 2 * 4 + 4 * 2 + 2 * 1


def test_no_script_style_or_handler_stands_in_the_page(page: Page) -> None:
    assert all(found.get("src") or found.get("type") == "application/json" for found in page.of("script"))
    assert page.of("style") == []
    inline = [(tag, name) for tag, found in page.elements for name in found if name == "style" or name.startswith("on")]
    assert inline == []


def test_nothing_is_loaded_from_elsewhere(page: Page) -> None:
    loading = [found for tag, found in page.elements if tag != "a"]  # a link is followed by a person
    addresses = [found.get(name) for found in loading for name in ("src", "href") if found.get(name)]
    assert [address for address in addresses if address is not None and not address.startswith(("/static/", "#"))] == []


def test_every_file_of_ours_that_the_page_names_is_there(page: Page) -> None:
    named = [found.get("src") or found.get("href") or "" for tag in ("script", "link") for found in page.of(tag)]
    ours = [name for name in named if name.startswith("/static/") and "/vendor/" not in name]
    assert [name for name in ours if not (ROOT / name.lstrip("/")).is_file()] == []


def test_what_of_ours_a_page_needs_at_once_is_light(client: TestClient, page: Page) -> None:
    """Gzipped; with the libraries, of 23 KB, it comes to 118 KB at most."""
    named = {found.get("src") or found.get("href") or "" for tag in ("script", "link") for found in page.of(tag)}
    paths = ["/", *(name for name in named if name.startswith("/static/") and "/vendor/" not in name)]
    assert len(paths) > 50
    assert sum(len(gzip.compress(client.get(path).content, 9)) for path in paths) <= LIGHT


def test_ids_are_unique_and_every_label_points_at_one(page: Page) -> None:
    ids = [found["id"] for _, found in page.elements if "id" in found]
    assert sorted(ids, key=str) == sorted(set(ids), key=str)
    pointing = ("for", "aria-describedby", "aria-labelledby")
    assert {found[name] for _, found in page.elements for name in pointing if name in found} <= set(ids)


def test_htmx_leaves_history_to_the_page_and_keeps_errors_out_of_it(page: Page) -> None:
    config = json.loads(next(found["content"] for found in page.of("meta") if found.get("name") == "htmx-config") or "")
    assert config["history"] is False
    assert {"4xx", "5xx"} <= set(config["noSwap"])


def test_the_theme_of_the_cookie_comes_with_the_page(client: TestClient) -> None:
    response = client.get("/", headers={"cookie": f"{THEME_COOKIE}=dark+projector"})
    root = Page(response.text).of("html")[0]
    assert (root["data-theme"], "data-projector" in root) == ("dark", True)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_theme_cookie_means_nothing(payload: str) -> None:
    assert theme_of({THEME_COOKIE: payload}) == Theme()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_spec_never_reaches_the_form(client: TestClient, payload: str) -> None:
    for name, spec in (
        ("loss", {"kind": payload}),
        ("data", {"kind": "circle", "noise": payload, "features": [payload], payload: payload}),
        ("layer", {"kind": "dense", "activation": payload, "initializer": {"kind": payload}, "frozen": [payload]}),
    ):
        response = client.get(f"/forms/{name}", params={"spec": json.dumps(spec)})
        assert response.status_code in (200, 404)
        assert payload not in response.text


def test_a_frozen_name_that_no_layer_has_is_shown_as_text_or_not_at_all(client: TestClient) -> None:
    response = client.get("/forms/layer", params={"spec": json.dumps({"kind": "dense", "frozen": ["<b>"]})})
    assert "<b>" not in response.text


@pytest.mark.parametrize("spec", ["{}", '{"kind":"none"}'])
def test_a_form_of_no_known_kind_is_not_found(client: TestClient, spec: str) -> None:
    assert client.get("/forms/optimizer", params={"spec": spec}).status_code == 404


NO_SPEC = ["", "[]", "1", "{" * 5000, "x" * 9000, '{"kind":["sgd"]}', '{"kind":"sgd","x":NaN}', '{"kind":1,"kind":2}']


@pytest.mark.parametrize("spec", NO_SPEC)
def test_what_is_no_spec_is_refused(client: TestClient, spec: str) -> None:
    assert client.get("/forms/optimizer", params={"spec": spec}).status_code == 422


def test_an_unknown_form_is_not_found(client: TestClient) -> None:
    assert client.get("/forms/nothing", params={"spec": '{"kind":"sgd"}'}).status_code == 404


@pytest.mark.parametrize("name", [*KINDS, "run"])
def test_every_form_can_be_asked_for_alone(client: TestClient, name: str) -> None:
    kind = next(iter(KINDS[name])) if name in KINDS else ""
    response = client.get(f"/forms/{name}", params={"spec": json.dumps({"kind": kind})})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")


def test_templates_escape_everything() -> None:
    assert environment().autoescape is True
    assert [path.name for path in TEMPLATES if re.search(r"\|\s*safe|autoescape|Markup", path.read_text())] == []


def test_scripts_never_turn_text_into_markup() -> None:
    unsafe = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser")
    assert [path.name for path in SCRIPTS if unsafe.search(path.read_text())] == []


def test_only_pages_look_around_in_the_whole_document() -> None:
    looking = [path for path in SCRIPTS if "document.querySelector" in path.read_text()]
    assert [path.name for path in looking if path.parent.name != "pages"] == []
