"""A customer as the agent sees them: the card, the folded line, what has happened so far. Part of `show`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual.content import Content

from callbench.config import Settings
from callbench.i18n import _
from callbench.records.calls import CallInHand, Why
from callbench.records.people import Customer
from callbench.rules import words
from callbench.rules.calendar import calendar_of
from callbench.tui import cells, show, show_complaint
from callbench.tui.keymap import key_of
from callbench.tui.show_phones import number_called, other_numbers, phone_text
from callbench.values.problem import ValueProblem
from callbench.values.when import read_when, show_moment

if TYPE_CHECKING:
    from callbench.records.plans import Planned

_LABEL = 8  # cells of a label column


def calling_hours(settings: Settings) -> str:
    """When customers may be called, on their own clock."""
    return f"{settings['calls.from']:%H:%M}-{settings['calls.until']:%H:%M}"


def badge(customer: Customer) -> Content:
    """The customer's class as a tag; nothing without a class."""
    shown = show.customer_class(customer.customer_class)
    return show.line((f" {shown} ", "bold $tag-ink on $tag")) if shown else Content()


def card_rows(call: CallInHand, settings: Settings, now: datetime, width: int, *, whole: bool) -> list[Content]:
    """The customer card, `width` cells wide. whole: the number is shown in full."""
    customer = call.customer
    room = max(width - _LABEL, 8)
    name = show.fit(customer.name, max(width - badge(customer).cell_length - 2, 8)) or _("(no name)")
    rows = [show.line((name, "bold $ink"), "  ", badge(customer))]
    number = phone_text(number_called(call), settings, whole=whole)
    tone = "bold $ink" if number_called(call) else "bold $bad"
    reveal = show.line((key_of("call.reveal"), "bold $muted"), " ", (_("hide") if whole else _("show"), "$muted"))
    rows.append(show.beside(_field(_("Phone"), number, tone), reveal, width))
    rows += other_numbers(call, settings, width, _LABEL, whole=whole)
    rows += _to_save(call, settings, now, width)
    hours = calling_hours(settings)
    if customer.zone != settings.zone.key:
        hours += "  " + _("there it is {time}").format(time=show.clock_time(now, _zone_of(customer, settings)))
    rows.append(_field(_("Call at"), hours))
    liking = "  ".join(
        text for text in (show.label(words.CHANNELS, customer.channel), show.safe(customer.preferred_time)) if text
    )
    rows += _wrapped(_("Prefers"), liking, room)
    rows += _wrapped("" if liking else _("Prefers"), show.safe(customer.preferences), room)
    rows += _wrapped(_("Mind"), show.safe(customer.special_needs), room, "bold $bad")
    rows += _wrapped(_("Owner"), customer.owner_name, room)
    rows += _wrapped(_("Branch"), customer.branch, room)
    rows.append(Content())
    rows.append(show.line((_("Why now"), "$muted")))
    rows += [
        show.line(part) for text in why_words(call.why, settings, now) for part in show.wrapped(text, width, most=2)
    ]
    if call.why.purpose:
        rows.append(show.line((_("Purpose"), "$muted")))
        rows += [show.line(part) for part in show.wrapped(call.why.purpose, width, most=3)]
    for also in call.why.also:
        told = _("Also for: {purpose}").format(purpose=also.purpose)
        rows += [show.line((part, "bold $mark")) for part in show.wrapped(told, width, most=2)]
    if call.planned is not None:
        told = _("next: {plan}").format(plan=_planned(call.planned))
        rows += [show.line((part, "$muted")) for part in show.wrapped(told, width, most=2)]
    if customer.missing:
        rows.append(Content())
        missing = "  ".join(show.label(words.PROFILE, name) for name in customer.missing)
        rows += [
            show.line((cells.cell(_("To add") if at == 0 else "", _LABEL), "$warn"), (part, "$warn"))
            for at, part in enumerate(show.wrapped(missing, room, most=2))
        ]
    if customer.note:
        rows.append(Content())
        rows += [show.line((part, "$muted")) for part in show.wrapped(customer.note, width, most=3)]
    return rows


def booked(call: CallInHand, settings: Settings) -> str:
    """The follow-up that is saved with this call, on the customer's clock; "" for none."""
    if call.follow_up is None:
        return ""
    when = show_moment(call.follow_up.due_at.astimezone(_zone_of(call.customer, settings)))
    if call.follow_up.rrule:
        from callbench.rules.series_words import rule_words  # few follow-ups come again

        when = _("{when}, then {often}").format(when=when, often=rule_words(call.follow_up.rrule))
    return _("Follow-up booked: {when}").format(when=when)


def proposed_again(call: CallInHand, words: str, settings: Settings, now: datetime) -> str:
    """The follow-up that answers propose (`+30d`), as F3 reads it on the customer's clock; what nobody can read as it stands."""
    from callbench.rules.series_words import names_series, read_series, rule_words  # few scripts propose one

    here, calendar = now.astimezone(_zone_of(call.customer, settings)), calendar_of(settings)
    try:
        if not names_series(words):
            return read_when(words, here, calendar).understood
        series = read_series(words, here, calendar)
    except ValueProblem:
        return show.safe(words)
    return _("{when}, then {often}").format(when=series.first.understood, often=rule_words(series.rule))


