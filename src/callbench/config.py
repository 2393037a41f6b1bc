"""The settings: declared once in `SETTINGS`, read from one TOML file, each overridable by CALLBENCH_SECTION_KEY."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from callbench.errors import SettingsProblem
from callbench.i18n import LANGUAGES, N_, _, normal_language
from callbench.text import nearest


@dataclass(frozen=True)
class Setting:
    """One key. kind: text, int, flag, time (HH:MM), span (HH:MM-HH:MM or nothing), zone, region, calendar, language,
    choice, list, words. source: where the default comes from.

    choices: the words allowed; of a list, what may stand in {braces} in it.
    """

    key: str  # section.name
    kind: str
    default: Any
    label: str
    source: str = ""
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable that overrides it."""
        return "CALLBENCH_" + self.key.replace(".", "_").upper()


_FIELD = N_("field practice")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

SETTINGS: tuple[Setting, ...] = (
    Setting("shop.name", "text", "", N_("Name of the shop, spoken where a customer's branch is not known.")),
    Setting("shop.zone", "zone", "Asia/Shanghai", N_("Time zone of the shop (IANA name).")),
    Setting("shop.region", "region", "CN", N_("Region of phone numbers written without a country code (two letters).")),
    Setting("shop.day_starts", "time", time(4), N_("When the shop's business day begins; calls after midnight count to the day before.")),
    Setting("shop.opens", "time", time(9), N_("When the shop's working hours begin; deadlines of complaints run inside them.")),
    Setting("shop.closes", "time", time(21), N_("When the shop's working hours end.")),
    Setting(
        "shop.pause", "span", "",
        N_("Lunch pause, HH:MM-HH:MM: nobody is called on their own clock, deadlines of complaints stand still; empty: none."),
    ),
    Setting(
        "shop.calendar", "calendar", "CN",
        N_("Whose public holidays count: CN (with the days worked in their place), none, or another region like US-CA."),
    ),
    Setting("shop.workdays", "words", WEEKDAYS[:5], N_("Weekdays on which the shop works, where its calendar says nothing else."), choices=WEEKDAYS),
    Setting("desk.language", "language", "", N_("Language of screens and messages: zh_CN or en; empty follows the locale.")),
    Setting("desk.agent", "text", "", N_("Agent who works at this desk; empty asks at the start.")),
    Setting(
        "desk.theme", "choice", "", N_("Colours of the screens: dark, light or contrast; empty: as last switched there."),
        choices=("dark", "light", "contrast"),
    ),
    Setting(
        "desk.spacing", "choice", "", N_("Room between lines: roomy or compact; empty: as last switched on the screens."),
        choices=("roomy", "compact"),
    ),
    Setting("desk.base", "text", "", N_("Base to open: a path or a database address; empty means the user's data folder.")),
    Setting("calls.from", "time", time(9), N_("Nobody is called before this time on their own clock."), _FIELD),
    Setting("calls.until", "time", time(21), N_("Nobody is called from this time on, on their own clock."), _FIELD),
    Setting("calls.on_days_off", "flag", False, N_("Whether customers are called on days the shop's calendar has off, too."), _FIELD),
    Setting("calls.gap_minutes", "int", 60, N_("Least minutes between two attempts to the same number."), _FIELD, 0, 10_080),
    Setting("calls.per_day", "int", 2, N_("Most attempts a day to one person, over all campaigns."), _FIELD, 1, 50),
    Setting("calls.per_month", "int", 4, N_("Most attempts in 30 days to one person, over all campaigns."), _FIELD, 1, 500),
    Setting("calls.attempts", "int", 6, N_("Most attempts for one queue item; an agreed callback may exceed it by one."), _FIELD, 1, 100),
    Setting("calls.hold_minutes", "int", 30, N_("A held item without activity returns to the queue after this many minutes."), _FIELD, 1, 1_440),
    Setting("calls.release_minutes", "int", 15, N_("A personal callback is open to everyone this many minutes after it was due."), _FIELD, 0, 10_080),
    Setting(
        "calls.skip_minutes", "int", 15, N_("A customer given back without a call is not offered again for this many minutes."),
        _FIELD, 1, 1_440,
    ),
    Setting("calls.undo_seconds", "int", 15, N_("How long the last saved result can be undone."), _FIELD, 0, 600),
    Setting("retry.no_answer_minutes", "int", 180, N_("Next attempt after nobody answered."), _FIELD, 1, 43_200),
    Setting("retry.busy_minutes", "int", 30, N_("Next attempt after a busy line."), _FIELD, 1, 43_200),
    Setting("retry.refused_days", "int", 7, N_("Next attempt after 'not this time'."), _FIELD, 1, 365),
    Setting("retry.silence_days", "int", 60, N_("Silence after a refusal for good."), _FIELD, 1, 3_650),
    Setting(
        "dial.command", "list", (),
        N_("Program that dials, and its arguments; {e164}, {national} and {ext} stand for the number. Run without a shell."),
        choices=("e164", "national", "ext"),
    ),
    Setting("complaints.urgent_answer_hours", "int", 2, N_("Working hours until an urgent complaint is answered."), _FIELD, 1, 72),
    Setting("complaints.urgent_solve_days", "int", 1, N_("Working days until an urgent complaint is solved."), _FIELD, 0, 30),
    Setting("complaints.normal_solve_days", "int", 3, N_("Working days until any other complaint is solved."), _FIELD, 0, 60),
    Setting("complaints.owner", "text", "", N_("Code of the agent who sees to new complaints; empty, or nobody here: who raised it.")),
    Setting("complaints.final_days", "int", 7, N_("Days after which no complaint may be open."), _FIELD, 1, 90),
)  # fmt: skip
_BY_KEY = {setting.key: setting for setting in SETTINGS}
_RESERVED = {"CALLBENCH_NOW", "CALLBENCH_DB", "CALLBENCH_LANG", "CALLBENCH_CONFIG", "CALLBENCH_LOG"}
_NOT_OURS = ("CALLBENCH_TEST_", "CALLBENCH_REFERENCE_DATA", "CALLBENCH_VENV")


