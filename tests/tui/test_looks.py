"""Colours and spacing: chosen by settings, switched and remembered; NO_COLOR; nothing moves, nothing ticks near the caret."""

from __future__ import annotations

from datetime import timedelta

import pytest
from call_shop import KINDS, in_call, written
from queue_shop import fill
from textual.geometry import Region

from callbench.tui.looks import SPACINGS, THEMES, Looks, keep_looks, looks_at_start
from callbench.tui.themes import THEMES as DRAWN
from callbench.tui.widgets.entry import OneLine


def shop(bench) -> None:
    fill(bench, [f"客户{n:02}" for n in range(40)], groups=("untouched",))


def test_settings_and_screens_know_the_same_looks(settings) -> None:
    from callbench.config import SETTINGS

    choices = {setting.key: setting.choices for setting in SETTINGS}
    assert choices["desk.theme"] == THEMES == tuple(theme.name for theme in DRAWN)
    assert choices["desk.spacing"] == SPACINGS


def test_the_settings_go_before_what_was_last_switched(settings, tmp_path) -> None:
    from dataclasses import replace

    kept = tmp_path / "state" / "looks.toml"
    assert looks_at_start(settings, kept) == Looks("dark", "roomy")
    keep_looks(kept, Looks("light", "compact"))
    assert looks_at_start(settings, kept) == Looks("light", "compact")
    asked = replace(settings, values={**settings.values, "desk.theme": "contrast"})
    assert looks_at_start(asked, kept) == Looks("contrast", "compact")
    kept.write_text("theme = 'pink'\nspacing = [", "utf-8")
    assert looks_at_start(settings, kept) == Looks()
    assert [path.name for path in kept.parent.iterdir()] == ["looks.toml"]


async def test_looks_are_switched_and_remembered(stage, tmp_path, settings) -> None:
    kept = tmp_path / "looks.toml"
    async with stage(shop, looks=kept) as s:
        rows = len([line for line in s.lines if "客户" in line])
        await s.press("ctrl+s", "ctrl+t")
        assert len([line for line in s.lines if "客户" in line]) >= rows + 2
        assert s.app.theme == "light"
        assert looks_at_start(settings, kept) == Looks("light", "compact")
        await s.press("ctrl+s")
        assert len([line for line in s.lines if "客户" in line]) == rows


async def test_a_switch_in_the_call_reaches_the_queue_below(stage) -> None:
    async with in_call(stage, size=(80, 24)) as s:
        before = s.text
        await s.press("ctrl+s")
        assert s.text != before
        await s.press("escape")
        assert s.lines[1].strip(), "no empty line below the header"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_without_colours_everything_can_be_told(stage, monkeypatch, language) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with in_call(stage, language=language) as s:
        await s.press("1", "5")
        await written(s)
        colours = {
            colour
            for strip in s.app.screen._compositor.render_strips()
            for segment in strip.apply_filter(s.app._filters[-1], s.app.screen.background_colors[0])
            if segment.style
            for colour in (segment.style.color, segment.style.bgcolor)
            if colour is not None and not colour.is_default
        }
        assert not colours
        shown = s.text
        assert shown.count("✓") == 2, "answers that are kept"
        assert any(line.lstrip().startswith(">") for line in (row[42:] for row in s.lines)), "the live question"


async def test_nothing_is_animated(stage) -> None:
    async with stage(shop) as s:
        assert s.app.animation_level == "none"


def painted(s, monkeypatch) -> list[Region]:
    """What is painted from now on."""
    from textual._compositor import Compositor

    found: list[Region] = []
    partly, whole = Compositor.render_partial_update, Compositor.render_full_update

    def in_part(self):
        found.extend(self._dirty_regions)
        return partly(self)

    def in_full(self, simplify=False):
        found.append(self.size.region)
        return whole(self, simplify)

    monkeypatch.setattr(Compositor, "render_partial_update", in_part)
    monkeypatch.setattr(Compositor, "render_full_update", in_full)
    return found


@pytest.mark.parametrize("step", [1, 60], ids=["a second", "a minute"])
async def test_what_ticks_stays_in_the_first_row(stage, clock, monkeypatch, step) -> None:
    """An input method composes in the row of the caret; painting there takes its half-typed word away."""
    async with in_call(stage, KINDS) as s:
        await s.press(*"abc")
        await written(s)
        assert isinstance(s.app.focused, OneLine)
        regions = painted(s, monkeypatch)
        for _tick in range(3):
            clock.set(clock.now() + timedelta(seconds=step))
            s.app._tick()
            s.app.screen._tick()
            await s.rest()
        assert regions or step < 60, "the clock was painted"
        assert {(region.y, region.height) for region in regions} <= {(0, 1)}


async def test_under_a_panel_nothing_ticks_and_then_the_clock_is_right(stage, clock, monkeypatch) -> None:
    async with in_call(stage) as s:
        await s.press("f8", *"abc")
        regions = painted(s, monkeypatch)
        clock.set(clock.now() + timedelta(minutes=7))
        s.app._tick()
        s.app.screen_stack[-2]._tick()
        await s.rest()
        assert not regions
        assert "10:07" in (await s.press("escape")).splitlines()[0]
        assert "10:07" in (await s.press("escape")).splitlines()[0], "in the queue, too"


async def test_in_the_queue_the_clock_alone_is_painted(stage, clock, monkeypatch) -> None:
    async with stage(shop) as s:
        await s.press("slash", *"客")
        regions = painted(s, monkeypatch)
        clock.set(clock.now() + timedelta(minutes=1))
        s.app._tick()
        await s.rest()
        assert {(region.y, region.height) for region in regions} == {(0, 1)}
