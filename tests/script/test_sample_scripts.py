"""The shipped scripts: made by their maker, without a problem or a weakness, complete in both languages on every branch."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from callbench.clock import FixedClock
from callbench.config import load_settings
from callbench.demo.samples import SAMPLES, Sample
from callbench.desk.customers import FIELDS
from callbench.desk.script_files import card_check
from callbench.rules.complaints import KINDS
from callbench.rules.outcomes import SHIPPED
from callbench.rules.words import CHANNELS
from callbench.script.compile import compile_script
from callbench.script.interview import Interview
from callbench.script.lines import Line
from callbench.script.model import Script
from callbench.script.quality.longest_path import path_report
from callbench.script.quality.report import quality
from callbench.script.source import read_source
from callbench.script.telling.cells import Cells
from callbench.values.when import read_when

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 5, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
NAME = "李娜"
CUSTOMER = dict.fromkeys(("customer_name", "agent_name", "shop", "service", "staff"), NAME) | {
    "gender": "female",
    "service_date": "2026-03-02",
}
KEYS = tuple(SAMPLES)


@cache
def script_of(key: str) -> Script:
    sample = SAMPLES[key]
    script = compile_script(read_source(sample.workbook.read_bytes(), sample.file), outcomes=SHIPPED.keys()).script
    assert script is not None
    return script


def walked(key: str, language: str = "zh_CN", fields: Mapping[str, str] = CUSTOMER, **answers: str) -> Interview:
    """A whole call: these answers, the first choice for everything else; typed answers are one letter."""
    interview = Interview(script_of(key), fields=fields, now=NOW, language=language)
    while (path := interview.first_gap()) is not None:
        line = interview.line(path)
        first = line.choices[0].value if line.choices else "2026-03-06" if line.kind == "date" else "x"
        interview.set(path, answers.get(path.rpartition("/")[2], first))
    return interview


def asked(interview: Interview) -> list[str]:
    return [line.path.rpartition("/")[2] for line in interview.lines() if line.kind != "note"]


def test_the_shipped_workbooks_are_what_their_maker_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from sample_scripts.__main__ import main

    main(tmp_path)
    monkeypatch.delitem(sys.modules, "sample_scripts.__main__")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(sample.file for sample in SAMPLES.values())
    for sample in SAMPLES.values():
        assert (tmp_path / sample.file).read_bytes() == sample.workbook.read_bytes()


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=KEYS)
def test_a_sample_has_no_problem_and_no_weakness(sample: Sample) -> None:
    source = read_source(sample.workbook.read_bytes(), sample.file)
    compiled = compile_script(source, outcomes=SHIPPED.keys())
    assert compiled.problems == ()
    script = compiled.script
    holds = card_check(load_settings({}), FixedClock(NOW))
    assert quality(script, Cells(source, script), profile=FIELDS, holds=holds) == ()
    assert script.form_id == sample.key
    assert script.title("en") == sample.title
    assert re.search("[\u4e00-\u9fff]", script.title("zh_CN"))


@pytest.mark.parametrize("key", KEYS)
def test_a_sample_takes_under_five_minutes_and_twelve_questions(key: str) -> None:
    path = path_report(script_of(key))
    assert path.exact
    assert path.questions <= 12
    assert len(path.seconds) == 2
    assert all(seconds < 300 for seconds in path.seconds.values())


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=KEYS)
def test_a_sample_is_a_valid_form_elsewhere(sample: Sample, tmp_path: Path) -> None:
    from pyxform.xls2xform import convert

    path = tmp_path / sample.file
    path.write_bytes(sample.workbook.read_bytes())
    converted = convert(str(path))
    assert converted.warnings == []
    assert "<h:title>" in converted.xform


@pytest.mark.parametrize("key", ["salon_care", "courier_delivery"])
def test_the_demo_asks_eight_closed_questions_that_must_be_answered(key: str) -> None:
    closed = [line for line in walked(key, csat="5").lines() if line.required and line.choices]
    assert len(closed) == 8
    assert all(choice.digit for line in closed for choice in line.choices)


BRANCHES = [
    ("salon_care", {"good_time": "later"}, ["good_time"], ("callback_agreed", "", "")),
    ("salon_care", {"good_time": "no"}, ["good_time"], ("refused_now", "", "")),
    ("salon_care", {"good_time": "never"}, ["good_time"], ("do_not_call", "", "")),
    ("salon_care", {"effect": "5", "csat": "5", "next_visit": "none"}, ["good_time", "reaction", "effect", "attitude", "efficiency", "csat", "nps", "next_visit", "suggestion"], ("completed", "", "")),
    ("salon_care", {"reaction": "mild", "csat": "4", "next_visit": "month"}, ["good_time", "reaction", "reaction_detail", "effect", "attitude", "efficiency", "csat", "nps", "next_visit", "suggestion"], ("completed", "", "+30d")),
    ("salon_care", {"reaction": "clear", "csat": "4"}, ["good_time", "reaction", "reaction_detail", "effect", "attitude", "efficiency", "csat", "nps", "suggestion"], ("completed", "product", "+1d")),
    ("salon_care", {"reaction": "clear", "csat": "2"}, ["good_time", "reaction", "reaction_detail", "effect", "attitude", "efficiency", "csat", "nps", "suggestion"], ("completed", "product; service", "+1d")),
    ("salon_care", {"csat": "1"}, ["good_time", "reaction", "effect", "attitude", "efficiency", "csat", "nps", "suggestion"], ("completed", "service", "")),
    ("salon_satisfaction", {"csat": "2", "nps": "6"}, ["good_time", "effect", "attitude", "csat", "nps", "low_reason", "low_detail", "manager_call", "channel", "suggestion"], ("completed", "service", "+1d")),
    ("salon_satisfaction", {"csat": "3", "nps": "0", "manager_call": "no"}, ["good_time", "effect", "attitude", "csat", "nps", "low_reason", "low_detail", "manager_call", "channel", "suggestion"], ("completed", "", "")),
    ("salon_satisfaction", {"csat": "4", "nps": "7", "rebook": "remind"}, ["good_time", "effect", "attitude", "csat", "nps", "mid_wish", "rebook", "channel", "suggestion"], ("completed", "", "+14d")),
    ("salon_satisfaction", {"csat": "4", "nps": "8", "rebook": "no"}, ["good_time", "effect", "attitude", "csat", "nps", "mid_wish", "rebook", "channel", "suggestion"], ("completed", "", "")),
    ("salon_satisfaction", {"csat": "5", "nps": "10", "rebook_part": "evening"}, ["good_time", "effect", "attitude", "csat", "nps", "high_praise", "rebook", "rebook_day", "rebook_part", "channel", "suggestion"], ("completed", "", "2026-03-06 19:00")),
    ("courier_delivery", {"csat": "5"}, ["good_time", "parcel", "attitude", "efficiency", "effect", "csat", "place", "need", "suggestion"], ("completed", "", "")),
    ("courier_delivery", {"parcel": "late", "csat": "3"}, ["good_time", "parcel", "parcel_detail", "attitude", "efficiency", "effect", "csat", "place", "need", "suggestion"], ("completed", "service", "")),
    ("courier_delivery", {"parcel": "damaged", "csat": "3"}, ["good_time", "parcel", "parcel_detail", "attitude", "efficiency", "effect", "csat", "place", "need", "suggestion"], ("completed", "service", "+1d")),
    ("courier_delivery", {"parcel": "not_received", "csat": "1"}, ["good_time", "parcel", "parcel_detail", "csat", "place", "need", "suggestion"], ("completed", "service", "+1d")),
    ("complaint_confirmation", {"solved": "yes"}, ["good_time", "solved", "speed", "manner", "handled", "stay", "suggestion"], ("completed", "", "")),
    ("complaint_confirmation", {"solved": "partly", "answer_by": "afternoon"}, ["good_time", "solved", "left_open", "remedy", "answer_by", "speed", "manner", "handled", "stay", "suggestion"], ("completed", "service", "2026-03-06 15:00")),
    ("complaint_confirmation", {"solved": "no", "answer_by": "morning"}, ["good_time", "solved", "left_open", "remedy", "answer_by", "speed", "manner", "handled", "stay", "suggestion"], ("completed", "service", "2026-03-06 10:00")),
]  # fmt: skip


@pytest.mark.parametrize(("key", "answers", "path", "proposed"), BRANCHES)
def test_every_branch_asks_and_proposes_what_it_should(key: str, answers, path: list[str], proposed) -> None:
    interview = walked(key, **answers)
    assert asked(interview) == path
    found = interview.proposals()
    assert (found.outcome, found.complaint, found.follow_up) == proposed
    assert set(filter(None, found.complaint.split("; "))) <= KINDS.keys()
    assert not found.follow_up or read_when(found.follow_up, NOW).at > NOW


def spoken(line: Line) -> list[str]:
    return [line.label, line.say, line.hint, line.objection, line.section, *(choice.label for choice in line.choices)]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(("key", "answers"), [(key, answers) for key, answers, _path, _proposed in BRANCHES])
def test_every_branch_speaks_one_language(key: str, answers: dict[str, str], language: str) -> None:
    for line in walked(key, language, **answers).lines():
        for words in spoken(line):
            assert "${" not in words
            theirs = words.replace(NAME, "")
            is_chinese = bool(re.search("[\u4e00-\u9fff]", theirs))
            assert is_chinese == (language == "zh_CN") or not re.search("[A-Za-z\u4e00-\u9fff]", theirs), words


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_a_customer_of_whom_little_is_known_is_spoken_to_in_whole_sentences(key: str, language: str) -> None:
    fields = {"customer_name": NAME, "agent_name": NAME, "shop": NAME}
    lines = walked(key, language, fields).lines()
    for words in [text for line in lines for text in spoken(line)]:
        assert not re.search(r"的的|了了|，，|，。|^[，。、]| {2}| [,.?]|\bon \.", words), words
    greeting = lines[0].say
    assert ("前些天" if language == "zh_CN" else "recently") in greeting


@pytest.mark.parametrize("key", KEYS)
def test_a_call_begins_with_who_calls_and_that_it_is_recorded_and_ends_with_a_goodbye(key: str) -> None:
    fields = CUSTOMER | {"agent_name": "王敏", "shop": "静安店", "service": "水光护理", "staff": "张琪"}
    for language, told in (
        ("zh_CN", ("李娜女士您好", "王敏", "静安店", "录音", "叫停")),
        ("en", ("李娜", "王敏", "静安店", "recorded", "stop at any time")),
    ):
        for good_time in ("yes", "later"):
            lines = walked(key, language, fields, good_time=good_time).lines()
            assert all(word in lines[0].say for word in told)
            assert lines[0].objection
            assert lines[-1].kind == "note"
            assert ("再见" if language == "zh_CN" else "Goodbye") in lines[-1].label


@pytest.mark.parametrize(
    ("day", "zh", "en"), [("05", "今天", "today"), ("04", "昨天", "yesterday"), ("02", "3月2日", "on 2 Mar")]
)
def test_the_day_is_said_as_people_say_it(day: str, zh: str, en: str) -> None:
    fields = CUSTOMER | {"service_date": f"2026-03-{day}", "service": "水光护理"}
    assert f"您{zh}在我们店做了水光护理" in walked("salon_care", "zh_CN", fields).lines()[0].say
    assert f"You had 水光护理 with us {en}" in walked("salon_care", "en", fields).lines()[0].say


@pytest.mark.parametrize("key", KEYS)
def test_nobody_promises_to_call_back_sooner_than_the_follow_up_that_is_proposed(key: str) -> None:
    for question in script_of(key).questions():
        for said in question.objection.values():
            assert not re.search(r"今天|当天|马上(?:回|给您)|\btoday\b", said), said


def test_how_the_customer_wants_to_be_contacted_goes_into_the_profile() -> None:
    offered = {choice.value for choice in walked("salon_satisfaction").line("contact/channel").choices}
    assert offered <= CHANNELS.keys()
    assert walked("salon_satisfaction", channel="wechat").profile() == {"channel": "wechat"}
