"""Consent, hours for advertising and other brakes when an item is taken; what a supervisor lets pass is recorded."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from callbench.desk import blocking, calling
from callbench.desk.bench import Bench
from callbench.desk.consents import consents_of, record_consent
from callbench.errors import Conflict, UsageProblem
from callbench.records.calls import CallInHand, CallResult, NothingNow
from callbench.records.people import Agent
from callbench.store import agents, tables
from callbench.store.tables import core
from shopfloor import Shop


def boss_of(bench: Bench) -> Agent:
    with bench.db.write() as connection:
        return agents.add(connection, "boss", "Boss", "supervisor", bench.clock.now())


def campaign(shop: Shop, **more) -> None:
    table = core(tables.Campaign)
    with shop.bench.db.write() as connection:
        connection.execute(table.update().where(table.c.id == shop.campaign_id).values(**more))


def test_a_consent_up_to_the_last_of_all_days_holds(lite: Bench) -> None:
    shop = Shop(lite)
    customer, wang = shop.customer(), shop.agents["wang"]
    record_consent(lite, wang, customer, "given", "offers", how="signed", until=99991231)
    (one,) = consents_of(lite, customer)
    assert (one.state, one.until) == ("given", None)


def test_without_consent_nobody_is_called(bench: Bench) -> None:
    shop = Shop(bench)
    campaign(shop, consent="marketing")
    willing, unasked = shop.customer("Willing"), shop.customer("Unasked")
    record_consent(bench, shop.agents["wang"], willing, "given", "Marketing", how="signed", evidence="form 214")
    items = shop.item(willing), shop.item(unasked)
    call = calling.take_next(bench, shop.agents["wang"])
    assert isinstance(call, CallInHand)
    assert call.item_id == items[0]
    assert isinstance(calling.take_next(bench, shop.agents["li"]), NothingNow)
    assert shop.row(tables.QueueItem, items[1]).closed_why == "consent"


@pytest.mark.parametrize("how", ["withdrawn", "over", "for something else"])
def test_a_consent_that_does_not_hold(lite: Bench, clock, how: str) -> None:
    shop = Shop(lite)
    campaign(shop, consent="marketing")
    customer, wang = shop.customer(), shop.agents["wang"]
    purpose = "surveys" if how == "for something else" else "marketing"
    record_consent(lite, wang, customer, "given", purpose, how="signed", until=20260305 if how == "over" else None)
    if how == "withdrawn":
        clock.set(shop.now + timedelta(minutes=1))
        record_consent(lite, wang, customer, "withdrawn", "marketing")
    if how == "over":
        clock.set(shop.now + timedelta(days=1))
    item = shop.item(customer)
    with pytest.raises(Conflict, match="has not agreed"):
        calling.take_item(lite, wang, item)
    assert consents_of(lite, customer)[-1].state == "given"


def test_a_consent_needs_its_purpose_and_how(lite: Bench) -> None:
    shop = Shop(lite)
    customer, wang = shop.customer(), shop.agents["wang"]
    for wrong in (
        {"state": "given", "purpose": " ", "how": "signed"}, {"state": "given", "purpose": "marketing"},
        {"state": "withdrawn", "purpose": "marketing"}, {"state": "given", "purpose": "x", "how": "y", "until": 20200101},
    ):  # fmt: skip
        with pytest.raises(UsageProblem):
            record_consent(lite, wang, customer, **wrong)
    assert consents_of(lite, customer) == ()


def test_advertising_has_hours_of_its_own(lite: Bench, clock) -> None:
    shop = Shop(lite)
    campaign(shop, marketing=True)
    item = shop.item(minutes=-60)
    clock.set(shop.now - timedelta(minutes=30))  # 09:30
    assert isinstance(calling.take_next(lite, shop.agents["wang"]), NothingNow)
    with pytest.raises(Conflict, match=r"10:00: outside the hours for advertising"):
        calling.take_item(lite, shop.agents["wang"], item)
    clock.set(shop.now)
    assert isinstance(calling.take_next(lite, shop.agents["wang"]), CallInHand)


def test_a_supervisor_may_override_and_it_is_recorded(lite: Bench) -> None:
    shop, boss = Shop(lite), boss_of(lite)
    item = shop.item()
    calling.save_result(
        lite,
        shop.agents["wang"],
        calling.take_item(lite, shop.agents["wang"], item).draft_id,
        CallResult("refused_now"),
    )
    with pytest.raises(Conflict, match="short while ago"):
        calling.take_item(lite, boss, item)
    with pytest.raises(UsageProblem, match="supervisors"):
        calling.take_item(lite, shop.agents["wang"], item, override="she rang back")
    assert calling.take_item(lite, boss, item, override="she rang back").item_id == item
    told = [json.loads(event.detail) for event in shop.all(tables.Event) if event.kind == "brake.overridden"]
    assert [(one["reason"], one["brake"]) for one in told] == [("she rang back", "gap")]


def test_outside_hours_a_supervisor_may_too(lite: Bench, clock) -> None:
    shop, boss = Shop(lite), boss_of(lite)
    item = shop.item()
    clock.set(shop.now + timedelta(hours=13))
    with pytest.raises(Conflict, match="outside calling hours"):
        calling.take_item(lite, boss, item)
    calling.take_item(lite, boss, item, override="flight delayed, he waits for our call")
    told = [json.loads(event.detail) for event in shop.all(tables.Event) if event.kind == "brake.overridden"]
    assert [one["brake"] for one in told] == ["hours"]


@pytest.mark.parametrize("kind", ["person", "number"])
def test_nothing_goes_before_the_do_not_call_list(lite: Bench, kind: str) -> None:
    shop, boss = Shop(lite), boss_of(lite)
    customer = shop.customer()
    item = shop.item(customer)
    if kind == "person":
        blocking.block_customer(lite, boss, customer, "asked", 20260401)
    else:
        blocking.block_number(lite, boss, shop.all(tables.Phone)[0].e164, "asked")
    with pytest.raises(Conflict):
        calling.take_item(lite, boss, item, override="important")
    assert [event.kind for event in shop.all(tables.Event)].count("brake.overridden") == 0
