"""How the screens begin and end: painted before the store is imported, the right agent, failures that can be mended, crashes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

import pytest
from queue_shop import fill
from textual.css.query import NoMatches

from callbench.cli.main import main
from callbench.desk.bench import open_bench
from callbench.errors import EXIT_UNUSABLE, StoreProblem
from callbench.log import bare_traceback
from callbench.records.commands import COMMANDS
from callbench.tui.app import BenchApp
from callbench.tui.screens.agents import AgentsScreen
from callbench.tui.screens.queue import QueueScreen

NUMBER = str(13_812_345_678)
PAINT_FIRST = """
import asyncio, json, sys
import textual.app, textual.widgets
from textual.widgets import Static
with_textual = set(sys.modules)
from textual.css.stylesheet import Stylesheet
sheets, real = [], Stylesheet._parse_rules
def parse_rules(self, *given, **named):
    sheets.append(given)
    return real(self, *given, **named)
Stylesheet._parse_rules = parse_rules
from callbench.clock import RealClock
from callbench.config import load_settings
from callbench.errors import CallbenchError
from callbench.tui.app import BenchApp
seen = {}

def opener():
    lines = ["".join(s.text for s in strip) for strip in app.screen._compositor.render_strips()]
    seen["painted"] = any("Opening" in line for line in lines)
    seen["ours"] = sorted(name for name in sys.modules if name.split(".")[0] == "callbench")
    seen["others"] = sorted({name for name in sys.modules if "." not in name} - with_textual)
    seen["sheets"] = len(sheets)
    raise CallbenchError("enough")

app = BenchApp(opener, load_settings({}), RealClock(), "en")

async def main():
    async with app.run_test(size=(80, 24)) as pilot:
        while not seen:
            await pilot.pause(0.02)

