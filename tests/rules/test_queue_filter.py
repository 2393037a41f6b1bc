"""A filter of the queue as it is typed, in both languages: what it asks, what is refused, and that it comes back the same."""

from __future__ import annotations

from uuid import UUID

import pytest

from callbench import i18n
from callbench.records.queue_filter import Named, Offered, QueueFilter
from callbench.rules.queue_filter import FIELDS, read_filter, term
from callbench.values.problem import ValueProblem

CARE, HOT = Named(UUID(int=1), "care", "护理 回访"), Named(UUID(int=2), "hot-1", "Summer, hot")
WANG, LI = Named(UUID(int=3), "wangmin", "王敏"), Named(UUID(int=4), "lilei", "李雷")
OFFERED = Offered((CARE, HOT), (WANG, LI))
TODAY = 20260305


def read(typed: str) -> QueueFilter:
    return read_filter(typed, OFFERED, TODAY)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", QueueFilter()),
        ("  李 ", QueueFilter(text="李")),
        ("Zhou Wei", QueueFilter(text="Zhou Wei")),
        ("class:key", QueueFilter(classes=("key",))),
        ("class:key,Regular", QueueFilter(classes=("key", "regular"))),
        ("分类:重点,无", QueueFilter(classes=("key", ""))),
        ("分类：重点，常规", QueueFilter(classes=("key", "regular"))),
        ("owner:wangmin", QueueFilter(owners=(WANG.id,))),
        ("责任人:王敏,无", QueueFilter(owners=(WANG.id, None))),
        ("owner:-", QueueFilter(owners=(None,))),
        ("campaign:care", QueueFilter(campaigns=(CARE.id,))),
        ('活动:"护理 回访"', QueueFilter(campaigns=(CARE.id,))),
        ("campaign:hot", QueueFilter(campaigns=(HOT.id,))),
        ("tries:0", QueueFilter(tries=(0, 0))),
        ("tries:1-2", QueueFilter(tries=(1, 2))),
        ("次数:3-", QueueFilter(tries=(3, None))),
        ("tries:-2", QueueFilter(tries=(None, 2))),
        ("tries:4-2", QueueFilter(tries=(2, 4))),
        ("due:today", QueueFilter(due=(TODAY, TODAY))),
        ("到期:今天", QueueFilter(due=(TODAY, TODAY))),
        ("due:overdue", QueueFilter(due=(None, 20260304))),
        ("due:tomorrow", QueueFilter(due=(20260306, 20260306))),
        ("due:week", QueueFilter(due=(TODAY, 20260311))),
        ("due:2026-03-01..2026-03-04", QueueFilter(due=(20260301, 20260304))),
        ("due:2026-3-9", QueueFilter(due=(20260309, 20260309))),
        ("due:2026-03-01..", QueueFilter(due=(20260301, None))),
        ("group:due", QueueFilter(groups=("due",))),
        ("状态:逾期,约定", QueueFilter(groups=("overdue", "agreed"))),
        ("class:key owner:wangmin tries:0-2 due:today 李娜", QueueFilter(
            classes=("key",), owners=(WANG.id,), tries=(0, 2), due=(TODAY, TODAY), text="李娜")),
        ("class: 李", QueueFilter(text="李")),  # its value is still to come
        ("12:30 a:b", QueueFilter(text="12:30 a:b")),
        ('"class:key"', QueueFilter(text="class:key")),
        ('campaign:"护理 ', QueueFilter(campaigns=(CARE.id,))),
    ],
)  # fmt: skip
def test_what_is_typed_is_what_is_asked(typed: str, asked: QueueFilter) -> None:
    assert read(typed) == asked
    assert read(typed).is_empty is (asked == QueueFilter())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("class:vip", "no 'vip'"), ("owner:zhao", "Owner"), ("campaign:nix", "Campaign"), ("tries:many", "tries"),
        ("tries:-", "tries"), ("due:someday", "no day"), ("due:2026-02-30", "no day"), ("due:..", "no day"),
        ("group:dew", "nearest is due"), ("owner:wangmim", "nearest is wangmin"),
    ],
)  # fmt: skip
def test_what_there_is_not_is_said_with_the_nearest(typed: str, said: str) -> None:
    with pytest.raises(ValueProblem, match=said):
        read(typed)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_is_in_force_is_told_and_a_term_reads_back(language: str) -> None:
    i18n.use_language(language)
    found = read("class:key owner:wangmin,- tries:1-2 due:overdue 李")
    told = dict(found.told)
    assert len(told) == 5
    assert "王敏" in " ".join(told.values())
    values = {"group": "due", "campaign": HOT.name, "class": "key", "owner": "王敏", "tries": "1-2", "due": "today"}
    for name in FIELDS:
        assert read(term(name, values[name])).is_empty is False


@pytest.mark.parametrize(
    ("language", "day", "other"), [("en", "6 Mar", "2027-03-06"), ("zh_CN", "03-06", "2027-03-06")]
)
def test_days_are_told_as_on_the_screens(language: str, day: str, other: str) -> None:
    i18n.use_language(language)
    assert [said for _, said in read("due:2026-03-06").told] == [day]
    assert [said for _, said in read("due:2027-03-06").told] == [other]
