"""Customers, calls and results in plain lines: one fact a line, its name first, for screen readers and scripts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from callbench.clock import wall_time
from callbench.i18n import _, language
from callbench.rules.complaints import KINDS, STATES, URGENCIES, next_deadline
from callbench.rules.outcomes import outcome_label
from callbench.rules.plans import planned_words
from callbench.rules.why_words import nothing_words
from callbench.rules.words import CLASSES, HELD_BACK, PROFILE, WHY
from callbench.values.amount import show_amount
from callbench.values.phone import is_callable, show_phone

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from callbench.config import Settings
    from callbench.records.calls import AlsoFor, CallInHand, ComplaintWish, NothingNow, Saved
    from callbench.records.people import Complaint, Customer, History, PastCall, Phone

_PAST = 5  # services and calls listed


def class_label(key: str) -> str:
    """A customer class as people call it."""
    return _(CLASSES.get(key, key)) if key else ""


def fact(name: str, value: str) -> list[str]:
    """`name: value`, or nothing where there is no value."""
    return [_("{name}: {value}").format(name=name, value=value)] if value else []


def call_card(call: CallInHand, settings: Settings, now: datetime) -> list[str]:
    """The call in hand: who, how to reach them, why now, what happened before, with which script."""
    zone, why = settings.zone, call.why
    reason = _(", ").join(part for part in (_(WHY.get(why.rule, why.rule)), why.reason) if part)
    last = (
        f"{outcome_label(why.last_outcome)} {wall_time(why.last_at, zone)}" if why.last_outcome and why.last_at else ""
    )
    return [
        *_person(call.customer, settings),
        *_phones(call, settings.values["shop.region"]),
        *fact(_("Why now"), reason),
        *fact(_("By plan"), planned_words(why.plan) if why.plan else ""),
        *fact(_("Attempt"), f"{why.attempt}/{why.max_attempts}"),
        *fact(_("Purpose"), why.purpose),
        *fact(_("Campaign"), why.campaign),
        *[line for one in why.also for line in fact(_("Also for"), also_words(one))],
        *fact(_("Last attempt"), last),
        *fact(_("Next by plan"), planned_words(call.planned) if call.planned else ""),
        *_past(call.history, zone, now),
        *fact(_("Script"), call.script_title),
        *fact(_("Follow-up"), wall_time(call.follow_up.due_at, zone) if call.follow_up else ""),
        *fact(_("Note"), call.note.replace("\n", " / ")),
        *fact(_("Complaint to raise"), wish_words(call.complaint)),
        *fact(_("Item"), str(call.item_id)),
    ]


def also_words(also: AlsoFor) -> str:
    """Another campaign's purpose, with its name where that says more."""
    if also.purpose == also.campaign:
        return also.purpose
    return _("{purpose} ({campaign})").format(purpose=also.purpose, campaign=also.campaign)


def _person(customer: Customer, settings: Settings) -> list[str]:
    missing = _(", ").join(_(PROFILE.get(field, field)) for field in customer.missing)
    elsewhere = customer.zone if customer.zone != settings["shop.zone"] else ""
    return [
        *fact(_("Customer"), customer.name or _("(no name)")),
        *fact(_(PROFILE["customer_class"]), class_label(customer.customer_class)),
        *fact(_("Time zone"), elsewhere),
        *fact(_("Owner"), customer.owner_name),
        *fact(_("Preferred time"), customer.preferred_time),
        *fact(_("Preferences"), customer.preferences),
        *fact(_("Special needs"), customer.special_needs),
        *fact(_("About the customer"), customer.note.replace("\n", " / ")),
        *fact(_("To be supplemented"), missing),
    ]


def _phones(call: CallInHand, region: str) -> list[str]:
    """The number of this call, then the others with what chooses them; bad ones are not offered."""
    usable = [
        (nth, phone)
        for nth, phone in enumerate(call.customer.phones, 1)
        if phone.state == "valid" and is_callable(phone.e164)
    ]
    if not usable:
        return fact(_("Phone"), _("no number to call; supplement the profile"))
    usable.sort(key=lambda found: found[1].id != call.phone_id)
    lines = fact(_("Phone"), _phone(usable[0][1], region))
    for nth, phone in usable[1:]:
        lines += fact(_("Other phone"), f"{_phone(phone, region)} (--number {nth})")
    return lines


