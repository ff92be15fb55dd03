"""Acts by year, partner and kind."""

from __future__ import annotations

from contrapeso.locale import counted, say
from contrapeso.report.briefs.country import plots
from contrapeso.report.briefs.country.view import View
from contrapeso.report.document import Block, Section, note, paragraph


def section(view: View) -> Section:
    blocks: list[Block] = [paragraph(say("acts-note", acts=counted("n-acts", len(view.acts))))]
    blocks += [figure for figure in (plots.years(view), plots.partners(view)) if figure]
    undated = sum(act.began is None for act in view.acts)
    if undated:
        blocks.append(note(counted("acts-undated", undated)))
    return Section("acts", say("h-acts"), tuple(blocks))
