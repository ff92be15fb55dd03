"""Measuring by command: keys, the reader's language, explanations, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Run

ON = ("--on", "2026-11-26")
KEYS = [
    "id", "indicator", "subject", "object", "capability", "topic", "period", "value", "unit", "low", "high", "missing",
    "vintage", "is_assumed", "release", "rules", "evidence", "evidence_count",
]  # fmt: skip


def test_measurements_have_the_promised_keys_and_ids_that_are_said_once(run: Run) -> None:
    found = run("measure", "PER", *ON, "--json").json["measurements"]
    assert all(list(one) == KEYS for one in found)
    assert len({one["id"] for one in found}) == len(found) > 1000
    assert {one["subject"] for one in found} == {"PER"}
    for one in found:
        assert one["value"] is not None or one["missing"]
        ends = [one[name] for name in ("low", "value", "high") if one[name] is not None]
        assert ends == sorted(ends)


def test_one_indicator_is_measured_alone_and_says_what_all_say_of_it(run: Run) -> None:
    alone = run("measure", "PER", "--indicator", "denial-power", *ON, "--json").json["measurements"]
    assert {one["indicator"] for one in alone} == {"denial-power"}
    all_of_them = run("measure", "PER", *ON, "--json").json["measurements"]
    assert alone == [one for one in all_of_them if one["indicator"] == "denial-power"]


def test_the_table_speaks_the_language_of_its_reader(run: Run) -> None:
    es = run("measure", "PER", "--indicator", "lookthrough-exposure", *ON, "--lang", "es")
    en = run("measure", "PER", "--indicator", "lookthrough-exposure", *ON, "--lang", "en")
    assert es.out.splitlines()[0].split("\t") == [
        "indicador",
        "socio",
        "capacidad",
        "asunto",
        "valor",
        "unidad",
        "período",
        "de la edición",
    ]
    assert any("\tEstados Unidos\ttransporte aéreo\t" in line for line in es.out.splitlines())
    assert any("\tUnited States\tair lift\t" in line for line in en.out.splitlines())
    amounts = run("measure", "PER", "--indicator", "cooperation-amount", *ON, "--lang", "es").out
    assert "5,662,000,000\tUSD" in amounts


def test_platforms_and_coalitions_stand_by_their_names(run: Run) -> None:
    rows = run("measure", "PER", "--indicator", "fleet-coalition", *ON, "--lang", "en").out
    assert "C-27J Spartan: Italy\t1" in rows and "C-27J Spartan: United States\t1" in rows


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("SUN", "--lang", "es"), "Unión Soviética ya no existía el 26 de noviembre de 2026; en su lugar: Rusia."),
        (("SUN", "--lang", "en"), "in its place: Russia"),
        (("VAT", "--on", "1850-01-01", "--lang", "es"), "Nada consta de Ciudad del Vaticano al 1 de enero de 1850."),
    ],
)
def test_where_nothing_is_measured_that_is_said(run: Run, asked: tuple[str, ...], says: str) -> None:
    found = run("measure", *asked) if "--on" in asked else run("measure", *asked, *ON)
    assert found.code == 0 and says in found.err


def test_an_unknown_indicator_is_refused_with_those_there_are(run: Run) -> None:
    ran = run("measure", "PER", "--indicator", "denial")
    assert (ran.code, ran.out) == (2, "") and "denial-power" in ran.err


def test_indicators_are_listed_with_what_they_ask(run: Run) -> None:
    rows = run("list", "indicators", "PER", "--json").json["indicators"]
    by_id = {row["id"]: row for row in rows}
    assert by_id["denial-power"]["unit"] == "share" and by_id["denial-power"]["question"]["es"]
    assert by_id["denial-power"]["locator"] == "indicators/denial-power/indicator.yml line 1"


def test_a_measurement_is_explained_down_to_lines_of_files(run: Run) -> None:
    link = run("explain", "per/denial-power:USA:air-lift", *ON, "--json").json["explain"]
    kinds = [one["kind"] for one in link["rests_on"]]
    assert link["kind"] == "measurement" and kinds[0] == "indicator" and {"assumption", "fact"} <= set(kinds)
    engine = next(one for one in link["rests_on"] if one["name"] == "component:p010.engine")
    assert engine["where"].startswith("components.csv line ")
    assert {"snapshot", "source"} <= {one["kind"] for one in engine["rests_on"]}
    cited = run("explain", "measurement:per/denial-power:USA:air-lift", *ON, "--json").json["explain"]
    assert cited == link


def test_a_finding_is_explained_through_the_measurement_that_it_judges(run: Run) -> None:
    link = run("explain", "per/denial-ceiling:attack-rotary", *ON, "--json").json["explain"]
    measured = [one for one in link["rests_on"] if one["kind"] == "measurement"]
    assert [one["name"] for one in measured] == ["per/denial-power:RUS:attack-rotary"]
    assert [one["name"] for one in link["rests_on"] if one["kind"] == "assumption"] == ["denial_threshold"]
    assert any(fact["kind"] == "fact" for fact in measured[0]["rests_on"])
    assert "norm" not in {one["kind"] for one in link["rests_on"]}


@pytest.mark.parametrize("name", ["denial-power", "per/denial-power"])
def test_an_indicator_is_explained_by_its_manifest_and_method(run: Run, name: str) -> None:
    link = run("explain", name, "--json").json["explain"]
    assert (link["kind"], link["name"]) == ("indicator", "denial-power")
    assert [one["name"] for one in link["rests_on"]] == ["docs/explanation/methods/denial.md"]


def test_a_measurement_that_nobody_made_is_refused_with_how_to_see_those_made(run: Run) -> None:
    ran = run("explain", "per/denial-power:USA:nonsense", *ON)
    assert (ran.code, ran.out) == (2, "")
    assert "contrapeso measure PER --indicator denial-power" in ran.err


def test_what_a_ceiling_lacks_may_be_asked_for(run: Run) -> None:
    letter = run("request", "per/denial-ceiling:anti-armour", *ON, "--lang", "en").out
    assert "an assumed ceiling, not with a norm" in letter and "How many units are in service" in letter


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("yield 1 / 0", "ZeroDivisionError"),
        ("yield 3", "not a measurement: 3"),
        ("yield frame.exact(1.0, object='Italy')", "no state has the code 'Italy'"),
        ("yield frame.exact(float('nan'))", "must be finite"),
        ("yield from [frame.exact(1.0)] * 2", "measures the same twice"),
        ("return None", "not iterable"),
    ],
)
def test_a_private_indicator_that_breaks_is_a_fault_of_its_file(run: Run, tmp_path: Path, code: str, says: str) -> None:
    folder = tmp_path / "indicators" / "broken"
    folder.mkdir(parents=True)
    sides = {"es": "roto", "en": "broken"}
    manifest = dict.fromkeys(("title", "question", "method"), sides) | {"unit": "share", "source": "none"}
    (folder / "indicator.yml").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "measure.py").write_text(f"def measure(frame):\n    {code}\n", encoding="utf-8")
    ran = run("measure", "PER", "--content", tmp_path, "--indicator", "broken")
    assert ran.code == 2 and "broken/measure.py" in ran.err and says in ran.err
