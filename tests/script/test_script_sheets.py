"""Files as programs and people really write them: what is hidden, covered, counted, protected, or of another kind."""

from __future__ import annotations

import struct
import sys
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlwt
from making import SETTINGS, YN, compiled, workbook

from callbench.errors import FileProblem
from callbench.script.compile import Compiled, compile_script
from callbench.script.sheets.cell_text import is_date_format, number_text, stored_number_text
from callbench.script.source import ScriptSource, read_source

HEAD = ("type", "name", "label")
SURVEY = (HEAD, ("select_one yn", "ok", "OK?"), ("text", "why", "Why?"), ("text", "more", "More?"))
STRICT = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)


def refused(data: bytes) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        read_source(data, "a.xlsx")
    assert caught.value.todo
    return caught.value


def said(found: Compiled) -> dict[str, str]:
    """code → place of what is neither an error nor about the list that no question uses."""
    return {p.code: p.place for p in found.problems if p.severity == "warning" and p.code != "unused-list"}


def changed(change, survey=SURVEY) -> Compiled:
    """What becomes of a workbook after `change` has been at it."""
    book = openpyxl.load_workbook(BytesIO(workbook(survey)))
    change(book)
    out = BytesIO()
    book.save(out)
    return compile_script(read_source(out.getvalue(), "a.xlsx"))


