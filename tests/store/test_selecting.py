"""A selection in SQL finds exactly the customers that the same words find in a list, on both engines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callbench.desk.bench import Bench
from callbench.desk.selection import checked
from callbench.errors import UsageProblem
from callbench.records.campaigns import Answered, Selection
from callbench.rules.selection import edge_day, is_like
from callbench.store import selection as store
from callbench.store import tables
from callbench.store.tables import core
from callbench.store.types import new_id
from shopfloor import Shop

TODAY = date(2026, 3, 5)
ITEMS = ("面部护理", "Facial care", "100% silk", "肩颈按摩")
CLASSES = ("key", "regular", "potential", "special", "")
ANSWERS = (
    ("score", "integer", "2", 2.0),
    ("score", "integer", "5", 5.0),
    ("parts", "choices", "a b", None),
    ("came", "date", "2026-03-01", None),
)


@dataclass
class Known:
    """What the list says of one customer."""

    customer_class: str
    branch: str
    owner: str
    tags: tuple[str, ...]
    services: tuple[tuple[date, str, int | None], ...]
    answers: tuple[tuple[str, str, str, float | None], ...]  # oldest first


def filled(shop: Shop) -> dict[UUID, Known]:
    known: dict[UUID, Known] = {}
    for n in range(48):
        services = tuple(
            (
                TODAY - timedelta(days=(n * 7 + at * 11) % 50),
                ITEMS[(n + at) % len(ITEMS)],
                None if n % 9 == 0 else (n * 37 + at * 500) % 1000,
            )
            for at in range(n % 4)
        )
        one = Known(CLASSES[n % 5], ("北店", "南店", "")[n % 3], ("wang", "li", "")[n % 3], ("vip", "spring")[: n % 3],
                    services, tuple(ANSWERS[(n + at) % len(ANSWERS)] for at in range(n % 3)))  # fmt: skip
        owner = shop.agents[one.owner].id if one.owner else None
        key = shop.customer(customer_class=one.customer_class, branch=one.branch, owner_id=owner)
        known[key] = one
        with shop.bench.db.write() as connection:
            insert(connection, tables.CustomerTag, ({"customer_id": key, "tag": tag} for tag in one.tags))
            insert(
                connection, tables.ServiceRecord,
                (
                    {"id": new_id(shop.now), "customer_id": key, "on_day": day, "item": item, "amount": amount, "nth": at}
                    for at, (day, item, amount) in enumerate(services, 1)
                ),
            )  # fmt: skip
        for at, (question, kind, text, number) in enumerate(one.answers):
            answered(shop, key, at, question, kind, text, number)
    return known


def insert(connection: Any, table: Any, values: Iterable[dict[str, Any]]) -> None:
    for one in values:
        connection.execute(core(table).insert(), one)


def answered(shop: Shop, customer: UUID, at: int, question: str, kind: str, text: str, number: float | None) -> None:
    item = shop.item(customer, state="done", closed_at=shop.now, closed_on=20260301, closed_why="outcome")
    attempt, when = new_id(shop.now), shop.now - timedelta(days=10 - at)
    with shop.bench.db.write() as connection:
        insert(connection, tables.Attempt, [{
            "id": attempt, "item_id": item, "nth": 1, "campaign_id": shop.campaign_id, "customer_id": customer,
            "agent_id": shop.agents["wang"].id, "script_id": shop.script_id, "outcome": "completed", "started_at": when,
            "ended_at": when, "business_day": 20260223, "due_on": 20260223,
        }])  # fmt: skip
        insert(connection, tables.Answer, [{
            "attempt_id": attempt, "path": question, "question": question, "kind": kind, "text": text, "number": number,
            "label": "five" if text == "5" else "", "state": "given", "measure": "csat" if question == "score" else "",
        }])  # fmt: skip


def is_meant(one: Known, wanted: Selection) -> bool:
    """The words of `Selection` once more, in plain Python."""
    if wanted.classes and one.customer_class not in wanted.classes:
        return False
    if (wanted.branches and one.branch not in wanted.branches) or (wanted.owners and one.owner not in wanted.owners):
        return False
    if wanted.tags and not {*wanted.tags} & {*one.tags}:
        return False
    if not all(has_said(one, condition) for condition in wanted.answers):
        return False
    if not (
        wanted.item
        or wanted.served_from
        or wanted.served_to
        or wanted.amount_from is not None
        or wanted.amount_to is not None
    ):
        return True
    services = [service for service in one.services if is_like(wanted.item, service[1])]
    last = max((day for day, _item, _amount in services), default=None)
    if last is None or (wanted.served_from and last < edge_day(wanted.served_from, TODAY)):
        return False
    if wanted.served_to and last > edge_day(wanted.served_to, TODAY):
        return False
    low, high = wanted.amount_from, wanted.amount_to
    amounts = [amount for day, _item, amount in services if day == last]
    if low is None and high is None:
        return True
    return any(
        amount is not None and (low is None or amount >= low) and (high is None or amount <= high) for amount in amounts
    )


def has_said(one: Known, wanted: Answered) -> bool:
    about = [answer for answer in one.answers if wanted.question in (answer[0], "csat" if answer[0] == "score" else "")]
    if not about:
        return False
    _question, kind, text, number = about[-1]
    value = wanted.value
    if wanted.sign == "=":
        return value in (text, *text.split(), *(["five"] if text == "5" else [])) or (
            number is not None and str(number) == value
        )
    if value.replace(".", "").isdigit():
        return number is not None and (number < float(value) if wanted.sign == "<" else number > float(value))
    return kind == "date" and (text < value if wanted.sign == "<" else text > value)


some = st.lists
selections = st.builds(
    Selection, classes=some(st.sampled_from(CLASSES[:4]), max_size=2, unique=True).map(tuple),
    item=st.sampled_from(["", "护理", "*care", "facial*", "100%", "?部护理", "nothing"]),
    served_from=st.sampled_from(["", "40d", "20d", "2026-02-20"]), served_to=st.sampled_from(["", "10d", "2026-03-01"]),
    amount_from=st.sampled_from([None, 0, 300]), amount_to=st.sampled_from([None, 600, 100]),
    branches=some(st.sampled_from(["北店", "南店"]), max_size=1).map(tuple),
    owners=some(st.sampled_from(["wang", "li", ""]), max_size=2, unique=True).map(tuple),
    answers=some(
        st.sampled_from([
            Answered("score", "<", "3"), Answered("csat", ">", "3"), Answered("score", "=", "5"), Answered("score", "=", "five"),
            Answered("parts", "=", "b"), Answered("came", ">", "2026-02-28"), Answered("came", "<", "2026-02-28"),
            Answered("score", "=", "2.0"),
        ]),
        max_size=1,
    ).map(tuple),
    tags=some(st.sampled_from(["vip", "spring"]), max_size=1).map(tuple),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_sql_and_the_words_agree(bench: Bench, data: st.DataObject) -> None:
    known = _KNOWN.get(id(bench)) or _KNOWN.setdefault(id(bench), filled(Shop(bench)))
    wanted = data.draw(selections)
    with bench.db.read() as connection:
        found = set(store.matching(connection, wanted, TODAY))
        paged = {one.id for one in store.candidates(connection, wanted, None, TODAY, 20260305, "", bench.clock.now())}
    assert found == {key for key, one in known.items() if is_meant(one, wanted)}
    assert paged == found


_KNOWN: dict[int, dict[UUID, Known]] = {}


def test_every_customer_is_found_over_many_pages(lite: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop(lite)
    there = [shop.customer() for _n in range(7)]
    monkeypatch.setattr(store, "_AT_ONCE", 3)
    with lite.db.read() as connection:
        found = [one.id for one in store.candidates(connection, Selection(), None, TODAY, 20260305, "", shop.now)]
    assert sorted(found) == sorted(there)
    assert len(found) == 7


def test_what_nobody_can_match_is_said(lite: Bench) -> None:
    filled(Shop(lite))
    wrong = [
        (Selection(classes=("gold",)), "gold"), (Selection(owners=("wong",)), "wong"), (Selection(branches=("北站",)), "北站"),
        (Selection(tags=("vap",)), "vap"), (Selection(answers=(Answered("nps", "<", "3"),)), "nps"),
        (Selection(served_from="3d", served_to="30d"), "after the last"),
    ]  # fmt: skip
    for selection, says in wrong:
        with lite.db.read() as connection, pytest.raises(UsageProblem, match=says):
            checked(lite, connection, selection)
    with lite.db.read() as connection:
        assert checked(lite, connection, Selection(owners=("Wang", ""))).owners == ("wang", "")
