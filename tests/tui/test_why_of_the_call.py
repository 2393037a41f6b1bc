"""F6 in a call and `callbench why` say the same; the folded line keeps the attempt."""

from __future__ import annotations

import asyncio

import pytest
from call_shop import in_call

from callbench.cli.main import main
from callbench.desk.agents import find_agent
from callbench.desk.bench import open_bench
from callbench.desk.blocking import block_customer
from callbench.tui.screens.panels.why import WhyPanel


def squeezed(text: str) -> str:
    """Without what wrapping and columns put between."""
    return "".join(text.split())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_both_doors_say_the_same(stage, tmp_path, settings, clock, monkeypatch, capsys, language, size) -> None:
    async with in_call(stage, past=True, language=language, size=size) as s:
        await s.press("f6")
        assert isinstance(s.app.screen, WhyPanel)
        shown = squeezed(s.text.replace("│", ""))
        item = s.app.screen.item
    monkeypatch.setenv("CALLBENCH_NOW", clock.now().isoformat())
    arguments = ["--db", str(tmp_path / "shop.db"), "--lang", language, "why", str(item.item_id), "--agent", "wangmin"]
    assert main(arguments) == 0
    lines = capsys.readouterr().out.strip().splitlines()[4:-1]  # of the item, without its id
    assert len(lines) >= 8
    for line in lines:
        label, words = (part.strip() for part in line.replace("：", ":").split(":", 1))
        words = words.replace("2026-03-05 ", "").replace(
            "2026-03-04 18:00", {"zh_CN": "昨天", "en": "yesterday"}[language]
        )
        assert squeezed(label) in shown
        assert squeezed(words)[:30] in shown.replace("：", ":"), line
    assert "2/6" in shown, "attempts made"
    assert {"zh_CN": "3/6", "en": "3of6"}[language] in shown or "第3次" in shown, "the one about to be made"


async def test_what_holds_is_told_with_its_figures(stage) -> None:
    async with in_call(stage, past=True, language="en") as s:
        await s.press("f6")
        shown = squeezed(str(s.app.screen.query_one("#why").render()))
        for words in (
            "calling hours 09:00-21:00",
            "called today 0 of 2",
            "in 30 days 1 of 4",
            "not on the do-not-call list",
        ):
            assert squeezed(words) in shown


async def test_whom_the_list_has_by_now_is_not_said_to_be_callable(stage, settings, clock, tmp_path) -> None:
    async with in_call(stage, language="en") as s:
        with open_bench(tmp_path / "shop.db", settings, clock) as bench:
            agent, customer = find_agent(bench, "wangmin"), s.app.screen.talk.call.customer.id
            await asyncio.to_thread(block_customer, bench, agent, customer, "asked")
        await s.press("f6")
        shown = squeezed(str(s.app.screen.query_one("#why").render()))
        assert squeezed("in a call; on the do-not-call list") in shown
        assert squeezed("may be called now") not in shown


async def test_the_folded_line_keeps_the_attempt(stage) -> None:
    names = ["Bartholomew Featherstonehaugh-Cholmondeley the Younger"]
    async with in_call(stage, past=True, language="en", size=(80, 24), names=names) as s:
        (line,) = [one for one in s.lines if "F5 card" in one]
        assert "3/6" in line
