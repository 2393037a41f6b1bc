"""`callbench script …` as people and programs meet it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from cli_shop import make_files


def rewrite(path: Path, sheet: str, cell: str, value: object, to: Path | None = None) -> Path:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(to or path)
    return to or path


@pytest.fixture
def care(tmp_path: Path) -> Path:
    make_files(tmp_path)
    return tmp_path / "care.xlsx"


# -- check -----------------------------------------------------------------------------------------------------


def test_check_tells_everything_with_cell_caret_and_suggestion(run, care: Path, base: Path) -> None:
    rewrite(care, "survey", "F5", "${servise} < 4")
    rewrite(care, "survey", "A6", "select_one yesno")
    book = openpyxl.load_workbook(care)
    book["survey"]["H1"] = "colour"
    book["survey"]["H2"] = "red"
    book.save(care)
    found = run("script", "check", str(care))
    assert found.code == 1
    lines = found.out.splitlines()
    assert "survey!F5 [no-such-question]" in lines[0]
    assert lines[1:3] == ["    ${servise} < 4", "    ^"]
    assert "'service'" in lines[0]
    assert lines[3].startswith("survey!A6 [no-such-list]")
    assert "'yes_no'" in lines[3]
    assert any(line.startswith("survey!H1 [unknown-column]") for line in lines[4:])  # warnings come after errors
    assert lines[-1].startswith("Not usable: 2 errors, ")
    assert not base.exists()
    chinese = run("script", "check", str(care), "--lang", "zh")
    assert chinese.code == 1
    assert chinese.out.splitlines()[-1].startswith("不能使用：2 个错误")


def test_check_as_data(run, care: Path, base: Path) -> None:
    clean = run("script", "check", str(care), "--json")
    assert clean.code == 0
    assert (clean.json["form_id"], clean.json["errors"], clean.json["remarks"]) == ("care", 0, 2)
    assert {(each["severity"], each["cell"]) for each in clean.json["problems"]} == {("remark", "E4"), ("remark", "E6")}
    assert clean.json["longest"]["questions"] == 3
    assert set(clean.json["longest"]["seconds"]) == {"English (en)", "中文 (zh)"}
    rewrite(care, "survey", "F5", "${servise} < 4")
    found = run("script", "check", str(care), "--json")
    assert found.code == 1
    (problem,) = [each for each in found.json["problems"] if each["severity"] == "error"]
    assert (problem["sheet"], problem["cell"], problem["code"]) == ("survey", "F5", "no-such-question")
    assert (problem["at"], problem["suggestion"], problem["expression"]) == (0, "service", "${servise} < 4")
    assert found.json["form_id"] is None
    assert not base.exists()


def test_a_remark_of_many_cells_is_one_line(run, care: Path) -> None:
    book = openpyxl.load_workbook(care)
    for row in range(2, 20):
        book["choices"].cell(row, 4).value = None
    book["survey"]["H1"], book["survey"]["H5"] = "callbench::profile", "birthdy"
    book.save(care)
    lines = run("script", "check", str(care)).out.splitlines()
    (missing,) = [line for line in lines if "[missing-translation]" in line and line.startswith("choices")]
    assert missing.startswith("choices!D2, D3, D4, ")
    (profile,) = [line for line in lines if "[unknown-profile]" in line]
    assert profile.endswith("'birthday'?")  # what was probably meant stays with its remark
    data = run("script", "check", str(care), "--json").json
    assert sum(each["sheet"] == "choices" for each in data["problems"]) == missing.count("D")  # programs get each cell


def test_a_suggestion_follows_without_a_gap_in_chinese(run, care: Path) -> None:
    rewrite(care, "survey", "A6", "select_one yesno")
    assert "。是否想写“yes_no”？" in run("script", "check", str(care), "--lang", "zh").out


def test_an_import_names_cells_as_the_check_does(run, care: Path) -> None:
    rewrite(care, "survey", "F5", "${servise} < 4")
    refused = run("import", "script", str(care))
    assert refused.code == 1
    assert refused.out.splitlines()[1] in run("script", "check", str(care)).out.splitlines()


def test_check_of_what_is_no_workbook(run, tmp_path: Path, base: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK nothing of the kind")
    for name in ("a.xlsx", "none.xlsx", "."):
        refused = run("script", "check", str(tmp_path / name))
        assert refused.code == 3
        assert refused.out == ""
    assert not base.exists()


# -- show and diff ---------------------------------------------------------------------------------------------


def test_show_has_conditions_in_words_in_both_languages(run, care: Path, base: Path) -> None:
    english = run("script", "show", str(care)).out
    assert "1. How satisfied were you? (required)" in english
    assert "one choice: 5 very satisfied | 4 satisfied | 3 so-so" in english
    assert "asked when: 'How satisfied were you?' is less than '4 satisfied'" in english
    chinese = run("script", "show", str(care), "--lang", "zh").out
    assert "出现条件：“您对服务满意吗?”小于“4 满意”" in chinese
    assert not base.exists()


def test_show_names_what_is_filled_in_and_what_is_proposed(run, care: Path) -> None:
    book = openpyxl.load_workbook(care)
    for column, (name, service, will) in enumerate(
        (("callbench::say", "This is ${customer_name}?", ""), ("callbench::complaint", "if(. <= 3, 'product', '')", ""),
         ("callbench::stage", "body", "")), start=8
    ):  # fmt: skip
        for row, value in ((1, name), (4, service), (6, will)):
            book["survey"].cell(row, column).value = value
    book["choices"]["E1"], book["choices"]["E2"] = "callbench_complaint", "service"
    book.save(care)
    english = run("script", "show", str(care)).out
    assert english.startswith(f"After-care (care@1, {care})\nEnglish (en), 中文 (zh), 3 questions\n")
    assert "Say: This is ${customer_name}?" in english
    assert "proposed complaint: 'Product quality'" in english
    assert "→ Service" in english
    assert "\nQuestions\n" in english
    assert "\nWithout a stage\n" in english
    chinese = run("script", "show", str(care), "--lang", "zh").out
    assert f"（care@1，{care}）" in chinese
    assert "English (en)、中文 (zh)，3 个问题" in chinese
    assert "“产品质量”" in chinese


def test_show_of_a_version_and_of_names_that_are_none(shop, care: Path, tmp_path: Path, monkeypatch) -> None:
    assert shop("script", "show", "care").out.startswith("After-care (care@1, published)\n")
    found = shop("script", "show", "care@1", "--json").json
    assert (found["form_id"], found["version"], found["state"]) == ("care", "1", "published")
    wrong = next(item for item in found["items"] if item["name"] == "wrong")
    assert wrong["expressions"] == {"relevant": "${service} < 4"}
    assert wrong["words"] == {"relevant": "'How satisfied were you?' is less than '4 satisfied'"}
    unknown = shop("script", "show", "cara")
    assert unknown.code == 2
    assert "'care'" in unknown.err
    assert "care@1" in shop("script", "show", "care@7").err
    assert shop("script", "show", str(tmp_path / "none.xlsx")).code == 3
    monkeypatch.chdir(tmp_path)
    (tmp_path / "care").write_bytes(care.read_bytes())
    both = shop("script", "show", "care")
    assert "file of that name" in both.err
    assert both.out.startswith("After-care (care@1, care)")


def test_show_refuses_a_file_with_errors(run, care: Path) -> None:
    rewrite(care, "survey", "F5", "${servise} < 4")
    refused = run("script", "show", str(care))
    assert refused.code == 3
    assert "script check" in refused.err


def test_diff_names_the_cells_of_both(shop, care: Path) -> None:
    same = shop("script", "diff", "care", str(care))
    assert (same.code, same.out) == (0, f"The same: care@1 and {care}.\n")
    rewrite(care, "survey", "C5", "What was wrong?")
    rewrite(care, "choices", "C8", "rather not")
    found = shop("script", "diff", "care@1", str(care))
    assert found.code == 1
    assert found.out.splitlines()[1:] == [
        "changed  survey!C5  wrong: wording (English (en)): What went wrong? → What was wrong?",
        "changed  choices!C8  choice yes_no/no: wording (English (en)): no → rather not",
        "2 differences",
    ]
    data = shop("script", "diff", "care@1", str(care), "--json")
    assert data.code == 1
    assert data.json["differences"][0]["new_cell"] == "survey!C5"
    assert (
        "修改  survey!C5  wrong：文字（English (en)）："
        in shop("script", "diff", "care", str(care), "--lang", "zh").out
    )


# -- versions --------------------------------------------------------------------------------------------------


def test_the_life_of_a_version(shop, care: Path) -> None:
    rewrite(care, "settings", "B2", "2")
    rewrite(care, "survey", "C5", "What was wrong?")
    assert shop("script", "import", str(care), "--draft").code == 0
    assert "draft" in shop("script", "list").out
    published = shop("script", "publish", "care", "2")
    assert published.out == "care@2 is published.\nCampaigns that go on with this version: Spring.\n"
    assert shop("script", "publish", "care@2").out == "care@2 is published already.\n"
    rewrite(care, "survey", "C5", "What was not right?")
    refused = shop("script", "import", str(care))
    assert refused.code == 3
    assert "changed: survey!C5." in refused.err
    used = shop("script", "remove", "care", "2")
    assert used.code == 3
    assert "campaign Spring" in used.err
    assert shop("script", "retire", "care@2", "--json").json == {
        "form_id": "care", "version": "2", "before": "published", "state": "retired", "campaigns": ["Spring"], "told": [],
    }  # fmt: skip
    assert shop("script", "remove", "care", "1").out == "care@1 is removed.\n"
    assert shop("script", "publish", "care").code == 2
