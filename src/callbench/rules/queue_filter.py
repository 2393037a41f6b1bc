"""What somebody types to see a part of the queue: `class:key owner:wangmin tries:0-2 due:today 李`, in either language.

A condition is a name, a colon and its value; several values with commas mean any of them, several conditions mean all. In
quotes a value may hold spaces. What is no condition is looked for in name, code and number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from callbench.clock import date_of, day_number
from callbench.i18n import N_, _, in_every_language
from callbench.records.queue_filter import Named, Offered, QueueFilter
from callbench.rules.words import CLASSES, GROUPS, code_of
from callbench.text import clean, nearest
from callbench.values.calendar_words import date_text
from callbench.values.problem import ValueProblem

FIELDS = {
    "group": N_("Group"), "campaign": N_("Campaign"), "class": N_("Class"), "owner": N_("Owner"), "tries": N_("Tries"),
    "due": N_("Due"),
}  # fmt: skip
"""What can be asked for, with what it is called."""
_ALSO = {
    "group": ("state", "状态", "名单", "分组"), "campaign": ("回访活动", "活动"), "class": ("分类", "类别", "客户分类"),
    "owner": ("负责人", "归属", "责任人"), "tries": ("attempts", "次数", "拨打次数"), "due": ("到期", "日期", "应拨"),
}  # fmt: skip
NOBODY = ("-", "none", "nobody", "无", "没有")
DUE = {
    "today": N_("today"), "overdue": N_("before today"), "tomorrow": N_("tomorrow"), "week": N_("the next 7 days"),
    "later": N_("after today"),
}  # fmt: skip
"""Days by name, in the order they are offered."""
_DUE_ALSO = {
    "today": ("今天", "今日"), "overdue": ("逾期", "过期", "今天之前"), "tomorrow": ("明天", "明日"),
    "week": ("7天内", "一周内", "未来7天"), "later": ("以后", "今天之后"),
}  # fmt: skip
_TERM = re.compile(r"""(?P<name>[^\s:：,"]+)[:：](?P<value>(?:"[^"]*"?|[^\s"])*)|"(?P<quoted>[^"]*)"?|(?P<word>\S+)""")
_RANGE = re.compile(r"(?P<first>[0-9]{0,4})\s*(?P<dash>[-–~+])?\s*(?P<last>[0-9]{0,4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_LONGEST = 200
_DAY = timedelta(days=1)
Made = TypeVar("Made")


def read_filter(typed: str, offered: Offered, today: int) -> QueueFilter:
    """The filter that is typed. offered: what may be named; today: the business day.

    Raises ValueProblem for a value there is none of; a condition whose value is still to come is none.
    """
    found, words = QueueFilter(), []
    told: list[tuple[str, str]] = []
    for term in _TERM.finditer(clean(typed, limit=_LONGEST)):
        name = field_named(term["name"] or "")
        if not name:
            words.append(term["quoted"] if term["quoted"] is not None else term[0])
        elif values := [
            one.strip() for one in term["value"].replace('"', "").replace("，", ",").split(",") if one.strip()
        ]:
            found, said = _READ[name](found, values, offered, today)
            told.append((_(FIELDS[name]), said))
    text = " ".join(word for word in words if word)
    return replace(found, text=text, told=(*told, *([(_("Holding"), text)] if text else [])))


def field_named(name: str) -> str:
    """The field of FIELDS that is meant, "" for none."""
    wanted = name.casefold()
    for code, label in FIELDS.items():
        if wanted == code or wanted in _ALSO[code] or wanted in map(str.casefold, in_every_language(label)):
            return code
    return ""


def term(name: str, value: str) -> str:
    """A condition as it is typed. value: several stand with commas."""
    quoted = f'"{value}"' if re.search(r"[\s,，]", value) else value
    return f"{name if ' ' in _(FIELDS[name]) else _(FIELDS[name])}:{quoted}"


def filter_terms(found: QueueFilter, offered: Offered, today: int) -> dict[str, str]:
    """The values of a filter as they are typed, by the field each belongs to."""
    codes = {one.id: one.code for one in (*offered.campaigns, *offered.agents)}
    named = next((code for code in DUE if found.due != (None, None) and due_days(code, today) == found.due), "")
    days = ["" if day is None else date_of(day).isoformat() for day in found.due]
    first, last = ("" if one is None else str(one) for one in found.tries)
    typed = {
        "group": ",".join(found.groups),
        "campaign": ",".join(codes.get(one, "") for one in found.campaigns),
        "class": ",".join(code or "-" for code in found.classes),
        "owner": ",".join("-" if one is None else codes.get(one, "") for one in found.owners),
        "tries": first if first == last else f"{first}-{last}",
        "due": named or (days[0] if days[0] == days[1] else f"{days[0]}..{days[1]}"),
    }
    return {name: text for name, text in typed.items() if text}


def _groups(found: QueueFilter, values: Sequence[str], offered: Offered, today: int) -> tuple[QueueFilter, str]:
    codes = [_code(value, GROUPS, "group") for value in values]
    return replace(found, groups=tuple(dict.fromkeys(codes))), _any(_(GROUPS[code]) for code in codes)


def _campaigns(found: QueueFilter, values: Sequence[str], offered: Offered, today: int) -> tuple[QueueFilter, str]:
    named = [one for value in values for one in _named(value, offered.campaigns, "campaign")]
    return replace(found, campaigns=tuple(one.id for one in named)), _any(one.name or one.code for one in named)


def _classes(found: QueueFilter, values: Sequence[str], offered: Offered, today: int) -> tuple[QueueFilter, str]:
    codes = ["" if value.casefold() in NOBODY else _code(value, CLASSES, "class") for value in values]
    return replace(found, classes=tuple(codes)), _any(_(CLASSES[code]) if code else _("none") for code in codes)


def _owners(found: QueueFilter, values: Sequence[str], offered: Offered, today: int) -> tuple[QueueFilter, str]:
    who: list[Named | None] = []
    for value in values:
        who += [None] if value.casefold() in NOBODY else _named(value, offered.agents, "owner")
    owners = tuple(None if one is None else one.id for one in who)
    return replace(found, owners=owners), _any(_("nobody") if one is None else one.name for one in who)


def _tries(found: QueueFilter, values: Sequence[str], offered: Offered, today: int) -> tuple[QueueFilter, str]:
    match = _RANGE.fullmatch(values[0])
    if len(values) > 1 or match is None or not (match["first"] or match["last"]):
        raise ValueProblem(
            "tries", _("{text!r} is no number of tries; write 0, 1-2 or 3-.").format(text=clean(values[0], limit=30))
        )
    first = int(match["first"]) if match["first"] else None
    last = (int(match["last"]) if match["last"] else None) if match["dash"] else first
    if first is not None and last is not None and first > last:
        first, last = last, first
    return replace(found, tries=(first, last)), span_text(first, last)


def _due(found: QueueFilter, values: Sequence[str], offered: Offered, today: int) -> tuple[QueueFilter, str]:
    first, last = due_days(values[0], today)
    if code := _due_code(values[0]):
        return replace(found, due=(first, last)), _(DUE[code])
    said = span_text(*(None if day is None else date_text(date_of(day), date_of(today)) for day in (first, last)))
    return replace(found, due=(first, last)), said


def due_days(text: str, today: int) -> tuple[int | None, int | None]:
    """First and last business day of `today`, `overdue`, `2026-03-05`, `2026-03-05..2026-03-09`; None: no end.

    Raises ValueProblem.
    """
    day = date_of(today)
    match _due_code(text):
        case "today":
            return today, today
        case "overdue":
            return None, day_number(day - _DAY)
        case "tomorrow":
            return day_number(day + _DAY), day_number(day + _DAY)
        case "week":
            return today, day_number(day + 6 * _DAY)
        case "later":
            return day_number(day + _DAY), None
    first, dots, last = text.partition("..")
    begin, end = (_iso(part, text) if part else None for part in (first, last))
    if begin is None and end is None:
        raise _no_day(text)
    return begin, end if dots else begin


def _due_code(text: str) -> str:
    code = code_of(text, DUE)
    return code or next((name for name, words in _DUE_ALSO.items() if text.strip() in words), "")


def _iso(text: str, whole: str) -> int:
    match = _ISO.fullmatch(text.strip())
    try:
        return day_number(date(*(int(part) for part in match.groups()))) if match else _fail(whole)
    except ValueError:
        return _fail(whole)


def _fail(text: str) -> int:
    raise _no_day(text)


def _no_day(text: str) -> ValueProblem:
    known = _(", ").join(_(label) for label in DUE.values())
    return ValueProblem(
        "due", _("{text!r} is no day; write {known} or 2026-03-05.").format(text=clean(text, limit=30), known=known)
    )


def span_text(first: Any, last: Any) -> str:
    """2, 1–2, at least 3, at most 2."""
    if first is None:
        return _("up to {last}").format(last=last)
    if last is None:
        return _("from {first} on").format(first=first)
    return str(first) if first == last else f"{first}-{last}"


def _code(value: str, labels: dict[str, str], name: str) -> str:
    if code := code_of(value, labels):
        return code
    near = nearest(value, labels, alike=0)
    raise _unknown(name, value, f"{near} ({_(labels[near])})" if near else "")


def _named(value: str, known: Sequence[Named], name: str) -> list[Named]:
    wanted = value.casefold()
    for same in _ALIKE:
        if found := [one for one in known if same(wanted, one)]:
            return found
    raise _unknown(name, value, nearest(value, [one.code for one in known], alike=0))


_ALIKE: tuple[Callable[[str, Named], bool], ...] = (
    lambda wanted, one: wanted in (one.code.casefold(), one.name.casefold()),
    lambda wanted, one: one.code.casefold().startswith(wanted) or wanted in one.name.casefold(),
)


def _unknown(name: str, value: str, near: str) -> ValueProblem:
    said = _("{field}: there is no {value!r}.").format(field=_(FIELDS[name]), value=clean(value, limit=40))
    more = _(" The nearest is {nearest}.").format(nearest=clean(near, limit=60)) if near else ""
    return ValueProblem(f"filter-{name}", said + more)


def _any(said: Iterable[str]) -> str:
    return _(" or ").join(clean(one, limit=40) for one in said)


_READ: dict[str, Callable[[QueueFilter, Sequence[str], Offered, int], tuple[QueueFilter, str]]] = {
    "group": _groups, "campaign": _campaigns, "class": _classes, "owner": _owners, "tries": _tries, "due": _due,
}  # fmt: skip
