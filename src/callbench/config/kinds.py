"""What the kinds of settings hold: a value as TOML or the environment gives it becomes the typed one, or is refused."""

from __future__ import annotations

import re
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from callbench.config.declared import WEEKDAYS, Setting
from callbench.config.settings import span_of, time_of
from callbench.errors import SettingsProblem
from callbench.i18n import LANGUAGES, _, normal_language


def typed(setting: Setting, raw: Any, where: str) -> Any:
    """The typed value of a raw one (TOML value, or text from the environment)."""
    expected = {
        "text": _("text"),
        "int": _("a whole number"),
        "time": _("a time like 09:00"),
        "zone": _("a time zone like Asia/Shanghai"),
        "region": _("two letters like CN"),
        "calendar": _("CN, none, or a region like US-CA"),
        "span": _("a span like 12:00-14:00, or nothing"),
        "flag": _("true or false"),
        "words": _("a list of one or more of {known}").format(known=_(", ").join(setting.choices)),
        "language": _("zh_CN or en"),
        "choice": _(", ").join([*setting.choices, _("or nothing")]),
        "list": _("a list of words, in braces only {known}").format(known=_(", ").join(setting.choices)),
    }[setting.kind]
    try:
        value: Any = _READERS[setting.kind](raw)
        if setting.kind == "choice" and value not in ("", *setting.choices):
            raise ValueError
        if setting.kind == "words" and (not value or set(value) - set(setting.choices)):
            raise ValueError
        if setting.kind == "list" and set(re.findall(r"{(.*?)}", "\n".join(value))) - set(setting.choices):
            raise ValueError
    except (ValueError, TypeError, KeyError, OSError):
        value = None
    if value is None or (
        isinstance(value, int)
        and (
            (setting.least is not None and value < setting.least) or (setting.most is not None and value > setting.most)
        )
    ):
        if setting.least is not None:
            expected += _(" from {least} to {most}").format(least=setting.least, most=setting.most)
        raise SettingsProblem(
            _("{key} is {raw!r}; expected {expected}.").format(key=setting.key, raw=raw, expected=expected), where=where
        )
    return value


def key_names(command: str, raw: Any, where: str) -> tuple[str, ...]:
    """Names of keys for a command: one, a list, or an empty list for none."""
    names = [raw] if isinstance(raw, str) else raw
    if isinstance(names, list) and all(isinstance(name, str) and name.strip() for name in names):
        return tuple(name.strip() for name in names)
    raise SettingsProblem(
        _("{key} is {raw!r}; expected {expected}.").format(
            key=f"keys.{command}", raw=raw, expected=_("a key like f2, or a list of keys")
        ),
        where=where,
    )


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise TypeError
    return raw


def _int(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise TypeError
    return int(raw)


def _time(raw: Any) -> time:
    if isinstance(raw, time):
        raw = raw.isoformat()
    return time_of(_text(raw))


def _zone(raw: Any) -> str:
    return ZoneInfo(_text(raw)).key


def _region(raw: Any) -> str:
    region = _text(raw).strip().upper()
    if not re.fullmatch("[A-Z]{2}", region):
        raise ValueError
    return region


def _calendar(raw: Any) -> str:
    """Whose holidays: none, CN, or a region that the library of holidays knows."""
    name = _text(raw).strip()
    if name.casefold() == "none":
        return "none"
    country, dash, part = name.upper().partition("-")
    if name.upper() != "CN":
        import holidays  # 80 ms, needed for other regions only

        parts = holidays.list_supported_countries().get(country)
        if parts is None or (dash and part not in parts):
            raise ValueError
    return name.upper()


def _span(raw: Any) -> str:
    found = span_of(_text(raw).strip())
    return f"{found[0]:%H:%M}-{found[1]:%H:%M}" if found else ""


def _flag(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[_text(raw).strip().lower()]


def _words(raw: Any) -> tuple[str, ...]:
    """A list of words in the order of the week; from the environment with spaces or commas between them."""
    words = re.split(r"[\s,]+", raw.strip()) if isinstance(raw, str) else raw
    if not isinstance(words, list):
        raise ValueError
    said = [_text(word).strip().lower() for word in words]
    return tuple(dict.fromkeys(sorted(said, key=lambda word: WEEKDAYS.index(word))))


def _list(raw: Any) -> tuple[str, ...]:
    from json import loads  # seldom asked for, and every start would pay for it

    words = loads(raw) if isinstance(raw, str) else raw
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise ValueError
    return tuple(words)


def _lang(raw: Any) -> str:
    if _text(raw) == "":
        return ""
    language = normal_language(raw)
    if language not in LANGUAGES:
        raise ValueError
    return language


_READERS = {
    "text": _text, "choice": _text, "int": _int, "time": _time, "zone": _zone, "region": _region, "language": _lang,
    "list": _list, "calendar": _calendar, "span": _span, "flag": _flag, "words": _words,
}  # fmt: skip
