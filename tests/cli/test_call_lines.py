"""A whole call in lines, piped: what is asked, what may be typed, what is on disk afterwards."""

import pytest

from callbench.records.calls import DraftAnswer


def transcript(answer) -> list[str]:
    return answer.out.splitlines()


def answers_on_disk(base) -> dict[str, DraftAnswer]:
    from callbench.clock import clock_from
    from callbench.config import load_settings
    from callbench.desk.agents import find_agent
    from callbench.desk.bench import open_bench
    from callbench.desk.calling import item_in_hand

    settings = load_settings({})
    with open_bench(base, settings, clock_from("2026-03-05T10:00", settings.zone)) as bench:
        call = item_in_hand(bench, find_agent(bench, "wangmin"))
        assert call
        return {answer.path.rpartition("/")[2]: answer for answer in call.answers} | {
            "note": DraftAnswer("", call.note)
        }


def test_a_whole_call(shop) -> None:
    done = shop("call", "--agent", "wangmin", typed="5\nyes\n\n\n")
    assert done.code == 0
    assert done.err == ""
    lines = transcript(done)
    start = lines.index("Good morning 李娜.")
    assert lines[start + 1] == "1. How satisfied were you? (required)"
    assert "very satisfied" in lines[start + 2]
    assert "2. What went wrong?" not in done.out, "not asked when satisfied"
    assert "3. Will you come again? (required)" in lines
    assert lines[-1] == "Saved: 李娜, Completed, answers: 3" or lines[-1].startswith(
        "Saved: 李娜, Completed, answers: "
    )
    summary = shop("summary", "--json").json
    assert summary["outcomes"]["completed"] == 1


def test_in_chinese(shop) -> None:
    done = shop("call", "--agent", "wangmin", "--lang", "zh", typed="非常满意\n会\n\n\n")
    assert done.code == 0
    assert "李娜您好。" in transcript(done)
    assert "1. 您对服务满意吗?（必答）" in transcript(done)
    assert transcript(done)[-1].startswith("已保存：李娜，已完成")


def test_every_answer_is_on_disk_when_the_input_ends(shop, base) -> None:
    cut = shop("call", "--agent", "wangmin", typed="2\nlate again\n!wants a voucher\n")
    assert cut.code == 1
    assert "stays in hand" in cut.err
    kept = answers_on_disk(base)
    assert (kept["service"].text, kept["wrong"].text) == ("2", "late again")
    assert kept["note"].text == "wants a voucher"
    on = shop("call", "--agent", "wangmin", typed="no\n\n\n")
    assert "This call was interrupted; it goes on where it stopped." in transcript(on)
    assert "1. How satisfied were you? (required)" not in transcript(on)
    assert on.code == 0


def test_a_wrong_answer_is_told_and_asked_again(shop, base) -> None:
    done = shop("call", "--agent", "wangmin", typed="7\nmaybe\n\n5\n")
    assert done.code == 1
    said = transcript(done)
    assert sum(line.startswith("Choose one of: ") for line in said) == 2
    assert any(line.startswith("This must be answered") for line in said)
    assert answers_on_disk(base)["service"].text == "5"


def test_words_are_understood_by_their_beginning(shop, base) -> None:
    shop("call", "--agent", "wangmin", typed="VERY D\n")
    assert answers_on_disk(base)["service"].text == "1"


def test_back_help_and_dont_know(shop, base) -> None:
    done = shop("call", "--agent", "wangmin", typed="2\n<\n?\n5\n-\n")
    said = transcript(done)
    assert "<  one question back" in said
    assert "Answered: 2 dissatisfied" in said
    kept = answers_on_disk(base)
    assert kept["service"].text == "5"


def test_straight_to_the_outcome(shop) -> None:
    done = shop("call", "--agent", "wangmin", typed=".\n?\nno answer\n")
    assert done.code == 0
    assert transcript(done)[-2:] == ["Saved: 李娜, No answer, answers: 0", "Next attempt: 2026-03-05 13:00"]
    assert "Thank you, goodbye." not in transcript(done)
    assert "Completed" not in "".join(line for line in transcript(done) if line.startswith("  ")), (
        "required questions are open"
    )


def test_an_unfinished_call_goes_back_to_its_gap(shop) -> None:
    done = shop("call", "--agent", "wangmin", typed="5\n.\n<\nyes\n1\n\n")
    assert done.code == 0
    assert "Required questions still open: 1; < goes back to them." in transcript(done)
    assert transcript(done)[-1].startswith("Saved: 李娜, Completed")


def test_a_follow_up_is_asked_for_until_it_is_understood(shop) -> None:
    typed = ".\ncallback agreed\n\nsome day\ntomorrow 3am\ntomorrow 3pm\nbring the offer\n"
    done = shop("call", "--agent", "wangmin", typed=typed)
    assert done.code == 0
    assert transcript(done)[-1] == "Follow-up: 2026-03-06 15:00"
    (booked,) = shop("follow-ups", "--json").json["follow_ups"]
    assert (booked["reason"], booked["due_at"]) == ("bring the offer", "2026-03-06T07:00:00Z")


@pytest.mark.parametrize("hostile", ["[/]", "\x1b]52;c;aGFja2Vk\x07", "a\u202eb", "\x9b31mred", "x" * 5_000])
def test_hostile_words_come_back_harmless(shop, hostile) -> None:
    done = shop("call", "--agent", "wangmin", typed=f"2\n{hostile}\n!{hostile}\nyes\n\n\n{hostile}\n")
    assert all(c.isprintable() or c == "\n" for c in done.out + done.err)


def test_an_item_of_ones_choice(shop) -> None:
    row = shop("queue", "--json").json["rows"][-1]
    done = shop("call", row["item"], "--agent", "li", typed=".\n3\n")
    assert transcript(done)[0].startswith(f"Customer: {row['name']}")
    assert done.code == 0


def test_nobody_to_call(run) -> None:
    run("agent", "add", "wangmin", "王敏")
    nothing = run("call", "--agent", "wangmin")
    assert nothing.code == 0
    assert nothing.out.startswith("Nobody can be called now")


@pytest.mark.pty
def test_at_a_terminal_there_is_a_prompt_and_ctrl_c_keeps_the_call(shop, base) -> None:
    import os
    import sys

    import pexpect

    world = dict(os.environ) | {"TERM": "dumb", "LC_ALL": "C.UTF-8"}
    child = pexpect.spawn(
        sys.executable, ["-m", "callbench", "call", "--agent", "wangmin"], env=world, timeout=30, encoding="utf-8"
    )
    child.expect_exact("1. How satisfied were you?")
    child.expect_exact("> ")
    child.sendline("2")
    child.expect_exact("2. What went wrong?")
    child.expect_exact("> ")
    child.sendintr()
    child.expect_exact("Stopped.")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert answers_on_disk(base)["service"].text == "2"
