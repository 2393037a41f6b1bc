"""Who may be called now, worked out anew from the raw tables: RULES "Who is next", written down a second time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from raw import Item, Raw, day_of, kept, moment, works

ORDER = (
    "held", "no_phone", "inactive", "do_not_call", "consent", "campaign", "trainee", "people", "owner", "skill", "period",
    "not_due", "hours", "marketing", "preferred", "gap", "engaged",
)  # fmt: skip
"""What keeps an item back, as it is asked; the later, the nearer it came to being called."""
GAP, HOLD, LATE = timedelta(minutes=60), timedelta(minutes=30), timedelta(minutes=30)
LIKES = {
    "上午": ("00:00", "12:00"),
    "下午": ("12:00", "18:00"),
    "晚上": ("18:00", "24:00"),
    "14:00-17:00": ("14:00", "17:00"),
}
_KEPT_LATE = ("campaign", "period", "preferred")
_KEPT = (*_KEPT_LATE, "hours", "marketing")


class Staff:
    """Who is there on a day: skills, who is away and who stands in, who learns, who is named for which campaign."""

    def __init__(self, raw: Raw, now: datetime) -> None:
        day = day_of(now)
        self.skills: dict[bytes, set[str]] = {}
        for agent, skill in raw.all("SELECT agent_id, skill FROM agent_skill"):
            self.skills.setdefault(agent, set()).add(skill)
        self.away: dict[bytes, bytes | None] = {}
        for agent, stand_in in raw.all(
            "SELECT agent_id, stand_in_id FROM absence WHERE first_day <= ? AND last_day >= ? ORDER BY made_at",
            day,
            day,
        ):
            self.away[agent] = stand_in
        self.trainees = {agent for (agent,) in raw.all("SELECT id FROM agent WHERE trainer_id IS NOT NULL")}
        self.people: dict[bytes, set[bytes]] = {}
        for campaign, agent in raw.all("SELECT campaign_id, agent_id FROM campaign_agent"):
            self.people.setdefault(campaign, set()).add(agent)

    def may_call_for(self, agent: bytes, whose: bytes | None) -> bool:
        seen: set[bytes] = set()
        while whose is not None and whose != agent:
            if whose not in self.away:
                return False
            if whose in seen:
                return True
            seen.add(whose)
            whose = self.away[whose]
        return True


class Judge:
    """Asked about items for agents at moments."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self._staff: tuple[datetime, Staff] | None = None

    def staff(self, now: datetime) -> Staff:
        if self._staff is None or self._staff[0] != now:
            self._staff = (now, Staff(self.raw, now))
        return self._staff[1]

    def keeps_back(self, item: Item, agent: bytes, now: datetime, *, taken: bool = False) -> str:
        """What keeps an item from an agent, one of ORDER; "" when it may be called. taken: it was, just now."""
        if not taken:
            if item.state == "parked":
                return "no_phone"
            if item.state != "open" or self._in_hand(item):
                return "held"
        late = moment(item.ready_at) < now - LATE  # type: ignore[operator]
        for why in self._shut(item, agent, now):
            if not (item.agreed and why in (_KEPT_LATE if late else _KEPT)):
                return why
        if item.ready_at > kept(now):
            return "not_due"
        return self._numbers(item, now)

    def _in_hand(self, item: Item) -> bool:
        return (
            self.raw.one("SELECT 1 FROM queue_item WHERE state = 'held' AND customer_id = ?", item.customer) is not None
        )

    def _shut(self, item: Item, agent: bytes, now: datetime) -> Iterator[str]:
        """What stands against it, apart from its own time and its numbers."""
        staff, day = self.staff(now), day_of(now)
        if item.customer_state != "active":
            yield item.customer_state
        if item.campaign_state != "active":
            yield "campaign"
        named = staff.people.get(item.campaign, set())
        if agent in staff.trainees:
            if agent not in named:
                yield "trainee"
        elif (others := named - staff.trainees) and agent not in others:
            yield "people"
        released = item.released_at is not None and item.released_at <= kept(now)
        whose = item.agent if item.agent is not None and not released else None
        if whose is None and not item.agreed:
            whose = item.owner
        if not staff.may_call_for(agent, whose):
            yield "owner"
        if not {item.skill, item.campaign_skill} <= staff.skills.get(agent, set()) | {""}:
            yield "skill"
        yield from self._clock(item, now)
        if (item.starts_on or day) > day or (item.ends_on or day) < day:
            yield "period"
        if self._listed("customer_id", item.customer, day):
            yield "do_not_call"
        if item.consent and not self._agrees(item, now):
            yield "consent"

    def _clock(self, item: Item, now: datetime) -> Iterator[str]:
        there = now.astimezone(ZoneInfo(item.customer_zone))
        opens, closes = max(time(9), _clock(item.opens or "00:00")), min(time(21), _clock(item.closes or "24:00"))
        clock = there.time()
        if not works(there.date()) or not opens <= clock < closes:
            yield "hours"
            return
        if item.marketing:
            opens, closes = max(opens, time(10)), min(closes, time(20))
            if not opens <= clock < closes:
                yield "marketing"
                return
        if likes := LIKES.get(item.likes):
            opens, closes = max(opens, _clock(likes[0])), min(closes, _clock(likes[1]))
            if opens < closes and not opens <= clock < closes:
                yield "preferred"

    def _listed(self, column: str, value: object, day: int) -> bool:
        other = "customer_id IS NOT NULL" if column == "customer_id" else "e164 <> ''"
        query = f"SELECT 1 FROM do_not_call WHERE lifted_at IS NULL AND {other} AND {column} = ? AND coalesce(until_day, 99991231) >= ?"
        return self.raw.one(query, value, day) is not None

    def _agrees(self, item: Item, now: datetime) -> bool:
        rows = self.raw.all(
            "SELECT state, until FROM consent WHERE customer_id = ? AND purpose = ? ORDER BY at DESC LIMIT 1",
            item.customer, item.consent,
        )  # fmt: skip
        return bool(rows) and rows[0][0] == "given" and (rows[0][1] is None or rows[0][1] > kept(now))

    def _numbers(self, item: Item, now: datetime) -> str:
        """Whether one of the numbers may be rung."""
        day, found = day_of(now), []
        for (e164,) in self.raw.all(
            "SELECT e164 FROM phone WHERE customer_id = ? AND state = 'valid' AND e164 <> '' ORDER BY position",
            item.customer,
        ):
            if not self._listed("e164", e164, day):
                found.append(self._number(e164, item, now))
        if not found:
            return "no_phone"
        if item.agreed:  # what was promised goes before the gap
            return ""
        return min(found, key=lambda why: why != "")

    def _number(self, e164: str, item: Item, now: datetime) -> str:
        engaged = self.raw.one(
            "SELECT max(i.touched_at) FROM queue_item i JOIN draft d ON d.item_id = i.id JOIN phone p ON p.id = d.phone_id "
            "WHERE i.state = 'held' AND i.id <> ? AND p.e164 = ?", item.id, e164,
        )  # fmt: skip
        if engaged is not None and engaged > kept(now - HOLD):
            return "engaged"
        last = self.raw.one("SELECT max(ended_at) FROM attempt WHERE e164 = ? AND e164 <> ''", e164)
        return "gap" if last is not None and last > kept(now - GAP) else ""

    def rank(self, item: Item, now: datetime) -> tuple[object, ...]:
        """The place of an item that may be called: sort by it, the first is dealt."""
        ready, key = moment(item.ready_at), int.from_bytes(item.id)
        assert ready is not None
        if item.agreed:
            return (1, ready < now - LATE, -ready.timestamp(), -key)
        if item.rule == "complaint" and item.due_by is not None and item.due_by <= kept(now):
            return (2, item.due_by, key)
        return (3, item.priority, item.attempts, item.ready_at, key)

    def ahead(self, item: Item, agent: bytes, now: datetime) -> Item | None:
        """An item that ought to have been dealt to the agent before this one; None when there is none."""
        mine, at = self.rank(item, now), kept(now)
        found = [*self.raw.items("i.state = 'open' AND i.agreed AND i.ready_at <= ?", at)]
        found += self.raw.items("i.state = 'open' AND NOT i.agreed AND i.rule = 'complaint' AND i.due_by <= ?", at)
        if mine[0] == 3:
            before = (item.priority, item.attempts, item.ready_at, item.id)
            found += self.raw.items(
                "i.state = 'open' AND NOT i.agreed AND i.ready_at <= ? "
                "AND (i.priority, i.attempts, i.ready_at, i.id) < (?, ?, ?, ?)", at, *before,
            )  # fmt: skip
        for other in found:
            if self.rank(other, now) < mine and not self.keeps_back(other, agent, now):
                return other
        return None

    def anybody(self, agent: bytes, now: datetime) -> Item | None:
        """Somebody who may be called by this agent now."""
        for item in self.raw.items("i.state = 'open' AND i.ready_at <= ?", kept(now)):
            if not self.keeps_back(item, agent, now):
                return item
        return None


def _clock(text: str) -> time:
    return time.max if text == "24:00" else time.fromisoformat(text)


def shanghai(when: datetime) -> str:
    """A moment as a person would write it."""
    return f"{when.astimezone(UTC) + timedelta(hours=8):%m-%d %H:%M:%S}"
