"""A customer chosen by hand whose number is in use, or was a short while ago: what is said, and which number is rung."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from callbench.desk import calling
from callbench.desk.agents import add_agent
from callbench.desk.bench import Bench
from callbench.errors import Conflict
from callbench.records.calls import CallInHand, CallResult
from callbench.store import tables
from shopfloor import Shop, number

SHARED, OTHER = number(1), number(2)


def phone_of(shop: Shop, customer: UUID, e164: str) -> UUID:
    (found,) = [row.id for row in shop.all(tables.Phone) if (row.customer_id, row.e164) == (customer, e164)]
    return UUID(str(found))


def test_a_number_that_a_colleague_is_calling(bench: Bench) -> None:
    shop = Shop(bench)
    shop.item(shop.customer(phones=[SHARED]))
    assert isinstance(calling.take_next(bench, shop.agents["wang"]), CallInHand)
    item = shop.item(shop.customer(phones=[SHARED]))
    with pytest.raises(Conflict) as refused:
        calling.take_item(bench, shop.agents["li"], item)
    assert refused.value.code == "engaged"
    assert shop.row(tables.QueueItem, item).ready_at == shop.now, "nothing was put off"


def test_one_number_was_called_a_short_while_ago_and_the_other_was_not(bench: Bench, clock) -> None:
    shop = Shop(bench)
    wang, customer = shop.agents["wang"], shop.customer(phones=[SHARED, OTHER])
    first = calling.take_item(bench, wang, shop.item(shop.customer(phones=[SHARED])))
    calling.save_result(bench, wang, first.draft_id, CallResult("no_answer"))
    clock.set(shop.now + timedelta(minutes=5))
    item = shop.item(customer)
    with pytest.raises(Conflict, match="This number was called less than 60 minutes ago"):
        calling.take_item(bench, wang, item, phone_of(shop, customer, SHARED))
    assert calling.take_item(bench, wang, item).phone_id == phone_of(shop, customer, OTHER)


def test_a_supervisor_rings_the_number_that_was_chosen(bench: Bench, clock) -> None:
    shop = Shop(bench)
    wang, customer = shop.agents["wang"], shop.customer(phones=[OTHER, SHARED])
    boss = add_agent(bench, "boss", "Boss", "supervisor")
    first = calling.take_item(bench, wang, shop.item(shop.customer(phones=[SHARED])))
    calling.save_result(bench, wang, first.draft_id, CallResult("no_answer"))
    wanted = phone_of(shop, customer, SHARED)
    assert calling.take_item(bench, boss, shop.item(customer), wanted, override="They asked for it.").phone_id == wanted
