"""What a filter of the queue asks, as conditions on items."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, or_, select

from callbench.records.queue_filter import Named, QueueFilter
from callbench.store import tables
from callbench.store.rows import ID, PLAIN, rows, sql
from callbench.store.tables import core

_item, _customer = core(tables.QueueItem), core(tables.Customer)
_CAMPAIGNS = sql(
    "SELECT id, code, name FROM campaign ORDER BY state = 'closed', created_at DESC, code LIMIT 500",
    columns={"id": ID, "code": PLAIN, "name": PLAIN},
)


def conditions(only: QueueFilter) -> list[Any]:
    """All that is asked but the groups and the text, none for an empty filter.

    An owner is who would make the call: the item's own agent, else its customer's owner.
    """
    wanted: list[Any] = []
    if only.campaigns:
        wanted.append(_item.c.campaign_id.in_(only.campaigns))
    for column, (least, most) in ((_item.c.attempts, only.tries), (_item.c.due_on, only.due)):
        if least is not None:
            wanted.append(column >= least)
        if most is not None:
            wanted.append(column <= most)
    theirs: list[Any] = []
    if only.classes:
        theirs.append(_customer.c.customer_class.in_(only.classes))
    if only.owners:
        whose = func.coalesce(_item.c.agent_id, _customer.c.owner_id)
        named = [owner for owner in only.owners if owner is not None]
        either = [whose.in_(named)] if named else []
        theirs.append(or_(*either, *([whose.is_(None)] if None in only.owners else [])))
    if theirs:
        # asked item by item: a page of a common kind ends long before all customers are read
        wanted.append(
            select(_customer.c.id).where(_customer.c.id == _item.c.customer_id, *theirs).correlate(_item).exists()
        )
    return wanted


def campaigns_offered(connection: Connection) -> tuple[Named, ...]:
    """The campaigns a filter may name, those that are not closed first, the newest of them first."""
    return tuple(Named(*one) for one in rows(connection, _CAMPAIGNS))
