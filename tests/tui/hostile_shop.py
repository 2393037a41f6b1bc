"""A base in which every text that people, files or scripts can bring in is a hostile one: many of them in one call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

from call_shop import LISTS, TRUE, Shop, both, mobile
from hostile import STORED
from sqlalchemy import insert, update

from callbench.desk.bench import Bench
from callbench.rules.complaints import KINDS
from callbench.script.model import Script
from callbench.script.parts import Choice, ChoiceList, Question
from callbench.store import tables

EACH = 44  # texts of one customer and their history
CUSTOMERS = -(-len(STORED) // EACH) + 2
_FIELDS = (
    "name", "branch", "birthday", "email", "wechat", "preferred_time", "preferences", "special_needs", "note",
)  # fmt: skip


def hostile_script() -> Script:
    """Questions whose labels, hints, sections and choices are the texts, all of them; kinds in turn."""
    texts = cycle(STORED)
    lists: dict[str, ChoiceList] = dict(LISTS)
    questions = [Question("hello", "note", "hello", _twice(next(texts)))]
    for n in range(len(STORED) // 4):
        choices = f"hostile{n}"
        lists[choices] = ChoiceList(
            choices, tuple(Choice(f"c{at}", _twice(text)) for at, text in enumerate(islice(texts, 3)))
        )
        kind = ("select_one", "select_multiple", "text", "integer", "date")[n % 5]
        questions.append(
            Question(
                f"q{n}", kind, f"q{n}", _twice(next(texts)), hint=_twice(next(texts)), choices=choices if kind.startswith("select") else "",
                required=TRUE if n % 7 == 0 else None,
            )
        )  # fmt: skip
    hidden = tuple(Question(each, "hidden", each) for each in ("customer_name", "agent_name"))
    return Script("hostile", "1", _twice(STORED[8]), tuple(both("", "")), (*hidden, *questions), lists)


def _twice(text: str) -> dict[str, str]:
    return both(text, text)


def fill(bench: Bench) -> None:
    """Customers one after the other in the queue, each with texts of its own in every field and a history of them."""
    shop = Shop(bench, hostile_script(), names=["x"] * CUSTOMERS)
    now, texts = bench.clock.now(), cycle(STORED)
    take: Callable[[], str] = lambda: next(texts)  # noqa: E731
    with bench.db.write() as c:
        c.execute(update(tables.Agent).where(tables.Agent.id == shop.agent).values(name=STORED[3]))
        c.execute(update(tables.Campaign).values(name=STORED[9], purpose=STORED[10]))
        for n in range(CUSTOMERS):
            mine = tables.Customer.id == shop.id(1000 + n)
            c.execute(update(tables.Customer).where(mine).values({field: take() for field in _FIELDS}))
            c.execute(
                update(tables.QueueItem)
                .where(tables.QueueItem.id == shop.id(4000 + n))
                .values(reason=take(), attempts=4)
            )
            c.execute(update(tables.Phone).where(tables.Phone.id == shop.id(2000 + n)).values(original=take()))
            _history(c, shop, n, now, take)


def _history(c: Any, shop: Shop, n: int, now: Any, take: Callable[[], str]) -> None:
    customer = shop.id(1000 + n)
    c.execute(insert(tables.ServiceRecord), [
        {"id": shop.id(60_000 + n * 100 + at), "customer_id": customer, "on_day": date(2026, 2, 1 + at), "item": take(), "amount": 100,
         "nth": 1, "staff": take(), "branch": take()}
        for at in range(6)
    ])  # fmt: skip
    for at in range(4):
        when, attempt = now - timedelta(days=40 + at), shop.id(70_000 + n * 100 + at)
        c.execute(insert(tables.Attempt), [{
            "id": attempt, "item_id": shop.id(4000 + n), "nth": at + 1, "campaign_id": shop.id(4), "customer_id": customer,
            "agent_id": shop.agent, "script_id": shop.id(3), "e164": mobile(n), "channel": "phone", "outcome": "completed",
            "started_at": when, "ended_at": when, "business_day": 20260124 - at, "due_on": 20260124 - at, "note": take(),
        }])  # fmt: skip
        c.execute(insert(tables.Answer), [
            {"attempt_id": attempt, "path": "q1", "question": "q1", "kind": "text", "text": take(), "number": None, "label": take(),
             "state": "given", "measure": "csat"}
        ])  # fmt: skip
    c.execute(insert(tables.FollowUp), [{
        "id": shop.id(80_000 + n), "item_id": shop.id(4000 + n), "customer_id": customer, "attempt_id": None, "made_by": shop.agent,
        "agent_id": shop.agent, "due_at": now + timedelta(days=3), "due_on": 20260308, "reason": take(), "note": take(), "state": "open",
        "made_at": now, "made_on": 20260305,
    }])  # fmt: skip
    c.execute(insert(tables.Complaint), [{
        "id": shop.id(90_000 + n), "customer_id": customer, "attempt_id": None, "kind": next(iter(KINDS)), "urgency": "urgent",
        "words": take(), "state": "raised", "raised_by": shop.agent, "owner_id": None, "raised_at": now, "raised_on": 20260305,
        "answer_by": now + timedelta(hours=2), "solve_by": now + timedelta(days=1), "final_by": now + timedelta(days=7), "closed_at": None,
    }])  # fmt: skip
