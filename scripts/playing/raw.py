"""What lies in the base, read with plain SQL: rows as tuples with names, times aware, keys as they are kept.

Nothing of the project is used here or in `judge`, so that what the project gets wrong is not got wrong twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

OFF = {
    *(date(2026, 9, 25) + timedelta(days=n) for n in range(3)),
    *(date(2026, 10, 1) + timedelta(days=n) for n in range(7)),
}
WORKED = {date(2026, 9, 20), date(2026, 10, 10)}
"""The days off and worked instead around the Mid-Autumn Festival and National Day of 2026, from the State Council's notice."""


def works(day: date) -> bool:
    """Whether people work on a day of that autumn."""
    return day in WORKED or (day not in OFF and day.weekday() < 5)


def moment(text: str | None) -> datetime | None:
    """A time as the base keeps it."""
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


def kept(when: datetime) -> str:
    """How the base keeps a time."""
    return when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def day_of(when: datetime) -> int:
    """The shop's business day, which begins at four o'clock in Shanghai."""
    there = when.astimezone(UTC) + timedelta(hours=4)
    return there.year * 10_000 + there.month * 100 + there.day


class Item(NamedTuple):
    """An item with what of its customer and campaign decides whether it may be called."""

    id: bytes
    campaign: bytes
    customer: bytes
    state: str
    rule: str
    agreed: int
    priority: int
    attempts: int
    ready_at: str
    due_by: str | None
    agent: bytes | None
    released_at: str | None
    zone: str
    plan: bytes | None
    customer_state: str
    customer_zone: str
    likes: str
    skill: str
    owner: bytes | None
    campaign_state: str
    starts_on: int | None
    ends_on: int | None
    opens: str
    closes: str
    campaign_skill: str
    consent: str
    marketing: int
    code: str


_ITEM = """
SELECT i.id, i.campaign_id, i.customer_id, i.state, i.rule, i.agreed, i.priority, i.attempts, i.ready_at, i.due_by,
  i.agent_id, i.released_at, i.zone, i.plan_id, c.state, c.zone, c.preferred_time, c.skill, c.owner_id, k.state,
  k.starts_on, k.ends_on, k.opens, k.closes, k.skill, k.consent, k.marketing, c.code
FROM queue_item i JOIN customer c ON c.id = i.customer_id JOIN campaign k ON k.id = i.campaign_id
"""


class Raw:
    """A connection of its own that only reads."""

    def __init__(self, path: Path) -> None:
        self.base = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)

    def close(self) -> None:
        self.base.close()

    def all(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.base.execute(query, values).fetchall()

    def one(self, query: str, *values: Any) -> Any:
        """The first value of the first row, None for no row."""
        found = self.base.execute(query, values).fetchone()
        return None if found is None else found[0]

    def items(self, where: str, *values: Any) -> Iterator[Item]:
        for row in self.base.execute(f"{_ITEM} WHERE {where}", values).fetchall():
            yield Item(*row)

    def item(self, id_: bytes) -> Item:
        return next(self.items("i.id = ?", id_))

    def picture(self) -> list[tuple[Any, ...]]:
        """All of the queue, to see whether anything changed."""
        return self.all("SELECT * FROM queue_item ORDER BY id")
