"""The ledger answers as of a day and as known at a day, from immutable files."""

from __future__ import annotations

import multiprocessing
import os
from datetime import UTC, date, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest

from contrapeso.core.errors import LedgerError
from contrapeso.core.facts import Act, Stage
from contrapeso.core.measurement import Measurement
from contrapeso.ingest.run import ingest_pack
from contrapeso.ledger.ledger import Ledger
from contrapeso.ledger.records import Run
from tests.ingest.small_pack import ACT, COUNTRY, with_acts, write_pack

ON = date(2026, 11, 23)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(tmp_path / "ledger")


def titles(ledger: Ledger, known_at: date | None = None) -> list[str]:
    return [act.title.en for act in ledger.evidence(COUNTRY, ON, known_at).rows(Act)]


def test_a_ledger_that_does_not_exist_is_created_empty(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "a" / "b") as ledger:
        assert ledger.snapshots(COUNTRY) == ()
        assert ledger.evidence(COUNTRY, ON).rows(Act) == ()
        assert ledger.verify() is None


@pytest.mark.sqlite
def test_a_register_is_a_file_of_the_folder_unless_another_is_named(tmp_path: Path) -> None:
    Ledger.open(tmp_path).close()
    assert (tmp_path / "register.sqlite").is_file()


def test_what_was_ingested_is_what_is_read(tmp_path: Path, ledger: Ledger) -> None:
    (done,) = ingest_pack(ledger, write_pack(tmp_path / "p", with_acts(3)), COUNTRY)
    assert done.is_new
    evidence = ledger.evidence(COUNTRY, ON)
    assert [act.act_id for act in evidence.acts] == ["uy-act-1", "uy-act-2", "uy-act-3"]
    act = evidence.acts[0]
    assert (act.snapshot_id, act.locator) == (done.snapshot.id, "acts.csv line 2")
    assert act.title.es == ACT["title_es"]
    assert ledger.evidence("BRA", ON).rows(Act) == ()
    assert done.snapshot.files["acts.csv"].rows == 3
    assert ledger.verify() is None


def test_the_same_content_again_is_a_no_op(tmp_path: Path, ledger: Ledger) -> None:
    folder = write_pack(tmp_path / "p")
    (first,) = ingest_pack(ledger, folder, COUNTRY)
    files = {path: path.stat().st_mtime_ns for path in ledger.folder.rglob("*.parquet")}
    (again,) = ingest_pack(ledger, folder, COUNTRY)
    assert (again.is_new, again.snapshot) == (False, first.snapshot)
    assert {path: path.stat().st_mtime_ns for path in ledger.folder.rglob("*.parquet")} == files


def test_the_newest_vintage_known_at_a_day_answers(tmp_path: Path, ledger: Ledger) -> None:
    folder = tmp_path / "p"
    for vintage, title in (("2025-01-31", "Old"), ("2026-05-31", "New")):
        ingest_pack(ledger, write_pack(folder, with_acts(1, title), vintage=vintage), COUNTRY)
    assert titles(ledger) == ["New 1"]
    assert titles(ledger, date(2026, 5, 30)) == ["Old 1"]
    assert titles(ledger, date(2025, 1, 31)) == ["Old 1"]
    assert titles(ledger, date(2025, 1, 30)) == []


def test_of_equal_vintages_the_one_found_last_answers_even_if_it_is_an_old_one(tmp_path: Path) -> None:
    """An edit that is undone counts as undone, also with a clock that stands still."""
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    ledger, folder = Ledger.open(tmp_path / "ledger", clock=lambda: noon), tmp_path / "p"
    for title in ("First", "Second", "First"):
        (done,) = ingest_pack(ledger, write_pack(folder, with_acts(1, title)), COUNTRY)
        assert done.is_new
        assert titles(ledger) == [f"{title} 1"]
    assert len(ledger.register.all_snapshots()) == 2
    assert ledger.verify() is None


