"""What was shown as given and what was pressed, against what the base holds after each kill."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from picture import Picture
from shop import Kept

NONE = ""


@dataclass
class Ledger:
    """`check` compares after a kill and takes what the base holds as known from then on.

    open: question → what may stand in the base beside what the last picture showed, because its key was under way.
    """

    pressed: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    known: dict[str, Kept] = field(default_factory=dict)
    last: Picture = field(default_factory=lambda: Picture(frozenset(), 0, {}, False))
    open: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    notes: dict[str, set[str]] = field(default_factory=dict)  # code → what the note may be
    booked: dict[str, set[bool]] = field(default_factory=dict)  # code → whether a follow-up is booked
    saved: dict[str, set[bool]] = field(default_factory=dict)  # code → whether an attempt stands
    ending: bool = False  # a key that ends the call was pressed
    touched: set[str] = field(default_factory=set)  # customers of this round
    counts: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def press(self, code: str, question: int, answer: str) -> None:
        """A key that gives (or, with NONE, takes back) this answer is about to be pressed."""
        self.pressed[code, question].add(answer)
        self.open[question].add(answer)

    def see(self, picture: Picture) -> None:
        """A whole picture was painted."""
        self.counts["pictures"] += 1
        if len(picture.codes) > 1:
            self.wrong("mixed", f"customers on one picture: {sorted(picture.codes)}")
        if not picture.code:
            return
        if picture.code != self.last.code:
            self.open.clear()
        self.touched.add(picture.code)
        for question, answer in picture.given.items():
            if answer not in self.pressed[picture.code, question]:
                self.wrong("elsewhere", f"{picture.code} is shown with {answer}, which was never given")
        self.last = picture

    def settled(self) -> None:
        """Everything pressed has been shown."""
        self.open.clear()

    def wrong(self, what: str, words: str) -> None:
        self.counts[what] += 1
        self.told.append(f"{what}: {words}")

    def check(self, kept: dict[str, Kept], complaints: list[str]) -> str:
        """Compare after a kill. Returns who is in the agent's hand, "" for nobody."""
        for words in complaints:
            self.wrong("damaged", words)
        held = [code for code, one in kept.items() if one.held]
        if len(held) > 1:
            self.wrong("doubled", f"several calls in hand: {held}")
        self._last_picture(kept, held)
        for code, one in kept.items():
            if len(one.outcomes) > 1 or (one.outcomes and one.drafted):
                self.wrong("doubled", f"{code}: attempts {one.outcomes}, drafted {one.drafted}")
            for question, answer in one.answers.items():
                if answer not in self.pressed[code, question]:
                    self.wrong("elsewhere", f"{code} has {answer}, which was never given there")
        for code in self.known:
            self._said(code, kept.get(code, Kept()))
        self.known = kept
        self.open.clear()
        self.touched.clear()
        self.ending = False
        self.last = Picture(frozenset(), 0, {}, False)
        return held[0] if len(held) == 1 else ""

    def _last_picture(self, kept: dict[str, Kept], held: list[str]) -> None:
        code = self.last.code
        if not code:
            return
        one = kept.get(code, Kept())
        for question, answer in self.last.given.items():
            self.counts["answers_shown"] += 1
            stands = one.answers.get(question, NONE)
            if stands != answer and stands not in self.open[question]:
                self.wrong("lost", f"{code}: {question} was shown as {answer}, the base has {stands or 'nothing'}")
        if not self.ending and code not in held:
            self.wrong("lost", f"{code} was on the screen and is in nobody's hand")
        self.known.setdefault(code, Kept())

    def _said(self, code: str, now: Kept) -> None:
        """What was known or said of a customer: nothing changes but what was touched in this round."""
        before = self.known[code]
        if code not in self.touched and now.answers != before.answers:
            self.wrong("lost", f"{code}: had {before.answers}, has {now.answers}")
        if code in self.notes:
            if now.note not in self.notes[code]:
                self.wrong("lost", f"{code}: note {now.note!r}, said were {sorted(self.notes[code])}")
            self.notes[code] = {now.note}
        if code in self.booked:
            if bool(now.follow_up) not in self.booked[code]:
                self.wrong("lost", f"{code}: the follow-up that was said to be kept")
            self.booked[code] = {bool(now.follow_up)}
        if code in self.saved:
            if bool(now.outcomes) not in self.saved[code]:
                self.wrong("lost", f"{code}: saved was said, attempts {now.outcomes}")
            self.saved[code] = {bool(now.outcomes)}
