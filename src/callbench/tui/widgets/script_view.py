"""The script drawn: what to say, the live question with its field, everything before and behind it as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.content import Content

from callbench.i18n import _, language
from callbench.rules.complaints import in_words
from callbench.script.lines import Line
from callbench.tui import cells, show, show_customer, show_entry, show_script
from callbench.tui.keymap import key_of
from callbench.tui.show_script import Row
from callbench.tui.talk import Talk
from callbench.tui.walk import Walk
from callbench.tui.widgets.answer_field import AnswerField, is_typed
from callbench.tui.widgets.hand import Hand
from callbench.tui.widgets.painted import Painted, Painting

if TYPE_CHECKING:
    from callbench.tui.app import BenchApp

_NEAR = 4  # lines to be seen on each side of the live question, when there are so many
_SAID = 5  # rows of what is said on a small screen: an opening that tells of recording is read whole
_EDGE = 1  # cells of the coloured edge of the live question


class ScriptView(Painted):
    """Draws a call's script and `hand`, with the field over its place. Lines that do not fit are counted, not made."""

    def __init__(self, hand: Hand) -> None:
        super().__init__()
        self._talk: Talk | None = None
        self.field = AnswerField()
        self._hand = hand
        self.objecting = False  # what to say to an objection stands in place of what else is to be said
        self._first = ""  # path of the first line in view, "" where none is left out before it
        self._made: dict[str, tuple[object, Row]] = {}  # rows of lines, with what they were made from

    def compose(self) -> ComposeResult:
        yield self.field

    def show(self, talk: Talk | None) -> None:
        """Another call from the next `draw` on; with None nothing of the one before stays."""
        self._talk = talk
        self._made.clear()
        self._first = ""
        if talk is None:
            self.put([])

    def on_resize(self) -> None:
        self.draw()

    def draw(self) -> None:
        """Draw the lines and the live question anew; the field stays as it is."""
        width, height = self.content_size.width, self.content_size.height
        if self._talk is None or width < 20 or height < 6:
            return
        walk, roomy = self._talk.walk, height >= 24 and not self.app.has_class("-compact")
        gap = [show.line("")]
        said = self._said(walk, width, height)
        said = [*(gap if roomy else []), *said, *(gap if said else [])]
        used = 1 + len(said)
        live = walk.live
        if live is None:
            asked, under = self._end(self._talk, roomy, width - _EDGE), []
        else:
            blank = gap if roomy else []
            asked = [*blank, *show_script.asked_rows(live, width - _EDGE, roomy=roomy), *blank]
            under = self._choices(live, width - _EDGE, max(height - used - 6, 5))
            if self.field.editor is None:
                under += self._remark(live, width - _EDGE, roomy)
            else:
                self.draw_check()
            if roomy and self.field.editor and (under[-1].content.plain.strip() if under else self.field.long):
                under.append(Row(show.line("")))
        room = height - used - len(asked) - len(under) - self.field.rows
        above, below = self._lines(self._talk, width, room)
        head = [Row(row) for row in (_title(walk, width), *said)] + above
        block = [*map(Row, asked), *[Row(show.line(""))] * self.field.rows, *under]
        self.put([*map(Painting, head), *map(_on_live, block), *map(Painting, below)])
        self.field.styles.height = self.field.rows
        if self.field.rows:
            self.field.styles.margin = (len(head) + len(asked), 0, 0, _EDGE)

    def mark(self, path: str) -> None:
        """Whether this answer is on disk has changed: at most its row is drawn again."""
        line = next((line for line in self._talk.walk.lines if line.path == path), None) if self._talk else None
        if self._talk is not None and line is not None:
            row = self._line(line, self.content_size.width, self._talk.draft.mark(path))
            self.put([Painting(row) if each.row.path == path else each for each in self.paintings])

    def draw_check(self) -> None:
        """What is said beside the field to what stands in it now."""
        live = self._talk.walk.live if self._talk else None
        if self._talk is None or live is None:
            return
        text = self.field.text
        words, tone = self._hand.problem or (live.problem if not text else ""), "$bad"
        read = ""
        if not words and text and is_typed(live):
            words, kept = self._talk.walk.interview.understood(live.path, text)
            tone, read = "$warn", show_entry.understood(live, text, kept) if kept else ""
        if not words and text.strip() and not is_typed(live) and not self.field.matching(live).choices:
            words, tone = _("Nothing in the list is like that."), "$warn"
        then = ""
        if not words:
            words, tone = self._enter_does(live, text), "$live-muted"
        if read:
            words, tone, then = read, "bold $good", words
        self.field.tell(words, tone, max((self.content_size.width - _EDGE - 8) // 2 - 3, 16), then=then)

    def refuse_key(self, live: Line) -> str:
        """9 where no choice has it and no field takes it, else the function key; "" where refusing is not allowed."""
        if not live.can_refuse:
            return ""
        free = self.field.editor is None and all(choice.digit != "9" for choice in live.choices)
        return "9" if free else key_of("call.refuse")

    def _said(self, walk: Walk, width: int, height: int) -> list[Content]:
        """What to say now; asked for, what to say to an objection."""
        if not self.objecting:
            return show_script.said_rows(walk.said, width, 6 if height >= 24 else _SAID)
        most = min(max(height - 13, 4), 16)
        return show_script.objection_rows(walk.objection, width, most, key_of("call.objection"))

    # -- the live question -------------------------------------------------------------------------------------

    def _end(self, talk: Talk, roomy: bool, width: int) -> list[Content]:
        """Behind the last question: what Enter does, and what the answers propose."""
        walk, proposals = talk.walk, talk.walk.interview.proposals()
        desk, again = cast("BenchApp", self.app), proposals.follow_up
        if again:
            again = show_customer.proposed_again(talk.call, again, desk.settings, desk.clock.now())
        hints = [
            text.format(words=words, key=key_of("call.follow_up"))
            for text, words in (
                (_("The answers point to a complaint: {words}"), in_words(proposals.complaint)),
                (_("The answers suggest a follow-up: {words} ({key})"), again),
            )
            if words
        ]
        blank = [show.line("")] if roomy else []
        _fitting, proposed = talk.fitting()
        return [*blank, *show_script.end_rows(walk.answered, walk.gaps, proposed, hints, roomy, width), *blank]

    def _choices(self, live: Line, width: int, most: int) -> list[Row]:
        """The choices, those that fit what is typed to find one, and the key that refuses."""
        refuse_key = self.refuse_key(live)
        if live.choices and (self.field.editor is None or not is_typed(live)):
            picked = self._hand.picked if live.kind == "select_multiple" else ({live.text} if live.text else set())
            rows = show_script.choice_rows(
                self.field.matching(live), width, picked=picked, pointed=self._hand.pointed, most=max(most, 3),
                refuse_key=refuse_key,
            )  # fmt: skip
            return rows if self.field.editor is None else [*rows, *self._remark(live, width, roomy=True)]
        rows = [Row(show_entry.slider_row(live, self.field.text, width))] if live.kind == "range" else []
        if refuse_key:
            rows += show_script.choice_rows(live, width, picked=(), pointed="", most=0, refuse_key=refuse_key)
        return rows

    def _remark(self, live: Line, width: int, roomy: bool) -> list[Row]:
        """Under the choices: what is wrong, or what the keys do."""
        picked = self._hand.in_order(live)
        wrong, tone = self._hand.problem or ("" if picked else live.problem), "$bad"
        if not wrong and picked and self._talk is not None:
            wrong, tone = self._talk.walk.interview.check(live.path, picked), "$warn"
        notes = [(wrong, tone)] if wrong else []
        if live.kind == "select_multiple" and live.choices:
            notes.append((show_entry.chosen_words(live, self._hand.picked), "$live-muted"))
        elif not wrong:
            notes.append((_advice(live), "$live-muted"))
        rows = [Row(show.line(" " * 7, (show.fit(note, width - 8), tone))) for note, tone in notes]
        # as high without a word as with one: what stands below does not move when an answered question is passed
        return [Row(show.line("")), *rows] if roomy and (self.field.editor is None or notes[0][0]) else rows

    def _enter_does(self, live: Line, text: str) -> str:
        if self.field.long:
            return _("Enter accepts, ^J new line")
        if text and self.field.finds(live):
            return _("Up/Down choose, Enter accepts")
        if text and live.kind == "range":
            return _("Left/Right, then Enter")
        if text:
            return _("Enter accepts")
        if live.kind == "range":
            return _("Left/Right, or type a number")
        return "" if live.required else _("Enter leaves it open")

    # -- the lines around it -----------------------------------------------------------------------------------

    def _lines(self, talk: Talk, width: int, room: int) -> tuple[list[Row], list[Row]]:
        """The lines before and behind the live one, as many as there is room for; only those are drawn."""
        walk = talk.walk
        at, said = walk.index, walk.said
        above = [line for line in walk.lines[:at] if line.kind != "note"]
        below = [line for line in walk.lines[at + 1 :] if line.kind != "note" or line.label != said]
        room -= bool(above) + bool(below)
        for_above = self._room_above(above, len(below), room)
        blank = Row(show.line(""))
        return (
            [*self._some(above, talk, for_above, width, last=True), blank] if above else [],
            [blank, *self._some(below, talk, room - for_above, width, last=False)] if below else [],
        )

    def _room_above(self, above: list[Line], below: int, room: int) -> int:
        """Rows for the lines before: the first one in view stays where it is while there are some on both sides.

        Then only the live question moves, and few rows are painted; else it comes to the middle.
        """
        first = next((at for at, line in enumerate(above) if line.path == self._first), 0)
        wanted = len(above) - first + (first > 0)
        if not min(len(above), _NEAR) <= wanted <= room - min(below, _NEAR):
            wanted = room - min(below, max(room - len(above), (room + 1) // 2))
        wanted = max(min(wanted, len(above)), 0)
        self._first = above[len(above) - wanted + 1].path if 1 < wanted < len(above) else ""
        return wanted

    def _some(self, lines: list[Line], talk: Talk, room: int, width: int, *, last: bool) -> list[Row]:
        """The first (or `last`) lines that fit; one row then tells how many are left out."""
        if len(lines) > room <= 0:
            return []
        left = len(lines) - room + 1 if len(lines) > room else 0
        kept = (lines[left:] if last else lines[: room - 1]) if left else lines
        rows = [self._line(line, width, talk.draft.mark(line.path)) for line in kept]
        if not left:
            return rows
        words = _("{n} above, not in view") if last else _("{n} below, not in view")
        more = Row(show.line(" " * 7, (words.format(n=left), "$muted")))
        return [more, *rows] if last else [*rows, more]

    def _line(self, line: Line, width: int, mark: str) -> Row:
        """A line that is not live; made anew only when it looks otherwise."""
        of = (line, width, mark, language())
        if (made := self._made.get(line.path)) is None or made[0] != of:
            made = self._made[line.path] = (of, Row(show_script.question_row(line, width, mark), path=line.path))
        return made[1]


def _on_live(row: Row) -> Painting:
    """A row of the live question, behind the coloured edge."""
    return Painting(Row(show.line((" " * _EDGE, "on $mark"), row.content), row.path, row.value), live=True)


def _title(walk: Walk, width: int) -> Content:
    """Script, version, place in it, and what is still required."""
    here, of = walk.place
    left = walk.gaps
    needed = _("required left: {n}").format(n=left) if left else _("nothing required is missing")
    tail = show.line((needed, "$warn" if left else "$muted"), " ")
    script = walk.interview.script
    title = f"{script.title(walk.interview.language)} v{script.version}"
    words = _("question {n} of {total}").format(n=here, total=of)
    # the title gives way, not the count
    room = max(min(width // 2, width - tail.cell_length - cells.width(words) - 5), 8)
    head = show.line((show.fit(title, room), "$muted"), "   ", (words, "$muted"))
    return show.beside(head, tail, width)


def _advice(live: Line) -> str:
    if not live.choices:
        return _("Earlier answers leave nothing to choose from here: Enter goes on, Up goes back to them.")
    if live.state != "open":
        return _("a digit changes the answer, Enter goes on, Delete takes it back")
    return ""
