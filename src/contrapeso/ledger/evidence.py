"""The as-of view of evidence: what had happened on a day, as the newest vintages known on a day say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from contrapeso.core.errors import UnknownName
from contrapeso.core.facts import TABLES, Act, ActStatus, Coverage, Fact, Stage
from contrapeso.core.measurement import Measurement
from contrapeso.core.period import PartialDate
from contrapeso.core.text import Text

F = TypeVar("F", bound=Fact)
Reader = Callable[[str], Iterable[Fact]]
"""Reads all rows of a table that the snapshots in view hold."""
Overlay = Mapping[str, Sequence[Fact]]
"""Hypothetical rows by table; a row replaces the recorded one with the same key."""

Measurer = Callable[[str | None], Iterable[Measurement]]
"""Measures when asked: by the indicator of a name, or by all."""


def _empty(table: str) -> Iterable[Fact]:
    return ()


class Evidence:
    """The only way content reads facts: rows that had begun ``on`` a day, as known at a vintage, plus an overlay.

    A row whose first possible day lies after ``on`` does not exist yet; an act exists once one of its steps does.
    With ``public_only`` rows marked ``public: false`` do not exist either.
    """

    def __init__(
        self,
        on: date,
        reader: Reader = _empty,
        *,
        known_at: date | None = None,
        overlay: Overlay | None = None,
        public_only: bool = False,
        measured: Iterable[Measurement] | Measurer = (),
    ) -> None:
        self.on, self.known_at, self.public_only = on, known_at, public_only
        self._measured = measured
        self._reader, self._overlay = reader, dict(overlay or {})
        self._read: dict[str, tuple[Fact, ...]] = {}
        self.asked: set[str] = set()
        """The tables that somebody read, of this view or of what was measured from it."""
        self.reads: dict[str, frozenset[str]] = {}
        """By indicator or requirement, the tables that it read when it measured or judged this view."""
        self._cache: dict[str, tuple[Fact, ...]] = {}
        self._keys: dict[str, dict[str, Fact]] = {}
        self._by_indicator: dict[str, tuple[Measurement, ...]] = {}
        self._joined: dict[str, tuple[Act, tuple[Stage, ...], ActStatus, Act]] = {}
        self._declared: dict[tuple[str, str], tuple[Coverage, ...]] = {}

    @cached_property
    def measured(self) -> tuple[Measurement, ...]:
        """What was measured from this evidence; where a function was given, measured when first asked for."""
        return tuple(self._measured(None) if callable(self._measured) else self._measured)

    def measurements(self, *indicators: str) -> tuple[Measurement, ...]:
        """What these indicators say; where a function was given, each is measured when first asked for."""
        for name in indicators:
            if name not in self._by_indicator:
                found = self._measured(name) if callable(self._measured) else self.measured
                self._by_indicator[name] = tuple(one for one in found if one.indicator == name)
            self.asked.update(self.reads.get(name, TABLES))
        return tuple(one for name in indicators for one in self._by_indicator[name])

    @contextmanager
    def noting(self, name: str) -> Iterator[None]:
        """Notes which tables are read meanwhile, so that who read none that changed need not be asked again."""
        others = set(self.asked)
        self.asked.clear()
        try:
            yield
            self.reads[name] = self.reads.get(name, frozenset()) | self.asked
        finally:
            self.asked.update(others)

    def at(self, on: date) -> Evidence:
        """The same evidence seen on another day; acts that stand as they stood are the same objects."""
        seen = Evidence(on, self._recorded, known_at=self.known_at, overlay=self._overlay, public_only=self.public_only)
        seen._joined = self._joined
        return seen

    def with_measured(self, measured: Iterable[Measurement] | Measurer) -> Evidence:
        """The same evidence with what was measured from it, which requirements may judge."""
        seen = Evidence(
            self.on, self._reader, known_at=self.known_at, overlay=self._overlay, public_only=self.public_only,
            measured=measured,
        )  # fmt: skip
        seen._cache, seen._keys, seen._joined = self._cache, self._keys, self._joined
        seen.asked, seen.reads = self.asked, self.reads
        return seen

    def with_overlay(self, overlay: Overlay) -> Evidence:
        """The same evidence with hypothetical rows besides those it has; nothing is read again or written."""
        merged = {name: (*self._overlay.get(name, ()), *overlay.get(name, ())) for name in {*self._overlay, *overlay}}
        seen = Evidence(self.on, self._recorded, known_at=self.known_at, overlay=merged, public_only=self.public_only)
        seen._cache = {name: rows for name, rows in self._cache.items() if name not in overlay}
        seen._joined = self._joined
        return seen

    def rows(self, table: type[F]) -> tuple[F, ...]:
        """The rows of a table that had begun on the day, in recorded order."""
        name = table.table
        self.asked.add(name)
        if name not in self._cache:
            self._cache[name] = tuple(row for row in self._merged(name) if self._exists(row))
        return cast("tuple[F, ...]", self._cache[name])

    def in_force(self, table: type[F]) -> tuple[F, ...]:
        """The rows that had begun and not ended on the day."""
        return tuple(row for row in self.rows(table) if not self._ended(row))

    def get(self, table: type[F], key: str) -> F:
        """One row by key; ``UnknownName`` if the view does not hold it."""
        for row in self.rows(table):
            if row.key == key:
                return row
        raise UnknownName(
            Text(es=f"no hay {table.table} con clave {key!r}", en=f"no {table.table} has the key {key!r}"),
            Text(es="use contrapeso list para ver las claves", en="use contrapeso list to see the keys"),
        )

    def find(self, ref: str) -> Fact | None:
        """The row that a finding cites as ``table:key``, or None."""
        name, _, key = ref.partition(":")
        if name not in TABLES:
            return None
        self.asked.add(name)
        if name not in self._keys:
            self._keys[name] = {row.key: row for row in reversed(self.rows(TABLES[name]))}
        return self._keys[name].get(key)

    @property
    def acts(self) -> tuple[Act, ...]:
        """The acts that existed on the day, each with its steps so far, oldest first."""
        self.asked.update((Act.table, Stage.table))
        return self._acts

    @cached_property
    def _acts(self) -> tuple[Act, ...]:
        known = self._steps_by_act
        late = {stage.act_id for stage in self._merged("stage") if isinstance(stage, Stage)} - set(known)
        acts = [
            self._join(act, known.get(act.act_id, ()), self._status(act))
            for act in self.rows(Act)
            if act.act_id not in late
        ]
        return tuple(sorted(acts, key=lambda act: (act.began or _NEVER, act.act_id)))

    def _join(self, act: Act, stages: tuple[Stage, ...], status: ActStatus) -> Act:
        """An act with its steps: the one joined before, on this day or another, where nothing of it moved."""
        held = self._joined.get(act.act_id)
        if held is None or held[0] is not act or held[1:3] != (stages, status):
            held = self._joined[act.act_id] = (act, stages, status, replace(act, stages=stages, status=status))
        return held[3]

    def act(self, act_id: str) -> Act:
        for act in self.acts:
            if act.act_id == act_id:
                return act
        return self.get(Act, act_id)

    def _status(self, act: Act) -> ActStatus:
        """The act's status on the day: a term that ends later still runs; whether one ended in fact is not known."""
        end = act.stay_to or act.expires_on
        if end and act.status == "expired" and end.first > self.on:
            return "in-force"
        return "unknown" if end and act.status == "in-force" and end.last < self.on else act.status

    @cached_property
    def _steps_by_act(self) -> dict[str, tuple[Stage, ...]]:
        steps: dict[str, list[Stage]] = {}
        for stage in sorted(self.rows(Stage), key=lambda stage: (stage.on, stage.stage_id)):
            steps.setdefault(stage.act_id, []).append(stage)
        return {act_id: tuple(stages) for act_id, stages in steps.items()}

    def complete(self, kind: str, stage: str, when: PartialDate) -> Coverage | None:
        """The coverage row that declares the register complete for such steps throughout ``when``, if any."""
        for row in self._declarations(kind, stage):
            if row.start.first <= when.first and when.last <= row.end.last:
                return row
        return None

    def may_be_complete(self, kind: str, stage: str) -> bool:
        """Whether any coverage row declares the register complete for such steps, at whatever time."""
        return bool(self._declarations(kind, stage))

    def _declarations(self, kind: str, stage: str) -> tuple[Coverage, ...]:
        self.asked.add(Coverage.table)
        if (kind, stage) not in self._declared:
            fits = (row for row in self.rows(Coverage) if row.kind in (kind, "all") and row.stage in (stage, None))
            self._declared[kind, stage] = tuple(row for row in fits if row.complete)
        return self._declared[kind, stage]

    def _merged(self, name: str) -> Iterable[Fact]:
        hypothetical = {row.key: row for row in self._overlay.get(name, ())}
        for row in self._recorded(name):
            yield hypothetical.pop(row.key, row)
        yield from hypothetical.values()

    def _recorded(self, name: str) -> Iterable[Fact]:
        """The rows that the snapshots hold, read once."""
        if name not in self._read:
            self._read[name] = tuple(self._reader(name))
        return self._read[name]

    def _exists(self, row: Fact) -> bool:
        if self.public_only and not row.public:
            return False
        begins = getattr(row, row.begins) if row.begins else None
        return begins is None or begins.first <= self.on

    def _ended(self, row: Fact) -> bool:
        ends = getattr(row, row.ends) if row.ends else None
        return ends is not None and ends.last <= self.on


_NEVER = PartialDate.of(date.max)
