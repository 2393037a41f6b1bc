"""Reading the raw tables of a base that many desks worked on: what the rules never allow, found without the project's code.

Every function takes rows as plain tuples; times are aware. A finding is a sentence.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

GAP, DAY, MONTH = timedelta(minutes=60), 2, 4
IDLE = timedelta(minutes=30)
_TABLES = {
    "attempt": "id, item_id, nth, customer_id, agent_id, e164, outcome, started_at, ended_at",
    "queue_item": "id, customer_id, state, attempts, held_by, closed_why, pool_id, agreed, last_outcome, due_on, closed_on",
    "queue_tally": "kind, day, n",
    "event": "id, kind, subject_id, detail",
    "draft": "id, item_id, agent_id",
    "follow_up": "id, item_id, state, attempt_id",
}


class Raw:
    """The tables as they lie in the base; keys as hexadecimal text."""

    def __init__(self, address: str) -> None:
        self.rows: dict[str, list[tuple[Any, ...]]] = {}
        if "://" in address:
            import psycopg

            with psycopg.connect(address.replace("postgresql+psycopg", "postgresql")) as server:
                for table, columns in _TABLES.items():
                    self.rows[table] = [
                        tuple(map(_plain, row)) for row in server.execute(f"SELECT {columns} FROM {table}")
                    ]
        else:
            with closing(sqlite3.connect(address)) as file:
                for table, columns in _TABLES.items():
                    self.rows[table] = [
                        tuple(map(_plain, row)) for row in file.execute(f"SELECT {columns} FROM {table}")
                    ]


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return getattr(value, "hex", value) if type(value).__name__ == "UUID" else value


def _moment(value: Any) -> datetime:
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def findings(raw: Raw, items: int) -> Iterator[str]:
    """Everything that must not be; nothing when all is well. items: how many there were at the beginning."""
    attempts = [(*row[:7], *_span(_moment(row[7]), _moment(row[8]))) for row in raw.rows["attempt"]]
    yield from _together(raw, attempts)
    yield from _lost(raw, attempts, items)
    yield from _often(raw, attempts)
    yield from _traced(raw, attempts)
    yield from _kept(raw)


def _span(begun: datetime, ended: datetime) -> tuple[datetime, datetime]:
    """When a call was in hand. One left alone for IDLE went back to the queue and was gone on with: its end alone is known."""
    return (begun if ended - begun < IDLE else ended), ended


def _together(raw: Raw, attempts: list[tuple[Any, ...]]) -> Iterator[str]:
    """Nobody is called by two at a time, nobody calls two at a time.

    A call that its agent put aside (given back, or taken back with what was said) goes on later; others are made meanwhile.
    """
    put_aside = {
        row[2] for row in raw.rows["event"] if row[1] in ("call.undone", "item.given_back", "item.returned_idle")
    }
    for who, column in (("customer", 3), ("agent", 4)):
        calls = defaultdict(list)
        for row in attempts:
            if who == "customer" or not {row[0], row[1]} & put_aside:
                calls[row[column]].append((row[7], row[8], row[0]))
        for whose, one in calls.items():
            for (_begun, ended, first), (begun, _ended, second) in pairwise(sorted(one)):
                if begun < ended:
                    yield f"{who} {whose}: calls {first} and {second} overlap"


def _lost(raw: Raw, attempts: list[tuple[Any, ...]], items: int) -> Iterator[str]:
    """Every item is somewhere, has the attempts it counts, and an end or a next step."""
    made = defaultdict(list)
    for row in attempts:
        made[row[1]].append(row[2])
    found = raw.rows["queue_item"]
    if len(found) < items:
        yield f"{items - len(found)} items are gone"
    drafts = {row[1]: row[2] for row in raw.rows["draft"]}
    for id_, _customer, state, count, held_by, why, pool, *_rest in found:
        if sorted(made[id_]) != list(range(1, count + 1)):
            yield f"item {id_} counts {count} attempts, there are {sorted(made[id_])}"
        if state == "held" and drafts.get(id_) != held_by:
            yield f"item {id_} is held by {held_by}, the call in hand is of {drafts.get(id_)}"
        if state == "open" and pool is None:
            yield f"item {id_} is in no pool"
        if state in ("done", "parked") and not why:
            yield f"item {id_} is {state} without a reason"
    held = Counter(row[1] for row in found if row[2] == "held")
    yield from (f"customer {customer} is in {n} hands" for customer, n in held.items() if n > 1)
    promised = Counter(row[1] for row in raw.rows["follow_up"] if row[2] == "open")
    for id_, n in promised.items():
        if n > 1:
            yield f"item {id_} has {n} open follow-ups"


def _often(raw: Raw, attempts: list[tuple[Any, ...]]) -> Iterator[str]:
    """Gaps between calls to a number, calls a day and in 30 days to a person; what was agreed goes before them."""
    agreed = {row[1] for row in raw.rows["follow_up"]}
    zone = ZoneInfo("Asia/Shanghai")
    numbers, people = defaultdict(list), defaultdict(list)
    for row in attempts:
        promised = row[1] in agreed and row[2] > 1
        people[row[3]].append((row[7], promised, row[8]))
        numbers[row[5]].append((row[7], promised, row[8]))
    for number, calls in numbers.items():
        if number:
            for (_begun, _p, ended), (begun, promised, _e) in pairwise(sorted(calls)):
                if begun - ended < GAP and not promised:
                    yield f"{number} was called again after {begun - ended}"
    for person, calls in people.items():
        days = Counter(begun.astimezone(zone).date() for begun, promised, _e in calls)
        kept = Counter(begun.astimezone(zone).date() for begun, promised, _e in calls if promised)
        yield from (f"{person} was called {n} times on {day}" for day, n in days.items() if n - kept[day] > DAY)
        if len(calls) - sum(promised for _b, promised, _e in calls) > MONTH:
            yield f"{person} was called {len(calls)} times"


def _traced(raw: Raw, attempts: list[tuple[Any, ...]]) -> Iterator[str]:
    """Every attempt was saved once, and as often again as it was taken back."""
    count: Counter[str] = Counter()
    last: dict[str, str] = {}
    for _id, kind, subject, detail in raw.rows["event"]:
        if kind in ("call.saved", "call.undone"):
            count[subject] += 1 if kind == "call.saved" else -1
            if kind == "call.saved":
                last.setdefault(subject, json.loads(detail)["outcome"])
    there = {row[0] for row in attempts}
    yield from (f"attempt {one} has no event of its saving" for one in there if count[one] != 1)
    yield from (f"attempt {one} was saved and is gone" for one, n in count.items() if n != (one in there))


def _kept(raw: Raw) -> Iterator[str]:
    """The counts that the base keeps are those of its items."""
    there: Counter[tuple[str, int]] = Counter()
    for _id, _customer, state, *_rest, agreed, _last, due_on, closed_on in raw.rows["queue_item"]:
        day = {"open": due_on, "done": closed_on or 0}.get(state, 0)
        there["agreed" if state == "open" and agreed else state, day] += 1
    kept: Counter[tuple[str, int]] = Counter()
    for kind, day, n in raw.rows["queue_tally"]:
        kept[kind, day] += n
    for sort in {*there, *kept}:
        if there[sort] != kept[sort]:
            yield f"{kept[sort]} items are counted as {sort}, there are {there[sort]}"
