"""The window of the day in which a customer likes to be called, read from what the profile says."""

from __future__ import annotations

from datetime import time

DAY_ENDS = "24:00"
_PARTS = {
    **dict.fromkeys(("morning", "上午", "早上"), "00:00-12:00"),
    **dict.fromkeys(("afternoon", "下午"), "12:00-18:00"),
    **dict.fromkeys(("evening", "晚上", "傍晚"), f"18:00-{DAY_ENDS}"),
}


def window_of(preferred_time: str) -> str:
    """`HH:MM-HH:MM` for what a profile says (上午, afternoon, 14:00-16:00 …), "" when that is nothing usable."""
    text = preferred_time.strip().casefold()
    if text in _PARTS:
        return _PARTS[text]
    first, dash, last = text.replace("–", "-").replace("~", "-").partition("-")
    try:
        begins, ends = _clock(first), _clock(last) if last.strip() != DAY_ENDS else DAY_ENDS
    except ValueError:
        return ""
    return f"{begins}-{ends}" if dash and begins < ends else ""


def clocks_of(window: str) -> tuple[time, time]:
    """First and last time of a window, as `window_of` gives it."""
    first, _dash, last = window.partition("-")
    return time.fromisoformat(first), time.max if last == DAY_ENDS else time.fromisoformat(last)


def _clock(text: str) -> str:
    return time.fromisoformat(text.strip().zfill(5)).strftime("%H:%M")
