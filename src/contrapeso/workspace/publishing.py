"""Writes what a release publishes: contrapeso's own indices of all states, never a publisher's figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from contrapeso.core.errors import ContrapesoError
from contrapeso.core.text import LANGUAGES, Language, Text
from contrapeso.locale import say
from contrapeso.workspace import ahead, discover, published, worldwide
from contrapeso.workspace.version import CODE_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from contrapeso.ledger.records import Snapshot
    from contrapeso.measure.indicator import Indicator
    from contrapeso.workspace.workspace import Workspace

DIGITS = 4
"""Published numbers are rounded: an index loses nothing by it, and a publisher's figures cannot be solved for."""
SURE_DIGITS = 12
"""Digits that do not hang on the order in which sums were made: rounded to them first, a half is a half in every run."""
UNITS = (
    "share", "index", "effective-suppliers", "effective-partners", "partners", "pairs", "yes-no", "years", "times", "position",
)  # fmt: skip
"""Pure numbers: whatever is in money, goods or TIV is a publisher's and is refused."""
LARGEST = 1_000_000


def publish(workspace: Workspace, out: Path | None = None) -> tuple[Path, ...]:
    """Write the measurements of every indicator that may be published, with what they rest on and on whose terms."""
    folder = out or published.folder()
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [one for one in worldwide.world_indicators(workspace) if one.published]
    check_days(workspace, chosen)
    ahead.measure_ahead(workspace, chosen)
    tables = {one: _measured(workspace, one) for one in chosen}
    paths = [_written(folder, one, table) for one, table in tables.items()]
    for stale in {*folder.glob("*.parquet")} - {*paths}:
        stale.unlink()
    said = {one.name: _said(workspace, one, table) for one, table in tables.items()}
    manifest = folder / published.RELEASE
    release = {"version": CODE_VERSION, "on": workspace.today().isoformat(), "indicators": said}
    manifest.write_text(json.dumps(release, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    notices = [_notice(folder, workspace, chosen, language) for language in LANGUAGES]
    published.release.cache_clear()
    published.read.cache_clear()
    return (*paths, manifest, *notices)


def _measured(workspace: Workspace, indicator: Indicator) -> pl.DataFrame:
    found = worldwide.table_of(workspace, indicator)
    if found is None or found.release is not None:
        sources = ", ".join(indicator.sources)
        raise ContrapesoError(
            Text(es=f"el libro no tiene las fuentes de {indicator.name}", en=f"the ledger lacks the sources of {indicator.name}"),
            Text(es=f"ingiera {sources} y vuelva a publicar", en=f"ingest {sources} and publish again"),
        )  # fmt: skip
    return found.table


def publishable(indicator: Indicator, table: pl.DataFrame) -> pl.DataFrame:
    """What a release may carry of a table: pure numbers, rounded; of pairs of states the newest year only.

    ``ValueError`` for a unit that is not a pure number, or for pairs that the manifest would publish year by year.
    """
    import polars as pl

    units = set(table["unit"].unique()) - set(UNITS)
    if units or indicator.published is None:
        raise ValueError(f"{indicator.name} is not published: {units or indicator.published}")
    has_pairs = bool(table["object"].is_not_null().any())
    if has_pairs and indicator.published != "newest":
        raise ValueError(f"{indicator.name} relates two states: only its newest year may be published")
    if indicator.published == "newest":
        table = table.filter(pl.col("period") == pl.col("period").max())
    rounded = (pl.col(name).round(SURE_DIGITS).round(DIGITS).cast(pl.Float32) for name in ("value", "low", "high"))
    codes = pl.col("missing").list.join(";").replace({"": None}).cast(pl.Categorical)
    names = (pl.col(name).cast(pl.Categorical) for name in ("state", "period", "object", "topic"))
    kept = table.select(*names, *rounded, missing=codes)
    return kept.select(
        name for name in kept.columns if kept[name].null_count() < kept.height or name in ("value", "low", "high")
    )


def _written(folder: Path, indicator: Indicator, table: pl.DataFrame) -> Path:
    path = folder / f"{indicator.name}.parquet"
    publishable(indicator, table).write_parquet(path, compression="zstd", compression_level=19, statistics=False)
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path.name} is larger than {LARGEST} bytes: publish less of it")
    return path


def _said(workspace: Workspace, indicator: Indicator, table: pl.DataFrame) -> dict[str, object]:
    """What a reader must know of a published table: unit, vintages and how they are known, indicator and rows."""
    snapshots = workspace.ledger.snapshots(None, None, indicator.sources)
    return {
        "unit": table["unit"][0], "vintage": str(table["vintage"].max()), "is_assumed": bool(table["is_assumed"].any()),
        "published": indicator.published, "indicator_hash": indicator.content_hash[:16],
        "sources": {
            one.source: {
                "vintage": one.vintage.isoformat(), "dated_by": one.dated_by, "edition": one.edition, "sha256": one.sha256[:16],
            }
            for one in snapshots
        },
    }  # fmt: skip


def check_days(workspace: Workspace, chosen: Iterable[Indicator]) -> None:
    """Refuse to publish from files whose day a user gave: nothing in them bears it out, and it may be a guess."""
    named = sorted({source for one in chosen for source in one.sources})
    given = [one for one in workspace.ledger.snapshots(None, None, named) if not may_be_published(one)]
    if given:
        days = ", ".join(f"{one.source} {one.vintage}" for one in given)
        raise ContrapesoError(
            Text(es=f"nada en los archivos confirma la fecha que se dio: {days}", en=f"nothing in the files bears out the day that was given: {days}"),
            Text(es="ingiera esas fuentes sin --vintage en un libro nuevo: constará su edición, y el día en que se registraron como límite", en="ingest those sources without --vintage in a new ledger: their edition will stand, and the day they were recorded as a bound"),
        )  # fmt: skip


def may_be_published(snapshot: Snapshot) -> bool:
    """Whether a release may rest on it: its day is stated by a file, or only a bound that is true whatever it was."""
    return snapshot.dated_by in ("stated", "retrieved", "recorded")


def _notice(folder: Path, workspace: Workspace, chosen: list[Indicator], language: Language) -> Path:
    """LICENCES: the rule, then each source with its terms and what of it is published, and why that is allowed."""
    known = discover.sources(workspace.config.content)
    lines = [f"# {say('cli.licences-title')[language]}", "", say("cli.licences-rule", digits=DIGITS)[language]]
    for name in sorted({source for one in chosen for source in one.sources}):
        source = known[name]
        lines += [
            "",
            f"## {source.title[language]}",
            "",
            f"{source.publisher[language]} · {source.licence} · <{source.homepage}>",
        ]
        lines += ["", source.terms[language], "", source.cite, ""]
        lines += [
            f"- `{one.name}`: {one.title[language]}. {(one.released_why or one.title)[language]}"
            for one in chosen
            if name in one.sources
        ]
    kept = [one for one in worldwide.world_indicators(workspace) if not one.published]
    lines += ["", f"## {say('cli.licences-kept')[language]}", ""]
    lines += [f"- `{one.name}`: {one.title[language]}. {(one.released_why or one.title)[language]}" for one in kept]
    path = folder / ("LICENCES.md" if language == "en" else f"LICENCES.{language}.md")
    path.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    return path
