"""Texts that broke other programs: markup, actions, terminal sequences, bidi, storms, lengths, formulas, broken Unicode.

`HOSTILE` holds all of them, `STORED` as a base can hold them: without NUL, which not every base keeps, and without
lone surrogates, which are no UTF-8.
"""

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
    f"{ESC}[200~paste{ESC}[201~", f"{ESC}]52;p;?{BEL}", f"{ESC}]8;id=1;file:///etc/passwd{ESC}\\x", f"{ESC}]2;t{ESC}\\", f"{ESC}]1337;File=:AA=={BEL}",
    f"{ESC}]4;1;#fff{BEL}", f"{ESC}]10;?{BEL}", f"{ESC}_Ga=T;AAAA{ESC}\\", f"{ESC}^x{ESC}\\", f"{ESC}X x{ESC}\\", f"{ESC}[>0q", f"{ESC}[c", f"{ESC}[!p",
    f"{ESC}[999C", f"{ESC}[3J", f"{ESC}#8", f"{ESC}(0lqk", f"{ESC}[?25l", f"{ESC}[?1003h", f"{ESC}]52;c;", f"{ESC}[", ESC, f"{ESC}]", "\x9b2J", "\x90q\x9c", BEL, "\x00", "a\x00b", "\b\b\b", "\x7f", "\x0e\x0f", "\r王\r敏", "\x85", "a\x1fb",
)  # fmt: skip
UNICODE = (
    "\u202egnp.exe", "\u2066\u2067\u2069", "\u200fعلي\u200f", "علي حسن", "שלום", "a\u200bb\u200bc", "\u200d", "\ufeff李", "\u2060",
    "e" + "\u0301" * 200, "Z̵̡̢̛a̷l̶g̸o̴", "\u0300" * 50, "👨\u200d👩\u200d👧\u200d👦", "👍🏽", "🇨🇳🇫🇷", "𠮷野家", "𝕏𝕐", "\U000e0041\U000e0042",
    "ﷺ", "\u3000\u3000", "\u00ad", "ㅤ", "ｱｲｳ", "①②③", "㍿", "…………", "——", "，。！", "（（（（（（", "》》》》》》", "\ufffd", "\U0010ffff", "\ue000",
)  # fmt: skip
CONTROLS = tuple(f"a{chr(code)}b" for code in (*range(0x20), *range(0x7F, 0xA0)))  # every C0 and C1, and DEL
BIDI = tuple(f"李{chr(code)}na" for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
INVISIBLE = tuple(
    f"敏{chr(code)}x"
    for code in (0xAD, 0x34F, 0x115F, 0x1160, 0x17B4, 0x180E, *range(0x200B, 0x200E), *range(0x2060, 0x2065), 0x2800, 0x3164, 0xFE0F,
                 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFB, 0x1D173, 0xE0001, 0xE0100, 0x2028, 0x2029, 0x85)
)  # fmt: skip
STYLES = (
    "$accent-darken-1", "$ink 50%", "[$bad on $good]x", "[on $bar]x[/on $bar]", "[/$ink]", "[bold $ink]x", "[not bold]x", "[reverse]x[/]",
    "[@click=app.switch_theme]x[/]", "[@click=screen.action_take()]x", "[@mouse.down=app.quit]x", "[auto 80%]x", "[#ff0000 on black]x",
    "[b i u s]x[/b i u s]", "[/red][/blue]", "[[red]]", "\\[red]x\\[/]", "[link='javascript:alert(1)']x", "Screen { display: none; }", "/* */ #rows {",
)  # fmt: skip
STORMS = (
    "李" + "\u0301\u0323" * 500, "\u0e49" * 200, "ก็็็็็็็็็็็็็็็็็็็็", "a" + "\u20dd" * 60, "\u1ab0" * 90 + "x", "한" + "\u302e" * 40,
    "👩\u200d❤️\u200d💋\u200d👨" * 30, "👨🏿\u200d🚀", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🏳️\u200d🌈", "1️⃣2️⃣", "☎️⏰⌚⏳", "🧑\u200d" * 80,
)  # fmt: skip
RIGHT_TO_LEFT = ("مرحبا بالعالم", "שלום 123 עולם", "李娜 (علي) 138", "‏هاتف: ‎+86‏", "فارسی\u200cنویسی", "ܫܠܡܐ", "߷߷")
BROKEN = ("\ud800", "a\udcffb", "\udc80\udc81", "李\udfff", "\ufffe", "\uffff", "\U0001ffff", "\x00\x00")
LONG = (
    "李" * 10_000, "x" * 10_000, "word " * 2_000, "a" * 79 + "李", "A" * 5_000, "，" * 300, "\n".join("行" * 3 for _ in range(300)),
    "first\nsecond\r\nthird\tfourth", "\n" * 500, "\t" * 300, " " * 4_000 + "x", "﷽" * 200, "[" * 3_000, "$" * 2_000, "\\" * 999,
)  # fmt: skip
FORMULAS = ("=1+1", '=HYPERLINK("http://x.example")', "+86 138", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0")
HOSTILE = (
    MARKUP
    + SEQUENCES
    + UNICODE
    + CONTROLS
    + BIDI
    + INVISIBLE
    + STYLES
    + STORMS
    + RIGHT_TO_LEFT
    + BROKEN
    + LONG
    + FORMULAS
)
STORED = tuple(text.replace("\x00", "").encode("utf-8", "replace").decode() or "x" for text in HOSTILE)
