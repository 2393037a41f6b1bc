"""Scripts made for tests: rows as tuples, read back through a real workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl

from callbench.script.compile import Compiled, compile_script
from callbench.script.interview import Interview
from callbench.script.model import Script
from callbench.script.source import read_source

NOW = datetime(2026, 3, 5, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
Rows = Iterable[Sequence[object]]
YN = (
    ("list_name", "name", "label"),
    ("yn", "y", "Yes"),
    ("yn", "n", "No"),
    ("abc", "a", "A"),
    ("abc", "b", "B"),
    ("abc", "c", "C"),
)
SETTINGS = (("form_id", "version", "form_title"), ("test", "1", "Test"))


def workbook(survey: Rows, choices: Rows = YN, settings: Rows = SETTINGS, **more: Rows) -> bytes:
    """A workbook with these rows on its sheets; the header rows are part of them."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in {"survey": survey, "choices": choices, "settings": settings, **more}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def compiled(survey: Rows, choices: Rows = YN, settings: Rows = SETTINGS, **more: Rows) -> Compiled:
    """What becomes of a workbook with these rows."""
    return compile_script(read_source(workbook(survey, choices, settings, **more), "test.xlsx"))


def script(survey: Rows, choices: Rows = YN, settings: Rows = SETTINGS) -> Script:
    """The script of these rows, which must hold no error."""
    found = compiled(survey, choices, settings)
    assert found.script is not None, "\n".join(map(str, found.problems))
    return found.script


def interview(survey: Rows, choices: Rows = YN, *, language: str = "en", **fields: str) -> Interview:
    """A started interview over these rows."""
    return Interview(script(survey, choices), fields=fields, now=NOW, language=language)


def counted(expression: str, **values: str) -> str:
    """What a calculation gives when hidden questions hold `values`."""
    hidden = [("hidden", name, "") for name in values]
    rows = [("type", "name", "calculation"), *hidden, ("calculate", "result", expression)]
    answers = interview(rows, **values).answers()
    return next(answer.text for answer in answers if answer.question == "result")


def again(found: Interview) -> Interview:
    """The same interview after an interruption."""
    return Interview(found.script, fields={}, now=NOW, language="en", answers=found.drafts())


def paths(found: Interview) -> list[str]:
    """The lines that are shown, by path."""
    return [line.path for line in found.lines()]


def values(found: Interview) -> dict[str, str]:
    """Everything that would be saved, by path."""
    return {answer.path: answer.text for answer in found.answers()}


REPEAT_HEAD = (
    "type",
    "name",
    "label",
    "relevant",
    "constraint",
    "calculation",
    "repeat_count",
    "required",
    "choice_filter",
)
VISITS = (
    REPEAT_HEAD,
    ("text", "first", "First"),
    ("begin_repeat", "visits", "Visit"),
    ("text", "effect", "How was ${effect}?", "", "", "", "", "yes"),
    ("integer", "cost", "Cost", "", ". < 1000"),
    ("calculate", "place", "", "", "", "position(..)"),
    ("text", "why", "Why no ${place}?", "${cost} > 100"),
    ("end_repeat", "", ""),
    ("calculate", "total", "", "", "", "sum(${cost})"),
    ("calculate", "words", "", "", "", "join(', ', ${effect})"),
    ("text", "last", "Last of ${total}"),
)
CASCADE_CHOICES = (
    ("list_name", "name", "label::中文 (zh)", "label::English (en)", "prov"),
    ("yn", "y", "是", "Yes", ""),
    ("yn", "n", "否", "No", ""),
    ("p", "zj", "浙江", "Zhejiang", ""),
    ("p", "gd", "广东", "Guangdong", ""),
    ("c", "hz", "杭州", "Hangzhou", "zj"),
    ("c", "nb", "宁波", "Ningbo", "zj"),
    ("c", "gz", "广州", "Guangzhou", "gd"),
)
MIXED = (
    (
        "type",
        "name",
        "label::中文 (zh)",
        "label::English (en)",
        "relevant",
        "constraint",
        "calculation",
        "choice_filter",
        "required",
    ),
    ("hidden", "customer_name", "", "", "", "", "", "", ""),
    ("note", "hello", "您好,${customer_name}", "Hello ${customer_name}", "", "", "", "", ""),
    ("select_one yn", "ok", "满意吗?", "Satisfied?", "", "", "", "", "yes"),
    ("begin_group", "g", "原因", "Reasons", "${ok} = 'n'", "", "", "", ""),
    ("text", "why", "为什么?", "Why?", "", "string-length(.) < 200", "", "", "yes"),
    ("integer", "times", "几次?", "How often?", "${why} != ''", ". >= 1 and . <= 99", "", "", ""),
    ("calculate", "many", "", "", "", "", "if(${times} > 5, 'many', 'few')", "", ""),
    ("end_group", "", "", "", "", "", "", "", ""),
    ("select_one p", "prov", "省份?", "Province?", "", "", "", "", ""),
    (
        "select_multiple c",
        "city",
        "城市?",
        "City?",
        "${prov} != ''",
        "count-selected(.) <= 2",
        "",
        "prov = ${prov}",
        "",
    ),
    ("range", "nps", "推荐?", "Recommend?", "", "", "", "", "${ok} = 'y'"),
    ("decimal", "amount", "金额?", "Amount?", "${nps} >= 7", ". > 0", "", "", ""),
    ("date", "when", "哪天?", "When?", "", ". <= today()", "", "", ""),
    ("time", "at", "几点?", "At?", "${when} != ''", "", "", "", ""),
    ("dateTime", "next", "下次?", "Next?", "selected(${city}, 'hz')", "", "", "", ""),
    ("acknowledge", "said", "已说明", "Said", "${many} = 'many'", "", "", "", "yes"),
    ("calculate", "days", "", "", "", "", "today() - ${when}", "", ""),
    ("note", "bye", "您等了${days}天", "You waited ${days} days", "${days} > 0", "", "", "", ""),
)
"""A script with every kind of question, for properties."""
