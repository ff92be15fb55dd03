"""Ways in which a publisher's file reaches us spoiled: cut, mixed up, saved anew, merged, blown up."""

from __future__ import annotations

import bz2
import gzip
import io
import random
import zipfile
from collections.abc import Callable

from openpyxl import load_workbook

Spoil = Callable[[bytes, random.Random], bytes]


def cut(content: bytes, draw: random.Random) -> bytes:
    return content[: draw.randrange(len(content))]


def flip(content: bytes, draw: random.Random) -> bytes:
    spoiled = bytearray(content)
    for _ in range(draw.choice((1, 1, 3, 30))):
        spoiled[draw.randrange(len(spoiled))] = draw.randrange(256)
    return bytes(spoiled)


def insert(content: bytes, draw: random.Random) -> bytes:
    place = draw.randrange(len(content))
    what = draw.choice(
        (b'"', b"\n", b"\r", b",", b";", b"\0", b"\xff\xfe", b"\xe2\x82", b"\x1b[31m", b"9" * 400, b"=1+1")
    )
    return content[:place] + what + content[place:]


def _lines(content: bytes, change: Callable[[list[bytes]], None]) -> bytes:
    lines = content.splitlines(keepends=True)
    change(lines)
    return b"".join(lines)


def shuffle(content: bytes, draw: random.Random) -> bytes:
    return _lines(content, draw.shuffle)


def repeat(content: bytes, draw: random.Random) -> bytes:
    return _lines(content, lambda lines: lines.extend(draw.choices(lines, k=draw.randint(1, 8))))


def drop(content: bytes, draw: random.Random) -> bytes:
    return _lines(content, lambda lines: lines.pop(draw.randrange(len(lines))) and None)


def exchange_cells(content: bytes, draw: random.Random) -> bytes:
    """Two columns change places, in the header too or only below it."""

    def change(lines: list[bytes]) -> None:
        first = draw.randrange(len(lines))
        one, other = draw.randrange(12), draw.randrange(12)
        for place in range(first, len(lines)):
            cells = lines[place].rstrip(b"\n").split(b",")
            if len(cells) > max(one, other):
                cells[one], cells[other] = cells[other], cells[one]
                lines[place] = b",".join(cells) + b"\n"

    return _lines(content, change)


def recode(content: bytes, draw: random.Random) -> bytes:
    text = content.decode(draw.choice(("utf-8", "latin-1", "cp1252")), errors="replace")
    return text.encode(
        draw.choice(("utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252", "mac-roman")), errors="replace"
    )


def semicolons(content: bytes, draw: random.Random) -> bytes:
    return content.replace(b",", draw.choice((b";", b"\t", b"|")))


TEXT: tuple[Spoil, ...] = (cut, flip, insert, shuffle, repeat, drop, exchange_cells, recode, semicolons)


def _r_data(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    return bz2.compress(change(bz2.decompress(content)))


def cut_inside(content: bytes, draw: random.Random) -> bytes:
    return _r_data(content, lambda inner: cut(inner, draw))


def flip_inside(content: bytes, draw: random.Random) -> bytes:
    return _r_data(content, lambda inner: flip(inner, draw))


def insert_inside(content: bytes, draw: random.Random) -> bytes:
    return _r_data(content, lambda inner: insert(inner, draw))


R_DATA: tuple[Spoil, ...] = (cut, flip, insert, cut_inside, flip_inside, insert_inside)


def bomb(content: bytes, draw: random.Random) -> bytes:
    """An archive that unpacks to much more than the source allows."""
    return gzip.compress(bytes(64 * 1024 * 1024), 6) * 40


def _archive(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def lose_part(content: bytes, draw: random.Random) -> bytes:
    return _archive(content, lambda parts: parts.pop(draw.choice(sorted(parts))) and None)


def spoil_part(content: bytes, draw: random.Random) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        name = draw.choice(sorted(parts))
        if parts[name]:
            parts[name] = draw.choice((cut, flip, insert))(parts[name], draw)

    return _archive(content, change)


def blow_up(content: bytes, draw: random.Random) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        name = draw.choice([name for name in sorted(parts) if name.startswith("xl/worksheets/")])
        parts[name] += b" " * (80 * 1024 * 1024)

    return _archive(content, change)


def _book(content: bytes, change: Callable[[object], None]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def merge_cells(content: bytes, draw: random.Random) -> bytes:
    def change(book: object) -> None:
        sheet = draw.choice(book.worksheets)  # type: ignore[attr-defined]
        row, column = draw.randint(1, 8), draw.randint(1, 5)
        sheet.merge_cells(
            start_row=row, end_row=row + draw.randint(0, 3), start_column=column, end_column=column + draw.randint(1, 3)
        )

    return _book(content, change)


def change_cell(content: bytes, draw: random.Random) -> bytes:
    def change(book: object) -> None:
        sheet = draw.choice(book.worksheets)  # type: ignore[attr-defined]
        value = draw.choice(("", "n.a.", -1, 1e300, "=1/0", "Atlantis", True, "\u202e", "1990", 1990, None))
        sheet.cell(draw.randint(1, max(sheet.max_row, 1)), draw.randint(1, max(sheet.max_column, 1))).value = value

    return _book(content, change)


def move_sheets(content: bytes, draw: random.Random) -> bytes:
    def change(book: object) -> None:
        sheets = book.worksheets  # type: ignore[attr-defined]
        sheet = draw.choice(sheets)
        if draw.random() < 0.5:
            sheet.title = draw.choice(("Other", sheet.title + " 2", "Sheet1"))
        else:
            sheet.insert_rows(draw.randint(1, 6), draw.randint(1, 3))

    return _book(content, change)


WORKBOOK: tuple[Spoil, ...] = (cut, flip, insert, lose_part, spoil_part, merge_cells, change_cell, move_sheets)