def with_parts(data: bytes, replace=lambda name, content: content, **more: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replace(name, old.read(name)))
        for name, content in more.items():
            new.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def raw(rows: str, *, strings: str = "", styles: str = "", behind: str = "") -> ScriptSource:
    """A workbook whose XML is written by hand: one sheet, survey."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{relation}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns:q="r"><sheets><sheet name="Survey" sheetId="1" q:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="s" Type="{relation}/worksheet" Target="worksheets/one.xml"/>'
        f'<Relationship Id="t" Type="{relation}/sharedStrings" Target="strings.xml"/>'
        f'<Relationship Id="u" Type="{relation}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/one.xml": f"<worksheet><sheetData>{rows}</sheetData>{behind}</worksheet>",
        "xl/strings.xml": f"<sst>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>",
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return read_source(out.getvalue(), "a.xlsx")


def texts(source: ScriptSource) -> list[list[str]]:
    sheet = source.sheets["survey"]
    return [[cell.raw for cell in sheet.header], *([cell.raw for cell in row.values()] for row in sheet.rows)]


# What a workbook hides ------------------------------------------------------------------------------------------------


def test_hidden_rows_columns_and_sheets_are_read_and_said() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        sheet = book["survey"]
        sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = sheet.row_dimensions[30].hidden = True
        sheet.column_dimensions["C"].hidden = sheet.column_dimensions["F"].hidden = True
        book["choices"].sheet_state = "veryHidden"

    found = changed(hide)
    assert found.script is not None
    assert [question.label[""] for question in found.script.questions()] == ["OK?", "Why?", "More?"]
    assert said(found) == {"hidden-rows": "survey!A3", "hidden-columns": "survey!C1", "hidden-sheet": "choices!A1"}
    (rows,) = [p for p in found.problems if p.code == "hidden-rows"]
    assert "3-4" in rows.message


def test_the_value_of_merged_cells_belongs_to_the_first_one() -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book["survey"].merge_cells("C3:C4")
        book["survey"].merge_cells("H20:K25")

    found = changed(merge)
    assert said(found) == {"merged-cells": "survey!C3", "no-label": "survey!B4"}
    assert found.script is not None
    assert [question.label.get("") for question in found.script.questions()] == ["OK?", "Why?", None]


def test_what_lies_covered_behind_merged_cells_is_not_read() -> None:
    rows = (
        "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in ("type", "name", "label")),
        '<c t="inlineStr"><is><t>text</t></is></c><c t="inlineStr"><is><t>q</t></is></c><c t="str"><v>covered</v></c>',
    )
    source = raw(
        "".join(f"<row>{row}</row>" for row in rows), behind='<mergeCells><mergeCell ref="B2:C2"/></mergeCells>'
    )
    assert texts(source) == [["type", "name", "label"], ["text", "q"]]
    assert [(remark.code, remark.cell) for remark in source.remarks] == [("merged-cells", "B2")]


def test_macros_and_links_to_other_files_are_left_alone_and_said() -> None:
    data = with_parts(workbook(SURVEY), xl__vbaProject_bin=b"x")
    data = with_parts(data, **{"xl__vbaProject.bin": b"x", "xl__externalLinks__externalLink1.xml": b"<externalLink/>"})
    found = compile_script(read_source(data, "a.xlsm"))
    assert found.script is not None
    assert said(found) == {"macros": "", "links-out": ""}


def test_a_formula_gives_its_stored_value_or_is_a_problem() -> None:
    words = "".join(f'<c t="str"><v>{word}</v></c>' for word in HEAD)
    kinds = (
        '<c t="str"><f>A1</f><v>text</v></c><c t="str"><f>"a"&amp;1</f><v>a1</v></c>',
        '<c t="str"><f>A1</f><v>text</v></c><c t="str"><v>b</v></c><c><f>1+1</f><v>2</v></c>',
        '<c t="str"><v>text</v></c><c t="str"><v>c</v></c><c><f>C2</f><v/></c>',
        '<c t="str"><v>text</v></c><c t="str"><v>d</v></c><c><f>C2</f></c>',
        '<c t="str"><v>text</v></c><c t="str"><v>e</v></c><c t="str"><f>""</f><v></v></c>',
        '<c t="str"><v>text</v></c><c t="str"><v>f</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    )
    found = compile_script(raw("".join(f"<row>{row}</row>" for row in (words, *kinds))))
    errors = {(p.code, p.place) for p in found.problems if p.severity == "error"}
    assert errors == {("no-value", "survey!C4"), ("no-value", "survey!C5"), ("error-value", "survey!C7")}


def test_a_column_that_filters_read_must_have_its_values() -> None:
    choices = (("list_name", "name", "label", "city"), ("yn", "y", "Yes", "=A1"), ("yn", "n", "No", "#REF!"))
    found = compiled(SURVEY, choices)
    assert {(p.code, p.place) for p in found.problems} == {("no-value", "choices!D2"), ("error-value", "choices!D3")}


def test_a_title_above_the_header_is_passed_over_and_said() -> None:
    found = compiled((("Our script 2026",), (), *SURVEY))
    assert found.script is not None
    assert said(found) == {"title-row": "survey!A1"}


def test_cells_in_columns_without_a_name_are_said() -> None:
    found = compiled((HEAD, ("text", "q", "Q", None, "what is this")))
    assert said(found)["no-heading"] == "survey!E2"


def test_sheets_of_other_engines_are_named_with_what_was_meant() -> None:
    rows = (("list_name", "name"), ("a", "b"))
    found = compiled(SURVEY, entities=rows, external_choices=rows, osm=rows, _notes=rows, 说明=rows)
    assert sorted(p.sheet for p in found.problems if p.code == "ignored-sheet") == [
        "entities",
        "external_choices",
        "osm",
    ]
    book = openpyxl.load_workbook(BytesIO(workbook((HEAD, ("text", "q", "Q")))))
    book["choices"].title = "choice"
    out = BytesIO()
    book.save(out)
    (meant,) = [p for p in compile_script(read_source(out.getvalue(), "a.xlsx")).problems if p.code == "ignored-sheet"]
    assert meant.suggestion == "choices"


# Values ---------------------------------------------------------------------------------------------------------------


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


# Programs -------------------------------------------------------------------------------------------------------------


def test_workbooks_of_the_strict_kind_and_with_prefixes_are_the_same() -> None:
    plain = workbook(SURVEY)
    first = compile_script(read_source(plain, "a.xlsx")).script

    def strict(_name: str, content: bytes) -> bytes:
        for old, new in STRICT:
            content = content.replace(old.encode(), new.encode())
        return content

    def prefixed(name: str, content: bytes) -> bytes:
        if "/sheet" not in name:
            return content
        return (
            content.replace(b"</", b"\0")
            .replace(b"<", b"<x:")
            .replace(b"\0", b"</x:")
            .replace(b"<x:?", b"<?")
            .replace(b"xmlns=", b"xmlns:x=")
        )

    assert first is not None
    for change in (strict, prefixed):
        again = compile_script(read_source(with_parts(plain, change), "a.xlsx")).script
        assert again is not None
        assert again.hash == first.hash


def test_sheet_names_of_numbers_and_of_hasty_people() -> None:
    def rename(book: openpyxl.Workbook) -> None:
        book["survey"].title, book["choices"].title = "SURVEY - Table 1", " Choices  - 表格 1"

    found = changed(rename)
    assert found.script is not None
    assert [question.name for question in found.script.questions()] == ["ok", "why", "more"]


def old(sheets: dict[str, tuple[tuple[object, ...], ...]], change=lambda book: None) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_old_workbook_is_read_whatever_its_name_and_what_it_hides_is_said() -> None:
    def hide(book: xlwt.Workbook) -> None:
        survey = book.get_sheet(0)
        survey.row(3).hidden = True
        survey.col(2).hidden = True
        survey.merge(2, 2, 2, 3)
        book.get_sheet(1).visibility = 1

    data = old({"Survey": SURVEY, "choices": YN, "settings": SETTINGS}, hide)
    found = compile_script(read_source(data, "a.xlsx"))
    assert found.script is not None
    assert found.script.hash == compile_script(read_source(workbook(SURVEY), "b.xlsx")).script.hash
    assert said(found) == {
        "hidden-rows": "survey!A4", "hidden-columns": "survey!C1", "hidden-sheet": "choices!A1", "merged-cells": "survey!C3",
    }  # fmt: skip


def test_values_of_an_old_workbook() -> None:
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("survey")
    sheet.write(0, 0, "type")
    for column, value in enumerate((1, 2.5, True, "长")):
        sheet.write(1, column, value)
    sheet.write(1, 4, datetime(2026, 3, 5), style)
    sheet.row(1).set_cell_error(5, "#REF!")
    out = BytesIO()
    book.save(out)
    assert texts(read_source(out.getvalue(), "a.xls"))[1] == ["1", "2.5", "true", "长", "2026-03-05", "#REF!"]


def test_a_protected_old_workbook_is_told_from_a_damaged_one() -> None:
    begin = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    assert refused(begin + struct.pack("<HHHHH", 0x002F, 6, 0, 1, 2)).code == "file-password"
    assert refused(begin + b"\0" * 40).code == "file-damaged"


def test_other_kinds_of_files_are_named() -> None:
    def archive(*names: str) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for name in names:
                made.writestr(name, "x")
        return out.getvalue()

    for data, word in (
        (archive("xl/workbook.bin", "xl/worksheets/sheet1.bin"), ".xlsb"),
        (archive("mimetype", "content.xml"), "OpenDocument"),
        (archive("Index/Document.iwa"), "Numbers"),
        (b"<html><table><tr><td>type</td></tr></table>", "web page"),
        (b'<?xml version="1.0"?><Workbook/>', "web page"),
        (b"%PDF-1.7", "neither"),
    ):
        problem = refused(data)
        assert problem.code == "file-kind"
        assert word in problem.what


def test_an_encrypted_archive_asks_for_the_password_to_be_taken_off() -> None:
    data = bytearray(workbook(SURVEY))
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    assert refused(bytes(data)).code == "file-password"


# Size -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "end"),
    [("million_rows", "script"), ("million_questions", "sheet-too-large"), ("cell_bomb", "file-damaged"),
     ("tag_bomb", "file-bomb"), ("entity_bomb", "file-damaged"), ("merge_bomb", "file-damaged"), ("deep_groups", "problems"),
     ("same_list", "script")],
)  # fmt: skip
def test_monsters_end_soon(name: str, end: str) -> None:
    sys.path.insert(0, str(Path(__file__).parents[2] / "scripts" / "fuzzing"))
    try:
        import monsters
        import workbooks
    finally:
        sys.path.pop(0)
    data = getattr(monsters, name)()
    with workbooks.limited():
        assert workbooks.outcome(data, name) == end


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # extensions it does not keep
def test_our_reader_and_openpyxl_see_the_same_cells(reference) -> None:
    seen = 0
    for path in sorted(reference("10_xlsform").rglob("*.xlsx")):
        try:
            source = read_source(path.read_bytes(), path.name)
        except FileProblem:
            continue
        book = openpyxl.load_workbook(path, data_only=True)
        for theirs in book.worksheets:
            ours = source.sheets.get(theirs.title.strip().casefold())
            if ours is None or theirs.merged_cells.ranges:
                continue
            cells = {(cell.row, cell.column): cell.raw for row in ours.rows for cell in row.values() if not cell.lost}
            for (row, column), text in cells.items():
                value = theirs.cell(row, column).value
                if isinstance(value, str):
                    assert text.replace("\r\n", "\n") == value.replace("\r\n", "\n"), (path, row, column)
                elif isinstance(value, bool):
                    assert text == str(value).lower()
                elif isinstance(value, int | float):
                    assert float(text) == value
                seen += 1
            last = max((row for row, _column in cells), default=0)
            known = {cell.column for cell in ours.header} | {column for _row, column in cells}
            for row in theirs.iter_rows(min_row=ours.header[0].row + 1 if ours.header else 1, max_row=last or 1):
                for cell in row:
                    if cell.column in known and cell.value is not None and str(cell.value).strip():
                        assert (cell.row, cell.column) in cells, (path, cell.coordinate)
    assert seen > 3_000
