"""The line as typed, read before click is loaded: the language it is to be answered in, and lines without a command."""

from __future__ import annotations

import os
import sys

from callbench import i18n

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HELP_NAMES = ("--help", "-h")
_XDG = ("linux",)  # systems whose folders are told by XDG_… variables


class Wish:
    """What every command can be told: base, language, agent ("" when not said) and whether to answer as JSON."""

    def __init__(self, db: str = "", lang: str = "", agent: str = "", *, json: bool = False) -> None:
        self.db = db
        self.lang = lang
        self.agent = agent
        self.json = json


class Front:
    """wish: what the options say. asks: "help", "version", "bench", or "" when click must read the line."""

    def __init__(self, wish: Wish, asks: str) -> None:
        self.wish = wish
        self.asks = asks


def read_front(words: Sequence[str]) -> Front:
    """Read a line. The language and --json count wherever they stand, so that also a refusal is told in the right way."""
    wish = Wish()
    asks = "bench"
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word == "--":
            asks = ""
            break
        if word == "--json":
            wish.json = True
        elif name in ("--db", "--lang", "--agent"):
            given = value if equals else next(rest, None)
            if given is None or (name == "--lang" and not i18n.normal_language(given)):
                asks = ""  # click says what is missing or wrong
            else:
                setattr(wish, name[2:], given)
        elif asks == "bench":
            asks = "help" if word in HELP_NAMES else "version" if word == "--version" else ""
    return Front(wish, asks)


def choose_language(asked: str, environ: Mapping[str, str] = os.environ) -> str:
    """zh_CN or en: what the line asks, CALLBENCH_LANG, the setting desk.language, the locale; in this order.

    Settings that cannot be read do not count here: whoever needs them will say so, in this language.
    """
    for said in (asked, environ.get("CALLBENCH_LANG", ""), environ.get("CALLBENCH_DESK_LANGUAGE", "")):
        if said and (language := i18n.normal_language(said)):
            return language
    return _of_settings(environ) or i18n.language_of_environment(environ)


def _of_settings(environ: Mapping[str, str]) -> str:
    """The language the settings file names, or "". Loading all settings would take longer than the help itself."""
    path = environ.get("CALLBENCH_CONFIG") or _usual_settings(environ)
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError):
        return ""
    if "language" not in text:
        return ""
    import tomllib

    try:
        language = tomllib.loads(text)["desk"]["language"]
    except (tomllib.TOMLDecodeError, KeyError, TypeError):
        return ""
    return i18n.normal_language(language) or "" if isinstance(language, str) else ""


def _usual_settings(environ: Mapping[str, str]) -> str:
    """Where platformdirs looks. Its import alone takes as long as a bare start, so Linux is answered here (a test compares)."""
    if sys.platform in _XDG:
        folder = environ.get("XDG_CONFIG_HOME", "").strip() or os.path.expanduser("~/.config")
        return os.path.join(folder, "callbench", "settings.toml")
    from platformdirs import user_config_path

    return os.fspath(user_config_path("callbench", appauthor=False) / "settings.toml")
