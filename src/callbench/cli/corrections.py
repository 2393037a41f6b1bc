"""`callbench correct` and `history`: finding a saved call, and putting it right."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from callbench.cli import base, say
from callbench.cli.door import Door
from callbench.cli.meant import meant_customer
from callbench.cli.outcome import give_answer
from callbench.clock import date_of, wall_time
from callbench.errors import UsageProblem
from callbench.i18n import N_, _, language
from callbench.text import clean

if TYPE_CHECKING:
    from callbench.records.calls import AnswerGiven, SavedCall


@base.command(
    "correct",
    N_("Put a saved call right, as a supervisor. What it said before stays in the trace; its day counts anew."),
)
@base.argument(
    "attempt", N_("ATTEMPT"), N_("Its id, as history --json, an export of results or outcome --json tell it.")
)
@base.agent_option
@base.option("--outcome", "key", metavar=N_("OUTCOME"), said=N_("What the call ended with in truth."))
@base.option("--note", metavar=N_("TEXT"), said=N_("The note as it should be."))
@base.option(
    "--answer",
    "given",
    multiple=True,
    metavar=N_("QUESTION=ANSWER"),
    said=N_("An answer as it should be; the others stay. - for don't know."),
)
@base.option("--drop-answers", is_flag=True, said=N_("There were no answers: nobody was asked anything."))
@base.option("--reason", metavar=N_("TEXT"), default="", said=N_("Why it was wrong; needed."))
def correct(
    door: Door,
    attempt: str,
    agent: str | None,
    key: str | None,
    note: str | None,
    given: tuple[str, ...],
    drop_answers: bool,
    reason: str,
) -> None:
    """Print what became of it."""
    from callbench.desk.correcting import correct_result, saved_call
    from callbench.rules.outcomes import outcome_label

    if given and drop_answers:
        raise UsageProblem(_("--answer and --drop-answers together mean nothing."), todo=_("Leave one out."))
    who, attempt_id = door.agent(agent), _read_id(attempt)
    answers: tuple[AnswerGiven, ...] | None = () if drop_answers else None
    if given or _completes(key):
        answers = _answers(door, saved_call(door.bench, attempt_id), given, key, drop_answers)
    done = correct_result(
        door.bench, who, attempt_id, reason=reason, outcome=key, answers=answers,
        note=None if note is None else clean(note, lines=True),
    )  # fmt: skip
    if door.json:
        say.json(
            {
                "attempt": done.attempt_id, "customer": done.customer_name, "day": date_of(done.day), "was": done.was,
                "outcome": done.outcome, "next_at": done.next_at,
            }
        )  # fmt: skip
        return
    was, now = outcome_label(done.was), outcome_label(done.outcome)
    outcome = now if was == now else _("{was} is now {outcome}").format(was=was, outcome=now)
    name = done.customer_name or _("(no name)")
    lines = [
        _("Corrected: {name}, {day}, {outcome}").format(name=name, day=date_of(done.day).isoformat(), outcome=outcome)
    ]
    if done.next_at is not None:
        lines.append(_("Next attempt: {time}").format(time=wall_time(done.next_at, door.settings.zone)))
    say.lines(lines)


def _answers(
    door: Door, call: SavedCall, given: tuple[str, ...], key: str | None, drop: bool
) -> tuple[AnswerGiven, ...] | None:
    """The answers as they should be; None where none was named. Raises UsageProblem for one that is open in a completed call."""
    from callbench.script.interview import Interview
    from callbench.script.model import script_from_json

    interview = Interview(
        script_from_json(call.script_json), fields=call.fields, now=call.started_at.astimezone(door.settings.zone),
        language=language(), answers=() if drop else call.answers, region=door.settings["shop.region"],
    )  # fmt: skip
    for words in given:
        give_answer(interview, words)
    if _completes(key or call.outcome) and (gap := interview.first_gap()):
        raise UsageProblem(
            _("Required questions are open, so the call is not completed."),
            where=gap,
            todo=_("Answer them with --answer, or name another outcome."),
            code="incomplete",
        )
    return interview.answers() if given else () if drop else None


def _completes(key: str | None) -> bool:
    """Whether this outcome says that the interview was carried through."""
    from callbench.rules.outcomes import outcomes_in_force

    rule = outcomes_in_force().get(key or "")
    return rule is not None and rule.completes


@base.command("history", N_("What is known of one customer: services, calls with their ids, follow-ups, complaints."))
@base.argument("words", N_("CUSTOMER"), N_("Part of the name, the code, or digits of a number."))
def history(door: Door, words: str) -> None:
    """Print one customer's history; who is meant must be plain."""
    from callbench.cli import cards
    from callbench.desk import customers

    who = meant_customer(door, words)
    known = customers.history(door.bench, who.id)
    if door.json:
        from callbench.cli.shapes import customer_shape

        say.json(customer_shape(who, known))
    else:
        say.lines(cards.history_card(who, known, door.settings, door.clock.now()))


def _read_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UsageProblem(
            _("{text!r} is no id of a call.").format(text=clean(text, limit=60)),
            where="ATTEMPT",
            todo=_("Copy it from callbench history."),
        ) from None
