"""A script of any length, and the same conditions as a person would write them in Python."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

import openpyxl

from callbench.script.compile import compile_script
from callbench.script.model import Script
from callbench.script.source import read_source

HEADER = (
    "type",
    "name",
    "label::中文 (zh)",
    "label::English (en)",
    "relevant",
    "constraint",
    "calculation",
    "required",
)
BLOCK = (
    ("select_one yn", "seen_{n}", "第{n}次服务，您到店了吗？", "Visit {n}: did you come?", "{before}", "", "", "yes"),
    ("select_one five", "score_{n}", "满意吗？", "Satisfied?", "${seen_{n}} = 'y'", "", "", "yes"),
    ("text", "why_{n}", "为什么？", "Why?", "${score_{n}} <= 2", "string-length(.) <= 200", "", ""),
    ("select_multiple trouble", "trouble_{n}", "有没有不适？", "Any trouble?", "${seen_{n}} = 'n' or ${score_{n}} < 4",
     "not(selected(., 'none') and count-selected(.) > 1)", "", ""),
    ("integer", "times_{n}", "几次？", "How often?", "count-selected(${trouble_{n}}) > 0", ". >= 1 and . <= 99", "", ""),
    ("calculate", "weight_{n}", "", "", "", "", "coalesce(${times_{n}}, 0) * 2 + if(${seen_{n}} = 'y', 1, 0)", ""),
    ("decimal", "amount_{n}", "花了多少？", "How much?", "${weight_{n}} > 3", ". > 0", "", ""),
    ("date", "on_{n}", "哪天？", "Which day?", "selected(${trouble_{n}}, 'red')", ". <= today()", "", ""),
    ("calculate", "days_{n}", "", "", "", "", "today() - ${on_{n}}", ""),
    ("note", "late_{n}", "已经${days_{n}}天了", "${days_{n}} days ago", "${days_{n}} > 7", "", "", ""),
)  # fmt: skip
"""Ten rows with sixteen expressions; a real phone survey of 228 questions has 335."""
CHOICES = (
    ("list_name", "name", "label::中文 (zh)", "label::English (en)"),
    ("yn", "y", "是", "Yes"), ("yn", "n", "否", "No"),
    *(("five", str(n), f"{n} 分", f"{n} points") for n in range(1, 6)),
    ("trouble", "none", "没有", "None"), ("trouble", "red", "泛红", "Redness"), ("trouble", "itch", "发痒", "Itching"),
)  # fmt: skip
ANSWERS = {
    "seen": "y", "score": "2", "why": "等了很久", "trouble": "red itch", "times": "3", "amount": "88.5", "on": "2026-02-20",
}  # fmt: skip
KINDS = tuple(row[1].removesuffix("_{n}") for row in BLOCK)


def workbook(questions: int) -> bytes:
    """The script's workbook."""
    rows = [HEADER]
    for row in range(questions):
        n, place = divmod(row, len(BLOCK))
        before = f"${{seen_{n - 1}}} != ''" if n else ""
        rows.append(tuple(cell.replace("{n}", str(n)).replace("{before}", before) for cell in BLOCK[place]))
    return saved(rows)


def saved(survey: Iterable[Sequence[str]]) -> bytes:
    """A workbook with these rows and the choices above, as Excel would save it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    settings = (("form_id", "version"), ("long", "1"))
    for name, rows in (("survey", survey), ("choices", CHOICES), ("settings", settings)):
        sheet = book.create_sheet(name)
        for each in rows:
            sheet.append(each)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def script(data: bytes) -> Script:
    """Read and compile."""
    found = compile_script(read_source(data, "long.xlsx")).script
    assert found is not None
    return found


class ByHand:
    """The conditions and calculations of a script of so many rows, as Python functions over a list of texts.

    raw: what was given. values: what counts. relevant: by row.
    """

    def __init__(self, questions: int, today: date) -> None:
        self.raw = [""] * questions
        self.values = [""] * (questions + len(BLOCK))
        self.relevant = [False] * (questions + len(BLOCK))
        self.today = float(today.toordinal())

    def count(self) -> None:
        """Everything anew."""
        raw, values, relevant = self.raw, self.values, self.relevant
        for start in range(0, len(raw), len(BLOCK)):
            _block(raw, values, relevant, start, self.today)


def _block(raw: list[str], values: list[str], relevant: list[bool], at: int, today: float) -> None:
    def ask(place: int, holds: bool) -> str:
        if place >= len(raw):
            return ""
        relevant[place] = holds
        values[place] = found = raw[place] if holds else ""
        return found

    def result(place: int, number: float) -> float:
        if place < len(raw):
            relevant[place] = True
            raw[place] = values[place] = _text(number)
        return number

    seen = ask(at, at == 0 or values[at - len(BLOCK)] != "")
    score = _number(ask(at + 1, seen == "y"))
    ask(at + 2, score <= 2)
    trouble = ask(at + 3, seen == "n" or score < 4).split()
    times = ask(at + 4, len(trouble) > 0)
    weight = result(at + 5, _number(times or "0") * 2 + (1 if seen == "y" else 0))
    ask(at + 6, weight > 3)
    on = ask(at + 7, "red" in trouble)
    days = result(at + 8, today - date.fromisoformat(on).toordinal() if on else math.nan)
    ask(at + 9, days > 7)


def _number(text: str) -> float:
    return float(text) if text else math.nan


def _text(number: float) -> str:
    if number != number:
        return ""
    return str(int(number)) if number == int(number) else repr(number)
