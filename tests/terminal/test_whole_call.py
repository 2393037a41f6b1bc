"""The installed program in a pseudo-terminal, from start to quit: what a person sees, and what is then in the base."""

from __future__ import annotations

import os
import re
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from callbench.clock import FixedClock
from callbench.config import load_settings
from callbench.desk.agents import find_agent
from callbench.desk.bench import Bench, open_bench
from callbench.desk.followups import list_follow_ups
from callbench.desk.summary import summary

from .pseudo import Terminal

pytestmark = [pytest.mark.pty, pytest.mark.xdist_group("pty")]
NOW = "2026-03-05T10:00"
SIZES = [(80, 24), (120, 36)]
WORDS = {
    "zh": {
        "choose": "请选择坐席", "queue": "我的：", "card": "必答", "typed": "回车确认", "all_asked": "全部问完",
        "booked": "与通话结果一起保存", "complaint": "回答涉及投诉", "saved": "已保存", "summary": "日报", "measure": "满意度",
    },
    "en": {
        "choose": "Who works here?", "queue": "Yours:", "card": "required", "typed": "Enter accepts",
        "all_asked": "All questions are asked", "booked": "saved with the outcome", "complaint": "point to a complaint",
        "saved": "Saved", "summary": "Summary", "measure": "Satisfaction",
    },
}  # fmt: skip


def opened(base: Path) -> Bench:
    return open_bench(base, load_settings({}), FixedClock(datetime(2026, 3, 5, 2, 5, tzinfo=UTC)))


def demo(base: Path, language: str, columns: int, rows: int, *args: str, **more: bool) -> Terminal:
    world = {"CALLBENCH_NOW": f"from {NOW}"}
    return Terminal("--db", str(base), "--lang", language, *args, columns=columns, rows=rows, env=world, **more)


def live(terminal: Terminal) -> str:
    """The number of the question that is live."""
    found = re.search(r">\s+(\d+)\s", terminal.text)
    return found[1] if found else ""


def answer_all(terminal: Terminal, words: dict[str, str]) -> int:
    """Press the first digit at closed questions, Enter at the optional typed ones, until all is asked; the keys pressed."""
    pressed = 0
    while words["all_asked"] not in terminal.text:
        assert pressed < 20, terminal.text
        here = live(terminal)
        terminal.press("enter" if words["typed"] in terminal.text else "1")
        pressed += 1
        terminal.until(lambda here=here: live(terminal) != here, f"question {here} to be left")
    return pressed


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_a_day_begins_and_a_call_is_made(tmp_path: Path, language: str, columns: int, rows: int) -> None:
    base, words = tmp_path / "shop.db", WORDS[language]
    terminal = demo(base, language, columns, rows, "demo")
    terminal.wait(words["choose"])
    with opened(base) as bench:
        agent = find_agent(bench, "wangmin")
        before = summary(bench, agent=agent)
    terminal.press("3", "enter")
    terminal.wait(words["card"])
    terminal.read(0.5)

    keys = answer_all(terminal, words)
    assert keys <= 9
    terminal.press("f3", "6", "enter")  # tomorrow afternoon
    terminal.wait(words["booked"])
    terminal.press("enter")
    terminal.wait(words["complaint"])  # the first choice everywhere is the worst mark
    terminal.press("enter")
    terminal.wait(words["saved"], words["card"])

    second = terminal.screen.display[2]
    terminal.press("f2", "2")  # the next customer does not answer
    terminal.until(lambda: terminal.screen.display[2] not in (second, " " * columns), "the third customer")
    terminal.press("esc")
    terminal.wait(words["queue"])
    terminal.press("f7")
    terminal.wait(words["summary"], words["measure"])
    terminal.press("f10")
    assert terminal.end() == 0

    with opened(base) as bench:
        after = summary(bench, agent=agent)
        assert after.measures["calls"].value == before.measures["calls"].value + 2
        assert after.outcomes["completed"] == before.outcomes.get("completed", 0) + 1
        assert after.outcomes["no_answer"] == before.outcomes.get("no_answer", 0) + 1
        assert after.measures["complaints"].value == before.measures["complaints"].value + 1
        assert all(check.holds for check in after.checks)
        due = [f.due_at for f in list_follow_ups(bench, agent)]
        assert datetime(2026, 3, 6, 7, 0, tzinfo=UTC) in due


