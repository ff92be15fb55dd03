"""A register on PostgreSQL, named in the environment, serves every command as the file does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Run
from tests.postgresql import Server

LATER = ("--on", "2026-11-23")


@pytest.fixture
def database(postgresql_server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    url = postgresql_server.new_database()
    monkeypatch.setenv("CONTRAPESO_REGISTER", url)
    return url


@pytest.mark.usefixtures("database")
def test_what_is_recorded_there_is_what_a_file_holds(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = ("--ledger", tmp_path / "there")
    there = [
        run("assess", "PER", *LATER, *here, "--json"),
        run("measure", "PER", *LATER, *here, "--json"),
        run("watch", "PER", "--since", "2026-09-01", *LATER, *here, "--json"),
        run("docket", "PER", *here, "--json"),
    ]
    assert [ran.code for ran in there if ran.err and ran.code] == []
    assert not (tmp_path / "there" / "register.sqlite").exists()
    assert run("check", "ledger", *here).code == 0
    again = run("watch", "PER", "--since", "2026-09-01", *LATER, *here, "--json")
    assert again.json["changes"] == []
    monkeypatch.delenv("CONTRAPESO_REGISTER")
    here = ("--ledger", tmp_path / "here")
    assert there[0].json["findings"] == run("assess", "PER", *LATER, *here, "--json").json["findings"]
    assert there[1].json == run("measure", "PER", *LATER, *here, "--json").json
    assert (
        there[2].json["changes"]
        == run("watch", "PER", "--since", "2026-09-01", *LATER, *here, "--json").json["changes"]
    )
    assert there[3].json == run("docket", "PER", *here, "--json").json


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://nobody:secret@127.0.0.1:1/none", "does not answer"),
        ("postgresql+nothing://nobody:secret@127.0.0.1/none", "cannot be understood"),
        ("secret", "cannot be understood"),
    ],
)
def test_a_register_that_is_not_there_is_said_without_its_password(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    monkeypatch.setenv("CONTRAPESO_REGISTER", url)
    ran = run("assess", "PER", "--ledger", tmp_path / "ledger", "--lang", "en")
    assert ran.code not in (0, None)
    assert said in ran.err
    assert "secret" not in ran.err and "Traceback" not in ran.err
