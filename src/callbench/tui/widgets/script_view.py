"""The script drawn: what to say, the live question with its field, everything before and behind it as lines."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Protocol

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from callbench.i18n import _
from callbench.script.lines import Line
from callbench.tui import show, show_script
from callbench.tui.show_script import Row
from callbench.tui.walk import Walk
from callbench.tui.widgets.entry import ManyLines, OneLine

TYPED = frozenset({"text", "integer", "decimal", "date", "time", "dateTime"})
_CHECK_ROWS = 2  # beside a field of one line
_EDGE = 1  # cells of the coloured edge of the live question


class Owner(Protocol):
    """Who holds the call: the form asks and tells it at once, so that no answer is under way when the call ends."""

    def mark(self, path: str) -> str:
        """kept, waiting or failed."""

    def may_answer(self, key: str) -> bool:
        """Whether this key may answer now."""

    def given(self, path: str, text: str, state: str) -> None:
        """An answer to keep. state: given or refused."""

    def dropped(self, path: str) -> None:
        """An answer that is not one any more."""

    def told(self, words: str) -> None:
        """Something the agent should know: questions that came or went."""

    def proposed(self) -> str:
        """The outcome Enter takes behind the last question, "" for none."""

    def finished(self) -> None:
        """Enter behind the last question, nothing required missing."""


class ScriptView(Widget, can_focus=True):
    """Shows a `Walk`. Lines that do not fit are counted, not mounted, so that 228 questions draw like 8.

    Only the live question has a field, mounted for it and removed with it, and only when it is typed.
    """

    def __init__(self, owner: Owner, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.owner = owner
        self.walk: Walk | None = None
        self.refuse_key = "F7"
        self._picked: set[str] = set()
        self._pointed = ""
        self._typed: dict[str, str] = {}  # typed, not accepted, by path
        self._drawn_for = ""
        self._problem = ""
        self._rows: dict[str, list[Row]] = {"above": [], "under": [], "below": []}
        self._editor: OneLine | ManyLines | None = None
        self._put_before: dict[str, Content] = {}

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        yield Static(id="said")
        yield Static(id="above")
        with Horizontal(id="live"):
            yield Static(id="edge")
            with Vertical(id="question"):
                yield Static(id="asked")
                yield Horizontal(id="field")
                yield Static(id="under")
        yield Static(id="below")

    # -- what is shown -----------------------------------------------------------------------------------------

    async def open(self, walk: Walk | None) -> None:
        """Show another interview (None: nothing) and forget everything of the one before."""
        self.walk = walk
        self._picked, self._pointed, self._problem = set(), "", ""
        self._typed.clear()
        self._drawn_for = ""
        await self._place_editor(None)
        await self.redraw()
        self.take_focus()

    def take_focus(self) -> None:
        """Where keys go: the field of the live question, or the form itself."""
        (self._editor or self).focus()

    async def redraw(self) -> None:
        """Draw everything as it is now."""
        walk = self.walk
        self.display = walk is not None
        if walk is None:
            for id_ in ("title", "said", "above", "asked", "under", "below"):
                self._put(id_, [])
            return
        live = walk.live
        if self._drawn_for != (walk.path or "\0end"):
            self._drawn_for = walk.path or "\0end"
            self._problem, self._pointed = "", ""
            self._picked = set(live.text.split()) if live and live.kind == "select_multiple" else set()
            await self._place_editor(live)
        self.draw()

    def draw(self) -> None:
        """Draw the lines and the live question anew; the field stays as it is."""
        walk = self.walk
        width, height = self.content_size.width, self.content_size.height
        if walk is None or width < 20 or height < 6:
            return
        roomy = height >= 24
        live = walk.live
        here, of = walk.place
        left = walk.gaps
        words = _("question {n} of {total}").format(n=here, total=of)
        needed = _("required left: {n}").format(n=left) if left else _("nothing required is missing")
        tail = show.line((needed, "$warn" if left else "$muted"), " ")
        script = walk.interview.script
        title = f"{script.title(walk.interview.language)} v{script.version}"
        head = show.line((show.fit(title, width // 2), "$muted"), "   ", (words, "$muted"))
        self._put("title", [show.beside(head, tail, width)])
        said = show_script.said_rows(walk.said, width, 6 if roomy else 3)
        gap = [show.line("")]
        self._put("said", [*(gap if roomy else []), *said, *(gap if said else [])])
        used = 1 + (1 if roomy else 0) + len(said) + (1 if said else 0)
        asked, under, field = self._live_rows(live, width - _EDGE, max(height - used - 6, 5), roomy)
        self._put("asked", asked)
        self._rows["under"] = under
        self._put("under", [row.content for row in under])
        self.query_one("#field").styles.height = field
        used += len(asked) + len(under) + field
        self._put_lines(walk, width, height - used)

    def _live_rows(self, live: Line | None, width: int, most: int, roomy: bool) -> tuple[list[Content], list[Row], int]:
        blank = [show.line("")] if roomy else []
        if live is None:
            assert self.walk is not None
            interview = self.walk.interview
            proposals = interview.proposals()
            hints = [
                text.format(words=words)
                for text, words in (
                    (_("The answers point to a complaint: {words}"), proposals.complaint),
                    (_("The answers suggest a follow-up: {words} (F3)"), proposals.follow_up),
                )
                if words
            ]
            walk = self.walk
            rows = show_script.end_rows(walk.answered, walk.gaps, self.owner.proposed(), hints, roomy, width)
            return [*blank, *rows, *blank], [], 0
        asked = [*blank, *show_script.asked_rows(live, width, roomy=roomy), *blank]
        under: list[Row] = []
        field = 0
        if self._editor is not None:
            field = 4 if isinstance(self._editor, ManyLines) else _CHECK_ROWS
        if live.choices and not (self._editor is not None and live.kind in TYPED):
            found = self._matches(live)
            picked = self._picked if live.kind == "select_multiple" else ({live.text} if live.text else set())
            shown = live if len(found.choices) == len(live.choices) else found
            under = show_script.choice_rows(
                shown, width, picked=picked, pointed=self._pointed, most=max(most, 3),
                refuse_key=self._refuse_key(live),
            )  # fmt: skip
        elif live.can_refuse:
            under = show_script.choice_rows(
                live, width, picked=(), pointed="", most=0, refuse_key=self._refuse_key(live)
            )  # fmt: skip
        if self._editor is None:
            note = self._problem or live.problem or self._advice(live)
            if roomy and note:
                under.append(Row(show.line("")))
            tone = "$bad" if self._problem or live.problem else "$live-muted"
            under.append(Row(show.line(" " * 7, (show.fit(note, width - 8), tone))))
        else:
            self._draw_check(live)
        return asked, under, field

    def _advice(self, live: Line) -> str:
        if not live.choices:
            return _("There is nothing to choose from here.")
        if live.kind == "select_multiple":
            return _("digits choose, Enter accepts")
        if live.state != "open":
            return _("a digit changes the answer, Enter goes on, Delete takes it back")
        return ""

    def _put_lines(self, walk: Walk, width: int, room: int) -> None:
        """The lines before and behind the live one, as many as there is room for; only those are drawn."""
        at, said = walk.index, walk.said
        above = [line for line in walk.lines[:at] if line.kind != "note"]
        below = [line for line in walk.lines[at + 1 :] if line.kind != "note" or line.label != said]
        room -= bool(above) + bool(below)
        for_below = min(len(below), max(room - len(above), (room + 1) // 2))
        blank = Row(show.line(""))
        rows = self._some(above, max(room - for_below, 0), width, last=True)
        self._rows["above"] = [*rows, blank] if above else []
        rows = self._some(below, for_below, width, last=False)
        self._rows["below"] = [blank, *rows] if below else []
        self._put("above", [row.content for row in self._rows["above"]])
        self._put("below", [row.content for row in self._rows["below"]])

    def _some(self, lines: list[Line], room: int, width: int, *, last: bool) -> list[Row]:
        """The first (or `last`) lines that fit; one row then tells how many are left out."""
        if len(lines) <= room:
            return [self._row(line, width) for line in lines]
        if room <= 0:
            return []
        left = len(lines) - room + 1
        words = _("{n} lines before") if last else _("{n} more lines")
        more = Row(show.line(" " * 7, (words.format(n=left), "$muted")))
        if last:
            return [more, *(self._row(line, width) for line in lines[left:])]
        return [*(self._row(line, width) for line in lines[: room - 1]), more]

    def _row(self, line: Line, width: int) -> Row:
        return Row(show_script.question_row(line, width, self.owner.mark(line.path)), path=line.path)

    def _put(self, id_: str, rows: list[Content]) -> None:
        """Rows into a Static. What did not change is not drawn again, so that the row of a caret stays untouched."""
        content = show.lines(rows)
        before = self._put_before.get(id_)
        if before is not None and before.is_same(content):
            return
        self._put_before[id_] = content
        static = self.query_one(f"#{id_}", Static)
        static.update(content, layout=False)
        if static.styles.height is None or static.styles.height.value != len(rows):
            static.styles.height = len(rows)

    # -- the field ---------------------------------------------------------------------------------------------

    async def _place_editor(self, live: Line | None) -> None:
        """Mount the field of the live question, or none; the one before is gone with everything in it."""
        box = self.query_one("#field", Horizontal)
        had_focus = self._editor is not None
        self._editor = None
        await box.remove_children()
        if live is None or not _needs_field(live):
            if had_focus or self.screen.focused is None:
                self.focus()
            return
        text = self._typed.get(live.path, live.text if live.kind in TYPED else "")
        if live.kind == "text" and "multiline" in live.appearance:
            editor: OneLine | ManyLines = ManyLines(text, id="editor")
        else:
            placeholder = _("type to find") if live.kind not in TYPED else show_script.expected(live)
            editor = OneLine(text, placeholder=show.safe(placeholder, limit=40), id="editor")
        self._editor = editor
        self._put_before.pop("check", None)
        await box.mount(editor, Static(id="check"))
        editor.focus()

    def _draw_check(self, live: Line) -> None:
        editor = self._editor
        if editor is None or self.walk is None:
            return
        text = editor.text
        words, tone = self._problem or (live.problem if not text else ""), "$bad"
        if not words and text and live.kind in TYPED:
            words = self.walk.interview.check(live.path, text)
            tone = "$warn"
        if not words:
            words, tone = self._enter_does(live, text), "$live-muted"
        room = max((self.content_size.width - _EDGE - 8) // 2 - 3, 16)
        shown = 4 if isinstance(editor, ManyLines) else _CHECK_ROWS
        rows = [show.line((part, tone)) for part in show.wrapped(words, room, most=shown)]
        self._put("check", (rows + [show.line("")] * shown)[:shown])
        editor.set_class(tone != "$live-muted", "-wrong")

    def _enter_does(self, live: Line, text: str) -> str:
        if isinstance(self._editor, ManyLines):
            return _("Enter accepts, ^J new line")
        if text:
            return _("Enter accepts")
        return "" if live.required else _("Enter leaves it open")

    # -- small things ------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        self.draw()

    def _in_order(self, live: Line) -> str:
        return " ".join(choice.value for choice in live.choices if choice.value in self._picked)

    def _refuse_key(self, live: Line) -> str:
        """9 where no choice has it and no field takes it, else the function key; "" where refusing is not allowed."""
        if not live.can_refuse:
            return ""
        free = self._editor is None and all(choice.digit != "9" for choice in live.choices)
        return "9" if free else self.refuse_key

    def _matches(self, live: Line) -> Line:
        """The live line with the choices the typed words find: by place in the list, or by words in the label."""
        typed = self._editor.text.strip() if self._editor is not None and live.kind not in TYPED else ""
        if not typed:
            return live
        word = unicodedata.normalize("NFKC", typed).casefold()
        place = int(word) if word.isdecimal() and len(word) < 6 else 0
        by_place = live.choices[place - 1 : place] if place else ()
        by_words = (
            choice
            for choice in live.choices
            if choice not in by_place and (word in choice.label.casefold() or choice.value.casefold().startswith(word))
        )
        return replace(live, choices=(*by_place, *by_words))


def _needs_field(live: Line) -> bool:
    """Typed kinds, and lists too long for one key each."""
    return (
        live.kind in TYPED
        or (bool(live.choices) and not any(choice.digit for choice in live.choices))
        or (live.kind == "range" and not live.choices)
    )
