"""The docket: what each watch saw, the alerts it raised, and what people did about them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from contrapeso.core.errors import LedgerError, UnknownName
from contrapeso.core.identity import hash_bytes
from contrapeso.core.text import Text
from contrapeso.ledger import audit, models
from contrapeso.ledger.clock import stamp
from contrapeso.ledger.register import Register

AlertState = Literal["open", "acknowledged", "answered", "closed"]
Action = Literal["acknowledge", "answer"]
REACHED: Mapping[Action, AlertState] = {"acknowledge": "acknowledged", "answer": "answered"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A change as it was told, and what became of it."""

    id: str
    country: str
    rule: str
    kind: str
    subject: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    cause: Mapping[str, Any]
    on: date
    title: Text
    public: bool = True
    """Whether every row that it tells of may be shown to anybody."""
    parts: Sequence[str] = ()
    watch_seq: int = 0
    raised_on: date = date.min
    raised_at: str = ""
    state: AlertState = "open"
    closed_on: date | None = None
    closed_by: Mapping[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        plain = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("title", "watch_seq")}
        dates = {name: value.isoformat() for name, value in plain.items() if isinstance(value, date)}
        return {**plain, **dates, "title": {"es": self.title.es, "en": self.title.en}, "parts": list(self.parts)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody did about an alert."""

    seq: int
    alert_id: str
    action: Action
    actor: str
    note: str | None
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A watch that was made: its days, what it read, and what it saw on the last of them."""

    country: str
    since: date
    on: date
    code_version: str
    sources: Sequence[str]
    snapshots: Sequence[str]
    """``source/id`` of each snapshot read."""
    seen: Mapping[str, Any]
    at: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """An alert that closes, by what cause and on which day."""

    alert_id: str
    cause: Mapping[str, Any]
    on: date


class Docket:
    """Reads and writes watches and alerts; every write is one transaction with its audit entries."""

    def __init__(self, register: Register) -> None:
        self.register = register

    def watches(self, country: str, within: Collection[str] | None = None) -> tuple[Watch, ...]:
        """Earlier watches of a country, oldest first; with ``within``, those that read no other source."""
        query = sa.select(models.watch).where(models.watch.c.country == country).order_by(models.watch.c.seq)
        with self.register.reading() as connection:
            rows = connection.execute(query).mappings().all()
        made = (Watch(**{name: row[name] for name in row if name != "state_id"}, seen={}) for row in rows)
        return tuple(one for one in made if within is None or set(one.sources) <= set(within))

    def seen(self, watch: Watch) -> Mapping[str, Any]:
        """What a watch saw."""
        query = (
            sa.select(models.watch_state.c.seen)
            .join(models.watch, models.watch.c.state_id == models.watch_state.c.id)
            .where(models.watch.c.seq == watch.seq)
        )
        with self.register.reading() as connection:
            found: Mapping[str, Any] = json.loads(connection.execute(query).scalar_one())
        return found

    def alerts(self, country: str | None = None) -> tuple[Alert, ...]:
        """Every alert (of a country), in the order in which they were raised."""
        table = models.alert
        query = sa.select(table).order_by(table.c.watch_seq, table.c.on, table.c.id)
        if country is not None:
            query = query.where(table.c.country == country)
        with self.register.reading() as connection:
            return tuple(_alert(row) for row in connection.execute(query).mappings())

    def entries(self, country: str | None = None) -> tuple[Entry, ...]:
        """What people did, oldest first."""
        table = models.docket
        query = sa.select(table).order_by(table.c.seq)
        if country is not None:
            query = query.where(table.c.country == country)
        with self.register.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(Entry(**{name: row[name] for name in row if name != "country"}) for row in rows)

    def record(
        self, watch: Watch, raised: Iterable[Alert], endings: Iterable[Ending], *, actor: str = "system"
    ) -> tuple[Alert, ...]:
        """Keep a watch, what it raised and what it closed, all or nothing; the alerts that nobody had raised before."""
        seen = audit.canonical(watch.seen)
        with self.register.writing() as connection:
            seq, at = self._record_watch(connection, watch, seen, actor)
            kept = []
            for alert in raised:
                if _row(connection, alert.country, alert.id) is None:
                    row = _alert_row(alert) | {"watch_seq": seq, "raised_on": watch.on, "raised_at": at}
                    connection.execute(models.alert.insert().values(**row))
                    self._append(connection, actor, "alert-raised", alert.country, alert.id)
                    kept.append(alert.id)
            for ending in endings:
                self._close(connection, watch.country, ending, actor)
            rows = {alert_id: _row(connection, watch.country, alert_id) for alert_id in kept}
        return tuple(_alert(row) for row in rows.values() if row is not None)

    def act(self, alert_id: str, action: Action, *, actor: str, note: str | None = None) -> tuple[Alert, ...]:
        """Acknowledge or answer an alert; the alert as it then stands, for each country that has one so called."""
        table = models.alert
        with self.register.writing() as connection:
            query = sa.select(table).where(table.c.id.startswith(alert_id, autoescape=True))
            rows = connection.execute(query).mappings().all()
            names = {row["id"] for row in rows}
            if len(names) != 1 or not alert_id:
                raise _unknown(alert_id, sorted(names))
            for row in rows:
                self._act(connection, row, action, actor, note)
            return tuple(_alert(found) for row in rows if (found := _row(connection, row["country"], row["id"])))

    def _act(self, connection: sa.Connection, row: sa.RowMapping, action: Action, actor: str, note: str | None) -> None:
        if row["state"] == "closed":
            raise _is_closed(row["id"])
        state = "answered" if row["state"] == "answered" else REACHED[action]
        self._set(connection, row["country"], row["id"], state=state)
        self._append(connection, actor, f"alert-{REACHED[action]}", row["country"], row["id"])
        now, seq = self.register.clock(), audit.next_seq(connection)
        entry = {
            "seq": seq, "alert_id": row["id"], "country": row["country"], "action": action, "actor": actor,
            "note": note, "at": stamp(now),
        }  # fmt: skip
        connection.execute(models.docket.insert().values(**entry))
        audit.append(connection, audit.Deed(actor, action, f"docket/{seq}", entry), now)

    def _record_watch(self, connection: sa.Connection, watch: Watch, seen: str, actor: str) -> tuple[int, str]:
        now, state_id, table = self.register.clock(), hash_bytes(seen.encode()), models.watch_state
        if connection.execute(sa.select(table.c.id).where(table.c.id == state_id)).first() is None:
            connection.execute(table.insert().values(id=state_id, seen=seen))
        seq = audit.next_seq(connection)
        row = {
            "seq": seq, "country": watch.country, "since": watch.since, "on": watch.on,
            "at": stamp(now), "code_version": watch.code_version, "sources": sorted(watch.sources),
            "snapshots": sorted(watch.snapshots), "state_id": state_id,
        }  # fmt: skip
        connection.execute(models.watch.insert().values(**row))
        audit.append(connection, audit.Deed(actor, "watch", f"watch/{watch.country}/{row['seq']}", row), now)
        return seq, stamp(now)

    def _close(self, connection: sa.Connection, country: str, ending: Ending, actor: str) -> None:
        row = _row(connection, country, ending.alert_id)
        if row is None or row["state"] == "closed":
            return
        self._set(
            connection, country, ending.alert_id, state="closed", closed_on=ending.on, closed_by=dict(ending.cause)
        )
        self._append(connection, actor, "alert-closed", country, ending.alert_id)

    def _set(self, connection: sa.Connection, country: str, alert_id: str, **values: Any) -> None:
        table = models.alert
        same = (table.c.id == alert_id) & (table.c.country == country)
        connection.execute(table.update().where(same).values(**values))

    def _append(self, connection: sa.Connection, actor: str, action: str, country: str, alert_id: str) -> None:
        row = _row(connection, country, alert_id)
        assert row is not None
        deed = audit.Deed(actor, action, f"alert/{country}/{alert_id}", dict(row))
        audit.append(connection, deed, self.register.clock())


def _row(connection: sa.Connection, country: str, alert_id: str) -> sa.RowMapping | None:
    table = models.alert
    query = sa.select(table).where((table.c.id == alert_id) & (table.c.country == country))
    return connection.execute(query).mappings().first()


def _alert_row(alert: Alert) -> dict[str, Any]:
    plain = {one.name: getattr(alert, one.name) for one in fields(alert) if one.name != "title"}
    return {**plain, "parts": list(alert.parts), "title_es": alert.title.es, "title_en": alert.title.en}


def _alert(row: sa.RowMapping) -> Alert:
    plain = {name: row[name] for name in row if name not in ("title_es", "title_en")}
    return Alert(**plain, title=Text(es=row["title_es"], en=row["title_en"]))


def _unknown(alert_id: str, names: Sequence[str]) -> UnknownName:
    if names:
        listed = ", ".join(names[:5])
        return UnknownName(
            Text(es=f"varios avisos empiezan así: {listed}", en=f"several alerts begin so: {listed}"),
            Text(es="escriba más letras del identificador", en="give more letters of the id"),
        )
    return UnknownName(
        Text(es=f"no hay aviso {alert_id!r}", en=f"there is no alert {alert_id!r}"),
        Text(es="use contrapeso docket para verlos", en="use contrapeso docket to see them"),
    )


def _is_closed(alert_id: str) -> LedgerError:
    return LedgerError(
        Text(es=f"el aviso {alert_id} ya está cerrado", en=f"the alert {alert_id} is closed already"),
        Text(es="solo se atienden avisos abiertos", en="only open alerts can be attended to"),
    )
