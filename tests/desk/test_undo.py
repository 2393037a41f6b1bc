"""Taking the last result back: everything the save did, and when it cannot be."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from callbench.desk import calling, customers
from callbench.desk.bench import Bench
from callbench.errors import Conflict
from callbench.records.calls import AnswerGiven, CallInHand, CallResult, ComplaintWish, FollowUpWish
from callbench.rules.outcomes import OUTCOMES, SHIPPED
from callbench.store import tables
from shopfloor import Shop, number

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
KEPT = (
    tables.QueueItem,
    tables.Customer,
    tables.Phone,
    tables.FollowUp,
    tables.Attempt,
    tables.Answer,
    tables.DraftAnswer,
    tables.Complaint,
)


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return Shop(bench)


def take(bench: Bench, shop: Shop, agent: str = "wang") -> CallInHand:
    call = calling.take_next(bench, shop.agents[agent])
    assert isinstance(call, CallInHand), call
    return call


def picture(shop: Shop) -> dict:
    """Every row that a save may touch, but for the moments of touching."""
    late = {"touched_at", "updated_at", "answered_at"}
    return {
        model.__tablename__: sorted(
            str({k: v for k, v in row._mapping.items() if k not in late}) for row in shop.all(model)
        )
        for model in KEPT
    }


@pytest.mark.parametrize("outcome", ["completed+", "do_not_call", "wrong_number"])
def test_undoing_leaves_the_base_as_it_was_before_saving(bench: Bench, clock, outcome: str) -> None:
    save_and_undo(bench, clock, outcome)


@pytest.mark.parametrize("outcome", [*(o.key for o in OUTCOMES), "partial+"])
def test_every_outcome_can_be_undone(lite: Bench, clock, outcome: str) -> None:
    save_and_undo(lite, clock, outcome)


def save_and_undo(bench: Bench, clock, outcome: str) -> None:
    """`+`: with a follow-up booked."""
    shop = Shop(bench)
    wang = shop.agents["wang"]
    customer = shop.customer(phones=[number(1), number(2)])
    earlier, other, relative = (
        shop.item(customer, minutes=-9),
        shop.add_campaign("b"),
        shop.customer(phones=[number(1)]),
    )
    shop.item(customer, campaign_id=other, minutes=-1)
    shop.item(relative)
    first = take(bench, shop)
    assert first.item_id == earlier
    in_two = FollowUpWish(shop.now + 2 * HOUR, "first")
    calling.save_result(bench, wang, first.draft_id, CallResult("callback_agreed", follow_up=in_two))
    clock.set(shop.now + 2 * HOUR)
    call = take(bench, shop)
    calling.keep_answer(bench, call.draft_id, "/a", "5")
    calling.keep_note(bench, call.draft_id, "note")
    complaint = ComplaintWish("service", "urgent", "rude") if SHIPPED[outcome.removesuffix("+")].contacted else None
    calling.keep_complaint(bench, call.draft_id, complaint)
    key = outcome.removesuffix("+")
    wish = (
        FollowUpWish(shop.now + 4 * HOUR, "again", personal=key != "partial")
        if outcome in ("callback_agreed", "completed+", "partial+")
        else None
    )
    calling.keep_follow_up(bench, call.draft_id, wish)
    before, draft = picture(shop), shop.row(tables.Draft, call.draft_id)
    result = CallResult(
        key,
        (AnswerGiven("/a", "a", "choice", "5"),),
        "note",
        wish,
        {"birthday": "1990-01-02", "phone": "13912345678"},
        complaint,
    )
    calling.save_result(bench, wang, call.draft_id, result)
    assert picture(shop) != before
    clock.set(shop.now + 2 * HOUR + 15 * SECOND)
    again = calling.undo_last(bench, wang)
    assert picture(shop) == before
    assert shop.row(tables.Draft, call.draft_id) == draft
    assert (again.item_id, again.draft_id, again.note) == (call.item_id, call.draft_id, "note")
    assert (again.complaint, again.follow_up) == (complaint, wish)
    assert [(a.path, a.text) for a in again.answers] == [("/a", "5")]
    saved = calling.save_result(bench, wang, again.draft_id, CallResult("completed"))  # and it can be saved again
    assert shop.row(tables.Attempt, saved.attempt_id).outcome == "completed"


def test_the_trace_keeps_what_was_undone(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    shop.item()
    result = CallResult("refused_now", (AnswerGiven("/a", "a", "text", "no"),), "said no")
    saved = calling.save_result(bench, wang, take(bench, shop).draft_id, result)
    calling.undo_last(bench, wang)
    kinds = [event.kind for event in shop.all(tables.Event)]
    assert kinds == ["call.saved", "call.undone"]
    undone = json.loads(shop.all(tables.Event)[-1].detail)
    assert undone["after"] is None
    assert (undone["before"]["outcome"], undone["before"]["note"]) == ("refused_now", "said no")
    assert undone["before"]["answers"] == [["/a", "text", "no", "given"]]
    assert undone["before"]["id"] == str(saved.attempt_id)


def test_only_the_last_result_and_only_for_some_seconds(bench: Bench, shop: Shop, clock) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    shop.item(minutes=-2)
    shop.item(minutes=-1)
    for _ in range(2):
        calling.save_result(bench, wang, take(bench, shop).draft_id, CallResult("completed"))
        clock.set(clock.now() + SECOND)
    with pytest.raises(Conflict, match="no result to undo"):
        calling.undo_last(bench, li)
    clock.set(clock.now() + 14 * SECOND)
    last = calling.undo_last(bench, wang)
    assert last.customer.name == "Customer 2"
    with pytest.raises(Conflict, match="15 seconds"):
        calling.undo_last(bench, wang)


def test_the_last_is_the_last_also_on_a_clock_that_stands_still(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    items = [shop.item(minutes=-9 + n) for n in range(8)]
    for item in items:
        call = take(bench, shop)
        for outcome in ("completed", "refused_now"):  # saved, taken back, saved again
            calling.save_result(bench, wang, call.draft_id, CallResult(outcome))
            assert calling.undo_last(bench, wang).item_id == item
        calling.save_result(bench, wang, call.draft_id, CallResult("completed"))


def test_the_next_customer_already_on_the_screen_goes_back_to_the_queue(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    first, second, third = (shop.item(minutes=-m) for m in (3, 2, 1))
    calling.save_result(bench, wang, take(bench, shop).draft_id, CallResult("completed"))
    call = take(bench, shop)
    assert call.item_id == second
    assert calling.undo_last(bench, wang).item_id == first
    row = shop.row(tables.QueueItem, second)
    assert (row.state, row.held_by, row.ready_at) == ("open", None, shop.now - timedelta(minutes=2))
    assert take(bench, shop, "li").item_id == second  # nothing was said: it is anybody's
    assert third


def test_what_was_answered_by_the_next_customer_stays_this_agents(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    first, second = shop.item(minutes=-3), shop.item(minutes=-2)
    calling.save_result(bench, wang, take(bench, shop).draft_id, CallResult("completed"))
    calling.keep_answer(bench, take(bench, shop).draft_id, "/a", "3")
    again = calling.undo_last(bench, wang)
    calling.save_result(bench, wang, again.draft_id, CallResult("completed"))
    call = take(bench, shop)
    assert (call.item_id, call.interrupted) == (second, True)
    assert [a.text for a in call.answers] == ["3"]
    assert first


def test_what_somebody_built_on_it_cannot_be_undone(bench: Bench, shop: Shop, clock) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    customer = shop.customer(phones=[number(1), number(2)])
    item = shop.item(customer)
    calling.save_result(bench, wang, take(bench, shop).draft_id, CallResult("wrong_number"))
    assert take(bench, shop, "li").item_id == item
    with pytest.raises(Conflict, match="can no longer be undone"):
        calling.undo_last(bench, wang)
    assert len(shop.all(tables.Attempt)) == 1
    assert calling.item_in_hand(bench, li) is not None


def test_later_edits_of_the_profile_are_not_undone(bench: Bench, shop: Shop) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    customer = shop.customer()
    shop.item(customer)
    fields = {"birthday": "1990-01-02", "note": "tea"}
    calling.save_result(bench, wang, take(bench, shop).draft_id, CallResult("completed", profile=fields))
    customers.update_profile(bench, li, customer, {"note": "coffee"})
    calling.undo_last(bench, wang)
    row = shop.row(tables.Customer, customer)
    assert (row.birthday, row.note) == ("", "coffee")
