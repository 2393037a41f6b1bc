"""The script as the agent sees it: what to say, lines of questions, the live one with its keys. Part of `show`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content

from callbench.i18n import N_, _, ngettext
from callbench.script.lines import ChoiceLine, Line
from callbench.tui import cells, show
from callbench.tui.choice_keys import keycap_of
from callbench.tui.key_names import key_name
from callbench.tui.keymap import key_of

_KINDS = {
    "text": N_("words"), "integer": N_("number"), "decimal": N_("number"), "date": N_("date"), "time": N_("time"),
    "dateTime": N_("date and time"), "select_one": N_("one of a list"), "select_multiple": N_("several of a list"),
    "range": N_("number"), "acknowledge": N_("confirm"),
}  # fmt: skip
_PROPOSES = {
    "outcome": N_("suggests an outcome"), "complaint": N_("points to a complaint"),
    "follow_up": N_("suggests a follow-up"),
}  # fmt: skip
REFUSE = "\0refuse"  # the value of the row that says so
_HEAD = 8  # cells before a label: mark, number and gaps


@dataclass(frozen=True, slots=True)
class Row:
    """One row on screen and what a click on it means: a question's path, or a choice's value."""

    content: Content
    path: str = ""
    value: str = ""


def said_rows(text: str, width: int, most: int) -> list[Content]:
    """What the agent says, with a coloured edge."""
    if not text:
        return []
    return [
        show.line((" ", "on $say"), "  ", (part, "$ink")) for part in show.wrapped(text, max(width - 4, 8), most=most)
    ]


def objection_rows(text: str, width: int, most: int, key: str) -> list[Content]:
    """What to say to an objection, under its heading. key: the one that closes it again."""
    close = show.line((key, "bold $muted"), " ", (_("close"), "$muted"), " ")
    rows = [show.line((" ", "on $warn"), "  ", (_("When the customer objects"), "bold $warn"))]
    body = show.wrapped(text or _("The script has no words for that here."), max(width - 4, 8), most=most)
    tone = "$ink" if text else "$muted"
    rows += [show.line((" ", "on $warn"), "  ", (part, tone)) for part in body]
    return [show.beside(rows[0], close, width), *rows[1:]]


def expected(line: Line) -> str:
    """What an open question will be answered with, in a few words."""
    values = [choice.value for choice in line.choices]
    if len(values) > 2 and all(value.isdecimal() for value in values):
        numbers = sorted(int(value) for value in values)
        return f"{numbers[0]}-{numbers[-1]}"
    if line.kind == "range":
        return f"{line.parameters.get('start', '1')}-{line.parameters.get('end', '10')}"
    if line.kind == "select_one" and 1 < len(line.choices) <= 4:
        return " / ".join(show.safe(choice.label, limit=60) for choice in line.choices)
    if line.appearance == "phone":
        return _("phone number")
    return show.label(_KINDS, line.kind)


def question_row(line: Line, width: int, mark: str) -> Content:
    """One line of the script that is not live. mark: kept, waiting, failed or "" (nothing given)."""
    if line.kind == "note":
        text = show.fit(line.label, max(width - _HEAD - 4, 4))
        return show.line((" ", "on $say"), " " * (_HEAD - 2), (text, "$muted"))
    room = width - _HEAD - 1
    answer_room = max(room * 2 // 5, 12)
    label_room = max(room - answer_room - 2, 4)
    tick, tick_style = {"kept": ("✓", "$good"), "failed": ("!", "bold $bad")}.get(
        mark if line.state != "open" else "", (" ", "")
    )
    number = cells.cell(str(line.number or ""), 3, right=True)
    words = _("{section} · {part}").format(section=line.section, part=line.label) if "[" in line.path else line.label
    label = show.cell(words, label_room)
    head: list[show.Part] = [f" {tick}" if not tick_style else (f" {tick}", tick_style)]
    if line.problem:
        answer: show.Part = (show.fit(line.problem, answer_room), "$bad")
    elif line.state == "given" or line.kind == "repeat":
        answer = (show.fit(line.shown or line.text, answer_room), "bold $ink")
    elif line.state == "refused":
        answer = (_("does not know / refuses"), "$muted")
    else:
        answer = (show.fit(expected(line), answer_room), "$muted")
    tone = "$ink" if line.state != "open" else "$muted"
    required = "*" if line.required and line.state == "open" else " "
    return show.line(*head, (number, "$muted"), (required, "$warn"), " ", (label, tone), "  ", answer)


def asked_rows(line: Line, width: int, *, roomy: bool) -> list[Content]:
    """The live question itself: number, words, whether it must be answered, hint."""
    tag = _("required") if line.required else _("optional")
    objection = _("objection")
    aside = f"{key_of('call.objection')} {objection}   " if line.objection else ""
    room = max(width - _HEAD - cells.width(aside + tag) - 2, 8)
    rows: list[Content] = []
    if line.section and (roomy or "[" in line.path):
        rows.append(show.line(" " * (_HEAD - 1), (show.fit(line.section, width - _HEAD), "$live-muted")))
    for at, part in enumerate(show.wrapped(line.label, room, most=6)):
        if at == 0:
            head = show.line(
                (" >", "bold $mark"), (cells.cell(str(line.number or ""), 3, right=True), "bold $live-ink"), "  ",
                (part, "bold $live-ink"),
            )  # fmt: skip
            tone = "$warn" if line.required and line.state == "open" else "$live-muted"
            rows.append(show.beside(head, show.line((aside, "$live-muted"), (tag, tone), " "), width))
        else:
            rows.append(show.line(" " * (_HEAD - 1), (part, "bold $live-ink")))
    if line.hint:
        rows += [
            show.line(" " * (_HEAD - 1), (part, "$live-muted"))
            for part in show.wrapped(line.hint, width - _HEAD, most=2)
        ]
    return rows


def choice_rows(
    line: Line, width: int, *, picked: Iterable[str], pointed: str, most: int, refuse_key: str
) -> list[Row]:
    """The choices of the live question with their keys, below each other, in columns or on a scale.

    picked: values chosen; pointed: the value under the cursor; most: rows there is room for.
    """
    chosen = set(picked)
    drawn = [
        (choice.value, _choice(line, choice, choice.value in chosen, choice.value == pointed))
        for choice in line.choices
    ]
    indent = " " * (_HEAD - 2)
    rows: list[Row] = []
    if _is_scale(line):
        rows += _scale_rows(line, drawn, width, indent)
    else:
        widest = max((content.cell_length for _value, content in drawn), default=0)
        columns = 1
        while len(drawn) > columns * most and (columns + 1) * (widest + 3) <= width - len(indent):
            columns += 1
        deep = -(-len(drawn) // columns) if drawn else 0
        shown = min(deep, most) if columns == 1 else deep
        top = _window(drawn, pointed, shown) if shown < deep else 0
        for at in range(top, top + shown):
            cellful = [drawn[at + column * deep] for column in range(columns) if at + column * deep < len(drawn)]
            parts: list[show.Part] = [indent]
            for _value, content in cellful:
                parts.append(content.pad_right(max(widest + 3 - content.cell_length, 0)) if columns > 1 else content)
            rows.append(Row(show.line(*parts), value=cellful[0][0] if len(cellful) == 1 else ""))
        if shown < deep and columns == 1:
            left = deep - shown
            rows.append(Row(show.line(indent, (_("{n} more; type to find").format(n=left), "$live-muted"))))
    if refuse_key:
        style = "bold $live-ink" if line.state == "refused" else "$live-muted"
        words = _("does not know / refuses")
        rows.append(Row(show.line(indent, show.keycap(refuse_key, faint=True), "  ", (words, style)), value=REFUSE))
    return rows


def _choice(line: Line, choice: ChoiceLine, chosen: bool, pointed: bool) -> Content:
    several = line.kind == "select_multiple"
    box = ("[x] " if chosen else "[ ] ") if several else ""
    style = "bold $good" if chosen else "bold $live-ink" if pointed else "$live-ink"
    parts: list[show.Part] = []
    if choice.digit:
        parts += [show.keycap(keycap_of(line, choice.value, choice.digit)), "  "]
    else:
        parts += [("> " if pointed else "  ", "bold $mark")]
    label = show.safe(choice.label or choice.value, limit=200)
    parts += [(box + label, style + (" underline" if pointed and choice.digit else ""))]
    if chosen and not several:
        parts += [(" ✓", "bold $good")]
    if choice.proposes:
        parts += ["   ", (show.label(_PROPOSES, choice.proposes), "$warn")]
    return show.line(*parts)


def _is_scale(line: Line) -> bool:
    return len(line.choices) > 2 and all(
        choice.value == choice.label and choice.value.isdecimal() and choice.digit for choice in line.choices
    )


def _scale_rows(line: Line, drawn: list[tuple[str, Content]], width: int, indent: str) -> list[Row]:
    """0 1 2 … as keycaps in a row; a point whose key differs from its number (10) says both."""
    parts: list[show.Part] = [indent]
    rows: list[Row] = []
    used = len(indent)
    for choice, (_value, _content) in zip(line.choices, drawn, strict=True):
        mine = line.state == "given" and line.text == choice.value
        cap: list[show.Part] = [show.keycap(choice.digit)]
        if choice.digit != choice.value:
            cap += [(f" {choice.value}", "$live-ink")]
        if mine:
            cap += [(" ✓", "bold $good")]
        piece = show.line(*cap)
        if used + piece.cell_length + 2 > width:
            rows.append(Row(show.line(*parts)))
            parts, used = [indent], len(indent)
        parts += [piece, "  "]
        used += piece.cell_length + 2
    rows.append(Row(show.line(*parts)))
    return rows


def _window(drawn: list[tuple[str, Content]], pointed: str, shown: int) -> int:
    at = next((at for at, (value, _content) in enumerate(drawn) if value == pointed), 0)
    return max(0, min(at - shown // 2, len(drawn) - shown))


def end_rows(answered: int, left: int, outcome: str, hints: Iterable[str], roomy: bool, width: int) -> list[Content]:
    """What stands behind the last question: what Enter does, or how many answers are missing."""
    outcome_key = key_of("call.outcome")
    if left:
        words = ngettext("{n} required answer is missing", "{n} required answers are missing", left)
        head = (words.format(n=left), "bold $warn")
        keys = [
            (key_name("enter"), _("go to the first of them")),
            (outcome_key, _("end the call with another outcome")),
        ]
    else:
        head = (_("All questions are asked."), "bold $live-ink")
        keys = [(outcome_key, _("another outcome"))]
        if answered and outcome:
            words = _("save as “{outcome}” and call the next customer")
            keys.insert(0, (key_name("enter"), words.format(outcome=show.outcome(outcome))))
    rows = [show.line((" >", "bold $mark"), "     ", head)]
    rows += [show.line("       ", (part, "$warn")) for hint in hints for part in show.wrapped(hint, width - 8, most=2)]
    rows += [show.line("")] if roomy else []
    widest = max(cells.width(key) for key, _words in keys)
    for at, (key, words) in enumerate(keys):
        cap = show.keycap(cells.cell(key, widest))
        rows.append(show.line("      ", cap, "  ", (words, "bold $live-ink" if at == 0 else "$live-ink")))
    return rows
