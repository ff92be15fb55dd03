"""What the command prints is in the reader's language: titles and verdicts in words, ids only in brackets, and the true reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contrapeso.workspace.discover import built_in
from tests.cli.running import Run

ON = ("--on", "2026-11-26")
CUT = ("stress", "PER", "--scenario", "supplier-ends-support", "--partner", "USA", *ON)
ENGLISH = re.compile(r"\b(FAIL|DUE|WARN|UNDETERMINED|PASS|NOT_APPLICABLE|Fails|Warning|Unknown|Passes)\b")
BARE = re.compile(r"(?<!\()\bper/")
"""A name of this pack that does not stand in brackets."""


@pytest.mark.parametrize(
    "arguments",
    [
        CUT,
        ("stress", "PER", *ON),
        ("stress", "PER", "--scenario", "sanctions-after-purchase", "--with", "seller=RUS", *ON),
        ("stress", "PER", "--requirement", "per/support-lost", *ON),
        ("choose", "PER", "--on", "2026-06-01"),
        ("choose", "PER", "--on", "2026-06-01", "--ceiling", "0.3"),
    ],
)
def test_no_bare_id_and_no_english_verdict_in_spanish(run: Run, arguments: tuple[str, ...]) -> None:
    said = run(*arguments, "--lang", "es")
    assert said.code == 0 and said.out
    assert not BARE.findall(said.out) and not ENGLISH.findall(said.out)


def test_a_finding_that_changes_has_its_title_its_verdicts_and_the_id_that_explain_takes(run: Run) -> None:
    es, en = run(*CUT, "--lang", "es").out, run(*CUT, "--lang", "en").out
    assert "no se planteaba → Advertencia  Transporte aéreo: ¿Quitó" in es and "(per/support-lost:air-lift)" in es
    assert "did not arise → Warning  Air lift: " in en and "(per/support-lost:air-lift)" in en


def test_a_supposed_act_is_called_by_its_title(run: Run) -> None:
    said = run(
        "stress", "PER", "--scenario", "sanctions-after-purchase", "--with", "seller=RUS", *ON, "--lang", "es"
    ).out
    assert re.search(r"Compra supuesta.*: ¿.*\(per/[a-z-]+:what-if", said)


def test_assess_names_what_needs_attention(run: Run) -> None:
    listed = run("assess", "PER", *ON, "--lang", "es").out.splitlines()[6:]
    assert listed and not any(ENGLISH.search(line) or BARE.search(line) for line in listed)
    assert any(line.startswith("Por vencer  ") and "31 de diciembre de 2026" in line for line in listed)
    assert not any(re.search(r"\b\d{4}-\d{2}-\d{2}\b", line) for line in listed)


def test_indicators_that_lack_sources_are_told_once_by_title(run: Run) -> None:
    said = run("stress", "PER", *ON, "--lang", "es").out
    lines = [line for line in said.splitlines() if line.startswith("Sin medir")]
    assert len({line.partition("Faltan")[2] for line in lines}) == len(lines) > 1
    assert "Guerras de los aliados" in said and "entanglement" not in said


def test_ingest_prints_in_the_language_asked_for(run: Run, tmp_path: Path) -> None:
    sample = built_in() / "sources" / "sipri_trade_register" / "sample.csv"
    file = tmp_path / "trade-register-sample.csv"
    file.write_bytes(sample.read_bytes())
    for language, header in (("es", "instantánea\tfuente\tedición"), ("en", "snapshot\tsource\tvintage")):
        said = run("ingest", "sipri-trade-register", file, "--lang", language, "--ledger", tmp_path / language)
        assert said.code == 0 and said.out.startswith(header)


def test_a_year_of_which_nothing_is_on_record_does_not_blame_the_sources(run: Run) -> None:
    """The release publishes these indices; in 1900 there was simply nothing."""
    ran = run("compare", "PER", "COL", "--year", "1900", "--lang", "es")
    silent = next(line for line in ran.err.splitlines() if line.startswith("Nada que comparar"))
    lacking = next(line for line in ran.err.splitlines() if line.startswith("Sin comparar"))
    assert "Concentración de proveedores de armas" in silent and "31 de diciembre de 1900 nada consta" in silent
    assert "Concentración de proveedores de armas" not in lacking and "Población" in lacking
    found = run("compare", "PER", "COL", "--year", "1900", "--json").json
    assert "arms-concentration" in found["silent"] and found["lines"] == []


def test_vintages_are_dated_in_words(run: Run) -> None:
    said = run("compare", "PER", "COL", "--year", "2025", "--lang", "es").out
    assert "edición" in said and not re.search(r"\b\d{4}-\d{2}-\d{2}\b", said)
