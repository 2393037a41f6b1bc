"""An escape sequence inside of a paste is never dealt out as keys: nothing is answered or saved by copied text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from callbench.clock import RealClock
from callbench.tui.app import BenchApp
from callbench.tui.pasted import PasteParser

HOSTILE = st.text(st.sampled_from("\x1b[]201~;3\r\tx中"), max_size=40).filter(lambda text: "\x1b[201~" not in text)


def read(parser: XTermParser, *pieces: str) -> list[tuple[str, str]]:
    found = [event for piece in pieces for event in parser.feed(piece)]
    return [
        ("paste", event.text) if isinstance(event, events.Paste) else ("key", event.key)
        for event in found
        if isinstance(event, events.Paste | events.Key)
    ]


@given(HOSTILE, st.integers(1, 7))
def test_a_paste_is_one_text_without_escapes_however_it_arrives(text: str, size: int) -> None:
    sent = f"a\x1b[200~{text}|\x1b[201~\x1b[Bz"
    pieces = [sent[at : at + size] for at in range(0, len(sent), size)]
    expected = [("key", "a"), ("paste", text.replace("\x1b", "") + "|"), ("key", "down"), ("key", "z")]
    assert read(PasteParser(), *pieces) == expected


@pytest.mark.parametrize("sent", ["\x1b[A\x1b[1;5C\x1bOP\x1b\x1b[24~", "\x1b[<0;10;5M3\r", "\x1b[20;1H2", ""])
def test_outside_of_a_paste_everything_is_read_as_before(sent: str) -> None:
    assert read(PasteParser(), sent) == read(XTermParser(), sent)


def test_the_terminal_of_the_bench_is_read_by_it(settings, monkeypatch) -> None:
    linux_driver = pytest.importorskip("textual.drivers.linux_driver", exc_type=ImportError)
    monkeypatch.setattr(linux_driver, "XTermParser", XTermParser)
    BenchApp(lambda: None, settings, RealClock(), "en")
    assert isinstance(linux_driver.XTermParser(debug=False), PasteParser)