def _to_save(call: CallInHand, settings: Settings, now: datetime, width: int) -> list[Content]:
    """What will be booked and raised with this call, and complaints that wait for an answer or a solution."""
    told: list[tuple[str, str]] = []
    if words := booked(call, settings):
        told.append((words, "bold $mark"))
    if call.complaint is not None:
        words = show_complaint.wish_words(call.complaint)
        told.append((_("Complaint to raise: {words}").format(words=words), "bold $warn"))
    told += [
        (_("Open complaint: {words}").format(words=words), "bold $bad")
        for complaint in call.history.complaints
        if (words := show_complaint.open_words(complaint, settings, now))
    ]
    return [show.line((part, tone)) for text, tone in told for part in show.wrapped(text, width, most=2)]


def folded(call: CallInHand, settings: Settings, width: int, *, whole: bool) -> Content:
    """The card on one line, for narrow screens: name, class, number, what to mind, why now, how to open it."""
    customer = call.customer
    key = show.line((key_of("call.profile"), "bold $muted"), " ", (_("card"), "$muted"))
    number = phone_text(number_called(call), settings, whole=whole)
    parts: list[show.Part] = [(show.fit(customer.name, 16) or _("(no name)"), "bold $ink"), " ", badge(customer)]
    parts += [" ", (number, "bold $ink" if number_called(call) else "bold $bad")]
    nth = "  ", (f"{call.why.attempt}/{call.why.max_attempts}", "$ink")
    if call.follow_up is not None:
        parts += ["  ", (_("follow-up booked"), "bold $mark")]
    if call.complaint is not None:
        parts += ["  ", (_("complaint to raise"), "bold $warn")]
    if any(complaint.closed_at is None for complaint in call.history.complaints):
        parts += ["  ", (_("open complaint"), "bold $bad")]
    if customer.special_needs:
        parts += ["  ", (show.fit(customer.special_needs, 24), "bold $bad")]  # the reason gives way to it
    told: list[show.Part] = ["  ", (show.safe(call.why.reason) or show.label(words.WHY, call.why.rule), "$ink")]
    if call.why.last_outcome:
        told += ["  ", (_("last: {outcome}").format(outcome=show.outcome(call.why.last_outcome)), "$muted")]
    right = show.line(*nth, "  ", key)  # what stands there is never cut
    return show.beside(show.line(*parts, *told), right, width)


def clocks(
    call: CallInHand, settings: Settings, now: datetime, wrap_up_from: datetime | None = None
) -> tuple[tuple[str, str], ...]:
    """(label, time): the customer's clock where it is another one, how long was talked, and how long it is being wrapped up.

    In whole minutes: a number that changes every second asks to be looked at.
    """
    zone, until = call.customer.zone, wrap_up_from or now
    told = [(_("talk"), show.ago(call.started_at, until))]
    if wrap_up_from is not None:
        told.append((_("wrap-up"), show.ago(wrap_up_from, now)))
    if zone and zone != settings.zone.key:
        told.insert(0, (_("customer's clock"), show.clock_time(now, zone)))
    return tuple(told)


def why_words(why: Why, settings: Settings, now: datetime) -> list[str]:
    """Why this customer now, in sentences: rule, attempt, last outcome."""
    reason = show.safe(why.reason)
    rule = show.label(words.WHY, why.rule)
    nth = _("attempt {n} of {most}").format(n=why.attempt, most=why.max_attempts)
    if reason and why.rule in ("agreed", "interrupted", "retry"):
        reason = _("{rule}: {reason}").format(rule=rule, reason=reason)
    if why.plan is not None:
        reason = _planned(why.plan)
    found = [_("{reason}, {attempt}").format(reason=reason or rule, attempt=nth)]
    if why.last_outcome and why.last_at:
        found.append(
            _("last: {outcome}, {when}").format(
                outcome=show.outcome(why.last_outcome), when=show.moment(why.last_at, settings.zone, now)
            )
        )
    return found


def why_rows(why: Why, lines: Sequence[tuple[str, str]], width: int) -> list[Content]:
    """Everything that is known of why this customer is called now. lines: what `rules.why_words.why_lines` says of it."""
    nth = _("{n} of {most}").format(n=why.attempt, most=why.max_attempts)
    pairs = [
        (_("Purpose"), show.safe(why.purpose)),
        *((_("Also for"), show.safe(also.purpose)) for also in why.also),
        (_("Attempt"), nth),
        *((label, show.safe(text, limit=400)) for label, text in lines),
    ]
    return [
        show.line((cells.cell(label if at == 0 else "", 14), "$muted"), (part, "$ink"))
        for label, text in pairs
        if text
        for at, part in enumerate(show.wrapped(text, max(width - 14, 8), most=4))
    ]


def _planned(planned: Planned) -> str:
    from callbench.rules.plans import planned_words  # few shops have plans, and none needs them at the start

    return show.safe(planned_words(planned))


def _field(label: str, text: str, tone: str = "$ink") -> Content:
    return show.line((cells.cell(label, _LABEL), "$muted"), (text, tone))


def _wrapped(label: str, text: str, room: int, tone: str = "$ink") -> list[Content]:
    if not text:
        return []
    return [_field(label if at == 0 else "", part, tone) for at, part in enumerate(show.wrapped(text, room, most=3))]


def _zone_of(customer: Customer, settings: Settings) -> ZoneInfo:
    return ZoneInfo(customer.zone) if customer.zone else settings.zone
