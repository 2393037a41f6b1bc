"""Campaigns, plans and outcomes on the screen: who may open them, what each key asks and does, what is said while typing."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from queue_shop import fill
from rich.cells import cell_len
from sqlalchemy import update
from textual.events import Key

from callbench.store import tables
from callbench.tui.screens.campaigns import CampaignsScreen
from callbench.tui.screens.outcomes import OutcomesScreen
from callbench.tui.screens.panels.campaign import CampaignPanel
from callbench.tui.screens.panels.question import QuestionPanel
from callbench.tui.screens.plans import PlansScreen
from callbench.tui.screens.queue import QueueScreen
from callbench.tui.widgets.rows import Rows

NAMES = ("李娜", "王芳", "张伟", "陈静", "刘洋", "赵敏", "孙悦", "周杰", "吴倩", "郑爽")
SIZES = [(80, 24), (120, 36)]


def shop(bench: Any) -> None:
    """The queue's shop; its first agent is a supervisor."""
    fill(bench, NAMES)
    with bench.db.write() as connection:
        connection.execute(update(tables.Agent).where(tables.Agent.code == "wangmin").values(role="supervisor"))


def asked(path: Any, line: str) -> list[Any]:
    with sqlite3.connect(path) as base:
        return base.execute(line).fetchall()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "shop.db"


@pytest.mark.parametrize("key", ["ctrl+k", "ctrl+l", "ctrl+o"])
async def test_an_agent_is_told_and_stays(stage, key) -> None:
    async with stage(shop, agent="lilei", language="en", size=(120, 36)) as s:
        assert "supervisors do" in await s.press(key)
        assert isinstance(s.app.screen, QueueScreen)


async def test_a_campaign_is_paused_goes_on_and_is_closed_with_its_counts(stage, path) -> None:
    async with stage(shop, language="en", size=(120, 36)) as s:
        shown = await s.press("ctrl+k")
        assert isinstance(s.app.screen, CampaignsScreen)
        assert "1 campaign, 1 running" in shown
        assert "9 waiting" not in shown
        shown = await s.press("f4")
        assert isinstance(s.app.screen, QuestionPanel)
        assert "9 customers wait and are not called meanwhile." in shown
        assert "2 of them were promised a callback; those are made all the same." in shown
        await s.press("escape")
        assert asked(path, "SELECT state FROM campaign") == [("active",)]
        await s.press("f4", "enter")
        assert asked(path, "SELECT state FROM campaign") == [("paused",)]
        assert "is paused" in await s.press("f4")
        assert "9 customers may be called again." in await s.press("f3")
        await s.press("enter")
        assert asked(path, "SELECT state FROM campaign") == [("active",)]
        assert "9 customers wait and are not called for it any more." in await s.press("f7")
        await s.press("enter")
        assert asked(path, "SELECT state FROM campaign") == [("closed",)]
        assert asked(path, "SELECT count(*) FROM queue_item WHERE state <> 'done'") == [(0,)]
        assert "No campaign is open." in s.text
        assert "closed" in await s.press("f8")
        await s.press("escape")
        assert isinstance(s.app.screen, QueueScreen)


