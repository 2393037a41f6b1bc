"""Answers that go into the customer's profile: refused while they are typed, written with the call, taken back with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_shop import CUSTOMERS
from openpyxl import Workbook

SHEETS = {
    "survey": [
        ["type", "name", "label", "callbench::profile", "required"],
        ["text", "born", "When is your birthday?", "birthday", None],
        ["select_one sex", "sex", "Ms or Mr?", "gender", None],
        ["select_one channel", "channel", "Phone or WeChat?", "channel", None],
        ["select_multiple when", "free", "When are you free?", "preferred_time", None],
        ["text", "other", "Another number?", "phone", None],
        ["text", "shoes", "Shoe size?", "shoe_size", None],
    ],
    "choices": [
        ["list_name", "name", "label"],
        ["sex", "w", "Ms"], ["sex", "female", "A woman"],
        ["channel", "phone", "By phone"], ["channel", "wechat", "By WeChat"],
        ["when", "am", "Mornings"], ["when", "pm", "Afternoons"],
    ],
    "settings": [["form_id", "version"], ["card", "1"]],
}  # fmt: skip


@pytest.fixture
def shop(run, tmp_path: Path):
    """`run` on a base whose campaign asks for what the cards lack."""
    book = Workbook()
    del book["Sheet"]
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "card.xlsx")
    (tmp_path / "customers.csv").write_text(CUSTOMERS, "utf-8-sig")
    for line in (
        ["agent", "add", "wangmin", "王敏"],
        ["import", "script", str(tmp_path / "card.xlsx")],
        ["import", "customers", str(tmp_path / "customers.csv")],
        ["campaign", "start", "Spring", "--script", "card"],
    ):
        assert run(*line).code == 0, line
    return run


def card(shop, tmp_path: Path) -> dict:
    """The customer 李娜, as she is exported now."""
    target = tmp_path / "cards.jsonl"
    target.unlink(missing_ok=True)
    assert shop("export", "customers", "--format", "jsonl", str(target)).code == 0
    return next(each for line in target.read_text("utf-8").splitlines() if (each := json.loads(line))["name"] == "李娜")


def test_what_is_said_in_lines_stands_on_the_card(shop, tmp_path: Path) -> None:
    typed = "abc\n5月20日\nfemale\nwechat\nam pm\n12\n13912345678\n38\n1\n\n"
    done = shop("call", "--agent", "wangmin", typed=typed)
    assert done.code == 0, done.out
    assert done.out.count("When is your birthday?") == 1  # it stays until it is answered
    assert "'abc' is no date; write it like 2026-03-05" in done.out
    found = card(shop, tmp_path)
    assert (found["birthday"], found["gender"], found["channel"]) == ("--05-20", "female", "wechat")
    assert found["preferred_time"] == "Mornings, Afternoons"
    assert [phone["e164"] for phone in found["phones"]] == ["+8613800138000", "+8613912345678"]
    assert shop("undo", "--agent", "wangmin").code == 0
    before = card(shop, tmp_path)
    assert (before["birthday"], before["gender"], before["preferred_time"], len(before["phones"])) == ("", "", "", 1)


def test_an_answer_that_cannot_be_kept_is_refused_where_it_is_typed(shop, tmp_path: Path) -> None:
    item = shop("next", "--agent", "wangmin", "--json").json["item"]
    for answer in ("born=abc", "born=2030-01-01", "other=12"):
        refused = shop("outcome", item, "completed", "--agent", "wangmin", "--answer", answer)
        assert refused.code == 2, refused.out
        assert f"--answer {answer.partition('=')[0]}" in refused.err
    saved = shop("outcome", item, "completed", "--agent", "wangmin", "--answer", "born=1990-01-02")
    assert saved.code == 0, saved.err
    assert card(shop, tmp_path)["birthday"] == "1990-01-02"


def test_a_choice_the_profile_cannot_hold_is_an_answer_all_the_same(shop, tmp_path: Path) -> None:
    item = shop("next", "--agent", "wangmin", "--json").json["item"]
    answers = ["--answer", "sex=w", "--answer", "shoes=38", "--answer", "channel=phone"]
    assert shop("outcome", item, "completed", "--agent", "wangmin", *answers).code == 0
    found = card(shop, tmp_path)
    assert (found["gender"], found["channel"]) == ("", "phone")
    target = tmp_path / "results.jsonl"
    assert shop("export", "results", "--format", "jsonl", str(target)).code == 0
    assert "w" in json.loads(target.read_text("utf-8").splitlines()[0]).values()


def test_an_attempt_in_which_nothing_was_asked_writes_nothing(shop, tmp_path: Path) -> None:
    before = card(shop, tmp_path)
    item = shop("next", "--agent", "wangmin", "--json").json["item"]
    assert shop("outcome", item, "no_answer", "--agent", "wangmin").code == 0
    assert card(shop, tmp_path) == before


def test_practice_says_what_the_profile_would_hold(shop, tmp_path: Path) -> None:
    done = shop("script", "try", "card", typed="abc\n1990-01-02\nw\n1\n2\n\n38\n1\n\n")
    assert done.code == 0, done.out
    assert "Profile: Birthday: 1990-01-02\n" in done.out
    assert "Profile: Gender: w (left out" in done.out
    assert "Profile: Channel: phone\n" in done.out
    assert "Profile: Preferred time: Afternoons\n" in done.out
