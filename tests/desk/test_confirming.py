"""A complaint that was solved is confirmed by a second call: dealt before others once it is late, and what it comes to."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from callbench.desk import calling, plans
from callbench.desk.bench import Bench
from callbench.desk.complaints import list_complaints
from callbench.desk.confirming import solve_complaint
from callbench.desk.why import why
from callbench.errors import Conflict, UsageProblem
from callbench.records.calls import CallInHand, CallResult, ComplaintWish, NothingNow, Saved
from callbench.rules.complaints import deadlines
from callbench.rules.why_words import why_lines
from callbench.store import tables
from callbench.store.types import new_id
from shopfloor import Shop

RUDE = ComplaintWish("service", "urgent", "waited an hour")
HOUR = timedelta(hours=1)


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return Shop(bench)


def call(shop: Shop, outcome: str, complaint: ComplaintWish | None = None) -> tuple[CallInHand, Saved]:
    found = calling.take_next(shop.bench, shop.agents["wang"])
    assert isinstance(found, CallInHand)
    result = CallResult(outcome, complaint=complaint)
    return found, calling.save_result(shop.bench, shop.agents["wang"], found.draft_id, result)


def complained(shop: Shop, customer: UUID | None = None) -> UUID:
    """A complaint raised in a completed call."""
    shop.item(customer)
    call(shop, "completed", RUDE)
    return list_complaints(shop.bench)[0].id


def state(shop: Shop, complaint: UUID) -> tuple[str, bool]:
    row = shop.row(tables.Complaint, complaint)
    return row.state, row.closed_at is not None


def test_the_call_that_confirms_goes_before_others_once_it_is_late(bench: Bench, shop: Shop, clock) -> None:
    wang, customer = shop.agents["wang"], shop.customer()
    complaint = complained(shop, customer)
    due_by = solve_complaint(bench, wang, complaint, "A free treatment.")
    assert due_by == deadlines(bench.settings, "urgent", shop.now).answer_by
    told = why(bench, wang, customer).items[0]
    assert (
        dict(why_lines(told, str))["Here because"]
        == "A complaint is to be confirmed: Complaint solved: A free treatment."
    )
    assert told.kept.code == "gap", "the number was called a moment ago"
    clock.set(due_by - HOUR / 2)
    better = shop.customer()
    shop.item(better, priority=0)
    assert why(bench, wang, customer).items[0].before == {"priority": 1}
    clock.set(due_by)
    assert why(bench, wang, customer).items[0].before == {}
    assert why(bench, wang, better).items[0].before == {"complaint": 1}
    taken, _saved = call(shop, "completed")
    assert taken.customer.id == customer
    assert state(shop, complaint) == ("confirmed", True)
    calling.undo_last(bench, wang)
    assert state(shop, complaint) == ("solved", False)


def test_who_was_not_reached_is_called_again_to_confirm(bench: Bench, shop: Shop, clock) -> None:
    complaint = complained(shop)
    due_by = solve_complaint(bench, shop.agents["wang"], complaint, "Done.")
    clock.set(due_by)
    _taken, saved = call(shop, "no_answer")
    assert state(shop, complaint) == ("solved", False)
    (item,) = [row for row in shop.all(tables.QueueItem) if row.state == "open"]
    assert (item.rule, item.due_by) == ("complaint", due_by)
    clock.set(saved.next_at)
    call(shop, "completed")
    assert state(shop, complaint) == ("confirmed", True)


def test_a_complaint_in_that_call_opens_the_old_one_again(bench: Bench, shop: Shop, clock) -> None:
    complaint, wang = complained(shop), shop.agents["wang"]
    clock.set(solve_complaint(bench, wang, complaint, "Done."))
    call(shop, "completed", RUDE)
    assert state(shop, complaint) == ("reopened", False)
    assert solve_complaint(bench, wang, complaint, "Now it is.") > bench.clock.now()


def test_the_item_that_waits_already_is_the_one(bench: Bench, shop: Shop) -> None:
    wang, customer = shop.agents["wang"], shop.customer()
    complaint = complained(shop, customer)
    waits = shop.item(customer, minutes=600)
    solve_complaint(bench, wang, complaint, "Done.")
    row = shop.row(tables.QueueItem, waits)
    assert (row.rule, row.reason) == ("complaint", "Complaint solved: Done.")
    assert row.ready_at < shop.now + 600 * timedelta(minutes=1)
    assert len(shop.all(tables.QueueItem)) == 2
    plans.run_plans(bench)
    assert shop.row(tables.QueueItem, waits).ready_at == row.ready_at


def test_what_cannot_be_solved(bench: Bench, shop: Shop) -> None:
    wang, complaint = shop.agents["wang"], complained(shop)
    with pytest.raises(UsageProblem, match="by something"):
        solve_complaint(bench, wang, complaint, " ")
    with pytest.raises(UsageProblem, match="no such complaint"):
        solve_complaint(bench, wang, new_id(shop.now), "Done.")
    solve_complaint(bench, wang, complaint, "Done.")
    with pytest.raises(Conflict, match="is solved; there is nothing to solve"):
        solve_complaint(bench, wang, complaint, "Done.")
    assert isinstance(calling.take_next(bench, wang), NothingNow)
