"""Who looks on while the week is played: at every call dealt, at every "nobody now", and at what `why` says before."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from judge import Judge, shanghai
from raw import Raw, day_of, kept, moment
from salon import Salon

from callbench.desk.bench import Bench
from callbench.desk.followups import list_follow_ups
from callbench.desk.why import why
from callbench.records.calls import CallInHand, NothingNow
from callbench.records.people import Agent
from callbench.records.why import CustomerWhy, ItemWhy

_MOST = 200  # findings kept in words
_FREELY = ("held", "engaged", "break")  # a colleague may end it at any time


class Watch:
    """What was seen. findings: what must not be, in words; counts: how often something was looked at."""

    def __init__(self, salon: Salon, draw: Random) -> None:
        self.salon, self.draw = salon, draw
        self.raw = Raw(salon.path)
        self.judge = Judge(self.raw)
        self.findings: list[str] = []
        self.counts: Counter[str] = Counter()
        self.agreed: set[bytes] = set()  # attempts that were promised
        self.overridden: set[bytes] = set()  # attempts that a supervisor made although something kept the customer back
        self.taken: Counter[int] = Counter()  # by day
        self.free: Counter[int] = Counter()
        self.world = 0  # counts what a supervisor changes: what was said before it need not hold
        self._said: dict[tuple[bytes, bytes], tuple[datetime, object, str]] = {}

    def wrong(self, text: str) -> None:
        if len(self.findings) < _MOST:
            self.findings.append(f"{shanghai(self.salon.clock.now())} {text}")

    def close(self) -> None:
        self.raw.close()

    # -- calls ---------------------------------------------------------------------------------------------------

    def dealt(self, agent: Agent, call: CallInHand, *, in_hand: bool) -> None:
        """A call that the bench chose. in_hand: it was in this hand all the time."""
        now, me, id_ = self.salon.clock.now(), agent.id.bytes, call.item_id.bytes
        item = self.raw.item(id_)
        self.taken[day_of(now)] += 1
        self._held(agent, call)
        self._number(call, now)
        if in_hand:
            return
        who = f"{agent.code} was dealt {item.code}"
        if kept_back := self.judge.keeps_back(item, me, now, taken=True):
            self.wrong(f"{who}, who is {kept_back}")
        if call.interrupted:
            self.counts["calls gone on with"] += 1
        elif (first := self.judge.ahead(item, me, now)) is not None:
            self.wrong(f"{who} {self.judge.rank(item, now)} before {first.code} {self.judge.rank(first, now)}")
        if item.plan is not None and not item.agreed and self._complains(item.customer, now):
            self.wrong(f"{who} by a plan, whose complaint is open")
        if not item.agreed:
            self._caps(item.customer, who, now)
        else:
            self.agreed.add(call.draft_id.bytes)
        self._as_said(id_, me, agent, now)

    def chosen(self, agent: Agent, call: CallInHand, *, overridden: bool) -> None:
        """A call somebody chose by hand."""
        item = self.raw.item(call.item_id.bytes)
        self.taken[day_of(self.salon.clock.now())] += 1
        self._held(agent, call)
        self._number(call, self.salon.clock.now())
        if overridden:
            self.overridden.add(call.draft_id.bytes)
        if item.agreed:
            self.agreed.add(call.draft_id.bytes)

    def _held(self, agent: Agent, call: CallInHand) -> None:
        rows = self.raw.all("SELECT held_by, customer_id, id FROM queue_item WHERE state = 'held'")
        for at, what in ((0, "agent"), (1, "customer")):
            if twice := [key for key, n in Counter(row[at] for row in rows).items() if n > 1]:
                self.wrong(f"{len(twice)} times two calls in the hand of one {what}")
        if (agent.id.bytes, call.customer.id.bytes, call.item_id.bytes) not in rows:
            self.wrong(f"{agent.code} has {call.customer.code} in hand, the base does not say so")

    def _number(self, call: CallInHand, now: datetime) -> None:
        """Nobody rings a number that is listed, wrong, or no number, nor anybody who is listed."""
        day, listed = day_of(now), "lifted_at IS NULL AND coalesce(until_day, 99991231) >= ?"
        if self.raw.one(f"SELECT 1 FROM do_not_call WHERE customer_id = ? AND {listed}", call.customer.id.bytes, day):
            self.wrong(f"{call.customer.code} is called and on the do-not-call list")
        assert call.phone_id is not None
        ((e164, state),) = self.raw.all("SELECT e164, state FROM phone WHERE id = ?", call.phone_id.bytes)
        if not e164 or state != "valid":
            self.wrong(f"{call.customer.code} is rung on a number that is {state}")
        if self.raw.one(f"SELECT 1 FROM do_not_call WHERE e164 = ? AND {listed}", e164, day):
            self.wrong(f"{call.customer.code} is rung on a number that is on the do-not-call list")

    def _complains(self, customer: bytes, now: datetime) -> bool:
        return self.raw.one("SELECT 1 FROM complaint WHERE customer_id = ? AND closed_at IS NULL", customer) is not None

    def _caps(self, customer: bytes, who: str, now: datetime) -> None:
        """At most two calls a day and four in thirty days, over all campaigns."""
        zone = self.raw.one("SELECT zone FROM customer WHERE id = ?", customer)
        there, month = ZoneInfo(zone), kept(now - timedelta(days=30))
        times = [
            moment(at)
            for (at,) in self.raw.all(
                "SELECT t.ended_at FROM attempt t JOIN outcome o ON o.key = t.outcome "
                "WHERE t.customer_id = ? AND t.ended_at > ? AND o.attempt", customer, month,
            )
        ]  # fmt: skip
        today = sum(at is not None and at.astimezone(there).date() == now.astimezone(there).date() for at in times)
        if today >= 2 or len(times) >= 4:
            self.wrong(f"{who}, called {today} times today and {len(times)} times in 30 days")

    # -- nobody --------------------------------------------------------------------------------------------------

    def nobody(self, agent: Agent, said: NothingNow) -> None:
        """The bench has nobody for this agent: nobody may be called, nor before the moment it names."""
        now, me = self.salon.clock.now(), agent.id.bytes
        self.counts["nobody now"] += 1
        if (item := self.judge.anybody(me, now)) is not None:
            self.wrong(f"nobody for {agent.code}, yet {item.code} may be called")
        until = said.next_at or now + timedelta(minutes=20)
        early = until - timedelta(seconds=1)
        if early > now and (item := self.judge.anybody(me, early)) is not None:
            self.wrong(f"nobody for {agent.code} before {shanghai(until)}, yet {item.code} may be called then")
        waiting = self.raw.one("SELECT count(*) FROM queue_item WHERE state <> 'done'")
        told = sum(n for code, n in said.counts.items() if code != "done")
        if told != waiting:
            self.wrong(f"nobody for {agent.code}: {told} are told of by reason, {waiting} wait ({said.counts})")

    # -- why -----------------------------------------------------------------------------------------------------

    def ask(self, agent: Agent, bench: Bench) -> UUID | None:
        """Ask why of somebody who waits, and hold it to the tables; the item that is said to be dealt next."""
        now, me = self.salon.clock.now(), agent.id.bytes
        chances = self.raw.all("SELECT customer_id FROM queue_item WHERE state IN ('open', 'parked') ORDER BY id")
        if not chances:
            return None
        (customer,) = self.draw.choice(chances)
        if self.draw.random() < 0.4:  # those who are near
            near = [item.customer for item in self.raw.items("i.state = 'open' AND i.ready_at <= ?", kept(now))]
            near = near[:400] or [customer]
            customer = (
                min(near, key=lambda one: self._nearest(one, me, now))
                if self.draw.random() < 0.5
                else self.draw.choice(near)
            )
        told: CustomerWhy = why(bench, agent, UUID(bytes=customer))
        self.counts["whys"] += 1
        for one in told.items:
            if one.state != "done":
                self._compare(one, told.customer_code, agent, now)
        return next(
            (one.item_id for one in told.items if one.kept.may_be_called and one.turn[0] > 0 and not one.before), None
        )

    def _nearest(self, customer: bytes, agent: bytes, now: datetime) -> tuple[object, ...]:
        ranks = [
            self.judge.rank(item, now)
            for item in self.raw.items(
                "i.customer_id = ? AND i.state = 'open' AND i.ready_at <= ?", customer, kept(now)
            )
            if not self.judge.keeps_back(item, agent, now)
        ]
        return min(ranks, default=(9,))

    def _compare(self, said: ItemWhy, code: str, agent: Agent, now: datetime) -> None:
        item, me = self.raw.item(said.item_id.bytes), agent.id.bytes
        mine = item.state == "held" and self.raw.one("SELECT held_by FROM queue_item WHERE id = ?", item.id) == me
        found = "" if mine else self.judge.keeps_back(item, me, now)
        if said.kept.may_be_called == bool(found):
            self.wrong(
                f"why of {code} for {agent.code} says {said.kept.code or 'may be called'}, the tables {found or 'may'}"
            )
        elif (
            said.kept.code and said.kept.until is not None and not any(step.code in _FREELY for step in said.kept.steps)
        ):
            self._said[item.id, me] = (said.kept.until, self._print(item.id), said.kept.code)

    def _print(self, id_: bytes) -> object:
        """What of an item and of everything else may change what was said of it."""
        item = self.raw.item(id_)
        return (self.world, item.state == "parked", item[4:12], item[14:27], day_of(self.salon.clock.now()))

    def _as_said(self, id_: bytes, me: bytes, agent: Agent, now: datetime) -> None:
        said = self._said.pop((id_, me), None)
        if said is not None and now < said[0] and said[1] == self._print(id_):
            self.wrong(f"{agent.code} was dealt an item that why kept back ({said[2]}) up to {shanghai(said[0])}")
        elif said is not None:
            self.counts["whys that came true"] += 1

    # -- promises ------------------------------------------------------------------------------------------------

    def promises(self) -> None:
        """Every agreed call whose time has passed is made, or told as missed."""
        now = self.salon.clock.now()
        missed = {one.id.bytes for one in list_follow_ups(self.salon.bench, state="missed")}
        for id_, due, ends, state in self.raw.all(
            "SELECT f.id, f.due_at, f.ends_at, i.state FROM follow_up f JOIN queue_item i ON i.id = f.item_id WHERE f.state = 'open'"
        ):
            over = moment(ends) or (moment(due) or now) + timedelta(minutes=15)
            self.counts["promises looked at"] += 1
            if over < now and id_ not in missed:
                self.wrong(f"a promise for {shanghai(over)} is neither kept nor told as missed")
            if state == "done":
                self.wrong(f"a promise for {shanghai(over)} is open, its item is {state}")
