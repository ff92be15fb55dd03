"""Properties of the ledger and of ingestion: it only grows, the past stays put, nothing means nothing."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contrapeso.core.columns import Column, columns
from contrapeso.core.errors import ContentError
from contrapeso.core.facts import FACTS, TABLES, Act, Fact
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text
from contrapeso.ingest.cells import cells_of
from contrapeso.ingest.facts import headers_of, read_facts
from contrapeso.ingest.pack import read_pack
from contrapeso.ingest.readers import FaultList, Record, Sheet
from contrapeso.ingest.run import ingest_pack
from contrapeso.ledger.ledger import Ledger
from contrapeso.ledger.schema import facts_from_arrow, facts_to_arrow
from tests.ingest.small_pack import COUNTRY, with_acts, write_pack

ON = date(2030, 1, 1)
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffd;"), min_size=1)
sentences = words.map(lambda text: f"x{text}".strip())
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,12}", fullmatch=True)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
dates = st.one_of(
    days.map(PartialDate.of),
    days.map(lambda day: PartialDate.parse(day.isoformat()[:7])),
    days.map(lambda day: PartialDate.parse(day.isoformat()[:4])),
)


def cell_values(spec: Column) -> st.SearchStrategy[object]:
    """Any value that a column may hold."""
    if spec.is_state:
        states = st.sampled_from(["USA", "BRA", "SUN"])
        value: st.SearchStrategy[object] = st.lists(states, unique=True).map(tuple) if spec.type == "list" else states
        return value if spec.required or spec.type == "list" else st.none() | value
    kinds: dict[str, st.SearchStrategy[object]] = {
        "text": st.builds(Text, es=sentences, en=sentences),
        "string": ids if spec.is_key or spec.refers else sentences,
        "code": st.sampled_from(spec.codes or ("-",)),
        "list": st.lists(ids, unique=True).map(tuple),
        "date": dates,
        "number": st.floats(0, 1e15, allow_nan=False).map(lambda x: round(x, 4)),
        "integer": st.integers(0, 10**15 - 1),
        "boolean": st.booleans(),
    }
    value = kinds[spec.type]
    return value if spec.required or spec.type == "list" or spec.name == "public" else st.none() | value


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    fact = draw(st.sampled_from(FACTS))
    values = {name: draw(cell_values(spec)) for name, spec in columns(fact).items()}
    return fact(**values, locator="x.csv line 1")  # type: ignore[arg-type]


@given(st.lists(facts(), max_size=6))
def test_facts_through_parquet_are_the_same_facts(rows: list[Fact]) -> None:
    for fact in FACTS:
        of_table = [row for row in rows if isinstance(row, fact)]
        read = facts_from_arrow(fact, facts_to_arrow(fact, of_table), "0" * 16)
        assert list(read) == [replace(row, snapshot_id="0" * 16) for row in of_table]


@given(facts())
def test_facts_through_cells_are_the_same_facts(row: Fact) -> None:
    """Where the row says nothing impossible of itself, what is written is read back."""
    faults, fact = FaultList(), type(row)
    table = read_facts(fact, Sheet("x.csv", headers_of(fact), 0, [Record(1, cells_of(row))]), faults)
    between = {
        "precision",
        "start_precision",
        "end_precision",
        "end",
        "expires_on",
        "stay_to",
        "published_to",
        "amount",
    }
    between |= {"currency", "high", "url", "official_url"}
    if not faults:
        assert table.facts == [row]
    assert {fault.field for fault in faults} <= between


steps = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=5)
"""Ingests to do: (vintage, content)."""
SLOW = [HealthCheck.too_slow]


def ingest_step(ledger: Ledger, folder: Path, vintage: int, content: int) -> None:
    closing = date(2026, 1, 1) + timedelta(days=vintage)
    ingest_pack(ledger, write_pack(folder, with_acts(content + 1, f"C{content}"), vintage=closing.isoformat()), COUNTRY)


def answer(ledger: Ledger, known_at: date | None) -> tuple[Act, ...]:
    return ledger.evidence(COUNTRY, ON, known_at).rows(Act)


@settings(max_examples=15, suppress_health_check=SLOW)
@given(steps)
def test_the_ledger_only_grows(todo: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as home, Ledger.open(Path(home) / "ledger") as ledger:
        kept: dict[str, bytes] = {}
        for vintage, content in todo:
            ingest_step(ledger, Path(home) / "p", vintage, content)
            now = {str(path): path.read_bytes() for path in ledger.folder.rglob("*.parquet")}
            assert kept.items() <= now.items()
            assert {one.subject for one in ledger.register.all_snapshots()} == {
                f"{one.source}/{one.id}" for one in ledger.register.all_snapshots()
            }
            assert ledger.verify() is None
            kept = now
        assert len(ledger.register.all_snapshots()) == len(set(todo))


@settings(max_examples=15, suppress_health_check=SLOW)
@given(steps)
def test_past_answers_never_change(todo: list[tuple[int, int]]) -> None:
    """What was known at a vintage stays known so, whatever later vintages say."""
    with tempfile.TemporaryDirectory() as home, Ledger.open(Path(home) / "ledger") as ledger:
        known: dict[date, tuple[Act, ...]] = {}
        for vintage, content in sorted(todo):
            closing = date(2026, 1, 1) + timedelta(days=vintage)
            ingest_step(ledger, Path(home) / "p", vintage, content)
            known[closing] = answer(ledger, closing)
            assert all(answer(ledger, day) == told for day, told in known.items())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    home = tmp_path_factory.mktemp("filled")
    ledger = Ledger.open(home / "ledger")
    ingest_pack(ledger, write_pack(home / "p", with_acts(3)), COUNTRY)
    return ledger


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dictionaries(st.sampled_from(sorted(TABLES)), st.just(())))
def test_an_overlay_of_nothing_changes_nothing(filled: Ledger, on: date, overlay: dict[str, tuple[Fact, ...]]) -> None:
    plain, overlaid = filled.evidence(COUNTRY, on), filled.evidence(COUNTRY, on, overlay=overlay)
    assert all(plain.rows(fact) == overlaid.rows(fact) for fact in FACTS)
    assert plain.acts == overlaid.acts


@st.composite
def damage(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of a sound pack, damaged as disks, editors and attackers do."""
    with tempfile.TemporaryDirectory() as home:
        folder = write_pack(Path(home), with_acts(2))
        name = draw(st.sampled_from(sorted(path.name for path in folder.iterdir())))
        content = (folder / name).read_bytes()
    for kind in draw(
        st.lists(st.sampled_from(["cut", "swap", "twice", "latin", "bytes", "flip", "utf16"]), min_size=1, max_size=4)
    ):
        content = _damaged(draw, kind, content)
    return name, content


