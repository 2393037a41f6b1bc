"""Refusals: the code, the words in one language, the same as an object; click's own sentences included."""

import ast
import json
from pathlib import Path

import click
import pytest
from test_help import OPTION, WORD, english_words

from callbench.rules.outcomes import OUTCOMES as RULES

ROOT = Path(__file__).parent.parent.parent
OUTCOMES = {rule.key for rule in RULES}
WRONG = [
    ["summry"],
    ["import"],
    ["import", "clients", "x.csv"],
    ["import", "customers"],
    ["import", "customers", "a.csv", "b.csv"],
    ["summary", "--dat", "today"],
    ["summary", "--date"],
    ["summary", "--json=yes"],
    ["summary", "--date", "05.03.2026"],
    ["summary", "--date", "2026-02-30"],
    ["summary", "--date", "today", "--from", "today"],
    ["summary", "--to", "today"],
    ["summary", "--from", "today", "--to", "yesterday"],
    ["export", "results", "out.csv"],
    ["export", "results", "out.csv", "--format", "pdf"],
    ["queue", "--size", "0"],
    ["queue", "--size", "many"],
    ["queue", "--group", "nobody"],
    ["queue", "--agent", "nobody"],
    ["summary", "--agent", "nobody"],
    ["next"],
    ["next", "--agent", "nobody"],
    ["outcome", "-", "finished", "--agent", "nobody"],
    ["outcome", "-", "callback_agreed", "--agent", "nobody"],
    ["outcome", "-", "callback_agreed", "--agent", "nobody", "--follow-up", "blah"],
    ["agent", "add", "two words", "Name"],
    ["--lang", "fr", "queue"],
    ["demo", "--customers", "0", "--no-open"],
    [],
]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_wrong_line_is_refused_with_code_2_in_one_language(run, words) -> None:
    english = run(*words)
    assert (english.code, english.out) == (2, "")
    assert english.err.startswith("Error: ")
    chinese = run("--lang", "zh", *words) if "--lang" not in words else run(*words, "--lang", "zh")
    assert (chinese.code, chinese.out) == (2, "")
    assert chinese.err.startswith("错误：")
    typed = {found for word in words for found in WORD.findall(OPTION.sub(" ", word))}
    assert english_words(chinese.err) - typed - OUTCOMES == set()


def test_a_refusal_is_an_object_for_programs(run) -> None:
    refused = run("summary", "--json", "--date", "soon")
    assert (refused.code, refused.out) == (2, "")
    error = json.loads(refused.err)["error"]
    assert error["code"] == "date"
    assert error["where"] == "--date"
    assert "2026-03-05" in error["todo"]


def test_options_stand_before_and_after_the_command(run, tmp_path) -> None:
    other = tmp_path / "other.db"
    for words in (["--db", str(other), "--json", "agent", "list"], ["agent", "list", "--json", "--db", str(other)]):
        assert run(*words).json == {"agents": []}
    assert other.exists()


def test_a_refused_line_makes_no_base(run, base) -> None:
    run("summary", "--dat", "today")
    run("agent", "lst")
    assert not base.exists()


def test_the_sentences_translated_are_the_ones_click_says() -> None:
    said = set()
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                said |= {a.value for a in node.args if isinstance(a, ast.Constant)}
    for line in (ROOT / "src/callbench/locale/click.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            assert set(line.split("\t")) <= said


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.mkdir(), "This is a folder"),
        (lambda path: path.write_bytes(b"PK\x03\x04 a workbook"), "This file is not a callbench base"),
    ],
)
def test_a_base_that_cannot_be_used_is_code_3(run, base, make, words) -> None:
    make(base)
    refused = run("agent", "list")
    assert (refused.code, refused.out) == (3, "")
    assert words in refused.err
    assert str(base) in refused.err
