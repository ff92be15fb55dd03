"""Stressing by command: before and after, the chain down to the scenario's line, the register, reverse stress, and refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrapeso.workspace import open_workspace
from tests.cli.running import Run

ON = ("--on", "2026-11-26")
CUT = ("stress", "PER", "--scenario", "supplier-ends-support", "--partner", "USA", *ON)
NAME = "stress:supplier-ends-support,partner=USA:"


def leaves(link: dict[str, object]) -> list[dict[str, object]]:
    inner: list[dict[str, object]] = link["rests_on"]  # type: ignore[assignment]
    return [link, *(one for each in inner for one in leaves(each))]


def test_before_is_what_measure_and_assess_say_and_after_differs(run: Run) -> None:
    found = run(*CUT, "--json").json
    plain = {one["id"]: one for one in run("measure", "PER", *ON, "--json").json["measurements"]}
    before = {one["id"]: one["before"] for one in found["measurements"] if one["before"]}
    assert all(
        plain[name]["value"] == one["value"] and plain[name]["low"] == one["low"] for name, one in before.items()
    )
    findings = {one["id"]: one["verdict"] for one in run("assess", "PER", *ON, "--json").json["findings"]}
    assert findings == {one["id"]: one["before"]["verdict"] for one in found["findings"] if one["before"]}
    kept = {
        one["id"]: one["after"]["value"] for one in found["measurements"] if ":supported" in one["id"].replace("/", ":")
    }
    assert (
        kept["per/supported-capability:-:air-lift"] == pytest.approx(2 / 3)
        and kept["per/supported-capability:-:submarine"] == 1.0
    )
    power = plain["per/denial-power:USA:air-lift"]
    assert kept["per/supported-capability:-:air-lift"] == pytest.approx(1 - power["value"])
    assert not [
        one
        for one in found["measurements"]
        if one["after"] and ":USA:air-lift" in one["id"] and "denial-power" in one["id"]
    ]
    assert {one["after"]["verdict"] for one in found["findings"] if one["id"] == "per/support-lost:air-lift"} == {
        "WARN"
    }
    assert found["shocks"][0]["states"] == ["USA"] and found["shocks"][0]["assumes"]["es"]


def test_an_after_value_is_explained_down_to_the_line_of_the_scenario(run: Run) -> None:
    air = leaves(run("explain", NAME + "per/supported-capability:-:air-lift", *ON, "--json").json["explain"])
    assert air[0]["name"] == NAME + "per/supported-capability:-:air-lift"
    where = "scenarios/supplier-ends-support/scenario.yml line 8"
    assert any(link["where"] == where for link in air if link["kind"] == "shock")
    assert any(str(link["where"]).startswith("components.csv line ") for link in air)
    assert any(link["kind"] == "snapshot" for link in air) and any(link["name"] == "clause:c06" for link in air)


def test_a_supposed_act_is_judged_and_explained_by_the_line_that_supposes_it(run: Run) -> None:
    found = run("stress", "PER", "--scenario", "sanctions-after-purchase", "--with", "seller=RUS", *ON, "--json").json
    new = [one for one in found["findings"] if one["before"] is None and "what-if" in one["id"]]
    assert new and all(one["after"]["verdict"] != "PASS" for one in new)
    told = leaves(run("explain", new[0]["explain"], *ON, "--json").json["explain"])
    fact = next(link for link in told if str(link["name"]).startswith("act:what-if"))
    assert fact["where"] == "scenarios/sanctions-after-purchase/scenario.yml line 8"
    shares = {one["id"]: one for one in found["measurements"] if one["id"].startswith("per/cooperation-acts:RUS")}
    assert any(one["difference"] == 1.0 for one in shares.values())
    assert found["shocks"][1]["states"] == ["USA"] and found["shocks"][1]["rests_on"] == ["sanctions-trigger"]


def test_a_status_is_seen_withdrawn_on_the_day_on_which_the_notice_ends(run: Run) -> None:
    found = run("stress", "PER", "--scenario", "status-withdrawn", *ON, "--json").json
    assert (found["on"], found["seen_on"]) == ("2026-11-26", "2026-12-26")
    given = next(one for one in found["measurements"] if one["id"] == "per/privileges:USA:-:not-given")
    assert given["after"]["value"] > given["before"]["value"]
    told = leaves(run("explain", given["explain"], *ON, "--json").json["explain"])
    assert any(link["name"] == "clause:c17" for link in told)


def test_what_changed_is_kept_once_with_its_run_and_evidence_stays_whole(run: Run, ledger: Path) -> None:
    first, again = run(*CUT, "--json").json, run(*CUT, "--json").json
    assert first["run"] == again["run"]
    with open_workspace(ledger) as workspace:
        losses = workspace.ledger.register.losses(first["run"])
        assert workspace.ledger.verify() is None
    changed = [one["id"] for one in [*first["measurements"], *first["findings"]] if one["changed"]]
    assert [one["id"] for one in losses] == changed
    kept = next(one for one in losses if one["id"] == "per/supported-capability:-:air-lift")
    assert (kept["kind"], kept["scenario"], kept["given"]) == (
        "measurement",
        "supplier-ends-support",
        {"partner": ["USA"]},
    )
    assert kept["difference"] == pytest.approx(-1 / 3) and kept["before"]["value"] == 1.0


def test_a_war_is_not_measured_without_its_sources_and_says_which(run: Run) -> None:
    said = run("stress", "PER", "--scenario", "partner-at-war", "--partner", "BRA", *ON, "--lang", "es").out
    assert "Sin medir: Guerras de los aliados. Faltan en el libro atop, ucdp-prio" in said


def test_the_table_leads_with_what_is_left_and_ends_with_what_is_assumed(run: Run) -> None:
    ran = run(*CUT, "--lang", "es")
    es = ran.out.splitlines()
    assert es[0] == "Un proveedor deja de dar sostén (Estados Unidos)"
    assert (
        es.index("Capacidad con sostén después")
        < es.index("Hallazgos que cambian")
        < es.index("Otras mediciones que cambian, por indicador")
    )
    assert any(line.startswith("Supuesto: Que termina todo su sostén a la vez") for line in es)
    assert "contrapeso explain 'stress:supplier-ends-support,partner=USA:ID'" in ran.err


def test_without_a_scenario_the_cases_of_the_pack_are_tried(run: Run) -> None:
    es = run("stress", "PER", *ON, "--lang", "es").out
    rows = [line.split("\t") for line in es.splitlines() if line.count("\t") == 2][1:]
    assert len(
        rows
    ) == 7 and "Un bloque deja de dar sostén (Estados Unidos y Aliados principales no miembros de la OTAN)" in {
        row[0] for row in rows
    }
    assert all(row[1] for row in rows)


def test_reverse_stress_is_exact_for_floors_and_says_how_far_it_searched(run: Run) -> None:
    floors = run("stress", "PER", "--reverse", "--floor", "0.7", *ON, "--json").json["reverse"]
    lift = next(one for one in floors if one["subject"] == "air-lift")
    assert (
        lift["exact"] and lift["size"] == 1 and {tuple(one["shocks"]) for one in lift["sets"]} == {("CAN",), ("USA",)}
    )
    deeper = run("stress", "PER", "--reverse", "--floor", "0.3", *ON, "--json").json["reverse"]
    assert next(one for one in deeper if one["subject"] == "air-lift")["size"] == 2
    sought = run("stress", "PER", "--requirement", "per/portfolio-ceiling", *ON, "--json").json["reverse"]
    assert [(one["size"], one["exact"], one["searched_up_to"]) for one in sought] == [(None, False, 2)]
    lost = {
        one["subject"]: one
        for one in run("stress", "PER", "--requirement", "per/support-lost", *ON, "--json").json["reverse"]
    }
    assert ["end_support:DEU"] in [one["shocks"] for one in lost["per/support-lost:submarine"]["sets"]]
    pair = lost["per/support-lost:anti-armour"]
    assert pair["size"] == 2 and all(len(one["shocks"]) == 2 for one in pair["sets"])


def test_private_scenarios_are_found_by_mounting(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "scenarios" / "ours"
    folder.mkdir(parents=True)
    (folder / "scenario.yml").write_text(
        "title: {es: nuestro, en: ours}\nquestion: {es: q, en: q}\nshocks:\n  - end_support: {by: [CAN]}\n    assumes: {es: a, en: a}\n",
        encoding="utf-8",
    )
    listed = run("stress", "PER", "--list", "--content", tmp_path, "--json").json["scenarios"]
    assert "ours" in {one["scenario"] for one in listed} and len(listed) == 7
    found = run("stress", "PER", "--scenario", "ours", "--content", tmp_path, *ON, "--json").json
    assert found["title"]["en"] == "ours" and found["shocks"][0]["where"] == "scenarios/ours/scenario.yml line 4"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--scenario", "suplier-ends-support"), "(supplier-ends-support?)"),
        (("--scenario", "aid-ends"), "not told its partner"),
        (("--scenario", "aid-ends", "--partner", "PER"), "cannot be who strikes"),
        (("--scenario", "aid-ends", "--partner", "XYZ"), "no group 'XYZ'"),
        (("--scenario", "aid-ends", "--with", "seller=RUS"), "does not take 'seller'"),
        (("--scenario", "aid-ends", "--with", "USA"), "NAME=A+B"),
        (("--scenario", "sanctions-after-purchase", "--with", "seller=SWE"), "are about RUS, not SWE"),
        (("--reverse", "--floor", "3"), "no share"),
        (("--requirement", "per/denial-ceiling", "--floor", "0.5"), "own threshold"),
        (("--requirement", "per/nothing"), "unknown requirement"),
    ],
)
def test_what_is_refused_says_how_to_mend_it(run: Run, arguments: tuple[str, ...], said: str) -> None:
    refused = run("stress", "PER", *arguments, *ON)
    assert refused.code == 2 and said in refused.err


def test_an_after_value_that_is_not_measured_says_where_to_look(run: Run) -> None:
    refused = run("explain", NAME + "per/denial-power:USA:submarine", *ON)
    assert refused.code == 2 and "contrapeso stress PER --scenario supplier-ends-support --json" in refused.err


def test_what_cannot_be_measured_is_not_said_to_stay(run: Run) -> None:
    """Without pacts and conflicts nobody knows what a partner's war would change."""
    said = run("stress", "PER", "--scenario", "partner-at-war", "--partner", "USA", "--lang", "es").out
    assert "No se puede decir" in said and "atop y ucdp-prio" in said
