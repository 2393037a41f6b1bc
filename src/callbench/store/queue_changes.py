"""Items that are to be changed together, and the changes that were made so."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from callbench.store import attempts
from callbench.store.rows import FLAG, ID, LATEST, PLAIN, TIME, row, rows, run, sql

BATCH, CHANGED_ITEM = "queue_batch", "queue.item_changed"
"""The subject of a change of many in the trace, and the kind of the entry each item has."""
_FEW = 400  # items asked for at a time
_FACTS = """
SELECT i.id, i.customer_id, i.campaign_id, i.state, i.agreed, i.priority, i.ready_at, i.due_on, i.zone, i.agent_id, i.closed_why,
  c.name AS customer_name, c.state AS customer_state, c.owner_id, coalesce(o.name, '') AS owner,
  h.held_by IS NOT NULL AS in_hand, coalesce(ha.name, '') AS held_by, f.id AS follow_up_id, f.due_at AS promised,
  EXISTS (SELECT 1 FROM phone p WHERE p.customer_id = c.id AND p.state = 'valid' AND p.e164 <> '') AS has_number,
  k.state AS campaign_state
FROM queue_item i JOIN customer c ON c.id = i.customer_id JOIN campaign k ON k.id = i.campaign_id
LEFT JOIN agent o ON o.id = c.owner_id
LEFT JOIN queue_item h ON h.state = 'held' AND h.customer_id = i.customer_id LEFT JOIN agent ha ON ha.id = h.held_by
LEFT JOIN follow_up f ON f.item_id = i.id AND f.state = 'open'
WHERE i.id IN :ids ORDER BY i.id{lock}
"""
_COLUMNS: dict[str, Any] = {
    "id": ID, "customer_id": ID, "campaign_id": ID, "state": PLAIN, "agreed": FLAG, "priority": PLAIN, "ready_at": TIME,
    "due_on": PLAIN, "zone": PLAIN, "agent_id": ID, "closed_why": PLAIN, "customer_name": PLAIN, "customer_state": PLAIN,
    "owner_id": ID, "owner": PLAIN, "in_hand": FLAG, "held_by": PLAIN, "follow_up_id": ID, "promised": TIME,
    "has_number": FLAG, "campaign_state": PLAIN,
}  # fmt: skip
_READ = sql(_FACTS.format(lock=""), "ids", columns=_COLUMNS, ids=ID)
_LOCKED = {"sqlite": _READ, "postgresql": sql(_FACTS.format(lock=" FOR UPDATE OF i"), "ids", columns=_COLUMNS, ids=ID)}
_LOCK_CUSTOMERS = sql(  # customers are locked before their items, as everywhere
    "SELECT id FROM customer WHERE id IN (SELECT customer_id FROM queue_item WHERE id IN :ids) ORDER BY id FOR NO KEY UPDATE",
    "ids", columns={"id": ID}, ids=ID,
)  # fmt: skip
_PRIORITY = sql("UPDATE queue_item SET priority = :priority WHERE id = :item", item=ID)
_READ_PRIORITY = sql("SELECT priority FROM queue_item WHERE id = :item", columns={"priority": PLAIN}, item=ID)
_WAITING = sql(
    "SELECT id FROM queue_item WHERE customer_id = :customer AND state <> 'done' ORDER BY id",
    columns={"id": ID}, customer=ID,
)  # fmt: skip
_FOLLOW_UPS = sql(
    "SELECT id, state, closed_at, closed_by, closed_why FROM follow_up WHERE customer_id = :customer ORDER BY id",
    columns={"id": ID, "state": PLAIN, "closed_at": TIME, "closed_by": ID, "closed_why": PLAIN}, customer=ID,
)  # fmt: skip
_CHANGES = "SELECT agent_id, kind, subject_id, detail FROM event WHERE subject = 'queue_batch' {which}ORDER BY {latest} LIMIT {n}"
_EVENT: dict[str, Any] = {"agent_id": ID, "kind": PLAIN, "subject_id": ID, "detail": PLAIN}
_OF_BATCH = {
    dialect: sql(
        _CHANGES.format(which="AND subject_id = :batch ", latest=order.format(table="event"), n=1),
        columns=_EVENT, batch=ID,
    )
    for dialect, order in LATEST.items()
}  # fmt: skip
_LAST_OF = {
    dialect: sql(
        _CHANGES.format(which="AND agent_id = :agent ", latest=order.format(table="event"), n=1),
        columns=_EVENT, agent=ID,
    )
    for dialect, order in LATEST.items()
}  # fmt: skip


class Batch(NamedTuple):
    """A change of many as the trace has it. kind: queue.changed, or queue.undone once it was taken back."""

    batch: UUID
    agent_id: UUID
    kind: str
    detail: dict[str, Any]


def facts(connection: Connection, ids: Sequence[UUID], *, lock: bool) -> dict[UUID, Any]:
    """What decides whether and how items change, by their keys; lock: nobody else changes them until the end."""
    statement = _LOCKED[connection.dialect.name] if lock else _READ
    wanted = sorted(set(ids))
    found: dict[UUID, Any] = {}
    if lock and connection.dialect.name == "postgresql":
        for at in range(0, len(wanted), _FEW):
            rows(connection, _LOCK_CUSTOMERS, {"ids": wanted[at : at + _FEW]})
    for at in range(0, len(wanted), _FEW):
        found |= {one.id: one for one in rows(connection, statement, {"ids": wanted[at : at + _FEW]})}
    return found


def state(connection: Connection, item_id: UUID) -> dict[str, Any]:
    """All that a change may touch of an item, as it stands."""
    return attempts.item_state(connection, item_id) | {
        "priority": row(connection, _READ_PRIORITY, {"item": item_id}).priority
    }


def write(connection: Connection, item_id: UUID, values: Mapping[str, Any]) -> None:
    """Write all that `state` returns."""
    rest = dict(values)
    run(connection, _PRIORITY, {"item": item_id, "priority": rest.pop("priority")})
    attempts.set_item(connection, item_id, rest)


def waiting_of(connection: Connection, customer_id: UUID) -> list[UUID]:
    """A customer's items that are not done."""
    return [one.id for one in rows(connection, _WAITING, {"customer": customer_id})]


