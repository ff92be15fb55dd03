"""The watch as its users meet it: exactly the changes that something causes, once, with the cause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.cli.running import Run

ACTS = (
    "act_id,kind,record_type,title_es,title_en,partner_basis,partners,route,armed,base,stay_from,stay_to,status,confidence\n"
    "{}"
)
STAGES = "stage_id,act_id,stage,on,precision,basis,body,confidence\n{}"
ENTRY = "mine,troop-entry,instrument,Ingreso,Entry,named,USA,legislative-resolution,yes,{base},2026-10-01,2026-11-20,in-force,high\n"
APPROVED = "mine.approved,mine,approved,{on},day,stated,{body},high\n"
KEYS = {"id", "kind", "subject", "before", "after", "cause"}
Watch = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def watch(run: Run, tmp_path: Path) -> Watch:
    """A watch on a ledger of the test's own; the changes it prints."""

    def call(since: str | None, on: str, *more: str | Path) -> list[dict[str, Any]]:
        start = ("--since", since) if since else ()
        ran = run("watch", "PER", *start, "--on", on, "--ledger", tmp_path / "ledger", "--json", *more)
        assert ran.code == 0, ran.err
        changes: list[dict[str, Any]] = ran.json["changes"]
        assert all(set(change) >= KEYS and set(change["cause"]) >= {"kind", "refs", "on"} for change in changes)
        assert len({change["id"] for change in changes}) == len(changes)
        return changes

    return call


def private(folder: Path, *stages: str, base: str = "") -> Path:
    """A private folder with one act of entry."""
    pack = folder / "packs" / "per"
    pack.mkdir(parents=True, exist_ok=True)
    (pack / "pack.yml").write_text("extends: per\n", encoding="utf-8")
    (pack / "acts.csv").write_text(ACTS.format(ENTRY.format(base=base)), encoding="utf-8")
    (pack / "stages.csv").write_text(STAGES.format("".join(stages)), encoding="utf-8")
    return folder


def told(changes: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(change["kind"], change["subject"]) for change in changes}


def test_one_act_yields_exactly_the_changes_that_it_causes(watch: Watch, tmp_path: Path) -> None:
    assert watch("2026-09-01", "2026-11-10") == []
    mine = private(tmp_path / "mine", APPROVED.format(on="2026-09-10", body="congress"))
    mounted = ("--content", mine)
    found = watch("2026-09-01", "2026-11-10", *mounted)
    assert told(found) == {
        ("new", "act:mine"), ("new", "per/entry-consent:mine"), ("due", "per/entry-expiry:mine"),
        ("overdue", "per/entry-published-before:mine"),
    }  # fmt: skip
    red = next(change for change in found if change["subject"] == "per/entry-consent:mine")
    assert red["after"]["code"] == "wrong-chamber" and red["after"]["red_line"] == "red-troop-consent"
    assert red["cause"] == {"kind": "fact", "refs": ["act:mine", "stage:mine.approved"], "on": "2026-09-10"}
    act = next(change for change in found if change["subject"] == "act:mine")
    assert act["before"] is None and act["after"]["findings"]["UNDETERMINED"] > 3
    assert watch("2026-09-01", "2026-11-10", *mounted) == []
    assert watch(None, "2026-11-10", *mounted) == []
    assert watch(None, "2026-11-10") == [] == watch(None, "2026-11-10", *mounted)
    later = watch(None, "2026-11-26", *mounted)
    assert told(later) == {("overdue", "per/entry-expiry:mine")} and later[0]["cause"]["kind"] == "date"
    again = watch("2026-09-01", "2026-11-26", *mounted, "--again")
    assert told(again) >= {("new", "act:mine"), ("overdue", "per/entry-expiry:mine")}


