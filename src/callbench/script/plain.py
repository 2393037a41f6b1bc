"""Texts of a script as an agent reads them: mark-up taken out, values of answers put in."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from callbench.text import clean

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


def template(text: str, value_of: Callable[[str], Callable[[list[str]], str]]) -> Callable[[list[str]], str]:
    """A text with `${name}` filled in from the values of the moment.

    value_of(name): how to get the value of a question, shown as it is; it never counts as mark-up.
    """
    plain = without_markup(text)
    parts = REFERENCE.split(plain)
    if len(parts) == 1:
        return lambda values: plain
    fixed, names = parts[::2], [value_of(name) for name in parts[1::2]]

    def filled(values: list[str]) -> str:
        found = [fixed[0]]
        for show, after in zip(names, fixed[1:], strict=True):
            found += (show(values), after)
        return "".join(found)

    return filled
