"""The conditions of a script under elementpath: parsed once, counted over a document that is already up to date."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from xml.etree import ElementTree

from elementpath import XPath1Parser, XPathContext

_NAME = re.compile(r"\$\{(\w+)\}")
_DAY = re.compile(r"today\(\) - (\S+)")


class Parser(XPath1Parser):
    """XPath 1.0 and the functions of scripts that the measured expressions use."""


def _declare(name: str, count: int, run: Callable[..., object]) -> None:
    def counted(self: Any, context: Any = None) -> object:
        return run(*(self.get_argument(context, index=n) for n in range(count)))

    counted.__name__ = f"evaluate_{name}"
    Parser.method(Parser.function(name, nargs=count))(counted)


def _text(value: Any) -> str:
    return "" if value is None else getattr(value, "string_value", value) or ""


_declare("selected", 2, lambda chosen, value: value in _text(chosen).split())
_declare("count-selected", 1, lambda chosen: float(len(_text(chosen).split())))
_declare("coalesce", 2, lambda one, two: float(_text(one)) if _text(one) else two)
_declare("if", 3, lambda test, yes, no: yes if test else no)
_declare("days", 1, lambda day: float(date.fromisoformat(_text(day)).toordinal()) if _text(day) else math.nan)


class Elementpath:
    """Expressions by question, ready to run. count(): the value of each."""

    def __init__(self, expressions: Mapping[str, str], values: Mapping[str, str], today: date) -> None:
        root = ElementTree.Element("data")
        for name, text in values.items():
            ElementTree.SubElement(root, name).text = text or None
        parser = Parser()
        self.tokens = [
            (name, parser.parse(_NAME.sub(r"/data/\1", _days(text, today)))) for name, text in expressions.items()
        ]
        self.context = XPathContext(ElementTree.ElementTree(root))

    def count(self) -> dict[str, object]:
        """Everything once."""
        context = self.context
        return {name: token.evaluate(context) for name, token in self.tokens}


def _days(text: str, today: date) -> str:
    return _DAY.sub(rf"{today.toordinal()} - days(\1)", text)
