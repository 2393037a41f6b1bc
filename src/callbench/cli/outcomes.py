"""`callbench outcomes`: what a call can end with in this shop, and changing it as a supervisor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from callbench.cli import base, say
from callbench.cli.cells import columns
from callbench.cli.door import Door
from callbench.errors import UsageProblem
from callbench.i18n import N_, _
from callbench.rules.outcome_words import class_label, follows_words, read_delay, read_follows, remarks
from callbench.rules.outcomes import CLASSES, OutcomeRule, Outcomes
from callbench.text import clean
from callbench.values.problem import ValueProblem

if TYPE_CHECKING:
    from callbench.config import Settings

_KEY = base.argument("key", N_("OUTCOME"), N_("Its key; it never changes."))
_ZH = base.option("--zh", metavar=N_("NAME"), said=N_("Its name in Chinese; - takes the shop's own back."))
_EN = base.option("--en", metavar=N_("NAME"), said=N_("Its name in English; - takes the shop's own back."))
_CLASS = base.option(
    "--class", "aapor", type=base.Choice(CLASSES), metavar="|".join(CLASSES), said=N_("What it counts as (AAPOR).")
)
_AFTER = N_("What follows: close, minutes:90, days:3, next_day, same_agent, same_agent_next_day, agreed or next_phone.")


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What an outcome can be told beside its key, name and class."""
    for option in (
        base.option("--customer", "customer_state", metavar="inactive|do_not_call", said=N_("What becomes of the customer; - for nothing.")),
        base.option("--number", "phone_state", metavar="wrong|invalid", said=N_("What becomes of the number called; - for nothing.")),
        base.option("--other-number/--no-other-number", "tries_next", default=None, said=N_("Another number of the customer is offered at once.")),
        base.option("--resumes/--no-resumes", "resumes", default=None, said=N_("The next call goes on with its answers.")),
        base.option("--once/--no-once", "once", default=None, said=N_("The second of its kind closes the item.")),
        base.option("--attempt/--no-attempt", "attempt", default=None, said=N_("It counts as an attempt; only where nobody was reached it may not.")),
        base.option("--note/--no-note", "note_required", default=None, said=N_("A note is needed.")),
        base.option("--press", metavar="1-9|a-z", said=N_("The digit or letter that picks it.")),
        base.option("--reached/--not-reached", "contacted", default=None, said=N_("Whether somebody was spoken to; else as the class says.")),
        base.option("--after", metavar=N_("WHAT"), said=_AFTER),
    ):  # fmt: skip
        command = option(command)
    return command


@base.command("list", N_("Every outcome in its order: key to press, name, class, what follows."))
def listed(door: Door) -> None:
    """Print one line an outcome."""
    from callbench.desk.outcomes import list_outcomes

    _tell(door, list_outcomes(door.bench))


@base.command("add", N_("Add an outcome of the shop's, as a supervisor."))
@base.argument("key", N_("OUTCOME"), N_("Small letters, digits and _; it never changes."))
@_ZH
@_EN
@_CLASS
@_options
@base.agent_option
def add(door: Door, key: str, zh: str | None, en: str | None, agent: str | None, **said: Any) -> None:
    """Print the new outcome."""
    from callbench.desk.outcomes import add_outcome

    if not said["aapor"] or not said["after"]:
        raise UsageProblem(
            _("A new outcome needs its class and what follows."), todo=_("For example: --class NC --after minutes:90.")
        )
    empty = OutcomeRule(clean(key), "", said["aapor"], said["aapor"] not in ("NC", "NE"), False, "", "")
    rule = replace(empty, **_values(said), words=_words(zh, en))
    _tell_one(door, add_outcome(door.bench, door.agent(agent), rule))


@base.command("rename", N_("Call an outcome by other words, as a supervisor; its key stays."))
@_KEY
@_ZH
@_EN
@base.agent_option
def rename(door: Door, key: str, zh: str | None, en: str | None, agent: str | None) -> None:
    """Print the outcome."""
    from callbench.desk.outcomes import change_outcome

    if zh is None and en is None:
        raise UsageProblem(_("No name is given."), todo=_("For example: --zh 占线中 --en Engaged."))
    _tell_one(door, change_outcome(door.bench, door.agent(agent), key, words=_words(zh, en)))