def _phone(phone: Phone, region: str) -> str:
    return show_phone(phone.e164, phone.ext, region)


def wish_words(wish: ComplaintWish | None) -> str:
    """A complaint to be raised: kind, urgency, words; "" for none."""
    if wish is None:
        return ""
    words = (_(KINDS[wish.kind]), _(URGENCIES[wish.urgency]), wish.words.replace("\n", " / "))
    return _(", ").join(word for word in words if word)


def complaint_words(complaint: Complaint, zone: ZoneInfo, now: datetime) -> str:
    """A complaint on a line: what about, where it stands, until when what comes next is due, and whether that is late."""
    until = next_deadline(complaint)
    words = [_(KINDS[complaint.kind]), _(URGENCIES[complaint.urgency]), _(STATES[complaint.state])]
    if until is not None:
        words.append(_("due {time}").format(time=wall_time(until, zone)))
        words += [_("late")] if until < now else []
    return _(", ").join([*words, *filter(None, [complaint.words.replace("\n", " / ")])])


def _past(history: History, zone: ZoneInfo, now: datetime) -> list[str]:
    lines = []
    for service in history.services[:_PAST]:
        amount = "" if service.amount is None else show_amount(service.amount, language())
        words = (service.on_day.isoformat(), service.item, amount, service.staff, service.branch)
        lines += fact(_("Service"), " ".join(word for word in words if word))
    for past in history.calls[:_PAST]:
        lines += fact(_("Earlier call"), _call(past, zone))
    for booked in history.follow_ups:
        if booked.state == "open":
            lines += fact(_("Booked follow-up"), f"{wall_time(booked.due_at, zone)} {booked.reason}".rstrip())
    for complaint in history.complaints:
        if complaint.closed_at is None:
            lines += fact(_("Open complaint"), complaint_words(complaint, zone, now))
    return lines


def history_card(customer: Customer, history: History, settings: Settings, now: datetime) -> list[str]:
    """A customer with everything that happened; calls with their ids."""
    lines = [*_person(customer, settings), *_past(replace(history, calls=()), settings.zone, now)]
    for call in history.calls:
        lines += fact(_("Earlier call"), f"{_call(call, settings.zone)}  {call.id}")
    return lines


def _call(past: PastCall, zone: ZoneInfo) -> str:
    answers = _(", ").join(f"{label} {shown}" for label, shown in past.answers)
    corrected = _("corrected") if past.corrected_at else ""
    note = past.note.replace("\n", " / ")
    words = (wall_time(past.at, zone), outcome_label(past.outcome), corrected, past.agent_name, answers, note)
    return " ".join(word for word in words if word)


def nothing_card(nothing: NothingNow, zone: ZoneInfo) -> list[str]:
    """Why nobody can be called now, in counts, and when the next one is free."""
    counts = _(", ").join(nothing_words(nothing.counts))
    lines = [_("Nobody can be called now: {counts}.").format(counts=counts or _("the queue is empty"))]
    if nothing.next_at:
        lines += fact(_("Next one"), wall_time(nothing.next_at, zone))
    lines += fact(_("Note"), nothing.remark)
    return lines


def saved_card(saved: Saved, zone: ZoneInfo) -> list[str]:
    """A saved result, and what follows."""
    lines = [
        _("Saved: {name}, {outcome}, answers: {n}").format(
            name=saved.customer_name or _("(no name)"), outcome=outcome_label(saved.outcome), n=saved.answers
        )
    ]
    if saved.follow_up_at:
        lines += fact(_("Follow-up"), wall_time(saved.follow_up_at, zone))
    elif saved.next_at:
        lines += fact(_("Next attempt"), wall_time(saved.next_at, zone))
    if saved.again_at:
        lines += fact(_("Comes again"), f"{wall_time(saved.again_at, zone)} {saved.again_said}".rstrip())
    lines += fact(_("Complaint"), wish_words(saved.complaint))
    if (other := saved.other) is not None:
        if other.why_not:
            when = _("not before {time}: {why}").format(time=wall_time(other.at, zone), why=_(HELD_BACK[other.why_not]))
        else:
            when = _("may be tried now: callbench call {item}").format(item=saved.item_id)
        lines += fact(_("Another number"), when)
    return lines
