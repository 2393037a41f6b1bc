"""Where the agent stands in the script: one live question at a time, or the end behind the last one. No widgets here."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from callbench.script.interview import Interview
from callbench.script.lines import Change, Line


class Walk:
    """The lines of an interview and the live one among them.

    Notes and read-only lines are passed over. `path` is "" at the end, behind the last question. `gaps`: required questions
    without an answer, and answers that are wrong; counted with the lines, once an answer, however often it is drawn.
    """

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self.total = sum(1 for question in interview.script.questions() if question.asked)
        self.lines: tuple[Line, ...] = ()
        self.gaps = 0
        self.path = ""
        self.refresh()
        self.path = self._first_open(0)

    def refresh(self) -> None:
        """Read the lines anew; a live question that disappeared hands over to the next one still there."""
        before = [line.path for line in self.lines]
        self.lines = self.interview.lines()
        self.gaps = len(self.interview.gaps)
        here = {line.path for line in self.stops}
        if self.path and self.path not in here:
            at = before.index(self.path) if self.path in before else 0
            self.path = next((path for path in before[at:] if path in here), "")

    @property
    def stops(self) -> tuple[Line, ...]:
        """The questions that can be live."""
        return tuple(line for line in self.lines if line.kind != "note" and not line.readonly)

    @property
    def live(self) -> Line | None:
        """The live question; None at the end."""
        return next((line for line in self.lines if line.path == self.path), None) if self.path else None

    @property
    def index(self) -> int:
        """The live line's place in `lines`; their number at the end."""
        return next((at for at, line in enumerate(self.lines) if line.path == self.path), len(self.lines))

    def step(self, by: int) -> None:
        """Go `by` questions on (or back); the end counts as one."""
        paths = [line.path for line in self.stops] + [""]
        at = paths.index(self.path) if self.path in paths else len(paths) - 1
        self.path = paths[max(0, min(len(paths) - 1, at + by))]

    def go(self, path: str) -> None:
        """Make `path` live if it is there."""
        if any(line.path == path for line in self.stops):
            self.path = path

    def to_gap(self) -> bool:
        """Go to the first required question without an answer; False when there is none."""
        gap = self.interview.first_gap()
        if gap is None:
            return False
        self.go(gap)
        return True

    def answer(self, text: str) -> Change:
        """Answer the live question and go on to the next open one. Raises ValueProblem, and stays, when it is refused."""
        live = self.live
        change = self.interview.set(self.path, text)
        self._go_on()
        if live is not None and live.kind == "repeat":  # into the new instance, or on asking
            self.path = next((line.path for line in self.stops if line.path in change.back), live.path)
        return change

    def refuse(self) -> Change:
        """Record "don't know / refuses" for the live question and go on."""
        change = self.interview.refuse(self.path)
        self._go_on()
        return change

    def clear(self) -> Change:
        """Take the live question's answer back and stay."""
        change = self.interview.clear(self.path)
        self.refresh()
        return change

    def skip(self) -> None:
        """Go on without an answer."""
        self._go_on()

    @property
    def answered(self) -> int:
        """Questions answered or refused on the present path; what the script filled in itself does not count."""
        return self.interview.progress[0]

    @property
    def said(self) -> str:
        """What to say now: the live question's own words, else the note before it; at the end the last note."""
        live = self.live
        if live is not None and live.say:
            return live.say
        return next((line.label for line in reversed(self.lines[: self.index]) if line.kind == "note"), "")

    @property
    def objection(self) -> str:
        """What to say to an objection now: the live question's own words, else those of the nearest one before it."""
        before = self.lines[: self.index + 1]
        return next((line.objection for line in reversed(before) if line.objection), "")

    @property
    def place(self) -> tuple[int, int]:
        """(number of the live question, questions of the script), as the lines are numbered; (n, n) at the end."""
        if self.live is None:
            return self.total, self.total
        numbers = [line.number for line in self.lines[: self.index + 1] if line.number]
        return (numbers[-1] if numbers else 0), self.total

    def _go_on(self) -> None:
        here = self.path
        self.refresh()
        at = next((at for at, line in enumerate(self.lines) if line.path == here), -1)
        self.path = self._first_open(at + 1)

    def _first_open(self, start: int) -> str:
        for line in self.lines[start:]:
            if line.state == "open" and line.kind != "note" and not line.readonly:
                return line.path
        return ""


def found_by(lines: Sequence[Line], words: str) -> tuple[Line, ...]:
    """The lines a number or words find, in their order: the one with that number first, then those that hold all words.

    Searched are the question, its section and what was answered.
    """
    wanted = unicodedata.normalize("NFKC", words).casefold().split()
    if not wanted:
        return tuple(lines)
    number = int(wanted[0]) if len(wanted) == 1 and wanted[0].isdecimal() and len(wanted[0]) < 6 else 0
    by_number = tuple(line for line in lines if number and line.number == number)
    return by_number + tuple(
        line
        for line in lines
        if line not in by_number
        and all(word in f"{line.number} {line.label} {line.section} {line.shown}".casefold() for word in wanted)
    )
