"""A small pack of an invented register, written to a folder in many variants."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from contrapeso.core.errors import ContentError, Fault
from contrapeso.core.facts import TABLES
from contrapeso.ingest.facts import headers_of
from contrapeso.ingest.pack import read_pack

COUNTRY = "URY"
MANIFEST = """\
country: URY
title: {{es: Uruguay, en: Uruguay}}
vintage: {vintage}
licence: CC-BY-4.0
publisher: {{es: Un archivo, en: An archive}}
"""
SOURCE = {"source_id": "gazette-1", "title": "Gazette", "publisher": "Press", "language": "es", "kind": "gazette",
          "rank": "official", "url": "https://example.org/1"}  # fmt: skip
BODY = {"body_id": "senate", "name_es": "Senado", "name_en": "Senate", "state": "URY"}
ACT = {"act_id": "uy-act-1", "record_type": "instrument", "kind": "treaty", "title_es": "Tratado, con coma",
       "title_en": 'A "treaty"', "partner_basis": "named", "partners": "USA;BRA", "domains": "naval", "amount": "10.5",
       "currency": "USD", "amount_basis": "contract", "status": "in-force", "in_force_from": "2024-02",
       "expires_on": "2026", "institutions": "senate", "confidence": "high", "source_ids": "gazette-1",
       "note_es": "Dos\nlíneas", "note_en": "Two\nlines"}  # fmt: skip
STAGE = {"stage_id": "uy-act-1.signed", "act_id": "uy-act-1", "stage": "signed", "on": "2024-01-15",
         "precision": "day", "basis": "stated", "body": "senate", "votes_for": "20", "source_id": "gazette-1",
         "confidence": "high"}  # fmt: skip
STATUS = {"status_id": "s-1", "status": "mnna", "state": "BRA", "start": "2019-07-31", "start_precision": "day",
          "source_ids": "gazette-1", "confidence": "high"}  # fmt: skip
CLAIM = {"claim_id": "c-1", "claim_es": "Dicho", "claim_en": "Said", "said_by_es": "Prensa", "said_by_en": "Press",
         "verdict": "disputed", "answer_es": "No", "answer_en": "No", "refs": "status:s-1;act:uy-act-1",
         "confidence": "high"}  # fmt: skip
OBJECTIVE = {"objective_id": "o-1", "kind": "ceiling", "name_es": "Tope", "name_en": "Ceiling", "basis": "assumption",
             "low": "0.25", "high": "0.45", "confidence": "high"}  # fmt: skip

Cells = Mapping[str, str]
ROWS: Mapping[str, Sequence[Cells]] = {
    "source": [SOURCE], "body": [BODY], "act": [ACT], "stage": [STAGE], "status": [STATUS], "claim": [CLAIM],
    "objective": [OBJECTIVE],
}  # fmt: skip


def as_csv(headers: Sequence[str], rows: Sequence[Cells]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, headers, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def table_csv(table: str, rows: Sequence[Cells]) -> str:
    return as_csv(headers_of(TABLES[table]), rows)


def write_pack(
    folder: Path, changes: Mapping[str, Sequence[Cells]] | None = None, *, vintage: str = "2026-05-31"
) -> Path:
    """The small pack, with some tables replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yml").write_text(MANIFEST.format(vintage=vintage), encoding="utf-8")
    for table, rows in {**ROWS, **(changes or {})}.items():
        (folder / TABLES[table].file).write_text(table_csv(table, rows), encoding="utf-8", newline="")
    return folder


def faults_of(*folders: Path) -> tuple[Fault, ...]:
    """The faults that reading the folders together raises; none if it raises nothing."""
    try:
        read_pack(folders, COUNTRY)
    except ContentError as error:
        return error.faults
    return ()


def with_acts(count: int, title: str = "Act") -> dict[str, list[Cells]]:
    """A pack's act and stage tables with as many acts, all saying ``title``."""
    acts: list[Cells] = [{**ACT, "act_id": f"uy-act-{n}", "title_en": f"{title} {n}"} for n in range(1, count + 1)]
    stages: list[Cells] = [{**STAGE, "stage_id": f"{act['act_id']}.signed", "act_id": act["act_id"]} for act in acts]
    return {"act": acts, "stage": stages}