@pytest.mark.parametrize(("language", "words"), [("en", "class key"), ("zh_CN", "分类 重点")])
async def test_a_campaign_is_planned_with_its_customers_counted_while_typing(stage, path, language, words) -> None:
    async with stage(shop, language=language, size=(80, 24)) as s:
        await s.press("ctrl+k", "f2")
        panel = s.app.screen
        assert isinstance(panel, CampaignPanel)
        panel.query_one("#field_name").value = "Spring"
        panel.query_one("#field_whom").value = words + ", tag x"
        await s.rest()
        assert "tag" in s.text.lower() or "标签" in s.text  # nobody has this one: said at once
        panel.query_one("#field_whom").value = words
        panel.query_one("#field_targets").value = "completed 120%"
        await s.rest()
        assert "100%" in s.text
        panel.query_one("#field_targets").value = "completed 80%"
        panel.query_one("#field_hours").value = "22:00-23:00"
        await s.rest()
        assert "09:00-21:00" in s.text
        panel.query_one("#field_hours").value = "10:00-18:00"
        panel.query_one("#field_people").value = "nobody"
        shown = await s.press("enter")
        assert "nobody" in shown  # refused by the bench; what was typed stays
        assert s.app.screen is panel
        panel.query_one("#field_people").value = "李雷"
        await s.rest()
        assert ("to be called: 2" if language == "en" else "将回访 2") in s.text
        await s.press("enter")
        assert isinstance(s.app.screen, CampaignsScreen)
        made = asked(path, "SELECT name, state, opens, selection, targets FROM campaign WHERE state = 'planned'")
        assert made[0][:3] == ("Spring", "planned", "10:00")
        assert '"key"' in made[0][3]
        assert '"completed"' in made[0][4]
        assert asked(path, "SELECT count(*) FROM campaign_agent") == [(1,)]
        shown = await s.press("f3")
        assert ("2 customers come into the queue." if language == "en" else "2 位客户进入名单。") in shown
        before = s.app.standing.progress.planned
        await s.press("enter")
        assert s.app.standing.progress.planned == before + 2  # the header counts them at once
        assert asked(path, "SELECT state FROM campaign WHERE name = 'Spring'") == [("active",)]
        await s.press("enter")
        s.app.screen.query_one("#field_purpose").value = "how it was"
        await s.press("enter")
        assert asked(path, "SELECT purpose FROM campaign WHERE name = 'Spring'") == [("how it was",)]


async def test_plans_are_added_previewed_changed_and_paused(stage, path) -> None:
    async with stage(shop, language="en", size=(120, 36)) as s:
        assert "There is no plan yet." in await s.press("ctrl+l")
        assert isinstance(s.app.screen, PlansScreen)
        await s.press("f6", "enter")
        assert "7 plans, 7 running" in s.text
        await s.press("escape")
        assert "who was put in by a plan or at the start" in await s.press("ctrl+k")
        await s.press("escape", "ctrl+l")
        rows = s.app.screen.query_one(Rows)
        rows.marked = [row.plan.code for row in rows.items].index("key")
        shown = await s.press("left")
        assert "2026-03-01 to 2026-03-31" in shown
        assert "Mon" in shown
        await s.press("f8")
        assert "All plans together make" in s.text
        await s.press("f8", "enter")
        panel = s.app.screen
        before = s.text
        panel.query_one("#field_every_months").value = "2"
        await s.rest()
        assert "Key: every 2 months" in s.text
        assert s.text != before
        panel.query_one("#field_every_months").value = ""
        panel.query_one("#field_after").value = "4"
        await s.rest()
        assert "less than 2 days before or after this one" in s.text
        panel.query_one("#field_before").value = "4"
        await s.rest()
        assert "either after a service or before" in s.text
        panel.query_one("#field_after").value = ""
        panel.query_one("#field_before").value = ""
        panel.query_one("#field_every_months").value = "2"
        await s.press("enter")
        assert asked(path, "SELECT every_months FROM call_plan WHERE code = 'key'") == [(2,)]
        await s.press("f4")
        assert asked(path, "SELECT state FROM call_plan WHERE code = 'key'") == [("paused",)]
        assert "it makes no calls" in s.text
        await s.press("f3")
        assert asked(path, "SELECT state FROM call_plan WHERE code = 'key'") == [("active",)]
        assert "Make the calls that are due today?" in await s.press("f5")
        await s.press("enter")
        assert asked(path, "SELECT value FROM meta WHERE name = 'plan.ran_on'") == [("20260305",)]
        assert "All plans that come with the program are here." in await s.press("f6")


