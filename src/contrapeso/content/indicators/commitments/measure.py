"""What became of the state's own commitments to each partner: to receive, to pay, to keep a term."""

from __future__ import annotations

from collections.abc import Iterator

from contrapeso.core.facts import Act
from contrapeso.core.measurement import Measurement
from contrapeso.measure import Frame
from contrapeso.measure.cooperation import cooperation_acts, partners, with_partner
from contrapeso.measure.promises import Promise, is_current, promise, tally


def measure(frame: Frame) -> Iterator[Measurement]:
    withdrawn = [act for act in frame.evidence.acts if act.record_type == "withdrawn"]
    owed = [act for act in (*cooperation_acts(frame.evidence), *withdrawn) if _is_owed(act)]
    for partner in partners(owed, frame.home):
        yield from tally([_judged(act, frame) for act in with_partner(owed, partner)], frame, partner)


def _is_owed(act: Act) -> bool:
    """Instruments by which the state is to receive forces, to pay for a purchase, or to keep to a dated term."""
    dated = act.expires_on is not None or (act.due_on is not None and act.kind != "donation")
    return act.record_type in ("instrument", "withdrawn") and (act.kind in ("troop-entry", "purchase") or dated)


def _judged(act: Act, frame: Frame) -> Promise:
    """An entry is shown by its taking place; a purchase and a programme by their completion, for a part is not all."""
    shown_by = ("executed", "completed") if act.kind == "troop-entry" else ("completed",)
    due = act.expires_on if act.kind == "purchase" else act.due_on or act.stay_to or act.expires_on
    return promise(act, shown_by, due, frame.evidence, is_current(act, frame))