def test_sources_that_are_not_in_view_do_not_answer(tmp_path: Path, ledger: Ledger) -> None:
    (one,) = ingest_pack(ledger, write_pack(tmp_path / "a", with_acts(1, "A")), COUNTRY)
    (two,) = ingest_pack(ledger, write_pack(tmp_path / "b", with_acts(1, "B")), COUNTRY)
    view = ledger.evidence(COUNTRY, ON, sources=[two.snapshot.source])
    assert [act.title.en for act in view.rows(Act)] == ["B 1"]
    assert one.snapshot.source != two.snapshot.source
    everything = ledger.evidence_hash(COUNTRY)
    assert ledger.evidence_hash(COUNTRY, sources=[two.snapshot.source]) != everything


def test_an_expression_answers_queries_and_names_snapshots(tmp_path: Path, ledger: Ledger) -> None:
    folder = tmp_path / "p"
    assert ledger.expr("act", COUNTRY).count().to_pyarrow().as_py() == 0
    (done,) = ingest_pack(ledger, write_pack(folder, with_acts(3)), COUNTRY)
    acts = ledger.expr("act", COUNTRY)
    rows = acts.filter(acts.in_force_from_first <= date(2024, 2, 1)).select("act_id", "snapshot_id", "partners")
    assert rows.to_pyarrow().to_pylist()[0] == {
        "act_id": "uy-act-1", "snapshot_id": done.snapshot.id, "partners": ["USA", "BRA"],
    }  # fmt: skip
    assert ledger.expr("stage", COUNTRY, date(2020, 1, 1)).count().to_pyarrow().as_py() == 0


def test_an_older_file_without_a_new_column_still_reads(tmp_path: Path, ledger: Ledger) -> None:
    import pyarrow.parquet as pq

    (done,) = ingest_pack(ledger, write_pack(tmp_path / "p"), COUNTRY)
    path = ledger.files.path("act", done.snapshot.id)
    pq.write_table(pq.read_table(path).drop_columns(["currency"]), path)
    assert [act.currency for act in ledger.evidence(COUNTRY, ON).rows(Act)] == [None]
    assert ledger.expr("act", COUNTRY).currency.to_pyarrow().to_pylist() == [None]
    ledger.close()
    pq.write_table(pq.read_table(path).drop_columns(["kind"]), path)
    with pytest.raises(LedgerError, match="lacks the column kind"):
        ledger.evidence(COUNTRY, ON).rows(Act)


def test_a_lost_or_changed_evidence_file_is_noticed(tmp_path: Path, ledger: Ledger) -> None:
    (done,) = ingest_pack(ledger, write_pack(tmp_path / "p"), COUNTRY)
    path = ledger.files.path("act", done.snapshot.id)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    broken = ledger.verify()
    assert broken is not None
    assert broken.subject == f"act/{done.snapshot.id}.parquet"
    path.unlink()
    assert ledger.verify() is not None
    with pytest.raises(LedgerError, match="missing"):
        ledger.evidence(COUNTRY, ON).rows(Act)


def test_orphans_are_ignored_and_swept_after_an_hour(tmp_path: Path, ledger: Ledger) -> None:
    ingest_pack(ledger, write_pack(tmp_path / "p"), COUNTRY)
    kept = set(ledger.folder.rglob("*.parquet"))
    orphans = [ledger.files.path("act", "0" * 16), ledger.files.path("act", "x").with_name(".x.parquet.1.tmp")]
    for orphan in orphans:
        orphan.write_bytes(b"half")
    assert ledger.sweep() == 0
    for orphan in orphans:
        os.utime(orphan, (0, 0))
    assert titles(ledger) == ['A "treaty"']
    assert ledger.sweep() == 2
    assert set((ledger.folder / "evidence").glob("*/*")) == kept


def test_an_unknown_engine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="use one of: duckdb, pyspark"):
        Ledger.open(tmp_path, engine="sqlite")


def test_a_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="cannot be created"):
        Ledger.open(tmp_path / "file" / "ledger")


