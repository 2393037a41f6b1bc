"""A call for practice: the same dialogue over a script alone; nothing is kept, and the end says what would have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbench.cli import cards
from callbench.clock import wall_time
from callbench.desk.booking import check_moment
from callbench.desk.customers import FIELDS, field_check
from callbench.i18n import _, language
from callbench.rules.complaints import in_words
from callbench.rules.outcomes import Outcomes, outcome_label, outcomes_in_force
from callbench.rules.words import PROFILE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from callbench.cli.door import Door
    from callbench.desk.script_files import ScriptSeen
    from callbench.records.calls import AnswerGiven, CallResult, ComplaintWish, DraftAnswer, FollowUpWish
    from callbench.script.interview import Interview


class Practice:
    """A `Book` that keeps nothing."""

    may_call_again = True

    def __init__(self, door: Door, seen: ScriptSeen, fields: Mapping[str, str], interview: Interview) -> None:
        self.settings, self.clock = door.settings, door.clock
        self.seen, self.fields, self.interview = seen, fields, interview
        self.zone: str = door.settings["shop.zone"]
        self.note = ""
        self.follow_up: FollowUpWish | None = None
        self.complaint: ComplaintWish | None = None

    @property
    def outcomes(self) -> Outcomes:
        return outcomes_in_force()

    def head(self) -> list[str]:
        script = self.seen.script
        asked = [question.name for question in script.questions() if question.kind == "hidden"]
        known = _(", ").join(f"{name}={self.fields[name]}" for name in asked if self.fields.get(name))
        return [
            _("PRACTICE: nothing is kept, no customer is called."),
            *cards.fact(_("Script"), f"{script.title(language())} ({script.form_id}@{script.version})"),
            *cards.fact(_("Customer fields"), known),
        ]

    def now(self) -> datetime:
        return self.clock.now()

    def keep_answer(self, answer: DraftAnswer) -> None:
        """Nothing to keep."""

    def drop_answer(self, path: str) -> None:
        """Nothing to drop."""

    def keep_note(self, note: str) -> None:
        self.note = note

    def check_time(self, due_at: datetime) -> None:
        check_moment(self.settings, self.now(), due_at, self.zone)

    def save(self, result: CallResult) -> list[str]:
        """What a call would have saved with this result."""
        wish = result.follow_up
        booked = f"{wall_time(wish.due_at, self.settings.zone)} {wish.reason}".rstrip() if wish else ""
        return [
            "",
            _("PRACTICE: this would have been saved."),
            *cards.fact(_("Outcome"), outcome_label(result.outcome)),
            *self._answers(result.answers),
            *cards.fact(_("Follow-up"), booked),
            *cards.fact(_("Complaint"), cards.wish_words(result.complaint)),
            *self._proposed(),
            *self._profile(),
            *cards.fact(_("Note"), result.note.replace("\n", " / ")),
        ]

    def ended(self) -> str:
        return _("The input ended before the outcome. Nothing was kept.")

    def _answers(self, answers: tuple[AnswerGiven, ...]) -> list[str]:
        numbers = {line.path: line for line in self.interview.lines()}
        lines = []
        for answer in answers:
            line = numbers.get(answer.path)
            name = f"{line.number}. {line.label}" if line and line.number else answer.question
            if line and "[" in answer.path:  # of which instance of a repeat
                name = _("{words} ({name})").format(words=name, name=line.section)
            state = {"refused": _("does not know or refuses"), "skipped": _("not answered")}.get(answer.state)
            lines += cards.fact(name, state or answer.label or answer.text or _("(nothing)"))
        return lines

    def _proposed(self) -> list[str]:
        proposals = self.interview.proposals()
        return [
            *cards.fact(_("Proposed outcome"), outcome_label(proposals.outcome) if proposals.outcome else ""),
            *cards.fact(_("Proposed complaint"), in_words(proposals.complaint)),
            *cards.fact(_("Proposed follow-up"), proposals.follow_up),
        ]

    def _profile(self) -> list[str]:
        lines, wrong = [], field_check(self.settings, self.clock)
        for name, text in self.interview.profile().items():
            kept = name in FIELDS and not wrong(name, text)
            said = text if kept else _("{text} (left out: the profile cannot hold it)").format(text=text)
            lines += cards.fact(_("Profile: {field}").format(field=_(PROFILE.get(name, name))), said)
        return lines
