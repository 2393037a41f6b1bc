"""Conditions in words, in both languages; what no words fit stays the expression itself."""

from __future__ import annotations

import pytest
from making import CASCADE_CHOICES, MIXED, script

from callbench import i18n
from callbench.script.model import Script
from callbench.script.parts import Expr
from callbench.script.telling.explain import Explainer

SURVEY = (
    ("type", "name", "label::English (en)", "label::中文 (zh)"),
    ("hidden", "service_date", "", ""),
    ("select_one trouble", "trouble", "Any discomfort?", "有没有不舒服?"),
    ("select_multiple places", "places", "Where?", "哪些部位?"),
    ("select_one five", "service", "How satisfied were you, ${service_date}?", "${service_date}的服务满意吗?"),
    ("integer", "visits", "How many visits?", "来过几次?"),
    ("text", "why", "Why?", "为什么?"),
    ("text", "why_2", "Why?", "为什么?"),
    ("date", "day", "Which day?", "哪一天?"),
    ("begin_repeat", "stays", "Stay", "住店"),
    ("text", "room", "Which room?", "哪个房间?"),
    ("end_repeat", "", "", ""),
    ("begin_group", "g", "", ""),
    ("text", "inner", "Inside?", "里面?"),
    ("text", "beside", "Beside?", "旁边?"),
    ("end_group", "", "", ""),
)
CHOICES = (
    ("list_name", "name", "label::English (en)", "label::中文 (zh)"),
    ("trouble", "none", "none", "没有"),
    ("trouble", "slight", "slight", "轻微"),
    ("trouble", "marked", "marked", "明显"),
    ("places", "face", "face", "面部"),
    ("places", "neck", "neck", "颈部"),
    ("five", "5", "very satisfied", "非常满意"),
    ("five", "4", "satisfied", "满意"),
)


@pytest.fixture(scope="module")
def asked() -> Script:
    return script(SURVEY, CHOICES)


