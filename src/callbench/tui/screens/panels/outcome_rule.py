"""An outcome to be changed or added: its names, its key, what follows; what does not fit together is said at the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.content import Content

from callbench.i18n import N_, _
from callbench.records.people import Agent
from callbench.rules import outcome_edits
from callbench.rules.campaign_words import read_yes, yes_words
from callbench.rules.outcome_words import CLASS_WORDS, follows_words, read_class, read_delay, read_follows
from callbench.rules.outcomes import FOLLOWS, OutcomeRule, Outcomes
from callbench.text import clean
from callbench.tui import show
from callbench.tui.screens.panels.form import Entry, FormPanel
from callbench.values.problem import ValueProblem

if TYPE_CHECKING:
    from callbench.desk.bench import Bench

_WIDTH = 74
_FIELDS = {"zh_CN": "zh", "en": "en"}


class OutcomeRulePanel(FormPanel[OutcomeRule]):
    """Returns the outcome as it is kept. rule: the one to be changed, None for a new one; outcomes: all there are."""

    PREVIEW_ROWS = 2

    def __init__(self, boss: Agent, rule: OutcomeRule | None, outcomes: Outcomes) -> None:
        self.boss, self.rule, self.outcomes = boss, rule, outcomes
        words = rule.words if rule else {}
        shipped = rule is not None and rule.shipped
        entries = [
            Entry("key", N_("Stored as"), partial(clean, limit=60), rule.key if rule else "", N_("small letters"), fixed=rule is not None),
            Entry("zh", N_("Name in Chinese"), partial(clean, limit=200), words.get("zh_CN", ""), N_("as shipped") if shipped else ""),
            Entry("en", N_("Name in English"), partial(clean, limit=200), words.get("en", ""), N_("as shipped") if shipped else ""),
            Entry("press", N_("Key to press"), _press, rule.press if rule else "", N_("the first free one")),
        ]  # fmt: skip
        if rule is None:
            entries += [
                Entry("aapor", N_("Class"), read_class, "", "I P R NC O NE open"),
                Entry("follows", N_("Then"), _follows, "", "minutes:90, close"),
            ]
        elif rule.follows in outcome_edits.MOST:
            own = "" if rule.delay is None else str(rule.delay)
            label = N_("Minutes to wait") if rule.follows == "minutes" else N_("Days to wait")
            entries.append(Entry("delay", label, _delay, own, N_("as the settings say") if rule.setting else ""))
        entries += [
            Entry("note", N_("Needs a note"), read_yes, yes_words(rule.note_required) if rule else "", N_("no")),
            Entry("attempt", N_("Is an attempt"), _attempt, yes_words(rule.attempt) if rule else "", N_("yes")),
        ]
        super().__init__(entries)

    def heading(self) -> str:
        return (
            _("Add an outcome") if self.rule is None else _("Change {name}").format(name=show.fit(self.rule.name, 50))
        )

    def together(self, values: Mapping[str, Any]) -> tuple[str, str]:
        try:
            if self.rule is None:
                outcome_edits.added(self.outcomes, self._new(values))
            else:
                outcome_edits.changed(self.outcomes, self.rule.key, **self._changes(values))
        except ValueProblem as problem:
            return _where(problem), problem.message
        return "", ""

    def _words(self, values: Mapping[str, Any]) -> dict[str, str]:
        return {language: values[field] for language, field in _FIELDS.items() if values[field]}

    def _new(self, values: Mapping[str, Any]) -> OutcomeRule:
        aapor = values["aapor"]
        empty = OutcomeRule(values["key"], "", aapor, aapor not in ("NC", "NE"), False, "", values["press"])
        return replace(
            empty,
            words=self._words(values),
            note_required=values["note"],
            attempt=values["attempt"],
            **values["follows"],
        )

    def _changes(self, values: Mapping[str, Any]) -> dict[str, Any]:
        changes = {
            "words": self._words(values), "press": values["press"], "note_required": values["note"],
            "attempt": values["attempt"],
        }  # fmt: skip
        return changes | ({"delay": values["delay"]} if "delay" in values else {})

    def preview(self, found: Any) -> list[Content]:
        if self.rule is None:
            if self.wrong:
                known = _("What follows: {follows}; minutes and days with a number.").format(
                    follows=_(", ").join(FOLLOWS)
                )
                return [show.line((part, "$muted")) for part in show.wrapped(known, _WIDTH, most=2)]
            rule = self._new(self.values)
        else:
            rule = replace(self.rule, **self._changes(self.values)) if not self.wrong else self.rule
        said = _("{name}: {meaning}, then {follows}").format(
            name=rule.name, meaning=_(CLASS_WORDS[rule.aapor]), follows=follows_words(rule, self.desk.settings)
        )
        return [show.line((part, "$mark")) for part in show.wrapped(said, _WIDTH, most=2)]

    def keep(self, bench: Bench, values: Mapping[str, Any]) -> OutcomeRule:
        from callbench.desk.outcomes import add_outcome, change_outcome

        if self.rule is None:
            return add_outcome(bench, self.boss, self._new(values))
        changes = self._changes(values)
        changes["words"] = {language: values[field] for language, field in _FIELDS.items()}
        return change_outcome(bench, self.boss, self.rule.key, **changes)


def _where(problem: ValueProblem) -> str:
    """The field a problem of the whole is said at."""
    return {"key-taken": "key"}.get(problem.code, "")


def _press(text: str) -> str:
    return clean(text, limit=8).casefold()


def _follows(text: str) -> dict[str, Any]:
    return read_follows(text)


def _delay(text: str) -> int | None:
    return read_delay(text) if clean(text) else None


def _attempt(text: str) -> bool:
    return read_yes(text) if clean(text) else True
