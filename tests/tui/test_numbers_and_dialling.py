"""Several numbers of one customer on the call screen: shown masked, chosen, offered when one fails; copied and dialled."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

import pytest
from call_shop import EIGHT, Shop, in_call, rows, written
from sqlalchemy import insert, update

from callbench.store import tables

SIZES = [(80, 24), (120, 36)]
SECOND, LANDLINE = "+8613922221234", "+862158888888"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


def with_numbers(*more: tuple[str, str, str]):
    """Fills a base whose first customer has more numbers: (e164, kind, state)."""

    def fill(bench) -> None:
        shop = Shop(bench, EIGHT)
        with bench.db.write() as c:
            for position, (e164, kind, state) in enumerate(more, 1):
                c.execute(insert(tables.Phone), [{
                    "id": UUID(int=7000 + position), "customer_id": shop.id(1000), "position": position, "e164": e164,
                    "ext": "", "kind": kind, "state": state, "original": e164,
                }])  # fmt: skip

    return fill


TWO = with_numbers((SECOND, "mobile", "valid"))
THREE = with_numbers((SECOND, "mobile", "valid"), (LANDLINE, "fixed", "wrong"))


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_all_numbers_are_shown_masked_and_another_is_chosen_by_a_digit(stage, base, size, language) -> None:
    zh = language == "zh_CN"
    async with stage(THREE, size=size, language=language) as s:
        text = await s.press("f2")
        if size[0] >= 100:
            assert "139 **** 1234" in text
            assert ("号码非本人" if zh else "someone else's") in text
        text = await s.press("ctrl+g")
        for word in (
            "138 **** 5678",
            "139 **** 1234",
            "**** 8888",
            *(("手机", "固话", "当前使用", "号码非本人") if zh else ("mobile", "landline", "in use", "someone else's")),
        ):
            assert word in text, word
        assert "3922221234" not in text.replace(" ", "")
        assert ("现在不能拨" if zh else "not to be called now") in await s.press("3")
        text = await s.press("2")
        assert ("本次通话拨打 139 **** 1234" if zh else "This call is made to 139 **** 1234") in text
        assert rows(base, "SELECT e164 FROM phone JOIN draft ON draft.phone_id = phone.id") == [SECOND]
        assert "139 **** 1234" in text
        assert "3922221234" not in text.replace(" ", "")
        await s.press("ctrl+n")
        assert "139 2222 1234" in s.text


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_after_no_answer_the_next_number_is_one_enter_away(stage, base, size, language) -> None:
    zh = language == "zh_CN"
    async with stage(TWO, size=size, language=language) as s:
        await s.press("f2")
        text = await s.press("f2", "2")
        assert ("下一个号码 139 **** 1234" if zh else "Next number 139 **** 1234") in text
        assert "李娜" in text
        assert ("已保存" if zh else "Saved") in text
        assert rows(base, "SELECT e164, nth FROM attempt") == [("+8613812345678", 1)]
        text = await s.press("enter")
        assert "李娜" in text
        assert rows(base, "SELECT e164 FROM phone JOIN draft ON draft.phone_id = phone.id") == [SECOND]
        text = await s.press("f2", "2")
        assert "王芳" in text  # twice today is enough: the next customer, and why not once more
        assert ("已拨够" if zh else "often enough") in text or size[0] < 100
        assert rows(base, "SELECT e164, nth FROM attempt ORDER BY nth") == [("+8613812345678", 1), (SECOND, 2)]


async def test_the_offer_is_passed_by_with_escape_and_nothing_else_answers_it(stage, base) -> None:
    async with stage(TWO, size=(120, 36)) as s:
        await s.press("f2")
        await s.press("f2", "2")
        text = await s.press("1", "5", "2", "f3", "f4", "ctrl+g", "ctrl+d")
        assert "下一个号码 139 **** 1234" in text
        assert rows(base, "SELECT count(*) FROM draft_answer") == [0]
        assert "王芳" in await s.press("escape")
        assert rows(base, "SELECT state FROM queue_item WHERE attempts = 1") == ["open"]
        await s.press("f2", "2")
        assert rows(base, "SELECT count(*) FROM attempt") == [2]


async def test_the_saved_result_can_be_undone_from_the_offer(stage, base) -> None:
    async with stage(TWO, size=(120, 36)) as s:
        await s.press("f2")
        await s.press("f2", "f")
        assert rows(base, "SELECT state FROM phone WHERE e164 = '+8613812345678'") == ["invalid"]
        assert "现在方便通话吗" in await s.press("ctrl+z")
        assert rows(base, "SELECT count(*) FROM attempt") == [0]
        assert rows(base, "SELECT DISTINCT state FROM phone") == ["valid"]


async def test_a_colleague_who_was_faster_is_told(stage, base) -> None:
    async with stage(TWO, size=(120, 36)) as s:
        await s.press("f2")
        await s.press("f2", "2")
        with closing(sqlite3.connect(base)) as db, db:
            db.execute(
                "UPDATE queue_item SET state = 'held', held_by = (SELECT id FROM agent WHERE code = 'lilei'), touched_at = "
                "(SELECT max(created_at) FROM queue_item) WHERE attempts = 1"
            )
        assert "李雷" in await s.press("enter")
        assert "王芳" in await s.press("enter")


async def test_with_one_number_two_keys_bring_the_next_customer(stage) -> None:
    async with in_call(stage) as s:
        assert "王芳" in await s.press("f2", "2")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_customer_without_a_number_is_told_with_what_to_do(stage, base, size) -> None:
    def fill(bench) -> None:
        shop = Shop(bench, EIGHT)
        with bench.db.write() as c:
            c.execute(update(tables.Phone).where(tables.Phone.customer_id == shop.id(1000)).values(e164="+86110"))

    async with stage(fill, size=size) as s:
        text = await s.press("f2")
        assert "没有可拨打的号码" in text or "无可拨号码" in text or "没有号码" in text, text
        assert "110" not in text.replace("2110", "")
        assert "F5" in text
        for key in ("ctrl+y", "ctrl+d"):
            assert "F5" in (await s.press(key))
        assert s.app.clipboard == ""
        await s.press("f5")
        await s.rest()
        assert rows(base, "SELECT count(*) FROM draft") == [1]


def settings_with(s, words: list[str]) -> None:
    s.app._settings = replace(
        s.app.settings, values=MappingProxyType(dict(s.app.settings.values) | {"dial.command": tuple(words)})
    )


async def test_the_number_is_dialled_beside_the_screen(stage, tmp_path) -> None:
    made = tmp_path / "dialled"
    code = "import json, sys; open(sys.argv[1], 'w').write(json.dumps(sys.argv[2:])); print('\\x1b[2Jnoise')"
    async with in_call(stage) as s:
        settings_with(s, [sys.executable, "-c", code, str(made), "tel:{e164}", "{national};{ext}"])
        text = await s.press("ctrl+d")
        assert "正在用" in text
        assert json.loads(made.read_text()) == ["tel:+8613812345678", "13812345678;"]
        assert "noise" not in s.text
        await s.press("1")
        assert "1" in await written(s)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "没有设置拨号程序"),
        (["/no/such/program"], "没有这个程序"),
        ([sys.executable, "-c", "raise SystemExit(7)"], "以代码 7 结束"),
    ],
)
async def test_what_cannot_dial_is_told_and_the_call_goes_on(stage, words, said) -> None:
    async with in_call(stage) as s:
        settings_with(s, words)
        await s.press("ctrl+d")
        assert [said in notice.message for notice in s.app._notifications] == [True]
        assert "第 2 题" in await s.press("1")


async def test_a_terminal_without_a_clipboard_shows_the_number_instead(stage, monkeypatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    async with in_call(stage) as s:
        text = await s.press("ctrl+y")
        assert "没有剪贴板" in text
        assert "138 1234 5678" in text
        assert s.app.clipboard == ""
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.delenv("TERM_PROGRAM", raising=False)
        await s.press("ctrl+y")
        assert s.app.clipboard == "+8613812345678"
