"""What an agent does to the questions of a script, in any order."""

from __future__ import annotations

from hand import Hand
from ledger import NONE
from picture import Picture
from shop import CLOSED, REFUSED, WORDS


class Answers:
    """Gives, changes and takes back answers with `hand`, and tells the ledger before each key."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand

    def some_answer(self) -> None:
        """One thing an agent does to the script."""
        hand, seen = self.hand, self.hand.picture
        if seen.given and hand.draw.random() < 0.25:
            return self._correct(seen)
        if seen.live == 0:
            return None
        if seen.live == WORDS:
            return self._words(seen)
        if hand.draw.random() < 0.15:
            hand.ledger.press(seen.code, seen.live, REFUSED)
            hand.program.press("f7")
            return self._shown(seen.live, REFUSED)
        return self.digits(seen, hand.draw.randrange(1, 4))

    def digits(self, seen: Picture, most: int = CLOSED) -> None:
        """Digits in one burst: each answers the next open question."""
        hand = self.hand
        opened = [n for n in range(seen.live, CLOSED + 1) if n not in seen.given][:most]
        answers = [(n, hand.draw.randrange(1, 6)) for n in opened]
        for n, digit in answers:
            hand.ledger.press(seen.code, n, f"A{n}x{digit}")
        hand.program.press("".join(str(digit) for _n, digit in answers))
        if answers:
            self._shown(answers[-1][0], f"A{answers[-1][0]}x{answers[-1][1]}")

    def _words(self, seen: Picture) -> None:
        """Words with the customer's code in them."""
        hand = self.hand
        text = f"{seen.code}-{hand.mark()}"
        hand.ledger.press(seen.code, WORDS, text)
        hand.program.press(text, "enter")
        self._shown(WORDS, text)

    def _correct(self, seen: Picture) -> None:
        """Back to an earlier answer, to change it or to take it back."""
        hand = self.hand
        closed = [n for n in seen.given if n <= CLOSED]
        if not closed:
            return
        wanted = hand.draw.choice(closed)
        while (at := hand.picture.live or WORDS + 1) != wanted:
            hand.program.press("up" if at > wanted else "down")
            hand.program.until(lambda _text, was=at: (hand.picture.live or WORDS + 1) != was, "another question")
        if hand.draw.random() < 0.3:
            hand.ledger.press(seen.code, wanted, NONE)
            hand.program.press("delete")
            hand.program.until(lambda _text: "✓" not in self._live_part(), "the answer to go")
            return
        digit = hand.draw.randrange(1, 6)
        answer = f"A{wanted}x{digit}"
        hand.ledger.press(seen.code, wanted, answer)
        hand.program.press(str(digit))
        self._shown(wanted, answer)

    def _live_part(self) -> str:
        """The rows of the choices of the live question."""
        rows = self.hand.program.rows
        at = next((n for n, row in enumerate(rows) if "> " in row and "?" in row), 0)
        return "\n".join(rows[at : at + 8])

    def _shown(self, question: int, answer: str) -> None:
        """Until the answer stands on the screen as given."""
        hand = self.hand
        hand.program.until(lambda _text: hand.picture.given.get(question) == answer, f"{question} as {answer}")
        hand.ledger.settled()
