"""The outcomes of the shop: added, renamed, put in order, changed, switched off, and restored; by supervisors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from callbench.desk.bench import Bench
from callbench.desk.rights import check_supervisor
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.records.people import Agent
from callbench.rules import outcome_edits
from callbench.rules.outcomes import OutcomeRule, Outcomes
from callbench.store import events
from callbench.store import outcomes as store
from callbench.text import clean, nearest
from callbench.values.problem import ValueProblem


def list_outcomes(bench: Bench) -> Outcomes:
    """All outcomes in their order, as they are in the base now."""
    with bench.db.read() as connection:
        return bench.learn_outcomes(connection)


def add_outcome(bench: Bench, supervisor: Agent, rule: OutcomeRule) -> OutcomeRule:
    """An outcome of the shop's, at the end of the list. Raises UsageProblem for one that does not fit together."""
    rule = OutcomeRule(**vars(rule) | {"words": _clean(rule.words)})

    def edit(outcomes: Outcomes) -> Outcomes:
        return outcome_edits.added(outcomes, rule)

    return _edited(bench, supervisor, "outcome.added", rule.key, edit)[rule.key]


def change_outcome(bench: Bench, supervisor: Agent, key: str, **changes: Any) -> OutcomeRule:
    """Other values for an outcome (fields of `OutcomeRule`); `words` names languages that change, "" the shipped word.

    Raises UsageProblem for what may not be changed: the meaning of a shipped outcome, and of one that attempts have.
    """

    def edit(outcomes: Outcomes) -> Outcomes:
        rule = _known(outcomes, key)
        wanted = dict(changes)
        if "words" in wanted:
            said = {**rule.words, **_clean(wanted["words"])}
            wanted["words"] = {language: words for language, words in said.items() if words}
        return outcome_edits.changed(outcomes, key, **wanted)

    counted = any(name in changes for name in outcome_edits.COUNTED)
    return _edited(bench, supervisor, "outcome.changed", key, edit, counted=counted)[key]


def move_outcome(bench: Bench, supervisor: Agent, key: str, place: int) -> Outcomes:
    """Put an outcome at this place of the list, 1 first."""

    def edit(outcomes: Outcomes) -> Outcomes:
        _known(outcomes, key)
        return outcome_edits.moved(outcomes, key, place)

    return _edited(bench, supervisor, "outcome.moved", key, edit)


def restore_outcomes(bench: Bench, supervisor: Agent) -> Outcomes:
    """The shipped set as it came. Those of the shop's go; where attempts ended with one, it stays, switched off."""
    return _edited(bench, supervisor, "outcomes.restored", "", None)


def _edited(
    bench: Bench, supervisor: Agent, kind: str, key: str, edit: Callable[[Outcomes], Outcomes] | None,
    *, counted: bool = False,
) -> Outcomes:  # fmt: skip
    """One edit, traced with what was before; edit None: the shipped set is restored."""
    check_supervisor(supervisor)
    now = bench.clock.now()
    with bench.db.write() as connection:
        store.lock(connection)
        was = store.read(connection)
        try:
            wanted = outcome_edits.restored(was, store.used(connection)) if edit is None else edit(was)
        except ValueProblem as problem:
            raise UsageProblem(problem.message, code=problem.code) from None
        if counted and _meaning(was[key]) != _meaning(wanted[key]) and store.is_used(connection, key):
            raise UsageProblem(
                _("Calls ended with {outcome} already; figures of past days would change.").format(
                    outcome=was[key].name
                ),
                todo=_("Add another outcome, and switch this one off."),
                code="used",
            )
        if list(wanted.items()) == list(was.items()):
            return bench.learn_outcomes(connection)
        store.write(connection, was, wanted)
        events.record(connection, now, supervisor.id, kind, "outcome", None, _trace(was, wanted, key))
        return bench.learn_outcomes(connection)


def _meaning(rule: OutcomeRule) -> tuple[Any, ...]:
    return tuple(getattr(rule, name) for name in outcome_edits.COUNTED)


def _trace(was: Outcomes, now: Outcomes, key: str) -> dict[str, Any]:
    """What changed: rules with all their values, and the order where that changed."""
    changed = [one for one in {*was, *now} if was.get(one) != now.get(one)]
    detail: dict[str, Any] = {
        "key": key,
        "before": {one: asdict(was[one]) for one in sorted(changed) if one in was},
        "after": {one: asdict(now[one]) for one in sorted(changed) if one in now},
    }
    if [one for one in was if one in now] != [one for one in now if one in was]:
        detail["order"] = [list(was), list(now)]
    return detail


def _known(outcomes: Outcomes, key: str) -> OutcomeRule:
    if (rule := outcomes.get(key)) is not None:
        return rule
    raise UsageProblem(
        _("There is no outcome {key!r}.").format(key=clean(key, limit=60)),
        todo=_("The nearest is {nearest}; known: {known}.").format(
            nearest=nearest(key, outcomes, alike=0), known=_(", ").join(outcomes)
        ),
    )


def _clean(words: Any) -> dict[str, str]:
    return {language: clean(said, limit=200) for language, said in words.items()}
