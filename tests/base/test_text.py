"""Text from outside: what `clean` lets through and what it takes away."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.text import clean


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  李  娜\t女士 ", "李 娜 女士"),
        ("\x1b]52;c;ZXZpbA==\x07李娜", "李娜"),
        ("a\x00b\x9bc\x7f", "abc"),
        ("\x9b31mred\x9b0m \x9d0;t\x07x \x1bPq#0\x1b\\y \x1b(Bz", "red x y z"),
        ("\u3164\u115f\u1160\uffa0\u2800", ""),
        ("abc\u202edcba\u2066x\u200b\ufeff", "abcdcbax"),
        ("程𠮷 👩\u200d⚕", "程𠮷 👩\u200d⚕"),
        ("e\u0301", "é"),
        ("x\ud800y", "x\ufffdy"),
        ("[/] [@click=app.quit]", "[/] [@click=app.quit]"),
        ("line\r\nbreak\u2028here", "line break here"),
    ],
)
def test_one_line(raw: str, kept: str) -> None:
    assert clean(raw) == kept


def test_notes_keep_their_lines() -> None:
    assert clean(" 第一行 \r\n\r\n第二行\x1b[2J", lines=True) == "第一行\n\n第二行"


def test_storms_of_marks_are_cut() -> None:
    assert len(clean("a" + "\u0336" * 500)) == 5


def test_length_is_bounded() -> None:
    assert len(clean("x" * 100_000)) == 20_000


@given(st.text())
def test_nothing_unsafe_is_left_and_twice_is_once(raw: str) -> None:
    for lines in (False, True):
        once = clean(raw, lines=lines)
        assert clean(once, lines=lines) == once
        for char in once:
            assert unicodedata.category(char) not in ("Cc", "Cs") or (lines and char == "\n")
            assert unicodedata.category(char) != "Cf" or char in "\u200c\u200d"
