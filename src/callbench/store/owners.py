"""Whose customers are whose, and how many."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from callbench.store import pools, tables
from callbench.store.rows import ID, LATEST, PLAIN, TIME, row, rows, run, sql
from callbench.store.tables import core

_customer = core(tables.Customer)
_SET = sql(
    "UPDATE customer SET owner_id = :owner, updated_at = :now WHERE id = :customer", owner=ID, customer=ID, now=TIME
)
_LOADS = sql(
    """
SELECT c.owner_id, count(*) AS customers,
  sum((SELECT count(*) FROM queue_item i WHERE i.customer_id = c.id AND i.state <> 'done')) AS waiting
FROM customer c WHERE c.state = 'active' GROUP BY c.owner_id
""",
    columns={"owner_id": ID, "customers": PLAIN, "waiting": PLAIN},
)
_CHANGES = "SELECT id, subject_id, detail FROM event WHERE subject = 'handover' ORDER BY {latest} LIMIT 1"
_LAST = {
    dialect: sql(
        _CHANGES.format(latest=order.format(table="event")), columns={"id": ID, "subject_id": ID, "detail": PLAIN}
    )
    for dialect, order in LATEST.items()
}


def loads(connection: Connection) -> Sequence[Any]:
    """owner_id (None for nobody), active customers, and how many of their items are not done."""
    return rows(connection, _LOADS)


def chosen(
    connection: Connection, *, owners: Collection[UUID | None] = (), classes: Collection[str] = (), branches: Collection[str] = (),
    skills: Collection[str] = (), ids: Collection[UUID] = (),
) -> Sequence[Any]:  # fmt: skip
    """Active customers (id, owner_id) by key, of those named by all that is said. owners: None for nobody's."""
    wanted = [_customer.c.state == "active"]
    if owners:
        named = _customer.c.owner_id.in_([one for one in owners if one is not None])
        wanted.append(named | _customer.c.owner_id.is_(None) if None in owners else named)
    for column, values in (
        (_customer.c.customer_class, classes), (_customer.c.branch, branches), (_customer.c.skill, skills),
        (_customer.c.id, ids),
    ):  # fmt: skip
        if values:
            wanted.append(column.in_(list(values)))
    return rows(connection, select(_customer.c.id, _customer.c.owner_id).where(*wanted).order_by(_customer.c.id))


def give(connection: Connection, owners: Mapping[UUID, UUID | None], now: datetime) -> None:
    """Set owners, customer → agent or None; what waits of them lies with the new ones."""
    for customer_id, owner_id in owners.items():
        run(connection, _SET, {"customer": customer_id, "owner": owner_id, "now": now})
    pools.place_customers(connection, list(owners))


def last_change(connection: Connection) -> Any:
    """The newest change of owners that was recorded: id, subject_id, detail (JSON); None when there is none."""
    return row(connection, _LAST[connection.dialect.name])
