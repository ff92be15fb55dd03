"""What was signed, bought, received or authorised: by kind, partner, money and year."""

from __future__ import annotations

from contrapeso.core.text import Text, same
from contrapeso.locale import counted, listed, say
from contrapeso.report.briefs.country import figures, plots
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import GAP, Block, Inline, Line, List, Section, line, note, paragraph, strong


def section(view: View) -> Section:
    blocks: list[Block] = [_what(view), paragraph(say("acts-note", acts=counted("n-acts", len(view.acts))))]
    blocks += [figure for figure in (plots.years(view), plots.partners(view)) if figure]
    undated = sum(act.began is None for act in view.acts)
    if undated:
        blocks.append(note(counted("acts-undated", undated)))
    return Section("acts", say("h-acts"), tuple(blocks))


def _what(view: View) -> Section:
    several = sum(act.partner_basis == "several" and not act.partners for act in view.acts)
    unknown = sum(act.partner_basis == "unknown" for act in view.acts)
    partners: list[Text | Inline] = [say("answer-partners", partners=figures.top_partners(view))]
    for key, n in (("partners-several", several), ("partners-unknown", unknown)):
        partners += [GAP, counted(key, n)] if n else []
    blocks: list[Block] = [paragraph(say("answer-kinds", kinds=figures.kinds_text(view.instruments)))]
    if figures.partner_counts(view):
        blocks.append(paragraph(*partners))
    return Section("acts-signed", say("h-acts-short"), (*blocks, *_money(view)))


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
