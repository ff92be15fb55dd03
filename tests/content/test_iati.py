"""IATI documents: every amount divides fully, the real files sum up as an independent reader says, hostile ones are refused."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from xml.parsers import expat

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrapeso.content.sources.iati.rows import parts_of
from contrapeso.content.sources.iati.shares import NOT_SAID, divide
from contrapeso.core.errors import ContentError
from contrapeso.core.world import Flow
from contrapeso.ingest.iati.places import MAX_COUNTED
from contrapeso.ingest.world import spool
from contrapeso.ingest.world.manifest import read_source
from contrapeso.ingest.world.run import BUILT_IN, ingest_source, open_source, read_files
from contrapeso.ledger.ledger import Ledger
from tests.ingest.iati import published

SOURCE = read_source(BUILT_IN / "iati")
SAMPLE = BUILT_IN / "iati" / "sample"
DAY = date(2025, 5, 2)
OUT = {"2": "committed", "3": "disbursed", "4": "disbursed", "8": "disbursed"}


def flows(paths: Iterable[Path]) -> pl.DataFrame:
    files, _ = open_source(SOURCE, list(paths), DAY)
    tables, _ = read_files(SOURCE, files, DAY)
    table = tables[Flow]
    frame = pl.read_parquet(table.close()) if isinstance(table, spool.Spooled) else pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def written(folder: Path, files: dict[str, bytes]) -> list[Path]:
    paths = []
    for name, content in files.items():
        path = folder / name.rpartition("/")[2]
        path.write_bytes(content)
        paths.append(path)
    return paths


percentages = st.one_of(
    st.none(), st.floats(-10, 120).map(lambda one: f"{one:.2f}"), st.sampled_from(["", "x", "100", "nan"])
)
entries = st.lists(st.tuples(st.sampled_from(["PE", "CO", "ZZ", None]), st.just(""), percentages), max_size=5)


@given(entries, entries)
def test_what_is_divided_stays_whole(places: list[tuple[str, str, str]], aims: list[tuple[str, str, str]]) -> None:
    parts = parts_of(divide(places) if places else NOT_SAID, divide(aims, "dac-5") if aims else NOT_SAID)
    assert sum(part for *_, part in parts) == pytest.approx(1, abs=1e-6)
    assert all(part > 0 for *_, part in parts)
    assert len({number for number, *_ in parts}) == len(parts)


def test_regions_beside_whole_countries_only_repeat_them(tmp_path: Path) -> None:
    document = """<iati-activities version="2.03"><iati-activity default-currency="USD"><iati-identifier>a</iati-identifier>
    <recipient-country code="PE"/><recipient-region code="489" percentage="100"/><sector code="15210"/>
    <transaction><transaction-type code="3"/><transaction-date iso-date="2024-01-01"/><value>8</value></transaction>
    </iati-activity></iati-activities>"""
    both = flows(written(tmp_path, {"a.xml": document.replace('"PE"', '"PE" percentage="100"').encode()}))
    assert both.select("destination", "value").rows() == [("PER", 8.0)]


def test_all_real_files_are_read_and_sum_up(tmp_path: Path) -> None:
    """Against a reader of few lines that knows nothing of shares: sums by activity, stage and currency."""
    files = published.real_files()
    if not files:
        return
    found = flows(written(tmp_path, files))
    assert len(files) == 27
    assert found["activity"].n_unique() > 1500
    sums = found.filter(pl.col("stage").is_not_null()).group_by("activity", "stage", "unit").agg(pl.col("value").sum())
    ours = {(activity, stage, unit): value for activity, stage, unit, value in sums.iter_rows()}
    theirs = plain_sums(files)
    assert ours.keys() == theirs.keys()
    for key, value in theirs.items():
        assert ours[key] == pytest.approx(value, rel=1e-9, abs=1e-3), key


def plain_sums(files: dict[str, bytes]) -> dict[tuple[str, str, str], float]:
    sums: dict[tuple[str, str, str], float] = defaultdict(float)
    seen: set[str] = set()
    for name in sorted(files, key=lambda one: one.rpartition("/")[2]):
        for activity in ET.fromstring(files[name]).iter("iati-activity"):
            key = " ".join((activity.findtext("iati-identifier") or "").split())
            if not key or key in seen:
                continue
            seen.add(key)
            for one in activity.findall("transaction"):
                kind, value = one.find("transaction-type"), one.find("value")
                if kind is not None and value is not None and kind.get("code") in OUT and value.text:
                    unit = value.get("currency") or activity.get("default-currency") or ""
                    sums[key, OUT[kind.get("code") or ""], unit] += float(value.text)
    return sums


def test_somebody_elses_sums_in_dollars_come_out(tmp_path: Path) -> None:
    """The fixtures of OCHA's visualisation: what each activity committed and spent since 2020, where it is in dollars."""
    fixtures = published.members("iati_hdx_viz_fixtures")
    if not fixtures:
        return
    found = flows(written(tmp_path, {"covid.xml": fixtures["hdx_viz_fixtures/covid/input/dportal.xml"]}))
    since = found.filter(pl.col("stage").is_not_null()).group_by("activity", "stage").agg(
        pl.col("value").filter(pl.col("period") >= "2020-01").sum(), pl.col("unit").unique()
    )  # fmt: skip
    ours = {(one, stage): value for one, stage, value, units in since.iter_rows() if units == ["USD"]}
    rows = list(csv.DictReader(io.StringIO(fixtures["hdx_viz_fixtures/covid/transactions.csv"].decode())))[1:]
    theirs: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in rows:
        stage = {"commitments": "committed", "spending": "disbursed"}[row["Transaction type"]]
        theirs[row["Activity id"], stage].append(float(row["Total money"]))
    shared = theirs.keys() & ours.keys()
    assert len(shared) == 89
    for key in shared:
        rounding = 0.5 * len(theirs[key]) + 0.5
        assert ours[key] == pytest.approx(sum(theirs[key]), abs=rounding), key


