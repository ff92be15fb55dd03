"""The report of the fictional state, word for word, in both languages and as data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from contrapeso.core.text import LANGUAGES, Language
from contrapeso.report.briefs.country import build, summary
from contrapeso.report.render.drawings import workers
from contrapeso.report.write import render
from tests.report.fictional import inputs
from tests.report.reading import Page

HERE = Path(__file__).parent
PAGES: dict[Language, str] = {"es": "index.html", "en": "en/index.html"}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    with workers(LANGUAGES) as by:
        return render(build(inputs()), inputs(), summary(inputs()), by)


def agree(name: str, text: str) -> None:
    """Compare with the golden file; CONTRAPESO_GOLDEN=write renews it."""
    path = HERE / name
    if os.environ.get("CONTRAPESO_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{name} changed: look at the difference, then `make golden`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_reads_as_agreed(language: Language, files: dict[str, bytes]) -> None:
    agree(f"report-{language}.txt", "\n".join(Page(files[PAGES[language]].decode()).lines) + "\n")


def test_data_reads_as_agreed(files: dict[str, bytes]) -> None:
    agree("report.json", files["URY.json"].decode())
