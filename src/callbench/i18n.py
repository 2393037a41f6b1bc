"""The two languages: messages are English in the code, looked up in the gettext catalogue when they are shown."""

from __future__ import annotations

import os
from bisect import bisect_left
from struct import unpack_from

TYPE_CHECKING = False  # every start pays for what is imported here, so not even typing is
if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("zh_CN", "en")
_FOLDER = os.path.join(os.path.dirname(__file__), "locale")


class _Catalogue:
    """A compiled catalogue (GNU gettext .mo, little-endian, sorted by message), read message by message.

    Python's own reader takes in all 1,900 before the first is shown: a twentieth of the way to the first picture.
    """

    def __init__(self, path: str) -> None:
        with open(path, "rb") as file:
            self._bytes = file.read()
        self._count, self._messages, self._shown = unpack_from("<3I", self._bytes, 8)
        self._found: dict[str, str] = {}

    def find(self, message: str, otherwise: str) -> str:
        """What is shown for a message (of one with a number, for its singular); `otherwise` when there is nothing."""
        if message not in self._found:
            key = message.encode()
            at = bisect_left(range(self._count), key, key=self._message)
            known = at < self._count and self._message(at) == key
            self._found[message] = self._text(self._shown, at).decode() if known else ""
        return self._found[message] or otherwise

    def _message(self, at: int) -> bytes:
        return self._text(self._messages, at)

    def _text(self, table: int, at: int) -> bytes:
        """An entry up to its plural; Chinese has one form for all numbers."""
        length, begin = unpack_from("<2I", self._bytes, table + 8 * at)
        return self._bytes[begin : begin + length].partition(b"\0")[0]


_language = "en"
_catalogues: dict[str, _Catalogue | None] = {"en": None}


def use_language(language: str) -> None:
    """Show every later message in `language` (one of LANGUAGES)."""
    global _language
    _catalogue(language)
    _language = language


def _catalogue(language: str) -> _Catalogue | None:
    """The messages of a language, None for the one they are written in."""
    if language not in _catalogues:
        _catalogues[language] = _Catalogue(os.path.join(_FOLDER, language, "LC_MESSAGES", "callbench.mo"))
    return _catalogues[language]


def _look_up(key: str, otherwise: str, language: str = "") -> str:
    catalogue = _catalogue(language or _language)
    return otherwise if catalogue is None else catalogue.find(key, otherwise)


def language() -> str:
    """The language in use: zh_CN or en."""
    return _language


def _(message: str) -> str:
    """Translate now; nothing stays nothing (a catalogue keeps its own header under the empty message)."""
    return _look_up(message, message) if message else ""


def in_every_language(message: str) -> tuple[str, ...]:
    """The message as each of LANGUAGES shows it: for what people type, whose language nobody knows."""
    return tuple(_look_up(message, message, language) for language in LANGUAGES)


def N_(message: str) -> str:
    """Mark for translation; whoever shows it calls `_` then (labels declared in tables)."""
    return message


def ngettext(one: str, many: str, n: int) -> str:
    """Translate by number; `{n}` is filled in by the caller."""
    return _look_up(one, one if n == 1 else many)


def pgettext(context: str, message: str) -> str:
    """Translate a message whose English word has several meanings."""
    return _look_up(f"{context}\x04{message}", message)


def normal_language(text: str) -> str | None:
    """zh_CN or en for names people write (zh, zh-CN, zh_CN.UTF-8, en_GB …); None when it is neither."""
    head = text.replace("-", "_").split(".")[0].lower()
    if head in ("zh", "cn") or head.startswith("zh_"):
        return "zh_CN"
    if head in ("en", "c", "posix") or head.startswith("en_"):
        return "en"
    return None


def language_of_environment(environ: Mapping[str, str] = os.environ) -> str:
    """The language of the locale: LC_ALL, LC_MESSAGES, LANG in this order; en when none names one of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name, ""):
            return normal_language(value) or "en"
    if os.name == "nt":
        import locale

        return normal_language(locale.getlocale()[0] or "") or "en"
    return "en"
