"""Practice: a script gone through without a customer, without a base; real data is never touched."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from cli_shop import make_files

from callbench.clock import FixedClock
from callbench.config import load_settings
from callbench.desk import calling
from callbench.desk.agents import list_agents
from callbench.desk.bench import open_bench
from callbench.desk.practice import practice_base, remove_leftovers
from callbench.desk.script_files import ScriptSeen, seen_in_file
from callbench.errors import UsageProblem
from callbench.records.calls import CallInHand

NIGHT = FixedClock(datetime(2026, 3, 5, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai")))


@pytest.fixture
def care(tmp_path: Path) -> Path:
    make_files(tmp_path)
    return tmp_path / "care.xlsx"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go for a while."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def seen(care: Path) -> ScriptSeen:
    return seen_in_file(care, "CN")


def content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_is_gone_through_and_nothing_is_kept(
    run, care: Path, base: Path, tmp_path: Path, temporary: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = run("script", "try", str(care), "--fields", "customer_name=Ms Li", typed="3\nslow\nyes\n!a note\n\n\n\n\n")
    assert done.code == 0, done.out
    assert "Good morning Ms Li." in done.out
    end = done.out[done.out.index("this would have been saved") :].splitlines()
    assert end[1:6] == [
        "Outcome: Completed",
        "1. How satisfied were you?: 3 so-so",
        "2. What went wrong?: slow",
        "3. Will you come again?: yes",
        "Proposed outcome: Completed",
    ]
    assert end[-1] == "Note: a note"
    assert sorted(tmp_path.rglob("*")) == before
    assert not base.exists()


def test_what_would_follow_is_told(run, care: Path) -> None:
    book = openpyxl.load_workbook(care)
    for cell, value in (("H1", "callbench::complaint"), ("H5", "service"), ("I1", "callbench::follow_up"), ("I5", "+3d"),
                        ("J1", "callbench::profile"), ("J5", "preferences")):  # fmt: skip
        book["survey"][cell] = value
    book.save(care)
    done = run("script", "try", str(care), typed="3\nslow\nyes\n\ntomorrow 10am\nflowers\n\n\n\n")
    assert done.code == 0, done.out
    for line in ("Follow-up: 2026-03-06 10:00 flowers", "Proposed complaint: Service", "Proposed follow-up: +3d",
                 "Profile: Preferences: slow"):  # fmt: skip
        assert f"\n{line}\n" in done.out
    chinese = run("script", "try", str(care), "--lang", "zh", typed="5\n-\n")
    assert chinese.code == 1
    assert chinese.out.startswith("练习：")
    assert "没有保存任何内容" in chinese.err


@pytest.mark.parametrize("key", ["salon_care", "salon_satisfaction", "courier_delivery", "complaint_confirmation"])
def test_the_invented_customer_fits_a_script_of_any_trade(run, tmp_path: Path, key: str) -> None:
    file = str(tmp_path / "sample.xlsx")
    assert run("script", "template", file, "--sample", key).code == 0
    chinese = run("script", "try", file, "--lang", "zh", typed="1\n").out
    assert "李练习女士您好，我是练习门店的练习。" in chinese
    assert "练习项目" in chinese
    english = run("script", "try", file, typed="1\n").out
    assert "Hello Amy Practice, this is Practice from Practice shop." in english
    assert "practice service" in english


def test_the_script_says_itself_why_an_answer_is_needed(run, care: Path) -> None:
    book = openpyxl.load_workbook(care)
    book["survey"]["H1"], book["survey"]["H4"] = "required_message", "The shop counts on it, ${customer_name}."
    book.save(care)
    said = run("script", "try", str(care), "--fields", "customer_name=Ms Li", typed="\n5\n\n").out.splitlines()
    assert said.count("The shop counts on it, Ms Li.") == 1
    assert sum(line.startswith("This must be answered") for line in said) == 2


def test_every_choice_is_offered_with_its_key(run, care: Path) -> None:
    book = openpyxl.load_workbook(care)
    for column in ("C", "D"):
        book["choices"][f"{column}3"] = book["choices"]["B3"].value  # a label that is the value itself
    book["survey"].append(["range", "nps", "How likely?", None, None, None, None, "start=0 end=10"])
    book["survey"]["H1"] = "parameters"
    book.save(care)
    said = run("script", "try", str(care), typed="5\nyes\n").out.splitlines()
    value = str(book["choices"]["B3"].value)
    assert [line for line in said if line.endswith(f"  {value}")] == [f"  {value}  {value}"]
    assert "  0 1 2 3 4 5 6 7 8 9 10" in said  # the points of a scale are typed as they are


def test_a_draft_is_tried_and_the_base_stays_as_it_was(shop, care: Path, base: Path) -> None:
    assert shop("script", "import", str(care.with_name("second.xlsx")), "--draft").code == 0
    before = content(base)
    done = shop("script", "try", "care@2", typed="5\nyes\n\n\n")
    assert done.code == 0
    assert "(care@2)" in done.out
    assert content(base) == before
    assert shop("queue").err.endswith("New 3\n")


def test_fields_that_are_none(run, care: Path) -> None:
    for given in ("customer_nam=Li", "customer_name"):
        refused = run("script", "try", str(care), "--fields", given)
        assert refused.code == 2
    assert "'customer_name'" in run("script", "try", str(care), "--fields", "customer_nam=Li").err


def test_the_screens_need_a_terminal_and_touch_nothing_without(run, care: Path, base: Path, temporary: Path) -> None:
    refused = run("script", "try", str(care), "--tui")
    assert refused.code == 2
    assert not base.exists()
    assert list(temporary.iterdir()) == []


# -- the base that is thrown away ------------------------------------------------------------------------------


def test_practice_has_a_script_an_agent_and_customers_at_any_hour(care: Path, temporary: Path) -> None:
    with practice_base(seen(care), load_settings({}), NIGHT, {"customer_name": "Ms Li"}) as (path, settings):
        assert path.is_relative_to(temporary)
        with open_bench(path, settings, NIGHT) as bench:
            (agent,) = list_agents(bench)
            assert agent.code == "practice"
            call = calling.take_next(bench, agent)
            assert isinstance(call, CallInHand)
            assert "Ms Li" in call.script_json
            calling.keep_answer(bench, call.draft_id, "service", "5")
    assert list(temporary.iterdir()) == []


def test_it_is_removed_after_a_crash_too(care: Path, temporary: Path) -> None:
    with pytest.raises(RuntimeError), practice_base(seen(care), load_settings({}), NIGHT, {}):
        raise RuntimeError
    assert list(temporary.iterdir()) == []
    with pytest.raises(UsageProblem), practice_base(seen(care), load_settings({}), NIGHT, {"nobody": "x"}):
        pass
    assert list(temporary.iterdir()) == []


KILLED = """
import sys, time
from pathlib import Path
from callbench.clock import RealClock
from callbench.config import load_settings
from callbench.desk.practice import practice_base
from callbench.desk.script_files import seen_in_file
with practice_base(seen_in_file(Path(sys.argv[1]), "CN"), load_settings({}), RealClock(), {}) as (path, settings):
    print(path, flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_what_a_killed_program_left_is_removed_next_time_and_a_running_one_keeps_its_own(
    care: Path, temporary: Path
) -> None:
    world = dict(os.environ) | {"TMPDIR": str(temporary)}
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(care)], stdout=subprocess.PIPE, text=True, env=world
    ) as other:
        assert other.stdout is not None
        path = Path(other.stdout.readline().strip())
        assert path.is_relative_to(temporary)
        remove_leftovers()
        assert path.exists()
        os.kill(other.pid, signal.SIGKILL)
    assert path.exists()
    foreign = temporary / "callbench-practice-file"
    foreign.touch()
    remove_leftovers()
    assert list(temporary.iterdir()) == [foreign]
