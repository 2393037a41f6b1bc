"""What happened with a customer before: one line each, and what stands behind it. Part of `show`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from textual.content import Content

from callbench.config import Settings
from callbench.i18n import N_, _
from callbench.records.people import Complaint, FollowUp, History, PastCall, Service
from callbench.rules import words
from callbench.tui import cells, show, show_complaint

Day = date


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. clock: on the shop's clock, "" for a service. words: (label, text) behind its line."""

    id: str
    day: date
    clock: str
    content: Content
    words: tuple[tuple[str, str], ...]
    call: PastCall | None = None


def entries(history: History, settings: Settings, now: datetime, *, roomy: bool) -> tuple[Entry, ...]:
    """Services, calls, follow-ups and complaints, newest first."""
    zone = settings.zone
    found: list[Entry] = []

    def put(
        id_: object, at: datetime, content: Content, told: tuple[tuple[str, str], ...], call: PastCall | None
    ) -> None:
        local = at.astimezone(zone)
        found.append(Entry(str(id_), local.date(), f"{local:%H:%M}", content, told, call))

    for at, service in enumerate(history.services):
        found.append(Entry(f"service{at}", service.on_day, "", _service(service, roomy), _behind_service(service)))
    for call in history.calls:
        put(call.id, call.at, _past_call(call), _behind_call(call), call)
    for follow_up in history.follow_ups:
        clock = f"{follow_up.due_at.astimezone(zone):%H:%M}"
        told = ((_("Reason"), follow_up.reason), (_("Note"), follow_up.note), (_("Agent"), follow_up.agent_name))
        put(follow_up.id, follow_up.due_at, _follow_up(follow_up, clock), told, None)
    for complaint in history.complaints:
        content = show_complaint.past(complaint, settings, now)
        put(complaint.id, complaint.raised_at, content, _behind_complaint(complaint, settings, now), None)
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.clock), reverse=True))


def history_rows(history: History, settings: Settings, now: datetime, width: int) -> list[Content]:
    """All of it in one list under a heading, two rows each at most."""
    head = [Content(), show.line((_("So far"), "bold $ink"))]
    found = entries(history, settings, now, roomy=width >= 48)
    if not found:
        return [*head, show.line((_("Nothing yet."), "$muted"))]
    today = now.astimezone(settings.zone).date()
    column = max(cells.width(show.day(entry.day, today)) for entry in found) + 2
    room = max(width - column, 10)
    rows = head
    for entry in found:
        at_day = show.line((cells.cell(show.day(entry.day, today), column), "$muted"))
        pieces = show.folded(entry.content, room, most=2)
        rows += [show.line(at_day if at == 0 else " " * column, piece) for at, piece in enumerate(pieces)]
    return rows


def head(entry: Entry, today: date, *, opened: bool) -> Content:
    """The line of an entry in the list that opens."""
    mark = ("- " if opened else "+ ", "bold $mark")
    return show.line(mark, (cells.cell(show.day(entry.day, today), 11), "$muted"), entry.content)


def details(entry: Entry, answers: tuple[tuple[str, str], ...] | None, width: int) -> list[Content]:
    """What stands behind a line, indented. answers: of a call, None while they are being read."""
    pairs = [(label, text) for label, text in (*entry.words, *(answers or ())) if text]
    rows: list[Content] = []
    for label, text in pairs:
        if cells.width(label) + cells.width(text) + 6 <= width and "\n" not in text:
            rows.append(show.line("   ", (show.safe(label), "$muted"), "  ", (show.safe(text), "$ink")))
            continue
        rows += [show.line("   ", (part, "$muted")) for part in show.wrapped(label, width - 4, most=2)]
        rows += [show.line("     ", (part, "$ink")) for part in show.wrapped(text, width - 6, most=8)]
    if entry.call is not None and answers is None:
        rows.append(show.line("   ", (_("Reading …"), "$muted")))
    elif not rows:
        rows.append(show.line("   ", (_("Nothing more is known."), "$muted")))
    return rows


def _behind_service(service: Service) -> tuple[tuple[str, str], ...]:
    return ((_("Amount"), show.amount(service.amount)), (_("Staff"), service.staff), (_("Branch"), service.branch))


def _behind_call(call: PastCall) -> tuple[tuple[str, str], ...]:
    script = f"{call.script} {call.script_version}".strip()
    return ((_("Agent"), call.agent_name), (_("Note"), call.note), (_("Script"), script))


def _behind_complaint(complaint: Complaint, settings: Settings, now: datetime) -> tuple[tuple[str, str], ...]:
    return (
        (_("Words"), complaint.words), (_("Raised by"), complaint.raised_by), (_("Owner"), complaint.owner_name),
        (_("Due"), show_complaint.open_words(complaint, settings, now)),
    )  # fmt: skip


def _service(service: Service, roomy: bool) -> Content:
    more = "  ".join(show.safe(t, limit=40) for t in (service.staff, service.branch if roomy else "") if t)
    return show.line(
        (show.safe(service.item, limit=80), "$ink"), "  ", (show.amount(service.amount), "$ink"), "  ", (more, "$muted")
    ).rstrip()


def _past_call(call: PastCall) -> Content:
    parts: list[show.Part] = [
        (show.label(words.CHANNELS, call.channel or "phone"), "$muted"), " ", (show.outcome(call.outcome), "$ink")
    ]  # fmt: skip
    if call.corrected_at is not None:
        parts += ["  ", (_("corrected"), "$muted")]
    for name, value in call.answers[:3]:
        parts += ["  ", (show.fit(show.label(MEASURES, name), 14), "$muted"), " ", (show.fit(value, 14), "bold $ink")]
    if call.note:
        parts += ["  ", (show.fit(call.note, 60), "$muted")]
    return show.line(*parts)


def _follow_up(follow_up: FollowUp, clock: str) -> Content:
    state = show.label(words.FOLLOW_UPS, follow_up.state)
    if follow_up.closed_why:
        from callbench.rules.why_words import ended_words  # few end before their time

        state = _("{what} ({more})").format(what=state, more=show.fit(ended_words(follow_up.closed_why), 30))
    return show.line(
        (_("Follow-up"), "$mark"), f" {clock} ", (state, "$muted"), "  ", (show.fit(follow_up.reason, 40), "$ink"),
        "  ", (show.fit(follow_up.agent_name, 12), "$muted"),
    ).rstrip()  # fmt: skip


MEASURES = {
    "csat": N_("satisfied"), "nps": N_("recommends"), "ces": N_("effort"), "resolved": N_("solved"),
    "attitude": N_("attitude"), "efficiency": N_("speed"), "effect": N_("effect"),
}  # fmt: skip