def test_an_act_that_began_long_before_is_told_when_it_becomes_known(watch: Watch, tmp_path: Path) -> None:
    assert watch("2026-11-20", "2026-11-26") == []
    mine = private(tmp_path / "mine", APPROVED.format(on="2026-09-10", body="senate"), base="true")
    found = watch(None, "2026-11-26", "--content", mine)
    assert ("new", "act:mine") in told(found) and ("overdue", "per/entry-expiry:mine") in told(found)
    assert {change["subject"].rpartition(":")[2] for change in found} == {"mine"}
    line = next(change for change in found if change["subject"] == "act:mine")
    assert line["after"]["red_line"] == "red-no-foreign-base" and line["cause"]["on"] == "2026-09-10"
    assert watch("2026-08-01", "2026-11-26", "--content", mine) == []


def test_the_change_to_two_chambers_is_one_change_of_law(watch: Watch) -> None:
    assert watch("2026-07-20", "2026-07-26") == []
    (change,) = watch(None, "2026-07-28")
    assert change["kind"] == "new" and change["cause"]["kind"] == "law" and change["cause"]["on"] == "2026-07-27"
    assert change["before"]["parameters"]["treaty_chamber"] == "congress"
    assert change["after"]["parameters"]["treaty_chamber"] == "senate"
    assert {"norm:PE-004", "norm:PE-005", "parameter:troop_consent_chamber"} <= set(change["cause"]["refs"])
    assert watch("2026-07-20", "2026-07-28") == []


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_corrected_fact_is_one_correction(watch: Watch, pack: Path, run: Run, tmp_path: Path) -> None:
    mounted = ("--content", pack.parent.parent)
    assert watch("2026-11-20", "2026-11-26", *mounted) == []
    edit(pack / "stages.csv", "approved,2025-12-04", "approved,2026-01-04")
    (change,) = watch("2026-11-20", "2026-11-26", *mounted)
    assert (change["kind"], change["subject"]) == ("corrected", "per/entry-consent:pe-act-204")
    assert change["before"]["verdict"] == "PASS" and change["before"]["said_on"] == "2026-11-26"
    assert change["after"]["verdict"] == "FAIL"
    assert (change["cause"]["kind"], change["cause"]["refs"]) == ("fact", ["stage:pe-act-204.approved"])
    assert watch(None, "2026-11-26", *mounted) == []
    ran = run("watch", "PER", "--corrections", "--ledger", tmp_path / "ledger", "--json", *mounted)
    (logged,) = ran.json["corrections"]
    assert logged["said"]["verdict"] == "PASS" and logged["right"]["verdict"] == "FAIL"
    assert (
        logged["said_on"] == "2026-11-26"
        and logged["said_at"] < logged["mended_at"]
        and logged["cause"]["kind"] == "fact"
    )
    edit(pack / "stages.csv", "approved,2026-01-04", "approved,2025-12-04")
    (back,) = watch(None, "2026-11-26", *mounted)
    assert back["kind"] == "corrected" and back["after"]["verdict"] == "PASS"


def test_a_changed_parameter_is_told_with_the_law_as_cause(watch: Watch, pack: Path) -> None:
    mounted = ("--content", pack.parent.parent)
    watch("2026-11-20", "2026-11-26", *mounted)
    file = pack / "parameters" / "treaty_votes_required.yml"
    edit(file, "value: 31", "value: 40")
    (change,) = watch(None, "2026-11-26", *mounted)
    assert change["kind"] == "corrected" and change["cause"]["kind"] == "law"
    assert change["subject"] == "parameter:treaty_votes_required" and change["after"]["value"] == 40
    assert watch(None, "2026-11-26", *mounted) == []


