"""An agent who does everything in a call in any order; the timer of the kill is set when the wanted thing is under way."""

from __future__ import annotations

import random
from dataclasses import dataclass

from ledger import NONE, Ledger
from picture import Picture, read_picture
from program import Program
from shop import CLOSED, REFUSED, WORDS, Kept

from callbench.rules.outcomes import SHIPPED

KINDS = {"start": 12, "answer": 34, "note": 8, "follow_up": 10, "save": 22, "undo": 14}
"""What is under way when the kill comes, by weight."""
_ENDS = ("partial", "broke_off", "refused_now", "no_answer", "busy")


@dataclass
class Plan:
    """How one round goes. delay: seconds from the moment the wanted thing begins to the kill."""

    kind: str
    how: str
    delay: float


class Player:
    """Plays calls on `program` until it is gone, and tells `ledger` what it presses."""

    def __init__(self, program: Program, ledger: Ledger, plan: Plan, draw: random.Random, nth: int) -> None:
        self.program, self.ledger, self.plan, self.draw, self.nth = program, ledger, plan, draw, nth
        self.armed = False
        self.written = 0
        program.watch = lambda _program: ledger.see(read_picture(_program.rows))

    def play(self, expected: str) -> None:
        """Until the kill. expected: who must be offered first, "" for anybody."""
        if self.plan.kind == "start":
            self.arm()
        self.program.until(lambda text: "Enter takes the next" in text or "question" in text, "the queue")
        self.program.press("f2")
        picture = self.in_call("")
        if expected and picture.code != expected:
            self.ledger.wrong("other_call", f"{expected} was in hand, {picture.code} is offered")
        while True:
            self.one_call()

    def arm(self) -> None:
        """The kill is on its way."""
        if not self.armed:
            self.armed = True
            self.program.kill_after(self.plan.delay, self.plan.how)

    @property
    def picture(self) -> Picture:
        return read_picture(self.program.rows)

    def in_call(self, other_than: str) -> Picture:
        """Wait until a customer is on the screen, with a question or the end."""

        def there(_text: str) -> bool:
            seen = self.picture
            return bool(seen.code) and seen.code != other_than and bool(seen.live or seen.at_end)

        self.program.until(there, "a customer")
        self.program.wait(0.45)  # the key that ended the call before is deaf for a moment
        return self.picture

    # -- one call ----------------------------------------------------------------------------------------------

    def one_call(self) -> None:
        """Some answers in any order, a note, a follow-up; then the outcome and, now and then, taken back again."""
        wanted = self.plan.kind
        for _nth in range(self.draw.randrange(2, 7) if wanted in ("answer", "start") else self.draw.randrange(0, 3)):
            if wanted == "answer" and self.draw.random() < 0.4:
                self.arm()
            self.some_answer()
        if wanted == "answer":
            self.arm()
            self.some_answer()
        if wanted == "note" or self.draw.random() < 0.1:
            self.note()
        if wanted == "follow_up" or self.draw.random() < 0.1:
            self.follow_up()
        code = self.save()
        if wanted == "undo" or self.draw.random() < 0.1:
            self.undo(code)

    def some_answer(self) -> None:
        """One thing an agent does to the script."""
        seen = self.picture
        if seen.given and self.draw.random() < 0.25:
            return self.correct(seen)
        if seen.live == 0:
            return None
        if seen.live == WORDS:
            return self.words(seen)
        if self.draw.random() < 0.15:
            self.ledger.press(seen.code, seen.live, REFUSED)
            self.program.press("f7")
            return self.shown(seen.live, REFUSED)
        return self.digits(seen, self.draw.randrange(1, 4))

    def digits(self, seen: Picture, most: int) -> None:
        """Digits in one burst: each answers the next open question."""
        opened = [n for n in range(seen.live, CLOSED + 1) if n not in seen.given][:most]
        answers = [(n, self.draw.randrange(1, 6)) for n in opened]
        for n, digit in answers:
            self.ledger.press(seen.code, n, f"A{n}x{digit}")
        self.program.press("".join(str(digit) for _n, digit in answers))
        if answers:
            self.shown(answers[-1][0], f"A{answers[-1][0]}x{answers[-1][1]}")

    def words(self, seen: Picture) -> None:
        """Words with the customer's code in them."""
        self.written += 1
        text = f"{seen.code}-{self.nth}{self.written}"
        self.ledger.press(seen.code, WORDS, text)
        self.program.press(text, "enter")
        self.shown(WORDS, text)

    def correct(self, seen: Picture) -> None:
        """Back to an earlier answer, to change it or to take it back."""
        wanted = self.draw.choice([n for n in seen.given if n <= CLOSED] or [0])
        for _step in range(WORDS + 1):
            here = self.picture
            at = here.live or WORDS + 1
            if not wanted or at == wanted:
                break
            self.program.press("up" if at > wanted else "down")
            self.program.until(lambda _text, was=here.live: self.picture.live != was, "another question")
        else:
            return
        if not wanted:
            return
        if self.draw.random() < 0.3:
            self.ledger.press(seen.code, wanted, NONE)
            self.program.press("delete")
            self.program.until(lambda _text: "✓" not in self.live_part(), "the answer to go")
            return
        digit = self.draw.randrange(1, 6)
        answer = f"A{wanted}x{digit}"
        self.ledger.press(seen.code, wanted, answer)
        self.program.press(str(digit))
        self.shown(wanted, answer)

    def live_part(self) -> str:
        """The rows of the choices of the live question."""
        rows = self.program.rows
        at = next((n for n, row in enumerate(rows) if "> " in row and "?" in row), 0)
        return "\n".join(rows[at : at + 8])

    def shown(self, question: int, answer: str) -> None:
        """Until the answer stands on the screen as given."""
        self.program.until(lambda _text: self.picture.given.get(question) == answer, f"{question} as {answer}")
        self.ledger.settled()

    def note(self) -> None:
        code = self.picture.code
        self.written += 1
        before, text = self.ledger.notes.get(code, {""}), f"{code} says {self.nth}.{self.written}"
        self.program.press("f8")
        self.program.until(lambda shown: "Note to this call" in shown, "the note")
        for old in before - {""}:
            self.program.press("\x7f" * len(old))
            self.program.until(lambda shown, old=old: old not in shown, f"the note {old!r} to be erased", 5)
        if self.plan.kind == "note":
            self.arm()
        self.ledger.notes[code] = before | {text}
        self.ledger.known.setdefault(code, Kept())
        self.program.press(text, "enter")
        self.program.until(lambda shown: "The note is kept." in shown, "the note to be kept")
        self.ledger.notes[code] = {text}

    def follow_up(self) -> None:
        code = self.picture.code
        before = self.ledger.booked.get(code, {False})
        self.program.press("f3")
        self.program.until(lambda shown: "When shall we call again?" in shown, "the follow-up")
        if self.plan.kind == "follow_up":
            self.arm()
        self.ledger.booked[code] = before | {True}
        self.ledger.known.setdefault(code, Kept())
        self.program.press("6", "enter")
        self.program.until(lambda shown: "it is saved with the outcome" in shown, "the follow-up to be kept")
        self.ledger.booked[code] = {True}
        self.program.wait(0.1)
        if "How did the call end?" in self.program.text:
            self.program.press("esc", pause=0.15)
            self.program.until(lambda shown: "How did the call end?" not in shown, "the outcomes to close")

    def save(self) -> str:
        """End the call; whose it was. Returns when the next customer is there."""
        seen = self.picture
        code = seen.code
        if self.draw.random() < 0.6:  # to the end, then Enter
            while not (seen := self.picture).at_end:
                if seen.live == WORDS:
                    self.program.press("down")
                    self.program.until(lambda _text: self.picture.live != WORDS, "the end")
                elif seen.live:
                    self.digits(seen, CLOSED)
                else:
                    return self.by_list(code)
            if "required answers are missing" in self.program.text:
                return self.by_list(code)
            self.about_to_end(code)
            self.program.press("enter")
        else:
            return self.by_list(code)
        return self.ended(code)

    def by_list(self, code: str) -> str:
        """The outcome from the list."""
        self.program.press("f2")
        self.program.until(lambda shown: "How did the call end?" in shown, "the outcomes")
        text = self.program.text
        booked = self.ledger.booked.get(code) == {True}
        wanted = (*_ENDS, "completed", *(("callback_agreed",) if booked else ()))
        fitting = [SHIPPED[key] for key in wanted if f"   {SHIPPED[key].label}" in text]
        chosen = self.draw.choice(fitting)
        self.about_to_end(code)
        self.program.press(chosen.press)
        return self.ended(code)

    def about_to_end(self, code: str) -> None:
        if self.plan.kind == "save":
            self.arm()
        self.ledger.ending = True
        self.ledger.saved[code] = {False, True}
        self.ledger.known.setdefault(code, Kept())

    def ended(self, code: str) -> str:
        """Wait for the next customer."""
        self.program.until(lambda shown: "Saved:" in shown, "the result to be saved")
        self.ledger.saved[code] = {True}
        self.in_call(code)
        self.ledger.ending = False
        return code

    def undo(self, code: str) -> None:
        if "undo" not in self.program.text:
            return
        if self.plan.kind == "undo":
            self.arm()
        self.ledger.ending = True
        self.ledger.saved[code] = {False, True}
        self.program.press("ctrl+z")
        self.program.until(lambda shown: "is taken back" in shown, "the result to be taken back")
        self.ledger.saved[code] = {False}
        self.program.until(lambda _text: self.picture.code == code, "the call that was taken back")
        self.ledger.ending = False
