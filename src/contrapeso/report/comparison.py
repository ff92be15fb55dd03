"""Writes a comparison of states: a page and a tagged PDF in each language, and its numbers as JSON."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_name
from contrapeso.core.text import LANGUAGES, Language, Text, same
from contrapeso.locale import listed, say
from contrapeso.report.briefs.comparison.build import build
from contrapeso.report.document import Document
from contrapeso.report.render.drawings import DRAWINGS, Workers, draw, workers
from contrapeso.report.render.html import render_html
from contrapeso.report.render.pdf import print_all
from contrapeso.report.write import place
from contrapeso.workspace import Workspace
from contrapeso.workspace.comparing import Comparison
from contrapeso.workspace.groups import Group
from contrapeso.workspace.version import CODE_VERSION

NAME = "comparison"
_PAGES: dict[Language, str] = {"es": "index.html", "en": "en/index.html"}
_TO_OTHER: dict[Language, str] = {"es": "../index.html", "en": "en/index.html"}
MOST_NAMED = 8


def compare_states(workspace: Workspace, found: Comparison, out: Path, group: Group | None = None) -> tuple[Path, ...]:
    """Write a comparison below ``out``, all of it or nothing; ``group`` is the group compared, where it is one."""
    document = build(found, group.title if group else _title(found), CODE_VERSION, group.note if group else None)
    with workers(LANGUAGES, workspace.ledger.results.folder / DRAWINGS) as by:
        return place(_files(document, found, by), out)


def _title(found: Comparison) -> Text:
    names = [state_name(state) for state in found.states[:MOST_NAMED]]
    more = [say("x-and-more", n=len(found.states) - MOST_NAMED)] if len(found.states) > MOST_NAMED else []
    return say("x-title", states=listed([*names, *more]))


def _files(document: Document, found: Comparison, by: Workers) -> dict[str, bytes]:
    footer = say("page-footer", version=CODE_VERSION, licence=_licence(found))
    files: dict[str, bytes] = {}
    with ThreadPoolExecutor() as pool:
        drawn = draw(document, by, pool)
        pdfs = print_all(document, drawn, footer, pool)
        for language, drawings in drawn.items():
            up = "" if language == "es" else "../"
            page = render_html(
                document, language, drawings.result(), footer=footer,
                others={other: _TO_OTHER[other] for other in by if other != language},
                downloads={"PDF": f"{up}{NAME}-{language}.pdf", "JSON": f"{up}{NAME}.json"},
            )  # fmt: skip
            files[_PAGES[language]] = page.encode()
            files[f"{NAME}-{language}.pdf"] = pdfs[language].result()
    return files | {f"{NAME}.json": (json.dumps(to_plain(found), ensure_ascii=False, indent=1) + "\n").encode()}


def _licence(found: Comparison) -> Text:
    return same(", ".join(sorted({source for one in found.lines for source in one.indicator.sources})) or "—")


def to_plain(found: Comparison) -> dict[str, object]:
    """A comparison as JSON-ready values."""
    lines = [
        {"indicator": line.indicator.name, "topic": line.topic,
         "cells": {state: _cell(one) if one else None for state, one in line.cells.items()}}
        for line in found.lines
    ]  # fmt: skip
    absent = [{"indicator": one.name, "sources": list(one.sources)} for one in found.absent]
    silent = [one.name for one in found.silent]
    return {
        "states": list(found.states),
        "on": found.on.isoformat(),
        "lines": lines,
        "absent": absent,
        "silent": silent,
    }


def _cell(one: Measurement) -> dict[str, object]:
    """A measurement with the command that names its rows: comparing names none, and none is not an empty list."""
    said = {key: value for key, value in one.to_dict().items() if key not in ("evidence", "evidence_count")}
    return said | {"explain": f"contrapeso explain {one.id}"}
