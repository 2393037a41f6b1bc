"""How much one key paints: as much in a long script as in a short one."""

from __future__ import annotations

from typing import Any

import pytest
from call_shop import closed, in_call, script, written

from callbench.script.interview import Interview
from callbench.tui.widgets.form import ScriptForm
from callbench.tui.widgets.painted import Painted


def _form(questions: int) -> Any:
    return script(
        f"long{questions}", *(closed(f"q{n}", f"第{n}个问题", f"Question {n}") for n in range(1, questions + 1))
    )


async def _painted_rows(stage: Any, questions: int, monkeypatch: Any) -> tuple[list[int], int]:
    """(rows that changed at each key in the middle of the script, how often gaps were counted for all of them)."""
    rows: list[int] = []
    counted = 0
    real_put, real_gaps = Painted.put, Interview.gaps.fget

    def put(self: Painted, paintings: Any) -> None:
        before = list(self.paintings)
        real_put(self, paintings)
        now = list(self.paintings)
        changed = abs(len(now) - len(before))
        rows.append(changed + sum(not one.is_same(other) for one, other in zip(now, before, strict=False)))

    def gaps(self: Interview) -> Any:
        nonlocal counted
        counted += 1
        return real_gaps(self)

    async with in_call(stage, _form(questions)) as s:
        for _nth in range(4):
            await s.press("1")
        await written(s)
        with monkeypatch.context() as watch:
            watch.setattr(Painted, "put", put)
            watch.setattr(Interview, "gaps", property(gaps))
            await s.press("up")
            for key in ("2", "up", "3"):
                await s.press(key)
                await written(s)
        assert s.find(ScriptForm).live.path == "q5"
    return rows, counted


@pytest.mark.parametrize("questions", [60, 228])
async def test_a_key_changes_as_many_rows_in_a_long_script_as_in_a_short_one(stage, monkeypatch, questions) -> None:
    short, _counted = await _painted_rows(stage, 8, monkeypatch)
    long, counted = await _painted_rows(stage, questions, monkeypatch)
    assert max(long) <= max(short) + 2
    assert counted <= 4  # once an answer, not at each drawing
