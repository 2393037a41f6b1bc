"""`callbench campaign` in plain lines and as JSON, in both languages."""

from __future__ import annotations

import pytest


@pytest.fixture
def boss(shop):
    """`shop` as the supervisor li; the campaign Spring of the shop is closed, so that its customers are free."""

    def call(*words: str, **more: str):
        return shop(*words, "--agent", "li", **more)

    assert call("campaign", "close", "Spring").code == 0
    return call


def test_a_campaign_from_plan_to_end(boss, shop) -> None:
    made = boss("campaign", "create", "Care call", "--script", "care", "--purpose", "how was it", "--from", "2026-03-05",
                "--to", "2026-03-31", "--hours", "10:00-18:00")  # fmt: skip
    assert made.code == 0, made.err
    assert made.out.splitlines()[:3] == ["Campaign: C2 Care call", "State: planned", "Purpose: how was it"]
    assert "Hours: 10:00-18:00" in made.out
    refused = boss("campaign", "start", "care call")
    assert refused.code == 2
    assert "nobody was selected" in refused.err
    assert "campaign select C2" in refused.err
    tried = boss("campaign", "select", "C2", "--class", "重点", "--dry-run", "--json")
    assert (tried.json["found"], tried.json["added"], tried.json["by_class"], tried.json["fixed"]) == (
        1,
        1,
        {"key": 1},
        False,
    )
    fixed = boss("campaign", "select", "C2", "--class", "key", "--class", "regular")
    assert "Whom it calls: class Key or Regular" in fixed.out
    assert "To be called: 2 (Key 1, Regular 1)" in fixed.out
    assert "李娜" in fixed.out
    assert boss("campaign", "start", "C2", "--dry-run", "--json").json["added"] == 2
    assert boss("campaign", "start", "C2").out == "Campaign C2: customers added: 2\n"
    assert shop("campaign", "list", "--json").json["campaigns"][-1]["state"] == "active"
    assert boss("campaign", "pause", "C2").out == "Campaign C2: paused\n"
    again = boss("campaign", "pause", "C2")
    assert again.code == 3
    assert "callbench campaign resume" in again.err
    assert boss("campaign", "resume", "C2", "--json").json == {"campaign": "C2", "state": "active"}
    assert boss("campaign", "people", "C2", "--add", "wangmin", "--json").json["people"] == ["wangmin"]
    aimed = boss("campaign", "target", "C2", "--completed", "80%", "--reach", "5")
    assert "Target, completed: 80% (now 0%: 0 of 2)" in aimed.out
    assert "(nothing to measure yet)" in boss("campaign", "target", "C2", "--satisfaction", "80%").out
    shown = shop("campaign", "show", "C2", "--json").json
    assert shown["selection"] == {"classes": ["key", "regular"]}
    assert shown["progress"]["waiting"] == 2
    assert shop("campaign", "refresh", "C2", "--json").json["added"] == 0
    assert boss("campaign", "close", "C2", "--dry-run", "--json").json["closed"] == 2
    assert boss("campaign", "close", "C2").out == "Campaign C2 is closed; customers who waited: 2\n"


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        (["target", "Plan", "--reach", "120%"], "the most is 100%", "最多 100%"),
        (["select", "Plan", "--owner", "wong"], "no agent 'wong'", "wong"),
        (["select", "Plan", "--class", "gold"], "is no class", "gold"),
        (["select", "Plan", "--answer", "nps<3"], "No interview has an answer", "没有任何回访"),
        (["select", "Plan", "--served", "yesterday"], "is no span", "不是区间"),
        (["select", "Plan", "--served", "3d..30d"], "is after the last", "晚于"),
        (["create", "Old", "--script", "care", "--to", "2026-03-01"], "is over", "期间已过"),
        (["create", "Empty", "--script", "care", "--hours", "18:00-10:00"], "are no hours", "不是时段"),
        (["create", "Draft", "--script", "nothing"], "There is no script", "话术"),
        (["start", "Plan"], "has no customers", "没有客户"),
        (["start", "Plan", "--purpose", "x"], "go with --script", "一起用"),
        (["people", "Plon", "--add", "li"], "nearest is 'Plan'", "Plan"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_with_what_to_do(boss, words: list[str], en: str, zh: str) -> None:
    assert boss("campaign", "create", "Plan", "--script", "care").code == 0
    said = boss("campaign", *words)
    assert said.code == 2
    assert en in said.err
    chinese = boss("campaign", *words, "--lang", "zh_CN")
    assert zh in chinese.err


def test_agents_plan_nothing(shop) -> None:
    said = shop("campaign", "create", "Mine", "--script", "care", "--agent", "wangmin")
    assert said.code == 2
    assert "supervisors do" in said.err


def test_a_call_for_two_campaigns_says_so(shop) -> None:
    assert shop("campaign", "start", "Gift", "--script", "care", "--purpose", "a gift").code == 0
    card = shop("next", "--agent", "wangmin")
    call = shop("next", "--agent", "wangmin", "--json").json
    also = call["why"]["also"][0]
    assert {also["purpose"], call["why"]["purpose"]} == {"a gift", "after the treatment"}
    assert f"Also for: {also['purpose']} ({also['campaign']})" in card.out


def test_a_campaign_is_changed_in_what_may_change(boss, shop) -> None:
    assert boss("campaign", "create", "Plan", "--script", "care", "--from", "2026-03-09").code == 0
    said = boss(
        "campaign",
        "set",
        "Plan",
        "--to",
        "2026-03-31",
        "--hours",
        "10:00-18:00",
        "--attempts",
        "3",
        "--purpose",
        "how was it",
    )
    assert said.code == 0, said.err
    assert "Period: from 2026-03-09 to 2026-03-31" in said.out
    assert "Hours: 10:00-18:00" in said.out
    assert "Most attempts: 3" in said.out
    said = boss(
        "campaign", "set", "Plan", "--from", "-", "--to", "-", "--hours", "-", "--name", "Autumn", "--json"
    ).json
    assert (said["name"], said["from"], said["to"], said["opens"], said["purpose"]) == (
        "Autumn",
        None,
        None,
        "",
        "how was it",
    )


@pytest.mark.parametrize(
    ("words", "code", "en", "zh"),
    [
        (["--script", "other"], 2, "keeps its script care", "不能更换"),
        (["--hours", "22:00-23:00"], 2, "the shop calls 09:00-21:00", "09:00-21:00"),
        (["--hours", "18:00-10:00"], 2, "are no hours", "不是时段"),
        (["--to", "2026-03-01"], 2, "is over", "期间已过"),
        (["--attempts", "0"], 2, "from 1 to 100", "1"),
        ([], 2, "changes nothing", "没有"),
        (["--purpose", "x", "--agent", "wangmin"], 2, "supervisors do", "主管"),
    ],
)  # fmt: skip
def test_what_may_not_change_is_said_with_what_to_do(boss, shop, words: list[str], code: int, en: str, zh: str) -> None:
    assert boss("campaign", "create", "Plan", "--script", "care").code == 0
    line = ["campaign", "set", "Plan", "--agent", "li", *words]
    said = shop(*line)
    assert said.code == code
    assert en in said.err
    assert zh in shop(*line, "--lang", "zh_CN").err
