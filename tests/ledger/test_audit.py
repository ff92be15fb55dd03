"""Nothing in the audit trail, nor what it vouches for, can be changed unseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from contrapeso.ingest.run import ingest_pack
from contrapeso.ledger import models
from contrapeso.ledger.ledger import Ledger
from tests.ingest.small_pack import COUNTRY, with_acts, write_pack


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Three snapshots, three entries."""
    with Ledger.open(tmp_path / "ledger") as ledger:
        for n in range(3):
            ingest_pack(ledger, write_pack(tmp_path / "p", with_acts(1, f"V{n}")), COUNTRY)
        assert ledger.verify() is None
        yield ledger


AUDIT, SNAPSHOT = models.audit, models.snapshot


def tamper(ledger: Ledger, statement: sa.Executable) -> None:
    with ledger.register.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("seq", [1, 2, 3])
@pytest.mark.parametrize("column", models.audit.columns.keys())
def test_a_change_to_any_field_of_any_entry_is_found(ledger: Ledger, column: str, seq: int) -> None:
    value: object = 77 if column == "seq" else "0" * 64 if column in ("hash", "previous") else "{}"
    if (column, seq) == ("previous", 1):
        value = "1" * 64
    tamper(ledger, AUDIT.update().where(AUDIT.c.seq == seq).values({column: value}))
    broken = ledger.verify()
    assert broken is not None
    assert broken.seq == seq


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_an_entry_taken_out_is_missed(ledger: Ledger, seq: int) -> None:
    tamper(ledger, AUDIT.delete().where(AUDIT.c.seq == seq))
    broken = ledger.verify()
    assert broken is not None
    assert broken.seq == seq


def test_a_trail_cut_short_with_its_end_is_missed_too(ledger: Ledger) -> None:
    """Whoever also forges the recorded end leaves a snapshot that no entry vouches for."""
    tamper(ledger, AUDIT.delete().where(AUDIT.c.seq == 3))
    tamper(ledger, sa.text("UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit WHERE seq = 2)"))
    broken = ledger.verify()
    assert broken is not None
    assert "without an audit entry" in broken.why.en


VALUES: dict[str, object] = {"vintage": date(2001, 1, 1), "rows": 9, "issues": 9, "seq": 99, "files": {}}


@pytest.mark.parametrize("column", models.snapshot.columns.keys())
def test_a_change_to_any_field_of_a_snapshot_is_found(ledger: Ledger, column: str) -> None:
    first = ledger.register.all_snapshots()[0]
    tamper(ledger, SNAPSHOT.update().where(SNAPSHOT.c.id == first.id).values({column: VALUES.get(column, "XXX")}))
    broken = ledger.verify()
    assert broken is not None
    assert first.subject in broken.subject


def test_a_snapshot_taken_out_is_missed(ledger: Ledger) -> None:
    second = ledger.register.all_snapshots()[1]
    tamper(ledger, SNAPSHOT.delete().where(SNAPSHOT.c.id == second.id))
    broken = ledger.verify()
    assert broken is not None
    assert (broken.seq, broken.subject) == (2, second.subject)


def test_what_fails_leaves_no_entry(ledger: Ledger) -> None:
    with pytest.raises(RuntimeError), ledger.register.writing() as connection:
        snapshot = ledger.register.all_snapshots()[0]
        ledger.register.record_snapshot(connection, snapshot, "somebody")
        raise RuntimeError
    with ledger.register.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(models.audit)).scalar_one() == 3
    assert ledger.verify() is None
