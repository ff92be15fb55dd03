"""The audit trail: a chain of hashes in which no entry can be changed, dropped or slipped in unseen."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from contrapeso.core.errors import LedgerError
from contrapeso.core.identity import hash_bytes, hash_object
from contrapeso.core.text import Text
from contrapeso.ledger.clock import stamp

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

GENESIS = "0" * 64
"""What the first entry names as its previous hash."""
HASHED = ("seq", "at", "actor", "action", "subject", "payload", "previous")


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first entry of the trail (or record it vouches for) that does not hold."""

    seq: int
    subject: str
    why: Text


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done to the ledger: who did what to which subject, with what it recorded."""

    actor: str
    action: str
    subject: str
    payload: Mapping[str, object]


def canonical(payload: Mapping[str, object]) -> str:
    """JSON with sorted keys and no blanks: the same content, the same text."""
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def next_seq(connection: Connection) -> int:
    """Lock the end of the chain for this transaction; the number the next entry will bear."""
    return _head(connection)[0] + 1


def append(connection: Connection, deed: Deed, at: datetime) -> int:
    """Add an entry inside the transaction that does what it records; its number."""
    from contrapeso.ledger.models import audit, audit_head

    seq, previous = _head(connection)
    entry: dict[str, Any] = {
        "seq": seq + 1,
        "at": stamp(at),
        "actor": deed.actor,
        "action": deed.action,
        "subject": deed.subject,
        "payload": canonical(deed.payload),
        "previous": previous,
    }
    entry["hash"] = hash_object(entry)
    connection.execute(audit.insert().values(**entry))
    connection.execute(audit_head.update().where(audit_head.c.id == 1).values(seq=seq + 1, hash=entry["hash"]))
    return seq + 1


def _head(connection: Connection) -> tuple[int, str]:
    from contrapeso.ledger.models import audit_head

    query = audit_head.select().where(audit_head.c.id == 1).with_for_update()
    found = connection.execute(query).one_or_none()
    if found is None:
        raise LedgerError(
            Text(
                es="el registro perdió el final de su cadena de auditoría",
                en="the register lost the end of its audit chain",
            ),
            Text(es="restaure el registro de una copia", en="restore the register from a copy"),
        )
    return found.seq, found.hash


def verify(connection: Connection) -> BrokenLink | None:
    """The first broken link of the trail, or None if all of it holds."""
    from contrapeso.ledger.models import audit, audit_head

    previous, seq = GENESIS, 0
    for row in connection.execute(audit.select().order_by(audit.c.seq)).mappings():
        entry = dict(row)
        why = _fault_of(entry, seq + 1, previous)
        if why:
            return BrokenLink(seq + 1, str(entry["subject"]), why)
        previous, seq = entry["hash"], seq + 1
    head = connection.execute(audit_head.select()).all()
    if [tuple(row) for row in head] != [(1, seq, previous)]:
        return BrokenLink(seq + 1, "audit_head", _CUT)
    return _verify_rows(connection)


def _fault_of(entry: Mapping[str, Any], seq: int, previous: str) -> Text | None:
    if entry["seq"] != seq:
        return _GAP
    if entry["previous"] != previous:
        return _UNLINKED
    return None if hash_object({name: entry[name] for name in HASHED}) == entry["hash"] else _CHANGED


def _verify_rows(connection: Connection) -> BrokenLink | None:
    """The first snapshot, alert or docket entry that differs from what the trail recorded, or that one side lacks."""
    from contrapeso.ledger.models import alert, docket, snapshot, watch

    vouched: tuple[tuple[Table, Collection[str], str], ...] = (
        (snapshot, SNAPSHOT_ACTIONS, "{source}/{id}"),
        (alert, ALERT_ACTIONS, "alert/{country}/{id}"),
        (docket, DOCKET_ACTIONS, "docket/{seq}"),
        (watch, WATCH_ACTIONS, "watch/{country}/{seq}"),
    )
    broken = next((broken for one in vouched if (broken := _verify_table(connection, *one))), None)
    return broken or _verify_sights(connection)


def _verify_sights(connection: Connection) -> BrokenLink | None:
    """The first thing seen by a watch that does not give the hash under which it is kept."""
    from contrapeso.ledger.models import watch_state

    for row in connection.execute(watch_state.select()):
        if hash_bytes(row.seen.encode()) != row.id:
            return BrokenLink(0, f"watch_state/{row.id}", _CHANGED)
    return None


def _verify_table(connection: Connection, table: Table, actions: Collection[str], subject_of: str) -> BrokenLink | None:
    from contrapeso.ledger.models import audit

    recorded: dict[str, tuple[int, str]] = {}
    query = audit.select().where(audit.c.action.in_(sorted(actions))).order_by(audit.c.seq)
    for entry in connection.execute(query):
        recorded[entry.subject] = (entry.seq, entry.payload)
    stored = {subject_of.format(**row): dict(row) for row in connection.execute(table.select()).mappings()}
    for subject, (seq, payload) in recorded.items():
        if subject not in stored or canonical(stored[subject]) != payload:
            return BrokenLink(seq, subject, _DIFFERS)
    unrecorded = sorted(set(stored) - set(recorded))
    return BrokenLink(0, unrecorded[0], _UNRECORDED) if unrecorded else None


SNAPSHOT_ACTIONS = ("ingest", "ingest-again")
ALERT_ACTIONS = ("alert-raised", "alert-acknowledged", "alert-answered", "alert-closed")
DOCKET_ACTIONS = ("acknowledge", "answer")
WATCH_ACTIONS = ("watch",)
_GAP = Text(es="falta la entrada, o su número cambió", en="the entry is missing, or its number was changed")
_UNLINKED = Text(es="no enlaza con la entrada anterior", en="it does not link to the entry before it")
_CHANGED = Text(es="su contenido no da su hash", en="its content does not give its hash")
_CUT = Text(es="la cadena no llega a su final registrado", en="the chain does not reach its recorded end")
_DIFFERS = Text(es="la fila difiere de lo que la auditoría registró", en="the row differs from what the trail recorded")
_UNRECORDED = Text(es="fila sin entrada de auditoría", en="row without an audit entry")
