"""A full disk is said once: where the call failed it says so with Retry, the line below does not repeat it."""

from __future__ import annotations

import pytest
from call_shop import in_call, written

from callbench.desk import calling
from callbench.errors import StoreProblem


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_answers_and_then_the_save_on_a_full_disk(stage, monkeypatch, language, size) -> None:
    broken = [True]
    for name in ("keep_answer", "save_result"):
        real = getattr(calling, name)

        def full(*args, real=real, **more):
            if broken:
                raise StoreProblem("the disk is full", todo="Make room.")
            return real(*args, **more)

        monkeypatch.setattr(calling, name, full)
    async with in_call(stage, size=size, language=language) as s:
        await s.press("1")
        assert (await written(s)).count("the disk is full") == 1
        await s.press("f2", "8")
        shown = await written(s)
        assert shown.count("the disk is full") == 1
        assert shown.count("Make room.") == 1
        await s.press("escape")
        shown = await written(s)
        assert shown.count("the disk is full") == 1, "the answer is still not on disk"
        assert "^R" in shown
        broken.clear()
        await s.press("ctrl+r")
        assert "the disk is full" not in await written(s)
