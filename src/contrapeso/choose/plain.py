"""An answer as plain values: for JSON, and for the register."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from contrapeso.choose.answer import Answer, Best, Curve, Outcome
from contrapeso.choose.model import ENDS, Asked
from contrapeso.choose.offers import Number, Offer
from contrapeso.choose.wording import Wording
from contrapeso.core.text import LANGUAGES, Text
from contrapeso.locale import say


def plain_answer(found: Answer, words: Wording) -> dict[str, Any]:
    """Everything that an answer says; rules with their names and in words."""
    model = found.model
    return {
        "asked": plain_asked(model.asked),
        "offers": [_offer(one, found, words) for one in model.offers],
        "answers": {end: _outcome(found.outcomes[end], words) for end in ENDS},
        "is_firm": found.is_firm,
        "frontiers": [_curve(one) for one in found.curves],
        "non_dominated": [list(one) for one in found.portfolios] if found.is_listed else None,
        "kinds": {kind: {"goal": int(model.goals[at])} for at, kind in enumerate(model.criteria)},
        "counted": _said(say("choose.counted")),
    }


def plain_asked(asked: Asked) -> dict[str, Any]:
    """What the reader asked, with mappings in order."""
    return {
        "budget_usd": asked.budget, "by_year_usd": {str(year): asked.by_year[year] for year in sorted(asked.by_year)},
        "ceilings": dict(sorted(asked.ceilings.items())), "risks": dict(sorted(asked.risks.items())),
        "take": list(asked.take), "leave": list(asked.leave), "need": dict(sorted(asked.need.items())),
        "waive": list(asked.waive), "prefer": [list(pair) for pair in asked.prefer], "strict": asked.is_strict,
    }  # fmt: skip


def _offer(offer: Offer, found: Answer, words: Wording) -> dict[str, Any]:
    model = found.model
    core = found.core.get(offer.offer_id)
    return {
        "offer": offer.offer_id, "title": _said(offer.title), "status": offer.status, "partner": offer.partner,
        "competition": offer.competition, "acts": list(offer.acts),
        "adds": [
            {"holding": one.holding_id, "kind": kind, **_number(one.quantity)}
            for one, kind in zip(offer.adds, model.kinds[offer.offer_id], strict=True)
        ],
        "cost_usd": {**_number(offer.cost.amount), "basis": offer.cost.basis, "sources": list(offer.cost.source_ids)},
        "touches": list(offer.touches), "conditions": list(model.conditions.get(offer.offer_id, ())),
        "deniers": model.deniers(offer), "gains": _said(offer.gains) if offer.gains else None,
        "barred_by": [_rule(name, words) for name in model.barring(offer, "most")],
        "core_index": None if core is None else float(core), "class": core_class(found, offer.offer_id),
        "explain": f"offer:{offer.offer_id}",
    }  # fmt: skip


def core_class(found: Answer, offer_id: str) -> str | None:
    """``core``, ``borderline`` or ``exterior``; None where the sets are not known."""
    core = found.core.get(offer_id)
    if core is None:
        return None
    return "core" if core == 1 else "exterior" if core == 0 else "borderline"


def _outcome(one: Outcome, words: Wording) -> dict[str, Any]:
    return {
        "best": _best(one.best) if one.best else None,
        "conflict": [_rule(name, words) for name in one.conflict],
    }


def _best(best: Best) -> dict[str, Any]:
    return {
        "offers": list(best.offers), "benefit": float(best.benefit),
        "proof": {
            "by": best.proof.by, "solver_bound": best.proof.solver_bound, "upper_bound": float(best.proof.upper_bound),
        },
        "added": {kind: {"low": low, "high": high} for kind, (low, high) in best.added.items()},
        "cost_usd": {"low": best.cost_least, "high": best.cost_most, "without_figure": list(best.uncosted),
                     "without_least": list(best.without_least)},
        "headroom_usd": dict(best.headroom),
        "denial": [
            {"capability": one.capability, "partner": one.partner, "before": one.share.before,
             "value": one.share.value, "low": one.share.low, "high": one.share.high,
             "now": [{"partner": state, "value": share} for state, share in one.now]}
            for one in best.denials
        ],
        "risk": {name: asdict(risk) for name, risk in best.risks.items()},
    }  # fmt: skip


def _curve(one: Curve) -> dict[str, Any]:
    return {
        "capability": one.capability, "measure": one.measure, "now": one.now, "is_whole": one.is_whole,
        "points": [{"offers": list(stop.offers), "platforms": stop.platforms, "value": stop.risk, "low": stop.low, "high": stop.high} for stop in one.stops],
    }  # fmt: skip


def _rule(name: str, words: Wording) -> dict[str, Any]:
    return {"rule": name, "says": _said(words.rule(name))}


def _number(number: Number) -> dict[str, Any]:
    return {
        "low": number.low,
        "high": number.high,
        "missing": _said(number.missing) if number.missing else None,
    }


def _said(text: Text) -> dict[str, str]:
    return {language: text[language] for language in LANGUAGES}


def register_rows(found: Answer) -> list[dict[str, Any]]:
    """What the register keeps of an answer: one row for each end of cost."""
    asked = plain_asked(found.model.asked)
    return [_row(end, found.outcomes[end], asked, found) for end in ENDS]


def _row(end: str, one: Outcome, asked: dict[str, Any], found: Answer) -> dict[str, Any]:
    best = one.best
    return {
        "cost_end": end, "asked": asked, "offers": list(best.offers) if best else None,
        "benefit": float(best.benefit) if best else None, "proof": best.proof.by if best else None,
        "conflict": list(one.conflict), "core": {name: float(core) for name, core in found.core.items()},
    }  # fmt: skip
