"""The country report of a fictional state, as files: complete, readable by everybody, reproducible, and silent on secrets."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from contrapeso.core.text import LANGUAGES, Language
from contrapeso.ledger.evidence import Evidence
from contrapeso.report import WrittenReport, write_report
from contrapeso.report.render.opendata import FILES
from tests.report.fictional import ON, SECRET, inputs, reader
from tests.report.reading import Element, Page

PAGES: dict[Language, str] = {"es": "index.html", "en": "en/index.html"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("report")


@pytest.fixture(scope="module")
def written(folder: Path) -> WrittenReport:
    return write_report(inputs(), folder)


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest, written: WrittenReport, folder: Path) -> Page:
    return Page((folder / PAGES[request.param]).read_text(encoding="utf-8"))


def test_writes_every_file_and_a_summary_of_ten_lines(written: WrittenReport, folder: Path) -> None:
    names = {str(path.relative_to(folder)) for path in written.paths}
    data = {f"data/{name}.csv" for name in FILES}
    assert names == {"index.html", "en/index.html", "URY-es.pdf", "URY-en.pdf", "URY.json"} | data
    assert {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} == names
    assert len(written.summary) == 10


def test_private_facts_appear_in_no_file(written: WrittenReport, folder: Path) -> None:
    for path in written.paths:
        if path.suffix == ".pdf":
            said = "".join(sheet.extract_text() for sheet in PdfReader(path).pages)
            assert SECRET not in said and "uy-act-9" not in said, path
        content = path.read_bytes()
        assert SECRET.encode() not in content and b"uy-act-9" not in content, path


def test_refuses_evidence_that_is_not_public() -> None:
    with pytest.raises(ValueError, match="public"):
        replace(inputs(), evidence=Evidence(ON, reader))


def test_same_bytes_every_time(written: WrittenReport, folder: Path, tmp_path: Path) -> None:
    again = write_report(inputs(), tmp_path)
    for path in again.paths:
        assert path.read_bytes() == (folder / path.relative_to(tmp_path)).read_bytes(), path.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf_is_tagged_for_assistive_technology(language: Language, written: WrittenReport, folder: Path) -> None:
    pdf = PdfReader(folder / f"URY-{language}.pdf")
    catalog = pdf.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert str(catalog["/Lang"]).startswith(language)
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None and pdf.metadata.title and "Uruguay" in pdf.metadata.title
    assert b"pdfuaid" in catalog["/Metadata"].get_object().get_data()
    assert pdf.outline
    assert len(pdf.pages) > 2


def test_one_language_writes_only_its_page_and_pdf(tmp_path: Path) -> None:
    report = write_report(inputs(), tmp_path, ("en",))
    names = {str(path.relative_to(tmp_path)) for path in report.paths if "data" not in path.parts}
    assert names == {"en/index.html", "URY-en.pdf", "URY.json"}
    assert report.paths[0] == tmp_path / "en/index.html"
    assert "hreflang" not in (tmp_path / "en/index.html").read_text(encoding="utf-8")


def test_a_failure_leaves_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_text("old")
    monkeypatch.setattr("contrapeso.report.write.print_all", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_report(inputs(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert (tmp_path / "index.html").read_text() == "old"


def test_headings_never_skip_a_level(page: Page) -> None:
    levels = [int(element.tag[1]) for element in page.root.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_markup_is_well_formed_and_ids_are_unique(page: Page) -> None:
    assert not page.stray
    ids = [element.attributes["id"] for element in everything(page.root) if "id" in element.attributes]
    assert len(ids) == len(set(ids))


def test_no_link_dangles(page: Page) -> None:
    ids = {element.attributes.get("id") for element in everything(page.root)}
    targets = {link.attributes["href"][1:] for link in page.root.all("a") if link.attributes["href"].startswith("#")}
    assert targets and targets <= ids


def test_every_referenced_label_exists(page: Page) -> None:
    ids = {element.attributes.get("id") for element in everything(page.root)}
    for element in everything(page.root):
        assert set(element.attributes.get("aria-labelledby", "").split()) <= ids


def test_charts_have_title_and_description(page: Page) -> None:
    drawings = [svg for svg in page.root.all("svg") if svg.attributes.get("role") == "img"]
    assert len(page.root.all("figure")) >= 5
    assert len(drawings) == 2 * len(page.root.all("figure"))
    for svg in drawings:
        assert svg.all("title")[0].text() and svg.all("desc")[0].text()


def test_tables_have_captions_and_headers(page: Page) -> None:
    for table in page.root.all("table"):
        assert table.all("caption")[0].text()
        assert all(head.attributes.get("scope") in ("col", "row") for head in table.all("th"))
        assert all(head.text() for head in table.all("thead")[0].all("th"))
        width = len(table.all("thead")[0].all("th"))
        assert all(len(row.all("th", "td")) == width for row in table.all("tbody")[0].all("tr"))


def test_wide_tables_scroll_in_a_named_region_that_takes_focus(page: Page) -> None:
    for table in page.root.all("table"):
        region = table.parent
        assert region is not None and region.attributes["role"] == "region"
        assert region.attributes["tabindex"] == "0" and region.attributes["aria-label"]


def test_page_is_whole_without_script_or_network(page: Page) -> None:
    assert not page.root.all("script", "img", "iframe", "object")
    assert all(link.attributes["rel"] == "alternate" for link in page.root.all("link"))
    style = page.root.all("style")[0].text()
    assert "http" not in re.sub(r"data:[^)]*", "", style)


def test_landmarks_language_and_skip_link(page: Page) -> None:
    html = page.root.all("html")[0]
    assert html.attributes["lang"] in LANGUAGES
    assert len(page.root.all("main")) == len(page.root.all("header")) == len(page.root.all("footer")) == 1
    assert page.root.all("body")[0].all("a")[0].attributes["href"] == "#main"
    other = [link for link in page.root.all("a") if "hreflang" in link.attributes]
    assert other and all(link.attributes["lang"] != html.attributes["lang"] for link in other)


def test_only_ranked_sources_are_linked(page: Page) -> None:
    addresses = {link.attributes["href"] for link in page.root.all("a")}
    assert "https://example.org/a?b=1&c=2" in addresses
    assert not any("hidden" in address for address in addresses)
    assert any("Un cuaderno" in line for line in page.lines)


def test_spreadsheets_run_nothing(written: WrittenReport, folder: Path) -> None:
    for path in (folder / "data").iterdir():
        with path.open(encoding="utf-8", newline="") as lines:
            cells = [cell for row in csv.reader(lines) for cell in row]
        assert cells
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=Compra de radares" in (folder / "data/acts.csv").read_text(encoding="utf-8")


def test_data_keeps_ids_and_evidence(written: WrittenReport, folder: Path) -> None:
    content = json.loads((folder / "URY.json").read_text(encoding="utf-8"))
    assert {act["ref"] for act in content["facts"]["act"]} == {f"act:uy-act-{n}" for n in (1, 2, 3, 4)}
    refs = {row["ref"] for table in content["facts"].values() for row in table}
    refs |= {stage["ref"] for act in content["facts"]["act"] for stage in act["stages"]}
    refs |= {f"measurement:{one['id']}" for one in content["measurements"]}
    cited = {ref for finding in content["findings"] for ref in finding["evidence"]}
    assert cited and cited <= refs


def everything(element: Element) -> list[Element]:
    return [element, *(one for child in element.children for one in everything(child))]
