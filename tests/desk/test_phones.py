"""Several numbers of one customer: each dialled is an attempt of its own, and the next one is offered where the brakes allow."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from callbench.config import load_settings
from callbench.desk import calling, phones
from callbench.desk.bench import Bench
from callbench.errors import Conflict, UsageProblem
from callbench.records.calls import CallResult, FollowUpWish
from callbench.rules.outcomes import OUTCOMES, SHIPPED
from callbench.store import profiles, tables
from shopfloor import Shop, at, number

MOBILE, SECOND, THIRD = number(501), number(502), number(503)


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return Shop(bench)


def lines(bench: Bench, draft_id: UUID) -> list[tuple[str, bool, str]]:
    return [(line.phone.e164, line.in_use, line.why_not) for line in phones.numbers_of(bench, draft_id)]


@pytest.mark.parametrize("outcome", ["no_answer", "switched_off", "wrong_person", "wrong_number"])
def test_the_next_number_is_tried_at_once_as_an_attempt_of_its_own(bench: Bench, shop: Shop, outcome: str) -> None:
    wang = shop.agents["wang"]
    item = shop.item(shop.customer(phones=[MOBILE, SECOND]))
    shop.item()
    call = calling.take_item(bench, wang, item)
    assert lines(bench, call.draft_id) == [(MOBILE, True, ""), (SECOND, False, "")]
    saved = calling.save_result(bench, wang, call.draft_id, CallResult(outcome))
    other = saved.other
    assert other is not None
    assert (other.e164, other.at, other.why_not) == (SECOND, shop.now, "")
    again = calling.take_item(bench, wang, item, other.phone_id)
    assert (again.item_id, again.phone_id, again.why.attempt) == (item, other.phone_id, 2)
    bad = SHIPPED[outcome].phone_state
    assert lines(bench, again.draft_id) == [(MOBILE, False, bad or "gap"), (SECOND, True, "")]
    last = calling.save_result(bench, wang, again.draft_id, CallResult("no_answer"))
    assert [(a.nth, a.e164, a.outcome) for a in sorted(shop.all(tables.Attempt), key=lambda a: a.nth)] == [
        (1, MOBILE, outcome), (2, SECOND, "no_answer"),
    ]  # fmt: skip
    assert last.other is None if bad else last.other is not None
    if last.other is not None:
        assert last.other.why_not == "day"  # twice today, whatever the number


@pytest.mark.parametrize("outcome", [o.key for o in OUTCOMES if not o.tries_next and not o.needs_time])
def test_other_outcomes_offer_nothing(bench: Bench, shop: Shop, outcome: str) -> None:
    item = shop.item(shop.customer(phones=[MOBILE, SECOND]))
    call = calling.take_item(bench, shop.agents["wang"], item)
    assert calling.save_result(bench, shop.agents["wang"], call.draft_id, CallResult(outcome)).other is None


def test_with_one_number_nothing_is_offered(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    for numbers in ([MOBILE], [MOBILE, MOBILE], [MOBILE, ""], [SECOND, "+86110"]):
        item = shop.item(shop.customer(phones=numbers))
        call = calling.take_item(bench, wang, item)
        assert calling.save_result(bench, wang, call.draft_id, CallResult("no_answer")).other is None
        bench.clock.set(bench.clock.now() + timedelta(hours=2))


def test_what_keeps_the_other_number_is_said(bench: Bench, shop: Shop, clock) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    twin = shop.customer(phones=[SECOND])
    item, others = shop.item(shop.customer(phones=[MOBILE, SECOND])), shop.item(twin)
    there = calling.take_item(bench, li, others)
    call = calling.take_item(bench, wang, item)
    assert lines(bench, call.draft_id)[1] == (SECOND, False, "engaged")
    saved = calling.save_result(bench, wang, call.draft_id, CallResult("no_answer"))
    assert saved.other is not None
    assert saved.other.why_not == "engaged"
    calling.undo_last(bench, wang)
    calling.save_result(bench, li, there.draft_id, CallResult("busy"))
    saved = calling.save_result(bench, wang, call.draft_id, CallResult("no_answer"))
    assert saved.other is not None
    assert (saved.other.why_not, saved.other.at) == ("gap", shop.now + timedelta(hours=1))
    told = phones.not_now(bench.settings, saved.other)
    assert "before 2026-03-05 11:00" in told
    assert SECOND[-4:] not in told  # the next customer stands beside it
    with pytest.raises(Conflict, match="called a short while ago"):
        calling.take_item(bench, wang, item, saved.other.phone_id)
    assert shop.row(tables.QueueItem, item).state == "open"
    clock.set(at("2026-03-05T20:59:50+08:00"))
    call = calling.take_item(bench, wang, item)
    clock.set(at("2026-03-05T21:00:10+08:00"))
    saved = calling.save_result(bench, wang, call.draft_id, CallResult("wrong_number"))
    assert saved.other is not None
    assert saved.other.why_not == "hours"
    assert saved.other.at == at("2026-03-06T09:00:00+08:00")


def test_the_last_attempt_offers_no_other_number(bench: Bench, shop: Shop) -> None:
    wang, campaign = shop.agents["wang"], shop.add_campaign("short", max_attempts=1)
    item = shop.item(shop.customer(phones=[MOBILE, SECOND]), campaign_id=campaign)
    call = calling.take_item(bench, wang, item)
    assert calling.save_result(bench, wang, call.draft_id, CallResult("no_answer")).other is None


def test_a_promise_that_stands_comes_before_another_number(bench: Bench, shop: Shop, clock) -> None:
    wang = shop.agents["wang"]
    item = shop.item(shop.customer(phones=[MOBILE, SECOND]))
    call = calling.take_item(bench, wang, item)
    wish = FollowUpWish(shop.now + timedelta(hours=4))
    calling.save_result(bench, wang, call.draft_id, CallResult("callback_agreed", follow_up=wish))
    clock.set(shop.now + timedelta(hours=2))
    call = calling.take_item(bench, wang, item)
    assert calling.save_result(bench, wang, call.draft_id, CallResult("no_answer")).other is None


def test_a_number_is_chosen_before_dialling_and_kept_with_the_draft(bench: Bench, shop: Shop, clock) -> None:
    wang = shop.agents["wang"]
    customer = shop.customer(phones=[MOBILE, SECOND, THIRD])
    item = shop.item(customer)
    shop.item()
    call = calling.take_item(bench, wang, item)
    first, second, third = (phone.id for phone in call.customer.phones)
    phones.choose_phone(bench, call.draft_id, second)
    phones.choose_phone(bench, call.draft_id, second)  # twice is once
    assert calling.item_in_hand(bench, wang).phone_id == second
    with bench.db.write() as connection:
        profiles.set_phone_state(connection, third, "wrong")
    with pytest.raises(Conflict, match="someone else's"):
        phones.choose_phone(bench, call.draft_id, third)
    again = phones.choose_nth(bench, call, 1)
    assert again.phone_id == calling.item_in_hand(bench, wang).phone_id == first
    with pytest.raises(UsageProblem, match="has 3"):
        phones.choose_nth(bench, call, 4)
    phones.choose_phone(bench, call.draft_id, second)
    saved = calling.save_result(bench, wang, call.draft_id, CallResult("no_answer"))
    assert saved.other is not None
    assert saved.other.phone_id == first  # in their order, without the one just called
    assert [a.e164 for a in shop.all(tables.Attempt)] == [SECOND]
    with pytest.raises(Conflict, match="no longer in your hand"):
        phones.numbers_of(bench, call.draft_id)
    with pytest.raises(Conflict, match="no longer in your hand"):
        phones.choose_phone(bench, call.draft_id, first)
    clock.set(shop.now + timedelta(minutes=20))
    call = calling.take_item(bench, wang, item)
    assert lines(bench, call.draft_id)[1] == (SECOND, False, "gap")
    with pytest.raises(Conflict, match="short while ago"):
        phones.choose_phone(bench, call.draft_id, second)


def test_a_shop_may_allow_more_and_then_all_numbers_are_tried(bench: Bench, shop: Shop) -> None:
    wide = replace(bench, settings=load_settings({"CALLBENCH_CALLS_PER_DAY": "5"}))
    wang = shop.agents["wang"]
    item = shop.item(shop.customer(phones=[MOBILE, SECOND, THIRD]))
    call, rung = calling.take_item(wide, wang, item), []
    while True:
        rung.append(next(phone.e164 for phone in call.customer.phones if phone.id == call.phone_id))
        saved = calling.save_result(wide, wang, call.draft_id, CallResult("no_answer"))
        if saved.other is None or saved.other.why_not:
            break
        call = calling.take_item(wide, wang, item, saved.other.phone_id)
    assert rung == [MOBILE, SECOND, THIRD]
    assert saved.other is not None
    assert saved.other.why_not == "gap"
