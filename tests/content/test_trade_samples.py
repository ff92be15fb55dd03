"""The binary samples of the sources of trade are what this page writes: invented rows, no foreign file."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook

from contrapeso.ingest.world.run import BUILT_IN
from tests.ingest.world.stata_writing import dta

MATRIX = {
    "source": ["Peru", "Peru", "KoreaRepublicof", "Netherlands Antilles", "Peru", "Sudan2011"],
    "target": ["China", "Bolivia", "Peru", "Peru", "KoreaRepublicof", ""],
    "edgewidth": [7000.125, 12.5, 0.0, 3.0, None, 1.0],
}
HEAD = [
    "",
    "refYear",
    "flowCode",
    "partnerDesc",
    "partner_rank",
    "reporterDesc",
    "cmdCode",
    "partner_sum",
    "partner_perc",
]
BOOKS = {
    "Anywhere_2.1.1_top_export_partners_reverse.xlsx": [
        [3, 2024, "M", "China", 1, "Peru", "TOTAL", 1500.25, 0.6], [7, 2024, "M", "China", 2, "China", "TOTAL", 40, 0.2],
        [9, 2026, "M", "China", 3, "Rep. of Korea", "TOTAL", 10, 0.1], [9, 2024, "Q", "China", 3, "Chile", "TOTAL", 10, 0.1],
    ],
    "Anywhere_3.1.1_top_import_partners.xlsx": [
        [1, 2024, "X", "China", 1, "Peru", None, 2500, 0.7], [2, 2024, "X", "China", 2, "Other Asia, nes", None, 100, 0.3],
    ],
}  # fmt: skip
DATABASE = """
    CREATE TABLE "country_codes_V202401b" ("country_code" TEXT, "country_name" TEXT, "country_iso2" TEXT, "country_iso3" TEXT);
    INSERT INTO country_codes_V202401b VALUES ('604', 'Peru', 'PE', 'PER'), ('792', 'TÃ¼rkiye', 'TR', 'TUR'),
        ('58', 'Belgium-Luxembourg (...1998)', 'BE', 'BEL');
    CREATE TABLE "product_codes_HS92_V202401b" ("code" TEXT, "description" TEXT);
    CREATE TABLE baci_trade (t TEXT, i TEXT, j TEXT, k INTEGER, v TEXT, q TEXT);
    INSERT INTO baci_trade VALUES ('1995', '604', '792', 260300, '88.981', '194.46'), ('1995', '58', '604', 10111, '0.007', NULL),
        ('1995', '604', '999', 260300, '1', NULL), ('1995', '604', '792', 99999999, '1', NULL);
    CREATE VIEW bait AS SELECT load_extension('x');
"""


def writes() -> bool:
    return os.environ.get("CONTRAPESO_GOLDEN") == "write"


def sample(source: str, name: str) -> Path:
    path = BUILT_IN / source / "sample" / name
    path.parent.mkdir(exist_ok=True)
    return path


def test_the_matrix_is_what_is_written_here() -> None:
    path, content = sample("unctad_matrix", "15DiGraph_All.dta"), dta(MATRIX)
    if writes():
        path.write_bytes(content)
    assert path.read_bytes() == content


def test_the_workbooks_hold_what_is_written_here() -> None:
    for name, rows in BOOKS.items():
        path = sample("comtrade", name)
        if writes():
            book = Workbook()
            sheet = book.active
            assert sheet is not None
            sheet.title = "Sheet1"
            for row in [HEAD, *rows]:
                sheet.append(row)
            book.properties.created = book.properties.modified = datetime(2026, 3, 3)  # noqa: DTZ001 - a workbook knows no zone
            book.save(path)
        held = [list(row) for row in load_workbook(path)["Sheet1"].iter_rows(min_row=2, values_only=True)]
        assert held == rows


def test_the_database_holds_what_is_written_here() -> None:
    path = sample("baci", "baci_sample.db")
    if writes():
        path.unlink(missing_ok=True)
        with sqlite3.connect(path) as made:
            made.executescript(DATABASE)
        made.close()
    expected = sqlite3.connect(":memory:")
    expected.executescript(DATABASE)
    held = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    for table in ("country_codes_V202401b", "product_codes_HS92_V202401b", "baci_trade"):
        asked = f"SELECT * FROM {table}"
        assert held.execute(asked).fetchall() == expected.execute(asked).fetchall()
    held.close()
    expected.close()
