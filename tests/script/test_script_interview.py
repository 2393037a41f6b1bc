"""How a script behaves while it is gone through: the dialect of the design, one rule a test."""

from __future__ import annotations

import pytest
from making import NOW, YN, interview, paths, script

from callbench.records.calls import DraftAnswer
from callbench.script.interview import Interview
from callbench.script.lines import Change, Line, Proposals
from callbench.values.problem import ValueProblem

ROWS = (
    ("type", "name", "label", "relevant", "required"),
    ("select_one yn", "ok", "OK?", "", "yes"),
    ("begin_group", "g", "Details", "${ok} = 'n'", ""),
    ("text", "why", "Why?", "", "yes"),
    ("integer", "times", "How often?", "${why} != ''", ""),
    ("end_group", "", "", "", ""),
    ("note", "bye", "Goodbye", "", ""),
)


def line(found: Interview, path: str) -> Line:
    return next(each for each in found.lines() if each.path == path)


def test_questions_appear_and_disappear_with_the_answers() -> None:
    found = interview(ROWS)
    assert paths(found) == ["ok", "bye"]
    assert found.set("ok", "n") == Change(back=("g/why",))
    assert found.set("g/why", "late") == Change(back=("g/times",))
    assert found.set("ok", "y") == Change(gone=("g/why", "g/times"))


def test_relevance_is_inherited_from_groups() -> None:
    found = interview(ROWS)
    found.set("ok", "n")
    found.set("g/why", "late")
    found.set("ok", "y")
    assert "g/times" not in paths(found), "its own condition holds, its group's does not"


def test_an_answer_that_is_not_relevant_is_kept_aside_reads_as_blank_and_is_not_saved() -> None:
    rows = (*ROWS, ("calculate", "seen", "", "", ""))
    rows = tuple(
        (*row, "calculation" if row[0] == "type" else "concat('[', ${why}, ']')" if row[1] == "seen" else "")
        for row in rows
    )
    found = interview(rows)
    found.set("ok", "n")
    found.set("g/why", "late")
    found.set("ok", "y")
    answers = {answer.question: answer for answer in found.answers()}
    assert answers["seen"].text == "[]"
    assert "why" not in answers
    assert DraftAnswer("g/why", "late") in found.drafts()
    assert found.set("ok", "n").back == ("g/why", "g/times")
    assert line(found, "g/why").text == "late"


def test_required_counts_only_on_the_present_path() -> None:
    found = interview(ROWS)
    assert (len(found.gaps), found.first_gap()) == (1, "ok")
    found.set("ok", "n")
    assert (len(found.gaps), found.first_gap()) == (1, "g/why")
    found.set("ok", "y")
    assert (len(found.gaps), found.first_gap(), found.is_complete) == (0, None, True)


def test_required_may_be_a_condition() -> None:
    found = interview(
        (("type", "name", "label", "required"), ("select_one yn", "a", "A", ""), ("text", "b", "B", "${a} = 'n'"))
    )
    assert not line(found, "b").required
    found.set("a", "n")
    assert line(found, "b").required


def test_a_constraint_is_checked_while_typing_and_not_for_a_blank_answer() -> None:
    rows = (
        ("type", "name", "label", "constraint", "constraint_message"),
        ("integer", "age", "Age", ". >= 18 and . <= 120", "18 to 120, please."),
    )
    found = interview(rows)
    assert found.check("age", "17") == "18 to 120, please."
    assert found.check("age", "18") == found.check("age", "120") == found.check("age", "") == ""
    assert found.check("age", "121")
    with pytest.raises(ValueProblem):
        found.set("age", "17")
    assert line(found, "age").state == "open"


def test_a_constraint_may_break_later_and_is_told_then() -> None:
    rows = (
        ("type", "name", "label", "constraint"),
        ("integer", "low", "Low", ""),
        ("integer", "high", "High", ". > ${low}"),
    )
    found = interview(rows)
    found.set("low", "1")
    found.set("high", "5")
    assert found.first_gap() is None
    found.set("low", "9")
    assert found.first_gap() == "high"
    assert line(found, "high").problem
    assert not found.is_complete


