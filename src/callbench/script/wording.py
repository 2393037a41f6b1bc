"""What an agent reads: the script's texts in one language, mark-up taken out, the values of the moment put in."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from callbench.i18n import _
from callbench.script.layout import Place
from callbench.script.names import ScriptNames
from callbench.script.parts import Choice, Group, Texts
from callbench.script.program import Program
from callbench.script.xpath.compiled import as_text
from callbench.script.xpath.context import Context
from callbench.script.xpath.errors import ExprError
from callbench.text import clean

Filled = Callable[[Context], str]

_TAG = re.compile(r"<(?:!doctype|!--.*?--|/?[a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>", re.DOTALL | re.IGNORECASE)
_HIDDEN = re.compile(r"<(style|script|head|title)\b[^>]*>.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/table)\b[^<>]*>", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]\b[^<>]*>", re.IGNORECASE)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_BLANK_LINES = re.compile(r"\n{2,}")
REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
"""`${name}` inside a text."""


def without_markup(text: str) -> str:
    """HTML and Markdown emphasis as SurveyCTO and ODK forms have it, as plain text."""
    if "<" in text and _TAG.search(text):
        text = _HIDDEN.sub("", text.replace("\n", " "))
        text = _TAG.sub("", _CELL.sub("  ", _BREAK.sub("\n", text)))
    if "&" in text:
        text = html.unescape(text)
    if "**" in text or "__" in text:
        text = _EMPHASIS.sub(r"\2", text)
    return _BLANK_LINES.sub("\n", clean(text, lines=True))


def template(text: str, value_of: Callable[[str], Filled]) -> Filled:
    """A text with `${name}` filled in from the values of the moment.

    value_of(name): how to get the value of a question, shown as it is; it never counts as mark-up.
    """
    plain = without_markup(text)
    parts = REFERENCE.split(plain)
    if len(parts) == 1:
        return lambda c: plain
    fixed, names = parts[::2], [value_of(name) for name in parts[1::2]]

    def filled(c: Context) -> str:
        found = [fixed[0]]
        for show, after in zip(names, fixed[1:], strict=True):
            found += (show(c), after)
        return "".join(found)

    return filled


class Wording:
    """The texts of a program in `language`, prepared when first needed; the context says in which instance they stand."""

    def __init__(self, program: Program, language: str) -> None:
        self.program = program
        self.language = language
        self._ready: dict[tuple[int, str], Filled] = {}
        self._choices: dict[tuple[int, tuple[int, ...]], Filled] = {}

    def text(self, place: Place, field: str, c: Context) -> str:
        """One text of a question or group: label, hint, say, objection, required_message, constraint_message."""
        key = (place.index, field)
        if key not in self._ready:
            self._ready[key] = self._prepared(getattr(place.item, field, {}), place)
        return self._ready[key](c)

    def moving(self, texts: Texts) -> bool:
        """Whether these texts hold values of the moment."""
        return "${" in self.program.script.text(texts, self.language)

    def label(self, place: Place, c: Context) -> str:
        """The label; the name when there is none."""
        return self.text(place, "label", c) or (place.item.name if place.item else "")

    def section(self, place: Place, c: Context) -> str:
        """The headings above a question: the innermost group's, behind those of the instances it lies in."""
        above = self.program.layout.places[place.parent]
        told = ""
        inside = False  # the labels of groups around an instance are left out: its own heading is enough
        while isinstance(above.item, Group):
            heading = self.instance(above, c) if above.item.repeat else ""
            if not heading and not inside and not told:
                heading = self.text(above, "label", c)
            if heading:
                told = _("{section} · {part}").format(section=heading, part=told) if told else heading
            inside |= above.item.repeat
            if told and not self.program.layout.chains[above.index]:
                return told
            above = self.program.layout.places[above.parent]
        return told

    def instance(self, repeat: Place, c: Context) -> str:
        """The heading of one instance: `Visit 2`."""
        depth = len(self.program.layout.chains[repeat.index])
        number = c.host.number_of(repeat.index, c.bases[:depth])
        return _("{section} {number}").format(section=self.heading(repeat, c), number=number)

    def heading(self, repeat: Place, c: Context) -> str:
        """What the instances of a repeat are called: its label, that of the only group around or inside it, its name."""
        item = repeat.item
        assert isinstance(item, Group)
        if found := self.text(repeat, "label", c):
            return found
        above = self.program.layout.places[repeat.parent]
        if isinstance(above.item, Group) and not above.item.repeat and len(above.item.items) == 1:
            return self.text(above, "label", c) or item.name
        return item.name

    def choice(self, choice: Choice, c: Context, place: Place | None = None) -> str:
        """The label of a choice of the question at `place`; its value when there is none."""
        here = place or self.program.layout.places[0]
        key = (id(choice), self.program.layout.chains[here.index])  # the program keeps its choices alive
        if key not in self._choices:
            self._choices[key] = self._prepared(choice.label, here)
        return self._choices[key](c) or choice.value

    def _prepared(self, texts: Texts, place: Place) -> Filled:
        names = ScriptNames(self.program.layout, place)

        def value_of(name: str) -> Filled:
            try:
                return as_text(names.ref(name, 0))
            except ExprError:
                shown = f"${{{name}}}"
                return lambda c: shown

        return template(self.program.script.text(texts, self.language), value_of)
