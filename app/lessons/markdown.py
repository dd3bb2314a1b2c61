"""Markdown becomes HTML here. What stands in a text as HTML is shown as text; links are followed by a person only."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

_WEB, _HERE = re.compile(r"https?://[^\s\\]+", re.IGNORECASE), re.compile(r"/(?![/\\])[^\s\\]*|#[\w.-]*")
_DEEPEST = 20


class _Renderer(RendererHTML):
    """A link to another site opens beside the lesson, and does not say where it was followed."""

    def link_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any) -> str:
        """`<a …>`."""
        if _WEB.fullmatch(str(tokens[index].attrs["href"])):
            tokens[index].attrs |= {"target": "_blank", "rel": "noopener noreferrer"}
        return self.renderToken(tokens, index, options, env)


def _made() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST}, renderer_cls=_Renderer)
    md.enable("table").disable("image")  # a picture would be fetched, and its host told who reads
    md.validateLink = lambda url: bool(_WEB.fullmatch(url) or _HERE.fullmatch(url))  # type: ignore[method-assign]
    return md


_MARKDOWN = _made()


def parse(text: str) -> list[Token]:
    """The blocks of a text; `map` of each says its lines."""
    return _MARKDOWN.parse(text)


def html_of(tokens: Sequence[Token]) -> Markup:
    """The HTML of some blocks."""
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def line_html(text: str) -> Markup:
    """The HTML of a text of one line."""
    return Markup(_MARKDOWN.renderInline(text))
