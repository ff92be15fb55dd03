"""A small invented pack, and short ways to write its acts, for the tests of law as code."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from contrapeso.assess.doctrine import Doctrine, Words
from contrapeso.core.facts import Act, Coverage, Fact, Stage
from contrapeso.core.given import fact_of
from contrapeso.core.parameter import Parameter, ParameterValue
from contrapeso.core.period import PartialDate, Period
from contrapeso.core.text import Text, same
from contrapeso.core.working_days import WorkingDays
from contrapeso.ledger.evidence import Evidence

FILES = {
    "pack.yml": """\
country: URY
title: {es: Uruguay, en: Uruguay}
vintage: 2026-01-31
holidays: UY
""",
    "words/approval.yml": """\
families: {approval: {es: Aprobación, en: Approval}}
codes:
  late: {es: después de ratificar, en: after ratifying}
""",
    "law/constitution.yml": """\
norm: constitution
cite: "Const."
title: {es: Constitución, en: Constitution}
rank: constitution
articles:
  - id: UY-1
    article: "85"
    in_force: {from: 1967-02-15, to: 2026-06-30}
    requires: {es: La asamblea aprueba los tratados., en: The assembly approves treaties.}
    source: gazette
    confidence: high
    text_read: true
  - id: UY-2
    article: "86"
    in_force: {from: 2026-07-01}
    requires: {es: El senado aprueba los tratados., en: The senate approves treaties.}
    deadline: {value: 3, unit: working-days}
    source: gazette
    confidence: high
    text_read: true
""",
    "parameters/chamber.yml": """\
parameter: chamber
title: {es: Cámara, en: Chamber}
unit: body
values:
  - {from: 1967-02-15, to: 2026-06-30, value: assembly, basis: norm, norm: UY-1}
  - {from: 2026-07-01, value: senate, basis: norm, norm: UY-2}
""",
    "requirements/approval.py": '''\
"""Whether treaties were approved."""

from contrapeso.assess import NOT_APPLICABLE, Verdict, decide, requirement, step
from contrapeso.core.text import Text


@requirement(
    id="ury/approval", title=Text(es="¿Se aprobó?", en="Was it approved?"), norms=("UY-1", "UY-2"), asks="assembly"
)
def approval(act, evidence, doctrine) -> Verdict:
    """A treaty is approved by the chamber before it is ratified."""
    if act.kind != "treaty":
        return NOT_APPLICABLE
    approved, ratified = step(act, "approved", evidence), step(act, "ratified", evidence)
    chamber = doctrine.at("chamber", approved.on)
    return decide(("late", approved.before(ratified)), ("wrong-chamber", approved.by(chamber)), at=approved.on)
''',
    "cases/approval.yml": """\
- name: The assembly approved before July 2026
  on: 2026-08-01
  given:
    act: {kind: treaty}
    stages:
      - {stage: approved, on: 2026-06-30, body: assembly}
      - {stage: ratified, on: 2026-07-15}
  expect: {ury/approval: PASS}
""",
}


def write_pack(folder: Path, **changed: str) -> Path:
    """The small pack on disk; ``law__constitution=…`` replaces ``law/constitution.yml``."""
    files = FILES | {_file(name): content for name, content in changed.items()}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def _file(name: str) -> str:
    plain = name.replace("__", "/")
    return plain + (".py" if plain.startswith("requirements/") else ".yml")


def act(kind: str = "treaty", **values: Any) -> Act:
    built = fact_of(Act, {"act_id": "a", "title": {"es": "Tratado", "en": "Treaty"}, "kind": kind, **values})
    assert isinstance(built, Act)
    return built


def stage(name: str, on: str, act_id: str = "a", **values: Any) -> Stage:
    precision = PartialDate.parse(on).precision
    row = {"stage_id": f"{act_id}.{name}", "act_id": act_id, "stage": name, "on": on, "precision": precision, **values}
    built = fact_of(Stage, row)
    assert isinstance(built, Stage)
    return built


def complete(kind: str = "all", step: str | None = None, start: str = "2000", end: str = "2030") -> Coverage:
    """A coverage row that declares the register complete."""
    return Coverage(
        kind=kind,
        stage=step,
        start=PartialDate.parse(start),
        end=PartialDate.parse(end),
        complete=True,
        basis=same("x"),
    )


def evidence(*rows: Fact, on: date = date(2026, 11, 23), **options: Any) -> Evidence:
    held = list(rows)
    return Evidence(on, lambda table: [row for row in held if row.table == table], **options)


def value(content: Any, start: date | None = None, end: date | None = None, basis: str = "norm") -> ParameterValue:
    missing = None if content is not None else Text(es="no se leyó", en="was not read")
    return ParameterValue(Period(start, end), content, basis, None, missing, None, None, None, None, None, 1)  # type: ignore[arg-type]


def parameter(name: str, *values: ParameterValue, unit: str = "count") -> Parameter:
    return Parameter(name, same(name), unit, values, None, f"parameters/{name}.yml", 1)


def doctrine(*parameters: Parameter) -> Doctrine:
    """A doctrine of parameters only."""
    return Doctrine(
        country="URY", title=same("Uruguay"), norms={}, parameters={one.name: one for one in parameters},
        requirements=(), words=Words({}), calendar=WorkingDays("UY"), content_hash="0",
    )  # fmt: skip
