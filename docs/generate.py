"""Writes docs/reference/ from the code itself: fact tables, indicators, the requirements of each pack, the command line.

``python docs/generate.py`` rewrites the pages; with ``--check`` it names those that are out of date and exits 1.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from contrapeso.assess.doctrine import Doctrine, Norm
from contrapeso.assess.requirement import Requirement
from contrapeso.core.columns import Column, columns
from contrapeso.core.facts import FACTS, TABLES, Fact
from contrapeso.core.parameter import Parameter
from contrapeso.core.world import WORLD

REFERENCE = Path(__file__).parent / "reference"
NOTE = "<!-- Written by docs/generate.py (make docs); do not edit. -->\n"

TYPES = {
    "text": "text in both languages", "string": "text", "code": "one of the codes", "list": "list, joined by `;`",
    "date": "date: YYYY, YYYY-MM or YYYY-MM-DD", "number": "number", "integer": "whole number",
    "boolean": "true or false; empty: unknown",
}  # fmt: skip


def pages() -> dict[str, str]:
    """Every generated page by file name."""
    from contrapeso.assess.pack import read_doctrine
    from contrapeso.workspace.discover import discover

    found = {
        "facts.md": facts_page(), "command-line.md": command_page(), "public-record.md": world_page(),
        "sources.md": sources_page(), "indicators.md": indicators_page(),
    }  # fmt: skip
    for pack in discover().values():
        law = read_doctrine(pack.folders, pack.country)
        found[f"requirements-{pack.country.lower()}.md"] = requirements_page(law)
    return {name: NOTE + "\n" + content.rstrip() + "\n" for name, content in found.items()}


def facts_page() -> str:
    lines = ["# Fact tables", "", "One CSV file each in a pack. Every row may add `public` (false: never in a report)."]
    for fact in FACTS:
        lines += [
            "",
            f"## `{fact.file}`",
            "",
            one_line(fact.__doc__),
            "",
            *table(("column", "what it holds", "needed")),
        ]
        lines += [row(column) for column in columns(fact).values() if column.name != "public"]
        lines += list(_dates(fact))
    return "\n".join(lines)


def world_page() -> str:
    """The fact tables that sources fill."""
    lines = ["# The public record", "", "Tables that sources fill: columns of the ledger's Parquet files."]
    lines += ["Every row also has `locator` (line of the file) and `snapshot_id` (which vintage of which source)."]
    for fact in WORLD:
        lines += [
            "",
            f"## `{fact.table}`",
            "",
            one_line(fact.__doc__),
            "",
            *table(("column", "what it holds", "needed")),
        ]
        lines += [row(column) for column in columns(fact).values() if column.name != "public"]
        lines += list(_dates(fact))
    return "\n".join(lines)


def sources_page() -> str:
    """Every source, by its manifest."""
    from contrapeso.workspace.discover import sources

    found = sources()
    lines = [
        "# Sources of the public record",
        "",
        f"{len(found)} sources; `contrapeso sources` lists what your ledger holds.",
    ]
    for source in found.values():
        lines += ["", f"## `{source.name}`", "", f"**{source.title.en}** / *{source.title.es}*", ""]
        lines += [f"- Publisher: {source.publisher.en}, <{source.homepage}>"]
        lines += [f"- Terms: {source.licence}. {source.terms.en}", f"- Cite: {source.cite}"]
        lines += [f"- How to get it: {source.obtain.en}"]
        lines += [f"- `contrapeso fetch {source.name}` takes it from <{rule.url}>" for rule in source.fetch]
        lines += [f"- One row is {source.grain.en}; {source.coverage.en}"]
        lines += [f"- Fills: {', '.join(f'`{name}`' for name in source.tables)}"]
        files = ", ".join(f"{rule.role} (`{rule.pattern}`, {rule.format}, {rule.encoding})" for rule in source.files)
        lines += [f"- Files: {files}"]
        lines += [f"- Method: {source.method.en}"] if source.method else []
        lines += [f"- A record may be refused or marked because: {source.reasons[code].en}" for code in source.reasons]
    return "\n".join(lines)


def indicators_page() -> str:
    """Every indicator, by its manifest, with one of its cases as an example."""
    from contrapeso.measure.indicator import read_indicators
    from contrapeso.workspace.discover import indicator_folders

    found = read_indicators(indicator_folders())
    lines = ["# Indicators", "", f"{len(found)} indicators; `contrapeso measure COUNTRY --indicator NAME` gives one."]
    lines += [
        "Each is a folder in `content/indicators/`. A value has an interval where it is not exact; one that cannot"
    ]
    lines += [
        "be had says what is missing. A measurement is named `<state>/<indicator>:<object>:<capability>:<topic>`."
    ]
    for indicator in found:
        lines += ["", f"## `{indicator.name}`", "", f"**{indicator.title.en}** / *{indicator.title.es}*", ""]
        lines += [indicator.question.en, "", one_line(indicator.method.en), ""]
        lines += [f"- Unit: {indicator.unit}", f"- Defined in `{indicator.source}`"]
        lines += (
            [f"- Rules of the pack: {', '.join(f'`{name}`' for name in indicator.rules)}"] if indicator.rules else []
        )
        lines += ["- Cases that must hold:", *case_lines(indicator.folder)]
    return "\n".join(lines)


def case_lines(folder: Path) -> Iterator[str]:
    """The cases of an indicator: what each shows, and what is then measured."""
    from contrapeso.measure.cases import read_cases

    for case in read_cases(folder):
        said = "; ".join(expectation(one) for one in case.expect) or "nothing is measured"
        yield f"  - {case.name}: {said}."


def expectation(expected: Mapping[str, Any]) -> str:
    """``ITA lift = 0.75 [0.5, 1]``; where the value is missing, what it lacks."""
    about = " ".join(str(expected[name]) for name in ("object", "capability", "topic") if name in expected)
    value = "missing" if expected["value"] is None else f"{expected['value']:g}"
    ends = f" [{expected['low']:g}, {expected['high']:g}]" if expected.get("low") is not None else ""
    lacks = f" for want of {', '.join(expected['missing'])}" if expected.get("missing") else ""
    return f"{about} = {value}{ends}{lacks}".strip()


def _dates(fact: type[Fact]) -> Iterator[str]:
    if fact.begins:
        yield f"\nA row holds from its `{fact.begins}`" + (f" to its `{fact.ends}`." if fact.ends else ".")


def row(column: Column) -> str:
    """One line of a fact table's list of columns."""
    what = TYPES[column.type]
    if column.codes:
        what = "one of " + ", ".join(f"`{code}`" for code in column.codes)
    if column.is_state:
        what += "; ISO 3166-1 alpha-3"
    if column.refers:
        what += f"; key of `{TABLES[column.refers].file or column.refers}`"
    if column.is_key:
        what += "; part of the row's name"
    headers = ", ".join(f"`{header}`" for header in column.headers)
    return f"| {headers} | {what} | {'yes' if column.required else ''} |"


