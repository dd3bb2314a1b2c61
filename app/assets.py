"""Where the page's own files lie: one level above `app/` in a checkout, inside `app/` in an installed wheel."""

from pathlib import Path
from typing import Literal

APP = Path(__file__).resolve().parent


def asset_folder(name: Literal["static", "templates"]) -> Path:
    """The folder of that name; FileNotFoundError says where it was looked for."""
    places = (APP / name, APP.parent / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"no folder {name}/ at {' or '.join(map(str, places))}")