def test_a_deadline_lives_in_the_docket_until_it_is_met(watch: Watch, run: Run, tmp_path: Path) -> None:
    mine = private(tmp_path / "mine", APPROVED.format(on="2026-09-10", body="senate"))
    mounted = ("--content", mine, "--ledger", tmp_path / "ledger")
    found = watch("2026-09-01", "2026-09-20", "--content", mine)
    due = next(change for change in found if change["subject"] == "per/entry-published-before:mine")
    assert due["kind"] == "due" and due["after"]["due_on"] == "2026-10-01"

    def state(alert_id: str) -> str:
        alerts = run("docket", "PER", "--all", *mounted, "--json").json["alerts"]
        return str(next(alert["state"] for alert in alerts if alert["id"] == alert_id))

    assert state(due["id"]) == "open"
    ran = run("acknowledge", due["id"][:8], "--by", "Ana", "--note", "visto", *mounted, "--json")
    assert ran.code == 0 and ran.json["alert"]["state"] == "acknowledged"
    ran = run("answer", due["id"], "--by", "Luis", "--note", "se pidió", *mounted, "--json")
    assert [entry["actor"] for entry in ran.json["alert"]["entries"]] == ["Ana", "Luis"]
    lapse = next(one for one in watch(None, "2026-10-05", "--content", mine) if one["kind"] == "overdue")
    assert lapse["cause"] == {"kind": "date", "refs": ["act:mine"], "on": "2026-10-02"}
    assert state(due["id"]) == "closed" and state(lapse["id"]) == "open"
    published = "mine.published,mine,published,2026-09-15,day,stated,official-gazette,high\n"
    private(tmp_path / "mine", APPROVED.format(on="2026-09-10", body="senate"), published)
    mended = watch(None, "2026-10-05", "--content", mine)
    assert ("closed", "per/entry-published-before:mine") in told(mended)
    assert {change["kind"] for change in mended} <= {"closed", "new"}
    assert all(change["cause"]["refs"] == ["stage:mine.published"] for change in mended)
    assert state(lapse["id"]) == "closed"
    assert run("answer", lapse["id"], *mounted).code == 2
    assert run("answer", "nonsense", *mounted).code == 2
    assert run("check", "ledger", "--ledger", tmp_path / "ledger").code == 0
    ran = run("docket", "PER", "--lang", "es", "--all", *mounted)
    assert "Luis: respondido — se pidió" in ran.out


def test_calendar_and_feed_are_written_whole_and_leave_out_what_is_not_public(run: Run, tmp_path: Path) -> None:
    ics, atom = tmp_path / "out" / "a.ics", tmp_path / "out" / "a.xml"
    mine = private(tmp_path / "mine", APPROVED.format(on="2026-11-22", body="senate"))
    acts = mine / "packs" / "per" / "acts.csv"
    hidden = (
        acts.read_text(encoding="utf-8")
        .replace("confidence\n", "confidence,public\n")
        .replace("high\n", "high,false\n")
    )
    acts.write_text(hidden.replace("2026-11-20", "2026-12-20"), encoding="utf-8")
    ran = run(
        "watch", "PER", "--since", "2026-11-20", "--on", "2026-11-26", "--lang", "es", "--ics", ics, "--atom", atom,
        "--content", mine, "--ledger", tmp_path / "ledger",
    )  # fmt: skip
    assert ran.code == 0 and "Ingreso" in ran.out, ran.err
    text = ics.read_bytes().decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    ids = re.findall(r"UID:(\S+)/(\d{4}-\d\d-\d\d)@", text)
    findings = run("assess", "PER", "--on", "2026-11-26", "--ledger", tmp_path / "ledger", "--json").json["findings"]
    assert sorted(ids) == sorted((one["id"], one["due_on"]) for one in findings if one["verdict"] == "DUE")
    root = ET.fromstring(atom.read_text(encoding="utf-8"))
    assert "mine" not in text and "Ingreso" not in atom.read_text(encoding="utf-8")
    assert root.tag.endswith("feed") and not list(tmp_path.glob("out/.*"))


def test_a_file_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    ran = run("watch", "PER", "--since", "2026-11-25", "--on", "2026-11-26", "--ics", tmp_path / "file" / "a.ics")
    assert ran.code == 2 and "cannot be written" in ran.err


def test_a_period_backwards_and_unknown_rules_are_refused(run: Run) -> None:
    assert run("watch", "PER", "--since", "2026-11-26", "--on", "2026-11-25").code == 2
    ran = run("watch", "PER", "--backtest", "nonsense")
    assert ran.code == 2 and "per/watch-deadline" in ran.err


