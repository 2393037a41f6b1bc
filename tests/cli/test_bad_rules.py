"""What cannot be, given on the command line: said in one sentence with the place, in both languages, and nothing is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

BOSS = ("--agent", "boss")
ICS = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y\nBEGIN:VEVENT\nUID:a1\nDTSTART:20260306T150000\nSUMMARY:Call\nEND:VEVENT\nEND:VCALENDAR\n"


@pytest.fixture
def desk(shop):
    assert shop("agent", "add", "boss", "Boss", "--role", "supervisor").code == 0
    return shop


@pytest.mark.parametrize(
    ("name", "value", "english", "chinese"),
    [
        ("CALLS_FROM", "21:00", "calls.from must be earlier than calls.until.", "calls.from 必须早于 calls.until。"),
        ("CALLS_UNTIL", "09:00", "calls.from must be earlier than calls.until.", "calls.from 必须早于 calls.until。"),
        ("SHOP_PAUSE", "08:00-22:00", "must lie between shop.opens and shop.closes", "必须在 shop.opens 与 shop.closes 之间"),
        ("SHOP_PAUSE", "13:00-12:00", "expected a span like 12:00-14:00", "应为如 12:00-14:00 的时段"),
        ("SHOP_CLOSES", "09:00", "shop.opens must be earlier than shop.closes.", "shop.opens 必须早于 shop.closes。"),
        ("MARKETING_FROM", "21:30", "marketing.from must be earlier", "marketing.from 必须早于"),
        ("SHOP_ZONE", "Mars/Olympus", "expected a time zone like Asia/Shanghai", "应为形如 Asia/Shanghai 的时区"),
    ],
)  # fmt: skip
def test_hours_and_zones_of_the_settings(
    run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, english: str, chinese: str
) -> None:
    monkeypatch.setenv(f"CALLBENCH_{name}", value)
    for language, words in (("en", english), ("zh_CN", chinese)):
        refused = run("queue", "--lang", language)
        assert refused.code == 2
        assert words in refused.err
        assert f"CALLBENCH_{name.split('_')[0]}" in refused.err, "the place"


@pytest.mark.parametrize(
    ("line", "where", "english", "chinese"),
    [
        ("campaign create A --script care --hours 09:00-09:00", "--hours", "are no hours", "不是时段"),
        ("campaign create A --script care --hours 22:00-23:00", "--hours", "nobody may be called: the shop calls 09:00-21:00", "不能打电话"),
        ("campaign create A --script care --marketing --hours 20:30-21:00", "--hours", "nothing may be advertised", "不能做营销"),
        ("campaign create A --script care --from 2026-03-02 --to 2026-03-01", "--from", "The first day is after the last one", "起始日期晚于结束日期"),
        ("campaign create A --script care --to 2026-03-01", "", "is over: its last day was 2026-03-01", "最后一天是 2026-03-01"),
        ("campaign create A --script draft", "", "script draft of this campaign is not published", "没有发布"),
        ("campaign start Empty", "", "has no customers: nobody was selected", "没有客户：还没有筛选对象"),
        ("campaign start Nobody", "", "has no customers: nobody who may be called matches", "没有客户：没有可以联系的客户符合条件"),
        ("campaign target Empty --completed 120%", "--completed", "A target of 120% cannot be reached: the most is 100%.", "目标 120% 无法达到：最多 100%"),
        ("campaign target Empty --reach ninety", "--reach", "is no target", "不是目标"),
        ("plan add close --class key --every 1 --script care", "", "sooner than 45 days after", "间隔短于 45 天"),
        ("absence add lijing 2026-03-10 --stand-in wangmin", "", "stand in for each other", "代班会绕成一圈"),
        ("absence add lijing 2026-03-10 --stand-in lijing", "--stand-in", "Nobody stands in for themselves", "不能自己给自己代班"),
        ("absence add lijing 2026-03-12 2026-03-10", "DAY", "The last day comes before the first", "最后一天早于第一天"),
        ("absence add lijing 2026-03-01 2026-03-02", "DAY", "The last day is over", "最后一天已经过去"),
    ],
    ids=lambda text: text.split(" --")[0] if " --" in text else "",
)  # fmt: skip
def test_campaigns_plans_and_absences(
    desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, where: str, english: str, chinese: str
) -> None:
    monkeypatch.setenv("CALLBENCH_PLANS_GAP_DAYS", "45")
    draft = tmp_path / "draft.csv"
    draft.write_text("type,name,label\ntext,q,Question\n", "utf-8")
    desk("script", "import", str(draft), "--draft")
    desk("agent", "add", "lijing", "李静")
    for name in ("Empty", "Nobody"):
        desk("campaign", "create", name, "--script", "care", *BOSS)
    desk("campaign", "select", "Nobody", "--service", "no such service", *BOSS)
    desk("absence", "add", "wangmin", "2026-03-09", "2026-03-13", "--stand-in", "lijing", *BOSS)
    campaigns = desk("campaign", "list", "--json").json
    for language, words in (("en", english), ("zh_CN", chinese)):
        refused = desk(*line.split(), *BOSS, "--lang", language)
        assert refused.code in (2, 3), refused.out
        assert words in refused.err
        if where and language == "en":
            assert f"Where: {where}" in refused.err
    assert desk("campaign", "list", "--json").json == campaigns


@pytest.mark.parametrize(
    ("text", "line", "english", "chinese"),
    [
        ("date,kind,name\n2027-01-01,off,New Year\n2027-02-30,off,Wrong\n", 3, "There is no day '2027-02-30'", "没有 '2027-02-30' 这一天"),
        ("日期,类型,名称\n2026-10-01,休,国庆\n1月2日,休,元旦\n", 3, "'1月2日' has no year", "'1月2日' 没有年份"),
        ("2026-01-01 holiday\n", 1, "is no date", "不是日期"),
        ("day,kind,name\n2027-01-01,maybe,New Year\n", 2, "is neither off nor work", "既不是"),
    ],
    ids=["no such day", "no year", "no date", "no kind"],
)  # fmt: skip
def test_a_wrong_line_of_a_holiday_file(shop, tmp_path: Path, text: str, line: int, english: str, chinese: str) -> None:
    file = tmp_path / "days.csv"
    file.write_text(text, "utf-8")
    assert shop("agent", "add", "boss", "Boss", "--role", "supervisor").code == 0
    for language, words in (("en", english), ("zh_CN", chinese)):
        for verb, *more in (("check",), ("import", "--agent", "boss")):
            refused = shop("calendar", verb, str(file), *more, "--lang", language)
            assert refused.code == 3
            assert words in refused.err
            assert f"days.csv:{line}" in refused.err
    refused = shop("calendar", "import", str(file), "--agent", "wangmin")
    assert (refused.code, "supervisors do" in refused.err) == (2, True)
    assert shop("calendar", "show", "2027", "--json").json["days"] == []


def test_a_calendar_without_zones(shop, tmp_path: Path) -> None:
    file = tmp_path / "floating.ics"
    file.write_text(ICS.replace("\n", "\r\n"), "utf-8")
    said = shop("follow-up", "import", str(file), "--agent", "wangmin")
    assert said.code == 0
    assert "A time without a zone; read on the shop's clock (Asia/Shanghai)." in said.out
    assert (
        "时间没有时区，按门店时间（Asia/Shanghai）理解。"
        in shop("follow-up", "import", str(file), "--agent", "wangmin", "--lang", "zh_CN").out
    )


def test_a_customer_in_an_unknown_zone(shop, tmp_path: Path) -> None:
    file = tmp_path / "zones.csv"
    file.write_text("name,phone,time zone\nZed,13800138009,Mars/Olympus\n", "utf-8")
    for language, words in (("en", "'Mars/Olympus' is no time zone"), ("zh_CN", "'Mars/Olympus'不是时区")):
        assert words in shop("import", "customers", str(file), "--lang", language).out


def test_a_clock_that_went_back_is_said_and_nothing_is_dealt_twice(shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop("agent", "add", "lijing", "李静")
    first = shop("next", "--agent", "wangmin", "--json")
    assert first.err == ""
    shop("outcome", first.json["item"], "no_answer", "--agent", "wangmin")
    held = shop("next", "--agent", "wangmin", "--json").json["item"]
    monkeypatch.setenv("CALLBENCH_NOW", "2026-03-04T10:00")
    for language, words in (
        ("en", "this base was written to at 2026-03-05 10:00"),
        ("zh_CN", "数据库里已有 2026-03-05 10:00 的记录"),
    ):
        again = shop("next", "--agent", "lijing", "--json", "--lang", language)
        assert words in again.err
        assert again.json["item"] not in (held, first.json["item"])
    assert shop("next", "--agent", "wangmin", "--json").json["item"] == held, "who is in hand stays there"
    monkeypatch.setenv("CALLBENCH_NOW", "2026-03-05T10:00:30")
    assert shop("next", "--agent", "wangmin", "--json").err == ""
