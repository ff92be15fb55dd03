"""Writing a report: every file is made in a temporary folder first, then put in place one by one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from contrapeso.core.errors import ContrapesoError
from contrapeso.core.text import LANGUAGES, Language, Text, same
from contrapeso.locale import listed, say
from contrapeso.report.briefs.country.build import build
from contrapeso.report.briefs.country.summary import summary
from contrapeso.report.document import Document
from contrapeso.report.inputs import Inputs
from contrapeso.report.render.drawings import Workers, draw, workers
from contrapeso.report.render.html import render_html
from contrapeso.report.render.json import render_json
from contrapeso.report.render.opendata import FILES, open_data
from contrapeso.report.render.pdf import print_all

_PAGES: dict[Language, str] = {"es": "index.html", "en": "en/index.html"}
_TO_OTHER: dict[Language, str] = {"es": "../index.html", "en": "en/index.html"}


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """Where the files lie, main page first, and what the report says in ten lines."""

    paths: tuple[Path, ...]
    summary: tuple[Text, ...]


def write_report(inputs: Inputs, out: Path, languages: tuple[Language, ...] = LANGUAGES) -> WrittenReport:
    """Write the country report: a page and a PDF in each language, and the data; all of it or nothing."""
    with workers(languages) as by:
        return write_with(by, inputs, out)


def write_with(by: Workers, inputs: Inputs, out: Path) -> WrittenReport:
    """Write the report in the languages of the drawing processes at hand."""
    document, lines = build(inputs), summary(inputs)
    paths = place(render(document, inputs, lines, by), out)
    return WrittenReport(paths, (*lines, say("s-where", path=same(str(paths[0])))))


def render(document: Document, inputs: Inputs, lines: tuple[Text, ...], by: Workers) -> dict[str, bytes]:
    """Every file of the report by its path below the folder, main page first."""
    footer = _footer(inputs)
    files: dict[str, bytes] = {}
    with ThreadPoolExecutor() as pool:
        drawn = draw(document, by, pool)
        pdfs = print_all(document, drawn, footer, pool)
        for language, drawings in drawn.items():
            page = render_html(
                document, language, drawings.result(), footer=footer,
                others={other: _TO_OTHER[other] for other in by if other != language},
                downloads=_downloads(inputs.country, language),
            )  # fmt: skip
            files[_PAGES[language]] = page.encode()
        told = {f"{inputs.country}.json": render_json(document, inputs, lines).encode()}
        told |= {f"data/{name}": content.encode() for name, content in open_data(inputs).items()}
        files |= {f"{inputs.country}-{language}.pdf": pdf.result() for language, pdf in pdfs.items()}
    return files | told


def _footer(inputs: Inputs) -> Text:
    licences = list(dict.fromkeys(snapshot.licence for snapshot in inputs.snapshots))
    licence = listed([same(one) for one in licences]) if licences else say("none")
    return say("page-footer", version=inputs.code_version, licence=licence)


def _downloads(country: str, language: Language) -> Mapping[str, str]:
    up = "" if language == "es" else "../"
    return {
        "PDF": f"{up}{country}-{language}.pdf",
        "JSON": f"{up}{country}.json",
        **{f"{name}.csv": f"{up}data/{name}.csv" for name in FILES},
    }


def place(files: Mapping[str, bytes], out: Path) -> tuple[Path, ...]:
    """Write all files into a temporary folder below ``out``, then move each into its place."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".report-", dir=out))
        try:
            _fill(folder, files, out)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ContrapesoError(
            Text(es=f"no se puede escribir el informe: {reason}", en=f"the report cannot be written: {reason}"),
            Text(es="elija otra carpeta con --out", en="choose another folder with --out"),
            where=str(out),
        ) from error
    return tuple(out / name for name in files)


def _fill(folder: Path, files: Mapping[str, bytes], out: Path) -> None:
    for name, content in files.items():
        draft = folder / name
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
    for name in files:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).replace(out / name)
