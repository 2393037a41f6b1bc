"""`callbench tag` in plain lines and as JSON, and the column of tags of a customer file."""

from __future__ import annotations

import pytest


def test_tags_are_put_on_taken_off_listed_and_selected_by(shop) -> None:
    assert shop("tag", "李娜").out == "李娜: no tag\n"
    said = shop("tag", "李娜", "+vip", "+怕疼", "--agent", "wangmin")
    assert (said.code, said.out) == (0, "李娜: vip, 怕疼\n")
    assert shop("tag", "张伟", "+vip", "--agent", "wangmin", "--json").json["tags"] == ["vip"]
    assert shop("tag", "--json").json == {"tags": {"vip": 2, "怕疼": 1}}
    assert shop("tag").out.splitlines()[0].split() == ["vip", "2"]
    assert shop("campaign", "create", "Care", "--script", "care", "--agent", "li").code == 0
    found = shop("campaign", "select", "Care", "--tag", "vip", "--dry-run", "--agent", "li", "--json").json
    assert found["found"] == 2
    assert shop("tag", "李娜", "-vip", "--agent", "wangmin").out == "李娜: 怕疼\n"
    assert shop("tag", "李娜", "+怕疼", "--agent", "wangmin").out == "李娜: 怕疼\n"


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        (["李娜", "-gold"], "does not have the tag 'gold'", "没有标签"),
        (["李娜", "vip"], "is no change of tags", "+vip"),
        (["李娜", "+a,b"], "is no tag", "不是标签"),
        (["李娜", "+" + "x" * 41], "up to 40 characters", "40"),
        (["李娜", "+a", "-a"], "at once", "同时"),
        (["李娜", "--agnt", "x"], "is no change of tags", "--agnt"),
        (["nobody", "+a"], "Nobody is found", "nobody"),
    ],
)
def test_what_is_no_tag_is_said(shop, words: list[str], en: str, zh: str) -> None:
    line = ["tag", *words, "--agent", "wangmin"]
    said = shop(*line)
    assert said.code == 2
    assert en in said.err
    assert zh in shop(*line, "--lang", "zh_CN").err


@pytest.mark.parametrize("heading", ["标签", "客户标签", "Tags"])
def test_a_column_of_tags_is_added_to_what_is_there(shop, tmp_path, heading: str) -> None:
    assert shop("tag", "李娜", "+old", "--agent", "wangmin").code == 0
    file = tmp_path / "tagged.csv"
    file.write_text(
        f"name,phone,{heading}\n李娜,13800138000,vip、怕疼\nNew One,13600136000,vip\nX Y,13600136009,-\n", "utf-8-sig"
    )
    report = shop("import", "customers", str(file), "--json").json
    assert (report["added"], report["changed"], report["same"]) == (2, 1, 0)
    assert shop("tag", "李娜", "--json").json["tags"] == ["old", "vip", "怕疼"]
    assert shop("tag", "--json").json["tags"] == {"old": 1, "vip": 2, "怕疼": 1}
    again = shop("import", "customers", str(file), "--json").json
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 3)


def test_a_tag_too_long_is_told_with_its_row_and_the_customer_kept(shop, tmp_path) -> None:
    file = tmp_path / "tagged.csv"
    file.write_text(f"name,phone,tags\nNew One,13600136000,{'x' * 50}\n", "utf-8-sig")
    report = shop("import", "customers", str(file), "--json").json
    assert report["added"] == 1
    assert "up to 40 characters" in str(report["problems"])
