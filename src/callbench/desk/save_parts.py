"""What one save of a call writes, part by part: the attempt, the item, the follow-up, the person, what waits beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.blocking import block_by_outcome
from callbench.desk.confirming import settle
from callbench.desk.customers import supplement_profile
from callbench.desk.listing import cancel
from callbench.desk.people import person_called
from callbench.desk.phones import next_number
from callbench.desk.plans import hold_back
from callbench.desk.recurring import Continued, continue_series, series_of
from callbench.desk.together import in_view
from callbench.records.calls import AnswerGiven, CallResult, ComplaintWish, FollowUpWish, NextNumber
from callbench.records.people import Agent
from callbench.rules.brakes import Person, earliest
from callbench.rules.next_step import Made, Step, next_step
from callbench.rules.outcomes import OutcomeRule
from callbench.rules.pools import pool_key
from callbench.store import attempts, followups, holding, numbers, others, pools, profiles
from callbench.store.attempts import ITEM_STATE
from callbench.store.types import new_id
from callbench.text import clean


class Save:
    """One save under way: what it changes is noted in `changes` with what was before, for the trace and for undoing."""

    def __init__(
        self, bench: Bench, connection: Any, agent: Agent, call: Any, outcome: OutcomeRule, wish: FollowUpWish | None,
        now: datetime,
    ) -> None:  # fmt: skip
        self.bench, self.connection, self.agent, self.call = bench, connection, agent, call
        self.outcome, self.wish, self.now, self.day = outcome, wish, now, bench.day_of(now)
        self.changes: dict[str, Any] = {"outcome": outcome.key, "phone_id": call.phone_id}
        self.left: tuple[numbers.Number, ...] = ()  # numbers that can be called

    def attempt(self, result: CallResult) -> None:
        """The attempt itself, under the draft's id, with its answers."""
        call, ended_at = self.call, max(self.now, self.call.started_at)
        attempts.add(
            self.connection,
            {
                "id": call.draft_id, "item_id": call.item_id, "nth": call.attempts + 1, "campaign_id": call.campaign_id,
                "customer_id": call.customer_id, "agent_id": self.agent.id, "script_id": call.script_id,
                "e164": call.e164 or "", "channel": "phone", "outcome": self.outcome.key,
                "started_at": call.started_at, "ended_at": ended_at, "business_day": self.day, "due_on": call.due_on,
                "note": clean(result.note, lines=True),
            },
            [cleaned(answer) for answer in result.answers],
        )  # fmt: skip
        if self.outcome.phone_state and call.phone_id is not None:
            profiles.set_phone_state(self.connection, call.phone_id, self.outcome.phone_state)
            self.changes["phone"] = [call.phone_id, call.phone_state, self.outcome.phone_state]

    def item(self) -> Step:
        """What becomes of the item."""
        call = self.call
        step = next_step(*self._history(), self.bench.settings, self.now, self.bench.outcomes)
        if call.campaign_state == "closed" and step.state != "done" and not step.agreed:  # closed during the call
            step = Step("done", "campaign")
        before = {name: getattr(call, name) for name in ITEM_STATE}
        after = before | {
            "state": step.state, "attempts": call.attempts + 1, "held_by": None, "touched_at": None,
            "last_outcome": self.outcome.key, "last_at": self.now, "closed_why": step.why,
        }  # fmt: skip
        if step.state == "done":
            after |= {"closed_at": self.now, "closed_on": self.day, "agreed": False}
        elif step.ready_at is not None:
            after |= {"ready_at": step.ready_at, "due_on": self.bench.day_of(step.ready_at), "agreed": step.agreed}
            agreed = "recurring" if self.wish is not None and self.wish.rrule else "agreed"
            after["rule"] = agreed if step.agreed else "retry" if call.due_by is None else "complaint"
            if not (step.agreed and self.wish is None):  # a promise that stands keeps whose it is
                whose = step.same_agent and (self.wish is None or self.wish.personal)
                after |= {
                    "agent_id": self.agent.id if whose else None,
                    "released_at": step.released_at if whose else None,
                }
        pool = pool_key(
            call.campaign_id, call.zone, call.preferred_time, call.skill, owner_id=call.owner_id,
            agent_id=after["agent_id"], agreed=after["agreed"],
        )  # fmt: skip
        attempts.set_item(self.connection, call.item_id, after, pools.pool_of(self.connection, pool))
        changed = [name for name in ITEM_STATE if after[name] != before[name]]
        self.changes["item"] = {
            "id": call.item_id, "before": {n: before[n] for n in changed}, "after": {n: after[n] for n in changed},
        }  # fmt: skip
        return step

    def follow_up(self, step: Step) -> None:
        """Book the new follow-up; the one that was open is kept, moved, or still to come."""
        call, wish = self.call, self.wish
        stands = step.agreed and wish is None
        if call.follow_up_id is not None and not stands:
            state = "moved" if wish is not None and self.now < call.promised else "kept"
            followups.set_state(self.connection, call.follow_up_id, state)
            self.changes["follow_up"] = [call.follow_up_id, "open", state]
        if wish is None:
            return
        due_at, whose = wish.due_at, self.agent.id if wish.personal else None
        series = series_of(self.connection, call.item_id) if call.recurring and not wish.rrule else {}
        item_id = call.item_id if step.state == "open" else self._new_item(wish)
        followups.add(
            self.connection,
            {
                "id": new_id(self.now), "item_id": item_id, "customer_id": call.customer_id,
                "attempt_id": call.draft_id, "made_by": self.agent.id, "agent_id": whose, "due_at": due_at,
                "due_on": self.bench.day_of(due_at), "reason": clean(wish.reason, limit=200),
                "note": clean(wish.note, lines=True), "ends_at": wish.ends_at and wish.ends_at.astimezone(UTC),
                "purpose": clean(wish.purpose, limit=200),
                "channel": wish.channel, "rrule": wish.rrule, **series, "state": "open", "made_at": self.now, "made_on": self.day,
            },
        )  # fmt: skip

    def series(self, step: Step) -> Continued | None:
        """The next follow-up of a series, once the item it was kept for is closed and nothing else was booked."""
        if not self.call.recurring or step.state != "done" or self.wish is not None or self.outcome.ends_calling:
            return None
        again = continue_series(self.bench, self.connection, self.call, self.agent.id, self.now)
        if again is not None:
            self.changes["again"] = [again.follow_up_id, again.item_id]
        return again

    def person(self) -> None:
        """What the attempt means for the customer and for the other items of the person and of the number."""
        call, outcome = self.call, self.outcome
        if outcome.customer_state:
            profiles.set_state(self.connection, call.customer_id, outcome.customer_state, self.now)
            self.changes["customer"] = [call.customer_id, call.customer_state, outcome.customer_state]
            if outcome.customer_state == "do_not_call":
                self.changes["listed"] = block_by_outcome(
                    self.connection, self.agent.id, call.customer_id, outcome, self.now
                )
            self.changes["cancelled"] = []
            for found in followups.open_of_customer(self.connection, call.customer_id):
                cancel(self.connection, self.agent.id, found, self.now, outcome.customer_state)
                self.changes["cancelled"].append(found.id)
        if not call.others:
            return
        if outcome.completes:
            self._serve()
        for other in others.waiting(self.connection, call.item_id, call.customer_id, call.e164 or ""):
            same = other.customer_id == call.customer_id
            if same and outcome.customer_state:
                holding.close(self.connection, other.id, outcome.customer_state, self.now, self.day)
                self.changes.setdefault("closed", []).append([other.id, other.state])
            elif other.state == "open" and not other.agreed:
                self._push(other, same)

    def confirmation(self, complaint: ComplaintWish | None) -> None:
        """A call that was to confirm a solution does so when it is completed, or opens the complaint again."""
        if self.call.due_by is not None and (self.outcome.completes or complaint is not None):
            settled = settle(self.connection, self.call.customer_id, self.now, again=complaint is not None)
            if settled:
                self.changes["settled"] = settled

    def other_number(self, step: Step) -> NextNumber | None:
        """Another number of the customer, when this one failed and the item goes on."""
        if not self.outcome.tries_next or step.state != "open" or step.agreed:
            return None
        left = [number for number in self.left if number.e164 != self.call.e164]
        return next_number(self.bench, self.call.zone, left, self._calls(), self.now) if left else None

    def profile(self, wanted: dict[str, str]) -> None:
        """What was supplemented during the call."""
        if wanted:
            self.changes["profile"] = supplement_profile(self.bench, self.connection, self.call.customer_id, wanted)

    def pause_plans(self) -> None:
        """What plans have waiting for the customer waits another day, as long as the complaint is open."""
        if self.call.others and (pushed := hold_back(self.bench, self.connection, self.call.customer_id, self.now)):
            self.changes.setdefault("pushed", []).extend(pushed)

    def _serve(self) -> None:
        """A completed call settles what it was for beside its own item (`desk/together`)."""
        call = self.call
        also = in_view(self.bench, self.connection, call.item_id, call.customer_id, self.agent.id, call.started_at)
        served = [
            one.item_id for one in also if others.serve(self.connection, one.item_id, call.draft_id, self.now, self.day)
        ]
        if served:
            self.changes["served"] = served

    def _push(self, other: Any, same: bool) -> None:
        person = person_called(self.bench, other.zone, self._calls() if same else (), number_called=self.now)
        free_at = earliest(max(other.ready_at, self.now), person, self.bench.settings)
        if free_at > other.ready_at and free_at > self.now:
            others.push(self.connection, other.id, free_at)
            self.changes.setdefault("pushed", []).append([other.id, other.ready_at, free_at])

    def _new_item(self, wish: FollowUpWish) -> UUID:
        """The item is closed, the customer wants to be called: an item of its own in the same campaign."""
        call, now = self.call, self.now
        item_id = new_id(now)
        late = timedelta(minutes=self.bench.settings["calls.release_minutes"])
        attempts.add_item(
            self.connection,
            {
                "id": item_id, "campaign_id": call.campaign_id, "customer_id": call.customer_id, "state": "open",
                "rule": "recurring" if wish.rrule else "agreed", "reason": clean(wish.reason, limit=200), "agreed": True,
                "priority": call.priority,
                "attempts": 0, "ready_at": wish.due_at, "due_on": self.bench.day_of(wish.due_at), "zone": call.zone,
                "agent_id": self.agent.id if wish.personal else None,
                "released_at": wish.due_at + late if wish.personal else None,
                "last_outcome": "", "closed_why": "", "created_at": now, "created_on": self.day,
            },
        )  # fmt: skip
        self.changes["new_item"] = item_id
        return item_id

    def _history(self) -> tuple[Made, Person]:
        """What the rules are told. Final outcomes and agreed times need nothing of the past, and most calls end so."""
        call, outcome = self.call, self.outcome
        wish = self.wish.due_at if self.wish is not None and not outcome.final else None
        made = Made(call.attempts + 1, (outcome.key,), (self.now,), call.max_attempts, wish, call.promised)
        if outcome.final or outcome.needs_time:
            return made, Person(call.zone)
        mine = [past for past in self.past if past.item_id == call.item_id]
        made = replace(
            made,
            outcomes=(*(past.outcome for past in mine), outcome.key),
            times=(*(past.ended_at for past in mine), self.now),
        )
        ringing = numbers.ringing(self.connection, call.item_id, call.customer_id, call.campaign_id, self.now, self.day)
        # without the one that turned out to be bad; called already counts this attempt
        self.left = ringing.numbers
        return made, person_called(self.bench, call.zone, self._calls(), ringing)

    @cached_property
    def past(self) -> Sequence[Any]:
        """The attempts to this person before this one."""
        return [
            past
            for past in attempts.of_customer(self.connection, self.call.customer_id)
            if past.id != self.call.draft_id
        ]

    def _calls(self) -> list[tuple[str, datetime]]:
        """Every attempt to the person, this one last."""
        return [*((past.outcome, past.ended_at) for past in self.past), (self.outcome.key, self.now)]


def cleaned(answer: AnswerGiven) -> AnswerGiven:
    """An answer without what could harm where it is shown."""
    text, label = clean(answer.text, lines=True), clean(answer.label)
    return answer if (text, label) == (answer.text, answer.label) else replace(answer, text=text, label=label)