CASCADE = (
    (
        ("type", "name", "label", "choice_filter"),
        ("select_one p", "prov", "P", ""),
        ("select_multiple c", "city", "C", "prov = ${prov}"),
    ),
    (
        ("list_name", "name", "label", "prov"),
        ("p", "zj", "Zhejiang", ""),
        ("p", "gd", "Guangdong", ""),
        ("c", "hz", "Hangzhou", "zj"),
        ("c", "nb", "Ningbo", "zj"),
        ("c", "gz", "Guangzhou", "gd"),
    ),
)


def test_a_filter_offers_what_fits_and_clears_what_no_longer_does() -> None:
    found = interview(*CASCADE)
    assert [choice.value for choice in line(found, "city").choices] == []
    found.set("prov", "zj")
    assert [(choice.value, choice.digit) for choice in line(found, "city").choices] == [("hz", "1"), ("nb", "2")]
    found.set("city", "nb hz")
    assert line(found, "city").text == "hz nb", "in the order of the sheet"
    assert found.set("prov", "gd") == Change(cleared=("city",))
    assert line(found, "city").state == "open"
    with pytest.raises(ValueProblem):
        found.set("city", "hz")


def test_refusing_counts_as_answered_and_reads_as_blank() -> None:
    rows = (
        ("type", "name", "label", "required", "callbench::refuse", "relevant"),
        ("integer", "age", "Age", "yes", "yes", ""),
        ("text", "b", "B", "", "", "${age} > 1"),
    )
    found = interview(rows)
    assert line(found, "age").can_refuse
    assert not line(interview(ROWS), "ok").can_refuse
    found.set("age", "30")
    assert found.refuse("age").gone == ("b",)
    assert (line(found, "age").state, len(found.gaps), found.progress) == ("refused", 0, (1, 1))
    assert [(a.question, a.state, a.text) for a in found.answers()] == [("age", "refused", "")]
    found.set("age", "30")
    assert line(found, "age").state == "given"


def test_labels_carry_the_customers_values_and_never_their_markup() -> None:
    rows = (
        ("type", "name", "label", "callbench::say", "calculation"),
        ("hidden", "customer_name", "", "", ""),
        ("note", "hello", "Hello <b>${customer_name}</b>&nbsp;**again**", "Say<br>${ customer_name }", ""),
    )
    found = interview(rows, customer_name="<i>[/]</i>")
    assert line(found, "hello").label == "Hello <i>[/]</i> again"
    assert line(found, "hello").say == "Say\n<i>[/]</i>"


def test_languages_switch_at_any_time_and_fall_back() -> None:
    rows = (
        ("type", "name", "label::中文 (zh)", "label::English (en)", "hint::中文 (zh)"),
        ("select_one l", "a", "满意吗?", "Satisfied?", "请打分"),
        ("text", "b", "为什么?", "", ""),
    )
    choices = (("list_name", "name", "label::中文 (zh)", "label::English (en)"), ("l", "y", "满意", "Yes"))
    found = interview(rows, choices, language="zh_CN")
    found.set("a", "y")
    assert (line(found, "a").label, line(found, "a").shown, line(found, "a").hint) == ("满意吗?", "满意", "请打分")
    found.language = "en"
    assert (line(found, "a").label, line(found, "a").shown, line(found, "b").label) == ("Satisfied?", "Yes", "为什么?")


def test_numbers_of_questions_stay_when_others_disappear() -> None:
    found = interview(ROWS)
    assert [(each.path, each.number) for each in found.lines()] == [("ok", 1), ("bye", 0)]
    found.set("ok", "n")
    found.set("g/why", "x")
    assert [each.number for each in found.lines()] == [1, 2, 3, 0]
    assert line(found, "g/why").section == "Details"


def test_stage_is_inherited_and_own_columns_are_carried() -> None:
    rows = (
        ("type", "name", "label", "callbench::stage", "callbench::objection", "callbench::profile"),
        ("begin_group", "g", "G", "closing", "", ""),
        ("text", "a", "A", "", "No time? Offer a short one.", "birthday"),
        ("text", "b", "B", "wrap-up", "", ""),
        ("end_group", "", "", "", "", ""),
    )
    found = interview(rows)
    assert [each.stage for each in found.lines()] == ["closing", "wrap-up"]
    assert line(found, "g/a").objection == "No time? Offer a short one."
    found.set("g/a", "1990-01-01")
    assert found.profile() == {"birthday": "1990-01-01"}


