"""What customers agreed to, and took back: rows are only added, the latest of a purpose counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from callbench.records.brakes import ConsentLine
from callbench.store import tables
from callbench.store.rows import ID, PLAIN, TIME, adding, rows, run, sql
from callbench.store.tables import core
from callbench.store.types import new_id

_ADD = adding(core(tables.Consent))
_OF_CUSTOMER = sql(
    """
SELECT n.purpose, n.state, n.how, n.at, n.until, n.evidence, coalesce(a.name, '') AS recorded_by
FROM consent n LEFT JOIN agent a ON a.id = n.recorded_by WHERE n.customer_id = :customer
ORDER BY n.at DESC, n.id DESC
""",
    columns={
        "purpose": PLAIN, "state": PLAIN, "how": PLAIN, "at": TIME, "until": TIME, "evidence": PLAIN, "recorded_by": PLAIN,
    },
    customer=ID,
)  # fmt: skip


def add(connection: Connection, values: Mapping[str, Any], now: datetime) -> UUID:
    """One more word of a customer; its id. values: customer_id, purpose, state, how, at, until, evidence, recorded_by."""
    consent_id = new_id(now)
    run(connection, _ADD, {"id": consent_id, "recorded_at": now, **values})
    return consent_id


def of_customer(connection: Connection, customer_id: UUID) -> tuple[ConsentLine, ...]:
    """Everything a customer agreed to or took back, the latest first."""
    return tuple(ConsentLine(*found) for found in rows(connection, _OF_CUSTOMER, {"customer": customer_id}))