async def test_outcomes_are_moved_changed_switched_added_and_restored(stage, path) -> None:
    async with stage(shop, language="en", size=(120, 36)) as s:
        await s.press("ctrl+o")
        assert isinstance(s.app.screen, OutcomesScreen)
        await s.press("down", "f5")
        assert asked(path, "SELECT key FROM outcome ORDER BY position")[0] == ("no_answer",)
        await s.press("f6", "down", "enter")
        panel = s.app.screen
        panel.query_one("#field_delay").value = "45"
        panel.query_one("#field_press").value = "1"
        await s.rest()
        assert "1 picks Completed already" in s.text
        panel.query_one("#field_press").value = "3"
        panel.query_one("#field_zh").value = "占线中"
        await s.press("enter")
        assert asked(path, "SELECT delay, label FROM outcome WHERE key = 'busy'") == [(45, '{"zh_CN": "占线中"}')]
        await s.press("f4")
        assert asked(path, "SELECT active FROM outcome WHERE key = 'busy'") == [(0,)]
        await s.press("f2")
        panel = s.app.screen
        for field, text in (("key", "family"), ("en", "Family answered"), ("aapor", "nc"), ("follows", "minutes:90")):
            panel.query_one(f"#field_{field}").value = text
        await s.rest()
        assert "Family answered: nobody reached, then after 90 minutes" in s.text
        await s.press("enter")
        assert asked(path, "SELECT press FROM outcome WHERE key = 'family'") == [("3",)]  # the first free one
        assert "Family answered" in await s.press("f7")
        await s.press("enter")
        assert asked(path, "SELECT count(*) FROM outcome") == [(18,)]
        assert asked(path, "SELECT delay, active FROM outcome WHERE key = 'busy'") == [(None, 1)]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
async def test_our_own_words_are_whole(stage, size, language) -> None:
    """Titles, labels, hints and keys of the panels; every line is as wide as the screen."""
    async with stage(shop, language=language, size=size) as s:
        for key, more in (
            ("ctrl+k", ("f2", "f3", "f4", "f7")),
            ("ctrl+l", ("f2", "f6", "f5")),
            ("ctrl+o", ("f2", "f7", "enter")),
        ):
            await s.press(key)
            assert [line for line in s.lines if cell_len(line) != size[0]] == []
            assert "F1" in s.lines[-1]
            for each in more:
                await s.press(each)
                sheet = s.app.screen.query(".sheet")
                if sheet:
                    inside = sheet.first().region
                    assert inside.bottom <= size[1], (key, each)
                    text = "\n".join(s.lines[inside.y : inside.bottom])
                    assert "Esc" in text, (key, each, text)
                    assert "…" not in text.replace("Every … months", ""), (key, each, text)
                    await s.press("escape")
            await s.press("escape")
            assert isinstance(s.app.screen, QueueScreen)


async def test_the_language_is_switched_in_a_list_and_in_a_form(stage) -> None:
    async with stage(shop, language="zh_CN", size=(120, 36)) as s:
        await s.press("ctrl+k", "f2")
        s.app.action_switch_language()
        await s.rest()
        assert "Plan a campaign" in s.text
        assert "the shop's" in s.text
        assert "1 campaign, 1 running" in await s.press("escape")
        assert "1 个活动，1 个进行中" in await s.press("f9")


async def test_keys_pressed_while_a_form_or_a_question_opens_are_meant_for_it(stage, path) -> None:
    async with stage(shop, language="en", size=(120, 36)) as s:
        await s.press("ctrl+k")
        await s.press("slash", *"nes")
        assert s.app.screen.query_one("#filter").value == "nes"  # no key of the list
        await s.press("escape")
        for key in ("f2", *"Spring", "tab", *"care"):
            s.app.post_message(Key(key, key if len(key) == 1 else None))
        await s.rest()
        panel = s.app.screen
        assert isinstance(panel, CampaignPanel)
        assert (panel.query_one("#field_name").value, panel.query_one("#field_script").value[-4:]) == ("Spring", "care")
        await s.press("escape")
        for key in ("f4", "enter"):
            s.app.post_message(Key(key, None))
        await s.rest()
        assert asked(path, "SELECT state FROM campaign") == [("paused",)]
