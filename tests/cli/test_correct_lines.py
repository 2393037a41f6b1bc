"""`callbench correct` and `history`: finding a saved call by its customer, and putting it right."""

from __future__ import annotations

import pytest

WHY = ("--reason", "pressed the wrong key")


@pytest.fixture
def saved(shop) -> str:
    """A completed call of 李娜; its id as `history` tells it."""
    done = shop("call", "--agent", "wangmin", typed="5\nyes\n\n\n")
    assert done.code == 0
    (call,) = shop("history", "李娜", "--json").json["calls"]
    return str(call["attempt"])


def test_history_tells_the_id_of_every_call(shop, saved) -> None:
    told = shop("history", "8000")
    assert told.code == 0
    assert saved in told.out
    assert "Completed 王敏" in told.out
    assert "Service: 2026-02-18" in told.out


@pytest.mark.parametrize(
    ("words", "says"), [("nobody", "Nobody is found"), ("13", "Several customers"), ("0000", "Several customers")]
)
def test_who_is_meant_must_be_plain(shop, words, says) -> None:
    told = shop("history", words)
    assert told.code == 2
    assert says in told.err or "Nobody" in told.err


def test_an_answer_and_a_note_are_put_right(shop, saved) -> None:
    done = shop("correct", saved, "--agent", "li", "--answer", "service=2", "--note", "was cross", *WHY)
    assert done.code == 0, done.err
    assert "Corrected: 李娜, 2026-03-05, Completed" in done.out
    (call,) = shop("history", "李娜", "--json").json["calls"]
    assert call["corrected_at"] == "2026-03-05T02:00:00Z"
    assert (call["note"], call["answers"]) == ("was cross", [{"label": "csat", "shown": "2 dissatisfied"}])
    found = shop("summary", "--json").json
    assert (found["measures"]["satisfaction"]["value"], found["measures"]["corrected"]["value"]) == (0, 1)
    assert "corrected" in shop("history", "李娜").out
    assert "Corrected" in shop("summary").out


def test_an_outcome_is_put_right_without_the_answers(shop, saved) -> None:
    refused = shop("correct", saved, "--agent", "li", "--outcome", "no_answer", *WHY)
    assert refused.code == 2
    assert "--drop-answers" in refused.err or "Drop the answers" in refused.err
    done = shop("correct", saved, "--agent", "li", "--outcome", "no_answer", "--drop-answers", *WHY, "--json").json
    assert (done["was"], done["outcome"], done["day"]) == ("completed", "no_answer", "2026-03-05")
    assert done["next_at"] == "2026-03-05T05:00:00Z"
    back = shop("correct", saved, "--agent", "li", "--outcome", "completed", *WHY)
    assert back.code == 2, "its required questions are open"
    answers = ("--answer", "service=5", "--answer", "again=yes")
    assert shop("correct", saved, "--agent", "li", "--outcome", "completed", *answers, *WHY).code == 0


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (("--agent", "wangmin", "--note", "x", *WHY), "may not correct"),
        (("--agent", "li", "--note", "x"), "needs its reason"),
        (("--agent", "li", *WHY), "changes nothing"),
        (("--agent", "li", "--outcome", "complete", *WHY), "There is no outcome"),
        (("--agent", "li", "--answer", "servise=5", *WHY), "names no question"),
        (("--agent", "li", "--answer", "service=9", *WHY), "service"),
        (("--agent", "li", "--answer", "service=5", "--drop-answers", *WHY), "together mean nothing"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(shop, saved, line, says) -> None:
    refused = shop("correct", saved, *line)
    assert refused.code == 2
    assert says in refused.err
    assert shop("summary", "--json").json["measures"]["corrected"]["value"] == 0


def test_a_call_that_is_none(shop, saved) -> None:
    assert "no id of a call" in shop("correct", "x", "--agent", "li", *WHY).err
    other = "01900000-0000-7000-8000-000000000000"
    assert "no such saved call" in shop("correct", other, "--agent", "li", "--note", "x", *WHY).err
