"""Conditions in words: "'Any discomfort?' is 'slight' or 'marked'"; an expression no words fit stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from callbench.i18n import _
from callbench.script.layout import Layout
from callbench.script.model import Script
from callbench.script.parts import Expr
from callbench.script.telling.told import Told, Untold, Values, doubles
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.parser import parse
from callbench.script.xpath.syntax import Binary, Call, Literal, Number, Path, Syntax

_AT = re.compile(r"\bat=\d+")
_QUOTED = re.compile(r"(“[^”]*”)")
_SEAM = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\w-])(?![\u4e00-\u9fff])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_MIRRORED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPPOSITE = {"=": "!=", "!=": "="}


class Explainer:
    """Puts the conditions of `script` into the words of `language` (zh_CN, en), which is also the language in use."""

    def __init__(self, script: Script, language: str) -> None:
        self.script, self.language = script, language
        self.layout = Layout(script.items, script.root)
        self._doubles = doubles(script)

    def condition(self, expr: Expr, path: str, *, filters: bool = False) -> str:
        """When `expr` of the question or group at `path` holds. filters: it says which choices are offered."""
        try:
            syntax = parse(expr.source)
            values = self._values(path, filters=filters)
            return _spaced(_Conditions(values).told(syntax))
        except (Untold, ExprError):
            return " ".join(expr.source.split())

    def value(self, expr: Expr, path: str) -> str:
        """What `expr` gives, for calculations, proposals and defaults."""
        try:
            return _spaced(_cases(self._values(path), parse(expr.source)))
        except (Untold, ExprError):
            return " ".join(expr.source.split())

    def _values(self, path: str, *, filters: bool = False) -> Values:
        return Values(self.script, self.layout, self.layout.at[path], self.language, self._doubles, filters=filters)


def _cases(values: Values, node: Syntax) -> str:
    """A value; `if(…)` as its cases, one after the other, as long as each can be told."""
    said = []
    while isinstance(node, Call) and node.name == "if" and len(node.args) == 3:
        condition, then, node = node.args
        said.append(
            _("{value} when {condition}").format(
                value=values.value(then), condition=_Conditions(values).told(condition)
            )
        )
    if not said:
        return values.value(node)
    if not (isinstance(node, Literal) and not node.text):
        said.append(_("otherwise {value}").format(value=values.value(node)))
    return _("; ").join(said)


class _Conditions:
    def __init__(self, values: Values) -> None:
        self.values = values

    def told(self, node: Syntax) -> str:
        """`node` as a sentence. Raises Untold."""
        match node:
            case Binary(op="or"):
                return self._or(node)
            case Binary(op="and"):
                return self._and(node)
            case Binary(op=op) if op in _MIRRORED:
                return self._compared(node.op, node.left, node.right)
            case Call(name="not", args=(only,)):
                return self._not(only)
            case Call():
                return self._call(node, holds=True)
        raise Untold

    def _or(self, node: Binary) -> str:
        parts: list[str] = []
        answers: dict[tuple[str, bool], list[str]] = {}
        for part in _chain("or", node):
            if alike := self._is(part):
                subject, several, answer = alike
                if (subject, several) in answers:
                    answers[subject, several].append(answer)
                    continue
                answers[subject, several] = [answer]
                parts.append(f"\0{subject}\0{several}")
            else:
                words = self.told(part)
                parts.append(_("({words})").format(words=words) if _is(part, "and") else words)
        for (subject, several), found in answers.items():
            said = _("{question} includes {answer}") if several else _("{question} is {answer}")
            words = said.format(question=subject, answer=_(" or ").join(found))
            parts = [words if part == f"\0{subject}\0{several}" else part for part in parts]
        return _(" or ").join(parts)

    def _is(self, node: Syntax) -> tuple[str, bool, str] | None:
        """(question, several may be chosen, answer) of a comparison with one answer."""
        match node:
            case Binary(op="=", left=Literal() | Number() as answer, right=asked):
                pass
            case Binary(op="=", left=asked, right=Literal() | Number() as answer):
                pass
            case Call(name="selected", args=(asked, Literal() as answer)):
                pass
            case _:
                return None
        of = self.values.told(asked)
        if of.question is None or of.count or (isinstance(answer, Literal) and not answer.text):
            return None
        several = isinstance(node, Call) and of.question.kind != "select_one"
        return of.words, several, self._against(of, answer)

    def _and(self, node: Binary) -> str:
        parts = list(_chain("and", node))
        said: list[str] = []
        while parts:
            part = parts.pop(0)
            if parts and (words := self._between(part, parts[0])):
                parts.pop(0)
            else:
                words = self.told(part)
                words = _("({words})").format(words=words) if _is(part, "or") and not self._merged(part) else words
            said.append(words)
        return _(" and ").join(said)

    def _merged(self, node: Syntax) -> bool:
        """Whether an `or` became one sentence about one question."""
        alike = [self._is(part) for part in _chain("or", node)]
        return len({each[:2] if each else None for each in alike}) == 1 and None not in alike

    def _between(self, low: Syntax, high: Syntax) -> str:
        """`x >= 1 and x <= 9` in one go, either way round; "" when it is something else."""
        if not (isinstance(low, Binary) and isinstance(high, Binary) and _bare(low.left) == _bare(high.left)):
            return ""
        if (low.op, high.op) == ("<=", ">="):
            low, high = high, low
        if (low.op, high.op) != (">=", "<="):
            return ""
        of = self.values.told(low.left)
        return _("{value} is from {least} to {most}").format(
            value=of.words, least=self._against(of, low.right), most=self._against(of, high.right)
        )

    def _not(self, node: Syntax) -> str:
        match node:
            case Binary(op=op) if op in _OPPOSITE:
                return self._compared(_OPPOSITE[op], node.left, node.right)
            case Call(name="not", args=(only,)):
                return self.told(only)
            case Call():
                return self._call(node, holds=False)
        return _("not: {words}").format(words=_("({words})").format(words=self.told(node)))

    def _compared(self, op: str, left: Syntax, right: Syntax) -> str:
        if isinstance(left, Number | Literal) and not isinstance(right, Number | Literal):
            op, left, right = _MIRRORED[op], right, left
        of = self.values.told(left)
        if isinstance(right, Literal) and not right.text:
            return self._blank(of, op)
        if _length_of_something(op, left, right):
            assert isinstance(left, Call)
            return self._blank(self.values.told(left.args[0]), "!=" if op in (">", "!=", ">=") else "=")
        against = self._against(of, right)
        when = of.when or self.values.told(right).when
        return _sentence(op, when=when).format(value=of.words, other=against)

    def _against(self, of: Told, node: Syntax) -> str:
        """What the answer `of` is compared with: a choice by its label."""
        text = (
            node.text if isinstance(node, Literal) else self.values.told(node).words if isinstance(node, Number) else ""
        )
        if of.question is not None and not of.count and text:
            known = self.values.script.lists.get(of.question.choices)
            if known and any(choice.value == text for choice in known.choices):
                return self.values.choice(of.question, text)
            if isinstance(node, Literal) and of.question.kind in ("integer", "decimal", "range"):
                return text
        return self.values.value(node)

    def _blank(self, of: Told, op: str) -> str:
        if op not in ("=", "!="):
            raise Untold
        asked = of.question is not None and of.question.asked
        if op == "=":
            return (_("{value} is not answered") if asked and not of.own else _("{value} is empty")).format(
                value=of.words
            )
        return (_("{value} is answered") if asked and not of.own else _("{value} is not empty")).format(value=of.words)

    def _call(self, node: Call, *, holds: bool) -> str:
        match node.name, node.args:
            case ("true", ()):
                return _("always") if holds else _("never")
            case ("false", ()):
                return _("never") if holds else _("always")
            case ("boolean", (only,)) if not isinstance(only, Path):
                return self.told(only) if holds else self._not(only)
            case ("selected", (of, answer)):
                return self._selected(of, answer, holds=holds)
            case ("contains" | "starts-with" | "ends-with" | "regex" as name, (of, words)):
                yes, no = {
                    "contains": (_("{value} contains {words}"), _("{value} does not contain {words}")),
                    "starts-with": (_("{value} begins with {words}"), _("{value} does not begin with {words}")),
                    "ends-with": (_("{value} ends with {words}"), _("{value} does not end with {words}")),
                    "regex": (_("{value} has the form {words}"), _("{value} does not have the form {words}")),
                }[name]
                return (yes if holds else no).format(value=self.values.told(of).words, words=self.values.value(words))
        raise Untold

    def _selected(self, of_node: Syntax, answer: Syntax, *, holds: bool) -> str:
        of = self.values.told(of_node)
        shown = (
            self.values.choice(of.question, answer.text)
            if of.question is not None and isinstance(answer, Literal)
            else self.values.value(answer)
        )
        if of.question is not None and of.question.kind == "select_one":
            said = _("{question} is {answer}") if holds else _("{question} is not {answer}")
        else:
            said = _("{question} includes {answer}") if holds else _("{question} does not include {answer}")
        return said.format(question=of.words, answer=shown)


def _spaced(words: str) -> str:
    """A space between Chinese and what is not, outside quotation marks, as Chinese is set."""
    parts = _QUOTED.split(words)
    return "".join(part if n % 2 else _SEAM.sub(" ", part) for n, part in enumerate(parts))


def _sentence(op: str, *, when: bool) -> str:
    if when and op not in ("=", "!="):
        return {
            "<": _("{value} is before {other}"), "<=": _("{value} is not after {other}"),
            ">": _("{value} is after {other}"), ">=": _("{value} is not before {other}"),
        }[op]  # fmt: skip
    return {
        "=": _("{value} is {other}"), "!=": _("{value} is not {other}"), "<": _("{value} is less than {other}"),
        "<=": _("{value} is at most {other}"), ">": _("{value} is more than {other}"),
        ">=": _("{value} is at least {other}"),
    }[op]  # fmt: skip


def _chain(op: str, node: Syntax) -> Iterator[Syntax]:
    """The parts of `a or b or c`, from the left."""
    todo = [node]
    while todo:
        found = todo.pop()
        if isinstance(found, Binary) and found.op == op:
            todo += (found.right, found.left)
        else:
            yield found


def _is(node: Syntax, op: str) -> bool:
    return isinstance(node, Binary) and node.op == op


def _length_of_something(op: str, left: Syntax, right: Syntax) -> bool:
    """`string-length(x) > 0` and its like, which ask whether there is an answer."""
    if not (isinstance(left, Call) and left.name in ("string-length", "count-selected") and isinstance(right, Number)):
        return False
    return len(left.args) == 1 and (
        (right.value == 0 and op in ("=", "!=", ">")) or (right.value == 1 and op in (">=", "<"))
    )


def _bare(node: Syntax) -> str:
    """The same text for the same expression wherever it stands."""
    return _AT.sub("", repr(node))
