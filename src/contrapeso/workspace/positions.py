"""From a file of votes to a file of positions, all of it or nothing."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from contrapeso.core.errors import ContrapesoError
from contrapeso.core.text import Text
from contrapeso.ingest.readers import escape_cell
from contrapeso.ingest.votes import read_votes

if TYPE_CHECKING:
    from contrapeso.methods.ideal_point import Positions

COLUMNS = ("state", "period", "position", "se", "low", "high", "n_votes")


def positions(
    votes: Path, out: Path, *, ordinal: bool = True, anchor: str = "USA", coding: str = "letters"
) -> Positions:
    """Estimate positions from the votes of a CSV file and write them, with 90 % intervals, to ``out``.

    ``ContentError`` names the faulty lines; ``RefusedVotes`` says why nobody can be placed.
    """
    from contrapeso.methods.ideal_point import RefusedVotes, estimate

    _check_place(votes, out)
    table = read_votes(votes, coding)
    try:
        found = estimate(
            table.states, table.roll_calls, table.votes, table.periods, item=table.items or None, ordinal=ordinal,
            anchor=anchor,
        )  # fmt: skip
    except RefusedVotes as refused:
        raise RefusedVotes(refused.what, refused.mend, where=votes.name) from None
    _write(as_csv(found), out)
    return found


def _check_place(votes: Path, out: Path) -> None:
    """The votes are not written over."""
    if votes.exists() and out.exists() and votes.samefile(out):
        raise ContrapesoError(
            Text(
                es="--out es el archivo de votos, que se perdería", en="--out is the file of votes, which would be lost"
            ),
            Text(es="elija otro archivo con --out", en="choose another file with --out"),
            where=str(out),
        )


def as_csv(found: Positions) -> str:
    """One row a state and period; no cell that a spreadsheet would run."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    numbers = zip(*(one.tolist() for one in (found.position, found.se, found.low, found.high)), strict=True)
    for state, period, row, n in zip(found.state, found.period, numbers, found.n_votes.tolist(), strict=True):
        writer.writerow([escape_cell(str(state)), f"{period:.15g}", *(f"{round(one, 6) + 0.0:.6f}" for one in row), n])
    return text.getvalue()


def _write(text: str, out: Path) -> None:
    """Beside its place first, then renamed into it."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            Path(name).chmod(0o644)
            Path(name).replace(out)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ContrapesoError(
            Text(es=f"no se puede escribir: {reason}", en=f"it cannot be written: {reason}"),
            Text(es="elija otro archivo con --out", en="choose another file with --out"),
            where=str(out),
        ) from error
