"""No statement of a call's way through the desk reads a whole table: what is quick on sixty customers stays so on a million."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from callbench.desk import calling, complaints, correcting, customers, followups, queue
from callbench.desk.agents import add_agent
from callbench.desk.bench import Bench
from callbench.records.calls import AnswerGiven, CallInHand, CallResult, ComplaintWish, FollowUpWish
from callbench.rules.outcomes import OUTCOMES
from shopfloor import Shop

# Drafts may be read as a whole: there is one a call in hand. So may pools: they are, when one was added; and the list of
# those that are open, which is given to the statement (a virtual table).
WHOLE = re.compile(
    r"SCAN (attempt|answer|customer|phone|queue_item|follow_up|event|[a-ce-z])\b(?!.*(USING|VIRTUAL TABLE))"
)


@pytest.fixture
def said(lite: Bench) -> dict[str, str]:
    """Every statement of the test by its shape, with one set of its values written in."""
    found: dict[str, str] = {}

    def keep(statement: str) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "--")):  # two dashes: what a trigger does
            found.setdefault(re.sub(r"[xX]?'(?:[^']|'')*'|\b\d+\b", "?", statement), statement)

    event.listen(lite.db.engine, "checkout", lambda connection, *_rest: connection.set_trace_callback(keep))
    return found


def test_a_call_from_taking_to_undoing_seeks_in_every_table(lite: Bench, said: dict[str, str]) -> None:
    shop = Shop(lite)
    for n in range(25):
        shop.item(minutes=-n)
    wang, wish = shop.agents["wang"], FollowUpWish(shop.now + timedelta(hours=2))
    answers = (AnswerGiven("/a", "a", "choice", "5", 5.0, measure="csat"),)
    boss = add_agent(lite, "boss", "Boss", "supervisor")
    said.clear()
    for outcome in OUTCOMES:
        call = calling.take_next(lite, wang)
        assert isinstance(call, CallInHand)
        calling.keep_answer(lite, call.draft_id, "/a", "5")
        calling.keep_note(lite, call.draft_id, "note")
        booked = wish if outcome.key in ("completed", "callback_agreed") else None
        profile = {"phone": f"139{outcome.press.encode()[0]:08d}", "note": "x"}
        complaint = ComplaintWish("price") if outcome.contacted else None
        calling.keep_complaint(lite, call.draft_id, complaint)
        result = CallResult(outcome.key, answers, "", booked, profile, complaint)
        calling.save_result(lite, wang, call.draft_id, result)
        calling.undo_last(lite, wang)
        calling.save_result(lite, wang, call.draft_id, CallResult(outcome.key, answers, "", booked))
        calling.save_result(lite, wang, call.draft_id, CallResult(outcome.key, answers, "", booked))
    call = calling.take_next(lite, wang)
    assert isinstance(call, CallInHand)
    calling.item_in_hand(lite, wang)
    calling.give_back(lite, wang, call.item_id)
    call = calling.take_item(lite, wang, call.item_id)
    customers.history(lite, call.customer.id)
    assert complaints.list_complaints(lite) == ()
    last = calling.save_result(lite, wang, call.draft_id, CallResult("refused_now", answers))
    correcting.correct_result(lite, boss, last.attempt_id, reason="x", outcome="do_not_call", answers=())
    correcting.correct_result(lite, boss, last.attempt_id, reason="x", outcome="busy")
    followups.list_follow_ups(lite, wang)
    followups.slot_load(lite, date(2026, 3, 5), 7, lite.settings.zone)
    queue.queue_page(lite, wang)
    queue.day_progress(lite, wang)
    assert len(said) > 30
    with lite.db.read() as c:
        for sql in list(said.values()):
            plan = [row[3] for row in c.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
            assert not [step for step in plan if WHOLE.match(step)], (sql, plan)
