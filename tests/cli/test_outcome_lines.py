"""`callbench outcomes`: the list, the changes a supervisor makes, and calls in lines that end with them."""

from __future__ import annotations

import pytest

from callbench import i18n

ADD = (
    "outcomes",
    "add",
    "family",
    "--zh",
    "家人代接",
    "--en",
    "Family answered",
    "--class",
    "NC",
    "--after",
    "minutes:90",
)


def test_without_a_word_it_lists(shop) -> None:
    assert shop("outcomes").out == shop("outcomes", "list").out == shop("outcomes", "--lang", "en").out
    found = shop("outcomes", "--json").json["outcomes"]
    assert (found[0]["key"], found[0]["place"], found[1]["delay"]) == ("completed", 1, 180)
    (agreed,) = (
        line.split() for line in shop("outcomes", "--lang", "zh").out.splitlines() if "callback_agreed" in line
    )
    assert "进行中" in agreed
    assert "open" not in agreed
    assert next(one["class"] for one in found if one["key"] == "callback_agreed") == "open"


def test_a_supervisor_changes_the_list(shop) -> None:
    assert shop(*ADD, "--agent", "wangmin").code == 2
    assert "Family answered" in shop(*ADD, "--agent", "li").out
    assert shop("outcomes", "rename", "busy", "--zh", "占线中", "--agent", "li").code == 0
    assert "占线中" in shop("outcomes", "--lang", "zh").out
    assert shop("outcomes", "rename", "busy", "--zh", "-", "--agent", "li").code == 0
    assert "占线中" not in shop("outcomes", "--lang", "zh").out
    moved = shop("outcomes", "move", "family", "1", "--agent", "li", "--json").json["outcomes"]
    assert moved[0]["key"] == "family"
    changed = shop(
        "outcomes", "set", "no_answer", "--delay", "45", "--note", "--press", "y", "--agent", "li", "--json"
    ).json
    assert (changed["delay"], changed["note_required"], changed["press"]) == (45, True, "y")
    assert "switched off" in shop("outcomes", "off", "duplicate", "--agent", "li").out
    assert "switched off" not in shop("outcomes", "on", "duplicate", "--agent", "li").out
    assert "family" not in shop("outcomes", "restore", "--agent", "li").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("set", "completed", "--after", "next_day"), "is fixed"),
        (("off", "do_not_call"), "cannot be switched off"),
        (("set", "bussy", "--delay", "3"), "The nearest is busy"),
        (("set", "busy", "--delay", "soon"), "no number of minutes"),
        (("set", "busy"), "changes nothing"),
        (("rename", "busy"), "No name"),
        (("add", "Family", "--en", "F", "--class", "NC", "--after", "next_day"), "small letters"),
        (("add", "family", "--en", "F", "--class", "NC"), "needs its class"),
        (("add", "family", "--class", "NC", "--after", "next_day"), "needs a name"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(shop, words, told) -> None:
    answer = shop("outcomes", *words, "--agent", "li")
    assert answer.code == 2
    assert told in answer.err
    chinese = shop("outcomes", *words, "--agent", "li", "--lang", "zh")
    assert chinese.code == 2
    assert told not in chinese.err
    i18n.use_language("en")


def test_a_call_in_lines_ends_with_the_shops_own_and_asks_for_its_note(shop) -> None:
    shop(
        "outcomes",
        "add",
        "moved",
        "--en",
        "Moved to another shop",
        "--class",
        "O",
        "--after",
        "close",
        "--note",
        "--agent",
        "li",
    )
    answer = shop("call", "--agent", "wangmin", typed=".\nmoved to\n\nto Xi'an\n\n\n")
    assert answer.code == 0, answer.out
    assert "needs a note" in answer.out
    assert "Moved to another shop" in answer.out
    assert "to Xi'an" in shop("history", "李娜", "--json").out


def test_an_outcome_by_line_needs_its_note(shop) -> None:
    shop("outcomes", "set", "busy", "--note", "--agent", "li")
    item = shop("next", "--agent", "wangmin", "--json").json["item"]
    refused = shop("outcome", item, "busy", "--agent", "wangmin")
    assert refused.code == 2
    assert "needs a note" in refused.err
    assert shop("outcome", item, "busy", "--note", "all morning", "--agent", "wangmin").code == 0