def test_a_killed_call_is_offered_again_with_its_answers(tmp_path: Path) -> None:
    base, words = tmp_path / "shop.db", WORDS["zh"]
    terminal = demo(base, "zh", 120, 36, "demo")
    terminal.wait(words["choose"])
    terminal.press("3", "enter")
    terminal.wait(words["card"])
    terminal.read(0.5)
    name = re.search(r"^ +(\S+) ", terminal.screen.display[2])
    assert name
    terminal.press("1")
    terminal.until(lambda: "✓  1" in terminal.text, "the tick of the first answer")
    terminal.kill()

    again = demo(base, "zh", 120, 36, "--agent", "wangmin")
    again.wait(words["queue"])
    again.press("enter")
    again.wait(name[1], "✓  1")
    again.press("f10")
    assert again.end() == 0


def test_without_its_terminal_the_bench_ends_also_when_who_started_it_ignores_hangups(tmp_path: Path) -> None:
    terminal = demo(tmp_path / "shop.db", "en", 80, 24, "demo", ignore_sighup=True)
    terminal.wait(WORDS["en"]["choose"])
    os.close(terminal.child.child_fd)  # the window is closed, the line is cut
    try:
        for _tenth in range(300):
            ended, status = os.waitpid(terminal.child.pid, os.WNOHANG)
            if ended:
                break
            time.sleep(0.1)
        assert (ended, status) == (terminal.child.pid, signal.SIGHUP)
    finally:
        if not ended:
            terminal.kill()


def test_a_small_window_says_what_it_needs_and_comes_back(tmp_path: Path) -> None:
    terminal = demo(tmp_path / "shop.db", "en", 60, 20, "demo")
    terminal.wait("80", "24")
    terminal.resize(80, 24)
    terminal.wait(WORDS["en"]["choose"])
    terminal.press("f10")
    assert terminal.end() == 0


def test_hostile_names_send_nothing_to_the_terminal(tmp_path: Path) -> None:
    base = tmp_path / "shop.db"
    demo(base, "en", 80, 24, "demo", "--no-open").end()
    file = tmp_path / "hostile.csv"
    names = [
        "\x1b]52;c;ZXZpbA==\x07",
        "\x1b]0;owned\x07",
        "[@click=app.quit]x[/]",
        "[/]",
        "a\u202eb",
        "程𠮷",
        "长" * 5_000,
    ]
    lines = [f'"{name}",1380013{n:04},key' for n, name in enumerate(names)]
    file.write_text("name,phone,class\n" + "\n".join(lines) + "\n", "utf-8")
    assert demo(base, "en", 80, 24, "import", "customers", str(file)).end() in (0, 1)
    assert demo(base, "en", 80, 24, "campaign", "start", "Hostile", "--script", "courier_delivery").end() == 0
    terminal = demo(base, "en", 120, 36, "--agent", "wangmin")
    terminal.wait(WORDS["en"]["queue"])
    terminal.press("f5", "esc", "G")
    terminal.read(0.5)
    assert b"\x1b]52" not in terminal.raw
    assert b"\x1b]0;owned" not in terminal.raw
    assert "\u202e".encode() not in terminal.raw
    terminal.press("f10")
    assert terminal.end() == 0


def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    import subprocess

    from .pseudo import PROGRAM

    done = subprocess.run(
        [PROGRAM, "--db", str(tmp_path / "x.db"), "--lang", "en"],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "terminal" in done.stderr
