"""From the text of an expression to its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

from callbench.script.xpath.errors import ExprError

LONGEST = 20_000
"""Characters an expression may have."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word. kind: number, literal, ref, variable, name, star (any name), op, end. text: its content, without quotes or braces."""

    kind: str
    text: str
    at: int


_NAME = r"[^\W\d][\w.\-·]*"
_WORDS = re.compile(
    rf"""(?P<space>\s+)
    |(?P<ref>\$\{{\s*(?P<refname>[^}}\s]*)\s*\}})
    |(?P<variable>\$\s*(?P<varname>{_NAME}(?::{_NAME})?)(?!:))
    |(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |(?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    |(?P<op>::|//|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*])""",
    re.VERBOSE,
)
_DAY = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9](?![\w.\-])")
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "”": "”", "’": "’"}
_OPERANDS = frozenset({"number", "literal", "ref", "variable", "name", "star"})
_OPERATORS = ("and", "or", "div", "mod")
_FULL_WIDTH = {
    "（": "(", "）": ")", "，": ",", "、": ",", "＝": "=", "！": "!", "＞": ">", "＜": "<", "＋": "+", "－": "-", "＊": "*",
    "／": "/", "×": "*", "÷": "div", "≠": "!=", "≥": ">=", "≤": "<=", "｛": "{", "｝": "}", "＄": "$", "［": "[", "］": "]",
    "【": "[", "】": "]", "｜": "|", "．": ".", "。": ".", "：": ":", "；": ";", "＂": '"', "＇": "'", "「": "'", "」": "'",
    "–": "-", "—": "-", "−": "-",
}  # fmt: skip
_FOREIGN = {
    "==": "=", "&&": "and", "||": "or", "<>": "!=", "!": "not(…)", "%": "mod", "&": "and", "{": "${…}", "$": "${…}",
}  # fmt: skip


def tokenise(text: str) -> list[Token]:
    """The words of `text`, closed by one of kind `end`. Curly quotation marks count as straight ones.

    Raises ExprError for what no expression may hold; full-width signs are named with the sign that is meant.
    """
    if len(text) > LONGEST:
        raise ExprError("too-long", limit=LONGEST)
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] in _QUOTES:
            token = _literal(text, at)
            found.append(token)
            at += len(token.text) + 2
            continue
        match = _WORDS.match(text, at)
        if not match:
            raise _foreign(text, at)
        if match["number"] and (day := _DAY.match(text, at)):  # 2026 less 3 less 5 is never meant
            raise ExprError("other-sign", at, f"'{day[0]}'", sign=day[0], meant=f"'{day[0]}'")
        kind = match.lastgroup or ""
        if match["ref"] is not None:
            found.append(Token("ref", match["refname"], at))
        elif match["variable"] is not None:
            found.append(Token("variable", match["varname"], at))
        elif kind == "name":
            at = _name(found, match[0], at)
            continue
        elif match[0] == "*" and not (found and ends_operand(found[-1])):
            found.append(Token("star", "*", at))
        elif kind != "space":
            found.append(Token(kind, match[0], at))
        at = match.end()
    found.append(Token("end", "", len(text)))
    return found


def _literal(text: str, at: int) -> Token:
    closing = _QUOTES[text[at]]
    end = text.find(closing, at + 1)
    if end < 0 and closing not in "\"'":  # opened curly, closed straight
        end = text.find('"' if closing == "”" else "'", at + 1)
    if end < 0:
        raise ExprError("open-quote", at)
    return Token("literal", text[at + 1 : end], at)


def _name(found: list[Token], text: str, at: int) -> int:
    """Add a name, or the operator it stands for where one must follow; the offset behind it.

    After an operand only an operator can come, so that `6andpath` reads as `6 and path`, as JavaRosa reads it.
    """
    if found and ends_operand(found[-1]):
        for word in _OPERATORS:
            if text.startswith(word):
                found.append(Token("op", word, at))
                return at + len(word)
    found.append(Token("name", text, at))
    return at + len(text)


def ends_operand(token: Token) -> bool:
    """Whether an operand may end with `token`, so that a following `*` multiplies and `and` combines (XPath 1.0, 3.7)."""
    return token.kind in _OPERANDS or token.text in (")", "]", ".", "..")


def _narrow(sign: str) -> str:
    """The plain form of a full-width digit or sign, "" for any other."""
    plain = normalize("NFKC", sign)
    return plain if plain != sign and len(plain) == 1 and plain.isascii() else ""


def _foreign(text: str, at: int) -> ExprError:
    sign = text[at]
    if meant := _FULL_WIDTH.get(sign, "") or _narrow(sign):
        return ExprError("full-width", at, meant, sign=sign, meant=meant)
    for length in (2, 1):
        sign = text[at : at + length]
        if meant := _FOREIGN.get(sign, ""):
            return ExprError("other-sign", at, meant, sign=sign, meant=meant)
    return ExprError("foreign-sign", at, sign=sign)
