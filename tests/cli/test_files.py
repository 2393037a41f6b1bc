"""Files in and out, and the demo shop: codes, shapes, and that a refusal changes nothing."""

import json
import subprocess
import sys

import pytest
from cli_shop import CUSTOMERS, make_files


def test_import_reports_what_became_of_every_row(run, tmp_path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(CUSTOMERS + "Somebody,not a number,,,,,,\nNobody,1.38E+10,,,,,,\n", "utf-8")
    first = run("import", "customers", str(path), "--json")
    assert first.code == 1
    report = first.json
    assert {"rows", "added", "changed", "same", "rejected", "problems"} <= set(report)
    assert report["rows"] == 5 == 1 + report["added"] + report["changed"] + report["same"]
    assert all({"row", "column", "code", "message", "rejected"} <= set(problem) for problem in report["problems"])
    assert {(problem["row"], problem["rejected"]) for problem in report["problems"]} == {(5, False), (6, True)}
    again = run("import", "customers", str(path), "--json").json
    assert (again["added"], again["changed"]) == (0, 0)
    plain = run("import", "customers", str(path)).out
    assert "row 5 kept: phone: " in plain
    assert "row 6 rejected: phone: " in plain
    chinese = run("import", "customers", str(path), "--lang", "zh").out
    assert "第 5 行保留：phone：" in chinese
    assert "第 6 行拒收：phone：" in chinese


def test_remarks_on_rows_that_were_kept_are_no_findings(run, tmp_path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("name,phone,date,amount\nLi Na,13800138000,some day,5\n,13800138001,,\n", "utf-8")
    kept = run("import", "customers", str(path), "--json")
    assert (kept.code, kept.json["added"], kept.json["rejected"]) == (0, 2, 0)
    assert [problem["rejected"] for problem in kept.json["problems"]] == [False, False]
    assert run("import", "script", str(path)).code == 3


def test_a_customer_without_a_name_is_called_so(run, tmp_path) -> None:
    make_files(tmp_path)
    path = tmp_path / "nameless.csv"
    path.write_text("name,phone\n,13800138001\n", "utf-8")
    run("import", "customers", str(path))
    run("import", "script", str(tmp_path / "care.xlsx"))
    run("campaign", "start", "Spring", "--script", "care")
    assert "(no name)" in run("queue").out
    assert "（无姓名）" in run("queue", "--lang", "zh").out
    assert run("queue", "--json").json["rows"][0]["name"] == ""


def test_a_dry_run_changes_nothing(run, tmp_path) -> None:
    make_files(tmp_path)
    assert run("import", "customers", str(tmp_path / "customers.csv"), "--dry-run", "--json").json["added"] == 3
    assert run("import", "customers", str(tmp_path / "customers.csv"), "--json").json["added"] == 3


def test_a_script_with_problems_names_their_cells(run, tmp_path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    survey = book.active
    survey.title = "survey"
    survey.append(["type", "name", "label", "relevant"])
    survey.append(["select_one nowhere", "q1", "Which?", None])
    survey.append(["text", "q2", "Why?", "${nobody} = 1"])
    book.create_sheet("choices").append(["list_name", "name", "label"])
    book.create_sheet("settings").append(["form_id", "version"])
    book.save(tmp_path / "bad.xlsx")
    found = run("import", "script", str(tmp_path / "bad.xlsx"), "--json")
    assert found.code == 1
    assert found.json["rejected"] == 1
    assert {problem["row"] for problem in found.json["problems"]} >= {2, 3}
    assert "survey" in {problem["sheet"] for problem in found.json["problems"]}
    assert "survey" in run("import", "script", str(tmp_path / "bad.xlsx")).out


@pytest.mark.parametrize("kind", ["customers", "script"])
@pytest.mark.parametrize("what", ["missing", "empty", "folder", "not a workbook"])
def test_a_file_that_cannot_be_used_is_code_3(run, tmp_path, kind, what) -> None:
    path = tmp_path / "file.xlsx"
    if what == "empty":
        path.touch()
    elif what == "folder":
        path.mkdir()
    elif what == "not a workbook":
        path.write_bytes(b"\x00\x01\x02" * 500)
    refused = run("import", kind, str(path), "--json")
    assert (refused.code, refused.out) == (3, "")
    error = json.loads(refused.err)["error"]
    assert error["code"]
    assert path.name in error["where"]
    assert run("queue", "--json").json["total"] == 0


@pytest.fixture
def called(shop):
    """A shop with one interview."""
    shop("next", "--agent", "wangmin")
    shop("outcome", "-", "completed", "--agent", "wangmin", "--answer", "service=5", "--answer", "again=yes")
    return shop


def test_results_go_to_a_file(called, tmp_path) -> None:
    out = tmp_path / "results.csv"
    done = called("export", "results", str(out), "--format", "csv")
    assert (done.code, done.out, done.err) == (0, "", f"1 row written to {out}\n")
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert called("export", "results", str(out), "--format", "csv", "--json").json == {"rows": 1, "file": str(out)}
    assert called("export", "results", str(out), "--format", "csv", "--date", "yesterday", "--json").json["rows"] == 0
    book = tmp_path / "results.xlsx"
    assert called("export", "results", str(book), "--format", "xlsx").code == 0
    assert book.read_bytes().startswith(b"PK")


def test_results_go_to_standard_output(called, program) -> None:
    (line,) = program("export", "results", "-", "--format", "jsonl").out.splitlines()
    row = json.loads(line)
    assert "completed" in row.values()
    piped = program("export", "customers", "-")
    customers = [json.loads(line) for line in piped.out.splitlines()]
    assert (len(customers), piped.err) == (3, "")
    for customer in customers:
        assert {"name", "phones", "class", "owner", "birthday", "note", "services"} <= set(customer)
        assert {"e164", "ext", "kind", "state", "original"} == set(customer["phones"][0])


def test_a_target_that_cannot_be_written_is_code_3(called, tmp_path) -> None:
    refused = called("export", "results", str(tmp_path / "no" / "such" / "folder.csv"), "--format", "csv")
    assert (refused.code, refused.out) == (3, "")
    assert called("export", "customers", str(tmp_path)).code == 3


def test_the_demo_fills_an_empty_base_once(run) -> None:
    filled = run("demo", "--no-open", "--customers", "6", "--json").json
    assert filled["filled"] is True
    assert filled["customers"] == 6
    again = run("demo", "--no-open", "--json")
    assert again.json == {"filled": False}
    assert "already in" in again.err
    assert run("summary").code == 0


def test_a_fresh_demo_keeps_the_older_one_beside_it(run, base) -> None:
    run("demo", "--no-open", "--customers", "6")
    again = run("demo", "--no-open", "--customers", "7", "--fresh", "--json")
    assert again.json["customers"] == 7
    (kept,) = base.parent.glob("shop-*.db")
    assert str(kept) in again.err


def test_fresh_never_moves_a_shop(shop, base) -> None:
    before = base.read_bytes()
    assert shop("demo", "--no-open", "--fresh").code == 3
    assert base.read_bytes() == before


def test_the_demo_leaves_a_shop_alone(shop, base) -> None:
    before = base.read_bytes()
    refused = shop("demo", "--no-open", "--json")
    assert (refused.code, refused.out) == (3, "")
    assert json.loads(refused.err)["error"]["code"] == "not-empty"
    assert base.read_bytes() == before


@pytest.mark.parametrize("words", [[], ["demo"]], ids=["bench", "demo"])
def test_without_a_terminal_the_bench_does_not_open(program, base, words) -> None:
    refused = program(*words)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("Error: The bench needs a terminal")
    assert not base.exists()


def test_the_program_and_the_module_are_one(program) -> None:
    import callbench

    installed = subprocess.run(
        [sys.executable.replace("python3", "python").rsplit("/", 1)[0] + "/callbench", "--version"],
        capture_output=True,
        text=True,
    )
    assert installed.stdout == program("--version").out == f"callbench {callbench.__version__}\n"


def test_an_import_that_is_stopped_says_that_nothing_is_half_done(shop, base, tmp_path, monkeypatch) -> None:
    def stopped(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    file = tmp_path / "more.csv"
    file.write_text("name,phone\nA,13800138111\n", "utf-8")
    monkeypatch.setattr("callbench.desk.imports.import_customers", stopped)
    refused = shop("import", "customers", str(file))
    assert refused.code == 130
    assert "whole or not at all" in refused.err
    assert "Stopped." in refused.err
