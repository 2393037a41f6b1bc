"""Texts that broke other programs: markup, actions, terminal sequences, bidi, storms, lengths, formulas, broken Unicode."""

from __future__ import annotations

ESC, BEL = "\x1b", "\x07"

MARKUP = (
    "[/]", "[/b]", "[b", "[]", "[[]]", "[Acme] Ltd", "[red]红[/red]", "[@click=app.quit]退出[/]", "[@click='app.bell']x",
    "[link=http://x.example]y[/link]", "[@click=screen.dismiss]Liu[/]", "$ink on $bad", "[$accent]x[/]", "\\[b]", "[b]]",
    "{name}", "{0}", "{n!r}", "%s %d %(name)s", "{{", "${customer_name}", "&lt;b&gt;", "<script>alert(1)</script>",
    ":smile:", ":warning:", "`rm -rf`", "$(reboot)", "'; DROP TABLE customer; --", '"quoted"', "\\", "|", "~", "#", ">", "> 李娜",
)  # fmt: skip
SEQUENCES = (
    f"{ESC}]52;c;aGVsbG8={BEL}", f"{ESC}]8;;http://x.example{ESC}\\Wang{ESC}]8;;{ESC}\\", f"{ESC}]0;title{BEL}",
    f"{ESC}[2J{ESC}[H", f"{ESC}[31m红{ESC}[0m", f"{ESC}[6n", f"{ESC}c", f"{ESC}P1$r0m{ESC}\\", "\x9b31mC1", "\x9d0;x\x9c", f"{ESC}[?1049l",
    f"{ESC}[200~paste{ESC}[201~", BEL, "\x00", "a\x00b", "\b\b\b", "\x7f", "\x0e\x0f", "\r王\r敏", "\x85", "a\x1fb",
)  # fmt: skip
UNICODE = (
    "\u202egnp.exe", "\u2066\u2067\u2069", "\u200fعلي\u200f", "علي حسن", "שלום", "a\u200bb\u200bc", "\u200d", "\ufeff李", "\u2060",
    "e" + "\u0301" * 200, "Z̵̡̢̛a̷l̶g̸o̴", "\u0300" * 50, "👨\u200d👩\u200d👧\u200d👦", "👍🏽", "🇨🇳🇫🇷", "𠮷野家", "𝕏𝕐", "\U000e0041\U000e0042",
    "ﷺ", "\u3000\u3000", "\u00ad", "ㅤ", "ｱｲｳ", "①②③", "㍿", "…………", "——", "，。！", "（（（（（（", "》》》》》》", "\ufffd", "\U0010ffff", "\ue000",
)  # fmt: skip
LONG = (
    "李" * 10_000, "x" * 10_000, "word " * 2_000, "a" * 79 + "李", "A" * 5_000, "，" * 300, "\n".join("行" * 3 for _ in range(300)),
    "first\nsecond\r\nthird\tfourth",
)  # fmt: skip
FORMULAS = ("=1+1", '=HYPERLINK("http://x.example")', "+86 138", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0")
HOSTILE = MARKUP + SEQUENCES + UNICODE + LONG + FORMULAS
