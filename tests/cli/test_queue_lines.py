"""Queue, next, outcome, give-back, undo and follow-ups, from the point of view of a program that calls them."""

import json
from uuid import UUID

import pytest

from callbench.rules.outcomes import OUTCOMES


def test_the_queue_in_lines_and_as_json(shop) -> None:
    page = shop("queue", "--json").json
    assert (page["start"], page["total"]) == (0, 3)
    assert page["counts"]["untouched"] == 3
    assert set(page["rows"][0]) == {
        "item", "customer", "name", "class", "phone", "campaign", "reason", "group", "due_at", "priority", "attempts",
        "max_attempts", "outcome", "held_by", "zone",
    }  # fmt: skip
    assert page["rows"][0]["due_at"] == "2026-03-05T02:00:00Z"
    assert {row["name"] for row in page["rows"]} == {"李娜", "Wang Fang", "张伟"}
    lines = shop("queue")
    assert len(lines.out.splitlines()) == 3
    assert lines.err.startswith("1-3 of 3: ")
    assert "13800138000" not in lines.out.replace(" ", ""), "numbers are masked in lists"
    for row, line in zip(page["rows"], lines.out.splitlines(), strict=True):
        assert line.endswith(row["item"])


def test_the_queue_is_paged_and_filtered(shop) -> None:
    assert [row["name"] for row in shop("queue", "--find", "wang", "--json").json["rows"]] == ["Wang Fang"]
    assert shop("queue", "--group", "done", "--json").json["rows"] == []
    names = [row["name"] for row in shop("queue", "--json").json["rows"]]
    assert [row["name"] for row in shop("queue", "--start", "1", "--size", "1", "--json").json["rows"]] == names[1:2]
    assert shop("queue", "--group", "done").err.startswith("0 of 0")


def test_next_tells_who_why_and_what_to_ask(shop) -> None:
    call = shop("next", "--agent", "wangmin", "--json").json
    UUID(call["item"])
    assert call["customer"]["name"] == "李娜", "key customers come first"
    assert call["customer"]["phones"][0]["e164"] == call["phone"] == "+8613800138000"
    assert call["customer"]["services"] == [
        {"date": "2026-02-18", "item": "水光护理", "amount": 680.0, "staff": "", "branch": ""}
    ]
    assert call["why"]["purpose"] == "after the treatment"
    assert (call["why"]["attempt"], call["interrupted"]) == (1, False)
    assert call["script"]["form"]["form_id"] == "care"
    again = shop("next", "--agent", "王敏", "--json").json
    assert (again["item"], again["interrupted"]) == (call["item"], True), "the same call until it is finished"


def test_next_in_lines_shows_the_whole_number(shop) -> None:
    lines = shop("next", "--agent", "wangmin").out
    assert lines.startswith("Customer: 李娜\nClass: Key\n")
    assert "Phone: 138 0013 8000\n" in lines
    assert "Purpose: after the treatment\n" in lines
    assert "Service: 2026-02-18 水光护理 CN¥680" in lines
    chinese = shop("next", "--agent", "wangmin", "--lang", "zh").out
    assert chinese.startswith("客户：李娜\n分类：重点\n")
    assert "本次目的：after the treatment\n" in chinese


def test_nothing_to_call_is_said_in_counts_and_is_no_failure(run) -> None:
    run("agent", "add", "wangmin", "王敏")
    nothing = run("next", "--agent", "wangmin", "--json")
    assert (nothing.code, nothing.json["item"]) == (0, None)
    assert set(nothing.json["why"]) == {"counts", "next_at", "remark"}
    assert run("next", "--agent", "wangmin").out.startswith("Nobody can be called now: ")


def test_nothing_now_names_the_next_moment(shop, monkeypatch) -> None:
    monkeypatch.setenv("CALLBENCH_NOW", "2026-03-05T22:30")
    nothing = shop("next", "--agent", "wangmin", "--json").json
    assert nothing["why"]["counts"]["hours"] == 3
    assert nothing["why"]["next_at"] == "2026-03-06T01:00:00Z"
    assert "Next one: 2026-03-06 09:00\n" in shop("next", "--agent", "wangmin").out


