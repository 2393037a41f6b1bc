"""Appointments with customers beside a call: booked, moved, cancelled, taken over; the queue item goes with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.booking import check_rule, check_time
from callbench.desk.brakes import check_may_be_booked
from callbench.desk.people import callable_from
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import _
from callbench.records.calls import FollowUpWish
from callbench.records.people import Agent, FollowUp
from callbench.rules.words import CHANNELS
from callbench.store import attempts, events, followups, pools
from callbench.store.types import new_id
from callbench.text import clean


def book(bench: Bench, agent: Agent, customer_id: UUID, wish: FollowUpWish) -> FollowUp:
    """Book a follow-up with a customer, in the campaign they were in last.

    Raises UsageProblem for a time that cannot be, a rule or channel there is none of, or a customer who is not to be called;
    Conflict where one is booked already.
    """
    channel = _channel(wish.channel)
    with bench.db.write() as connection:
        who = followups.person(connection, customer_id)
        if who is None:
            raise UsageProblem(_("There is no such customer."))
        if who.state != "active":
            raise UsageProblem(_("{name} is not to be called any more.").format(name=who.name or _("(no name)")))
        if who.campaign_id is None:
            raise UsageProblem(
                _("{name} is in no campaign yet.").format(name=who.name or _("(no name)")),
                todo=_("Start one with this customer: callbench campaign start."),
            )
        check_time(bench, wish.due_at, who.zone)
        rule = check_rule(wish.rrule, wish.due_at, who.zone)
        check_may_be_booked(bench, connection, customer_id, wish.due_at)
        item_id = place(bench, connection, who, wish, agent.id, "recurring" if rule else "agreed")
        found = add(bench, connection, who, item_id, wish, agent.id, rule=rule, channel=channel)
        _record(bench, connection, agent, "follow_up.booked", found.id, None, _told(found))
    return found


def move(
    bench: Bench, agent: Agent, follow_up_id: UUID, due_at: datetime, ends_at: datetime | None = None, *, why: str = "",
    reason: str | None = None,
) -> FollowUp:  # fmt: skip
    """Another time for an open follow-up; reason: what it is about now, None as before.

    Raises as `book`, Conflict when it is not open or its call is in hand.
    """
    with bench.db.write() as connection:
        before = _open(connection, follow_up_id)
        check_time(bench, due_at, before.zone)
        check_may_be_booked(bench, connection, before.customer_id, due_at)
        at = due_at.astimezone(UTC)
        values = {"due_at": at, "due_on": bench.day_of(at), "ends_at": ends_at and ends_at.astimezone(UTC)}
        if reason is not None:
            values["reason"] = clean(reason, limit=200)
        followups.change(connection, follow_up_id, values | {"sequence": before.sequence + 1})
        _set_item(
            bench,
            connection,
            before,
            {"ready_at": at, "due_on": bench.day_of(at), "released_at": _released(bench, before.agent_id, at)},
        )
        after = followups.one(connection, follow_up_id)
        assert after is not None
        _record(
            bench,
            connection,
            agent,
            "follow_up.moved",
            follow_up_id,
            _told(before),
            _told(after) | {"why": clean(why, limit=200)},
        )
    return after


def cancel(bench: Bench, agent: Agent, follow_up_id: UUID, why: str) -> FollowUp:
    """Cancel an open follow-up, with a reason. An item made for it alone is closed, another one waits as any other does.

    Raises UsageProblem without a reason, Conflict when it is not open or its call is in hand.
    """
    reason = clean(why, limit=200).strip()
    if not reason:
        raise UsageProblem(_("Say why the follow-up is cancelled."), where="--why")
    now = bench.clock.now()
    with bench.db.write() as connection:
        before = _open(connection, follow_up_id)
        followups.change(
            connection, follow_up_id,
            {"state": "cancelled", "closed_at": now, "closed_by": agent.id, "closed_why": reason, "sequence": before.sequence + 1},
        )  # fmt: skip
        item = _item(connection, before)
        if item["attempts"]:
            ready = callable_from(bench, connection, before.customer_id, before.zone, now)
            change = {
                "agreed": False,
                "agent_id": None,
                "released_at": None,
                "rule": "retry",
                "ready_at": ready,
                "due_on": bench.day_of(ready),
            }
        else:
            change = {
                "state": "done",
                "agreed": False,
                "closed_at": now,
                "closed_on": bench.day_of(now),
                "closed_why": "cancelled",
            }
        attempts.set_item(connection, before.item_id, item | change)
        _record(bench, connection, agent, "follow_up.cancelled", follow_up_id, _told(before), {"why": reason})
        after = followups.one(connection, follow_up_id)
    assert after is not None
    return after


def take_over(bench: Bench, agent: Agent, follow_up_id: UUID, to: Agent | None) -> FollowUp:
    """The follow-up is `to`'s from now on, or anyone's with None. Raises Conflict when it is not open or its call is in hand."""
    with bench.db.write() as connection:
        before = _open(connection, follow_up_id)
        whose = None if to is None else to.id
        followups.change(connection, follow_up_id, {"agent_id": whose})
        _set_item(
            bench,
            connection,
            before,
            {"agent_id": whose, "released_at": _released(bench, whose, max(before.due_at, bench.clock.now()))},
        )
        after = followups.one(connection, follow_up_id)
        assert after is not None
        _record(bench, connection, agent, "follow_up.taken_over", follow_up_id, _told(before), _told(after))
    return after


def place(bench: Bench, connection: Any, who: Any, wish: FollowUpWish, agent_id: UUID, rule: str) -> UUID:
    """The item that carries a follow-up: the one that waits in that campaign, or a new one.

    who: customer_id, campaign_id, zone, priority. Raises Conflict where one is booked on it, or its call is in hand.
    """
    now, due_at = bench.clock.now(), wish.due_at.astimezone(UTC)
    whose = agent_id if wish.personal else None
    change = {
        "rule": rule, "agreed": True, "ready_at": due_at, "due_on": bench.day_of(due_at), "agent_id": whose,
        "released_at": _released(bench, whose, due_at),
    }  # fmt: skip
    if (item_id := followups.waiting_item(connection, who.customer_id, who.campaign_id)) is not None:
        if (there := followups.open_of_item(connection, item_id)) is not None:
            raise Conflict(
                _("A follow-up is booked with this customer already, for {time}.").format(
                    time=f"{there.due_at.astimezone(bench.settings.zone):%Y-%m-%d %H:%M}"
                ),
                todo=_("Move that one: callbench follow-up move {id} WORDS.").format(id=there.id),
                code="follow-up-booked",
            )
        item = attempts.item_state(connection, item_id)
        _check_free(item)
        attempts.set_item(connection, item_id, item | change)
        return item_id
    item_id = new_id(now)
    attempts.add_item(
        connection,
        {
            "id": item_id, "campaign_id": who.campaign_id, "customer_id": who.customer_id, "state": "open",
            "reason": clean(wish.reason, limit=200), "priority": who.priority, "attempts": 0, "zone": who.zone,
            "last_outcome": "", "closed_why": "", "created_at": now, "created_on": bench.day_of(now), **change,
        },
    )  # fmt: skip
    return item_id


def add(
    bench: Bench, connection: Any, who: Any, item_id: UUID, wish: FollowUpWish, made_by: UUID, *, rule: str = "",
    channel: str = "phone", series_id: UUID | None = None,
) -> FollowUp:  # fmt: skip
    """Write a follow-up on an item."""
    now, due_at = bench.clock.now(), wish.due_at.astimezone(UTC)
    follow_up_id = new_id(now)
    followups.add(
        connection,
        {
            "id": follow_up_id, "item_id": item_id, "customer_id": who.customer_id, "attempt_id": None, "made_by": made_by,
            "agent_id": made_by if wish.personal else None, "due_at": due_at, "due_on": bench.day_of(due_at),
            "ends_at": wish.ends_at and wish.ends_at.astimezone(UTC), "reason": clean(wish.reason, limit=200),
            "note": clean(wish.note, lines=True), "purpose": clean(wish.purpose, limit=200), "channel": channel,
            "rrule": rule, "series_id": series_id, "state": "open", "made_at": now, "made_on": bench.day_of(now),
        },
    )  # fmt: skip
    pools.promised(connection, item_id)
    found = followups.one(connection, follow_up_id)
    assert found is not None
    return found


def _open(connection: Any, follow_up_id: UUID) -> FollowUp:
    found = followups.one(connection, follow_up_id)
    if found is None:
        raise UsageProblem(_("There is no such follow-up."), todo=_("See them: callbench follow-ups."))
    if found.state != "open":
        raise Conflict(_("This follow-up is not open any more."), code="follow-up-closed")
    return found


def _item(connection: Any, found: FollowUp) -> dict[str, Any]:
    item = attempts.item_state(connection, found.item_id)
    _check_free(item)
    return item


def _check_free(item: dict[str, Any]) -> None:
    if item["state"] == "held":
        raise Conflict(_("This customer is in somebody's hand; wait until the call is saved."), code="in-hand")


def _set_item(bench: Bench, connection: Any, found: FollowUp, change: dict[str, Any]) -> None:
    item = _item(connection, found)
    attempts.set_item(connection, found.item_id, item | change)


def _released(bench: Bench, agent_id: UUID | None, due_at: datetime) -> datetime | None:
    return None if agent_id is None else due_at + timedelta(minutes=bench.settings["calls.release_minutes"])


def _channel(text: str) -> str:
    from callbench.rules.words import code_of

    code = code_of(text, CHANNELS)
    if not code:
        raise UsageProblem(
            _("There is no channel {name!r}.").format(name=clean(text, limit=40)),
            todo=_("Known: {known}.").format(known=_(", ").join(CHANNELS)),
        )
    return code


def _told(found: FollowUp) -> dict[str, Any]:
    return {
        "due_at": found.due_at, "ends_at": found.ends_at, "agent": found.agent_id, "customer": found.customer_id,
        "rrule": found.rrule,
    }  # fmt: skip


def _record(
    bench: Bench, connection: Any, agent: Agent, kind: str, follow_up_id: UUID, before: Any, after: Any
) -> None:
    detail = {"before": before, "after": after}
    events.record(connection, bench.clock.now(), agent.id, kind, "follow_up", follow_up_id, detail)
