"""Reading the settings: where their file lies, what it and the environment say, and whether it all goes together."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from callbench.config.declared import SETTINGS, Setting
from callbench.config.kinds import key_names, typed
from callbench.config.settings import Settings, span_of
from callbench.errors import SettingsProblem
from callbench.i18n import _, normal_language
from callbench.text import nearest

_BY_KEY = {setting.key: setting for setting in SETTINGS}
_RESERVED = {"CALLBENCH_NOW", "CALLBENCH_DB", "CALLBENCH_LANG", "CALLBENCH_CONFIG", "CALLBENCH_LOG"}
_NOT_OURS = ("CALLBENCH_TEST_", "CALLBENCH_REFERENCE_DATA", "CALLBENCH_VENV")


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
        from callbench.config.file import entries  # where there is none, TOML need not be read

        for key, raw, where in entries(path):
            if key.startswith("keys."):
                command = key.removeprefix("keys.")
                keys[command], keys_at[command] = key_names(command, raw, where), where
                continue
            setting = _known(key, where)
            values[key] = typed(setting, raw, where)
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
        values[setting.key] = typed(setting, environ[name], name)
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


def _check_hours(values: dict[str, Any], place: Callable[[str], str]) -> None:
    """Hours that are never open, and a pause that is not inside them, are refused where they are written.

    Where nobody set hours for advertising and the usual ones miss the calling hours, these are taken.
    """
    spans = ("calls.from", "calls.until"), ("shop.opens", "shop.closes"), ("marketing.from", "marketing.until")
    for first, last in spans:
        if values[first] >= values[last]:
            raise SettingsProblem(
                _("{first} must be earlier than {last}.").format(first=first, last=last),
                where=place(last) or place(first),
            )
    pause = span_of(values["shop.pause"])
    for first, last in (("shop.opens", "shop.closes"), ("calls.from", "calls.until")):
        if pause is not None and not values[first] < pause[0] < pause[1] < values[last]:
            raise SettingsProblem(
                _("The pause {pause} must lie between {first} and {last}, {opens} to {closes}.").format(
                    pause=values["shop.pause"], first=first, last=last,
                    opens=f"{values[first]:%H:%M}", closes=f"{values[last]:%H:%M}",
                ),
                where=place("shop.pause") or place(last) or place(first),
            )  # fmt: skip
    begin = max(values["calls.from"], values["marketing.from"])
    end = min(values["calls.until"], values["marketing.until"])
    if begin >= end or (pause is not None and pause[0] <= begin and end <= pause[1]):
        if not place("marketing.from") and not place("marketing.until"):
            values["marketing.from"], values["marketing.until"] = values["calls.from"], values["calls.until"]
            return
        said = map(place, ("marketing.until", "marketing.from", "calls.until", "calls.from", "shop.pause"))
        raise SettingsProblem(
            _("Of the hours for advertising nothing lies inside the calling hours."), where=next(filter(None, said), "")
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
