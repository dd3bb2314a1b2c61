"""The looks that a page is tested in: large, medium and small, light and dark. Two of them are quick tests."""

from typing import Literal, NamedTuple

import pytest


class LookOfPage(NamedTuple):
    """A window and a theme, as `new_page` takes them."""

    width: int
    height: int
    theme: Literal["light", "dark"]


LOOKS = (
    pytest.param(LookOfPage(1440, 900, "light"), id="large-light"),
    pytest.param(LookOfPage(390, 844, "dark"), id="small-dark"),
    pytest.param(LookOfPage(1024, 768, "light"), id="medium-light", marks=pytest.mark.slow),
    pytest.param(LookOfPage(1440, 900, "dark"), id="large-dark", marks=pytest.mark.slow),
    pytest.param(LookOfPage(390, 844, "light"), id="small-light", marks=pytest.mark.slow),
)