def test_the_agent_may_stand_before_the_command_or_in_the_settings(shop, monkeypatch) -> None:
    item = shop("--agent", "wangmin", "next", "--json").json["item"]
    monkeypatch.setenv("CALLBENCH_DESK_AGENT", "wangmin")
    assert shop("next", "--json").json["item"] == item


def test_an_unanswered_attempt_is_two_words(shop) -> None:
    item = shop("next", "--agent", "wangmin", "--json").json["item"]
    saved = shop("outcome", item, "no_answer", "--agent", "wangmin", "--json").json
    assert set(saved) == {"attempt", "item", "customer", "outcome", "answers", "follow_up_at", "next_at", "undo_until",
                          "other_number", "complaint"}  # fmt: skip
    assert (saved["item"], saved["outcome"], saved["answers"]) == (item, "no_answer", 0)
    assert saved["next_at"] == "2026-03-05T05:00:00Z"
    assert shop("summary", "--json").json["outcomes"]["no_answer"] == 1


def test_answers_are_saved_with_the_outcome(shop) -> None:
    item = shop("next", "--agent", "wangmin", "--json").json["item"]
    words = ["--answer", "service=4", "--answer", "again=yes", "--note", "very friendly"]
    done = shop("outcome", item, "completed", "--agent", "wangmin", *words)
    assert done.out.startswith("Saved: 李娜, Completed, answers: ")
    summary = shop("summary", "--json").json
    assert summary["measures"]["satisfaction"]["value"] == 1.0
    answered = {q["path"].rpartition("/")[2]: q["answered"] for q in summary["questions"]}
    assert answered["service"] == answered["again"] == 1


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (["completed"], "service"),
        (["completed", "--answer", "service=4"], "again"),
        (["completed", "--answer", "service=9"], "service"),
        (["completed", "--answer", "service"], "--answer"),
        (["completed", "--answer", "wrong=late"], "--answer"),
    ],
)
def test_a_result_that_does_not_fit_saves_nothing(shop, words, where) -> None:
    item = shop("next", "--agent", "wangmin", "--json").json["item"]
    refused = shop("outcome", item, *words, "--agent", "wangmin", "--json")
    assert (refused.code, refused.out) == (2, "")
    assert where in json.loads(refused.err)["error"]["where"]
    assert shop("summary", "--json").json["measures"]["calls"]["numerator"] == 0
    assert shop("next", "--agent", "wangmin", "--json").json["item"] == item


def test_a_follow_up_in_words_is_on_the_customers_clock(shop) -> None:
    item = shop("next", "--agent", "wangmin", "--json").json["item"]
    words = ["--follow-up", "明天下午3点", "--reason", "talk about\x1b[31m the card"]
    saved = shop("outcome", item, "callback_agreed", "--agent", "wangmin", *words, "--json").json
    assert saved["follow_up_at"] == "2026-03-06T07:00:00Z"
    (booked,) = shop("follow-ups", "--json").json["follow_ups"]
    assert (booked["item"], booked["due_at"]) == (item, "2026-03-06T07:00:00Z")
    assert booked["reason"] == "talk about the card"
    assert shop("follow-ups", "--agent", "li", "--json").json["follow_ups"] == []
    assert shop("follow-ups").out == f"2026-03-06 15:00  李娜  王敏  talk about the card  {item}\n"


def test_an_item_is_taken_when_its_outcome_is_told(shop) -> None:
    rows = shop("queue", "--json").json["rows"]
    done = shop("outcome", rows[-1]["item"], "busy", "--agent", "li", "--json").json
    assert done["customer"] == rows[-1]["name"]


