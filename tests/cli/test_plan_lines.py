"""`callbench plan` in plain lines and as JSON, in both languages."""

from __future__ import annotations

import pytest


@pytest.fixture
def boss(shop):
    def call(*words: str, **more: str):
        return shop(*words, "--agent", "li", **more)

    return call


def test_plans_from_shipped_to_run(boss, shop) -> None:
    added = boss("plan", "add", "--shipped", "--script", "care")
    assert added.code == 0, added.err
    assert added.out.splitlines()[0].split("  ")[0] == "key"
    assert "Key: every month" in added.out
    assert "day 15 after a service" in added.out
    assert "3 days before the next service" in added.out
    plans = {one["code"]: one for one in shop("plan", "list", "--json").json["plans"]}
    assert plans.keys() == {"key", "regular", "potential", "next-day", "day-3", "day-15", "before-next"}
    assert plans["day-15"] | {"campaign": ""} == {
        "code": "day-15", "name": "Fifteen days after a service", "state": "active", "trigger": "service", "class": None,
        "service": None, "every_months": None, "days": 15, "window_days": 5, "priority": 4, "campaign": "", "waiting": 0,
    }  # fmt: skip
    ahead = shop("plan", "preview", "--month", "2026-03")
    assert ahead.out.startswith("All plans together make 2 calls from 2026-03-01 to 2026-03-31, 1 on the busiest day")
    tried = shop("plan", "run", "--dry-run", "--json").json
    done = shop("plan", "run", "--json").json
    assert (tried["made"], done["day"]) == (done["made"], "2026-03-05")
    assert shop("plan", "run", "--json").json["made"] == {}
    assert boss("plan", "pause", "key").out.startswith("key  paused")
    assert boss("plan", "pause", "key").code == 3
    assert boss("plan", "resume", "key", "--json").json["plans"][0]["state"] == "active"
    assert "within 9 days" in boss("plan", "set", "key", "--window", "9").out


def test_what_a_plan_made_says_so_on_the_card(boss, shop) -> None:
    assert boss("campaign", "close", "Spring").code == 0
    assert (
        boss("plan", "add", "fortnight", "--script", "care", "--after", "15", "--window", "5", "--service", "水光").code
        == 0
    )
    assert boss("plan", "add", "monthly", "--campaign", "fortnight", "--class", "key", "--every", "1").code == 0
    assert shop("plan", "run", "--json").json["made"] == {"fortnight": 1}
    card = shop("next", "--agent", "wangmin")
    assert "Why now: Call plan, 水光护理" in card.out
    assert "By plan: day 15 after 水光护理, 2026-03-05" in card.out
    assert "Next by plan: Key: every month, 2026-03-18" in card.out
    call = shop("next", "--agent", "wangmin", "--json").json
    assert call["why"]["plan"] == {
        "code": "fortnight", "name": "fortnight", "service": "水光护理", "since": "2026-02-18", "day": "2026-03-05",
    }  # fmt: skip
    assert call["planned"]["day"] == "2026-03-18"


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        (["add", "x", "--script", "care"], "needs a class and how many months", "按分类的计划"),
        (["add", "x", "--after", "3"], "needs a script", "需要一份话术"),
        (["add", "x", "--after", "3", "--before", "3", "--script", "care"], "either after", "要么"),
        (["add", "--script", "care"], "is missing", "计划"),
        (["add", "--shipped"], "--script alone", "一起用"),
        (["add", "x y", "--after", "3", "--script", "care"], "no code for a plan", "代号"),
        (["add", "day-4", "--after", "4", "--script", "care"], "less than 2 days", "不足 2 天"),
        (["add", "x", "--after", "30", "--script", "cars"], "There is no script", "话术"),
        (["set", "day-3"], "changes nothing", "没有"),
        (["pause", "day-33"], "nearest is 'day-3'", "day-3"),
        (["preview", "--month", "2026-13"], "is no month", "不是月份"),
        (["preview", "--month", "2026-01"], "is past", "已经过去"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(boss, shop, words: list[str], en: str, zh: str) -> None:
    assert boss("plan", "add", "day-3", "--after", "3", "--script", "care").code == 0
    line = words if words[0] == "preview" else [*words, "--agent", "li"]
    said = shop("plan", *line)
    assert said.code == 2
    assert en in said.err
    assert zh in shop("plan", *line, "--lang", "zh_CN").err


def test_a_plan_shorter_than_the_least_gap(boss, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBENCH_PLANS_GAP_DAYS", "45")
    said = boss("plan", "add", "monthly", "--class", "key", "--every", "1", "--script", "care")
    assert said.code == 2
    assert "sooner than 45 days" in said.err
    assert "plans.gap_days" in said.err
