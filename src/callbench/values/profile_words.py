"""Reading a customer class, a gender, an e-mail address as people write them, in files and on the profile."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from callbench.i18n import _
from callbench.values.problem import ValueProblem

_CLASSES: Final = {
    "key": "重点 重要 vip 贵宾 大客户 key important a",
    "regular": "常规 普通 一般 常客 老客户 regular normal standard ordinary b",
    "potential": "潜在 意向 准客户 新客户 potential prospect lead c",
    "special": "特殊 special d",
}
_GENDERS: Final = {
    "female": "女 女士 小姐 female f woman",
    "male": "男 先生 male m man",
    "other": "其他 其它 other",
}
CODED: Final = frozenset({"gender", "customer_class", "channel", "zone"})
"""Fields of a profile that hold codes, not words."""
_NOTHING: Final = frozenset(
    ("", "无", "未知", "未填", "不详", "保密", "-", "--", "/", "n/a", "none", "null", "unknown")
)
_BY_CLASS: Final = {word: key for key, words in _CLASSES.items() for word in words.split()}
_BY_GENDER: Final = {word: key for key, words in _GENDERS.items() for word in words.split()}
_EMAIL: Final = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")


def read_class(text: str) -> str:
    """key, regular, potential, special, or "" for none. Raises ValueProblem (class-unknown)."""
    word = re.sub(r"(客户|会员|类|级|customers?|class)$", "", _plain(text)).strip() or _plain(text)
    if _plain(text) in _NOTHING:
        return ""
    if word not in _BY_CLASS:
        raise ValueProblem(
            "class-unknown",
            _("{text!r} is no class; known: {known}.").format(
                text=text[:40], known=_("key, regular, potential, special")
            ),
        )
    return _BY_CLASS[word]


def read_gender(text: str) -> str:
    """female, male, other, or "" for none. Raises ValueProblem (gender-unknown)."""
    word = _plain(text)
    if word in _NOTHING:
        return ""
    if word not in _BY_GENDER:
        raise ValueProblem("gender-unknown", _("{text!r} is no gender; write 女 or 男, F or M.").format(text=text[:40]))
    return _BY_GENDER[word]


def read_email(text: str) -> str:
    """The address in small letters, or "" for none. Raises ValueProblem (email-invalid)."""
    word = _plain(text)
    if word in _NOTHING:
        return ""
    if not _EMAIL.fullmatch(word) or len(word) > 254:
        raise ValueProblem("email-invalid", _("{text!r} is no e-mail address.").format(text=text[:60]))
    return word


def _plain(text: str) -> str:
    return normalize("NFKC", text).strip().lower()
