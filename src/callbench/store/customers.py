"""Customers by the thousand: found for an import, written by it, and read for an export."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from callbench.records.imports import PROFILE, Card, PhoneRow, ServiceRow
from callbench.records.people import Customer, Phone, Service
from callbench.store import pools, tables, tags
from callbench.store.bulk import insert_many
from callbench.store.profiles import CUSTOMERS, MOVE_CLOCK, PHONES
from callbench.store.rows import ID, rows
from callbench.store.tables import core
from callbench.store.types import IdRun

_customer, _phone, _service = core(tables.Customer), core(tables.Phone), core(tables.ServiceRecord)
_event = core(tables.Event)
_COLUMNS = ("code", "name", "owner_id", *PROFILE)
_BLOCK = 500  # customers read at once for an export

_CARDS = select(
    _customer.c.id, _customer.c.code, _customer.c.name, _customer.c.owner_id, *(_customer.c[key] for key in PROFILE)
)
_NUMBERS = select(
    _phone.c.customer_id,
    _phone.c.position,
    _phone.c.e164,
    _phone.c.ext,
    _phone.c.kind,
    _phone.c.state,
    _phone.c.original,
).order_by(_phone.c.customer_id, _phone.c.position)
_RECORDS = select(
    _service.c.customer_id, _service.c.on_day, _service.c.item, _service.c.amount, _service.c.staff, _service.c.branch
).order_by(_service.c.customer_id, _service.c.on_day, _service.c.nth, _service.c.item)
_AMOUNTS = select(_service.c.customer_id, _service.c.on_day, _service.c.item, _service.c.amount).order_by(
    _service.c.customer_id, _service.c.nth
)
_CHANGE = (
    update(_customer)
    .where(_customer.c.id == bindparam("this", type_=ID))
    .values({key: bindparam(f"new_{key}") for key in (*_COLUMNS, "updated_at")})
)
_FILL = (
    update(_service)
    .where(
        _service.c.customer_id == bindparam("this", type_=ID), _service.c.on_day == bindparam("that_day"),
        _service.c.item == bindparam("that_item"), _service.c.amount.is_(None), _service.c.nth == 1,
    )
    .values(amount=bindparam("new_amount"))
)  # fmt: skip


def cards_for(
    connection: Connection,
    codes: Collection[str],
    numbers: Collection[str],
    emails: Collection[str],
    names: Collection[str],
) -> list[Card]:
    """The customers that have one of these numbers, phone numbers (E.164), e-mail addresses or names."""
    ids: set[UUID] = set()
    if codes:
        ids.update(
            connection.scalars(select(_customer.c.id).where(_customer.c.code != "", _customer.c.code.in_(codes)))
        )
    if numbers:
        ringing = select(_phone.c.customer_id).where(_phone.c.e164 != "", _phone.c.e164.in_(numbers))
        ids.update(connection.scalars(ringing))
    if emails:
        ids.update(connection.scalars(select(_customer.c.id).where(_customer.c.email.in_(emails))))
    if names:
        ids.update(connection.scalars(select(_customer.c.id).where(_customer.c.name.in_(names))))
    if not ids:
        return []
    cards = {
        one.id: Card(one.id, one.code, one.name, one.owner_id, {key: getattr(one, key) for key in PROFILE})
        for one in rows(connection, _CARDS.where(_customer.c.id.in_(ids)).order_by(_customer.c.id))
    }
    for number in rows(connection, _NUMBERS.where(_phone.c.customer_id.in_(ids))):
        card = cards[number.customer_id]
        card.phones.append(PhoneRow(*number[2:]))
        card.next_position = number.position + 1
    for record in rows(connection, _AMOUNTS.where(_service.c.customer_id.in_(ids))):
        cards[record.customer_id].services.setdefault((record.on_day, record.item), []).append(record.amount)
    for customer_id, words in tags.of_customers(connection, ids).items():
        cards[customer_id].tags = words
    return list(cards.values())


class Writing:
    """What one block of rows writes; `write` does it in few statements. now: of the whole import."""

    def __init__(self, now: datetime, agent_id: UUID | None, ids: IdRun) -> None:
        self._now, self._agent_id, self._id = now, agent_id, ids
        self._cards: list[Card] = []
        self._changed: dict[UUID, Card] = {}
        self._moved: list[dict[str, Any]] = []
        self._placed: set[UUID] = set()
        self._phones: list[tuple[Any, ...]] = []
        self._services: list[tuple[Any, ...]] = []
        self._filled: list[dict[str, Any]] = []
        self._events: list[tuple[Any, ...]] = []
        self._tags: list[tuple[UUID, str]] = []

    def add_card(self, card: Card) -> None:
        """A new customer; their fields are written as they are when the block ends."""
        self._cards.append(card)

    def change_card(self, card: Card, fields: Collection[str]) -> None:
        """These fields of a customer have changed."""
        if not card.is_new:  # new ones are written as they are in the end
            self._changed[card.id] = card
            if "zone" in fields:
                self._moved.append({"this": card.id, "new_zone": card.profile["zone"]})
            if pools.PLACING & set(fields):
                self._placed.add(card.id)

    def add_phone(self, customer_id: UUID, position: int, phone: PhoneRow) -> None:
        """One more number of a customer."""
        about = (phone.e164, phone.ext, phone.kind, phone.state, phone.original)
        self._phones.append((self._id(), customer_id, position, *about))

    def add_service(self, customer_id: UUID, service: ServiceRow, nth: int) -> None:
        """One more service record; nth: of equal ones."""
        what = (service.on_day, service.item, service.amount, nth, service.staff, service.branch)
        self._services.append((self._id(), customer_id, *what))

    def fill_amount(self, customer_id: UUID, service: ServiceRow) -> None:
        """The amount of a record that had none."""
        self._filled.append(
            {"this": customer_id, "that_day": service.on_day, "that_item": service.item, "new_amount": service.amount}
        )

    def add_tags(self, customer_id: UUID, words: Collection[str]) -> None:
        """Words put on a customer who does not have them yet."""
        self._tags += [(customer_id, tag) for tag in words]

    def trace(self, kind: str, customer_id: UUID, detail: Mapping[str, Any]) -> None:
        """One event about a customer."""
        text = json.dumps(detail, ensure_ascii=False)
        self._events.append((self._id(), self._now, self._agent_id, kind, "customer", customer_id, text))

    def write(self, connection: Connection) -> None:
        """Write all of it, in the order the foreign keys ask for."""
        now = self._now
        new = [(card.id, *_values(card), "active", now, now) for card in self._cards]
        insert_many(connection, _customer, ("id", *_COLUMNS, "state", "created_at", "updated_at"), new)
        if self._changed:
            named = [f"new_{key}" for key in _COLUMNS]
            connection.execute(
                _CHANGE,
                [
                    dict(zip(named, _values(card), strict=True)) | {"this": card.id, "new_updated_at": now}
                    for _key, card in sorted(self._changed.items())  # all lock in one order
                ],
            )
        if self._moved:
            connection.execute(MOVE_CLOCK, self._moved)
        pools.place_customers(connection, self._placed)
        phone = ("id", "customer_id", "position", "e164", "ext", "kind", "state", "original")
        insert_many(connection, _phone, phone, self._phones)
        service = ("id", "customer_id", "on_day", "item", "amount", "nth", "staff", "branch")
        insert_many(connection, _service, service, self._services)
        if self._filled:
            connection.execute(_FILL, self._filled)
        tags.add(connection, self._tags)
        event = ("id", "at", "agent_id", "kind", "subject", "subject_id", "detail")
        insert_many(connection, _event, event, self._events)


def _values(card: Card) -> list[Any]:
    return [card.code, card.name, card.owner_id, *(card.profile.get(key, "") for key in PROFILE)]


def customers_after(connection: Connection, last: UUID | None) -> list[tuple[Customer, tuple[Service, ...]]]:
    """The next customers after the key `last` with their numbers and services, oldest services first; at most 500.

    An export asks block by block, so that no reader stays open for long.
    """
    block = CUSTOMERS.order_by(_customer.c.id).limit(_BLOCK)
    found: list[Any] = list(rows(connection, block if last is None else block.where(_customer.c.id > last)))
    ids = [one.id for one in found]
    numbers, services = (
        {key: list(group) for key, group in groupby(rows(connection, of_these), key=lambda one: one.customer_id)}
        for of_these in (PHONES.where(_phone.c.customer_id.in_(ids)), _RECORDS.where(_service.c.customer_id.in_(ids)))
    )
    made = []
    for one in found:
        phones = tuple(Phone(*phone[1:]) for phone in numbers.get(one.id, ()))
        records = tuple(Service(*record[1:]) for record in services.get(one.id, ()))
        made.append((Customer(*[*one, phones]), records))
    return made
