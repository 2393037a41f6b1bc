"""What leaves the program: harmless to a terminal, lossless as JSON, quiet when nobody reads."""

import json
import os
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from callbench.cli import cells, say
from callbench.errors import FileProblem

HOSTILE = [
    "[/]", "[@click=app.quit]x", "[Acme] Ltd", "\x1b[31mred\x1b[0m", "\x1b]52;c;aGFja2Vk\x07", "\x1b]0;title\x07",
    "a\rb", "a\x08b", "\x9b31m", "李\u202e娜", "zero\u200bwidth", "\U000e0041tag", "\ud800lone", "𠮷野家👩‍👩‍👧", "x" * 5000,
    "line\nbreak", "tab\there", "\u2028para", "\x00nul", "%s {0} {name}", "'; DROP TABLE customer;--", "=cmd|' /C calc'!A0",
]  # fmt: skip


def harmless(text: str) -> bool:
    """No character that a terminal obeys or that hides or reorders others."""
    return not any(
        unicodedata.category(c) in ("Cc", "Cs") or (unicodedata.category(c) == "Cf" and c not in "\u200c\u200d")
        for c in text
    )


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_line_never_steers_the_terminal(capsys, text) -> None:
    say.lines([f"  {text}  end"])
    say.talk(text)
    said = capsys.readouterr()
    assert said.out.count("\n") == 1
    assert said.out.startswith("  ")
    assert harmless(said.out[:-1])
    assert all(harmless(line) for line in said.err.split("\n"))


@given(st.text())
def test_json_is_lossless_and_has_no_bare_control_character(text) -> None:
    written = say.as_json({"name": text})
    assert json.loads(written) == {"name": text}
    assert written.isprintable()


@given(st.text())
def test_a_line_is_harmless_whatever_it_holds(text) -> None:
    assert harmless(say._safe(text))


def test_a_refusal_is_cleaned_too(capsys) -> None:
    say.refuse(FileProblem("no \x1b[2J file", where="a\x1b]0;x\x07.csv", todo="look"), as_data=False)
    say.refuse(FileProblem("no \x1b[2J file", where="x"), as_data=True)
    assert harmless(capsys.readouterr().err.replace("\n", ""))


@example("。。 ，", 4)
@given(st.text(alphabet=st.sampled_from("ab c中文，。(（x "), max_size=60), st.integers(4, 30))
def test_wrapped_text_fits_and_keeps_its_words(text, wide) -> None:
    text = " ".join(word[: wide // 2] for word in text.split())
    found = cells.wrap(text, wide)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    # Punctuation may not begin a line, so a word may take it along beyond the edge.
    assert all(
        cells.width(line.rstrip("，。 ")) <= wide or len(line.rstrip("，。 ")) <= 1 for line in found if " " in line
    )


def test_columns_are_aligned_by_cells() -> None:
    assert cells.columns([("李娜", "1"), ("Li", "12")], right=(1,)) == ["李娜   1", "Li    12"]


def test_an_overlong_cell_does_not_widen_the_other_lines() -> None:
    lines = cells.columns([("长" * 5_000, "1"), ("Li", "12")])
    assert lines[0] == "长" * 5_000 + "  1"
    assert cells.width(lines[1]) < 50


def started(*words: str, **more: object) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "callbench", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more
    )  # type: ignore[call-overload]


def test_a_closed_pipe_is_quiet(tmp_path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, "-m", "callbench", "config", "show"], stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert done.returncode == 141
    assert done.stderr == b""


def test_a_console_of_another_encoding_gets_question_marks(tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "callbench", "--help", "--lang", "zh"],
        capture_output=True,
        env=dict(os.environ) | {"PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0
    assert b"?" in done.stdout
