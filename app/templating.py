"""Templates become pages here: always escaped, a missing value is an error, and texts come by their code."""

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.assets import asset_folder
from app.texts import text


@cache
def environment() -> Environment:
    """The one environment that every template is rendered in."""
    made = Environment(
        loader=FileSystemLoader(asset_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["text"] = text
    return made


def render(template: str, **values: Any) -> str:
    """The HTML of a template."""
    return environment().get_template(template).render(**values)