def test_a_required_question_says_why_in_its_own_words() -> None:
    rows = (
        ("type", "name", "label", "required", "required_message"),
        ("text", "who", "Who?", "", "never said"),
        ("text", "why", "Why?", "${who} != ''", "${who} will be asked."),
    )
    found = interview(rows)
    assert [each.required_message for each in found.lines()] == ["", ""]
    found.set("who", "Li")
    assert line(found, "why").required_message == "Li will be asked."
    found.set("who", "Wu")
    assert line(found, "why").required_message == "Wu will be asked."


def test_a_typed_answer_meant_for_the_profile_is_checked_and_a_chosen_one_is_not() -> None:
    rows = (
        ("type", "name", "label", "callbench::profile"),
        ("date", "a", "A", "birthday"),
        ("select_one yn", "b", "B", "gender"),
        ("select_multiple abc", "c", "C", "preferences"),
        ("text", "d", "D", ""),
    )
    asked: list[tuple[str, str]] = []

    def accepts(field: str, answer: str) -> str:
        asked.append((field, answer))
        return "no"

    found = Interview(script(rows), fields={}, now=NOW, language="en", accepts=accepts)
    assert found.check("a", "2026-03-01") == "no"
    with pytest.raises(ValueProblem, match="no"):
        found.set("a", "2026-03-01")
    assert asked == [("birthday", "2026-03-01")] * 2
    for path, text in (("a", ""), ("b", "y"), ("c", "a c"), ("d", "x")):
        found.set(path, text)
    assert len(asked) == 2
    assert found.profile() == {"gender": "y", "preferences": "A, C"}  # codes as they are, words as they are called


PROPOSING = (
    (
        ("type", "name", "label", "required", "callbench::complaint", "callbench::follow_up"),
        ("select_one l", "a", "A", "yes", "", ""),
        ("text", "b", "B", "", "Said: damaged", "if(contains(., 'damaged'), '+1d', '')"),
    ),
    (
        ("list_name", "name", "label", "callbench::outcome", "callbench::complaint"),
        ("l", "good", "Good", "", ""),
        ("l", "bad", "Bad", "partial", "Bad service"),
        ("l", "no", "Refuses", "refused_now", ""),
    ),
)


def test_answers_propose_outcome_complaint_and_follow_up() -> None:
    found = interview(*PROPOSING)
    assert found.proposals() == Proposals()
    found.set("a", "good")
    assert found.proposals() == Proposals("completed")
    found.set("a", "bad")
    found.set("b", "fine")
    assert found.proposals() == Proposals("partial", "Bad service; Said: damaged", "")
    found.set("b", "all damaged")
    assert found.proposals().follow_up == "+1d"
    found.set("a", "no")
    assert found.proposals().outcome == "refused_now"
    assert [choice.proposes for choice in line(found, "a").choices] == ["", "outcome", "outcome"]


def test_or_other_asks_what_else() -> None:
    found = interview((("type", "name", "label"), ("select_one yn or_other", "a", "A")))
    assert paths(found) == ["a"]
    found.set("a", "other")
    assert paths(found) == ["a", "a_other"]


def test_a_calculation_of_an_asked_question_can_be_corrected() -> None:
    rows = (("type", "name", "label", "calculation"), ("integer", "a", "A", ""), ("integer", "b", "B", "${a} * 2"))
    found = interview(rows)
    found.set("a", "4")
    assert line(found, "b").text == "8"
    found.set("b", "9")
    assert line(found, "b").text == "9"
    again = Interview(found.script, fields={}, now=NOW, language="en", answers=found.drafts())
    assert again.lines() == found.lines()
    found.set("a", "5")
    assert line(found, "b").text == "10"


