"""Three looks: two calm ones, dark and light, and one of high contrast; every colour on screen has a name here.

Names used in .tcss and in Content styles: $ink text, $muted labels and hints, $ground the background, $bar with $bar-ink
and $bar-muted header and footer, $raised cards and panels, $live the one row or question that is worked on with $live-ink
and $live-muted, $keycap with $keycap-ink a key to press, $tag with $tag-ink a customer class, $mark the accent,
$say what the agent says, $good, $warn, $bad, $line separators. Text reads at 7:1 or better on each of its grounds.
"""

from __future__ import annotations

from textual.theme import Theme

NAMES = (
    "ground", "ink", "muted", "bar", "bar-ink", "bar-muted", "raised", "live", "live-ink", "live-muted", "keycap",
    "keycap-ink", "tag", "tag-ink", "mark", "say", "good", "warn", "bad", "line",
)  # fmt: skip

_DARK = (
    "#20252f", "#e9edf3", "#b4bccb", "#2f3748", "#f2f5fa", "#c6cddb", "#272d39", "#364152", "#ffffff", "#d3dae6", "#e5e9f0",
    "#20252f", "#4a4433", "#f5dfae", "#a0e0ef", "#d9bce0", "#bbe0a2", "#f0d48f", "#ffcaca", "#465064",
)  # fmt: skip
_LIGHT = (
    "#fbfaf7", "#1d232e", "#454d5b", "#e4e7ec", "#161b24", "#3d4552", "#f3f2ee", "#dbe8ef", "#0e131b", "#38414e", "#2b3442",
    "#ffffff", "#f3e3bb", "#4a3500", "#004f66", "#5d2a6b", "#1f5214", "#5c4200", "#8a1420", "#c3c8d1",
)  # fmt: skip
_CONTRAST = (
    "#000000", "#ffffff", "#ffffff", "#000000", "#ffffff", "#ffffff", "#000000", "#00308f", "#ffffff", "#ffffff", "#ffff00",
    "#000000", "#ffffff", "#000000", "#00ffff", "#ffffff", "#00ff00", "#ffff00", "#ffc0c0", "#ffffff",
)  # fmt: skip


def _theme(name: str, colours: tuple[str, ...], dark: bool) -> Theme:
    named = dict(zip(NAMES, colours, strict=True))
    return Theme(
        name=name, dark=dark, primary=named["mark"], accent=named["mark"], foreground=named["ink"],
        background=named["ground"], surface=named["raised"], panel=named["bar"], success=named["good"],
        warning=named["warn"], error=named["bad"], text_alpha=1.0,
        variables={
            **named, "footer-background": named["bar"], "block-cursor-background": named["live"],
            "block-cursor-foreground": named["live-ink"], "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": named["live"], "block-cursor-blurred-foreground": named["live-ink"],
            "input-cursor-background": named["ink"], "input-cursor-foreground": named["ground"],
            "input-selection-background": named["mark"], "input-selection-foreground": named["ground"],
            "scrollbar": named["line"], "scrollbar-hover": named["muted"], "scrollbar-active": named["mark"], "scrollbar-background": named["ground"],
            "scrollbar-background-hover": named["ground"], "scrollbar-background-active": named["ground"],
            "scrollbar-corner-color": named["ground"],
        },
    )  # fmt: skip


DARK = _theme("dark", _DARK, True)
LIGHT = _theme("light", _LIGHT, False)
CONTRAST = _theme("contrast", _CONTRAST, True)
THEMES = (DARK, LIGHT, CONTRAST)
