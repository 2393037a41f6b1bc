"""Whether a customer may be called at all, and now; what a supervisor lets pass is recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from callbench.clock import wall_time
from callbench.desk.bench import Bench
from callbench.desk.people import day_after, listed_to, person_called
from callbench.errors import Conflict
from callbench.i18n import _
from callbench.records.calls import CallInHand
from callbench.records.people import Agent
from callbench.rules.brakes import FOR_GOOD, NOT_LIFTED, earliest, held_back
from callbench.rules.words import HELD_BACK
from callbench.store import attempts, blocking, events, numbers
from callbench.store.blocking import FOR_EVER

MAY_BE_LIFTED = "held-back"
"""The code of a refusal that a supervisor's word lifts (`calling.take_item`)."""


def never(person: numbers.Ringing) -> str:
    """Why an item is closed rather than dealt, as in queue_item.closed_why; "" when it is not."""
    if person.customer_state != "active":
        return person.customer_state
    if person.listed_to == FOR_EVER:
        return "do_not_call"
    return "" if person.consents else "consent"


def check_brakes(
    bench: Bench, connection: Any, agent: Agent, item: Any, ringing: numbers.Ringing, now: datetime, override: str
) -> None:
    """Raise Conflict when something keeps this person from being called now; an override of it leaves a trace.

    An agreed time goes before everything but the do-not-call list and a consent that is missing.
    """
    calls = [(past.outcome, past.ended_at) for past in attempts.of_customer(connection, item.customer_id)]
    gap = timedelta(minutes=bench.settings["calls.gap_minutes"])
    rested = [number.called for number in ringing.numbers if number.called is not None and number.called + gap > now]
    soonest = min(rested) if rested and len(rested) == len(ringing.numbers) else None  # one that may be rung is enough
    person = replace(person_called(bench, item.zone, calls, ringing), number_called=soonest)
    why = held_back(person, bench.settings, now)
    if not why or (item.agreed and item.ready_at <= now and why not in FOR_GOOD):
        return
    if override and why not in NOT_LIFTED:
        detail = {"reason": override, "brake": why, "customer": item.customer_id}
        events.record(connection, now, agent.id, "brake.overridden", "queue_item", item.id, detail)
        return
    if why in FOR_GOOD and not person.listed_until:
        raise Conflict(_("This customer is not to be called: {why}.").format(why=_(HELD_BACK[why])), code=_code(why))
    moment = earliest(now, person, bench.settings)
    raise Conflict(
        _("This customer is not to be called before {time}: {why}.").format(
            time=wall_time(moment, ZoneInfo(item.zone)), why=_(HELD_BACK[why])
        ),
        todo=_("The queue offers the customer then."),
        code=_code(why),
    )


def check_active(state: str) -> None:
    """Raise Conflict when a customer of this state (active, inactive, do_not_call) is called by nobody."""
    if state == "do_not_call":
        raise Conflict(
            _("This customer is on the do-not-call list."),
            todo=_("A supervisor can lift the entry: callbench do-not-call lift."),
            code="do-not-call",
        )
    if state != "active":
        raise Conflict(_("This customer is not to be called any more."))


def check_whose(item: Any, agent: Agent, now: datetime) -> None:
    """Raise Conflict when this item was promised by, or left to, somebody else and is not everybody's yet."""
    if item.agent_id in (None, agent.id) or (item.released_at is not None and item.released_at <= now):
        return
    if item.agreed:
        raise Conflict(
            _("This callback was promised by somebody else, who will make it."),
            todo=_("Take the follow-up over first, then call."),
        )
    raise Conflict(
        _("This customer is a colleague's to call."), todo=_("A supervisor can hand the customer over in the queue.")
    )


def _code(why: str) -> str:
    """What keeps a customer back, as errors name it: a supervisor may call anyway where it is MAY_BE_LIFTED."""
    return why.replace("_", "-") if why in NOT_LIFTED else MAY_BE_LIFTED


def check_may_be_booked(bench: Bench, connection: Any, customer_id: UUID, due_at: datetime) -> None:
    """Raise Conflict when the customer, or every number of theirs, will be on the do-not-call list at the time of a follow-up."""
    day = bench.day_of(due_at)
    if any((entry.until_day or FOR_EVER) >= day for entry in blocking.of_person(connection, customer_id)):
        raise Conflict(
            _("This customer is on the do-not-call list then; no follow-up can be booked."),
            todo=_("A supervisor can lift the entry: callbench do-not-call lift."),
            code="do-not-call",
        )
    if blocking.numbers_listed_to(connection, customer_id) >= day:
        raise Conflict(
            _("Every number of this customer is on the do-not-call list then; no follow-up can be booked."),
            todo=_("Add another number, or a supervisor lifts the entry: callbench do-not-call lift."),
            code="do-not-call",
        )


def bookable_from(bench: Bench, customer_id: UUID) -> datetime | None:
    """From when on a follow-up with a customer may be booked, for whom the do-not-call list lets that be; None: any time.

    Raises Conflict when they, or every number of theirs, are listed for good.
    """
    now = bench.clock.now()
    with bench.db.read() as connection:
        last = listed_to(connection, customer_id)
        if last == FOR_EVER:
            check_may_be_booked(bench, connection, customer_id, now)
    return day_after(bench, last) if last >= bench.day_of(now) else None


def check_may_be_dialled(bench: Bench, call: CallInHand) -> None:
    """Raise Conflict when the number in use, or its customer, was put on the do-not-call list since the call was taken."""
    number = next((phone.e164 for phone in call.customer.phones if phone.id == call.phone_id), "")
    today = bench.today()
    with bench.db.read() as connection:
        entries = (*blocking.of_person(connection, call.customer.id), *blocking.of_number(connection, number))
    if any((entry.until_day or FOR_EVER) >= today for entry in entries):
        raise Conflict(
            _("This customer is not to be called: {why}.").format(why=_(HELD_BACK["do_not_call"])), code="do-not-call"
        )
