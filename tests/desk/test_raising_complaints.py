"""A complaint raised in a call: saved with its attempt or not at all, with deadlines and somebody who sees to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbench.config import load_settings
from callbench.desk import calling, customers
from callbench.desk.bench import Bench
from callbench.desk.complaints import list_complaints
from callbench.errors import Conflict, UsageProblem
from callbench.records.calls import AnswerGiven, CallInHand, CallResult, ComplaintWish
from callbench.rules.complaints import KINDS, URGENCIES, deadlines, proposed_wish
from callbench.rules.outcomes import OUTCOMES
from callbench.store import complaints, tables
from callbench.text import clean
from shopfloor import Shop

RUDE = ComplaintWish("service", "urgent", "等了\n一小时")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return Shop(bench)


def take(bench: Bench, shop: Shop, agent: str = "wang") -> CallInHand:
    call = calling.take_next(bench, shop.agents[agent])
    assert isinstance(call, CallInHand), call
    return call


def test_a_complaint_is_saved_with_its_call(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    customer = shop.customer("李娜")
    shop.item(customer)
    call = take(bench, shop)
    saved = calling.save_result(bench, wang, call.draft_id, CallResult("completed", complaint=RUDE))
    assert saved.complaint == RUDE
    (row,) = shop.all(tables.Complaint)
    until = deadlines(bench.settings, "urgent", shop.now)
    assert (row.customer_id, row.attempt_id, row.state, row.closed_at) == (customer, saved.attempt_id, "raised", None)
    assert (row.kind, row.urgency, row.words) == ("service", "urgent", "等了\n一小时")
    assert (row.raised_by, row.owner_id, row.raised_at, row.raised_on) == (wang.id, wang.id, shop.now, bench.today())
    assert (row.answer_by, row.solve_by, row.final_by) == (until.answer_by, until.solve_by, until.final_by)
    assert row.answer_by == datetime(2026, 3, 5, 4, 0, tzinfo=UTC), "two working hours after ten"
    (known,) = customers.history(bench, customer).complaints
    assert (known.customer_name, known.raised_by, known.owner_name) == ("李娜", "Wang", "Wang")


def test_saving_twice_raises_it_once_and_another_one_is_told(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    shop.item()
    call = take(bench, shop)
    result = CallResult("completed", complaint=RUDE)
    assert calling.save_result(bench, wang, call.draft_id, result) == calling.save_result(
        bench, wang, call.draft_id, result
    )
    assert len(shop.all(tables.Complaint)) == 1
    for other in (None, replace(RUDE, kind="price"), replace(RUDE, words="")):
        with pytest.raises(Conflict, match="another window"):
            calling.save_result(bench, wang, call.draft_id, replace(result, complaint=other))


def test_nothing_is_saved_where_the_complaint_cannot_be(
    bench: Bench, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang = shop.agents["wang"]
    item = shop.item()
    call = take(bench, shop)
    for result, says in (
        (CallResult("no_answer", complaint=RUDE), "not reached"),
        (CallResult("completed", complaint=replace(RUDE, kind="weather")), "weather"),
        (CallResult("completed", complaint=replace(RUDE, urgency="soon")), "soon"),
    ):
        with pytest.raises(UsageProblem, match=says):
            calling.save_result(bench, wang, call.draft_id, result)

    def full(*_: object) -> None:
        raise Conflict("disk full")

    monkeypatch.setattr(complaints, "add", full)
    with pytest.raises(Conflict):
        calling.save_result(bench, wang, call.draft_id, CallResult("completed", complaint=RUDE))
    assert shop.all(tables.Attempt) == shop.all(tables.Complaint) == shop.all(tables.Event) == []
    assert shop.row(tables.QueueItem, item).state == "held"


@pytest.mark.parametrize(("named", "whose"), [("LI", "Li"), ("nobody", "Wang"), ("", "Wang")])
def test_the_shop_may_name_who_sees_to_complaints(lite: Bench, named: str, whose: str) -> None:
    shop = Shop(lite)
    bench = replace(lite, settings=load_settings({"CALLBENCH_COMPLAINTS_OWNER": named}))
    shop.item()
    calling.save_result(bench, shop.agents["wang"], take(bench, shop).draft_id, CallResult("completed", complaint=RUDE))
    (found,) = list_complaints(bench)
    assert (found.raised_by, found.owner_name) == ("Wang", whose)
    assert list_complaints(bench, shop.agents["li"]) == ((found,) if whose == "Li" else ())


def test_what_is_to_be_raised_waits_on_disk_with_the_draft(bench: Bench, shop: Shop, clock) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    item = shop.item()
    call = take(bench, shop)
    calling.keep_complaint(bench, call.draft_id, ComplaintWish("产品质量", "Urgent", "过敏\x1b[2J"))
    again = calling.item_in_hand(bench, wang)
    assert again is not None
    assert again.complaint == ComplaintWish("product", "urgent", "过敏")
    calling.give_back(bench, wang, item)  # nothing else was said: the draft stays all the same
    clock.set(shop.now + 15 * MINUTE)
    assert take(bench, shop, "li").complaint == again.complaint
    calling.keep_complaint(bench, shop.all(tables.Draft)[0].id, None)
    mine = calling.item_in_hand(bench, li)
    assert mine is not None
    assert mine.complaint is None
    assert shop.all(tables.Complaint) == []


def test_open_ones_come_by_what_is_due_first(bench: Bench, shop: Shop, clock) -> None:
    for n, urgency in enumerate(("normal", "urgent", "normal")):
        shop.item(minutes=-9 + n)
        call = take(bench, shop)
        wish = ComplaintWish("price", urgency, str(n))
        calling.save_result(bench, shop.agents["wang"], call.draft_id, CallResult("completed", complaint=wish))
        clock.set(clock.now() + MINUTE)
    assert [one.words for one in list_complaints(bench)] == ["1", "0", "2"]
    assert [one.words for one in list_complaints(bench, open_only=False)] == ["2", "1", "0"]
    with bench.db.write() as c:
        row = tables.core(tables.Complaint)
        c.execute(row.update().where(row.c.words == "1").values(state="confirmed", closed_at=clock.now()))
    assert [one.words for one in list_complaints(bench)] == ["0", "2"]


@pytest.mark.parametrize(
    ("proposed", "wish"),
    [
        ("", None),
        ("service", ComplaintWish("service")),
        ("服务", ComplaintWish("service")),
        ("price; service", ComplaintWish("price")),
        ("skin; product; red", ComplaintWish("product", words="skin, red")),
        ("skin", ComplaintWish("other", words="skin")),
    ],
)
def test_what_answers_propose_becomes_a_complaint_to_begin_with(proposed: str, wish: ComplaintWish | None) -> None:
    assert proposed_wish(proposed) == wish


KEPT = (
    tables.QueueItem, tables.Customer, tables.Phone, tables.Attempt, tables.Answer, tables.Complaint, tables.Draft,
)  # fmt: skip


def test_saved_and_taken_back_leaves_no_trace_but_the_trace(lite: Bench) -> None:
    shop = Shop(lite)
    wang = shop.agents["wang"]

    @settings(max_examples=40, deadline=None)
    @given(
        outcome=st.sampled_from([rule.key for rule in OUTCOMES if rule.contacted and not rule.needs_time]),
        kind=st.sampled_from([*KINDS]),
        urgency=st.sampled_from([*URGENCIES]),
        words=st.text(max_size=60),
        answers=st.lists(st.text(max_size=5), max_size=3),
    )
    def holds(outcome: str, kind: str, urgency: str, words: str, answers: list[str]) -> None:
        shop.item(minutes=-9)
        call = take(lite, shop)
        wish = ComplaintWish(kind, urgency, words)
        calling.keep_complaint(lite, call.draft_id, wish)
        before = {model: sorted(map(str, shop.all(model))) for model in KEPT}
        said = tuple(AnswerGiven(f"/{n}", str(n), "text", text) for n, text in enumerate(answers))
        saved = calling.save_result(lite, wang, call.draft_id, CallResult(outcome, said, complaint=wish))
        assert saved.complaint == ComplaintWish(kind, urgency, clean(words, lines=True).strip())
        assert len(shop.all(tables.Complaint)) == 1
        again = calling.undo_last(lite, wang)
        draft_answers = tuple(answer.path for answer in again.answers)
        for path in draft_answers:  # they stood in the result alone
            calling.drop_answer(lite, call.draft_id, path)
        assert {model: sorted(map(str, shop.all(model))) for model in KEPT} == before
        assert again.complaint == saved.complaint
        calling.save_result(lite, wang, call.draft_id, CallResult("deceased_or_left"))

    holds()
