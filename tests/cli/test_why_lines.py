"""`callbench why`: who, at which moment, in both languages; and the guide that tells the order in the same words."""

from __future__ import annotations

from pathlib import Path

import pytest

from callbench import i18n
from callbench.i18n import _
from callbench.rules.why import BEFORE, MAY_BE_CALLED
from callbench.rules.why_kept import LIMITS, WHY_NOT

GUIDE = Path(__file__).parent.parent.parent / "docs" / "guide"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_guide_tells_the_order_in_the_words_of_why(language: str) -> None:
    page = (GUIDE / f"supervisors.{language}.md").read_text("utf-8")
    i18n.use_language({"zh": "zh_CN"}.get(language, language))
    for words in (*WHY_NOT.values(), *BEFORE.values(), MAY_BE_CALLED):
        assert _(words).lstrip("个条 ") in page, words
    for words in (*WHY_NOT.values(), *LIMITS.values()):
        assert f"| {_(words)} |" in page, words


def test_why_and_next_in_lines(shop) -> None:
    next_one = shop("next", "--agent", "wangmin", "--json").json
    shop("give-back", next_one["item"], "--agent", "wangmin")
    shown = shop("why", "Wang Fang", "--agent", "wangmin")
    assert shown.code == 0
    assert "Now: may be called now, until 2026-03-05 21:00" in shown.out
    assert "Turn: is dealt next" in shown.out
    given_back = shop("why", "李娜", "--agent", "wangmin", "--json").json["items"][0]
    assert (given_back["why_not"], given_back["until"]) == ("not_due", "2026-03-05T02:15:00Z")
    assert not given_back["may_be_called"]
    by_id = [
        shop("why", id_, "--agent", "wangmin", "--json").json for id_ in (next_one["item"], next_one["customer"]["id"])
    ]
    assert by_id[0] == by_id[1]
    assert shop("why", "8000", "--agent", "wangmin", "--json").json == by_id[0]


def test_another_moment_changes_nothing(shop) -> None:
    before = shop("queue", "--json").json
    night = shop("why", "李娜", "--agent", "wangmin", "--at", "tomorrow 10pm", "--json").json
    assert night["items"][0]["why_not"] == "hours"
    assert night["items"][0]["until"] == "2026-03-09T01:00:00Z"  # the weekend lies between
    assert shop("why", "李娜", "--agent", "wangmin", "--at", "2026-03-06T20:59", "--json").json["items"][0][
        "may_be_called"
    ]
    assert shop("queue", "--json").json == before


def test_who_is_not_meant_or_not_there(shop) -> None:
    several = shop("why", "000", "--agent", "wangmin")
    assert several.code == 2
    assert "张伟" in several.err
    assert "Wang Fang" in several.err
    unknown = shop("why", "00000000-0000-7000-8000-000000000000", "--agent", "wangmin")
    assert (unknown.code, unknown.out) == (2, "")
    for never in ("sometime", "0001-01-01", "9999-12-31T23:59", "9999-12-31"):
        assert shop("why", "李娜", "--agent", "wangmin", "--at", never).code == 2
    assert shop("why", "李娜").code == 2  # for whom?


def test_in_chinese(shop) -> None:
    shown = shop("why", "李娜", "--agent", "wangmin", "--lang", "zh_CN", "--at", "2026-03-05T22:00")
    assert "不在可拨时段，到 2026-03-06 09:00 为止" in shown.out
