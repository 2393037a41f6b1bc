"""A call with a repeat in lines: instances come and go, an interruption loses none, exports have a column for each."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from cli_shop import CUSTOMERS
from openpyxl import Workbook, load_workbook

SURVEY = [
    ["type", "name", "label", "relevant", "required"],
    ["select_one yn", "came", "Did you come?", None, "yes"],
    ["begin_repeat", "visits", "Visit", "${came} = 'y'", None],
    ["text", "effect", "How was it?", None, "yes"],
    ["integer", "cost", "What did it cost?", None, None],
    ["end_repeat", None, None, None, None],
    ["calculate", "all", None, None, None],
    ["text", "why", "Why not?", "${came} = 'n'", None],
]


@pytest.fixture
def shop(run, tmp_path: Path):
    """`run` on a base whose campaign asks about each visit."""
    book = Workbook()
    del book["Sheet"]
    SURVEY[6][5:] = ["sum(${cost})"]
    for name, rows in (
        ("survey", [[*SURVEY[0], "calculation"], *SURVEY[1:]]),
        ("choices", [["list_name", "name", "label"], ["yn", "y", "Yes"], ["yn", "n", "No"]]),
        ("settings", [["form_id", "version"], ["visits", "1"]]),
    ):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "visits.xlsx")
    (tmp_path / "customers.csv").write_text(CUSTOMERS, "utf-8-sig")
    for line in (
        ["agent", "add", "wangmin", "王敏"],
        ["import", "script", str(tmp_path / "visits.xlsx")],
        ["import", "customers", str(tmp_path / "customers.csv")],
        ["campaign", "start", "Spring", "--script", "visits"],
    ):
        assert run(*line).code == 0, line
    return run


def exported(shop, target: Path) -> dict[str, str]:
    assert shop("export", "results", "--format", "csv", str(target)).code == 0
    return next(iter(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"), newline=""))))


def test_instances_are_asked_one_after_the_other(shop, tmp_path: Path) -> None:
    done = shop("call", "--agent", "wangmin", typed="y\nfine\n100\n+\nbetter\n50\n1\nno\n\n-\n\n\n\n")
    said = done.out.splitlines()
    assert done.code == 0, done.out
    assert said.count("Add another: Visit?") == 4
    assert [line for line in said if line.startswith("  So far: ")] == [f"  So far: {n}" for n in (1, 2, 3, 2)]
    assert "  1  Add one" in said
    assert "  2  Remove the last" in said
    row = exported(shop, tmp_path / "out.csv")
    assert (row["visits[1]/effect"], row["visits[2]/cost"], row["all"]) == ("fine", "50", "150")
    assert "visits[3]/effect" not in row
    assert len(row["script_hash"]) == 64
    shop("export", "results", "--format", "jsonl", str(tmp_path / "out.jsonl"))
    assert json.loads((tmp_path / "out.jsonl").read_text())["visits[2]/effect"] == "better"
    shop("export", "results", "--format", "xlsx", str(tmp_path / "out.xlsx"))
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert "visits[2]/cost" in [cell.value for cell in next(sheet.rows)]
    by_question = {each["path"]: each for each in shop("summary", "--json").json["questions"]}
    assert by_question["visits/effect"]["answered"] == 2


def test_a_number_can_be_typed_in_words_of_the_keys(shop) -> None:
    done = shop("call", "--agent", "wangmin", typed="y\na\n\nAdd one\nb\n\n500\n4\nc\n")
    said = done.out.splitlines()
    assert "At most 100 of these in one call." in said
    assert said[-2:] == ["Visit 3", "3. What did it cost?"]


def test_an_interrupted_call_goes_on_with_all_its_instances(shop) -> None:
    cut = shop("call", "--agent", "wangmin", typed="y\nfine\n100\n+\nbetter\n")
    assert cut.code == 1
    on = shop("call", "--agent", "wangmin", typed="50\n\n\n\n")
    assert on.code == 0, on.out
    assert "Why not?" not in on.out
    assert on.out.splitlines()[-1].startswith("Saved: ")
    assert "answers: 5" in on.out


def test_answers_that_fall_away_wait_across_an_interruption_until_the_call_is_saved(shop, tmp_path: Path) -> None:
    first = "y\nfine\n100\n+\nbetter\n50\n\n" + "<\n" * 6 + "n\n"
    cut = shop("call", "--agent", "wangmin", typed=first)
    assert cut.code == 1
    assert cut.out.splitlines()[-1] == "4. Why not?"
    back = shop("call", "--agent", "wangmin", typed="<\ny\n")
    assert back.code == 1
    done = shop("call", "--agent", "wangmin", typed="\n.\n1\n\n")
    assert done.code == 0, done.out
    row = exported(shop, tmp_path / "out.csv")
    assert (row["came"], row["visits[1]/effect"], row["visits[2]/effect"], row["all"]) == ("y", "fine", "better", "150")


def test_what_fell_away_is_not_saved(shop, tmp_path: Path) -> None:
    shop("call", "--agent", "wangmin", typed="y\nfine\n100\n\n" + "<\n" * 4 + "n\ntoo far\n\n\n\n")
    row = exported(shop, tmp_path / "out.csv")
    assert (row["came"], row["why"]) == ("n", "too far")
    assert not any("visits" in name for name in row)
