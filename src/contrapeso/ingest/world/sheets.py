"""Worksheets as frames of text: the header found by its names, wide columns turned into rows that know their cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from contrapeso.core.errors import ContentError
from contrapeso.ingest.readers import FaultList
from contrapeso.ingest.wording import fill
from contrapeso.ingest.workbook import Workbook
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.colours import coloured_cells
from contrapeso.ingest.world.tables import HEADER_LINES, LINE, Layout, find_header, without_blanks

if TYPE_CHECKING:
    import polars as pl


@contextmanager
def refusing(book: Workbook, title: str, faults: FaultList) -> Iterator[None]:
    """Turns whatever goes wrong while a worksheet is taken apart into a fault that names it."""
    from python_calamine import CalamineError

    try:
        yield
    except (CalamineError, ElementTree.ParseError, ValueError, KeyError, IndexError, OverflowError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:120]
        faults.stop(book.name, 0, fill(wording.UNREADABLE, reason=f"{title}: {reason}"))
        raise ContentError(faults) from error


def rows_of(book: Workbook, title: str, faults: FaultList) -> list[tuple[int, list[str]]]:
    """All rows of a worksheet as text with their numbers; ``ContentError`` where it cannot be read."""
    with refusing(book, title, faults):
        return book.grid(title, faults)


def read_sheet(book: Workbook, title: str, layout: Layout, faults: FaultList) -> pl.DataFrame | None:
    """The rows below a worksheet's header as text, under the names that the layout gives; None with faults."""
    import polars as pl

    if title not in book.titles:
        faults.stop(book.name, 0, fill(wording.NO_SHEET, title=title))
        return None
    rows = rows_of(book, title, faults)
    width = max((place for _, cells in rows for place, cell in enumerate(cells, 1) if cell.strip()), default=0)
    rows = [(line, [*cells, *[""] * width][:width]) for line, cells in rows]
    header = find_header(f"{book.name} {title}", islice(rows, HEADER_LINES), layout, faults)
    if header is None:
        return None
    below = [(line, *cells) for line, cells in rows if line > header.line]
    schema = pl.Schema({LINE: pl.Int64(), **dict.fromkeys(header.names, pl.String())})
    return layout.select(without_blanks(pl.DataFrame(below, schema=schema, orient="row")))


def colours_below_header(book: Workbook, title: str, faults: FaultList) -> pl.DataFrame:
    """The coloured cells of a worksheet by line and by the header of their column (the last header line with a year)."""
    import polars as pl

    rows = dict(rows_of(book, title, faults))
    heads = islice(rows.values(), HEADER_LINES)
    headers = max(heads, key=lambda cells: sum(cell.strip().isdigit() for cell in cells), default=[])
    with refusing(book, title, faults):
        found = [
            (row, headers[column - 1].strip(), colour)
            for row, column, colour in coloured_cells(book, title)
            if column <= len(headers) and headers[column - 1].strip()
        ]
    schema = pl.Schema({LINE: pl.Int64(), "period": pl.String(), "colour": pl.String()})
    return pl.DataFrame(found, schema=schema, orient="row").unique([LINE, "period"], keep="first")


def unpivot(frame: pl.DataFrame, columns: Sequence[str], name: str, value: str) -> pl.DataFrame:
    """Wide columns as rows: the header in ``name``, the cell in ``value``; the locator names the column too."""
    import polars as pl

    kept = [column for column in frame.columns if column not in columns]
    long = frame.unpivot(on=list(columns), index=kept, variable_name=name, value_name=value)
    place = pl.concat_str(pl.col("locator"), pl.lit(" column "), pl.col(name))
    return long.with_columns(place.alias("locator")).sort(LINE, name, maintain_order=True)
