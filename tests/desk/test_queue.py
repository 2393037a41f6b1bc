"""The queue as a list: every item in one group, in an order that holds, counted whole, cut to what is looked for."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from callbench.desk import calling
from callbench.desk.bench import Bench
from callbench.desk.queue import day_progress, queue_page
from callbench.desk.summary import summary
from callbench.errors import UsageProblem
from callbench.records.calls import AnswerGiven, CallInHand, CallResult, DayProgress, FollowUpWish, NothingNow
from callbench.rules import words
from callbench.store.tables import QueueItem, core
from callbench.store.types import new_id
from callbench.tui.screens.queue_lines import Place, when
from shopfloor import SHANGHAI, Shop, number

DAY = 24 * 60


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return Shop(bench)


def fill(bench: Bench, shop: Shop) -> dict[str, list]:
    """Items of every group, in the order they must be shown."""
    wang, li = shop.agents["wang"], shop.agents["li"]
    held = shop.item(state="held", held_by=li.id, touched_at=shop.now)
    mine = shop.item(state="held", held_by=wang.id, touched_at=shop.now)
    with bench.db.write() as c:
        from callbench.store.tables import Draft

        c.execute(
            core(Draft).insert().values(
                id=new_id(shop.now), item_id=mine, agent_id=wang.id, script_id=shop.script_id, phone_id=None,
                started_at=shop.now, note="",
            )
        )  # fmt: skip
    agreed = {"agreed": True, "rule": "agreed"}
    return {
        "interrupted": [mine],
        "agreed": [
            shop.item(minutes=-9, **agreed),
            shop.item(minutes=-2 * DAY, **agreed),
            shop.item(minutes=30, **agreed),
            shop.item(minutes=90, **agreed),
        ],
        "overdue": [
            shop.item(minutes=-DAY, priority=3),
            shop.item(minutes=-2 * DAY),
            shop.item(minutes=-DAY, attempts=1),
        ],
        "due": [shop.item(minutes=-9, attempts=1), shop.item(minutes=-20, attempts=2)],
        "untouched": [shop.item(minutes=-9, priority=4), shop.item(minutes=-20), shop.item()],
        "later": [
            shop.item(minutes=5, due_on=20260301),  # given back: its day has passed, its time has not come
            shop.item(minutes=1),
            shop.item(minutes=9),
            shop.item(minutes=DAY, **agreed),
            shop.item(minutes=DAY + 1),
        ],
        "held": [held],
        "parked": [shop.item(shop.customer(phones=[]), state="parked", closed_why="no_phone")],
        "done": [shop.item(state="done", closed_at=shop.now, closed_on=bench.today(), closed_why="outcome")],
    }


def test_every_item_is_in_one_group_and_in_order(bench: Bench, shop: Shop) -> None:
    groups = fill(bench, shop)
    shop.item(state="done", closed_at=shop.now, closed_on=20260304)  # closed yesterday: not of today
    page = queue_page(bench, shop.agents["wang"])
    callable_now = {item: group for group in ("overdue", "due", "untouched") for item in groups[group]}
    expected = [(group, item) for group, items in groups.items() for item in items if item not in callable_now]
    first = len(groups["interrupted"] + groups["agreed"])
    expected[first:first] = [
        (callable_now[found.id], found.id)
        for found in sorted(shop.all(QueueItem), key=lambda one: (one.priority, one.attempts, one.ready_at, one.id))
        if found.id in callable_now
    ]
    assert [(row.group, row.item_id) for row in page.rows] == expected
    assert page.counts == {group: len(items) for group, items in groups.items()}
    assert tuple(page.counts) == tuple(words.GROUPS)
    for group, items in groups.items():
        assert [row.item_id for row in queue_page(bench, shop.agents["wang"], group=group).rows] == items
    assert (page.start, page.total) == (0, len(expected))
    other = queue_page(bench, shop.agents["li"]).counts
    assert (other["interrupted"], other["held"]) == (0, 2)


def test_a_row_tells_what_the_screen_shows(bench: Bench, shop: Shop) -> None:
    who = shop.customer("李娜", phones=[number(8), number(9)], customer_class="key")
    item = shop.item(who, minutes=-5, attempts=2, last_outcome="busy", reason="day 3", priority=3)
    shop.item(state="held", held_by=shop.agents["li"].id, touched_at=shop.now)
    row, held = queue_page(bench).rows
    assert (row.item_id, row.customer_id, row.customer_name, row.customer_class) == (item, who, "李娜", "key")
    assert (row.phone, row.campaign, row.reason, row.outcome) == (number(8), "care", "day 3", "busy")
    assert (row.due_at, row.priority, row.attempts, row.max_attempts) == (shop.now - timedelta(minutes=5), 3, 2, 6)
    assert (row.held_by, row.zone, held.held_by, held.group) == ("", SHANGHAI, "Li", "held")


def test_pages_cut_the_same_list(bench: Bench, shop: Shop) -> None:
    fill(bench, shop)
    wang = shop.agents["wang"]
    whole = queue_page(bench, wang).rows
    for size in (1, 4, 7):
        pages = [queue_page(bench, wang, start=start, size=size) for start in range(0, len(whole), size)]
        assert tuple(row for page in pages for row in page.rows) == whole
        assert {page.total for page in pages} == {len(whole)}
    assert queue_page(bench, wang, start=len(whole)).rows == ()
    only = queue_page(bench, wang, group="overdue", start=1)
    assert (only.rows, only.total) == (tuple(r for r in whole if r.group == "overdue")[1:], 3)
    for name in ("逾期", "Overdue", "OVERDUE", " overdue "):
        assert queue_page(bench, wang, group=name, start=1) == only
    with pytest.raises(UsageProblem, match="overdue"):
        queue_page(bench, group="over")


def test_looking_for_a_name_or_a_number_keeps_the_counts_of_the_whole_queue(bench: Bench, shop: Shop) -> None:
    groups = fill(bench, shop)
    wanted = [shop.item(shop.customer("Zhou Wei", phones=["+8613700001234"]), minutes=minutes) for minutes in (-9, 60)]
    wang = shop.agents["wang"]
    for text in ("zhou", "0001234"):
        page = queue_page(bench, wang, text=text)
        assert [row.item_id for row in page.rows] == wanted
        assert page.total == 2
        assert page.counts["untouched"] == len(groups["untouched"]) + 1
    assert queue_page(bench, wang, text="nobody").rows == ()
    assert queue_page(bench, wang, text="Customer 2", group="interrupted").total == 1


def test_the_callable_groups_stand_in_the_order_they_are_dealt(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    for n in range(12):
        shop.item(minutes=-n - 1, priority=n % 3, attempts=n % 2)
    shown = [row.item_id for row in queue_page(bench, group="untouched").rows]
    dealt = []
    while isinstance(call := calling.take_next(bench, wang), CallInHand):
        dealt.append(call.item_id)
        calling.save_result(bench, wang, call.draft_id, CallResult("completed"))
    assert [item for item in dealt if item in shown] == shown


def test_the_first_line_is_the_one_dealt(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    shop.item(minutes=-2 * DAY)
    shop.item(minutes=-9, attempts=2, priority=3)
    shop.item(minutes=-9, priority=4)
    shop.item(minutes=20, due_on=20260303)
    for minutes in (-11, -6, -1, 30):
        shop.item(minutes=minutes, agreed=True, rule="agreed")
    shown = []
    for _ in range(6):
        first = next(row for row in queue_page(bench, wang).rows if row.due_at <= shop.now)
        call = calling.take_next(bench, wang)
        assert isinstance(call, CallInHand)
        assert call.item_id == first.item_id
        shown.append((first.group, round((first.due_at - shop.now) / timedelta(minutes=1))))
        calling.save_result(bench, wang, call.draft_id, CallResult("completed"))
    assert shown[:3] == [("agreed", -1), ("agreed", -6), ("agreed", -11)]
    assert [group for group, _at in shown[3:]] == ["due", "untouched", "overdue"]
    assert isinstance(calling.take_next(bench, wang), NothingNow)


def test_what_was_given_back_comes_later_and_is_no_interrupted_call_until_then(bench: Bench, shop: Shop, clock) -> None:
    wang = shop.agents["wang"]
    item = shop.item(minutes=-2 * DAY)
    call = calling.take_next(bench, wang)
    assert isinstance(call, CallInHand)
    calling.keep_answer(bench, call.draft_id, "/a", "5")
    assert queue_page(bench, wang).rows[0].group == "interrupted"
    calling.give_back(bench, wang, item)
    for seen_by in (wang, None):
        page = queue_page(bench, seen_by)
        assert [(row.group, row.item_id) for row in page.rows] == [("later", item)]
        assert (page.counts["later"], page.counts["overdue"], page.counts["interrupted"]) == (1, 0, 0)
    assert isinstance(calling.take_next(bench, wang), NothingNow)
    clock.set(shop.now + timedelta(minutes=16))
    assert [row.group for row in queue_page(bench, wang).rows] == ["interrupted"]
    assert [row.group for row in queue_page(bench).rows] == ["overdue"]
    (overdue,) = queue_page(bench).rows
    assert overdue.due_on == 20260303
    place = Place(bench.clock.now(), ZoneInfo(SHANGHAI), "CN")
    assert when(overdue, place).endswith("2 d")  # not the minute since it may be called again
    clock.set(shop.now + timedelta(hours=12))  # outside calling hours
    assert queue_page(bench, wang).counts["interrupted"] == 0
    assert isinstance(calling.take_next(bench, wang), NothingNow)


def test_a_callback_given_back_shows_the_time_that_was_agreed(bench: Bench, shop: Shop, clock) -> None:
    wang = shop.agents["wang"]
    shop.item()
    call = calling.take_next(bench, wang)
    assert isinstance(call, CallInHand)
    promised = shop.now + timedelta(hours=2)
    calling.save_result(bench, wang, call.draft_id, CallResult("callback_agreed", follow_up=FollowUpWish(promised)))
    clock.set(promised)
    assert isinstance(calling.take_next(bench, wang), CallInHand)
    calling.give_back(bench, wang, call.item_id)
    (row,) = queue_page(bench, wang).rows
    assert (row.group, row.due_at) == ("agreed", promised)
    assert isinstance(calling.take_next(bench, wang), NothingNow)


def test_the_days_progress(bench: Bench, shop: Shop, clock) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    assert day_progress(bench) == DayProgress()
    for _ in range(3):
        shop.item(minutes=-1)
    shop.item(minutes=2 * DAY)
    wish = FollowUpWish(shop.now + timedelta(days=1))
    for outcome, more in (
        ("completed", {"answers": (AnswerGiven("/a", "a", "text", "x"),)}),
        ("callback_agreed", {"follow_up": wish}),
    ):
        call = calling.take_next(bench, wang)
        assert isinstance(call, CallInHand)
        calling.save_result(bench, wang, call.draft_id, CallResult(outcome, **more))
    everyone = day_progress(bench)
    assert everyone == DayProgress(planned=3, attempted=2, calls=2, reached=2, completed=1, follow_ups=1)
    assert day_progress(bench, li) == DayProgress(planned=1)  # the one that waits for whoever comes first
    shop.item(minutes=-1, agent_id=wang.id)
    assert day_progress(bench, li).planned == 1
    assert day_progress(bench, wang) == DayProgress(
        planned=4, attempted=2, calls=2, reached=2, completed=1, follow_ups=1
    )


def test_a_follow_up_behind_a_final_call_is_planned_once_more_on_its_day(bench: Bench, shop: Shop, clock) -> None:
    """The follow-up rate must not say that all is done while a promise of today waits."""
    wang = shop.agents["wang"]
    shop.item(minutes=-1)
    call = calling.take_next(bench, wang)
    assert isinstance(call, CallInHand)
    wish = FollowUpWish(shop.now + timedelta(hours=2))
    calling.save_result(bench, wang, call.draft_id, CallResult("unable", follow_up=wish))
    measures = summary(bench, agent=wang).measures
    assert [measures[key].value for key in ("planned", "attempted", "waiting", "follow_up_rate")] == [2, 1, 1, 0.5]
    assert summary(bench).measures["planned"].value == 2
    assert (day_progress(bench, wang).planned, day_progress(bench, wang).attempted) == (2, 1)
    clock.set(wish.due_at)
    call = calling.take_next(bench, wang)
    assert isinstance(call, CallInHand)
    calling.save_result(bench, wang, call.draft_id, CallResult("unable"))
    measures = summary(bench, agent=wang).measures
    assert [measures[key].value for key in ("planned", "attempted", "waiting", "follow_up_rate")] == [2, 2, 0, 1]


def test_a_promise_whose_time_with_a_colleague_is_over_is_planned_for_everybody(bench: Bench, shop: Shop) -> None:
    wang, li = shop.agents["wang"], shop.agents["li"]
    for minutes in (-1, 1):
        released = shop.now + timedelta(minutes=minutes)
        shop.item(minutes=-40, agreed=True, rule="agreed", agent_id=li.id, released_at=released)
    assert (day_progress(bench, wang).planned, day_progress(bench, li).planned, day_progress(bench).planned) == (
        1,
        2,
        2,
    )
    assert isinstance(calling.take_next(bench, wang), CallInHand)
    assert day_progress(bench, wang).planned == 1, "taking it makes the day no longer"


def test_an_agents_day_counts_who_waits_for_anyone_and_their_summary_tells_them_apart(bench: Bench, shop: Shop) -> None:
    wang = shop.agents["wang"]
    shop.item(minutes=-1)
    shop.item(minutes=-1, agent_id=wang.id)
    assert day_progress(bench, wang).planned == 2
    assert summary(bench, agent=wang).measures["planned"].value == 1
    lines = {line.code: line.measures["planned"].value for line in summary(bench).agents}
    assert (lines["wang"], lines[""]) == (1, 1)
    assert sum(lines.values()) == 2


def test_a_page_of_a_long_queue_takes_few_statements_whatever_its_length(lite: Bench) -> None:
    from sqlalchemy import event

    shop = Shop(lite)
    for n in range(150):
        shop.item(minutes=-n)
    said: list[str] = []
    event.listen(lite.db.engine, "before_cursor_execute", lambda c, cursor, sql, *rest: said.append(sql))
    queue_page(lite, shop.agents["wang"])
    many = len(said)
    said.clear()
    queue_page(lite, shop.agents["wang"], size=5)
    assert many == len(said) <= 9


def test_overdue_complaints_are_found_in_their_own_index_also_with_statistics(lite: Bench) -> None:
    from callbench.store import queue

    shop = Shop(lite)
    for n in range(60):
        shop.item(minutes=-n, priority=n % 4)
    with lite.db.write() as c:
        c.exec_driver_sql("ANALYZE")
    with lite.db.read() as c:
        values = {"now": shop.now, "today": lite.today()}
        said = str(queue._CONFIRM.params(values).compile(c, compile_kwargs={"literal_binds": True}))
        plan = " ".join(row[3] for row in c.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}"))
    assert "ix_queue_item_complaint (pool_id=? AND due_by<?)" in plan, plan
