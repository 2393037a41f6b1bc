"""The do-not-call list: persons and numbers. An entry holds up to and with its last day, unless it was lifted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from callbench.records.brakes import Listed
from callbench.store import tables
from callbench.store.rows import ID, PLAIN, TIME, adding, row, rows, run, sql
from callbench.store.tables import core
from callbench.store.types import new_id

FOR_EVER = 9999_12_31  # the last day of an entry without one
LAST_DAY = f"(SELECT max(coalesce(b.until_day, {FOR_EVER})) FROM do_not_call b WHERE b.lifted_at IS NULL AND "  # noqa: S608 - ours
PERSON_LAST_DAY = LAST_DAY + "b.customer_id IS NOT NULL AND b.customer_id = c.id)"
"""The last day on which customer `c` is listed, in a statement about one; NULL where they never were."""
NUMBER_LAST_DAY = LAST_DAY + "b.e164 <> '' AND b.e164 = p.e164)"
"""The same of number `p`."""

_ADD = adding(core(tables.DoNotCall))
_ENTRIES = """
SELECT b.id, b.customer_id, coalesce(c.name, '') AS customer_name, coalesce(c.code, '') AS customer_code, b.e164, b.reason,
  b.source, coalesce(m.name, '') AS made_by, b.made_at, b.until_day, b.lifted_at, coalesce(l.name, '') AS lifted_by,
  b.lift_reason
FROM do_not_call b LEFT JOIN customer c ON c.id = b.customer_id LEFT JOIN agent m ON m.id = b.made_by
LEFT JOIN agent l ON l.id = b.lifted_by
WHERE {which} ORDER BY b.made_at DESC, b.id DESC
"""
_COLUMNS: dict[str, Any] = {
    "id": ID, "customer_id": ID, "customer_name": PLAIN, "customer_code": PLAIN, "e164": PLAIN, "reason": PLAIN,
    "source": PLAIN, "made_by": PLAIN, "made_at": TIME, "until_day": PLAIN, "lifted_at": TIME, "lifted_by": PLAIN,
    "lift_reason": PLAIN,
}  # fmt: skip
_HOLDS = "b.lifted_at IS NULL AND (b.until_day IS NULL OR b.until_day >= :today)"
_HOLDING = sql(_ENTRIES.format(which=_HOLDS), columns=_COLUMNS)
_ALL = sql(_ENTRIES.format(which="1 = 1"), columns=_COLUMNS)
_OF_PERSON = sql(
    _ENTRIES.format(which="b.lifted_at IS NULL AND b.customer_id IS NOT NULL AND b.customer_id = :customer"),
    columns=_COLUMNS,
    customer=ID,
)
_OF_NUMBER = sql(_ENTRIES.format(which="b.lifted_at IS NULL AND b.e164 <> '' AND b.e164 = :e164"), columns=_COLUMNS)
_LIFT = sql(
    "UPDATE do_not_call SET lifted_at = :now, lifted_by = :agent, lift_reason = :reason "
    "WHERE id = :entry AND lifted_at IS NULL",
    entry=ID, agent=ID, now=TIME,
)  # fmt: skip
_REMOVE = sql("DELETE FROM do_not_call WHERE id = :entry", entry=ID)
_STATE = sql("SELECT state FROM customer WHERE id = :customer", columns={"state": PLAIN}, customer=ID)
_NUMBERS_TO = sql(
    f"SELECT min(coalesce({NUMBER_LAST_DAY}, 0)) AS listed_to FROM phone p "  # noqa: S608 - ours
    "WHERE p.customer_id = :customer AND p.state = 'valid' AND p.e164 <> ''",
    columns={"listed_to": PLAIN},
    customer=ID,
)
_PERSON_TO = sql(
    f"SELECT max(coalesce(until_day, {FOR_EVER})) AS listed_to FROM do_not_call "  # noqa: S608 - ours
    "WHERE lifted_at IS NULL AND customer_id IS NOT NULL AND customer_id = :customer",
    columns={"listed_to": PLAIN},
    customer=ID,
)
_WITH_NUMBER = sql(
    "SELECT DISTINCT customer_id FROM phone WHERE e164 <> '' AND e164 = :e164 AND state = 'valid'",
    columns={"customer_id": ID},
)
_BY_CODE = sql("SELECT id FROM customer WHERE code <> '' AND code = :code", columns={"id": ID})


def numbers_listed_to(connection: Connection, customer_id: UUID) -> int:
    """The last business day on which every valid number of a customer is listed; 0: one is not, or there is none."""
    found = row(connection, _NUMBERS_TO, {"customer": customer_id})
    return int(found.listed_to or 0)


def person_listed_to(connection: Connection, customer_id: UUID) -> int:
    """The last business day on which a customer is listed as a person; 0: they never were."""
    found = row(connection, _PERSON_TO, {"customer": customer_id})
    return int(found.listed_to or 0)


def customers_with(connection: Connection, e164: str) -> list[UUID]:
    """Who has this number, as one that may be called."""
    return [found.customer_id for found in rows(connection, _WITH_NUMBER, {"e164": e164})]


def add(connection: Connection, values: Mapping[str, Any], now: datetime) -> UUID:
    """A new entry; its id. values: customer_id or e164, reason, source, made_by, until_day."""
    entry_id = new_id(now)
    run(connection, _ADD, {"id": entry_id, "made_at": now, **values})
    return entry_id


def lift(connection: Connection, entry_id: UUID, agent_id: UUID, reason: str, now: datetime) -> bool:
    """End an entry; False when it was lifted before."""
    return run(connection, _LIFT, {"entry": entry_id, "agent": agent_id, "reason": reason, "now": now}) == 1


def remove(connection: Connection, entry_id: UUID) -> None:
    """Take an entry back as if it had not been made; the trace tells of it."""
    run(connection, _REMOVE, {"entry": entry_id})


def entries(connection: Connection, today: int, *, everything: bool = False) -> tuple[Listed, ...]:
    """The entries that hold on a business day, the newest first; everything: also those that were lifted or are over."""
    found = rows(connection, _ALL) if everything else rows(connection, _HOLDING, {"today": today})
    return tuple(Listed(*one) for one in found)


def of_person(connection: Connection, customer_id: UUID) -> tuple[Listed, ...]:
    """A customer's entries that were not lifted."""
    return tuple(Listed(*one) for one in rows(connection, _OF_PERSON, {"customer": customer_id}))


def of_number(connection: Connection, e164: str) -> tuple[Listed, ...]:
    """A number's entries that were not lifted."""
    return tuple(Listed(*one) for one in rows(connection, _OF_NUMBER, {"e164": e164}))


def state_of(connection: Connection, customer_id: UUID) -> str:
    """active, inactive or do_not_call; "" when there is no such customer."""
    found = row(connection, _STATE, {"customer": customer_id})
    return "" if found is None else str(found.state)


def customer_with_code(connection: Connection, code: str) -> UUID | None:
    """The customer of this code, None when there is none."""
    found = row(connection, _BY_CODE, {"code": code})
    return None if found is None else found.id
