"""`callbench outcome`, `give-back` and `undo`: how an attempt ends, from a script's point of view."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from callbench.cli import base, say
from callbench.cli.door import Door
from callbench.errors import UsageProblem
from callbench.i18n import N_, _, language
from callbench.text import clean

if TYPE_CHECKING:
    from callbench.records.calls import CallInHand, ComplaintWish, FollowUpWish
    from callbench.records.people import Agent
    from callbench.rules.calendar import WorkCalendar
    from callbench.rules.outcomes import OutcomeRule
    from callbench.script.interview import Interview

_ITEM = N_("ITEM")
_ITEM_HELP = N_("Its id, as `next` and `queue` tell it; - is the one in hand.")


override_option = base.option(
    "--override",
    metavar=N_("REASON"),
    default="",
    said=N_("Why a supervisor calls although something keeps the customer back; recorded. Never the do-not-call list."),
)


@base.command("outcome", N_("Save how a call ended. The item is taken first, when it is not in hand yet."))
@base.argument("item", _ITEM, _ITEM_HELP)
@base.argument("key", N_("OUTCOME"), N_("completed, no_answer, busy, callback_agreed, refused_now …"))
@base.agent_option
@base.option(
    "--answer",
    "given",
    multiple=True,
    metavar=N_("QUESTION=ANSWER"),
    said=N_("An answer, by the question's name or path; - for don't know."),
)
@base.option("--follow-up", metavar=N_("WORDS"), said=N_("When to call again: 'tomorrow 10am', '+3d', 'fri 3pm'."))
@base.option("--reason", metavar=N_("TEXT"), default="", said=N_("What the follow-up is for."))
@base.option("--note", metavar=N_("TEXT"), said=N_("A note on this call."))
@base.option(
    "--complaint", metavar=N_("KIND"), said=N_("A complaint: product, service, price, contract, other; - for none.")
)
@base.option("--urgency", metavar=N_("URGENCY"), default="normal", said=N_("Of the complaint: normal or urgent."))
@base.option("--words", metavar=N_("TEXT"), default="", said=N_("The complaint in the customer's words."))
def outcome(
    door: Door,
    item: str,
    key: str,
    agent: str | None,
    given: tuple[str, ...],
    follow_up: str | None,
    reason: str,
    note: str | None,
    complaint: str | None,
    urgency: str,
    words: str,
) -> None:
    """Print what was saved."""
    from callbench.cli import cards
    from callbench.desk import calling
    from callbench.desk.booking import check_note, known_outcome
    from callbench.desk.customers import field_check
    from callbench.records.calls import CallResult
    from callbench.script.interview import interview_of

    rule = known_outcome(door.bench.outcomes, key)
    raised = read_complaint(complaint, urgency, words)
    if follow_up:  # before anything is taken
        read_wish(follow_up, reason, door.settings["shop.zone"], door.clock.now(), door.bench.calendar)
    who = door.agent(agent)
    door.mind_the_clock()
    if rule.needs_time and not follow_up and not _booked(calling.item_in_hand(door.bench, who), rule):
        raise UsageProblem(
            _("This outcome needs a time."),
            where="--follow-up",
            todo=_("Add one: --follow-up 'tomorrow 10am'."),
            code="needs-time",
        )
    said = None if note is None else clean(note, lines=True)
    if rule.note_required and not said:
        check_note(rule, _noted(calling.item_in_hand(door.bench, who), item) if said is None else said)
    call = in_hand(door, who, item)
    booked = _booked(call, rule)
    zone, holidays = call.customer.zone, door.bench.calendar
    wish = read_wish(follow_up, reason, zone, door.clock.now(), holidays) if follow_up else booked
    reads = field_check(door.settings, door.clock)
    interview = interview_of(call, door.local_now(), language(), door.settings["shop.region"], reads)
    for answer in given:
        give_answer(interview, answer)
    if rule.completes and (gap := interview.first_gap()):
        line = interview.line(gap)
        raise UsageProblem(
            line.problem or line.required_message or _("Required questions are open, so the call is not completed."),
            where=gap,
            todo=_("Answer them with --answer, or save it as partial."),
            code="incomplete",
        )
    asked = interview.progress[0] > 0  # else nobody was asked anything
    answers, profile = (interview.answers(), interview.profile()) if asked else ((), {})
    result = CallResult(key, answers, call.note if said is None else said, wish, profile)
    result = replace(result, complaint=raised if complaint else call.complaint)
    saved = calling.save_result(door.bench, who, call.draft_id, result)
    if door.json:
        from callbench.cli.shapes import saved_shape

        say.json(saved_shape(saved))
    else:
        say.lines(cards.saved_card(saved, door.settings.zone))


@base.command("give-back", N_("Return an item to the queue without an attempt."))
@base.argument("item", _ITEM, _ITEM_HELP)
@base.agent_option
def give_back(door: Door, item: str, agent: str | None) -> None:
    """Print which item it was."""
    from callbench.desk import calling

    who = door.agent(agent)
    item_id = _held(door, who).item_id if item == "-" else read_id(item)
    calling.give_back(door.bench, who, item_id)
    if door.json:
        say.json({"item": item_id, "given_back": True})
    else:
        say.lines([_("Given back: {item}").format(item=item_id)])


@base.command("undo", N_("Take back the result saved last; the call is in hand again."))
@base.agent_option
def undo(door: Door, agent: str | None) -> None:
    """Print the call in hand."""
    from callbench.cli import cards
    from callbench.desk import calling

    call = calling.undo_last(door.bench, door.agent(agent))
    if door.json:
        from callbench.cli.shapes import call_shape

        say.json(call_shape(call))
    else:
        say.talk(_("Taken back; the call is in hand again."))
        say.lines(cards.call_card(call, door.settings, door.clock.now()))


def in_hand(door: Door, agent: Agent, item: str) -> CallInHand:
    """The call of an item, taken when it is not in hand; `-` is the one in hand. Raises UsageProblem, Conflict."""
    return _held(door, agent) if item == "-" else taken(door, agent, read_id(item))


def chosen(door: Door, agent: Agent, words: str, override: str) -> CallInHand:
    """The call these words mean, by item or customer; `-` is the one in hand."""
    return _held(door, agent) if words == "-" else taken(door, agent, item_meant(door, words), override)


def taken(door: Door, agent: Agent, item_id: UUID, override: str = "") -> CallInHand:
    """The call of this item, taken when it is not in hand; override: see `take_item`."""
    from callbench.desk import calling

    call = calling.item_in_hand(door.bench, agent)
    if call is not None and call.item_id == item_id:
        return call
    return calling.take_item(door.bench, agent, item_id, override=override)


def item_meant(door: Door, words: str) -> UUID:
    """The item with this id, or the one of the customer these words mean. Raises UsageProblem, Conflict."""
    from callbench.cli.meant import meant_customer
    from callbench.desk import calling

    try:
        return UUID(words)
    except ValueError:
        meant = meant_customer(door, words)
        return calling.waiting_item(door.bench, meant.id)


def _held(door: Door, agent: Agent) -> CallInHand:
    from callbench.desk import calling

    call = calling.item_in_hand(door.bench, agent)
    if call is None:
        raise UsageProblem(
            _("{name} has no call in hand.").format(name=agent.name), where="ITEM", todo=_("Take one: callbench next.")
        )
    return call


def _noted(call: CallInHand | None, item: str) -> str:
    """The note taken during the call, where it is the one meant."""
    return call.note if call is not None and item in ("-", str(call.item_id)) else ""


def _booked(call: CallInHand | None, rule: OutcomeRule) -> FollowUpWish | None:
    """The follow-up booked during the call, where the outcome leaves room for one."""
    return call.follow_up if call is not None and rule.contacted and not rule.ends_calling else None


def read_id(text: str) -> UUID:
    """An item's id. Raises UsageProblem."""
    try:
        return UUID(text)
    except ValueError:
        raise UsageProblem(
            _("{text!r} is no item.").format(text=clean(text, limit=60)),
            where="ITEM",
            todo=_("Copy its id from callbench queue."),
        ) from None