def test_what_is_in_hand_elsewhere_is_a_conflict(shop) -> None:
    item = shop("next", "--agent", "wangmin", "--json").json["item"]
    refused = shop("outcome", item, "busy", "--agent", "li", "--json")
    assert (refused.code, refused.out) == (3, "")
    assert json.loads(refused.err)["error"]["code"] == "conflict"


def test_given_back_it_is_not_dealt_again_at_once(shop) -> None:
    item = shop("next", "--agent", "wangmin", "--json").json["item"]
    assert shop("give-back", "-", "--agent", "wangmin", "--json").json == {"item": item, "given_back": True}
    assert shop("next", "--agent", "wangmin", "--json").json["item"] != item


def test_the_last_result_is_taken_back(shop) -> None:
    item = shop("next", "--agent", "wangmin", "--json").json["item"]
    shop("outcome", "-", "busy", "--agent", "wangmin")
    back = shop("undo", "--agent", "wangmin", "--json").json
    assert back["item"] == item
    assert shop("summary", "--json").json["measures"]["calls"]["numerator"] == 0
    assert shop("undo", "--agent", "wangmin").code == 3


def test_nothing_in_hand_and_no_item_are_usage(shop) -> None:
    assert shop("outcome", "-", "busy", "--agent", "wangmin").code == 2
    assert shop("give-back", "not-an-id", "--agent", "wangmin").code == 2


@pytest.mark.parametrize("rule", OUTCOMES, ids=lambda rule: rule.key)
def test_every_outcome_can_be_told_and_taken_back(shop, rule) -> None:
    item = shop("next", "--agent", "wangmin", "--json").json["item"]
    more = ["--follow-up", "tomorrow 10am"] if rule.needs_time else []
    if rule.key == "completed":
        more = ["--answer", "service=5", "--answer", "again=yes"]
    if rule.key in ("partial", "broke_off"):
        more = ["--answer", "service=5"]
    done = shop("outcome", item, rule.key, "--agent", "wangmin", *more, "--json")
    assert done.code == 0, done.err
    assert shop("summary", "--json").json["outcomes"][rule.key] == 1
    assert shop("undo", "--agent", "wangmin", "--json").json["item"] == item
    assert shop("summary", "--json").json["outcomes"][rule.key] == 0


def test_groups_and_classes_are_named_as_they_are_shown(shop) -> None:
    for name in ("New", "未呼", "untouched"):
        shown = shop("queue", "--group", name, "--json").json
        assert (shown["total"], {row["group"] for row in shown["rows"]}) == (3, {"untouched"})
    for n, name in enumerate(("重点", "VIP", "Key", "key")):
        started = shop("campaign", "start", f"again {n}", "--script", "care", "--class", name, "--json").json
        assert (started["added"], started["elsewhere"]) == (1, 1)
    assert shop("campaign", "start", "gold", "--script", "care", "--class", "gold").code == 2
    assert shop("campaign", "start", "gold", "--script", "care", "--class", "").code == 2
    told = shop("campaign", "start", "all", "--script", "care", "--lang", "zh").out
    assert "其中 3 位同时还在别的活动中等待。" in told


def test_follow_ups_say_which_come_again_once_one_does(shop) -> None:
    shop("follow-up", "book", "李娜", "tomorrow 3pm", "--agent", "wangmin")
    (line,) = shop("follow-ups").out.splitlines()
    assert "every month" not in line
    shop("follow-up", "book", "张伟", "tomorrow 4pm", "--repeat", "monthly", "--agent", "wangmin")
    once, again = shop("follow-ups").out.splitlines()
    assert "every month" not in once
    assert "every month" in again


def test_what_is_closed_is_not_told_among_those_who_wait(shop) -> None:
    for _ in range(3):
        shop("next", "--agent", "wangmin")
        shop("outcome", "-", "unable", "--agent", "wangmin")
    found = shop("next", "--agent", "wangmin", "--json").json
    assert found["why"]["counts"].get("done")
    assert "closed" not in shop("next", "--agent", "wangmin").out
