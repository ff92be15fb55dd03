"""The opening page: what was signed, was it lawful, what the status gives, what is unknown, in plain sentences."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from contrapeso.assess.run import Finding
from contrapeso.assess.verdict import VerdictName
from contrapeso.core.facts import Status
from contrapeso.core.text import Text, same
from contrapeso.locale import counted, listed, number, say, word
from contrapeso.report.briefs.country import figures
from contrapeso.report.briefs.country.view import View, the_day
from contrapeso.report.document import (
    GAP,
    Block,
    Callout,
    Inline,
    Line,
    List,
    Paragraph,
    Ref,
    Run,
    Section,
    Tile,
    Tiles,
    line,
    note,
    paragraph,
    strong,
)  # fmt: skip

SOON = timedelta(days=365)
SHOWN = 5
_TILES: tuple[VerdictName, ...] = ("FAIL", "DUE", "WARN", "UNDETERMINED", "PASS")


def section(view: View) -> Section:
    blocks: list[Block] = [
        _lead(view),
        Tiles(tuple(Tile(number(view.verdicts[name]), word("verdicts", name), name) for name in _TILES)),
        _what(view),
        _controlled(view),
        _status(view),
        _unknown(view),
    ]
    return Section("answer", say("h-answer"), tuple(blocks))


def _lead(view: View) -> Paragraph:
    said = say(
        "answer-lead", on=view.inputs.on, name=view.inputs.name,
        acts=counted("n-acts", len(view.acts)), instruments=counted("are-instruments", len(view.instruments)),
    )  # fmt: skip
    return Paragraph(line(said), "lead")


def _what(view: View) -> Section:
    several = sum(act.partner_basis == "several" and not act.partners for act in view.acts)
    unknown = sum(act.partner_basis == "unknown" for act in view.acts)
    partners: list[Text | Inline] = [say("answer-partners", partners=figures.top_partners(view))]
    for key, n in (("partners-several", several), ("partners-unknown", unknown)):
        partners += [GAP, counted(key, n)] if n else []
    blocks: list[Block] = [paragraph(say("answer-kinds", kinds=figures.kinds_text(view.instruments)))]
    if figures.partner_counts(view):
        blocks.append(paragraph(*partners))
    return Section("answer-signed", say("h-acts-short"), (*blocks, *_money(view)))


def _money(view: View) -> tuple[Block, ...]:
    found = figures.sums(view)
    if not found:
        return (paragraph(say("money-none")),)
    entries: list[Line] = []
    for currency in dict.fromkeys(one.currency for one in found):
        parts = listed([figures.sum_text(one) for one in found if one.currency == currency])
        entries.append(line(strong(same(currency)), same(": "), parts))
    silent = sum(act.amount is None for act in view.acts)
    return (List(tuple(entries)), note(say("money-lead"), GAP, counted("money-silent", silent)))


def _controlled(view: View) -> Section:
    requirements = counted("n-requirements", len(view.inputs.doctrine.requirements))
    checks, counts = counted("n-checks", len(view.applied)), figures.verdicts_text(view)
    blocks: list[Block] = [paragraph(say("answer-control", requirements=requirements, checks=checks, counts=counts))]
    failed, due = view.of_verdict("FAIL"), view.of_verdict("DUE")
    if failed:
        blocks.append(Callout("bad", say("h-failed-short"), _few(view, failed, failed)))
    else:
        blocks.append(paragraph(say("none-failed")))
    if due:
        soon = tuple(one for one in due if one.due_on and one.due_on - view.inputs.on <= SOON)
        blocks.append(Callout("warn", say("h-due-short"), _few(view, due, soon or due[:1])))
    else:
        blocks.append(paragraph(say("none-due")))
    return Section("answer-control", say("h-control-short"), tuple(blocks))


def _few(view: View, findings: tuple[Finding, ...], first: tuple[Finding, ...]) -> tuple[Block, ...]:
    """The most pressing findings by name, and how many more there are."""
    entries = [_named(view, finding) for finding in first[:SHOWN]]
    rest = len(findings) - len(entries)
    if rest > 0:
        entries.append((Ref(counted("more-findings", rest), "control"),))
    return (List(tuple(entries)),)


def _named(view: View, finding: Finding) -> Line:
    cites = f" ({'; '.join(finding.cites)})" if finding.cites else ""
    reason = view.requirement_title(finding) if finding.verdict == "DUE" else view.reason(finding)
    parts: list[Text | Ref | Run] = [same(": "), reason, same(f"{cites}")] if cites else [same(": "), reason]
    if finding.due_on:
        parts += [same(" — "), strong(say("due-by", on=finding.due_on))]
    return line(view.about(finding), *parts)


def _status(view: View) -> Section:
    held = figures.held_statuses(view)
    blocks: list[Block] = []
    if held:
        blocks += [paragraph(status_text(view, status)) for status in held]
    else:
        blocks.append(paragraph(say("status-not-held", name=view.inputs.name)))
    blocks += [List(entries) for entries in (_given(view),) if entries]
    return Section("answer-status", say("h-status-short"), tuple(blocks))


def status_text(view: View, status: Status) -> Text:
    held = say(
        "status-held",
        name=view.inputs.name,
        status=view.pack_word("statuses", status.status),
        start=the_day(status.start),
    )
    if not status.instrument:
        return say("sentence", text=held)
    return say("status-held-how", held=held, how=say("status-held-by", instrument=status.instrument))


def _given(view: View) -> tuple[Line, ...]:
    rows = figures.privileges(view)
    if not rows:
        return ()
    groups = (
        ("status-gives", ("yes",)),
        ("status-conditional", ("conditional",)),
        ("status-not", ("no", "historical")),
    )
    entries: list[Line] = []
    for key, given in groups:
        names = [row.name for row in rows if row.given in given]
        if names:
            entries.append(
                line(say(key, names=Text(es="; ".join(n.es for n in names), en="; ".join(n.en for n in names))))
            )
    used = sum(row.used == "yes" for row in rows)
    entries.append(line(counted("status-used", used) if used else say("status-unused")))
    return tuple(entries)


def _unknown(view: View) -> Section:
    found = view.of_verdict("UNDETERMINED")
    if not found:
        return Section("answer-unknown", say("h-unknown-short"), (paragraph(say("answer-unknown-none")),))
    bodies = Counter(view.inputs.doctrine.requirement(finding.requirement).asks for finding in found)
    top = [say("partner-count", partner=view.body(body), n=n) for body, n in bodies.most_common(3)]
    acts = counted("n-acts", len({finding.act for finding in found if finding.act}))
    said = counted("answer-unknown", len(found), acts=acts, bodies=counted("n-bodies", len(bodies)), top=listed(top))
    more = Ref(say("h-unknown"), "unknown")
    return Section("answer-unknown", say("h-unknown-short"), (paragraph(said, GAP, say("see"), more, same(".")),))
