"""Scripts that advertise, or need a consent: campaigns take both over, and why names it. What a check knows of outcomes."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from cli_shop import make_files


def with_settings(path: Path, to: Path, version: str, **more: str) -> Path:
    """The script under another version, with these of our own columns on its settings sheet."""
    book = openpyxl.load_workbook(path)
    sheet = book["settings"]
    where = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, where["version"], version)
    for n, (name, value) in enumerate(more.items(), 1):
        sheet.cell(1, len(where) + n, f"callbench::{name}")
        sheet.cell(2, len(where) + n, value)
    book.save(to)
    return to


@pytest.fixture
def care(tmp_path: Path) -> Path:
    make_files(tmp_path)
    return tmp_path / "care.xlsx"


def test_check_says_it(run, care: Path, tmp_path: Path) -> None:
    plain = run("script", "check", str(care), "--json").json
    assert (plain["marketing"], plain["consent"]) == (False, "")
    offers = with_settings(care, tmp_path / "offers.xlsx", "2", marketing="是", consent="优惠")
    found = run("script", "check", str(offers))
    assert found.code == 0
    assert "It contains marketing: campaigns with it call only from 10:00 until 20:00." in found.out
    assert "Campaigns with it call only who has agreed to be called for: 优惠." in found.out
    assert (
        "话术含营销内容：使用它的活动只在 10:00 到 20:00 拨打。"
        in run("script", "check", str(offers), "--lang", "zh").out
    )
    told = run("script", "check", str(offers), "--json").json
    assert (told["marketing"], told["consent"]) == (True, "优惠")
    wrong = run("script", "check", str(with_settings(care, tmp_path / "wrong.xlsx", "2", marketing="maybe")))
    assert wrong.code == 1
    assert "settings!" in wrong.out
    assert "'maybe' is neither yes nor no." in wrong.out


def test_campaigns_take_it_over_when_it_is_published(shop, care: Path, tmp_path: Path) -> None:
    def state() -> tuple[bool, str]:
        shown = shop("campaign", "show", "C1", "--json").json
        return shown["marketing"], shown["consent"]

    assert state() == (False, "")
    offers = with_settings(care, tmp_path / "offers.xlsx", "2", marketing="yes")
    assert shop("script", "import", str(offers), "--draft").code == 0
    assert state() == (False, ""), "a draft calls nobody"
    published = shop("script", "publish", "care", "2")
    assert "only from 10:00 until 20:00" in published.out
    assert state() == (True, "")
    early = ("why", "Wang Fang", "--agent", "wangmin", "--at", "2026-03-06T09:30")
    why = shop(*early, "--json").json["items"][0]
    assert (why["why_not"], why["until"]) == ("marketing", "2026-03-06T02:00:00Z")
    told = shop(*early).out
    assert "outside the hours for advertising, until 2026-03-06 10:00" in told
    assert "(advertises)" in told
    needs = with_settings(care, tmp_path / "needs.xlsx", "3", consent="offers")
    assert "who has agreed to be called for: offers." in shop("script", "import", str(needs)).out
    assert state() == (True, "offers"), "what was stricter stays"
    assert shop(*early, "--json").json["items"][0]["why_not"] == "consent"


def test_a_new_campaign_is_as_strict_as_its_script(shop, care: Path, tmp_path: Path) -> None:
    shop("script", "import", str(with_settings(care, tmp_path / "offers.xlsx", "2", marketing="yes", consent="offers")))
    shop("agent", "add", "boss", "Boss", "--role", "supervisor")
    made = shop("campaign", "create", "Offers", "--script", "care", "--agent", "boss", "--json").json
    assert (made["marketing"], made["consent"]) == (True, "offers")


def with_outcome(care: Path, key: str) -> Path:
    book = openpyxl.load_workbook(care)
    sheet = book["choices"]
    sheet.cell(1, sheet.max_column + 1, "callbench::outcome")
    sheet.cell(2, sheet.max_column, key)
    book.save(care)
    return care


def test_without_a_base_an_outcome_of_the_shop_is_only_warned_of(run, care: Path, base: Path) -> None:
    found = run("script", "check", str(with_outcome(care, "gatekeeper")))
    assert found.code == 0
    assert "[outcome-not-shipped] 'gatekeeper' is none of the shipped outcomes" in found.out
    assert not base.exists()


def test_with_a_base_the_outcomes_of_the_shop_count(shop, care: Path) -> None:
    with_outcome(care, "gatekeeper")
    refused = shop("script", "check", str(care))
    assert refused.code == 1
    assert "[unknown-outcome] There is no outcome 'gatekeeper'." in refused.out
    assert shop("script", "import", str(care)).code == 1
    shop("agent", "add", "boss", "Boss", "--role", "supervisor")
    added = shop(
        "outcomes",
        "add",
        "gatekeeper",
        "--en",
        "Family answered",
        "--class",
        "NC",
        "--after",
        "minutes:60",
        "--agent",
        "boss",
    )
    assert added.code == 0, added.err
    assert "outcome" not in shop("script", "check", str(care)).out


def test_what_the_script_demands_is_not_lifted_by_hand(shop, care: Path, tmp_path: Path) -> None:
    assert shop("agent", "add", "boss2", "Boss", "--role", "trainee").err.count("callbench trainee set boss2") == 1
    assert shop("agent", "add", "boss2", "Boss", "--role", "supervisor").code == 0
    assert shop("campaign", "set", "C1", "--marketing", "--agent", "boss2").code == 0
    assert shop("campaign", "set", "C1", "--no-marketing", "--agent", "boss2").code == 0
    offers = with_settings(care, tmp_path / "offers.xlsx", "2", marketing="yes")
    assert shop("script", "import", str(offers)).code == 0
    refused = shop("campaign", "set", "C1", "--no-marketing", "--agent", "boss2")
    assert (refused.code, "callbench::marketing" in refused.err) == (2, True)
    assert shop("campaign", "show", "C1", "--json").json["marketing"] is True
