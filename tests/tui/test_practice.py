"""Practice on the screens: the customer is in hand at once, and every screen says that nothing is kept."""

from __future__ import annotations

import pytest
from call_shop import EIGHT
from test_themes import contrast
from textual.color import Color

from callbench import i18n
from callbench.desk.bench import Bench, open_bench
from callbench.desk.practice import practice_base
from callbench.desk.script_files import ScriptSeen
from callbench.tui.screens.call import CallScreen
from callbench.tui.screens.queue import QueueScreen
from callbench.tui.themes import THEMES
from callbench.tui.widgets.header import Header


@pytest.mark.parametrize(("language", "word"), [("zh_CN", "练习"), ("en", "PRACTICE")])
async def test_every_screen_says_that_it_is_practice(stage, settings, clock, language: str, word: str) -> None:
    i18n.use_language(language)  # customers are invented in the language of the line
    with practice_base(ScriptSeen("care", EIGHT, b"", "care.xlsx"), settings, clock, {}) as (path, own):

        def opener() -> Bench:
            return open_bench(path, own, clock)

        async with stage(opener=opener, language=language, agent="practice", practice=True) as s:
            assert isinstance(s.app.screen, CallScreen)
            for keys in ((), ("f2",), ("escape",), ("f5",), ("escape",), ("f1",), ("escape",)):
                await s.press(*keys)
                assert s.lines[0].lstrip().startswith(word), keys
            assert ("李练习" if language == "zh_CN" else "Amy Practice") in s.text
            await s.press("escape")
            assert isinstance(s.app.screen, QueueScreen)
            assert s.lines[0].lstrip().startswith(word)
            await s.press("f7")
            assert s.lines[0].lstrip().startswith(word)
            for theme in THEMES:
                s.app.theme = theme.name
                await s.rest()
                styles = s.find(Header).styles
                assert styles.background == Color.parse(theme.variables["warn"])
                assert theme.variables["warn"] != theme.variables["bar"]
                assert contrast(styles.color.hex, styles.background.hex) >= 7
    assert not path.exists()


async def test_a_real_bench_has_no_such_mark(stage) -> None:
    async with stage(lambda bench: None, agent="") as s:
        assert "练习" not in s.lines[0]
        assert not s.find(Header).has_class("practice")
