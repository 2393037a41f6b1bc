"""The handed-out files of shops: each does what its manifest says, and a second time nothing."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callbench.desk.bench import Bench
from callbench.desk.exports import export_customers
from callbench.desk.imports import import_customers
from callbench.errors import FileProblem
from callbench.records.imports import ImportReport

MADE = "07_messy_files/made_here/"
Reference = Callable[[str], Path]


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    assert report.rows == report.added + report.changed + report.same + report.rejected
    return report.rows, report.added, report.changed, report.same, report.rejected


def exported(bench: Bench) -> list[dict[str, Any]]:
    out = io.BytesIO()
    export_customers(bench, out)
    return [json.loads(line) for line in out.getvalue().decode().splitlines()]


def as_truth(customer: dict[str, Any]) -> dict[str, str]:
    """An exported customer in the words of truth.json."""
    phones = {phone["kind"]: phone["original"] for phone in customer["phones"]}
    numbers = {phone["kind"]: phone["e164"] for phone in customer["phones"]}
    assert numbers.get("mobile", "").removeprefix("+86").isdigit()
    assert len(customer["services"]) == 1
    return {
        "客户编号": customer["code"],
        "姓名": customer["name"],
        "手机": numbers["mobile"].removeprefix("+86"),
        "座机": phones.get("fixed", ""),
        "最近消费日期": customer["services"][0]["date"],
        "消费金额": f"{customer['services'][0]['amount']:.2f}",
        "备注": customer["note"],
    }


def truth(reference: Reference) -> list[dict[str, str]]:
    rows = json.loads(reference(MADE + "truth.json").read_text("utf-8"))
    return [row | {"姓名": row["姓名"].strip()} for row in rows]


@pytest.mark.parametrize("name", ["01_utf8.csv", "30_merged_two_row_header.xlsx"])
def test_on_both_engines_every_customer_equals_the_truth(bench: Bench, reference: Reference, name: str) -> None:
    report = import_customers(bench, reference(MADE + name))
    assert counts(report) == (40, 40, 0, 0, 0)
    assert report.problems == ()
    assert [as_truth(customer) for customer in exported(bench)] == truth(reference)
    assert counts(import_customers(bench, reference(MADE + name))) == (40, 0, 0, 40, 0)
    assert len(exported(bench)) == 40


@pytest.mark.parametrize(
    "name", ["05_utf16le_bom_tab.txt", "09_tab.tsv", "11_title_lines_before_header.csv", "17_fullwidth_nbsp_bidi.csv"]
)
def test_other_encodings_and_layouts_give_the_same_customers(lite: Bench, reference: Reference, name: str) -> None:
    report = import_customers(lite, reference(MADE + name))
    assert counts(report) == (40, 40, 0, 0, 0)
    rows = truth(reference)
    found = [as_truth(customer) for customer in exported(lite)]
    for expected, customer in zip(rows, found, strict=True):
        if name == "09_tab.tsv":  # its notes hold the file's own line breaks
            expected, customer = expected | {"备注": ""}, customer | {"备注": ""}
        assert customer == expected
    assert counts(import_customers(lite, reference(MADE + name))) == (40, 0, 0, 40, 0)
    assert counts(import_customers(lite, reference(MADE + "01_utf8.csv")))[1] == 0  # the same people again


def test_gbk_lacks_two_names_and_nothing_else(bench: Bench, reference: Reference) -> None:
    assert counts(import_customers(bench, reference(MADE + "03_gbk.csv"))) == (38, 38, 0, 0, 0)
    found = [as_truth(customer) for customer in exported(bench)]
    lacking = [row for row in truth(reference) if row not in found]
    assert [row["姓名"] for row in lacking] == ["程𠮷", "田䶮"]
    assert len(found) == 38


def test_traditional_headings_are_understood(lite: Bench, reference: Reference) -> None:
    assert counts(import_customers(lite, reference(MADE + "07_big5.csv"))) == (8, 8, 0, 0, 0)
    found = exported(lite)
    assert [customer["name"] for customer in found[:4]] == ["王芳", "李娜", "張偉", "劉洋"]
    assert found[3]["phones"][1]["e164"] == "+861088880003"


def test_a_file_without_heading_loses_nobody(lite: Bench, reference: Reference) -> None:
    with pytest.raises(FileProblem) as refusal:
        import_customers(lite, reference(MADE + "13_no_header.csv"))
    assert refusal.value.code == "no-heading"
    assert "王芳" in refusal.value.what
    assert exported(lite) == []


def test_numbers_damaged_by_a_spreadsheet_are_refused_or_asked_about(lite: Bench, reference: Reference) -> None:
    report = import_customers(lite, reference(MADE + "15_excel_damaged_numbers.csv"))
    assert counts(report) == (40, 26, 0, 0, 14)
    codes = [problem.code for problem in report.problems]
    assert codes.count("phone-digits-lost") == 14
    assert codes.count("phone-scientific") == 13
    assert {problem.column for problem in report.problems} == {"手机"}
    by_name = {row["姓名"]: row["手机"] for row in truth(reference)[1:]}
    for customer in exported(lite):
        assert customer["phones"][0]["e164"] == "+86" + by_name[customer["name"]]


def test_customer_numbers_without_their_zeros_are_still_the_same_people(lite: Bench, reference: Reference) -> None:
    import_customers(lite, reference(MADE + "01_utf8.csv"))
    assert counts(import_customers(lite, reference(MADE + "15_excel_damaged_numbers.csv"))) == (40, 0, 0, 26, 14)
    assert exported(lite)[0]["code"] == "000001"


def test_zeros_that_come_later_are_kept(lite: Bench, reference: Reference) -> None:
    import_customers(lite, reference(MADE + "15_excel_damaged_numbers.csv"))
    assert counts(import_customers(lite, reference(MADE + "01_utf8.csv"))) == (40, 14, 26, 0, 0)
    assert {len(customer["code"]) for customer in exported(lite)} == {6}
    assert counts(import_customers(lite, reference(MADE + "01_utf8.csv"))) == (40, 0, 0, 40, 0)


def test_amounts_in_many_forms(lite: Bench, reference: Reference) -> None:
    assert counts(import_customers(lite, reference(MADE + "19_amount_formats.csv"))) == (40, 40, 0, 0, 0)
    negative = 0
    for customer, row in zip(exported(lite), truth(reference), strict=True):
        amount = customer["services"][0]["amount"]
        negative += amount < 0
        assert abs(amount) == pytest.approx(float(row["消费金额"]), abs=0.051)
    assert negative == 5


def test_ragged_rows_are_named_and_the_rest_is_kept(lite: Bench, reference: Reference) -> None:
    report = import_customers(lite, reference(MADE + "21_ragged_rows.csv"))
    assert counts(report) == (39, 37, 0, 0, 2)
    assert [(problem.row, problem.code) for problem in report.problems] == [
        (4, "cells-too-many"), (7, "cells-missing"), (10, "blank-row"),
    ]  # fmt: skip
    assert not {"000003", "000006", "000009"} & {customer["code"] for customer in exported(lite)}


def test_control_characters_and_escape_sequences_go(lite: Bench, reference: Reference) -> None:
    report = import_customers(lite, reference(MADE + "23_nul_and_control.csv"))
    assert counts(report) == (6, 6, 0, 0, 0)
    assert [(problem.row, problem.code) for problem in report.problems] == [(3, "control-characters")]
    assert exported(lite)[1]["name"] == "李娜"


def test_formulas_stay_texts(lite: Bench, reference: Reference) -> None:
    assert counts(import_customers(lite, reference(MADE + "25_formula_injection.csv"))) == (12, 12, 0, 0, 0)
    names = [customer["name"] for customer in exported(lite)]
    assert names[1:5] == ["+1+1", "-2+3", "@SUM(1+1)", "=1+1"]
    assert names[9:] == ["0", "-", "'=1"]


def test_a_heading_alone_is_no_success(lite: Bench, reference: Reference) -> None:
    with pytest.raises(FileProblem) as refusal:
        import_customers(lite, reference(MADE + "27_header_only.csv"))
    assert refusal.value.code == "file-no-rows"


def test_what_a_workbook_hides_is_told(lite: Bench, reference: Reference) -> None:
    notes = " ".join(import_customers(lite, reference(MADE + "30_merged_two_row_header.xlsx")).notes)
    for told in (
        "The heading is in row 3",
        "Hidden rows were read too: 6",
        "totals were left out: 44",
        "not read: 隐藏",
    ):
        assert told in notes
    assert "不要导入" not in json.dumps(exported(lite), ensure_ascii=False)


def test_several_sheets_are_asked_about(lite: Bench, reference: Reference) -> None:
    path = reference(MADE + "32_two_sheets_blank_rows.xlsx")
    with pytest.raises(FileProblem) as refusal:
        import_customers(lite, path)
    assert refusal.value.code == "several-sheets"
    assert "四月" in refusal.value.what
    assert counts(import_customers(lite, path, sheet="sheet")) == (10, 10, 0, 0, 0)
    assert counts(import_customers(lite, path, sheet="四月")) == (1, 1, 0, 0, 0)


def test_orders_become_the_service_history(bench: Bench, reference: Reference) -> None:
    path = reference("02_rfm_clv/rfm_data_orders.csv")
    assert counts(import_customers(bench, path)) == (4906, 995, 3911, 0, 0)
    found = exported(bench)
    assert len(found) == 995
    assert sum(len(customer["services"]) for customer in found) == 4906
    brion = next(customer for customer in found if customer["code"] == "Brion Stark")
    assert brion["name"] == "Brion Stark"
    assert {"date": "2004-12-20", "item": "", "amount": 32.0, "staff": "", "branch": ""} in brion["services"]
    assert counts(import_customers(bench, path)) == (4906, 0, 0, 4906, 0)


def test_the_separators_of_csv_spectrum(lite: Bench, reference: Reference, tmp_path: Path) -> None:
    """None of them is a list of customers: each is refused, none crashes."""
    for path in sorted(reference("07_messy_files/csv_spectrum").glob("*.csv")):
        copy = tmp_path / path.name
        shutil.copy(path, copy)
        with pytest.raises(FileProblem):
            import_customers(lite, copy)
