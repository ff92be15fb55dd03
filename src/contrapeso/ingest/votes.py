"""Roll-call votes of any legislature from a CSV file, every fault with its line."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from contrapeso.core.errors import ContentError
from contrapeso.ingest import wording
from contrapeso.ingest.readers import FaultList, Record, read_csv
from contrapeso.ingest.wording import fill

REQUIRED = ("state", "roll_call", "vote", "period")
OPTIONAL = ("item",)
CODINGS: Mapping[str, Mapping[str, int | None]] = {
    "letters": {"Y": 1, "A": 0, "N": -1, "X": None, "": None},
    "numbers": {"1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-0.0": 0, "-1.0": -1, "NA": None, "NAN": None, "": None},
    "words": {
        "yes": 1, "sí": 1, "si": 1, "abstain": 0, "abstention": 0, "abstención": 0, "abstencion": 0, "no": -1,
        "absent": None, "ausente": None, "": None,
    },
    "voeten": {"1": 1, "2": 0, "3": -1, "8": None, "9": None, "": None},
}  # fmt: skip
"""Named codings of a vote; None is no vote. ``numbers`` as R and pandas write a column with votes missing, too;
``voeten`` is that of the UN files: 8 absent, 9 not a member."""
MAX_BYTES = 512 * 1024 * 1024
"""All roll calls of the UN with their titles as items are some 140 MB."""


@dataclass(slots=True)
class VoteTable:
    """Columns of one length: names, votes as 1, 0, −1 or None, periods as numbers; ``items`` is empty without the column."""

    states: list[str] = field(default_factory=list)
    roll_calls: list[str] = field(default_factory=list)
    votes: list[int | None] = field(default_factory=list)
    periods: list[float] = field(default_factory=list)
    items: list[str] = field(default_factory=list)


def read_votes(path: Path, coding: str = "letters") -> VoteTable:
    """The votes of a CSV file, plain or gzip, with the columns ``state, roll_call, vote, period`` and maybe ``item``.

    ``ContentError`` lists all faults with their lines: unknown votes, periods that are no numbers, a roll call in two
    periods, a state with two different votes on one roll call.
    """
    faults = FaultList()
    name = path.name or str(path)
    if coding not in CODINGS:
        faults.add(name, 0, "vote", fill(wording.BAD_CODING, value=coding, names=", ".join(CODINGS)))
        raise ContentError(faults)
    sheet = read_csv(path, name, faults, limit=MAX_BYTES)
    reading = _Reading(name, coding, faults)
    if sheet is not None and _has_columns(name, sheet.line, sheet.headers, faults):
        for record in sheet.records:
            reading.take(record)
        if not reading.table.states and not faults:
            faults.add(name, 0, "", wording.NO_VOTES)
    if faults:
        raise ContentError(faults)
    return reading.table


def _has_columns(name: str, line: int, headers: Sequence[str], faults: FaultList) -> bool:
    known = len(faults)
    for column in REQUIRED:
        if column not in headers:
            faults.add(name, line, column, fill(wording.MISSING_COLUMN, name=column))
    for column in headers:
        if column not in (*REQUIRED, *OPTIONAL):
            near = difflib.get_close_matches(column, (*REQUIRED, *OPTIONAL), n=1)
            hint = f" ({near[0]}?)" if near else ""
            faults.add(name, line, column, fill(wording.UNKNOWN_COLUMN, name=column, hint=hint))
    return len(faults) == known


class _Reading:
    """The table so far, with the lines at which roll calls and votes were first seen."""

    def __init__(self, name: str, coding: str, faults: FaultList) -> None:
        self.table = VoteTable()
        self._name, self._coding, self._faults = name, coding, faults
        self._codes = CODINGS[coding]
        self._kept: dict[str, str] = {}
        self._periods: dict[str, float | None] = {}
        self._calls: dict[str, tuple[int, float, str]] = {}
        self._seen: dict[tuple[str, str], tuple[int, int | None]] = {}

    def take(self, record: Record) -> None:
        """A row into the table, or its faults."""
        cells = {name: self._kept.setdefault(cell, cell) for name, cell in record.cells.items()}
        found = len(self._faults)
        for column in ("state", "roll_call", "period"):
            if not cells[column]:
                self._faults.add(self._name, record.line, column, wording.REQUIRED)
        if "item" in cells and not cells["item"]:
            self._faults.add(self._name, record.line, "item", wording.REQUIRED)
        period = self._period(record.line, cells["period"])
        vote = self._vote(record.line, cells["vote"])
        if len(self._faults) > found or not record.whole or period is None:
            return
        self._check_call(record.line, cells["roll_call"], period, cells.get("item", ""))
        self._add(record.line, cells, vote, period)

    def _add(self, line: int, cells: Mapping[str, str], vote: int | None, period: float) -> None:
        table, key = self.table, (cells["state"], cells["roll_call"])
        first, earlier = self._seen.setdefault(key, (line, vote))
        if earlier != vote:
            said = fill(wording.TWO_VOTES, state=key[0], roll_call=key[1], line=first)
            self._faults.add(self._name, line, "vote", said)
        table.states.append(key[0])
        table.roll_calls.append(key[1])
        table.votes.append(vote)
        table.periods.append(period)
        if "item" in cells:
            table.items.append(cells["item"])

    def _period(self, line: int, text: str) -> float | None:
        if text not in self._periods:
            try:
                number = float(text)
            except ValueError:
                number = math.nan
            self._periods[text] = number if math.isfinite(number) else None
        if text and self._periods[text] is None:
            self._faults.add(self._name, line, "period", fill(wording.BAD_NUMBER, value=text))
        return self._periods[text]

    def _vote(self, line: int, text: str) -> int | None:
        code = text.strip().casefold() if self._coding == "words" else text.strip().upper()
        if code not in self._codes:
            codes = ", ".join(one for one in self._codes if one)
            others = ", ".join(one for one in CODINGS if one != self._coding)
            said = fill(wording.BAD_VOTE, coding=self._coding, value=text, codes=codes, others=others)
            self._faults.add(self._name, line, "vote", said)
            return None
        return self._codes[code]

    def _check_call(self, line: int, roll_call: str, period: float, item: str) -> None:
        first, its_period, its_item = self._calls.setdefault(roll_call, (line, period, item))
        if its_period != period:
            said = fill(
                wording.TWO_PERIODS, roll_call=roll_call, period=f"{period:g}", line=first, other=f"{its_period:g}"
            )
            self._faults.add(self._name, line, "period", said)
        if its_item != item:
            said = fill(wording.TWO_ITEMS, roll_call=roll_call, item=item, line=first, other=its_item)
            self._faults.add(self._name, line, "item", said)
