"""What somebody sees who has just begun: a queue that never held anybody, a bench that does not open, a narrow terminal."""

from __future__ import annotations

import pytest
from queue_shop import fill

from callbench.desk.agents import add_agent
from callbench.errors import StoreProblem


@pytest.mark.parametrize(
    ("language", "told", "never"),
    [("en", "Nobody is in the queue yet", "has been dealt with"), ("zh_CN", "名单里还没有客户", "都已办完")],
)
async def test_a_queue_that_never_held_anybody_says_how_customers_come_in(stage, language, told, never) -> None:
    async with stage(lambda bench: add_agent(bench, "wangmin", "王敏"), language=language) as s:
        assert told in s.text
        assert never not in s.text
        for command in ("import customers", "import script", "campaign start"):
            assert f"callbench {command}" in s.text


async def test_a_bench_that_could_not_be_opened_is_not_being_opened(stage) -> None:
    def opener():
        raise StoreProblem("The base is damaged.")

    async with stage(opener=opener, language="en") as s:
        assert "The base is damaged." in s.text
        assert "Opening the bench" not in s.text


async def test_a_narrow_queue_cuts_no_heading_and_keeps_its_words_whole(stage) -> None:
    async with stage(lambda bench: fill(bench, ["李娜"]), language="en", size=(80, 24)) as s:
        heading = next(line for line in s.lines if "When" in line)
        assert "…" not in heading
        assert "Campa" not in heading
    async with stage(lambda bench: fill(bench, ["李娜"]), language="en", size=(120, 36)) as s:
        assert "Campaign" in next(line for line in s.lines if "When" in line)
