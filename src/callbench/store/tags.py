"""The words a shop puts on its customers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import Connection, select

from callbench.store import tables
from callbench.store.rows import ID, PLAIN, rows, run, sql
from callbench.store.tables import core

_tag = core(tables.CustomerTag)
_ADD = sql(
    "INSERT INTO customer_tag (customer_id, tag) VALUES (:customer_id, :tag) ON CONFLICT DO NOTHING", customer_id=ID
)
_OF = sql(
    "SELECT tag FROM customer_tag WHERE customer_id = :customer ORDER BY tag", columns={"tag": PLAIN}, customer=ID
)
_COUNTS = sql(
    "SELECT tag, count(*) AS n FROM customer_tag GROUP BY tag ORDER BY tag", columns={"tag": PLAIN, "n": PLAIN}
)
_REMOVE = sql("DELETE FROM customer_tag WHERE customer_id = :customer AND tag = :tag", customer=ID)


def of_customer(connection: Connection, customer_id: UUID) -> tuple[str, ...]:
    """The tags of a customer."""
    return tuple(found.tag for found in rows(connection, _OF, {"customer": customer_id}))


def of_customers(connection: Connection, ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """The tags of some customers; who has none is missing."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for one in rows(connection, select(_tag.c.customer_id, _tag.c.tag).where(_tag.c.customer_id.in_(ids))):
        found[one.customer_id].add(one.tag)
    return found


def counts(connection: Connection) -> dict[str, int]:
    """Every tag, and how many customers have it."""
    return {found.tag: int(found.n) for found in rows(connection, _COUNTS)}


def add(connection: Connection, pairs: Iterable[tuple[UUID, str]]) -> None:
    """Put tags on customers; those they have already stay."""
    if values := [{"customer_id": customer, "tag": tag} for customer, tag in pairs]:
        run(connection, _ADD, values)


def remove(connection: Connection, customer_id: UUID, tag: str) -> None:
    """Take a tag off a customer."""
    run(connection, _REMOVE, {"customer": customer_id, "tag": tag})
