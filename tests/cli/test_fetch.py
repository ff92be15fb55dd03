"""``fetch`` puts a publisher's files in the inbox, and ``ingest`` without files records them as of that day."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from contrapeso.ingest.world.run import BUILT_IN
from contrapeso.ledger.clock import utc_now
from tests.cli.running import Run
from tests.ingest.world.serving import Publisher, publisher

SAMPLE = (BUILT_IN / "ucdp_prio" / "sample.csv").read_bytes()
OFFERED = "https://ucdp.uu.se/downloads/ucdpprio/ucdp-prio-acd-261-csv.zip"


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as made:
        yield made


@pytest.fixture
def mounted(server: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A private source whose publisher is this machine, and an inbox."""
    folder = tmp_path / "private" / "sources" / "local_wars"
    shutil.copytree(BUILT_IN / "ucdp_prio", folder, ignore=shutil.ignore_patterns("__pycache__"))
    manifest = folder / "source.yml"
    text = manifest.read_text(encoding="utf-8")
    assert OFFERED in text
    manifest.write_text(
        text.replace(OFFERED, f"{server.url}/wars.csv").replace("[application/zip,", "[text/csv, application/zip,"),
        encoding="utf-8",
    )
    monkeypatch.setenv("CONTRAPESO_INBOX", str(tmp_path / "inbox"))
    return tmp_path / "private"


def test_what_was_fetched_is_what_is_ingested(run: Run, server: Publisher, mounted: Path, tmp_path: Path) -> None:
    server.serve("/wars.csv", SAMPLE)
    first = run("fetch", "local-wars", "--content", mounted, "--json")
    assert first.code == 0 and f"Fetching {server.url}/wars.csv" in first.err
    (fetched,) = first.json["fetched"]
    assert Path(fetched["file"]).read_bytes() == SAMPLE
    assert Path(fetched["file"]).is_relative_to(tmp_path / "inbox" / "local-wars")
    again = run("fetch", "local-wars", "--content", mounted)
    assert "unchanged" in again.out and fetched["file"] in again.out
    (snapshot,) = run("ingest", "local-wars", "--content", mounted, "--json").json["snapshots"]
    assert snapshot["source"] == "local-wars" and snapshot["rows"] == 10
    assert snapshot["vintage"] == fetched["retrieved_on"] == utc_now().date().isoformat()


def test_a_publisher_that_fails_is_said_and_nothing_is_kept(
    run: Run, server: Publisher, mounted: Path, tmp_path: Path
) -> None:
    server.serve("/wars.csv", b"<html>", "text/html")
    ran = run("fetch", "local-wars", "--content", mounted)
    assert ran.code == 2 and "content of the type text/html comes" in ran.err and "Traceback" not in ran.err
    assert not [path for path in (tmp_path / "inbox").rglob("*") if path.is_file() and path.name != ".lock"]


def test_without_an_inbox_of_its_own_it_lies_in_the_ledger_folder(
    run: Run, server: Publisher, mounted: Path, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTRAPESO_INBOX")
    server.serve("/wars.csv", SAMPLE)
    (fetched,) = run("fetch", "local-wars", "--content", mounted, "--json").json["fetched"]
    assert Path(fetched["file"]).is_relative_to(ledger / "inbox" / "local-wars")
    assert run("check", "ledger").code == 0


def test_a_source_that_must_be_got_by_hand_says_how(run: Run) -> None:
    ran = run("fetch", "sipri-trade-register")
    assert ran.code == 2 and "armstransfers.sipri.org" in ran.err
    assert run("ingest", "sipri-trade-register").code == 2
    assert run("fetch", "no-such-source").code == 2
