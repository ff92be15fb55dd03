"""Reads BACI as CEPII publishes it, a CSV file a year with lists of codes, or as tables of an SQLite database."""

from __future__ import annotations

import re

import polars as pl

from contrapeso.core.errors import ContentError
from contrapeso.ingest.wording import fill
from contrapeso.ingest.world import wording
from contrapeso.ingest.world.recorder import Recorder
from contrapeso.ingest.world.trade import dollars, record_trade

FLOWS = {"t": "period", "i": "from", "j": "to", "k": "product", "v": "value", "q": "quantity"}
COUNTRIES = {"country_code": "number", "country_name": "name"}
UNUSED = ("country_iso2", "country_iso3")
TABLE = "baci_trade"
OTHERS = ("Normalized",)
"""Tables of the database that are no trade: governance indicators of somebody else."""
VERSION = re.compile(r"(?i)(?:country|product)_codes_(?:(HS\d\d)_)?V\d{6}[a-z]?")
IN_NAME = re.compile(r"(?i)BACI_(HS\d\d)_Y\d{4}_V\d{6}")
DIGITS, THOUSAND = 6, 1000
ABSENT = "NA"


def parse(recorder: Recorder) -> None:
    """Flows of the files or of the database, with the names that BACI's own list gives to its numbers."""
    parts, names = [], []
    for role in recorder.roles("database"):
        listed, edition = _tables(recorder, role)
        names.append(recorder.database(role, listed, COUNTRIES, unused=UNUSED, unread=_known(recorder, role)))
        rows = recorder.database(role, TABLE, FLOWS, unread=_known(recorder, role))
        parts.append(rows.with_columns(product_list=pl.lit(edition)))
    names += [recorder.delimited(role, COUNTRIES, unused=UNUSED) for role in recorder.roles("countries")]
    parts += [_year(recorder, role) for role in recorder.roles("flows")]
    if not parts or not names:
        first = next(iter(recorder.files.values())).name
        recorder.faults.stop(
            first, 0, fill(wording.LACKS_FILE, role="flows, countries", pattern="BACI_HS*, country_codes_V*")
        )
        raise ContentError(recorder.faults)
    _record(recorder, pl.concat(parts), pl.concat(names))


def _record(recorder: Recorder, rows: pl.DataFrame, names: pl.DataFrame) -> None:
    rows = recorder.refuse(rows, pl.any_horizontal(pl.col("from", "to", "product").is_null()), "empty")
    wrong = ~pl.col("product").str.contains(rf"^\d{{1,{DIGITS}}}$")
    rows = recorder.refuse(rows, wrong, "no-product", "product")
    rows = rows.with_columns(pl.when(pl.col("quantity") != ABSENT).then("quantity").alias("quantity"))
    rows = recorder.numbers(rows, "value", least=0, required=True)
    rows = recorder.numbers(rows, "quantity", least=0)
    known = names.select(pl.col("number"), name=_mended("name")).unique("number", keep="first")
    for end, of in (("origin_name", "from"), ("destination_name", "to")):
        rows = rows.join(known.rename({"number": of, "name": end}), on=of, how="left", maintain_order="left")
        rows = recorder.refuse(rows, pl.col(end).is_null(), "no-country", of)
    rows = rows.with_columns(
        value=dollars(pl.col("value"), THOUSAND), quantity_unit=pl.when(pl.col("quantity").is_not_null()).then(pl.lit("t")),
        product=pl.col("product").str.zfill(DIGITS),
    )  # fmt: skip
    record_trade(recorder, rows.drop("from", "to"), said_by="CEPII")


def _year(recorder: Recorder, role: str) -> pl.DataFrame:
    opened = recorder.files[role]
    found = IN_NAME.search(opened.name)
    if found is None:
        recorder.faults.stop(opened.name, 0, fill(wording.NO_YEAR, pattern="BACI_HS92_Y2022_V202401"))
        raise ContentError(recorder.faults)
    return recorder.delimited(role, FLOWS).with_columns(product_list=pl.lit(found[1].upper()))


def _tables(recorder: Recorder, role: str) -> tuple[str, str]:
    """The database's list of countries, and the edition of the Harmonised System that its list of products names."""
    found = [match for name in recorder.tables_of(role) if (match := VERSION.fullmatch(name))]
    countries = next((match[0] for match in found if match[0].lower().startswith("country")), "country_codes_V")
    edition = next((match[1] for match in found if match[1]), "HS")
    return countries, edition.upper()


def _known(recorder: Recorder, role: str) -> list[str]:
    """The database's tables that we know, read or not; SQLite's reader stops at any other."""
    held = recorder.tables_of(role)
    return [name for name in held if name in (TABLE, *OTHERS) or VERSION.fullmatch(name)]


def _mended(name: str) -> pl.Expr:
    """Names whose UTF-8 somebody took for Latin-1 once too often: «TÃ¼rkiye»."""
    return pl.col(name).map_elements(_decoded, return_dtype=pl.String)


def _decoded(text: str) -> str:
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
