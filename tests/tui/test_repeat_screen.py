"""A repeat on the call screen: its line adds and takes away instances, each shows which one it is."""

from __future__ import annotations

import pytest
from call_shop import Question, both, closed, in_call, rows, script, written

from callbench.script.parts import Group

VISITS = script(
    "visits",
    Group(
        "visits", "visits",
        (
            closed("effect", "效果怎么样?", "How was the result?") ,
            Question("cost", "integer", "visits/cost", both("花费多少?", "What did it cost?")),
        ),
        label=both("到店", "Visit"), repeat=True,
    ),
    closed("again", "愿意再来吗?", "Will you come again?", "yes_no"),
)  # fmt: skip


@pytest.fixture
def base(tmp_path):
    return tmp_path / "shop.db"


def drafts(base) -> dict[str, str]:
    return dict(rows(base, "SELECT path, text FROM draft_answer"))


async def test_one_key_adds_an_instance_and_goes_into_it(stage, base) -> None:
    async with in_call(stage, VISITS, language="en") as s:
        assert "Visit 1" in s.text
        shown = await s.press("5", "8", "0", "enter")
        assert "Add another: Visit?" in shown
        assert "So far: 1" in shown
        shown = await s.press("1")
        assert "Visit 2" in shown
        assert "question 1 of 3" in shown
        assert "Visit 1 · How was the result?" in shown
        shown = await s.press("4", "enter")
        assert "So far: 2" in shown
        shown = await s.press("enter")
        assert "> " in shown
        assert "question 3 of 3" in shown
        await written(s)
    assert drafts(base) == {"visits[1]/effect": "5", "visits[1]/cost": "80", "visits": "2", "visits[2]/effect": "4"}


async def test_the_last_instance_is_taken_away_and_keeps_its_answers(stage, base) -> None:
    async with in_call(stage, VISITS, language="zh_CN") as s:
        await s.press("5", "enter", "1", "4", "enter")
        assert "再添加一个：到店？" in s.text
        shown = await s.press("2")
        assert "目前：1" in shown
        assert "到店 2" not in shown
        shown = await s.press("delete")
        assert "目前：1" in shown, "Delete takes no instance away"
        shown = await s.press("1", "up")
        await written(s)
        assert drafts(base)["visits[2]/effect"] == "4"
        assert drafts(base)["visits"] == "2"


async def test_a_number_of_instances_survives_leaving_the_call(stage, base) -> None:
    async with in_call(stage, VISITS, language="en") as s:
        await s.press("5", "enter", "1", "3", "enter", "enter", "1")
        await written(s)
        assert "All questions are asked." in s.text
    assert drafts(base)["visits"] == "2"