def follow_ups_of(connection: Connection, customer_id: UUID) -> dict[UUID, dict[str, Any]]:
    """The state of a customer's follow-ups, and how each was closed."""
    found = rows(connection, _FOLLOW_UPS, {"customer": customer_id})
    return {
        one.id: {"state": one.state, "closed_at": one.closed_at, "closed_by": one.closed_by, "closed_why": one.closed_why}
        for one in found
    }  # fmt: skip


def batch_of(connection: Connection, batch: UUID) -> Batch | None:
    """A change of many by its key."""
    return _batch(row(connection, _OF_BATCH[connection.dialect.name], {"batch": batch}))


def last_batch_of(connection: Connection, agent_id: UUID) -> Batch | None:
    """The change of many that this agent made, or took back, last."""
    return _batch(row(connection, _LAST_OF[connection.dialect.name], {"agent": agent_id}))


def _batch(found: Any) -> Batch | None:
    return None if found is None else Batch(found.subject_id, found.agent_id, found.kind, json.loads(found.detail))


def typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of an item or a follow-up as the trace keeps them, with times and keys again."""
    found = dict(values)
    for name in found.keys() & {"ready_at", "released_at", "touched_at", "last_at", "closed_at"}:
        found[name] = None if found[name] is None else datetime.fromisoformat(found[name])
    for name in found.keys() & {"agent_id", "held_by", "closed_by"}:
        found[name] = None if found[name] is None else UUID(found[name])
    return found


def plain(detail: dict[str, Any]) -> dict[str, Any]:
    """Keys as text also deep inside, as the trace keeps them."""
    return {name: _text(value) for name, value in detail.items()}


def _text(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): _text(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_text(one) for one in value]
    return value