@pytest.mark.parametrize(
    ("expression", "english", "chinese"),
    [
        ("${trouble} = 'slight'", "'Any discomfort?' is 'slight'", "“有没有不舒服?”为“轻微”"),
        (
            "${trouble} = 'slight' or selected(${trouble}, 'marked')",
            "'Any discomfort?' is 'slight' or 'marked'",
            "“有没有不舒服?”为“轻微”或“明显”",
        ),
        (
            "${visits} = 1 or 2 = ${visits} or ${trouble} = 'none'",
            "'How many visits?' is 1 or 2 or 'Any discomfort?' is 'none'",
            "“来过几次?”为 1 或 2 或“有没有不舒服?”为“没有”",
        ),
        ("'slight' = ${trouble}", "'Any discomfort?' is 'slight'", "“有没有不舒服?”为“轻微”"),
        ("not(${trouble} = 'none')", "'Any discomfort?' is not 'none'", "“有没有不舒服?”不为“没有”"),
        ("${trouble} != ''", "'Any discomfort?' is answered", "“有没有不舒服?”已回答"),
        ("string-length(${why_2}) > 0", "'Why?' (why_2) is answered", "“为什么?”（why_2）已回答"),
        ("${service_date} = ''", "service_date is empty", "service_date 为空"),
        ("selected(${places}, 'face')", "'Where?' includes 'face'", "“哪些部位?”包含“面部”"),
        ("not(selected(${places}, 'face'))", "'Where?' does not include 'face'", "“哪些部位?”不包含“面部”"),
        ("count-selected(${places}) >= 2", "how many were chosen in 'Where?' is at least 2", "“哪些部位?”选中的个数不小于 2"),
        ("${service} < 4", "'How satisfied were you, …?' is less than '4 satisfied'", "“…的服务满意吗?”小于“4 满意”"),
        ("${visits} > 3", "'How many visits?' is more than 3", "“来过几次?”大于 3"),
        (
            "${visits} >= 1 and ${visits} <= 9",
            "'How many visits?' is from 1 to 9",
            "“来过几次?”在 1 到 9 之间",
        ),
        (
            "${visits} = 1 and (${trouble} = 'slight' or ${places} != '')",
            "'How many visits?' is 1 and ('Any discomfort?' is 'slight' or 'Where?' is answered)",
            "“来过几次?”为 1 且（“有没有不舒服?”为“轻微”或“哪些部位?”已回答）",
        ),
        ("${day} <= today()", "'Which day?' is not after today", "“哪一天?”不晚于今天"),
        ("${day} > '2026-03-05'", "'Which day?' is after 2026-03-05", "“哪一天?”晚于 2026-03-05"),
        ("${day} >= date('2026-03-05')", "'Which day?' is not before 2026-03-05", "“哪一天?”不早于 2026-03-05"),
        ("${day} < today() - 7", "'Which day?' is before 7 days before today", "“哪一天?”早于今天之前 7 天"),
        ("today() - ${day} > 3", "the days from the answer to 'Which day?' to today is more than 3", "从“哪一天?”的回答到今天的天数大于 3"),
        ("contains(${why}, 'price')", "'Why?' (why) contains 'price'", "“为什么?”（why）包含“price”"),
        ("../inner != ''", "'Inside?' is answered", "“里面?”已回答"),
        (". > 3", "the answer is more than 3", "回答大于 3"),
        ("/data/g/inner = ${visits}", "'Inside?' is the answer to 'How many visits?'", "“里面?”为“来过几次?”的回答"),
        ("count(${stays}) > 1", "the number of 'Stay' is more than 1", "“住店”的个数大于 1"),
        ("true()", "always", "总是"),
        ("not(${visits} > 3 and ${visits} < 9)", "not: ('How many visits?' is more than 3 and 'How many visits?' is less than 9)",
         "并非（“来过几次?”大于 3 且“来过几次?”小于 9）"),
        # clearer as they are
        ("sum(${visits}) > 3", "sum(${visits}) > 3", "sum(${visits}) > 3"),
        ("if(${visits} > 3, true(), false())", "if(${visits} > 3, true(), false())", "if(${visits} > 3, true(), false())"),
        ("${visits}", "${visits}", "${visits}"),
    ],
)  # fmt: skip
def test_conditions_in_words(asked: Script, expression: str, english: str, chinese: str) -> None:
    own = "visits" if expression.startswith(". ") else "g/beside"
    found = []
    for language in ("en", "zh_CN"):
        i18n.use_language(language)
        found.append(Explainer(asked, language).condition(Expr(expression), own))
    assert found == [english, chinese]


def test_a_filter_is_told_by_its_column() -> None:
    mixed = script(MIXED, CASCADE_CHOICES)
    city = next(question for question in mixed.questions() if question.name == "city")
    assert city.choice_filter is not None
    words = Explainer(mixed, "en").condition(city.choice_filter, city.path, filters=True)
    assert words == "prov of the choice is the answer to 'Province?'"


def test_long_questions_are_cut_and_markup_is_left_out() -> None:
    rows = (("type", "name", "label"), ("text", "a", "<b>Well</b> " + "so " * 40), ("text", "b", "B"))
    words = Explainer(script(rows), "en").condition(Expr("${a} = 'x'"), "b")
    assert words.startswith("'Well so so")
    assert words.endswith("…' is 'x'")
    assert len(words) < 80


def test_a_calculation_is_told_by_its_cases(asked: Script) -> None:
    source = "if(${visits} > 3, 'often', if(${trouble} = 'none', ${why}, 'seldom'))"
    assert Explainer(asked, "en").value(Expr(source), "day") == (
        "'often' when 'How many visits?' is more than 3; the answer to 'Why?' (why) when 'Any discomfort?' is 'none'; "
        "otherwise 'seldom'"
    )
    assert Explainer(asked, "en").value(Expr("if(. <= 2, 'service', '')"), "visits") == (
        "'service' when the answer is at most 2"
    )
    i18n.use_language("zh_CN")
    assert Explainer(asked, "zh_CN").value(Expr("if(. <= 2, 'service', '')"), "visits") == "回答不大于 2 时为“service”"
    untold = "if(once(${visits}), 'a', '')"
    assert Explainer(asked, "zh_CN").value(Expr(untold), "visits") == untold