def test_somebody_elses_flows_in_dollars_come_out(tmp_path: Path) -> None:
    """Who paid and received how much by the same fixtures: by reporter and direction, and whom each reporter paid.

    One sum differs: theirs leaves out of a reporter's flows what it spent of a provider that it names; their own
    transactions count it, as we do.
    """
    fixtures = published.members("iati_hdx_viz_fixtures")
    if not fixtures:
        return
    found = flows(written(tmp_path, {"covid.xml": fixtures["hdx_viz_fixtures/covid/input/dportal.xml"]}))
    direction = pl.when(pl.col("stage") == "disbursed").then(pl.lit("outgoing"))
    direction = direction.when(pl.col("account") == "incoming-funds").then(pl.lit("incoming"))
    since = found.filter(pl.col("period") >= "2020-01").with_columns(
        direction=direction, who=pl.col("reporter").str.to_lowercase(), to=pl.col("channel").fill_null("")
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(fixtures["hdx_viz_fixtures/covid/flows.csv"].decode())))[1:]
    sums, pairs = defaultdict[tuple[str, str], list[float]](list), defaultdict[tuple[str, str], list[float]](list)
    for row in rows:
        sums[row["Reporting org id"], row["Transaction direction"]].append(float(row["Total money"]))
        if row["Transaction direction"] == "outgoing":
            pairs[row["Reporting org id"], row["Receiver org name"]].append(float(row["Total money"]))
    differ = {
        key for key, value in _in_dollars(since, "who", "direction").items()
        if key in sums and value != pytest.approx(sum(sums[key]), abs=0.5 * len(sums[key]) + 0.5)
    }  # fmt: skip
    assert differ == {("ch-fdjp-che106823242", "outgoing")}
    ours = _in_dollars(since.filter(pl.col("direction") == "outgoing"), "who", "to")
    assert len(ours.keys() & pairs.keys()) == 35
    for key in ours.keys() & pairs.keys():
        assert ours[key] == pytest.approx(sum(pairs[key]), abs=0.5 * len(pairs[key]) + 0.5), key


def _in_dollars(rows: pl.DataFrame, *by: str) -> dict[tuple[str, str], float]:
    """Sums of what is all in dollars."""
    sums = rows.drop_nulls(list(by)).group_by(*by).agg(pl.col("value").sum(), pl.col("unit").unique())
    return {(one, other): value for one, other, value, units in sums.iter_rows() if units == ["USD"]}


def test_lines_are_right_in_long_files(tmp_path: Path) -> None:
    sample = (SAMPLE / "activities.xml").read_text(encoding="utf-8")
    head, _, rest = sample.partition("  <iati-activity ")
    activity = "  <iati-activity " + rest.partition("  <iati-activity>")[0]
    faulty = ('code="99"', ">much<", "2023-02-29")
    activity = "\n".join(line for line in activity.split("\n") if not any(one in line for one in faulty))
    copies = [activity.replace("SE-0-one", f"SE-0-{n}") for n in range(MAX_COUNTED // activity.count("\n") + 200)]
    copies = [one.replace("<transaction>", "<transaction>\n<description><narrative/></description>") for one in copies]
    path = tmp_path / "long.xml"
    path.write_text(head + "".join(copies) + "</iati-activities>", encoding="utf-8")
    lines: dict[int, str] = {}
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _: lines.__setitem__(parser.CurrentLineNumber, name)
    parser.Parse(path.read_bytes(), True)
    begins = {n for n, text in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if "<transaction" in text}
    found = flows([path]).filter(pl.col("account").is_in(["outgoing-commitment", "disbursement", "expenditure"]))
    said = {int(place.rpartition(" ")[2]) for place in found["locator"]}
    assert max(said) > MAX_COUNTED + 1000
    assert said <= begins


def test_rows_beyond_what_memory_holds_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = sorted(SAMPLE.iterdir())
    whole = flows(paths)
    monkeypatch.setattr(spool, "MAX_HELD", 5)
    monkeypatch.setattr("contrapeso.content.sources.iati.rows.BATCH", 4)
    assert flows(paths).equals(whole)
    with closing(Ledger.open(tmp_path / "ledger")) as ledger:
        snapshot = ingest_source(ledger, SOURCE, paths, DAY).snapshot
        kept = pl.read_parquet(ledger.files.path("flow", snapshot.id))
    assert snapshot.rows == len(whole)
    assert kept.equals(whole)


BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><iati-activities version="2.03"/>'


@pytest.mark.parametrize(("content", "said"), [
    (BOMB, "DOCTYPE"),
    (b'<iati-activities version="2.03"><iati-activity>' + b"<a>" * 5000, "not well-formed"),
    (b'<iati-activities version="2.03"><iati-activity a="' + b"x" * 20_000_000 + b'"/></iati-activities>', "not well-formed"),
    (b'<iati-activities version="2.03"><iati-activity></iati-activities>', "not well-formed"),
    (b'<iati-activities version="1.05"><iati-activity/></iati-activities>', "1.05"),
    (b"<iati-activity/>", "is no element"),
    (b"", "empty"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_whole(tmp_path: Path, content: bytes, said: str) -> None:
    with closing(Ledger.open(tmp_path / "ledger")) as ledger, pytest.raises(ContentError) as refused:
        ingest_source(ledger, SOURCE, [*written(tmp_path, {"bad.xml": content}), SAMPLE / "activities.xml"], DAY)
    assert said in str(refused.value.say("en"))
    assert not list((tmp_path / "ledger").rglob("*.parquet"))
