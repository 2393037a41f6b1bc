"""What an agent does beside the questions: a note, a follow-up, a complaint, a break that waits for the call to end."""

from __future__ import annotations

from hand import Hand
from ledger import AWAY, COMPLAINT, FOLLOW_UP, NOBODY, NONE, NOTE
from shop import complaint_words

from callbench.rules.complaints import KINDS

RESTING = "Nobody is dealt to you."
"""What the screen of a break says, and no other."""
_KINDS = tuple(KINDS)  # by digit


class Beside:
    """Opens panels over the call with `hand`, and tells the ledger what is said there."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand

    def note(self) -> None:
        """Write a note, in place of the one that was there."""
        hand, ledger = self.hand, self.hand.ledger
        code = hand.picture.code
        text = f"{code} says {hand.mark()}"
        hand.press_until("f8", "Note to this call", "the note")
        if old := ledger.sure_of(NOTE, code):
            hand.program.press("\x7f" * len(old))
            hand.program.until(lambda shown: old not in shown, f"the note {old!r} to be erased")
        hand.begins("note")
        ledger.perhaps(NOTE, code, text)
        hand.program.press(text)
        hand.press_until("enter", "The note is kept.", "the note to be kept")
        ledger.surely(NOTE, code, text)

    def follow_up(self) -> None:
        """Book one; in the middle of the script the outcome is asked behind it, which is put off."""
        hand, ledger, seen = self.hand, self.hand.ledger, self.hand.picture
        hand.press_until("f3", "When shall we call again?", "the follow-up")
        hand.begins("follow_up")
        ledger.perhaps(FOLLOW_UP, seen.code, "booked")
        hand.program.press("6")
        hand.press_until("enter", "it is saved with the outcome", "the follow-up to be kept")
        ledger.surely(FOLLOW_UP, seen.code, "booked")
        if seen.gaps:
            asked = "How did the call end?"
            hand.program.until(lambda shown: asked in shown, "the outcomes")
            hand.program.press("esc")
            hand.program.until(lambda shown: asked not in shown, "the outcomes to close")

    def complaint(self) -> None:
        """Raise one in the customer's words, or drop the one that is to be raised."""
        hand, ledger = self.hand, self.hand.ledger
        code = hand.picture.code
        hand.press_until("f4", "What does the customer complain of?", "the complaint")
        hand.begins("complaint")
        if ledger.sure_of(COMPLAINT, code):
            ledger.perhaps(COMPLAINT, code, NONE)
            hand.press_until("delete", "The complaint is dropped.", "the complaint to be dropped")
            ledger.surely(COMPLAINT, code, NONE)
            return
        digit, urgent = hand.draw.randrange(len(_KINDS)), hand.draw.random() < 0.4
        words = f"{code} complains {hand.mark()}"
        raised = complaint_words(_KINDS[digit], "urgent" if urgent else "normal", words)
        ledger.perhaps(COMPLAINT, code, raised)
        hand.program.press(str(digit + 1), words, *(["f4"] if urgent else []))
        hand.press_until("enter", "The complaint is saved with the outcome.", "the complaint to be kept")
        ledger.surely(COMPLAINT, code, raised)

    def want_break(self) -> None:
        """Ask for a break; it begins when the call has ended."""
        self.hand.press_until("ctrl+b", "What is the break for?", "the reasons")
        self.hand.press_until("1", "break after the call", "the break to wait")

    def rest(self) -> None:
        """On the screen of the break: come back."""
        hand = self.hand
        hand.program.until(lambda shown: RESTING in shown, "the break")
        hand.ledger.surely(AWAY, NOBODY, "away")
        hand.ledger.perhaps(AWAY, NOBODY, NONE)
        hand.begins("break")
        hand.program.press("enter")
        hand.program.until(lambda shown: RESTING not in shown, "the end of the break")
        hand.ledger.surely(AWAY, NOBODY, NONE)
