"""A watch that is killed leaves its alerts all told or none."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from dataclasses import replace
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from contrapeso.ledger.docket import Docket, Ending
from contrapeso.ledger.ledger import Ledger
from tests.ledger.test_docket import CAUSE, MADE, alert

KILLS = 30
EACH = 60


def record_in_child(folder: Path, number: int, told: Connection) -> None:
    """Raise many alerts and close those before them, in one watch."""
    with Ledger.open(folder) as ledger:
        docket = Docket(ledger.register)
        told.send("begun")
        raised = [alert(f"{number}-{n}") for n in range(EACH)]
        endings = [Ending(one.id, CAUSE, date(2026, 3, 1)) for one in docket.alerts("URY") if one.state == "open"]
        docket.record(replace(MADE, seen={"law": {str(number): "1"}}), raised, endings)
        told.send("done")


@pytest.fixture(scope="module")
def context() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["contrapeso.ledger.docket", "sqlalchemy.dialects.sqlite"])
    return context


def test_kills_leave_all_of_a_watch_or_nothing(tmp_path: Path, context: Any) -> None:
    chance, ledger = random.Random(2026), Ledger.open(tmp_path)
    docket, outcomes = Docket(ledger.register), {"old": 0, "new": 0}
    for number in range(KILLS):
        before = {one.id: one.state for one in docket.alerts("URY")}
        ours, theirs = context.Pipe()
        child = context.Process(target=record_in_child, args=(tmp_path, number, theirs))
        child.start()
        assert ours.recv() == "begun"
        time.sleep(chance.uniform(0, 0.12))
        if child.is_alive():
            os.kill(child.pid, signal.SIGKILL)
        child.join()
        after = {one.id: one.state for one in docket.alerts("URY")}
        if after != before:
            assert len(after) == len(before) + EACH
            assert sum(state == "open" for state in after.values()) == EACH
        outcomes["old" if after == before else "new"] += 1
        assert ledger.verify() is None
        assert len(docket.watches("URY")) == outcomes["new"]
    assert outcomes["old"] >= 3, outcomes
