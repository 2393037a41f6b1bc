"""An agent at a desk: takes calls, talks, keeps what is said, saves, rests; by chances drawn from the seed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from judge import shanghai
from machine import weighed
from raw import moment
from salon import Salon
from talking import Talk
from watch import Watch

from callbench.desk import breaks, calling
from callbench.desk.daily import begin_day
from callbench.errors import CallbenchError, UsageProblem
from callbench.records.calls import CallInHand, FollowUpWish, NothingNow

FRESH = {
    "completed": 35, "no_answer": 27, "busy": 6, "switched_off": 5, "rejected": 4, "answering_machine": 2,
    "callback_agreed": 8, "callback_any": 3, "partial": 2, "refused_now": 4, "refused_for_good": 1.2, "do_not_call": 0.6,
    "broke_off": 1.5, "wrong_person": 0.6, "wrong_number": 1, "unable": 0.4, "deceased_or_left": 0.3, "duplicate": 0.2,
}  # fmt: skip
AGREED = {
    "completed": 66,
    "no_answer": 12,
    "busy": 3,
    "callback_agreed": 8,
    "refused_now": 4,
    "partial": 3,
    "broke_off": 2,
}
"""What comes of a call, and of one that was agreed."""
_ANSWERED = ("completed", "partial", "broke_off")
_DIGITS = re.compile(r"\d[\d:-]*(?: \d\d:\d\d)?")
_HERE = Path(__file__).resolve().parent


class Caller:
    """One of the salon's agents. orders: what is to be done in the next call that fits, by name."""

    def __init__(self, salon: Salon, watch: Watch, code: str, seed: str) -> None:
        self.salon, self.watch, self.code = salon, watch, code
        self.bench, self.agent = salon.benches[code], salon.agents[code]
        self.draw = Random(f"{seed} {code}")
        self.orders: list[str] = []
        self.refusals: Counter[str] = Counter()
        self.told: list[str] = []
        self.agreed: list[tuple[CallInHand, str]] = []  # as was ordered

    @property
    def now(self) -> datetime:
        return self.salon.clock.now()

    def in_a(self, least: float, most: float) -> datetime:
        """Some seconds from now."""
        return self.now + timedelta(seconds=self.draw.uniform(least, most))

    def day(self, begins: datetime, ends: datetime) -> Iterator[datetime]:
        """A day at the desk; yields the moments at which it goes on."""
        yield begins
        begin_day(self.bench)
        meal = self.salon.at(begins.astimezone(self.salon.settings.zone).date(), time(12, self.draw.randrange(0, 50)))
        while self.now < ends:
            if meal is not None and self.now >= meal:
                meal = None
                yield from self._rest("meal", 40)
            elif self.draw.random() < 0.004:
                yield from self._rest("rest", 10)
            else:
                yield from self._one()

    def peek(self, moments: list[datetime]) -> Iterator[datetime]:
        """A day off: somebody looks in whether there is anything to do."""
        for at in moments:
            yield at
            begin_day(self.bench)
            yield from self._one()

    def _rest(self, reason: str, minutes: int) -> Iterator[datetime]:
        if calling.item_in_hand(self.bench, self.agent) is not None:  # left alone, and nobody has taken it
            yield from self._one()
            return
        breaks.start_break(self.bench, self.agent, reason)
        try:
            calling.take_next(self.bench, self.agent)
            self.watch.wrong(f"{self.code} was dealt a call on a break")
        except CallbenchError:
            pass
        yield self.in_a(minutes * 50, minutes * 70)
        breaks.end_break(self.bench, self.agent)

    def kept(self) -> list[str]:
        """What became of calls that were agreed as ordered."""
        return [
            f"{self.code} agreed with {call.customer.code} on {when}; {self._made(call)}" for call, when in self.agreed
        ]

    def _made(self, call: CallInHand) -> str:
        rows = self.watch.raw.all(
            "SELECT a.code, t.started_at FROM attempt t JOIN agent a ON a.id = t.agent_id WHERE t.item_id = ? AND t.id <> ? "
            "ORDER BY t.started_at LIMIT 1", call.item_id.bytes, call.draft_id.bytes,
        )  # fmt: skip
        return f"{rows[0][0]} called at {shanghai(moment(rows[0][1]) or self.now)}" if rows else "nobody called"

    # -- one call ------------------------------------------------------------------------------------------------

    def _one(self) -> Iterator[datetime]:
        if "killed" in self.orders and self.watch.judge.anybody(self.agent.id.bytes, self.now) is not None:
            yield from self._killed()
            return
        said = self.watch.ask(self.agent, self.bench) if self.draw.random() < 0.15 else None
        held = calling.item_in_hand(self.bench, self.agent)
        call = calling.take_next(self.bench, self.agent)
        if isinstance(call, NothingNow):
            if said is not None:
                self.watch.wrong(f"why told {self.code} who is next, and nobody was dealt")
            self.watch.nobody(self.agent, call)
            until = self.in_a(1200, 1800)
            yield until if call.next_at is None else min(until, max(call.next_at, self.in_a(480, 720)))
            return
        self.watch.dealt(self.agent, call, in_hand=held is not None and held.draft_id == call.draft_id)
        if said is not None and call.item_id != said:
            self.watch.wrong(f"why told {self.code} that another one is next than {call.customer.code}")
        self.watch.counts["nexts told by why"] += said is not None
        yield from self.talk(call)

    def talk(self, call: CallInHand) -> Iterator[datetime]:
        """From the ringing to what is saved, and some seconds more."""
        yield self.in_a(12, 40)
        if "walks away" in self.orders:
            self.orders.remove("walks away")
            yield from self._walk_away(call)
            return
        if self.draw.random() < 0.01:
            calling.give_back(self.bench, self.agent, call.item_id)
            yield self.in_a(2, 10)
            return
        outcome = weighed(self.draw, AGREED if call.why.rule == "agreed" or call.why.personal else FRESH)
        if wanted := next((order for order in self.orders if order.startswith("agrees ")), ""):
            outcome = "callback_agreed"
        talk = Talk(self.bench, call, self.draw)
        if outcome in _ANSWERED:
            for _ in range(3):
                talk.some(1 if outcome != "completed" else 100 if _ == 2 else 3)
                yield self.in_a(20, 70)
        elif outcome not in ("no_answer", "busy", "switched_off", "rejected", "answering_machine"):
            yield self.in_a(15, 60)
        yield from self._save(call, talk, outcome, wanted)
        yield self.in_a(5, 25)

    def _save(self, call: CallInHand, talk: Talk, outcome: str, wanted: str) -> Iterator[datetime]:
        if outcome == "completed" and talk.open:
            outcome = "partial"
        for _try in range(12):
            wish = self._wish(call, wanted) if outcome == "callback_agreed" else None
            result = talk.result(outcome, wish)
            try:
                calling.save_result(self.bench, self.agent, call.draft_id, result)
                break
            except UsageProblem as refused:  # this time cannot be, another one may
                self.refusals[_DIGITS.sub("…", refused.what)] += 1
                if _try == 8:
                    outcome = "callback_any"
            except CallbenchError as refused:
                self.refusals[_DIGITS.sub("…", refused.what)] += 1
                if refused.code != "do-not-call":
                    self.watch.wrong(f"{self.code} could not save {call.customer.code} {outcome}: {refused.what}")
                    return
                outcome = "callback_any"
        if wanted and outcome == "callback_agreed":
            self.orders.remove(wanted)
            self.agreed.append((call, wanted.removeprefix("agrees ")))
        if self.draw.random() < 0.02:
            calling.save_result(self.bench, self.agent, call.draft_id, result)  # as after a lost connection
        if self.draw.random() < 0.015:
            yield self.in_a(3, 9)
            yield from self._undo(call, talk)

    def _undo(self, call: CallInHand, talk: Talk) -> Iterator[datetime]:
        try:
            again = calling.undo_last(self.bench, self.agent)
        except CallbenchError as refused:
            self.refusals[f"undo: {refused.what}"] += 1
            return
        if again.draft_id != call.draft_id:
            self.watch.wrong(f"{self.code} took back another result than the last one")
        self.watch.counts["taken back"] += 1
        yield self.in_a(5, 20)
        outcome = weighed(self.draw, {"no_answer": 1, "refused_now": 1, "busy": 1})
        calling.save_result(self.bench, self.agent, call.draft_id, talk.result(outcome, None))

    def _wish(self, call: CallInHand, wanted: str) -> FollowUpWish:
        """A time as customers name them: in an hour, in the afternoon, on one of the next days."""
        zone = self.salon.settings.zone
        if wanted:
            return FollowUpWish(datetime.fromisoformat(wanted.removeprefix("agrees ")).replace(tzinfo=zone), "约好的")
        days = self.draw.choice((0, 0, 1, 1, 2, 3, 5))
        day = self.now.astimezone(zone).date() + timedelta(days=days)
        due = self.salon.at(day, time(self.draw.randrange(9, 18), self.draw.choice((0, 15, 30, 45))))
        ends = due + timedelta(hours=1) if self.draw.random() < 0.2 else None
        rrule = "FREQ=DAILY;INTERVAL=2" if self.draw.random() < 0.03 else ""
        return FollowUpWish(due, "换个时间细说", personal=self.draw.random() < 0.6, ends_at=ends, rrule=rrule)

    def _walk_away(self, call: CallInHand) -> Iterator[datetime]:
        """Nobody touches the call for most of an hour: it is anybody's by then, with what was answered."""
        Talk(self.bench, call, self.draw).some(2)
        yield self.in_a(3000, 3400)
        self.told.append(f"{self.code} left {call.customer.code} alone for {50} minutes")

    def _killed(self) -> Iterator[datetime]:
        """The program of this agent is killed in the middle of a call; what was answered is offered again."""
        program = subprocess.run(
            [sys.executable, str(_HERE / "killed.py"), str(self.salon.path), self.code, self.now.isoformat()],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if program.returncode != -9:
            raise RuntimeError(f"killed.py: {program.returncode} {program.stderr}")
        if program.stdout.startswith("nobody"):
            return
        self.orders.remove("killed")
        item, kept = program.stdout.split()
        yield self.in_a(100, 200)
        call = calling.take_next(self.bench, self.agent)
        if isinstance(call, NothingNow) or call.item_id != UUID(item):
            self.watch.wrong(f"{self.code} was killed in a call and is not offered it again")
            return
        if len(call.answers) != int(kept):
            self.watch.wrong(f"{self.code} was killed after {kept} answers, {len(call.answers)} are there")
        self.watch.dealt(self.agent, call, in_hand=True)
        self.told.append(
            f"{self.code} was killed in the call with {call.customer.code}: {kept} answers were there again"
        )
        yield from self.talk(call)
