"""`callbench queue list`, `set` and `undo` in plain lines: filters, counts, who stays, one change at a time, exit codes."""

from __future__ import annotations

import pytest
from cli_shop import make_files


@pytest.fixture
def shop(run, tmp_path, monkeypatch):
    make_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    run("import", "customers", "customers.csv")
    run("import", "script", "care.xlsx")
    run("agent", "add", "chen", "陈主管", "--role", "supervisor")
    run("agent", "add", "lilei", "李雷")
    run("campaign", "start", "Spring", "--script", "care")
    return run


def items(run, *words: str) -> list[str]:
    return [row["item"] for row in run("queue", "--json", *words).json["rows"]]


def test_the_list_is_what_the_bare_command_says(shop) -> None:
    assert shop("queue", "list").out == shop("queue").out
    assert shop("queue", "--group", "untouched").out == shop("queue", "list", "--group", "untouched").out
    assert shop("--json", "queue").json["total"] == shop("queue", "--json", "list").json["total"]
    assert "set" in shop("queue", "--help").out
    assert shop("queue", "sett").code == 2


def test_a_filter_leaves_what_it_says_and_a_wrong_one_is_refused(shop) -> None:
    all_of_them, key = items(shop), items(shop, "--find", "class:key")
    assert 0 < len(key) < len(all_of_them)
    assert items(shop, "--find", "分类:重点") == key
    wrong = shop("queue", "--find", "class:vip")
    assert (wrong.code, "no 'vip'" in wrong.err) == (2, True)


def test_what_is_left_is_told_for_an_agent(shop) -> None:
    found = shop("queue", "--agent", "lilei", "--json").json["left"]
    assert (found["left"], found["pace"], found["ends_at"]) == (2, None, None)  # one is a colleague's
    assert "Left today: " in shop("queue", "--agent", "lilei").err
    assert "left" not in shop("queue", "--json").json


def test_many_are_changed_and_taken_back(shop) -> None:
    tried = shop("queue", "set", "--find", "tries:0", "--to", "李雷", "--dry-run", "--agent", "chen", "--json").json
    assert (tried["changed"], tried["dry_run"], tried["stays"]) == (len(items(shop)), True, [])
    done = shop("queue", "set", "--find", "tries:0", "--to", "lilei", "--agent", "chen", "--json").json
    assert done["changed"] == tried["changed"]
    assert len(items(shop, "--find", "owner:lilei")) == done["changed"]
    again = shop("queue", "set", "--find", "tries:0", "--to", "lilei", "--agent", "chen")
    assert (again.code, "as wished already" in again.err) == (0, True)
    back = shop("queue", "undo", done["change"], "--agent", "chen", "--json").json
    assert (back["changed"], back["undone"]) == (done["changed"], True)
    assert shop("queue", "undo", "--agent", "chen").code != 0


def test_each_change_has_its_option(shop) -> None:
    one = items(shop)[0]
    for words, said in (
        (("--day", "next wed"), "moved to"), (("--lower",), "lower priority"), (("--raise",), "higher priority"),
        (("--aside",), "set aside"), (("--back",), "back in the queue"), (("--close", "moved away"), "closed"),
    ):  # fmt: skip
        done = shop("queue", "set", one, *words, "--agent", "chen")
        assert (done.code, said in done.out) == (0, True), (words, done.out, done.err)
    other = items(shop)[0]
    assert "do-not-call list" in shop("queue", "set", other, "--do-not-call", "asked", "--agent", "chen").out


def test_what_cannot_be_meant_is_refused_with_what_to_do(shop) -> None:
    for words in (
        (), ("--lower",), ("--group", "untouched"), ("--group", "untouched", "--lower", "--raise"), ("nonsense", "--lower"),
        ("--group", "untouched", "--day", "someday"), ("--group", "untouched", "--to", "nobodyhere"),
        ("--group", "untouched", "--day", "2020-01-01"), ("--group", "wrong", "--lower"),
    ):  # fmt: skip
        refused = shop("queue", "set", *words, "--agent", "chen")
        assert (refused.code, "Error: " in refused.err) == (2, True), words


def test_an_agent_may_not_what_supervisors_may(shop) -> None:
    refused = shop("queue", "set", "--group", "untouched", "--lower", "--agent", "lilei")
    assert (refused.code, "supervisors do" in refused.err) == (2, True)
    stays = shop("queue", "set", "--group", "untouched", "--aside", "--agent", "lilei")
    assert (stays.code, "not yours" in stays.err) == (0, True)
