"""What is the same on every page of the Factbook: texts at a path, and the name of the state."""

from __future__ import annotations

import html
import re
from typing import Any

TAG = re.compile(r"<[^>]*>")
NOTHING = ("", "none")


def name_of(page: dict[str, Any]) -> str | None:
    """The short name of the state, or its long one."""
    for form in ("conventional short form", "conventional long form"):
        name = text_at(page, "Government", "Country name", form)
        if name and name.casefold() not in NOTHING:
            return name
    return None


def text_at(page: dict[str, Any], *path: str) -> str | None:
    """The text at a path of a page, without marks of HTML."""
    place: Any = page
    for key in (*path, "text"):
        place = place.get(key) if isinstance(place, dict) else None
    return TAG.sub(" ", html.unescape(place)).replace("\xa0", " ").strip() if isinstance(place, str) else None
