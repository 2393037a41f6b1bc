"""The question types of XLSForm: which are asked, which hold something by themselves, which are not for calls."""

from __future__ import annotations

import re
from dataclasses import dataclass

from callbench.text import nearest

KINDS = {
    "text": "text", "string": "text", "integer": "integer", "int": "integer", "decimal": "decimal", "date": "date",
    "time": "time", "datetime": "dateTime", "dateTime": "dateTime", "range": "range", "note": "note",
    "calculate": "calculate", "calculation": "calculate", "hidden": "hidden", "acknowledge": "acknowledge",
    "trigger": "acknowledge",
}  # fmt: skip
"""Type as written → kind."""

META = {
    "start": "start", "end": "end", "today": "today", "deviceid": "deviceid", "subscriberid": "subscriberid",
    "simserial": "simserial", "phonenumber": "phonenumber", "username": "username", "email": "email", "caseid": "caseid",
    "audit": "audit", "imei": "deviceid", "device id": "deviceid", "phone number": "phonenumber", "sim serial": "simserial",
    "subscriber id": "subscriberid", "text audit": "audit", "comments": "comments", "start-time": "start", "end-time": "end",
    "start time": "start", "end time": "end", "uri:deviceid": "deviceid", "uri:subscriberid": "subscriberid", "uri:email": "email",
    "uri:simserial": "simserial", "uri:phonenumber": "phonenumber", "uri:username": "username",
}  # fmt: skip
"""Types that hold something by themselves."""

UNHEARD = frozenset(
    {
        "geopoint", "geotrace", "geoshape", "gps", "location", "start-geopoint", "background-geopoint", "image", "photo",
        "signature", "draw", "annotate", "audio", "background-audio", "video", "file", "barcode", "osm",
    }
)  # fmt: skip
"""Types of forms that are filled in on the spot: nobody can answer them by telephone."""

_OUTSIDE = re.compile(
    r"(?:select[ _](?:one|multiple)[ _](?:from[ _]file|external)|(?:xml|csv)-external)\b", re.IGNORECASE
)
_SELECT = re.compile(
    r"(?P<many>select[ _]?(?:multiple|all that apply)|select)(?P<one>[ _]?one|1)?(?: from)?(?: |$)(?P<rest>.*)",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"(?P<edge>begin|end)[ _](?P<what>group|repeat)\b", re.IGNORECASE)
_OTHER = re.compile(r"\s+or[ _](?:specify[ _])?other\s*$", re.IGNORECASE)


_INSTEAD = {
    "no-rank": re.compile(r"rank\b", re.IGNORECASE),
    "no-loop": re.compile(r"(?:begin|end)[ _]loop\b", re.IGNORECASE),
}
"""Types of XLSForm for which there is something else in a call: the problem that says what."""

REFUSED = frozenset({"not-by-phone", "other-file", *_INSTEAD})
"""Kinds that are a problem of the same name."""


@dataclass(frozen=True, slots=True)
class Type:
    """A type cell understood.

    kind: as Question has it, or begin_group, end_group, begin_repeat, end_repeat, one of REFUSED, or unknown.
    """

    kind: str
    choices: str = ""
    other: bool = False
    meta: str = ""


def read_type(text: str) -> Type:
    """What a type cell means."""
    plain = " ".join(text.split())
    if match := _BRACKET.match(plain):
        return Type(f"{match['edge'].casefold()}_{match['what'].casefold()}")
    if _OUTSIDE.match(plain):
        return Type("other-file")
    if match := _SELECT.fullmatch(plain):
        many = "multiple" in match["many"].casefold() or "all" in match["many"].casefold()
        if many or match["one"]:
            rest = match["rest"].strip()
            other = _OTHER.search(" " + rest)
            name = _OTHER.sub("", " " + rest).strip() if other else rest
            return Type("select_multiple" if many else "select_one", name, bool(other))
    for problem, types in _INSTEAD.items():
        if types.match(plain):
            return Type(problem)
    lowered = plain.casefold()
    if lowered in UNHEARD:
        return Type("not-by-phone")
    if lowered in KINDS:
        return Type(KINDS[lowered])
    if lowered in META or lowered.startswith("text audit"):
        return Type("meta", meta=META.get(lowered, "audit"))
    return Type("unknown")


KNOWN = (*KINDS, *META, "select_one", "select_multiple", "begin_group", "end_group", "begin_repeat", "end_repeat")
"""Every type, for suggestions."""
_IN_CHINESE = {
    "单选": "select_one", "单选题": "select_one", "多选": "select_multiple", "多选题": "select_multiple", "文字": "text",
    "文本": "text", "填空": "text", "整数": "integer", "数字": "integer", "小数": "decimal", "金额": "decimal", "日期": "date",
    "时间": "time", "钟点": "time", "评分": "range", "打分": "range", "确认": "acknowledge", "说明": "note", "计算": "calculate",
    "分组": "begin_group", "组": "begin_group", "重复组": "begin_repeat",
}  # fmt: skip


def meant_type(word: str) -> str:
    """The type that was probably meant by a word that is none, "" when nobody can tell."""
    return _IN_CHINESE.get(word) or nearest(word, KNOWN)