asyncio.run(main())
print(json.dumps(seen))
"""


# What the first picture needs of Python beyond the least Textual application: threads, zones, the terminal.
NEEDED = {"callbench", "gc", "queue", "sysconfig", "termios", "tty", "zoneinfo"}
LATER = ("callbench.cli.", "callbench.config.file", "callbench.demo", "callbench.desk", "callbench.exchange", "callbench.log.file",
         "callbench.rules.outcomes", "callbench.script", "callbench.store", "callbench.tui.screens.call", "callbench.values.phone")  # fmt: skip


def test_the_first_picture_needs_little_and_nothing_of_the_store(tmp_path) -> None:
    world = os.environ | {"XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", PAINT_FIRST], capture_output=True, text=True, timeout=60, env=world)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["painted"]
    assert {name for name in seen["others"] if not name.startswith("_")} <= NEEDED
    assert [name for name in seen["ours"] if name.startswith(LATER)] == []
    assert len(seen["ours"]) <= 49  # each costs a third of a millisecond at least
    assert seen["sheets"] <= 20  # read once; Textual alone has 13


async def test_the_agent_named_works_here(stage) -> None:
    async with stage(lambda bench: fill(bench, ["李娜"]), agent="lilei") as s:
        assert isinstance(s.app.screen, QueueScreen)
        assert "李雷" in s.lines[0]


async def test_the_only_agent_is_not_asked(stage) -> None:
    async with stage(lambda bench: fill(bench, ["李娜"], agents=[("wangmin", "王敏")]), agent="") as s:
        assert isinstance(s.app.screen, QueueScreen)
        assert s.app.agent is not None
        assert s.app.agent.code == "wangmin"


async def test_several_agents_are_chosen_from_by_digit_or_arrow(stage) -> None:
    async with stage(lambda bench: fill(bench, ["李娜"]), agent="") as s:
        assert isinstance(s.app.screen, AgentsScreen)
        assert "王敏" in s.text
        assert "李雷" in s.text
        shown = await s.press("2")
        assert s.app.agent.name == "王敏"  # by code: lilei, wangmin
        assert "李娜" in shown
        await s.press("f4")
        await s.press("k", "enter")
        assert s.app.agent.name == "李雷"
        await s.press("f4")
        await s.press("escape")
        assert s.app.agent.name == "李雷"


async def test_keys_pressed_before_the_bench_is_open_ask_nothing(tmp_path, settings, clock) -> None:
    gate = threading.Event()

    def opener():
        bench = open_bench(tmp_path / "shop.db", settings, clock)
        fill(bench, ["李娜"])
        gate.wait(30)
        return bench

    app = BenchApp(opener, settings, clock, "zh_CN", "wangmin")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f4", "enter")
        assert isinstance(app.screen, QueueScreen)
        gate.set()
        while app.agent is None:
            await pilot.pause(0.02)
        assert app.agent.code == "wangmin"
        assert isinstance(app.screen, QueueScreen)
        await app.workers.wait_for_complete()
        app.work.close()


QUEUE_KEYS = sorted(
    {key for command in COMMANDS if {"queue", "list", "everywhere"} & set(command.where) for key in command.keys}
    - {"f10", "ctrl+q", "q"}
)


@pytest.mark.parametrize("key", QUEUE_KEYS)
async def test_no_key_needs_the_bench_before_it_is_open(settings, clock, key) -> None:
    gate = threading.Event()

    def opener():
        gate.wait(30)
        raise StoreProblem("enough")

    app = BenchApp(opener, settings, clock, "en", "wangmin")
    async with app.run_test(size=(80, 24)) as pilot:  # raises what the app failed with
        await pilot.press(key)
        await pilot.pause()
        await pilot.press("enter")
        gate.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.defect is None


async def test_an_unknown_agent_is_said_with_the_nearest(stage) -> None:
    async with stage(lambda bench: fill(bench, ["李娜"]), agent="wangmn", language="en") as s:
        assert "wangmin" in s.text
        await s.press("enter")  # try again: who is it then?
        assert isinstance(s.app.screen, AgentsScreen)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_an_empty_base_says_what_to_do(stage, language) -> None:
    async with stage(lambda bench: None, language=language, agent="") as s:
        assert "callbench import customers FILE" in s.text
        assert "callbench demo" in s.text


async def test_a_base_that_does_not_open_is_said_in_place_and_tried_again(stage, tmp_path, settings, clock) -> None:
    tries = []

    def opener():
        tries.append(1)
        if len(tries) == 1:
            raise StoreProblem("The base is locked.", where="/srv/shop.db", todo="Close the other program.")
        bench = open_bench(tmp_path / "shop.db", settings, clock)
        fill(bench, ["李娜"])
        return bench

    async with stage(None, opener=opener, language="en") as s:
        for part in ("The base is locked.", "/srv/shop.db", "Close the other program.", "Try again"):
            assert part in s.text
        assert s.app.failed.exit_code == EXIT_UNUSABLE
        shown = await s.press("enter")
        assert "The base is locked." not in shown
        assert "李娜" in shown
        assert s.app.failed is None


def secret_keeper(number: str) -> None:
    raise RuntimeError(f"number {number}")


def test_a_crash_is_told_in_a_sentence_and_its_place_is_in_the_log(monkeypatch, tmp_path, capsys) -> None:
    def opener():
        secret_keeper(NUMBER)

    real = BenchApp.run
    monkeypatch.setattr(BenchApp, "run", lambda self: real(self, headless=True, size=(80, 24)))
    monkeypatch.setenv("CALLBENCH_LOG", str(tmp_path / "bench.log"))
    monkeypatch.setattr("callbench.cli.bench.need_terminal", lambda: None)
    monkeypatch.setattr("callbench.desk.bench.open_bench", lambda *_args: opener())
    code = main(["--db", str(tmp_path / "shop.db"), "--lang", "en"])
    told = capsys.readouterr()
    assert code == 70
    assert told.err.strip().splitlines() == [
        f"callbench failed unexpectedly (RuntimeError). The place is in {tmp_path / 'bench.log'}"
    ]
    assert told.out == ""
    logged = (tmp_path / "bench.log").read_text("utf-8")
    assert "secret_keeper" in logged
    assert logged.count("unexpected failure") == 1
    assert NUMBER not in logged


def test_a_traceback_names_causes_without_their_messages() -> None:
    try:
        try:
            secret_keeper(NUMBER)
        except RuntimeError as error:
            raise NoMatches(NUMBER[::-1]) from error
    except NoMatches as error:
        told = bare_traceback(error)
    assert "NoMatches" in told
    assert "RuntimeError" in told
    assert NUMBER not in told
    assert NUMBER[::-1] not in told
