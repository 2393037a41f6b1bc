"""Follow-ups beside a call: booked, moved, cancelled, taken over, missed; recurring ones; calendars out and back in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from callbench.desk import appointments, calling
from callbench.desk.bench import Bench
from callbench.desk.calendar_files import export_follow_ups, import_follow_ups
from callbench.desk.followups import find_follow_up, list_follow_ups
from callbench.desk.undoing import undo_last
from callbench.errors import Conflict, FileProblem, UsageProblem
from callbench.records.calls import CallInHand, CallResult, FollowUpWish
from callbench.records.people import FollowUp
from callbench.store import tables
from shopfloor import Shop, at

FRIDAY = at("2026-03-06T10:00+08:00")


@pytest.fixture
def shop(bench: Bench) -> Shop:
    return Shop(bench)


def booked(bench: Bench, shop: Shop, **more) -> FollowUp:
    customer = shop.customer("Zhang")
    shop.item(customer, minutes=60 * 24 * 30)
    return appointments.book(bench, shop.agents["wang"], customer, FollowUpWish(**({"due_at": FRIDAY} | more)))


def take(bench: Bench, shop: Shop, who: str = "wang") -> CallInHand:
    call = calling.take_next(bench, shop.agents[who])
    assert isinstance(call, CallInHand)
    return call


def test_a_booked_one_comes_at_its_time_to_its_agent(bench: Bench, shop: Shop, clock) -> None:
    found = booked(
        bench, shop, ends_at=FRIDAY + timedelta(hours=2), purpose="skin care", channel="wechat", reason="asks", note="n"
    )
    assert (found.purpose, found.channel, found.ends_at) == ("skin care", "wechat", FRIDAY + timedelta(hours=2))
    item = shop.row(tables.QueueItem, found.item_id)
    assert (item.agreed, item.ready_at, item.agent_id) == (True, FRIDAY, shop.agents["wang"].id)
    assert not isinstance(calling.take_next(bench, shop.agents["li"]), CallInHand)
    clock.set(FRIDAY)
    assert not isinstance(calling.take_next(bench, shop.agents["li"]), CallInHand)
    call = take(bench, shop)
    assert call.why.rule == "agreed"
    calling.save_result(bench, shop.agents["wang"], call.draft_id, CallResult("completed"))
    assert [one.state for one in list_follow_ups(bench, state="all")] == ["kept"]


def test_who_had_no_item_in_a_campaign_that_ended_gets_one(bench: Bench, shop: Shop) -> None:
    customer = shop.customer()
    shop.item(customer, state="done", closed_at=shop.now, closed_on=bench.today(), closed_why="outcome")
    found = appointments.book(bench, shop.agents["wang"], customer, FollowUpWish(FRIDAY, personal=False))
    item = shop.row(tables.QueueItem, found.item_id)
    assert (item.state, item.agreed, item.agent_id, item.rule) == ("open", True, None, "agreed")
    appointments.cancel(bench, shop.agents["li"], found.id, "came by")
    assert shop.row(tables.QueueItem, found.item_id).closed_why == "cancelled"


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"due_at": at("2026-03-07T10:00+08:00")}, "2026-03-09 10:00"), ({"due_at": at("2026-10-01T10:00+08:00")}, "National Day"),
        ({"due_at": at("2026-03-05T09:00+08:00")}, "has passed"), ({"due_at": at("2026-03-05T22:00+08:00")}, "09:00-21:00"),
        ({"due_at": at("2028-03-05T10:00+08:00")}, "year ahead"), ({"channel": "pigeon"}, "wechat"),
        ({"rrule": "FREQ=MINUTELY"}, "after a day"), ({"rrule": "sometimes"}, "RFC 5545"),
        ({"rrule": "FREQ=DAILY;UNTIL=20200101"}, "no day is left"),
    ],
)  # fmt: skip
def test_what_cannot_be_booked_says_why_and_what_would(lite: Bench, wish: dict, said: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        booked(lite, Shop(lite), **wish)
    assert said in str(caught.value)
    assert list_follow_ups(lite) == ()


def test_one_at_a_time(lite: Bench) -> None:
    shop = Shop(lite)
    found = booked(lite, shop)
    with pytest.raises(Conflict, match="already"):
        appointments.book(lite, shop.agents["li"], found.customer_id, FollowUpWish(FRIDAY + timedelta(hours=1)))
    with pytest.raises(UsageProblem, match="campaign"):
        appointments.book(lite, shop.agents["li"], shop.customer(), FollowUpWish(FRIDAY))
    with pytest.raises(UsageProblem, match="not to be called"):
        appointments.book(lite, shop.agents["li"], shop.customer(state="do_not_call"), FollowUpWish(FRIDAY))


def test_moved_cancelled_and_taken_over(bench: Bench, shop: Shop) -> None:
    found, li = booked(bench, shop), shop.agents["li"]
    later = FRIDAY + timedelta(hours=3)
    moved = appointments.move(bench, li, found.id, later, later + timedelta(hours=1), why="asked for it")
    assert (moved.due_at, moved.ends_at, moved.sequence) == (later, later + timedelta(hours=1), 1)
    item = shop.row(tables.QueueItem, found.item_id)
    assert (item.ready_at, item.released_at) == (later, later + timedelta(minutes=15))
    assert appointments.take_over(bench, li, found.id, li).agent_id == li.id
    assert shop.row(tables.QueueItem, found.item_id).agent_id == li.id
    assert appointments.take_over(bench, li, found.id, None).agent_id is None
    assert shop.row(tables.QueueItem, found.item_id).released_at is None
    with pytest.raises(UsageProblem, match="why"):
        appointments.cancel(bench, li, found.id, " ")
    gone = appointments.cancel(bench, li, found.id, "customer came by")
    assert (gone.state, gone.closed_why) == ("cancelled", "customer came by")
    kinds = [event.kind for event in shop.all(tables.Event) if event.subject == "follow_up"]
    assert sorted(kinds) == [
        "follow_up.booked",
        "follow_up.cancelled",
        "follow_up.moved",
        *["follow_up.taken_over"] * 2,
    ]
    for again in (
        lambda: appointments.cancel(bench, li, found.id, "x"),
        lambda: appointments.move(bench, li, found.id, FRIDAY),
    ):
        with pytest.raises(Conflict, match="not open"):
            again()
    with pytest.raises(UsageProblem, match="day off"):
        appointments.move(bench, li, booked(bench, shop).id, at("2026-03-08T10:00+08:00"))


def test_an_item_called_before_waits_again_after_a_cancelled_callback(bench: Bench, shop: Shop) -> None:
    shop.item()
    wang = shop.agents["wang"]
    call = take(bench, shop)
    calling.save_result(
        bench,
        wang,
        call.draft_id,
        CallResult("callback_agreed", follow_up=FollowUpWish(FRIDAY, ends_at=FRIDAY + timedelta(hours=1))),
    )
    (found,) = list_follow_ups(bench)
    assert found.ends_at == FRIDAY + timedelta(hours=1)
    appointments.cancel(bench, wang, found.id, "no need")
    item = shop.row(tables.QueueItem, call.item_id)
    assert (item.state, item.agreed, item.agent_id, item.rule) == ("open", False, None, "retry")


def test_in_hand_it_stays_as_it_is(lite: Bench, clock) -> None:
    shop = Shop(lite)
    found = booked(lite, shop)
    clock.set(FRIDAY)
    take(lite, shop)
    for change in (
        lambda: appointments.cancel(lite, shop.agents["li"], found.id, "x"),
        lambda: appointments.move(lite, shop.agents["li"], found.id, FRIDAY + timedelta(hours=3)),
        lambda: appointments.take_over(lite, shop.agents["li"], found.id, None),
    ):
        with pytest.raises(Conflict, match="hand"):
            change()
    assert list_follow_ups(lite)[0].due_at == FRIDAY


def test_lists_of_due_overdue_missed_mine(lite: Bench, clock) -> None:
    shop = Shop(lite)
    plain = booked(lite, shop)
    window = booked(
        lite, shop, due_at=FRIDAY + timedelta(minutes=1), ends_at=FRIDAY + timedelta(hours=2), personal=False
    )

    def ids(state: str, **more) -> list:
        return [one.id for one in list_follow_ups(lite, state=state, **more)]

    assert (ids("open"), ids("due"), ids("overdue"), ids("missed")) == ([plain.id, window.id], [], [], [])
    clock.set(FRIDAY + timedelta(minutes=10))
    assert (ids("due"), ids("overdue"), ids("missed")) == ([plain.id, window.id], [plain.id, window.id], [])
    clock.set(FRIDAY + timedelta(minutes=30))
    assert (ids("due"), ids("overdue"), ids("missed")) == ([window.id], [plain.id, window.id], [plain.id])
    clock.set(FRIDAY + timedelta(hours=3))
    assert ids("missed") == [plain.id, window.id]
    wang, li = shop.agents["wang"], shop.agents["li"]
    assert ids("open", agent=wang, mine=True) == [plain.id]
    assert ids("open", agent=li) == [window.id]
    assert ids("open", span=(FRIDAY, FRIDAY + timedelta(seconds=1))) == [plain.id]
    assert find_follow_up(lite, str(plain.id)).id == find_follow_up(lite, str(plain.item_id)).id == plain.id
    with pytest.raises(UsageProblem, match="Several"):
        find_follow_up(lite, "Zhang")
    with pytest.raises(UsageProblem, match="No follow-up"):
        find_follow_up(lite, "nobody")


def test_a_missed_personal_one_is_everybodys(bench: Bench, shop: Shop, clock) -> None:
    booked(bench, shop)
    clock.set(FRIDAY + timedelta(minutes=16))
    assert take(bench, shop, "li").why.rule == "agreed"


def test_the_next_of_a_series_is_made_when_the_last_is_kept_and_undone_with_it(bench: Bench, shop: Shop, clock) -> None:
    wang = shop.agents["wang"]
    first = booked(bench, shop, rrule="每月", ends_at=FRIDAY + timedelta(hours=1), reason="monthly care")
    assert (first.rrule, shop.row(tables.QueueItem, first.item_id).rule) == ("FREQ=MONTHLY", "recurring")
    clock.set(FRIDAY)
    call = take(bench, shop)
    saved = calling.save_result(bench, wang, call.draft_id, CallResult("completed"))
    assert saved.again_at == at("2026-04-07T10:00+08:00")  # the 6th is a holiday
    assert "Tomb-Sweeping Day" in saved.again_said
    (following,) = list_follow_ups(bench)
    assert (following.series_id, following.reason, following.agent_id) == (first.id, "monthly care", wang.id)
    assert following.ends_at == saved.again_at + timedelta(hours=1)
    undo_last(bench, wang)
    assert [one.id for one in list_follow_ups(bench)] == [first.id]
    call = calling.item_in_hand(bench, wang)
    assert call is not None
    calling.save_result(
        bench, wang, call.draft_id, CallResult("no_answer")
    )  # not reached: the series waits with the item
    assert list_follow_ups(bench) == ()
    clock.set(FRIDAY + timedelta(hours=6))
    call = take(bench, shop)
    assert calling.save_result(bench, wang, call.draft_id, CallResult("completed")).again_at == at(
        "2026-04-07T10:00+08:00"
    )
    clock.set(at("2026-04-07T10:00+08:00"))
    call = take(bench, shop)
    saved = calling.save_result(bench, wang, call.draft_id, CallResult("completed"))
    assert (saved.again_at, saved.again_said) == (
        at("2026-05-06T10:00+08:00"),
        "",
    )  # counted from the first, not from the shifted one


def test_a_series_ends_with_the_customers_word(lite: Bench, clock) -> None:
    shop = Shop(lite)
    booked(lite, shop, rrule="weekly")
    clock.set(FRIDAY)
    call = take(lite, shop)
    assert calling.save_result(lite, shop.agents["wang"], call.draft_id, CallResult("do_not_call")).again_at is None
    assert list_follow_ups(lite) == ()


def test_out_to_a_calendar_and_back(lite: Bench, tmp_path: Path) -> None:
    shop = Shop(lite)
    wang, path = shop.agents["wang"], tmp_path / "calls.ics"
    found = booked(lite, shop, ends_at=FRIDAY + timedelta(hours=1), reason="a;b,c\nd")
    other = booked(lite, shop, due_at=FRIDAY + timedelta(hours=4))
    assert export_follow_ups(lite, path) == 2
    text = path.read_text("utf-8")
    assert f"UID:{found.id}@callbench" in text.replace("\r\n ", "")
    assert [event.what for event in import_follow_ups(lite, wang, path)] == ["same", "same"]
    text = text.replace("DTSTART:20260306T020000Z", "DTSTART;TZID=Europe/Berlin:20260306T093000")
    text = text.replace("DTEND:20260306T030000Z", "DTEND:20260306T100000Z")
    head, tail = text.rsplit("STATUS:CONFIRMED", 1)
    path.write_text(head + "STATUS:CANCELLED" + tail, "utf-8")
    assert [event.what for event in import_follow_ups(lite, wang, path, dry_run=True)] == ["moved", "cancelled"]
    assert len(list_follow_ups(lite)) == 2
    assert [event.what for event in import_follow_ups(lite, wang, path)] == ["moved", "cancelled"]
    (left,) = list_follow_ups(lite)
    assert (left.id, left.due_at, left.ends_at) == (
        found.id,
        datetime(2026, 3, 6, 8, 30, tzinfo=UTC),
        datetime(2026, 3, 6, 10, tzinfo=UTC),
    )
    assert [one.closed_why for one in list_follow_ups(lite, state="cancelled")] == ["Cancelled in the calendar"]
    assert other.id == list_follow_ups(lite, state="cancelled")[0].id
    assert [event.what for event in import_follow_ups(lite, wang, path)] == [
        "refused",
        "same",
    ]  # an older time than ours


def ics(*events: str) -> str:
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}END:VCALENDAR\r\n"


def test_what_a_strange_calendar_says(lite: Bench, tmp_path: Path) -> None:
    shop = Shop(lite)
    path, wang, uid = tmp_path / "x.ics", shop.agents["wang"], f"UID:{booked(lite, shop).id}@callbench"
    cases = [
        (f"{uid}\r\nDTSTART:20260306T113000", "moved", "without a zone"),  # floating: the shop's clock
        (f"{uid}\r\nSEQUENCE:9\r\nDTSTART;TZID=Mars/Base:20260306T123000", "moved", "Mars/Base"),
        (f"{uid}\r\nSEQUENCE:9\r\nDTSTART;VALUE=DATE:20260306", "refused", "whole day"),
        (f"{uid}\r\nSEQUENCE:9\r\nDTSTART:20260307T020000Z", "refused", "day off"),
        (f"{uid}\r\nSEQUENCE:9\r\nDTSTART:20260309T020000Z\r\nRRULE:FREQ=DAILY", "refused", "recurs"),
        (f"{uid}\r\nSEQUENCE:9", "refused", "no time"),
        (f"{uid}\r\nSEQUENCE:9\r\nDTSTART:20261399T990000Z", "refused", "cannot be read"),
        (f"{uid}\r\nSEQUENCE:9\r\nDTSTART:99991231T235959Z", "refused", "cannot be read"),
        (f"{uid}\r\nSEQUENCE:9\r\nDTSTART:20260306T023000Z\r\nDTSTART:20260306T033000Z", "refused", "cannot be read"),
        ("UID:somebody@else\r\nDTSTART:20260306T020000Z", "unknown", ""),
        ("UID:@callbench\r\nDTSTART:20260306T020000Z", "unknown", ""),
        ("DTSTART:20260306T020000Z", "unknown", ""),
        (
            f"{uid}\r\nSEQUENCE:many\r\nSUMMARY:\x1b[31m\u202eevil{'x' * 5000}\r\nDTSTART:20260306T020000Z",
            "refused",
            "older",
        ),
    ]
    for event, what, said in cases:
        path.write_text(ics(event), "utf-8")
        (taken,) = import_follow_ups(lite, wang, path)
        assert (taken.what, said in taken.said) == (what, True), (event, taken)
        assert "\x1b" not in taken.summary
        assert len(taken.summary) <= 80
    assert list_follow_ups(lite)[0].due_at == datetime(2026, 3, 6, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"nothing", b"BEGIN:VCALENDAR\r\n", b"\xff\xfe\x00", b"END:VCALENDAR\r\n", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 3000, b"x" * (5 * 1024 * 1024), b"\n" * 250_000,
        ics(*["UID:a"] * 5_001).encode(),
    ],
    ids=["empty", "text", "open", "bytes", "end", "event", "nested", "large", "lines", "many"],
)  # fmt: skip
def test_what_is_no_calendar_is_refused_whole(lite: Bench, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.ics"
    path.write_bytes(content)
    wang = Shop(lite).agents["wang"]
    if content.startswith(b"BEGIN:VEVENT"):  # an event without a calendar around it
        assert all(event.what == "unknown" for event in import_follow_ups(lite, wang, path))
        return
    with pytest.raises(FileProblem) as caught:
        import_follow_ups(lite, wang, path)
    assert caught.value.where == str(path)