def test_a_back_test_says_what_it_knew(run: Run) -> None:
    asked = ("watch", "PER", "--backtest", "per/watch-deadline", "--since", "2025-12-01", "--on", "2026-01-15")
    found = run(*asked, "--json").json["backtest"]
    assert found["known"] == "now" and found["precision"] is None and found["load"] == {"2025-12": 2, "2026-01": 0}
    assert {one["subject"] for one in found["firings"]} == {
        "per/entry-expiry:pe-act-204", "per/entry-published-before:pe-act-204",
    }  # fmt: skip
    ran = run(*asked, "--lang", "es")
    assert ran.code == 0 and "una sola versión" in ran.out


def test_a_faulty_rule_is_refused_with_its_line(run: Run, pack: Path) -> None:
    file = pack / "rules.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("red-no-foreign-base", "no-such-line", 1), encoding="utf-8"
    )
    ran = run("check", "pack", pack)
    assert ran.code == 2 and "rules.yml:" in ran.out and "no-such-line" in ran.out
    file.write_text("- {rule: a, kind: nonsense}\n", encoding="utf-8")
    ran = run("watch", "PER", "--content", pack.parent.parent)
    assert ran.code == 2 and "rules.yml:1" in ran.err


def links(link: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield link
    for one in link["rests_on"]:
        yield from links(one)


def test_every_alert_its_subject_and_its_cause_are_explained(watch: Watch, run: Run, tmp_path: Path) -> None:
    found = watch("2026-02-01", "2026-03-10")
    names = {name for one in found for name in (one["id"], one["subject"], *one["cause"]["refs"])}
    assert "law:2026-03-06" in names and "parameter:secret_list" in names
    for name in names:
        ran = run("explain", name, "--on", "2026-03-10", "--ledger", tmp_path / "ledger", "--json")
        assert ran.code == 0, (name, ran.err)
        chain = list(links(ran.json["explain"]))
        assert any("line" in one["where"] for one in chain) and "missing" not in chain[0]["kind"], name
        assert any(one["kind"] == "snapshot" for one in chain), name


def test_an_alert_of_a_folder_that_is_no_longer_mounted_says_what_is_out_of_view(
    watch: Watch, run: Run, tmp_path: Path
) -> None:
    mine = private(tmp_path / "mine", APPROVED.format(on="2026-09-10", body="congress"))
    (act,) = (one for one in watch("2026-09-01", "2026-11-10", "--content", mine) if one["subject"] == "act:mine")
    link = run("explain", act["id"], "--ledger", tmp_path / "ledger", "--json").json["explain"]
    assert (link["kind"], link["rests_on"][0]["kind"]) == ("alert", "watch-rule")
    assert [one["name"] for one in link["rests_on"] if one["kind"] == "missing"] == ["act:mine"]


@pytest.mark.parametrize(
    "name", ["law:2026-03-07", "law:tomorrow", "norm:PE-999", "parameter:nothing", "0123456789abcdef"]
)
def test_what_nobody_told_is_not_explained(run: Run, name: str) -> None:
    ran = run("explain", name)
    assert (ran.code, ran.out) == (2, "") and name in ran.err


def test_a_day_that_is_none_is_refused_under_its_own_option(run: Run) -> None:
    ran = run("watch", "PER", "--since", "2026-02-30")
    assert ran.code == 2 and "--since" in ran.err and "--on" not in ran.err


def test_a_rule_that_watches_nothing_is_refused(run: Run, tmp_path: Path) -> None:
    pack = private(tmp_path / "mine") / "packs" / "per"
    (pack / "rules.yml").write_text(
        "- {rule: per/x, title: {es: a, en: b}, kind: level, indicator: nope, opens_at: denial_threshold, clears_at: denial_threshold}\n",
        encoding="utf-8",
    )
    ran = run("watch", "PER", "--content", tmp_path / "mine", "--ledger", tmp_path / "ledger")
    assert ran.code == 2 and "rules.yml:1" in ran.err and "nope" in ran.err
    docket = run("docket", "PER", "--all", "--json", "--ledger", tmp_path / "ledger")
    assert docket.json["alerts"] == []
