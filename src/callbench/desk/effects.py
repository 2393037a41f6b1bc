"""What another outcome means for number, customer and item, once a saved attempt was corrected."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.desk.blocking import block_by_outcome
from callbench.desk.listing import cancel
from callbench.desk.people import person_called
from callbench.errors import Conflict
from callbench.i18n import _
from callbench.rules.brakes import earliest
from callbench.rules.next_step import Made, next_step
from callbench.rules.outcomes import OutcomeRule
from callbench.store import attempts, blocking, corrections, events, followups, holding, numbers, others, profiles


class Effects:
    """One correction under way; `changes` notes what it changed, with what was before. The attempt is written already.

    found: the attempt as it stood before. agent_id, reason: who corrects it, and why. next_at: when the item comes back, None when it does not.
    """

    def __init__(
        self, bench: Bench, connection: Any, found: Any, rule: OutcomeRule, now: datetime, agent_id: UUID, reason: str
    ) -> None:
        self.bench, self.connection, self.found, self.rule, self.now = bench, connection, found, rule, now
        self.agent_id, self.reason = agent_id, reason
        self.outcomes = bench.outcomes
        self.was = self.outcomes.get(found.outcome)
        self.changes: dict[str, Any] = {}
        self.next_at: datetime | None = None

    def follow(self) -> None:
        """Let everything follow the new outcome. Raises Conflict while the item is in somebody's hand."""
        self._number()
        self._customer()
        self._together()
        if self.found.nth == self.found.made:  # a later attempt has decided otherwise
            self._item()

    def _number(self) -> None:
        """The number called is bad, or is no longer."""
        phone = corrections.number_of(self.connection, self.found.customer_id, self.found.e164)
        was, wanted = self.was.phone_state if self.was else "", self.rule.phone_state
        if phone is None or was == wanted:
            return
        state = wanted or (self._before("phone") or "valid" if phone.state == was else phone.state)
        if state != phone.state:
            profiles.set_phone_state(self.connection, phone.id, state)
            self.changes["phone"] = [phone.id, phone.state, state]

    def _customer(self) -> None:
        """The customer is not to be called any more, or is again."""
        found, was, wanted = self.found, self.was.customer_state if self.was else "", self.rule.customer_state
        if was == wanted:
            return
        said_again = any(
            self.outcomes[past.outcome].customer_state == was
            for past in self.past
            if past.id != found.id and past.outcome in self.outcomes
        )
        if was == "do_not_call":
            self._lift()
        if wanted == "do_not_call":
            entry = block_by_outcome(self.connection, self.agent_id, found.customer_id, self.rule, self.now)
            self.changes["listed"] = entry
        if wanted:
            self._set_customer(wanted)
            self._stop()
        elif found.customer_state == was and not said_again and not self._listed_for_good():
            self._set_customer(self._before("customer") or "active")
            self._go_on()

    def _together(self) -> None:
        """What a completed call settled for other campaigns waits again, once it was none."""
        if self.was is None or not self.was.completes or self.rule.completes:
            return
        for item_id in others.served(self.connection, self.found.customer_id, self.found.id):
            if others.unserve(self.connection, item_id, self.found.id):
                self.changes.setdefault("reopened", []).append(item_id)

    def _lift(self) -> None:
        """The entry of the do-not-call list that the outcome wrote is lifted, unless another call asked for it, too."""
        by_outcome = [
            one for one in blocking.of_person(self.connection, self.found.customer_id) if one.source == "outcome"
        ]
        said_again = any(
            past.id != self.found.id
            and past.outcome in self.outcomes
            and self.outcomes[past.outcome].customer_state == "do_not_call"
            for past in self.past
        )
        for entry in [] if said_again else by_outcome:
            blocking.lift(self.connection, entry.id, self.agent_id, self.reason, self.now)
            self.changes.setdefault("lifted", []).append(entry.id)

    def _set_customer(self, state: str) -> None:
        if state != self.found.customer_state:
            profiles.set_state(self.connection, self.found.customer_id, state, self.now)
            self.changes["customer"] = [self.found.customer_id, self.found.customer_state, state]

    def _listed_for_good(self) -> bool:
        """Whether the person stands on the do-not-call list for another reason than this call."""
        return any(entry.until_day is None for entry in blocking.of_person(self.connection, self.found.customer_id))

    def _stop(self) -> None:
        """Nothing that was planned with the customer stays."""
        why = self.rule.customer_state
        for found in followups.open_of_customer(self.connection, self.found.customer_id):
            cancel(self.connection, self.agent_id, found, self.now, why)
            self.changes.setdefault("cancelled", []).append(found.id)
        for other in others.waiting(self.connection, self.found.item_id, self.found.customer_id, ""):
            holding.close(self.connection, other.id, why, self.now, self.bench.day_of(self.now))
            self.changes.setdefault("closed", []).append([other.id, other.state])

    def _go_on(self) -> None:
        """The customer's other items wait again; follow-ups that were cancelled stay so, their times may have passed."""
        for item_id, state in self._saved.get("closed", ()):
            others.reopen(self.connection, UUID(item_id), state)
            self.changes.setdefault("reopened", []).append(item_id)

    def _item(self) -> None:
        """The item is closed, parked or comes back, as the rules have it."""
        found, connection = self.found, self.connection
        before = attempts.item_state(connection, found.item_id)
        if before["state"] == "held":
            raise Conflict(
                _("Somebody has this customer in hand right now."),
                todo=_("Correct the result when that call is saved."),
            )
        after = before | {"last_outcome": self.rule.key}
        promise = corrections.promised(connection, found.item_id)
        if promise is not None and self.rule.ends_calling:
            followups.cancel(connection, promise.id, self.agent_id, self.rule.customer_state or "outcome", self.now)
            self.changes.setdefault("cancelled", []).append(promise.id)
            promise = None
        if before["state"] == "open" and promise is not None and promise.due_at > self.now:
            self.next_at = promise.due_at  # what was promised to the customer stands
        elif before["state"] == "done" and corrections.waits_already(
            connection, found.item_id, found.customer_id, found.campaign_id
        ):
            pass  # one open item a customer and campaign: the other one goes on
        else:
            after |= self._step(before)
        changed = [name for name, value in after.items() if before[name] != value]
        attempts.set_item(connection, found.item_id, after)
        self.changes["item"] = {
            "id": found.item_id, "before": {n: before[n] for n in changed}, "after": {n: after[n] for n in changed},
        }  # fmt: skip

    def _step(self, before: dict[str, Any]) -> dict[str, Any]:
        """What the rules make of the item, as if the attempt had been saved so; never before now."""
        found, settings = self.found, self.bench.settings
        mine = [past for past in self.past if past.item_id == found.item_id]
        outcomes, times = tuple(past.outcome for past in mine), tuple(past.ended_at for past in mine)
        ringing = numbers.ringing(
            self.connection, found.item_id, found.customer_id, found.campaign_id, self.now, self.bench.today()
        )
        person = person_called(
            self.bench, found.zone, [(past.outcome, past.ended_at) for past in self.past], ringing,
        )  # fmt: skip
        step = next_step(
            Made(found.made, outcomes, times, found.max_attempts), person, settings, found.ended_at, self.outcomes
        )
        whose: dict[str, Any] = {"agent_id": None, "released_at": None}
        if step.state == "open" and step.ready_at is not None:
            self.next_at = earliest(max(step.ready_at, self.now), person, settings)
            if step.same_agent and step.released_at is not None:
                whose = {"agent_id": found.agent_id, "released_at": max(step.released_at, self.next_at)}
            return {
                "state": "open", "agreed": False, "rule": "retry", "ready_at": self.next_at, "closed_why": "",
                "due_on": self.bench.day_of(self.next_at), "closed_at": None, "closed_on": None, **whose,
            }  # fmt: skip
        if step.state == "parked":
            return {"state": "parked", "agreed": False, "closed_why": step.why, "closed_at": None, "closed_on": None}
        closed = {} if before["state"] == "done" else {"closed_at": self.now, "closed_on": self.bench.day_of(self.now)}
        return {"state": "done", "agreed": False, "closed_why": step.why, **closed}

    @cached_property
    def past(self) -> list[Any]:
        """All attempts to the person, oldest first, the corrected one as it is now."""
        return list(attempts.of_customer(self.connection, self.found.customer_id))

    @cached_property
    def _saved(self) -> dict[str, Any]:
        """What the save of the attempt changed; nothing where that was not traced."""
        with suppress(KeyError):
            return events.last_detail(self.connection, "call.saved", "attempt", self.found.id)
        return {}

    def _before(self, name: str) -> str:
        """The state of number or customer before the attempt was saved."""
        return str(self._saved[name][1]) if name in self._saved else ""