@dataclass(frozen=True, eq=False)
class ShopDays:
    """What the shop loaded over the shipped holidays; it lies in the base. days: YYYYMMDD → (off or work, name).

    years: those for which it is everything there is to know.
    """

    days: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    years: frozenset[int] = frozenset()


_NOTHING_LOADED = ShopDays()


@dataclass(frozen=True)
class Settings:
    """All settings as read. `settings["calls.from"]` gives the typed value; `origin` says where each came from.

    keys: command id → key names, as the table `[keys]` gives them; keys_at: command id → file and line. Whether there
    are such commands and keys is known where they are declared, in the screens. shop_days: filled by the open bench.
    """

    values: Mapping[str, Any]
    origin: Mapping[str, str]
    path: Path
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keys_at: Mapping[str, str] = field(default_factory=dict)
    shop_days: ShopDays = _NOTHING_LOADED

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.values["shop.zone"])

    @property
    def day_starts(self) -> time:
        """When the business day begins, on the shop's clock."""
        starts: time = self.values["shop.day_starts"]
        return starts


def settings_path(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the settings file is looked for: CALLBENCH_CONFIG, else the user's configuration folder."""
    if named := environ.get("CALLBENCH_CONFIG"):
        return Path(named)
    from platformdirs import user_config_path

    return user_config_path("callbench", appauthor=False) / "settings.toml"


def default_base() -> Path:
    """The base used when none is named: callbench.db in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("callbench", appauthor=False) / "callbench.db"


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the file (absent: defaults) and the environment. Raises SettingsProblem naming file, line and nearest key."""
    path = settings_path(environ)
    values: dict[str, Any] = {setting.key: setting.default for setting in SETTINGS}
    origin = dict.fromkeys(values, "default")
    places: dict[str, str] = {}
    keys: dict[str, tuple[str, ...]] = {}
    keys_at: dict[str, str] = {}
    if path.is_file():
        text = _read(path)
        for key, raw in _flat(_parse(text, path)):
            where = f"{path}:{_line_of(key, text)}"
            if key.startswith("keys."):
                command = key.removeprefix("keys.")
                keys[command], keys_at[command] = _key_names(command, raw, where), where
                continue
            setting = _known(key, where)
            values[key] = _typed(setting, raw, where)
            origin[key], places[key] = str(path), where
    elif "CALLBENCH_CONFIG" in environ:
        raise SettingsProblem(_("The settings file is not there."), where=str(path))
    by_variable = {setting.variable: setting for setting in SETTINGS}
    for name in sorted(environ):
        if not name.startswith("CALLBENCH_") or name in _RESERVED or name.startswith(_NOT_OURS):
            continue
        if name not in by_variable:
            _unknown(name, [*by_variable, *_RESERVED], _("environment"))
        setting = by_variable[name]
        values[setting.key] = _typed(setting, environ[name], name)
        origin[setting.key] = places[setting.key] = name
    _check_hours(values, lambda key: places.get(key, ""))
    asked = environ.get("CALLBENCH_LANG", "")
    if asked and not normal_language(asked):
        raise SettingsProblem(
            _("{key} is {raw!r}; expected {expected}.").format(
                key="CALLBENCH_LANG", raw=asked, expected=_("zh_CN or en")
            ),
            where="CALLBENCH_LANG",
        )
    return Settings(values, origin, path, keys, keys_at)


def span_of(text: str) -> tuple[time, time] | None:
    """Begin and end of `HH:MM-HH:MM`; None for "". Raises ValueError for anything else, also for an empty span."""
    if not text:
        return None
    first, _dash, last = (part.strip() for part in text.partition("-"))
    begin, end = _time(first), _time(last)
    if begin >= end:
        raise ValueError
    return begin, end


def _check_hours(values: Mapping[str, Any], place: Callable[[str], str]) -> None:
    """Hours that are never open, and a pause that is not inside them, are refused where they are written."""
    for first, last in (("calls.from", "calls.until"), ("shop.opens", "shop.closes")):
        if values[first] >= values[last]:
            raise SettingsProblem(
                _("{first} must be earlier than {last}.").format(first=first, last=last),
                where=place(last) or place(first),
            )
    pause = span_of(values["shop.pause"])
    if pause is None:
        return
    for first, last in (("shop.opens", "shop.closes"), ("calls.from", "calls.until")):
        if not values[first] < pause[0] < pause[1] < values[last]:
            raise SettingsProblem(
                _("The pause {pause} must lie between {first} and {last}, {opens} to {closes}.").format(
                    pause=values["shop.pause"], first=first, last=last,
                    opens=f"{values[first]:%H:%M}", closes=f"{values[last]:%H:%M}",
                ),
                where=place("shop.pause") or place(last) or place(first),
            )  # fmt: skip


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsProblem(
            _("The settings file cannot be read: {error}").format(error=error), where=str(path)
        ) from None


def _parse(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsProblem(_("This is not TOML: {error}").format(error=error), where=str(path)) from None


def _flat(tables: Mapping[str, Any]) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for section, content in tables.items():
        if isinstance(content, dict):
            inner = _flat(content) if section == "keys" else content.items()  # "a.b" and a.b are meant alike
            pairs += [(f"{section}.{name}", value) for name, value in inner]
        else:
            pairs.append((section, content))
    return pairs


def _line_of(key: str, text: str) -> int:
    """The line that sets `key`, for messages; 1 when it cannot be found."""
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            here = header[1].strip("\"' ")
        elif (found := re.match(r"\s*[\"']?([\w.-]+)[\"']?\s*=", line)) and (
            (f"{here}.{found[1]}" if here else found[1]) == key
        ):
            return number
    return 1


def _key_names(command: str, raw: Any, where: str) -> tuple[str, ...]:
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


def _known(key: str, where: str) -> Setting:
    if key not in _BY_KEY:
        _unknown(key, list(_BY_KEY), where)
    return _BY_KEY[key]


def _unknown(key: str, known: list[str], where: str) -> None:
    raise SettingsProblem(
        _("There is no setting {key!r}.").format(key=key),
        where=where,
        todo=_("The nearest is {nearest!r}.").format(nearest=nearest(key, known, alike=0)),
    )


def _typed(setting: Setting, raw: Any, where: str) -> Any:
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


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise TypeError
    return raw


def _int(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise TypeError
    return int(raw)


def _time(raw: Any) -> time:
    found = raw if isinstance(raw, time) else time.fromisoformat(_text(raw))
    if found.tzinfo:  # it is meant on somebody's own clock
        raise ValueError
    return found


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
    words = json.loads(raw) if isinstance(raw, str) else raw
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
