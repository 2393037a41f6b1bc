"""What must hold when the week is over, found in the raw tables of all of it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from judge import GAP, shanghai
from raw import moment, works
from watch import Watch


def findings(watch: Watch) -> Iterator[str]:
    """All of it."""
    yield from _hours(watch)
    yield from _gaps(watch)
    yield from _counts(watch)
    yield from _ends(watch)
    yield from _promises(watch)
    yield from _plans(watch)
    yield from _traces(watch)


def _at(text: str) -> datetime:
    found = moment(text)
    assert found is not None
    return found


def _hours(watch: Watch) -> Iterator[str]:
    """Nobody is called outside their hours or on a day off; a promise may be half an hour late."""
    for id_, code, zone, started, opens, closes in watch.raw.all(
        "SELECT t.id, c.code, c.zone, t.started_at, k.opens, k.closes FROM attempt t JOIN customer c ON c.id = t.customer_id "
        "JOIN campaign k ON k.id = t.campaign_id"
    ):
        there = _at(started).astimezone(ZoneInfo(zone))
        if not works(there.date()):
            yield f"{code} was called on {there:%Y-%m-%d}, a day off"
        first, last = (
            ("09:00", "21:30") if id_ in watch.agreed else (max(opens, "09:00"), min(closes or "21:00", "21:00"))
        )
        if not first <= f"{there:%H:%M}" < last and id_ not in watch.overridden:
            yield f"{code} was called at {there:%H:%M} on their clock"


def _gaps(watch: Watch) -> Iterator[str]:
    """An hour between two calls to a number, two calls a day and four in 30 days to a person; a promise goes before."""
    free = watch.agreed | watch.overridden
    numbers, people = defaultdict(list), defaultdict(list)
    for id_, customer, zone, e164, started, ended, counts in watch.raw.all(
        "SELECT t.id, t.customer_id, c.zone, t.e164, t.started_at, t.ended_at, o.attempt FROM attempt t "
        "JOIN customer c ON c.id = t.customer_id JOIN outcome o ON o.key = t.outcome"
    ):
        numbers[e164].append((_at(started), _at(ended), id_))
        if counts:
            people[customer].append((_at(started), zone, id_))
    for e164, calls in numbers.items():
        for (_begun, ended, _id), (begun, _ended, id_) in pairwise(sorted(calls)):
            if begun - ended < GAP and id_ not in free:
                yield f"{e164} was called at {shanghai(begun)}, {begun - ended} after the call before"
            if begun < ended:
                yield f"{e164} was in two calls at {shanghai(begun)}"
    for calls in people.values():
        calls.sort()
        for at, (begun, zone, id_) in enumerate(calls):
            there = ZoneInfo(zone)
            today = sum(one.astimezone(there).date() == begun.astimezone(there).date() for one, _z, _i in calls[:at])
            if id_ not in free and (today >= 2 or at >= 4):
                yield f"a customer was called a {today + 1}. time on a day, a {at + 1}. time in 30 days ({shanghai(begun)})"


def _counts(watch: Watch) -> Iterator[str]:
    """An item has no more attempts than it may, and as many as there are."""
    for code, attempts, most, made, counted, promised in watch.raw.all(
        "SELECT c.code, i.attempts, k.max_attempts, (SELECT count(*) FROM attempt t WHERE t.item_id = i.id), "
        "(SELECT count(*) FROM attempt t JOIN outcome o ON o.key = t.outcome WHERE t.item_id = i.id AND o.attempt), "
        "(SELECT count(*) FROM follow_up f WHERE f.item_id = i.id) "
        "FROM queue_item i JOIN customer c ON c.id = i.customer_id JOIN campaign k ON k.id = i.campaign_id"
    ):
        if attempts != made:
            yield f"{code}: the item counts {attempts} attempts, there are {made}"
        if counted > most + bool(promised):
            yield f"{code}: {counted} attempts of {most}"


def _ends(watch: Watch) -> Iterator[str]:
    """Every item is over for a reason, or has a next time, a holder, or waits for a number."""
    for code, state, why, ready, held_by, drafted, closed_on in watch.raw.all(
        "SELECT c.code, i.state, i.closed_why, i.ready_at, i.held_by, (SELECT d.agent_id FROM draft d WHERE d.item_id = i.id), "
        "i.closed_on FROM queue_item i JOIN customer c ON c.id = i.customer_id"
    ):
        if state in ("done", "parked") and not why:
            yield f"{code} is {state} without a reason"
        if state == "done" and (closed_on is None or drafted is not None):
            yield f"{code} is done, and {'in a call' if drafted else 'has no day'}"
        if state == "open" and ready is None:
            yield f"{code} waits without a time"
        if state == "held" and drafted != held_by:
            yield f"{code} is in the hand of one and in the call of another"
    for code, n in watch.raw.all(
        "SELECT c.code, count(*) FROM queue_item i JOIN customer c ON c.id = i.customer_id WHERE i.state <> 'done' "
        "GROUP BY i.customer_id, i.campaign_id HAVING count(*) > 1"
    ):
        yield f"{code} waits {n} times in one campaign"
    for (code,) in watch.raw.all(
        "SELECT c.code FROM queue_item i JOIN customer c ON c.id = i.customer_id JOIN campaign k ON k.id = i.campaign_id "
        "WHERE i.state <> 'done' AND k.state = 'closed' AND NOT i.agreed "
        "AND CAST(strftime('%Y%m%d', k.closed_at) AS INTEGER) < (SELECT max(business_day) FROM attempt)"
    ):
        yield f"{code} waits in a campaign that is closed"


def _promises(watch: Watch) -> Iterator[str]:
    """A promise that is kept has a call made when it was due, or before that with another promise."""
    for code, item, due, made in watch.raw.all(
        "SELECT c.code, f.item_id, f.due_at, f.made_at FROM follow_up f JOIN customer c ON c.id = f.customer_id "
        "WHERE f.state = 'kept'"
    ):
        if not watch.raw.one("SELECT 1 FROM attempt WHERE item_id = ? AND ended_at > ?", item, made):
            yield f"{code}: the promise for {shanghai(_at(due))} is kept without a call"
    for code, n in watch.raw.all(
        "SELECT c.code, count(*) FROM follow_up f JOIN customer c ON c.id = f.customer_id WHERE f.state = 'open' "
        "GROUP BY f.item_id HAVING count(*) > 1"
    ):
        yield f"{code} has {n} promises open on one item"
    for (code,) in watch.raw.all(
        "SELECT c.code FROM follow_up f JOIN customer c ON c.id = f.customer_id WHERE f.state = 'open' AND c.state <> 'active'"
    ):
        yield f"{code} has a promise and is not to be called"
    for (code,) in watch.raw.all(
        "SELECT c.code FROM queue_item i JOIN customer c ON c.id = i.customer_id WHERE i.state = 'open' AND i.agreed "
        "AND NOT EXISTS (SELECT 1 FROM follow_up f WHERE f.item_id = i.id AND f.state = 'open')"
    ):
        yield f"{code} waits as agreed, nothing is booked"


def _plans(watch: Watch) -> Iterator[str]:
    """A plan calls a customer once for a day it counts from."""
    for code, plan, n in watch.raw.all(
        "SELECT c.code, p.code, count(*) FROM queue_item i JOIN customer c ON c.id = i.customer_id JOIN call_plan p ON p.id = i.plan_id "
        "GROUP BY i.plan_id, i.customer_id, i.anchor_on HAVING count(*) > 1"
    ):
        yield f"{code} has {n} calls of the plan {plan} for one day"


def _traces(watch: Watch) -> Iterator[str]:
    """Every attempt was saved once more than it was taken back, by the one who made it."""
    saved: Counter[bytes] = Counter()
    for kind, subject, detail in watch.raw.all("SELECT kind, subject_id, detail FROM event WHERE subject = 'attempt'"):
        json.loads(detail)
        saved[subject] += {"call.saved": 1, "call.undone": -1}.get(kind, 0)
    there = {id_ for (id_,) in watch.raw.all("SELECT id FROM attempt")}
    for id_ in there | {*saved}:
        if saved[id_] != (id_ in there):
            yield f"an attempt was saved {saved[id_]} times more than taken back, and {'is' if id_ in there else 'is not'} there"
