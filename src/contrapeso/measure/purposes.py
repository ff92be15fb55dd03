"""What acts serve: the subjects that the register gives them, read as purposes in a narrow, a likely and a wide way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contrapeso.core.facts import Act
from contrapeso.core.parameter import Dated


@dataclass(frozen=True, slots=True)
class Reading:
    """The subjects that show a purpose surely, likely, and perhaps; each set holds the one before."""

    surely: frozenset[str]
    likely: frozenset[str]
    perhaps: frozenset[str]


@dataclass(frozen=True, slots=True)
class Purposes:
    """Purposes by code, each with its reading of subjects; an act of several subjects may serve several.

    >>> rule = Dated("aims", "subjects", True, {"order": {"surely": ["police"], "likely": ["border"]}}, "assumption")
    >>> purposes = Purposes.of(rule)
    >>> sorted(purposes.readings["order"].likely), sorted(purposes.readings["order"].perhaps)
    (['border', 'police'], ['border', 'police'])
    """

    readings: Mapping[str, Reading]

    @classmethod
    def of(cls, rule: Dated) -> Purposes:
        """The purposes of a parameter: for each a mapping with the subjects under ``surely``, ``likely``, ``perhaps``."""
        return cls({code: _reading(subjects) for code, subjects in rule.value.items()})

    def surely(self, acts: Iterable[Act], *codes: str) -> tuple[Act, ...]:
        return _touching(acts, [self.readings[code].surely for code in codes])

    def likely(self, acts: Iterable[Act], *codes: str) -> tuple[Act, ...]:
        return _touching(acts, [self.readings[code].likely for code in codes])

    def perhaps(self, acts: Iterable[Act], *codes: str) -> tuple[Act, ...]:
        return _touching(acts, [self.readings[code].perhaps for code in codes])

    def unsaid(self, acts: Iterable[Act]) -> tuple[Act, ...]:
        """The acts whose subjects show no purpose: they may serve any."""
        known = frozenset[str]().union(*(reading.likely for reading in self.readings.values()))
        return tuple(act for act in acts if not known & set(act.domains))


def _reading(subjects: Mapping[str, list[str]]) -> Reading:
    surely = frozenset(subjects.get("surely", ()))
    likely = surely | set(subjects.get("likely", ()))
    return Reading(surely, likely, likely | set(subjects.get("perhaps", ())))


def _touching(acts: Iterable[Act], readings: list[frozenset[str]]) -> tuple[Act, ...]:
    subjects = frozenset[str]().union(*readings)
    return tuple(act for act in acts if subjects & set(act.domains))