def read_complaint(kind: str | None, urgency: str, words: str) -> ComplaintWish | None:
    """The complaint of these options; None for none. Raises UsageProblem."""
    from callbench.desk.complaints import checked
    from callbench.records.calls import ComplaintWish

    if kind not in (None, "-"):
        return checked(ComplaintWish(str(kind), urgency, words))
    if words or urgency != "normal":
        raise UsageProblem(
            _("A complaint needs its kind."),
            where="--complaint",
            todo=_("Add one: --complaint service."),
            code="needs-kind",
        )
    return None


def read_wish(
    words: str, reason: str, zone: str, now: datetime, holidays: WorkCalendar, *, where: str = "--follow-up"
) -> FollowUpWish:
    """A follow-up in words, meant on the clock of `zone`. Raises UsageProblem saying what would be understood."""
    from callbench.records.calls import FollowUpWish
    from callbench.values.problem import ValueProblem
    from callbench.values.when import read_when

    try:
        when = read_when(words, now.astimezone(ZoneInfo(zone)), holidays)
    except ValueProblem as problem:
        raise UsageProblem(problem.message, where=where, code=problem.code) from None
    return FollowUpWish(when.at, clean(reason), ends_at=when.ends)


def give_answer(interview: Interview, words: str) -> None:
    """Give one `QUESTION=ANSWER`; the question by path, or by its name where only one has it."""
    from callbench.values.problem import ValueProblem

    name, equals, text = words.partition("=")
    paths = [line.path for line in interview.lines() if line.kind != "note"]
    found = [path for path in paths if path == name] or [path for path in paths if path.rpartition("/")[2] == name]
    if not equals or len(found) != 1:
        raise UsageProblem(
            _("{text!r} names no question that is asked now.").format(text=clean(words, limit=60)),
            where="--answer",
            todo=_("Write QUESTION=ANSWER; asked now: {paths}.").format(paths=", ".join(paths)),
        )
    try:
        if text == "-":
            interview.refuse(found[0])
        else:
            interview.set(found[0], text)
    except ValueProblem as problem:
        raise UsageProblem(problem.message, where=f"--answer {found[0]}", code=problem.code) from None
