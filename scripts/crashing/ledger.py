"""What was shown as given and what was pressed, against what the base holds after each kill."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from picture import Picture
from shop import Kept, Shop

NONE = ""
ATTEMPT, NOTE, FOLLOW_UP, COMPLAINT, AWAY = "attempt", "note", "follow-up", "complaint", "break"
NOBODY = ""  # a break is no customer's
_NOTHING = Picture(frozenset(), 0, {}, False, 0)


@dataclass
class Ledger:
    """`check` compares after a kill and takes what the base holds as known from then on.

    open: question → what may stand in the base beside what the last picture showed, because its key was under way.
    may: (what, whose) → what may stand there; one thing alone once it was said, NONE before anything was pressed.
    """

    pressed: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    known: dict[str, Kept] = field(default_factory=dict)
    last: Picture = _NOTHING
    open: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    may: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(lambda: {NONE}))
    ending: bool = False  # a key that ends the call was pressed
    touched: set[str] = field(default_factory=set)  # customers of this round
    counts: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def press(self, code: str, question: int, answer: str) -> None:
        """A key that gives (or, with NONE, takes back) this answer is about to be pressed."""
        self.pressed[code, question].add(answer)
        self.open[question].add(answer)

    def perhaps(self, what: str, code: str, value: str) -> None:
        """A key is about to be pressed after which this may stand in the base."""
        self.may[what, code].add(value)

    def surely(self, what: str, code: str, value: str) -> None:
        """The screen said so."""
        self.may[what, code] = {value}
        self.counts[f"{what}s_said"] += 1

    def sure_of(self, what: str, code: str) -> str:
        """What stands in the base; nothing of it is under way."""
        (value,) = self.may[what, code]
        return value

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

    def check(self, shop: Shop) -> str:
        """Compare after a kill. Returns who is in the agent's hand, "" for nobody."""
        kept = shop.kept
        for words in shop.damages:
            self.wrong("damaged", words)
        held = [code for code, one in kept.items() if one.held]
        if len(held) > 1:
            self.wrong("doubled", f"several calls in hand: {held}")
        if held and shop.away:
            self.wrong("doubled", f"{held} in hand during a break")
        self._last_picture(kept, held)
        for code, one in kept.items():
            self._once(code, one)
        for code in self.known.keys() - self.touched:
            before, now = self.known[code].answers, kept.get(code, Kept()).answers
            if now != before:
                self.wrong("lost", f"{code}: had {before}, has {now}")
        self._said(AWAY, NOBODY, "away" if shop.away else NONE)
        for code in kept.keys() | {code for _what, code in self.may if code}:
            self._all_said(code, kept.get(code, Kept()))
        self.known = kept
        self.open.clear()
        self.touched.clear()
        self.ending = False
        self.last = _NOTHING
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

    def _once(self, code: str, one: Kept) -> None:
        """Nothing of a customer stands twice, and no answer that was never given there."""
        if len(one.outcomes) > 1 or (one.outcomes and one.drafted):
            self.wrong("doubled", f"{code}: attempts {one.outcomes}, drafted {one.drafted}")
        if len(one.complaints) > 1:
            self.wrong("doubled", f"{code}: complaints {one.complaints}")
        for question, answer in one.answers.items():
            if answer not in self.pressed[code, question]:
                self.wrong("elsewhere", f"{code} has {answer}, which was never given there")

    def _all_said(self, code: str, now: Kept) -> None:
        self._said(ATTEMPT, code, "saved" if now.outcomes else NONE)
        self._said(NOTE, code, now.note)
        self._said(FOLLOW_UP, code, "booked" if now.follow_up else NONE)
        self._said(COMPLAINT, code, now.complaints[0] if now.complaints else NONE)

    def _said(self, what: str, code: str, stands: str) -> None:
        """What may stand there; from now on it is what does."""
        possible = self.may[what, code]
        if stands not in possible:
            fault = "lost" if stands == NONE or possible != {NONE} else "elsewhere"
            self.wrong(fault, f"{code} {what}: the base has {stands!r}, said were {sorted(possible)}")
        self.may[what, code] = {stands}