def _damaged(draw: st.DrawFn, kind: str, content: bytes) -> bytes:
    place = draw(st.integers(0, max(len(content) - 1, 0)))
    lines = content.split(b"\n")
    if kind == "cut":
        return content[:place]
    if kind == "swap":
        return b"\n".join(draw(st.permutations(lines)))
    if kind == "twice":
        return b"\n".join([*lines, draw(st.sampled_from(lines))])
    if kind == "latin":
        return content.decode("utf-8", "replace").encode("latin-1", "replace")
    if kind == "utf16":
        return content.decode("utf-8", "replace").encode("utf-16")
    new = (
        draw(st.binary(max_size=8))
        if kind == "bytes"
        else draw(st.sampled_from([b'"', b",", b"\n", b"\0", b"=", b";", b"{}", b"\r", b"\xef\xbb\xbf", "٣".encode()]))
    )
    return content[:place] + new + content[place + (kind == "flip") :]


@settings(max_examples=400, suppress_health_check=SLOW)
@given(damage())
def test_a_damaged_pack_is_read_or_refused_and_never_crashes(damaged: tuple[str, bytes]) -> None:
    name, content = damaged
    with tempfile.TemporaryDirectory() as home:
        folder = write_pack(Path(home), with_acts(2))
        (folder / name).write_bytes(content)
        try:
            (pack,) = read_pack(folder, COUNTRY)
        except ContentError as error:
            assert all(fault.file and fault.line >= 0 and fault.say("es") and fault.say("en") for fault in error.faults)
        else:
            assert pack.facts
