"""An ingest that is killed, or finds no room, leaves the ledger as it was."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import signal
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from contrapeso.core.errors import LedgerError
from contrapeso.core.facts import FACTS
from contrapeso.ingest.pack import read_pack
from contrapeso.ingest.run import ingest_pack
from contrapeso.ledger import audit, files
from contrapeso.ledger.ledger import Ledger
from tests.ingest.small_pack import COUNTRY, with_acts, write_pack

KILLS = {"sqlite": 200, "postgresql": 30}
HEAVY = [
    "contrapeso.ingest.run",
    "contrapeso.ledger.register",
    "pyarrow.parquet",
    "pycountry",
    "sqlalchemy.dialects.sqlite",
]
State = tuple[tuple[object, ...], ...]


def state_of(ledger: Ledger) -> State:
    """Everything that a reader of the ledger's newest snapshots can see."""
    return tuple(ledger.facts(fact.table, snapshot) for snapshot in ledger.snapshots(COUNTRY) for fact in FACTS)


def state_to_be(folder: Path) -> State:
    (content,) = read_pack(folder, COUNTRY)
    return tuple(content.facts.get(fact.table, ()) for fact in FACTS)


def without_snapshot(state: State) -> list[list[dict[str, object]]]:
    return [[{**vars(row), "snapshot_id": ""} for row in rows] for rows in state]


def ingest_in_child(ledger: Path, register: str | None, folder: Path, told: Connection) -> None:
    """Tell when it begins, when it has read and starts to record, when it renames, and when it is done."""
    publish = files.EvidenceFiles.publish

    def publish_and_tell(self: files.EvidenceFiles, asides: Collection[Path]) -> None:
        told.send(("renaming", time.perf_counter()))
        publish(self, asides)

    files.EvidenceFiles.publish = publish_and_tell  # type: ignore[method-assign]
    told.send(("begun", time.perf_counter()))
    with Ledger.open(ledger, register) as opened:
        ingest_pack(
            opened,
            folder,
            COUNTRY,
            progress=lambda said: told.send((said.en.split()[0], time.perf_counter())),
        )
    told.send(("done", time.perf_counter()))