@base.command("move", N_("Put an outcome at another place of the list, as a supervisor."))
@_KEY
@base.argument("place", N_("PLACE"), N_("1 is the first."), type=base.Number(1, 1_000))
@base.agent_option
def move(door: Door, key: str, place: int, agent: str | None) -> None:
    """Print the list."""
    from callbench.desk.outcomes import move_outcome

    _tell(door, move_outcome(door.bench, door.agent(agent), key, place))


@base.command("set", N_("Change what an outcome does, as a supervisor. What a shipped one means is fixed."))
@_KEY
@_CLASS
@_options
@base.option(
    "--delay", metavar=N_("NUMBER"), said=N_("Minutes or days until the next attempt; - for those of the settings.")
)
@base.agent_option
def set_(door: Door, key: str, delay: str | None, agent: str | None, **said: Any) -> None:
    """Print the outcome."""
    from callbench.desk.outcomes import change_outcome

    wanted = _values(said) | ({} if delay is None else {"delay": _read(read_delay, delay)})
    if not wanted:
        raise UsageProblem(_("This changes nothing."), todo=_("Name what is to be another: --delay 45, --note …"))
    _tell_one(door, change_outcome(door.bench, door.agent(agent), key, **wanted))


@base.command("off", N_("Offer an outcome no more, as a supervisor; calls that ended so keep it."))
@_KEY
@base.agent_option
def off(door: Door, key: str, agent: str | None) -> None:
    """Print the outcome."""
    from callbench.desk.outcomes import change_outcome

    _tell_one(door, change_outcome(door.bench, door.agent(agent), key, active=False))


@base.command("on", N_("Offer an outcome again, as a supervisor."))
@_KEY
@base.agent_option
def on(door: Door, key: str, agent: str | None) -> None:
    """Print the outcome."""
    from callbench.desk.outcomes import change_outcome

    _tell_one(door, change_outcome(door.bench, door.agent(agent), key, active=True))


@base.command(
    "restore", N_("The shipped outcomes as they came, as a supervisor; the shop's own go, or are switched off.")
)
@base.agent_option
def restore(door: Door, agent: str | None) -> None:
    """Print the list."""
    from callbench.desk.outcomes import restore_outcomes

    _tell(door, restore_outcomes(door.bench, door.agent(agent)))


def _words(zh: str | None, en: str | None) -> dict[str, str]:
    said = {"zh_CN": zh, "en": en}
    return {language: "" if words == "-" else words for language, words in said.items() if words is not None}


def _values(said: dict[str, Any]) -> dict[str, Any]:
    """The fields of an outcome that options name; `-` stands for nothing."""
    values = {name: "" if value == "-" else value for name, value in said.items() if value is not None}
    if (after := values.pop("after", None)) is not None:
        values |= _read(read_follows, after)
    return values


def _read(reader: Callable[[str], Any], text: str) -> Any:
    try:
        return reader(text)
    except ValueProblem as problem:
        raise UsageProblem(problem.message, todo=_("Say how many: minutes:90 or days:3."), code=problem.code) from None


def _tell(door: Door, outcomes: Outcomes) -> None:
    if door.json:
        rules = enumerate(outcomes.rules, 1)
        say.json({"outcomes": [_shape(rule, door.settings) | {"place": place} for place, rule in rules]})
        return
    say.lines(columns([_row(rule, door.settings) for rule in outcomes.rules]))


def _tell_one(door: Door, rule: OutcomeRule) -> None:
    if door.json:
        say.json(_shape(rule, door.settings))
    else:
        say.lines(columns([_row(rule, door.settings)]))


def _row(rule: OutcomeRule, settings: Settings) -> tuple[str, ...]:
    more = _(", ").join(remarks(rule))
    return rule.press or "-", rule.key, rule.name, class_label(rule.aapor), follows_words(rule, settings), more


def _shape(rule: OutcomeRule, settings: Settings) -> dict[str, Any]:
    return {
        "key": rule.key, "label": rule.name, "names": dict(rule.words), "class": rule.aapor, "reached": rule.contacted,
        "final": rule.final, "after": rule.follows, "delay": rule.waits(settings) or None, "own_delay": rule.delay,
        "press": rule.press, "attempt": rule.attempt, "note_required": rule.note_required, "active": rule.active,
        "shipped": rule.shipped,
    }  # fmt: skip
