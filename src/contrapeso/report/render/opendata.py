"""Open data beside the report: one CSV a table, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from contrapeso.core.columns import Column, columns
from contrapeso.core.facts import Act, Clause, Component, Fact, Holding, Privilege, Source, Stage
from contrapeso.core.measurement import Measurement
from contrapeso.core.state import state_name
from contrapeso.core.text import LANGUAGES, Text
from contrapeso.report import shown
from contrapeso.report.inputs import Inputs

TABLES: tuple[type[Fact], ...] = (Act, Stage, Clause, Privilege, Holding, Component, Source)
FILES = ("acts", "stages", "findings", "measurements", "clauses", "privileges", "holdings", "components", "sources")
"""The files, without their ending, in the order in which readers should meet them."""
_RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def open_data(inputs: Inputs) -> dict[str, str]:
    """File name → CSV text, for the fact tables, the findings and the measurements."""
    evidence = inputs.evidence
    rows: dict[type[Fact], Iterable[Fact]] = {table: shown.rows(evidence, table) for table in TABLES}
    written = {table.file: _facts(table, rows[table]) for table in TABLES}
    findings = [one.to_dict() for one in shown.findings(inputs)]
    written["findings.csv"] = _csv(list(findings[0]) if findings else [], findings)
    measured = [_measured(one, inputs) for one in shown.measurements(inputs)]
    written["measurements.csv"] = _csv(list(measured[0]) if measured else [], measured)
    return written


def _measured(one: Measurement, inputs: Inputs) -> dict[str, object]:
    """A measurement with the names of its indicator, other state and capability in both languages."""
    titles = {record.name: record.title for record in inputs.indicators}
    words = inputs.doctrine.words.groups.get("capabilities", {})
    named = {
        "title": titles.get(one.indicator), "object_name": state_name(one.object) if one.object else None,
        "capability_name": words.get(one.capability or ""),
    }  # fmt: skip
    sides = {f"{name}_{side}": text[side] if text else None for name, text in named.items() for side in LANGUAGES}
    return one.to_dict() | sides


def _facts(table: type[Fact], rows: Iterable[Fact]) -> str:
    specs = [spec for name, spec in columns(table).items() if name != "public"]
    header = [head for spec in specs for head in spec.headers] + ["locator"]
    return _csv(header, [_record(row, specs) for row in rows])


def _record(row: Fact, specs: list[Column]) -> dict[str, object]:
    record: dict[str, object] = {"locator": row.locator}
    for spec in specs:
        value = getattr(row, spec.name)
        if spec.type == "text":
            sides = (value.es, value.en) if isinstance(value, Text) else (None, None)
            record |= dict(zip(spec.headers, sides, strict=True))
        else:
            record[spec.name] = value
    return record


def _csv(header: list[str], records: Iterable[Mapping[str, object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for record in records:
        writer.writerow([_cell(record[name]) for name in header])
    return out.getvalue()


def _cell(value: object) -> str:
    """A value as a cell; text that a spreadsheet would run as a formula is quoted with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list)):
        return _cell(";".join(str(one) for one in value))
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    text = str(value)
    return f"'{text}" if text.startswith(_RUNS_AS_FORMULA) and not isinstance(value, int) else text