@pytest.fixture(scope="module")
def context() -> Any:
    """Children forked from a server that has imported what is heavy, so that each lives mostly in its ingest."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(HEAVY)
    return context


def begin(context: Any, ledger: Path, folder: Path, moment: str, register: str | None = None) -> tuple[Any, Connection]:
    """A child that ingests, once it has come to a moment."""
    ours, theirs = context.Pipe()
    child = context.Process(target=ingest_in_child, args=(ledger, register, folder, theirs))
    child.start()
    theirs.close()
    while ours.recv()[0] != moment:
        pass
    return child, ours


def how_long(context: Any, ledger: Path, tmp_path: Path, register: str | None) -> dict[str, float]:
    """Seconds from each moment to the end of an undisturbed ingest here."""
    runs = []
    for n in range(5):
        child, pipe = begin(context, ledger, write_pack(tmp_path / "p", with_acts(40, f"Warm{n}")), "begun", register)
        child.join()
        moments = {}
        with suppress(EOFError):
            while pipe.poll():
                moments.update([pipe.recv()])
        runs.append({moment: moments["done"] - moments[moment] for moment in ("Reading", "Recording", "renaming")})
    return {moment: sorted(run[moment] for run in runs)[2] for moment in runs[0]}


def kill_after(child: Any, delay: float) -> None:
    time.sleep(delay)
    with suppress(ProcessLookupError):
        if child.is_alive():
            os.kill(child.pid, signal.SIGKILL)
    child.join()


def is_done(pipe: Connection) -> bool:
    with suppress(EOFError):
        while pipe.poll():
            if pipe.recv()[0] == "done":
                return True
    return False


@pytest.mark.parametrize("store", KILLS)
def test_many_kills_leave_the_ledger_whole(
    tmp_path: Path, context: Any, store: str, request: pytest.FixtureRequest
) -> None:
    """After each kill the ledger opens, its trail verifies, and it holds all of the old state or all of the new."""
    home, chance = tmp_path / "ledger", random.Random(2026)
    server = request.getfixturevalue("postgresql_server") if store == "postgresql" else None
    register = server.new_database() if server else None
    usual = how_long(context, home, tmp_path, register)
    ledger = Ledger.open(home, register)
    outcomes: dict[str, int] = {"old": 0, "new": 0}
    before, kills, round_number = state_of(ledger), 0, 0
    while kills < KILLS[store]:
        round_number += 1
        folder = write_pack(tmp_path / "p", with_acts(40, f"Round{round_number}"))
        moment = chance.choice(sorted(usual))
        child, pipe = begin(context, home, folder, moment, register)
        kill_after(child, chance.uniform(0, 1.2 * usual[moment]))
        kills += not is_done(pipe)
        pipe.close()
        after = state_of(ledger)
        if after != before:
            assert without_snapshot(after) == without_snapshot(state_to_be(folder))
        outcomes["old" if after == before else "new"] += 1
        assert ledger.verify() is None
        before = after
        assert round_number < 3 * KILLS[store], "the children end before they can be killed"
    assert outcomes["old"] > KILLS[store] / 4, outcomes
    assert outcomes["new"] >= 5, outcomes
    ingest_pack(ledger, folder, COUNTRY)
    assert without_snapshot(state_of(ledger)) == without_snapshot(state_to_be(folder))


def test_a_kill_while_the_ledger_is_created_leaves_one_that_can_be(tmp_path: Path, context: Any) -> None:
    chance = random.Random(7)
    for n in range(10):
        home = tmp_path / f"ledger{n}"
        child, pipe = begin(context, home, write_pack(tmp_path / "p"), "begun")
        kill_after(child, chance.uniform(0, 0.3))
        pipe.close()
        with Ledger.open(home) as ledger:
            assert ledger.verify() is None
            ingest_pack(ledger, tmp_path / "p", COUNTRY)
            assert without_snapshot(state_of(ledger)) == without_snapshot(state_to_be(tmp_path / "p"))


def fill_disk(ledger: Path, folder: Path, limit: int, result: Connection) -> None:
    """Ingest where no file may grow past ``limit`` bytes."""
    with Ledger.open(ledger) as opened:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            ingest_pack(opened, folder, COUNTRY)
            result.send("done")
        except LedgerError as error:
            result.send(error.say("en"))


@pytest.mark.parametrize("limit", [0, 100, 2_000, 20_000, 45_000])
def test_a_full_disk_is_said_and_leaves_the_ledger_as_it_was(tmp_path: Path, context: Any, limit: int) -> None:
    ledger = Ledger.open(tmp_path / "ledger")
    ingest_pack(ledger, write_pack(tmp_path / "p"), COUNTRY)
    before, kept = state_of(ledger), set(ledger.folder.rglob("*.parquet"))
    ours, theirs = context.Pipe()
    folder = write_pack(tmp_path / "p", with_acts(400, "Long"))
    child = context.Process(target=fill_disk, args=(tmp_path / "ledger", folder, limit, theirs))
    child.start()
    said = ours.recv()
    child.join()
    assert "could not be written" in said or "does not answer" in said
    assert state_of(ledger) == before
    assert ledger.verify() is None
    assert not list(ledger.folder.rglob("*.tmp"))
    assert limit > 2_000 or set(ledger.folder.rglob("*.parquet")) == kept


class Fails:
    """A function that does its work until its n-th call, which fails instead."""

    def __init__(self, work: Callable[..., Any], call: int) -> None:
        self.work, self.left = work, call

    def __call__(self, *args: Any, **named: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            raise OSError(28, "No space left on device")
        return self.work(*args, **named)


def places() -> Iterator[tuple[str, Any, str, int]]:
    """Every step of an ingest where the system may say no."""
    for call in (1, 4, 7):
        yield f"sync-{call}", files, "_sync", call
        yield f"rename-{call}", Path, "replace", call
    yield "append", audit, "append", 1
    yield "hash", files, "facts_to_arrow", 3


@pytest.mark.parametrize(("module", "name", "call"), [p[1:] for p in places()], ids=[p[0] for p in places()])
def test_a_failure_in_the_middle_leaves_the_ledger_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, call: int
) -> None:
    ledger = Ledger.open(tmp_path / "ledger")
    ingest_pack(ledger, write_pack(tmp_path / "p"), COUNTRY)
    before = state_of(ledger)
    folder = write_pack(tmp_path / "p", with_acts(3, "New"))
    failing = Fails(getattr(module, name), call)
    monkeypatch.setattr(module, name, (lambda self, *args: failing(self, *args)) if module is Path else failing)
    with pytest.raises(LedgerError, match="No space left"):
        ingest_pack(ledger, folder, COUNTRY)
    monkeypatch.undo()
    assert state_of(ledger) == before
    assert ledger.verify() is None
    assert not list(ledger.folder.rglob("*.tmp"))
    ingest_pack(ledger, folder, COUNTRY)
    assert without_snapshot(state_of(ledger)) == without_snapshot(state_to_be(folder))
