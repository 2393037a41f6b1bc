"""What happens elsewhere while a call goes on: a script is replaced or thrown away, the disk is full, the base is gone."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

import pytest
from call_shop import EIGHT, in_call, rows, written

from callbench.desk import calling
from callbench.errors import StoreBusy, StoreProblem
from callbench.tui.screens.call import CallScreen

EVERYTHING = ("1", "5", "1", "5", "5", "5", "9", "1")


@pytest.fixture
def base(tmp_path):
    return tmp_path / "shop.db"


def on_the_side(base, *statements: str) -> None:
    with closing(sqlite3.connect(base)) as c, c:
        for statement in statements:
            c.execute(statement)


async def test_a_script_replaced_meanwhile_changes_nothing_in_the_call(stage, base) -> None:
    async with in_call(stage, EIGHT) as s:
        await s.press("1", "5")
        names = [name for name in rows(base, "SELECT name FROM pragma_table_info('script_version')") if name != "id"]
        fresh = {"version": "'4'", "hash": "'" + "ab" * 32 + "'"}
        columns = ", ".join(fresh.get(name, name) for name in names)
        on_the_side(
            base,
            f"INSERT INTO script_version (id, {', '.join(names)}) SELECT x'{'ab' * 16}', {columns} FROM script_version",
            f"UPDATE campaign SET script_id = x'{'ab' * 16}'",
        )
        await s.press(*EVERYTHING[2:], "enter")
        await written(s)
    assert rows(base, "SELECT count(*) FROM answer WHERE state = 'given'") == [8]
    assert rows(base, "SELECT v.version FROM attempt t JOIN script_version v ON v.id = t.script_id") == ["3"]


async def test_a_script_that_is_being_used_cannot_be_thrown_away_under_a_call(stage, base) -> None:
    from callbench.desk.bench import open_bench
    from callbench.desk.scripts import remove_script
    from callbench.errors import CallbenchError

    async with in_call(stage, EIGHT) as s:
        await s.press("1")
        await written(s)

        def remove() -> None:
            with open_bench(base, s.app.settings, s.app.clock) as bench:
                remove_script(bench, "eight", "3")

        with pytest.raises(CallbenchError):
            await asyncio.to_thread(remove)
        await s.press(*EVERYTHING[1:], "enter")
        assert "王芳" in s.text


@pytest.mark.parametrize(
    "failure",
    [
        StoreBusy("another program writes"),
        StoreProblem("the disk is full", todo="Make room."),
        StoreProblem("the connection is gone", todo="Try again."),
    ],
    ids=["locked", "full", "gone"],
)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_whatever_keeps_an_answer_off_the_disk_is_said_in_place_and_mended(
    stage, base, monkeypatch, failure, language
) -> None:
    kept, broken = calling.keep_answer, [True]

    def keep(*args, **more):
        if broken:
            raise failure
        return kept(*args, **more)

    monkeypatch.setattr(calling, "keep_answer", keep)
    async with in_call(stage, EIGHT, language=language) as s:
        await s.press("1")
        await written(s)
        assert failure.what in s.text
        assert "^R" in s.text
        await s.press("5", "1")
        await written(s)
        assert "5" in s.text, "the call goes on"
        broken.clear()
        await s.press("ctrl+r")
        shown = await written(s)
        assert failure.what not in shown
    assert len(rows(base, "SELECT path FROM draft_answer")) == 3


@pytest.mark.parametrize(
    "failure", [StoreBusy("locked"), StoreProblem("the disk is full"), StoreProblem("the connection is gone")]
)
async def test_a_save_that_fails_keeps_the_call_and_enter_tries_again(stage, base, monkeypatch, failure) -> None:
    saved, broken = calling.save_result, [True]

    def save(*args, **more):
        if broken:
            broken.clear()
            raise failure
        return saved(*args, **more)

    monkeypatch.setattr(calling, "save_result", save)
    async with in_call(stage) as s:
        await s.press(*EVERYTHING, "enter")
        assert isinstance(s.app.screen, CallScreen)
        assert "李娜" in s.text
        await s.press("enter")
        assert "王芳" in s.text
    assert rows(base, "SELECT outcome FROM attempt") == ["completed"]
    assert rows(base, "SELECT count(*) FROM answer WHERE state = 'given'") == [8]
