"""Hostile texts in campaigns, plans, outcomes, their scripts and selections: the supervisors' screens show them, nothing runs."""

from __future__ import annotations

import json
import unicodedata
from itertools import cycle
from typing import Any
from uuid import UUID

import pytest
from hostile import HOSTILE, STORED
from queue_shop import fill
from rich.cells import cell_len
from sqlalchemy import insert, update
from textual import events

from callbench.store import tables
from callbench.tui.screens.office import OfficeScreen
from callbench.tui.screens.panels.form import FormPanel
from callbench.tui.widgets.rows import Rows

EACH = 12  # texts of one campaign and its plan
CAMPAIGNS = -(-len(STORED) // EACH)


def shop(bench: Any) -> None:
    fill(bench, ["李娜"])
    now, texts = bench.clock.now(), cycle(STORED)

    def some(n: int) -> list[str]:
        return [next(texts) for _n in range(n)]

    with bench.db.write() as c:
        c.execute(update(tables.Agent).values(role="supervisor"))
        c.execute(update(tables.ScriptVersion).values(title=STORED[7], file_name=STORED[8]))
        for n in range(CAMPAIGNS):
            name, purpose, skill, consent, item, branch, other, tag, question, value = some(10)
            selection = {
                "item": item, "branches": [branch, other], "tags": [tag],
                "answers": [{"question": question, "sign": "=", "value": value}],
            }  # fmt: skip
            c.execute(insert(tables.Campaign), [{
                "id": UUID(int=100 + n), "code": f"H{n}", "name": name or "x", "purpose": purpose, "script_id": UUID(int=3),
                "state": ("planned", "active", "paused")[n % 3], "max_attempts": 6, "created_at": now, "skill": skill[:200],
                "consent": consent[:200], "selection": json.dumps(selection), "targets": "", "opens": "", "closes": "",
            }])  # fmt: skip
            name, item = some(2)
            c.execute(insert(tables.CallPlan), [{
                "id": UUID(int=300 + n), "code": f"p{n}", "name": name or "x", "campaign_id": UUID(int=100 + n), "trigger": "service",
                "customer_class": "", "item": item[:400], "offset_days": 3, "every_months": None, "window_days": 2, "priority": 5,
                "state": "active" if n == 0 else "paused", "made_by": UUID(int=1), "made_at": now, "changed_at": now,
            }])  # fmt: skip
        for at, key in enumerate(("busy", "no_answer", "partial", "refused_now", "unable", "rejected")):
            words = {"zh_CN": STORED[(at * 40) % len(STORED)], "en": STORED[(at * 40 + 1) % len(STORED)]}
            c.execute(update(tables.Outcome).where(tables.Outcome.key == key).values(label=json.dumps(words)))


def clean_and_aligned(stage: Any, width: int, joiners: str = "\u200c") -> None:
    assert not {c for c in stage.text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\n" + joiners}
    assert [line for line in stage.lines if cell_len(line) != width] == []


@pytest.mark.parametrize("key", ["ctrl+k", "ctrl+l", "ctrl+o"])
async def test_every_line_and_its_details_are_shown(stage, key) -> None:
    async with stage(shop, size=(120, 36), language="en") as s:
        await s.press(key)
        screen = s.app.screen
        assert isinstance(screen, OfficeScreen)
        rows = screen.query_one(Rows)
        for at in range(len(rows.items)):
            rows.marked = at
            await s.pilot.pause()
            clean_and_aligned(s, 120)
        for at in range(0, len(rows.items), 9):
            rows.marked = at
            for each in ("f3", "f7", "enter"):
                if each == "enter" or key == "ctrl+k":
                    await s.press(each)
                    clean_and_aligned(s, 120)
                    if s.app.screen is not screen:
                        await s.press("escape")
                    assert s.app.screen is screen
        assert s.app.is_running


async def test_every_text_typed_into_a_form(stage) -> None:
    async with stage(lambda bench: shop(bench), size=(80, 24)) as s:
        for nth, key in enumerate(("ctrl+k", "ctrl+l", "ctrl+o")):
            await s.press(key, "f2")
            panel = s.app.screen
            assert isinstance(panel, FormPanel)
            fields = [entry.key for entry in panel.entries]
            for at in range(9 * nth, len(HOSTILE), 27):
                for n, text in enumerate(HOSTILE[at : at + 9]):
                    field = panel.query_one(f"#field_{fields[(at + n) % len(fields)]}")
                    field.value = ""
                    field.post_message(events.Paste(text))
                await s.pilot.pause()
                clean_and_aligned(s, 80, "\u200c\u200d")  # what joins emoji stays in a field
            await s.press("enter")
            clean_and_aligned(s, 80, "\u200c\u200d")
            assert s.app.screen is panel
            await s.press("escape", "escape")
        assert s.app.is_running