def test_defaults_are_words_or_expressions() -> None:
    rows = (
        ("type", "name", "label", "default"),
        ("hidden", "shop", "", "静安店"),
        ("text", "where", "Where?", "concat(${shop}, ' - 1')"),
        ("date", "on", "When?", "today()"),
        ("text", "how", "How?", 'It\'s "fine" (mostly)'),
    )
    found = interview(rows)
    assert [each.text for each in found.lines()] == ["静安店 - 1", "2026-03-05", 'It\'s "fine" (mostly)']
    assert interview(rows, shop="徐汇店").lines()[0].text == "徐汇店 - 1"


def test_choice_names_are_told_in_the_language_of_the_agent() -> None:
    rows = (
        ("type", "name", "label::中文 (zh)", "label::English (en)", "calculation"),
        ("select_one l", "a", "满意吗?", "Satisfied?", ""),
        ("calculate", "said", "", "", "jr:choice-name(${a}, '${a}')"),
        ("note", "n", "您说${said}", "You said ${said}", ""),
    )
    choices = (("list_name", "name", "label::中文 (zh)", "label::English (en)"), ("l", "y", "满意", "Yes"))
    found = interview(rows, choices)
    found.set("a", "y")
    assert line(found, "n").label == "You said Yes"
    found.language = "zh_CN"
    assert line(found, "n").label == "您说满意"


def test_lists_can_be_looked_up() -> None:
    rows = (
        ("type", "name", "label", "calculation"),
        ("select_one c", "city", "C", ""),
        ("calculate", "prov", "", "instance('c')/root/item[name = ${city}]/prov"),
        ("calculate", "again", "", "pulldata('c', 'prov', 'name', ${city})"),
        ("calculate", "many", "", "count(instance('c')/root/item[prov = 'zj'])"),
    )
    found = interview(rows, CASCADE[1])
    found.set("city", "nb")
    assert [a.text for a in found.answers()] == ["nb", "zj", "zj", "2"]


def test_paths_reach_questions_and_groups() -> None:
    rows = (
        ("type", "name", "label", "calculation"),
        ("begin_group", "g", "G", ""),
        ("integer", "a", "A", ""),
        ("integer", "b", "B", ""),
        ("calculate", "sum", "", "../a + /data/g/b"),
        ("end_group", "", "", ""),
        ("calculate", "answered", "", "count-non-empty(${g}/*)"),
        ("calculate", "big", "", "count(/data/g/*[. > 3])"),
    )
    found = interview(rows)
    found.set("g/a", "3")
    found.set("g/b", "4")
    assert {a.question: a.text for a in found.answers() if a.state == "calculated"} == {
        "sum": "7",
        "answered": "3",
        "big": "2",
    }


def test_an_interrupted_interview_goes_on() -> None:
    found = interview(ROWS)
    found.set("ok", "n")
    found.set("g/why", "late")
    again = Interview(
        script(ROWS), fields={}, now=NOW, language="en", answers=(*found.drafts(), DraftAnswer("gone", "x"))
    )
    assert again.lines() == found.lines()


def test_choices_show_no_more_than_the_list() -> None:
    found = interview((("type", "name", "label"), ("select_one yn", "a", "A")), YN)
    assert [(c.value, c.label, c.digit) for c in line(found, "a").choices] == [("y", "Yes", "1"), ("n", "No", "2")]


def test_a_default_that_was_taken_out_stays_out_after_an_interruption() -> None:
    rows = (
        ("type", "name", "label", "default", "calculation"),
        ("integer", "a", "A", "5", ""),
        ("integer", "b", "B", "", "${a} + 1"),
        ("integer", "c", "C", "7", ""),
    )
    found = interview(rows)
    assert [line.text for line in found.lines()] == ["5", "6", "7"]
    found.clear("b")
    found.set("a", "")
    found.clear("c")
    found.set("c", "8")
    assert found.drafts() == (DraftAnswer("a", ""), DraftAnswer("c", "8"))
    again = Interview(found.script, fields={}, now=NOW, language="en", answers=found.drafts())
    assert again.lines() == found.lines()
    found = interview(rows)
    found.clear("b")
    assert DraftAnswer("b", "") in found.drafts()
    again = Interview(found.script, fields={}, now=NOW, language="en", answers=found.drafts())
    assert [line.text for line in again.lines()] == ["5", "", "7"]
