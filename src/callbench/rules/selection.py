"""Selecting customers: how what is typed becomes a selection, how it is kept, and how it is told in words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, timedelta
from typing import Any

from callbench.i18n import _
from callbench.records.campaigns import Answered, Selection
from callbench.rules.words import CLASSES
from callbench.values.amount import show_amount
from callbench.values.problem import ValueProblem

_ANSWERED = re.compile(r"\s*([^\s<>=＝＜＞]+)\s*([<>=＝＜＞])\s*(.+?)\s*")
_SIGNS = {"＝": "=", "＜": "<", "＞": ">"}
_AGO = re.compile(r"([0-9]{1,4})\s*(?:d|days?|天|日)(?:\s*(?:ago|前))?", re.IGNORECASE)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def read_answered(text: str) -> Answered:
    """`effect=bad`, `score<3`, `csat>4`. Raises ValueProblem."""
    match = _ANSWERED.fullmatch(text)
    if match is None:
        raise ValueProblem("answer", _("{text!r} is no condition; write for example score<3.").format(text=text))
    sign = _SIGNS.get(match[2], match[2])
    if sign != "=" and not (_NUMBER.fullmatch(match[3]) or _day(match[3])):
        raise ValueProblem(
            "answer-number", _("{text!r}: < and > compare numbers and days (2026-03-05).").format(text=text)
        )
    return Answered(match[1], sign, match[3])


def read_edge(text: str) -> str:
    """One end of a span of days: `2026-03-05`, or `30d` (30 天) before today. Raises ValueProblem."""
    said = text.strip()
    if match := _AGO.fullmatch(said):
        return f"{int(match[1])}d"
    if _day(said) is None:
        raise ValueProblem("day", _("{text!r} is no day; write 2026-03-05, or 30d for 30 days ago.").format(text=text))
    return said


def edge_day(edge: str, today: date) -> date:
    """The day that one end of a span means today."""
    if edge.endswith("d"):
        return today - timedelta(days=int(edge.removesuffix("d")))
    return date.fromisoformat(edge)


def check(selection: Selection, today: date) -> None:
    """Raise ValueProblem for a selection that nobody can match: its days or amounts run backwards."""
    if selection.served_from and selection.served_to:
        first, last = (edge_day(edge, today) for edge in (selection.served_from, selection.served_to))
        if first > last:
            raise ValueProblem(
                "days-backwards",
                _("The first day {first} is after the last one {last}.").format(first=first, last=last),
            )
    low, high = selection.amount_from, selection.amount_to
    if low is not None and high is not None and low > high:
        raise ValueProblem("amounts-backwards", _("The least amount is more than the most."))


def like(pattern: str) -> str:
    """A pattern of a name for SQL's LIKE with `\\` before what is meant as it stands, in small letters."""
    said = pattern.strip().lower()
    for plain in ("\\", "%", "_"):
        said = said.replace(plain, "\\" + plain)
    if "*" not in said and "?" not in said:
        return f"%{said}%"
    return said.replace("*", "%").replace("?", "_")


def is_like(pattern: str, name: str) -> bool:
    """Whether a name matches a pattern as `like` has it; an empty one matches every name."""
    said, name = pattern.strip().lower(), name.lower()
    if not said:
        return True
    if "*" not in said and "?" not in said:
        return said in name
    parts = {"*": ".*", "?": "."}
    return re.fullmatch("".join(parts.get(char, re.escape(char)) for char in said), name, re.DOTALL) is not None


def as_text(selection: Selection) -> str:
    """A selection as a campaign keeps it."""
    empty = Selection()
    said = {name: value for name, value in asdict(selection).items() if value != getattr(empty, name)}
    return json.dumps(said, ensure_ascii=False)


def as_plain(selection: Selection) -> dict[str, Any]:
    """A selection for programs: only what it says."""
    plain: dict[str, Any] = json.loads(as_text(selection))
    return plain


def from_text(text: str) -> Selection | None:
    """The selection that `as_text` wrote; None for "": none was fixed."""
    if not text:
        return None
    said: Mapping[str, Any] = json.loads(text)
    known = {field.name for field in fields(Selection)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in said.items() if name in known
    }
    values["answers"] = tuple(Answered(**one) for one in said.get("answers", ()))
    return Selection(**values)


def told(selection: Selection, language: str) -> str:
    """A selection in words, one clause a condition."""
    clauses = []
    if selection.classes:
        clauses.append(_("class {names}").format(names=_(" or ").join(_(CLASSES[one]) for one in selection.classes)))
    if selection.item:
        clauses.append(_("service {pattern}").format(pattern=selection.item))
    if selection.served_from or selection.served_to:
        clauses.append(_served(selection.served_from, selection.served_to))
    low, high = selection.amount_from, selection.amount_to
    if low is not None:
        clauses.append(_("last amount from {amount}").format(amount=show_amount(low, language)))
    if high is not None:
        clauses.append(_("last amount up to {amount}").format(amount=show_amount(high, language)))
    if selection.branches:
        clauses.append(_("branch {names}").format(names=_(" or ").join(selection.branches)))
    if selection.owners:
        names = _(" or ").join(owner or _("nobody") for owner in selection.owners)
        clauses.append(_("owner {names}").format(names=names))
    clauses += [f"{one.question}{one.sign}{one.value}" for one in selection.answers]
    if selection.tags:
        clauses.append(_("tag {names}").format(names=_(" or ").join(selection.tags)))
    return _(", ").join(clauses) or _("all customers")


def _served(first: str, last: str) -> str:
    said = {edge: _edge(edge) for edge in (first, last) if edge}
    if first and last:
        return _("last service between {first} and {last}").format(first=said[first], last=said[last])
    if first:
        return _("last service since {first}").format(first=said[first])
    return _("last service up to {last}").format(last=said[last])


def _edge(edge: str) -> str:
    return _("{n} days ago").format(n=edge.removesuffix("d")) if edge.endswith("d") else edge


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
