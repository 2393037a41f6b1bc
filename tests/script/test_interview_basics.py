from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from callbench.script.interview import Interview
from callbench.script.model import Script, script_from_json
from callbench.script.parts import Choice, ChoiceList, Expr, Group, Question
from callbench.values.problem import ValueProblem

NOW = datetime(2026, 3, 5, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SCRIPT = Script(
    form_id="care",
    version="1",
    titles={"中文 (zh)": "美容回访", "English (en)": "Care call"},
    languages=("中文 (zh)", "English (en)"),
    items=(
        Question("hello", "note", "hello", label={"中文 (zh)": "您好", "English (en)": "Hello"}),
        Group(
            "body",
            "body",
            label={"中文 (zh)": "护理"},
            items=(
                Question(
                    "ok", "select_one", "body/ok", label={"中文 (zh)": "满意吗"}, choices="yn", required=Expr("true()")
                ),
                Question("days", "integer", "body/days", label={"中文 (zh)": "几天"}, refuse=True),
            ),
        ),
        Question(
            "nps", "range", "nps", label={"中文 (zh)": "推荐"}, parameters={"start": "0", "end": "10", "step": "1"}
        ),
    ),
    lists={"yn": ChoiceList("yn", (Choice("y", {"中文 (zh)": "满意"}), Choice("n", {"中文 (zh)": "不满意"})))},
)


def start(script: Script = SCRIPT, **more: object) -> Interview:
    return Interview(script, fields={}, now=NOW, language="zh_CN", **more)  # type: ignore[arg-type]


def test_lines_are_told_in_the_agents_language() -> None:
    interview = start()
    assert [line.label for line in interview.lines()] == ["您好", "满意吗", "几天", "推荐"]
    interview.language = "en"
    assert interview.lines()[0].label == "Hello"
    assert interview.lines()[1].label == "满意吗", "a missing translation shows the default language"


def test_a_digit_answers_a_closed_question() -> None:
    interview = start()
    interview.set("body/ok", "2")
    line = interview.lines()[1]
    assert (line.text, line.shown, line.state) == ("n", "不满意", "given")


def test_ten_of_a_recommendation_scale_has_its_own_key() -> None:
    interview = start()
    assert [choice.digit for choice in interview.lines()[3].choices] == [*"0123456789", "-"]
    for typed, kept in (("-", "10"), ("10", "10"), ("１", "1")):
        interview.set("nps", typed)
        assert interview.lines()[3].text == kept


def test_a_wrong_value_changes_nothing() -> None:
    interview = start()
    interview.set("body/days", "３")
    with pytest.raises(ValueProblem):
        interview.set("body/days", "three")
    assert interview.check("body/days", "three")
    assert interview.lines()[2].text == "3"


def test_required_questions_are_counted_and_found() -> None:
    interview = start()
    assert (len(interview.gaps), interview.first_gap(), interview.is_complete) == (1, "body/ok", False)
    interview.set("body/ok", "y")
    assert (len(interview.gaps), interview.first_gap(), interview.progress) == (0, None, (1, 3))
    assert interview.proposals().outcome == "completed"


def test_drafts_restore_the_interview() -> None:
    interview = start()
    interview.set("body/ok", "y")
    interview.refuse("body/days")
    again = start(answers=interview.drafts())
    assert again.lines() == interview.lines()
    assert {a.question: a.state for a in again.answers()}["days"] == "refused"


def test_canonical_json_comes_back_as_the_same_script() -> None:
    again = script_from_json(SCRIPT.canonical())
    assert again == SCRIPT
    assert again.hash == SCRIPT.hash
