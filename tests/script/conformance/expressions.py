"""The expression suites: web-forms' XPath assertions and JavaRosa's eval and parse tests."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from callbench.script.xpath.compiler import compile_syntax
from callbench.script.xpath.context import Context
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.moments import Moment
from callbench.script.xpath.parser import parse
from callbench.script.xpath.values import Value, same_number, to_boolean, to_number, to_text

from .documents import Document, DocumentHost, NoNames
from .exceptions import JAVAROSA_EVAL

_JAVAROSA_DATA = "<data><path>a</path><path/><path>b</path><path>c</path><path/><geoshape/></data>"  # as its test builds it: 5 nodes, 3 filled


@dataclass
class Tally:
    """One suite's result. failures: (case, what was expected, what came). exceptions: (case, why ours differs)."""

    suite: str
    in_scope: int = 0
    passed: int = 0
    failed: int = 0
    out_of_scope: int = 0
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    exceptions: list[tuple[str, str]] = field(default_factory=list)

    def note(self, holds: bool, case: str, expected: object, found: object) -> None:
        self.in_scope += 1
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            self.failures.append((case, str(expected)[:120], str(found)[:120]))

    def line(self) -> dict[str, object]:
        return {
            "suite": self.suite,
            "in_scope": self.in_scope,
            "passed": self.passed,
            "failed": self.failed,
            "out_of_scope": self.out_of_scope,
        }


def webforms(file: Path) -> Tally:
    """Every assertion of getodk/web-forms that is in scope."""
    tally = Tally("webforms_xpath")
    documents: dict[str, Document] = {}
    for case in _lines(file):
        if case["scope"] != "in":
            tally.out_of_scope += 1
            continue
        xml = case["xml"] or "<root/>"
        document = documents.setdefault(xml, Document(xml))
        now = datetime.fromtimestamp(case["now"] / 1000, UTC).astimezone(ZoneInfo(case["tz"]))
        context = Context([], now, DocumentHost(document, case["root"]), document.at(case["context"]))
        try:
            value = compile_syntax(parse(case["expr"]), NoNames()).run(context)
            holds, found = _asserted(case, value, document, context)
        except ExprError as problem:
            holds, found = False, problem.message
        tally.note(holds, f"{case['id']} {case['kind']} {case['expr']}", case["expected"], found)
    return tally


def _asserted(case: dict[str, object], value: Value, document: Document, context: Context) -> tuple[bool, object]:
    expected = case["expected"]
    match case["kind"]:
        case "assertBooleanValue":
            return to_boolean(value) == expected, to_boolean(value)
        case "assertStringValue":
            return to_text(value) == expected, to_text(value)
        case "assertStringMatches":
            return re.search(str(expected), to_text(value)) is not None, to_text(value)
        case "assertStringLength":
            return len(to_text(value)) == expected, to_text(value)
        case "assertNumberValue":
            number = to_number(value, context.zone)
            return _alike(number, _number(expected)), number
        case "assertNumberRounded":
            number = to_number(value, context.zone)
            factor = case.get("factor") or 100000
            return round(number * factor) / factor == _number(expected), number
        case _:
            where = [document.where(node) for node in value] if isinstance(value, list) else value
            return where == expected, where


def javarosa_eval(file: Path) -> Tally:
    """Every pair of JavaRosa's XPathEvalTest that is in scope."""
    tally = Tally("javarosa_eval")
    document = Document(_JAVAROSA_DATA)
    now = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
    for case in json.loads(file.read_text("utf-8")):
        if case["scope"] != "in":
            tally.out_of_scope += 1
            continue
        context = Context([], now, DocumentHost(document), document.root)
        try:
            value: object = compile_syntax(parse(case["expr"]), NoNames()).run(context)
        except ExprError as problem:
            value = problem
        name, holds = f"{case['id']} {case['expr']}", _as_javarosa(case, value, context)
        reasons = [each.reason for each in JAVAROSA_EVAL if not holds and each.covers(case["expr"], case["type"])]
        if reasons:
            tally.out_of_scope += 1
            tally.exceptions.append((name, reasons[0]))
        else:
            tally.note(holds, name, case["expected"], value)
    return tally


def _as_javarosa(case: dict[str, object], value: object, context: Context) -> bool:
    expected = case["expected"]
    if isinstance(value, ExprError) or case["type"] == "error":
        return isinstance(value, ExprError) and case["type"] == "error"
    match case["type"]:
        case "number":
            return not isinstance(value, str | bool) and _alike(to_number(value, context.zone), _number(expected))
        case "boolean":
            return isinstance(value, bool) and value == expected
        case "string":
            return to_text(value) == expected
        case _:
            return isinstance(value, Moment) and value.text.startswith(str(expected))


def javarosa_parse(file: Path) -> Tally:
    """Every expression of JavaRosa's XPathParseTest: accepted or refused."""
    tally = Tally("javarosa_parse")
    for case in json.loads(file.read_text("utf-8")):
        try:
            parse(case["expr"])
            accepted = True
        except ExprError:
            accepted = False
        tally.note(accepted == case["valid"], case["expr"], case["valid"], accepted)
    return tally


def _lines(file: Path) -> Iterator[dict[str, object]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _number(expected: object) -> float:
    return math.nan if expected is None else float(str(expected))


def _alike(found: float, expected: float) -> bool:
    if expected != expected:
        return found != found
    return same_number(found, expected) or math.isclose(found, expected, rel_tol=1e-12)
