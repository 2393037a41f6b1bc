"""Bringing scripts in: once, unchanged ever after, with every problem and its cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwt

from callbench.desk.bench import Bench
from callbench.desk.imports import import_customers
from callbench.desk.scripts import import_script, list_scripts, script_json
from callbench.errors import Conflict, FileProblem, UsageProblem
from callbench.script.model import script_from_json
from callbench.store.types import new_id

HEAD = "type,name,label,relevant\n"


def form(folder: Path, body: str, name: str = "care.csv") -> Path:
    path = folder / name
    path.write_text(HEAD + body, "utf-8")
    return path


def test_the_same_script_twice_is_one(bench: Bench, reference: Callable[[str], Path]) -> None:
    path = reference("10_xlsform/form_states/Phone_Survey_Form/form.xlsx")
    first, second = import_script(bench, path), import_script(bench, path)
    assert (first.rows, first.added, first.same, first.rejected) == (1, 1, 0, 0)
    assert (second.rows, second.added, second.same, second.rejected) == (1, 0, 1, 0)
    (listed,) = list_scripts(bench)
    assert (listed.form_id, listed.state, listed.file_name) == ("phone_survey_form", "published", "form.xlsx")
    script = script_from_json(script_json(bench, listed.id))
    assert (script.form_id, script.version) == (listed.form_id, listed.version)
    assert any(listed.form_id in note for note in first.notes)


def test_forms_of_others_load_or_name_their_cells(lite: Bench, reference: Callable[[str], Path]) -> None:
    folder = reference("10_xlsform/forms/surveycto-phone-call-Apache2")
    for path in sorted(folder.glob("*.xlsx")):
        report = import_script(lite, path)
        assert report.added + report.rejected == report.rows == 1
        if report.rejected:
            assert any(problem.sheet and problem.row and problem.column.isalpha() for problem in report.problems)


def workbook(path: Path, label: str, version: str) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (["type", "name", "label"], ["text", "why", label]):
        book.active.append(row)
    settings = book.create_sheet("settings")
    for row in (["form_id", "version"], ["care", version]):
        settings.append(row)
    book.save(path)
    return path


def test_a_version_never_changes(bench: Bench, tmp_path: Path) -> None:
    assert import_script(bench, workbook(tmp_path / "a.xlsx", "Why?", "1")).added == 1
    before = list_scripts(bench)
    with pytest.raises(Conflict) as refusal:
        import_script(bench, workbook(tmp_path / "a.xlsx", "Why then?", "1"))
    assert refusal.value.code == "script-version"
    assert "care" in refusal.value.what
    assert "1" in refusal.value.what
    assert list_scripts(bench) == before
    assert import_script(bench, workbook(tmp_path / "a.xlsx", "Why then?", "2")).added == 1
    assert {listed.version for listed in list_scripts(bench)} == {"1", "2"}


def test_a_script_with_errors_names_their_cells_and_is_not_kept(lite: Bench, tmp_path: Path) -> None:
    report = import_script(lite, form(tmp_path, "text,why,Why?,${nobody} = 1\nklingon,x,X,\n"))
    assert (report.rows, report.added, report.rejected) == (1, 0, 1)
    assert {(problem.row, problem.column) for problem in report.problems} >= {(2, "D"), (3, "A")}
    assert list_scripts(lite) == ()


def test_what_a_workbook_hides_is_told_and_no_reason_to_refuse_it(lite: Bench, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(workbook(tmp_path / "a.xlsx", "Why?", "1"))
    book["survey"].row_dimensions[2].hidden = True
    book.save(tmp_path / "a.xlsx")
    report = import_script(lite, tmp_path / "a.xlsx")
    assert (report.added, report.rejected) == (1, 0)
    (hidden,) = [problem for problem in report.problems if problem.code == "hidden-rows"]
    assert (hidden.sheet, hidden.row, hidden.column, hidden.rejected) == ("survey", 2, "A", False)


def test_an_old_workbook_is_taken_whatever_its_name(lite: Bench, tmp_path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in (
        ("survey", [["type", "name", "label"], ["text", "why", "为什么？"]]), ("settings", [["form_id", "version"], ["old", 1.0]]),
    ):  # fmt: skip
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    book.save(str(tmp_path / "old.xlsx"))
    assert import_script(lite, tmp_path / "old.xlsx").added == 1
    (listed,) = list_scripts(lite)
    assert (listed.form_id, listed.version) == ("old", "1")


def test_a_script_given_as_customers_is_sent_to_its_command(lite: Bench, tmp_path: Path) -> None:
    files = (workbook(tmp_path / "a.xlsx", "Why?", "1"), form(tmp_path, "text,why,Why?,\n"))
    for path, sheet in ((files[0], None), (files[0], "survey"), (files[1], None)):
        with pytest.raises(FileProblem) as refusal:
            import_customers(lite, path, sheet=sheet)
        assert refusal.value.code == "file-script"
        assert f"callbench import script {path.name}" in refusal.value.todo


def test_customers_given_as_a_script_are_sent_to_their_command(lite: Bench, tmp_path: Path) -> None:
    rows = [["姓名", "手机"], ["王芳", "13800138000"]]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.csv").write_text("\n".join(",".join(row) for row in rows), "utf-8")
    for name in ("a.xlsx", "a.csv"):
        with pytest.raises(FileProblem) as refusal:
            import_script(lite, tmp_path / name)
        assert refusal.value.code == "file-customers"
        assert f"callbench import customers {name}" in refusal.value.todo
    (tmp_path / "b.csv").write_text("x,y\n1,2\n", "utf-8")
    with pytest.raises(FileProblem) as refusal:
        import_script(lite, tmp_path / "b.csv")
    assert refusal.value.code == "no-survey"


def test_files_that_are_no_scripts(lite: Bench, tmp_path: Path) -> None:
    empty = tmp_path / "a.xlsx"
    empty.touch()
    for path in (tmp_path / "none.xlsx", tmp_path, empty):
        with pytest.raises(FileProblem):
            import_script(lite, path)
    with pytest.raises(UsageProblem):
        script_json(lite, new_id(lite.clock.now()))
