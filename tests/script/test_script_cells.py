"""Values of cells are read as they were typed: numbers, days, rich texts, very long ones."""

from __future__ import annotations

from datetime import datetime

import pytest
from making import compiled
from packages import HEAD, raw, texts

from callbench.script.sheets.cell_text import is_date_format, number_text, stored_number_text


def test_a_date_where_words_are_meant_is_said_and_a_default_may_be_one() -> None:
    day = datetime(2026, 3, 5)
    choices = (("list_name", "name", "label"), ("yn", day, "Yes"), ("yn", "n", datetime(2026, 3, 5, 9, 30)))
    found = compiled(((*HEAD, "default"), ("select_one yn", "ok", "OK?", ""), ("date", "d", "D", day)), choices)
    assert found.script is not None
    assert [choice.value for choice in found.script.lists["yn"].choices] == ["2026-03-05", "n"]
    assert [p.place for p in found.problems if p.code == "date-cell"] == ["choices!B2", "choices!C3"]
    assert [question.default.source for question in found.script.questions() if question.default] == ["'2026-03-05'"]


@pytest.mark.parametrize(
    ("stored", "text"),
    [("1", "1"), ("1.0", "1"), ("-0", "0"), ("1E3", "1000"), ("0.1", "0.1"), ("13800138000", "13800138000"),
     ("12345678901234567890", "12345678901234567890"), ("1e400", "inf"), ("0.30000000000000004", "0.30000000000000004")],
)  # fmt: skip
def test_numbers_are_read_as_they_were_typed(stored: str, text: str) -> None:
    assert stored_number_text(stored) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(46086, "2026-03-05"), (46086.5, "2026-03-05T12:00:00"), (0.5, "12:00:00"), (0, "00:00:00"), (1, "1900-01-01"),
     (59, "1900-02-28"), (61, "1900-03-01"), (46086.999999, "2026-03-06"), (-1, "-1"), (3e6, "3000000"), (2958465, "9999-12-31")],
)  # fmt: skip
def test_days_are_counted_as_spreadsheets_count_them(number: float, text: str) -> None:
    assert number_text(number, as_date=True) == text


def test_days_counted_from_1904() -> None:
    assert number_text(44624, as_date=True, from_1904=True) == "2026-03-05"


@pytest.mark.parametrize(
    ("number", "code", "dated"),
    [(14, None, True), (31, None, True), (57, None, True), (0, None, False), (2, None, False), (164, "yyyy\\-mm\\-dd", True),
     (165, '0"days"', False), (166, "[Red]0.00", False), (167, "[h]:mm", True), (168, 'yyyy"年"m"月"d"日"', True),
     (169, "General", False), (170, "[$-804]aaaa", False), (171, "[DBNum1][$-804]m\"月\"d\"日\"", True), (172, "0_);(0)", False)],
)  # fmt: skip
def test_formats_of_days_are_known(number: int, code: str | None, dated: bool) -> None:
    assert is_date_format(number, code) is dated


def test_styles_tell_numbers_from_days() -> None:
    styles = '<numFmts><numFmt numFmtId="164" formatCode="yyyy/m/d"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    styles += '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    row = '<row><c t="str"><v>type</v></c></row><row><c s="0"><v>46086</v></c><c s="1"><v>46086</v></c><c s="9"><v>1</v></c></row>'
    assert texts(raw(row, styles=styles))[1] == ["46086", "2026-03-05", "1"]


def test_rich_texts_are_whole_and_reading_aids_left_out() -> None:
    strings = (
        "<si><t>type</t></si><si><r><rPr><b/></rPr><t>北</t></r><r><t>京 </t></r><rPh sb='0' eb='2'><t>ペキン</t></rPh>"
        "<phoneticPr fontId='1'/></si><si><t>a_x000A_b_x005F_x0041_</t></si>"
    )
    row = '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="b"><v>1</v></c><c t="d"><v>2026-03-05T00:00:00</v></c>'
    row += "<c t='inlineStr'><is><t>in</t><rPh><t>no</t></rPh></is></c></row>"
    assert texts(raw(row, strings=strings))[1] == ["北京 ", "a\nb_x0041_", "true", "2026-03-05", "in"]


def test_overlong_cells_are_a_problem() -> None:
    found = compiled((HEAD, ("text", "q", "长" * 25_000)))
    assert ("long-cell", "survey!C2") in {(p.code, p.place) for p in found.problems}


def test_a_file_with_very_many_errors_is_not_searched_to_its_end() -> None:
    rows = [HEAD, *(("txet", f"q{n}", "Q") for n in range(700))]
    found = compiled(rows)
    assert sum(problem.severity == "error" for problem in found.problems) == 501
    assert found.problems[-1].code == "and-more"
