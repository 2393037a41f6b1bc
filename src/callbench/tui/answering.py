"""What is answered in a call: into its interview, and from there into its draft at once. No widgets here."""

from __future__ import annotations

from collections.abc import Callable

from callbench.i18n import _, ngettext
from callbench.records.calls import CallInHand
from callbench.script.lines import Change, Line
from callbench.tui.talk import Talk
from callbench.values.problem import ValueProblem


class Answering:
    """Answers of one call after the other. say: told in a line what else an answer changed, "" when nothing did.

    What was typed and not accepted waits for its agent, by path, until the call ends.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self.talk: Talk | None = None
        self._say = say
        self._typed: dict[str, str] = {}

    def open(self, talk: Talk | None) -> None:
        """Another call; nothing of the one before stays."""
        self.talk = talk
        self._typed.clear()

    def typed(self, live: Line) -> str | None:
        """What was typed at this question and not accepted."""
        return self._typed.get(live.path)

    def give(self, text: str) -> None:
        """Answer the live question and go on. Raises ValueProblem, and stays, when it is refused."""
        talk = self._in_hand
        path = talk.walk.path
        self._given(talk, path, talk.walk.answer(text))

    def correct(self, path: str, text: str) -> None:
        """Give a question passed just now another answer, say so, and stay where the agent is."""
        talk = self._in_hand
        change = talk.walk.interview.set(path, text)
        talk.walk.refresh()
        self._given(talk, path, change)
        line = talk.walk.interview.line(path)
        self._say(_("Question {n}: {answer}").format(n=line.number, answer=line.shown))

    def refuse(self) -> None:
        """Record "don't know / refuses" for the live question and go on."""
        talk = self._in_hand
        path = talk.walk.path
        self._given(talk, path, talk.walk.refuse())

    def skip(self, live: Line) -> None:
        """Go on from the live question as it is."""
        self._typed.pop(live.path, None)
        self._in_hand.walk.skip()

    def clear(self, live: Line) -> None:
        """Take the live question's answer back and stay."""
        talk = self._in_hand
        self._typed.pop(live.path, None)
        if live.state != "open":
            self._given(talk, live.path, talk.walk.clear())

    def learn(self, call: CallInHand) -> None:
        """The card or the number called has changed: texts and questions follow."""
        talk = self._in_hand
        talk.call = call
        change = talk.walk.interview.learn(call.fields)
        talk.walk.refresh()
        self._tell(talk, change)

    def settle(self, live: Line, text: str) -> None:
        """Before the live question is left: what is typed or picked counts if it is right, and waits if it is not."""
        talk = self._in_hand
        if not text.strip() or text == live.text:
            self._typed.pop(live.path, None)
            return
        try:
            change = talk.walk.interview.set(live.path, text)
        except ValueProblem:
            self._typed[live.path] = text
            return
        talk.walk.refresh()
        self._given(talk, live.path, change)

    @property
    def _in_hand(self) -> Talk:
        assert self.talk is not None
        return self.talk

    def _given(self, talk: Talk, path: str, change: Change) -> None:
        self._typed.pop(path, None)
        kept = next((answer for answer in talk.walk.interview.drafts() if answer.path == path), None)
        if kept is None:
            talk.draft.drop(path)
        else:
            talk.draft.keep(kept.path, kept.text, kept.state)
            self._say("")
        self._tell(talk, change)

    def _tell(self, talk: Talk, change: Change) -> None:
        for path in change.cleared:
            talk.draft.drop(path)
        if words := _changed(change):
            self._say(words)


def _changed(change: Change) -> str:
    """What an answer did to other questions."""
    gone, back, cleared = len(change.gone), len(change.back), len(change.cleared)
    told = (
        (gone, ngettext("{n} question is not asked any more", "{n} questions are not asked any more", gone)),
        (back, ngettext("{n} question is now asked as well", "{n} questions are now asked as well", back)),
        (
            cleared,
            ngettext(
                "{n} answer no longer fits and was taken back", "{n} answers no longer fit and were taken back", cleared
            ),
        ),
    )
    return _(", ").join(words.format(n=n) for n, words in told if n)