@pytest.mark.sqlite
def test_a_file_that_is_no_register_is_refused(tmp_path: Path) -> None:
    (tmp_path / "register.sqlite").write_bytes(b"not a database, " * 100)
    with pytest.raises(LedgerError, match="does not answer"):
        Ledger.open(tmp_path)


def test_a_register_written_by_a_newer_version_is_refused(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path)
    with ledger.register.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    ledger.close()
    with pytest.raises(LedgerError, match="a newer contrapeso"):
        Ledger.open(tmp_path)


def test_a_run_is_kept_once_with_its_findings(ledger: Ledger) -> None:
    start = datetime(2026, 11, 23, tzinfo=UTC)
    run = Run("assess", COUNTRY, ON, None, "0.1.0", "d" * 64, "e" * 64, start, start + timedelta(seconds=1))
    finding = {
        "id": "uy/rule:a", "requirement": "uy/rule", "act": "a", "capability": None, "verdict": "DUE", "code": None,
        "cites": ("Art. 1",), "severity": "high", "due_on": ON, "missing": (), "evidence": ("act:a",), "norms": ("n-1",),
    }  # fmt: skip
    assert ledger.register.record_run(run, [finding])
    assert not ledger.register.record_run(run, [finding])
    (kept,) = ledger.register.findings(run.id)
    assert (kept["verdict"], kept["due_on"], kept["cites"], kept["evidence"]) == ("DUE", ON, ["Art. 1"], ["act:a"])
    assert ledger.verify() is None


def test_a_run_is_kept_with_its_measurements_missing_values_and_all(ledger: Ledger) -> None:
    start = datetime(2026, 11, 23, tzinfo=UTC)
    run = Run("measure", COUNTRY, ON, None, "0.1.0", "d" * 64, "e" * 64, start, start + timedelta(seconds=1))
    common: dict[str, Any] = {
        "indicator": "denial-power", "subject": COUNTRY, "capability": "air-lift", "period": ON.isoformat(),
        "unit": "share", "vintage": "2026-05-18",
    }  # fmt: skip
    measured = (
        Measurement(
            **common, object="USA", value=0.1 + 0.2, low=0.25, high=1 / 3, rules=("b",), evidence=("holding:p1",)
        ),
        Measurement(**common, object="ITA", value=None, low=0.0, high=1.0, missing=("quantity",), is_assumed=True),
        Measurement(**common, object="FRA", value=None, missing=("quantity",), topic="p1"),
    )
    assert ledger.register.record_run(run, measurements=measured)
    assert not ledger.register.record_run(run, measurements=measured)
    assert ledger.register.measurements(run.id) == measured
    assert ledger.register.findings(run.id) == ()
    assert ledger.verify() is None


def _ingest_many(ledger: Path, folder: Path, count: int, ready: Barrier) -> None:
    ready.wait()
    for n in range(count):
        with Ledger.open(ledger) as opened:
            ingest_pack(opened, write_pack(folder, with_acts(5, f"{folder.name}{n}")), COUNTRY)


def test_readers_and_writers_in_other_processes_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Two processes create and fill one ledger at once; this one reads whole states all the while."""
    context = multiprocessing.get_context("spawn")
    ready, home = context.Barrier(3), tmp_path / "ledger"
    writers = [context.Process(target=_ingest_many, args=(home, tmp_path / name, 8, ready)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    ready.wait()
    ledger, seen = Ledger.open(home), 0
    while any(writer.is_alive() for writer in writers):
        evidence = ledger.evidence(COUNTRY, ON)
        acts, stages = evidence.rows(Act), evidence.rows(Stage)
        by_snapshot = {
            snapshot: [a for a in acts if a.snapshot_id == snapshot] for snapshot in {a.snapshot_id for a in acts}
        }
        assert all(len(rows) == 5 and len({a.title.en.split()[0] for a in rows}) == 1 for rows in by_snapshot.values())
        assert len(stages) == len(acts)
        seen += 1
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert seen > 3
    assert len(ledger.register.all_snapshots()) == 16
    assert ledger.verify() is None
