"""The numbers of one customer: which may be rung now, which one is, and which comes next when it fails."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from callbench.clock import wall_time
from callbench.config import Settings
from callbench.desk.bench import Bench
from callbench.desk.holds import gone
from callbench.desk.people import person_called
from callbench.errors import Conflict, UsageProblem
from callbench.i18n import _
from callbench.records.calls import CallInHand, NextNumber, NumberLine
from callbench.rules.brakes import earliest, held_back
from callbench.rules.words import HELD_BACK
from callbench.store import drafts, numbers, profiles
from callbench.values.phone import is_callable


def numbers_of(bench: Bench, draft_id: UUID) -> tuple[NumberLine, ...]:
    """Every number of the customer in hand, good and bad, in the order they are tried. Raises Conflict when the call is gone."""
    with bench.db.read() as connection:
        return _numbers(bench, connection, draft_id, bench.clock.now())


def choose_phone(bench: Bench, draft_id: UUID, phone_id: UUID) -> None:
    """Ring this number of the customer instead; kept with the draft.

    Raises Conflict when the call or the number is gone, or when the number is not to be rung now, with the reason.
    """
    now = bench.clock.now()
    with bench.db.write() as connection:
        if not drafts.touch(connection, draft_id, now):
            raise gone()
        line = next((each for each in _numbers(bench, connection, draft_id, now) if each.phone.id == phone_id), None)
        if line is None:
            raise Conflict(_("This number does not belong to the customer any more."))
        if line.in_use:
            return
        if line.why_not:
            raise Conflict(
                _("This number is not to be called now: {why}.").format(why=_(HELD_BACK[line.why_not])),
                todo=_("Choose another one, or stay with this one."),
                code="held-back",
            )
        drafts.choose_phone(connection, draft_id, phone_id)


def choose_nth(bench: Bench, call: CallInHand, nth: int) -> CallInHand:
    """The call with the nth number of the card in use, 1 first. Raises UsageProblem when there is no such number, Conflict."""
    phones = call.customer.phones
    if nth > len(phones):
        raise UsageProblem(
            _("There is no number {n}; the customer has {most}.").format(n=nth, most=len(phones)), where="--number"
        )
    choose_phone(bench, call.draft_id, phones[nth - 1].id)
    return call.learned(call.customer, phones[nth - 1].id)


def next_number(
    bench: Bench, zone: str, left: Sequence[numbers.Number], calls: Iterable[tuple[str, datetime]], now: datetime
) -> NextNumber | None:
    """The number to try when another one failed: the one that may be rung soonest, the first of these; None without one.

    left: the customer's other numbers in their order. calls: every attempt to the person, the one just made last.
    """
    made = list(calls)
    found: list[NextNumber] = []
    for number in left:
        if is_callable(number.e164):
            person = person_called(bench, zone, made, number_called=number.called)
            why = "engaged" if number.engaged else held_back(person, bench.settings, now)
            found.append(NextNumber(number.phone_id, number.e164, earliest(now, person, bench.settings), why))
    return min(found, key=lambda each: (bool(each.why_not), each.at), default=None)


def _numbers(bench: Bench, connection: Any, draft_id: UUID, now: datetime) -> tuple[NumberLine, ...]:
    call = numbers.in_use(connection, draft_id)
    if call is None:
        raise gone()
    customer = profiles.customer(connection, call.customer_id)
    assert customer is not None
    ringing = numbers.ringing(connection, call.item_id, call.customer_id, call.campaign_id, now, bench.today())
    good = {number.phone_id: number for number in ringing.numbers}
    gap = timedelta(minutes=bench.settings["calls.gap_minutes"])

    def why_not(phone_id: UUID, state: str, e164: str) -> str:
        number = good.get(phone_id)
        if phone_id in ringing.listed:
            return "do_not_call"
        if number is None or not is_callable(e164):
            return state if state in HELD_BACK else "unreadable"
        if number.engaged:
            return "engaged"
        called = number.called is not None and number.called + gap > now
        return "gap" if called and not (call.agreed and call.ready_at <= now) else ""

    return tuple(
        NumberLine(
            phone, phone.id == call.phone_id, good[phone.id].called if phone.id in good else None,
            why_not(phone.id, phone.state, phone.e164),
        )
        for phone in customer.phones
    )  # fmt: skip


def not_now(settings: Settings, other: NextNumber) -> str:
    """Why another number is not offered now, and from when on it may be rung."""
    return _("another number not before {time}: {why}").format(
        time=wall_time(other.at, settings.zone), why=_(HELD_BACK[other.why_not])
    )
