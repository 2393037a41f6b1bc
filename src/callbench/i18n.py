"""The two languages: messages are English in the code, translated by the gettext catalogue when they are shown."""

from __future__ import annotations

import gettext
import os

TYPE_CHECKING = False  # every start pays for what is imported here, so not even typing is
if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("zh_CN", "en")
_FOLDER = os.path.join(os.path.dirname(__file__), "locale")
_state: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use_language(language: str) -> None:
    """Show every later message in `language` (one of LANGUAGES)."""
    global _state, _language
    if language == "en":
        _state = gettext.NullTranslations()
    else:
        with open(os.path.join(_FOLDER, language, "LC_MESSAGES", "callbench.mo"), "rb") as file:
            _state = gettext.GNUTranslations(file)
    _language = language


def language() -> str:
    """The language in use: zh_CN or en."""
    return _language


def _(message: str) -> str:
    """Translate now; nothing stays nothing (a catalogue keeps its own header under the empty message)."""
    return _state.gettext(message) if message else ""


def in_every_language(message: str) -> tuple[str, ...]:
    """The message as each of LANGUAGES shows it: for what people type, whose language nobody knows."""
    with open(os.path.join(_FOLDER, "zh_CN", "LC_MESSAGES", "callbench.mo"), "rb") as file:
        return gettext.GNUTranslations(file).gettext(message), message


def N_(message: str) -> str:
    """Mark for translation; whoever shows it calls `_` then (labels declared in tables)."""
    return message


def ngettext(one: str, many: str, n: int) -> str:
    """Translate by number; `{n}` is filled in by the caller."""
    return _state.ngettext(one, many, n)


def pgettext(context: str, message: str) -> str:
    """Translate a message whose English word has several meanings."""
    return _state.pgettext(context, message)


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