def requirements_page(law: Doctrine) -> str:
    families = sorted({requirement.family for requirement in law.requirements})
    lines = [
        f"# Requirements: {law.title.en}",
        "",
        f"{len(law.requirements)} requirements in {len(families)} families.",
    ]
    lines += ["Each is a short Python function beside its cases; the norm applied is the one in force on the day."]
    for family in families:
        lines += ["", f"## {law.words('families', family).en}"]
        for requirement in law.requirements:
            if requirement.family == family:
                lines += ["", *requirement_entry(requirement, law)]
    lines += ["", "## Dated rules", "", *table(("rule", "from", "to", "value", "on the strength of"))]
    lines += [line for name in sorted(law.parameters) for line in parameter_rows(law.parameters[name], law)]
    return "\n".join(lines)


def requirement_entry(requirement: Requirement, law: Doctrine) -> Iterator[str]:
    yield f"### `{requirement.id}`"
    yield ""
    yield f"**{requirement.title.en}** / *{requirement.title.es}*"
    yield ""
    yield one_line(requirement.doc)
    yield ""
    yield f"Severity {requirement.severity}; evidence is held by `{requirement.asks}`; code in `{requirement.file}`."
    yield ""
    if requirement.indicators:
        yield f"Judges the indicators {', '.join(f'`{name}`' for name in requirement.indicators)}."
        yield ""
    if not requirement.norms:
        yield "No norm asks this: the threshold is an assumption of the pack, and the verdict is never FAIL."
    yield from (norm_line(law.norms[norm_id]) for norm_id in requirement.norms)


def norm_line(norm: Norm) -> str:
    start, end = norm.in_force.start or "", norm.in_force.end or ""
    read = "" if norm.text_read else " (its text was not read)"
    return f"- `{norm.norm_id}` {norm.cite}, in force {start or '…'} – {end or '…'}{read}: {norm.requires.en}"


def parameter_rows(parameter: Parameter, law: Doctrine) -> Iterator[str]:
    for dated in parameter.values:
        value = "not known" if dated.value is None else f"{shown(dated.value)} {parameter.unit}"
        basis = law.norms[dated.norm].cite if dated.norm in law.norms else dated.norm or dated.basis
        why = dated.missing.en if dated.value is None and dated.missing else basis
        start, end = dated.period.start or "", dated.period.end or ""
        yield f"| `{parameter.name}` {cell(parameter.title.en)} | {start} | {end} | {cell(value)} | {cell(why)} |"


def shown(value: object) -> str:
    """A doctrine value on one line; the English side of a text."""
    if isinstance(value, dict) and "en" in value:
        return str(value["en"])
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def command_page() -> str:
    """The help of every command, as the terminal shows it."""
    import typer
    from typer.testing import CliRunner

    from contrapeso.cli.main import app

    os.environ |= {"COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1"}
    runner = CliRunner()
    lines = ["# Command line", "", "Results go to standard output, everything else to standard error."]
    lines += ["Exit codes: 0 done; 1 findings, only with `--fail-on`; 2 bad input."]
    for words in command_paths(typer.main.get_command(app), ()):
        shown_help = runner.invoke(app, [*words, "--help"], prog_name="contrapeso").output
        lines += ["", f"## `{' '.join(('contrapeso', *words))}`", "", "```text", trimmed(shown_help), "```"]
    return "\n".join(lines)


def command_paths(command: object, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    for name, inner in getattr(command, "commands", {}).items():
        yield from command_paths(inner, (*words, name))


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def table(headers: tuple[str, ...]) -> list[str]:
    return [f"| {' | '.join(headers)} |", f"|{'---|' * len(headers)}"]


def one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def cell(text: str) -> str:
    return one_line(text).replace("|", "\\|")


def main() -> int:
    check = "--check" in sys.argv[1:]
    written = pages()
    stale = [name for name, content in written.items() if _differs(REFERENCE / name, content)]
    extra = [path.name for path in REFERENCE.glob("*.md") if path.name not in written]
    if check:
        print(*(f"out of date: docs/reference/{name} (make docs)" for name in [*stale, *extra]), sep="\n")
        return 1 if stale or extra else 0
    for name in stale:
        (REFERENCE / name).write_text(written[name], encoding="utf-8")
    for name in extra:
        (REFERENCE / name).unlink()
    return 0


def _differs(path: Path, content: str) -> bool:
    return not path.is_file() or path.read_text(encoding="utf-8") != content


if __name__ == "__main__":
    sys.exit(main())
