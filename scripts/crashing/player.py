"""An agent who does everything in a call in any order; the timer of the kill is set when the wanted thing is under way."""

from __future__ import annotations

import re

from answers import Answers
from beside import RESTING, Beside
from hand import Hand
from ledger import ATTEMPT, AWAY, NOBODY, NONE
from picture import Picture, read_picture
from shop import WORDS

_SOMETIMES = 0.1  # how often something is done that this round does not wait for
_DEAF = 0.45  # seconds in which the key that ended a call may be only its own echo, and a little
_OUTCOMES = ("Completed", "Callback agreed", "Partly completed", "Hung up midway", "Not this time", "No answer", "Busy")
"""Those that can be chosen with a key alone: an agreed callback only once its time is booked."""


class Player:
    """Plays calls with `hand` until the program is gone."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.program, self.ledger = hand.program, hand.ledger
        self.answers, self.beside = Answers(hand), Beside(hand)
        self.resting = False  # a break waits for the call to end
        hand.program.watch = lambda program: hand.ledger.see(read_picture(program.rows))

    def play(self, expected: str) -> None:
        """Until the kill. expected: who must be offered first, "" for anybody. Raises TimeoutError, also when the kill is
        not set within the first call: its thing never began.
        """
        self.hand.begins("start")
        if self.ledger.sure_of(AWAY, NOBODY):
            self.beside.rest()
        self.program.until(lambda shown: "Yours:" in shown, "the queue")
        self.program.press("f2")
        code = self._in_call("")
        if expected and code != expected:
            self.ledger.wrong("other_call", f"{expected} was in hand, {code} is offered")
        while True:
            self._one_call()
            if not self.hand.armed:
                raise TimeoutError(f"never began: {self.hand.plan}")

    def _in_call(self, other_than: str) -> str:
        """Wait until a customer is on the screen, with a question or the end; who it is."""

        def there(_text: str) -> bool:
            seen = self.hand.picture
            return bool(seen.code) and seen.code != other_than and bool(seen.live or seen.at_end)

        self.program.until(there, "a customer")
        return self.hand.picture.code

    def _wants(self, kind: str) -> bool:
        return self.hand.plan.kind == kind or self.hand.draw.random() < _SOMETIMES

    def _one_call(self) -> None:
        """Some answers in any order and what is beside them; then the outcome and, now and then, taken back again."""
        draw, kind = self.hand.draw, self.hand.plan.kind
        answers = draw.randrange(2, 8) if kind in ("answer", "start") else draw.randrange(0, 3)
        killed_at = draw.randrange(1, max(answers, 2))
        for nth in range(answers):
            if nth == killed_at:
                self.hand.begins("answer")
            self.answers.some_answer()
        if self._wants("note"):
            self.beside.note()
        if self._wants("complaint"):
            self.beside.complaint()
        if self._wants("follow_up"):
            self.beside.follow_up()
        if self._wants("break"):
            self.beside.want_break()
            self.resting = True
        code = self._save()
        if self._wants("undo"):
            self._undo(code)

    # -- how it ends -------------------------------------------------------------------------------------------

    def _save(self) -> str:
        """End the call; whose it was. Returns when the next customer is there."""
        code = self.hand.picture.code
        if self.hand.draw.random() < 0.6 and self._to_the_end():
            self._ends(code, "enter")
        else:
            self._ends(code, self._from_the_list())
        return code

    def _to_the_end(self) -> bool:
        """Answer what is open; whether Enter then saves."""
        while not (seen := self._whole()).at_end:
            if seen.live == WORDS:
                self.program.press("down")
                self.program.until(lambda _text: self.hand.picture.live != WORDS, "the end")
            else:
                self.answers.digits(seen)
        return seen.gaps == 0

    def _whole(self) -> Picture:
        """What stands on the screen once a question or the end does; half a picture shows neither."""

        def stands(_text: str) -> bool:
            seen = self.hand.picture
            return seen.at_end or seen.live > 0

        self.program.until(stands, "a question or the end")
        return self.hand.picture

    def _from_the_list(self) -> str:
        """Open the outcomes; the key of one that fits."""
        self.hand.press_until("f2", "How did the call end?", "the outcomes")
        shown = self.program.text
        keys = [found[1] for label in _OUTCOMES if (found := re.search(rf" (\w) +{label}\b(?! +asks)", shown))]
        return self.hand.draw.choice(keys).lower()

    def _ends(self, code: str, key: str) -> None:
        """Save with this key, rest when that was wanted, and wait for the next customer."""
        hand, ledger = self.hand, self.ledger
        hand.begins("save")
        if self.resting and hand.draw.random() < 0.5:  # the break's beginning, or its end
            hand.begins("break")
        ledger.ending = True
        ledger.perhaps(ATTEMPT, code, "saved")
        if self.resting:
            ledger.perhaps(AWAY, NOBODY, "away")
        self.program.press(key)
        self.program.until(
            lambda shown: "Saved:" in shown or (self.resting and RESTING in shown), "the result to be saved"
        )
        ledger.surely(ATTEMPT, code, "saved")
        if self.resting:
            self.resting = False
            self.beside.rest()
        self._in_call(code)
        ledger.ending = False
        self.program.wait(_DEAF)

    def _undo(self, code: str) -> None:
        self.program.until(lambda shown: "undo" in shown or "^Z" in shown, "the undo to be offered")
        self.hand.begins("undo")
        self.ledger.ending = True
        self.ledger.perhaps(ATTEMPT, code, NONE)
        self.program.press("ctrl+z")
        self.program.until(lambda shown: "is taken back" in shown, "the result to be taken back")
        self.ledger.surely(ATTEMPT, code, NONE)
        self.program.until(lambda _text: self.hand.picture.code == code, "the call that was taken back")
        self.ledger.ending = False
