"""A call as a dialogue in lines: question, answer, the next question; then the outcome and what follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from callbench.cli import cards, say
from callbench.cli.complaint_lines import ask_complaint
from callbench.cli.outcome import read_wish
from callbench.cli.question_lines import meant_by, question_lines
from callbench.errors import EXIT_DONE, EXIT_FINDINGS, UsageProblem
from callbench.i18n import _
from callbench.records.calls import CallResult, FollowUpWish
from callbench.rules.booking import remark
from callbench.rules.calendar import calendar_of
from callbench.rules.fitting import fitting_outcomes, proposed_outcome
from callbench.rules.hours import calling_hours
from callbench.text import clean
from callbench.values.problem import ValueProblem
from callbench.values.when import show_moment

if TYPE_CHECKING:
    from callbench.cli.books import Book
    from callbench.rules.outcomes import OutcomeRule
    from callbench.script.interview import Interview
    from callbench.script.lines import Line

Reader = Callable[[str], str | None]
_WIDE_KEYS = {"？": "?", "！": "!", "。": ".", "《": "<", "－": "-"}


class _InputEnded(Exception):
    """There is nothing more to read; the call stays in hand."""


class Dialogue:
    """One call. book: where it is kept. read: gives the next typed line for a prompt, None at the end of the input."""

    def __init__(self, interview: Interview, book: Book, read: Reader) -> None:
        self.interview = interview
        self.book = book
        self.note = book.note
        self._read = read

    def run(self) -> int:
        """Go through the questions and the outcome until the result is saved. Returns the exit code."""
        say.lines([*self.book.head(), "", _("Type ? for what can be typed.")])
        try:
            saved = self._until_saved()
        except _InputEnded:
            say.talk(self.book.ended())
            return EXIT_FINDINGS
        say.lines(saved)
        return EXIT_DONE

    def _until_saved(self) -> list[str]:
        at: str | None = self._first_open()
        while True:
            self._questions(at)
            chosen = self._outcome()
            if isinstance(chosen, str):
                at = chosen
                continue
            try:
                return self.book.save(chosen)
            except UsageProblem as problem:  # this result does not fit; another one may
                say.lines([problem.what, *([problem.todo] if problem.todo else [])])
                at = None

    # -- questions ---------------------------------------------------------------------------------------------

    def _asked(self) -> list[Line]:
        return [line for line in self.interview.lines() if line.kind != "note" and not line.readonly]

    def _first_open(self) -> str | None:
        return next((line.path for line in self._asked() if line.state == "open"), None)

    def _questions(self, at: str | None) -> None:
        """Ask from `at` on, until the script ends (with what is said then) or `.` is typed."""
        while at is not None:
            asked = self._asked()
            line = next((line for line in asked if line.path == at), None)
            if line is None:  # it has become irrelevant
                at = self._first_open()
                continue
            self._say_notes(line.path)
            say.lines(question_lines(line))
            before = {other.path for other in asked}
            step = self._one(line)
            if step == "end":
                return
            asked = self._asked()
            if step == "again":  # into the new instance, or the same once more
                at = next((other.path for other in asked if other.path not in before), line.path)
                continue
            place = next((n for n, other in enumerate(asked) if other.path == line.path), -1)
            following = asked[max(place - 1, 0) :] if step == "back" else asked[place + 1 :]
            at = following[0].path if following else None
        self._say_notes(None)

    def _one(self, line: Line) -> str:
        """Read until this question is settled: "on", "back", "end" (of the questions), "again" (a repeat has changed)."""
        while True:
            typed = self._typed()
            if typed == "?":
                say.lines(_help_lines())
                say.lines(question_lines(line, hints=True))
            elif typed == "<":
                return "back"
            elif typed == ".":
                return "end"
            elif typed == "":
                if line.state == "open" and line.required:
                    keys = _("This must be answered; - for don't know or won't say, . to come to the outcome.")
                    say.lines([line.required_message, keys] if line.required_message else [keys])
                    continue
                return "on"
            elif line.kind == "repeat":
                if self._give(line, typed):
                    return "again"
            elif typed == "-" and not line.can_refuse:
                say.lines([_("This one cannot be left to 'don't know'.")])
            elif self._give(line, typed):
                return "on"

    def _give(self, line: Line, typed: str) -> bool:
        """Take an answer and keep it on disk; False, with the reason said, when it is not one."""
        try:
            change = (
                self.interview.refuse(line.path)
                if typed == "-" and line.can_refuse
                else self.interview.set(line.path, meant_by(line, typed))
            )
        except ValueProblem as problem:
            say.lines([problem.message])
            return False
        for kept in self.interview.drafts():
            if kept.path == line.path:
                self.book.keep_answer(kept)
        labels = {other.path: other.label for other in self.interview.lines()}
        for path in change.cleared:
            self.book.drop_answer(path)
            say.lines([_("No longer offered, so it is open again: {question}").format(question=labels.get(path, path))])
        return True

    def _say_notes(self, before: str | None) -> None:
        """What stands in the script right before this question, or after the last one."""
        notes: list[str] = []
        for line in self.interview.lines():
            if line.path == before:
                break
            notes = [*notes, *cards.fact(_("Say"), line.say), line.label] if line.kind == "note" else []
        say.lines(notes)

    # -- the end of the call -----------------------------------------------------------------------------------

    def _outcome(self) -> CallResult | str:
        """The result to save, or the path of the question to go back to."""
        answered = self.interview.progress[0]
        left = len(self.interview.gaps)
        proposals = self.interview.proposals()
        offered = fitting_outcomes(
            required_left=left, answered=answered, may_call_again=self.book.may_call_again,
            complaint=self.book.complaint is not None, outcomes=self.book.outcomes,
        )  # fmt: skip
        agreed = self.book.follow_up is not None or bool(proposals.follow_up)
        proposed = proposed_outcome(offered, follow_up=agreed, wanted=proposals.outcome)
        self._show_outcomes(offered, proposed, left)
        while True:
            typed = self._typed() or proposed
            if typed == "?":
                self._show_outcomes(offered, proposed, left)
                continue
            if typed == "<":
                if asked := self._asked():
                    return self.interview.first_gap() or asked[-1].path
                continue
            rule = _chosen(offered, typed)
            if rule is None:
                say.lines([_("Type one of the keys or names above.")])
                continue
            self._ask_note(rule)
            wish = self._follow_up(rule, proposals.follow_up)
            answers, profile = (self.interview.answers(), self.interview.profile()) if answered else ((), {})
            complaint = self.book.complaint if rule.contacted else None
            if rule.contacted and complaint is None:
                complaint = ask_complaint(self._typed, proposals.complaint)
            return CallResult(rule.key, answers, self.note, wish, profile, complaint)

    def _show_outcomes(self, offered: tuple[OutcomeRule, ...], proposed: str, left: int) -> None:
        if left:
            say.lines([_("Required questions still open: {n}; < goes back to them.").format(n=left)])
        say.lines([_("How did the call end?")])
        say.lines(
            f"  {rule.press:1}  "
            + (_("{label} (Enter)").format(label=rule.name) if rule.key == proposed else rule.name)
            for rule in offered
        )

    def _ask_note(self, rule: OutcomeRule) -> None:
        """The note that an outcome asks for, until there is one."""
        while rule.note_required and not self.note.strip():
            say.lines([_("{outcome} needs a note. In a few words:").format(outcome=rule.name)])
            if typed := self._typed():
                self._noted(typed)

    def _follow_up(self, rule: OutcomeRule, proposed: str) -> FollowUpWish | None:
        """The follow-up in words; None when there is none and none is needed, or nobody may be called again."""
        booked = self.book.follow_up
        if not rule.contacted or rule.ends_calling:
            if booked:
                say.lines([_("The follow-up is dropped.")])
            return None
        if booked:
            when = show_moment(booked.due_at.astimezone(ZoneInfo(self.book.zone)))
            say.lines(
                [
                    _("Follow-up booked: {when}").format(when=when),
                    _("Enter keeps it; another time, in words; - for none."),
                ]
            )
        elif rule.needs_time:
            say.lines([_("Agreed for when? For example: tomorrow 10am, +3d, fri 15:30")])
        else:
            say.lines([_("Follow-up? When, in words; empty for none.")])
        if proposed:
            say.lines([_("Proposed: {words} (type it to accept)").format(words=proposed)])
        while True:
            typed = self._typed()
            if not typed and booked:
                return booked
            if typed in ("", "-") and not rule.needs_time:
                return None
            try:
                wish = read_wish(typed, "", self.book.zone, self.book.now(), calendar_of(self.book.settings))
                self.book.check_time(wish.due_at)
            except UsageProblem as problem:
                say.lines([problem.what, *([problem.todo] if problem.todo else [])])
                continue
            said = remark(wish.due_at, calling_hours(self.book.settings, self.book.zone))
            say.lines([show_moment(wish.due_at), *([said] if said else []), _("What for? Empty for nothing special.")])
            return replace(wish, reason=self._typed())

    # -- reading -----------------------------------------------------------------------------------------------

    def _typed(self) -> str:
        """The next line; notes (`!words`) are kept at once and do not count. Raises _InputEnded."""
        while True:
            line = self._read("> ")
            if line is None:
                raise _InputEnded
            typed = clean(line)
            if typed in _WIDE_KEYS or typed[:1] == "！":  # an input method is on
                typed = _WIDE_KEYS[typed[:1]] + typed[1:]
            if not typed.startswith("!"):
                return typed
            self._noted(typed[1:].strip().removeprefix("note "))

    def _noted(self, words: str) -> None:
        self.note = f"{self.note}\n{words}".strip()
        self.book.keep_note(self.note)
        say.lines([_("Noted.")])


def _help_lines() -> list[str]:
    return [
        _("Type the digit, the value or the words of an answer; several with spaces between them."),
        _("-  the customer does not know or does not say"),
        _("<  one question back"),
        _(".  to the outcome"),
        _("!words  a note"),
        _("Enter  leaves the question as it is"),
    ]


def _chosen(offered: tuple[OutcomeRule, ...], typed: str) -> OutcomeRule | None:
    """The outcome of a key, a name or the beginning of its words."""
    word = typed.casefold()
    if not word:
        return None
    for rule in offered:
        if word in (rule.press, rule.key, rule.name.casefold()):
            return rule
    begins = [rule for rule in offered if rule.name.casefold().startswith(word)]
    return begins[0] if len(begins) == 1 else None
