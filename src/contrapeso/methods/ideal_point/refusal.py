"""Votes that positions cannot be estimated from, and how to mend them, in both languages."""

from __future__ import annotations

from contrapeso.core.errors import ContrapesoError
from contrapeso.core.text import Text


class RefusedVotes(ContrapesoError, ValueError):
    """Votes that are contradictory, unreadable, or too few to place anybody."""


def _refusal(what_es: str, what_en: str, mend_es: str, mend_en: str) -> RefusedVotes:
    return RefusedVotes(Text(es=what_es, en=what_en), Text(es=mend_es, en=mend_en))


def unequal_columns() -> RefusedVotes:
    return _refusal(
        "las columnas no tienen el mismo largo",
        "the columns are not of one length",
        "dé un estado, una votación, un voto y un periodo por fila",
        "give one state, roll call, vote and period a row",
    )


def unknown_votes() -> RefusedVotes:
    return _refusal(
        "hay votos que no son −1 (no), 0 (abstención), 1 (sí) ni faltantes",
        "there are votes other than −1 (No), 0 (Abstain), 1 (Yes) or missing",
        "recodifique los votos; la ausencia es un voto faltante",
        "recode the votes; absence is a missing vote",
    )


def unordered_periods() -> RefusedVotes:
    return _refusal(
        "los periodos no son números finitos",
        "the periods are not finite numbers",
        "dé años o sesiones",
        "give years or sessions",
    )


def mixed_names(column: str) -> RefusedVotes:
    return _refusal(
        f"la columna {column} mezcla clases de valores",
        f"the column {column} mixes kinds of values",
        "use solo textos o solo números, sin vacíos",
        "use texts only or numbers only, none empty",
    )


def two_periods(roll_call: object) -> RefusedVotes:
    return _refusal(
        f"la votación {roll_call!r} está en dos periodos",
        f"roll call {roll_call!r} stands in two periods",
        "dé a cada votación un identificador propio; lo que se repite va en item",
        "give each roll call an id of its own; what is asked again goes in item",
    )


def two_votes(state: object, roll_call: object) -> RefusedVotes:
    return _refusal(
        f"{state!r} tiene dos votos distintos en la votación {roll_call!r}",
        f"{state!r} has two different votes on roll call {roll_call!r}",
        "deje el correcto",
        "keep the right one",
    )


def too_few(divided: int) -> RefusedVotes:
    return _refusal(
        f"solo {divided} votaciones dividieron a los votantes; para ubicarlos hacen falta al menos 2",
        f"only {divided} roll calls divided the voters; placing them takes at least 2",
        "añada votaciones: una sola, o las unánimes, no distinguen a nadie",
        "add roll calls: a single one, or unanimous ones, tell nobody apart",
    )


def no_anchor(anchor: object) -> RefusedVotes:
    return _refusal(
        f"el ancla {anchor!r} no tiene ningún voto útil",
        f"the anchor {anchor!r} has no vote of use",
        "nombre con anchor un estado que votó: sus posiciones serán en promedio positivas",
        "name with anchor a state that voted: its positions will be positive on average",
    )
