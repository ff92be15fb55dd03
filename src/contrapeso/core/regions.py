"""The statistical region of each state, as the United Nations draw them, for comparing like with like."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def regions() -> Mapping[str, str]:
    """The M49 code of the region of each state: its intermediate region where it has one, else its sub-region.

    Source: United Nations Statistics Division, Standard Country or Area Codes for Statistical Use (M49),
    https://unstats.un.org/unsd/methodology/m49/. They are for statistics and say nothing of anybody's politics.

    >>> regions()["BRA"] == regions()["CHL"] == "005"
    True
    """
    text = files("contrapeso.core").joinpath("regions.csv").read_text(encoding="utf-8")
    return {row["code"]: row["region"] for row in csv.DictReader(text.splitlines())}
