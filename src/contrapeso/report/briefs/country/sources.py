"""The publications behind the facts, by rank, and the vintages read."""

from __future__ import annotations

from collections import Counter

from contrapeso.core.facts import Source
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, dated, day, listed, number, say, word, words_of
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import Block, Column, Details, Row, Run, Section, Table, line, paragraph


def section(view: View) -> Section:
    ranks: Counter[str] = Counter(source.rank for source in view.sources.values())
    named = [say("rank-count", n=ranks[rank], rank=word("ranks", rank)) for rank in words_of("ranks") if ranks[rank]]
    blocks: list[Block] = []
    if named:
        blocks.append(
            paragraph(
                say("sources-lead", publications=counted("n-publications", len(view.sources)), ranks=listed(named))
            )
        )
    blocks += [_rank(view, rank) for rank in words_of("ranks") if ranks[rank]]
    return Section("sources", say("h-sources"), (*blocks, _snapshots(view)))


def _rank(view: View, rank: str) -> Details:
    sources = sorted((s for s in view.sources.values() if s.rank == rank), key=lambda s: (s.publisher.lower(), s.title))
    columns = (Column(say("c-title"), "wide"), Column(say("c-publisher")), Column(say("c-published"), "short"))
    rows = tuple(
        Row(((view.linked(source),), line(same(source.publisher)), line(_published(source)))) for source in sources
    )
    caption = say("sources-caption", rank=word("ranks", rank))
    return Details(
        line(counted("sources-rank", len(sources), rank=word("ranks", rank))), (Table(caption, columns, rows),)
    )


def _published(source: Source) -> Text:
    return day(source.published_on, short=True) if source.published_on else say("none")


def _snapshots(view: View) -> Section:
    columns = (
        Column(say("c-source")), Column(say("c-vintage"), "short"), Column(say("c-rows"), "number"),
        Column(say("c-licence"), "short"), Column(say("c-hash"), "short"), Column(say("c-retrieved"), "short"),
    )  # fmt: skip
    rows = tuple(
        Row((
            line(same(one.source)), line(day(one.vintage, short=True)), line(number(one.rows)), line(same(one.licence)),
            (Run(same(one.sha256[:16]), "code"),), line(dated(one.retrieved_at[:10] or "—")),
        ))
        for one in view.inputs.snapshots
    )  # fmt: skip
    return Section("snapshots", say("h-snapshots"), (Table(say("snapshots-caption"), columns, rows),))
