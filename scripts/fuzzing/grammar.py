"""Random expressions of every kind a manager, a spreadsheet or an enemy could write; the same number gives the same one."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from callbench.script.xpath.library import FUNCTIONS
from callbench.script.xpath.nodes import AXES

NAMES = (
    "customer_name",
    "ok",
    "g",
    "why",
    "times",
    "city",
    "when",
    "many",
    "x",
    "nobody",
    "visits",
    "visit_note",
    "客户",
)
WORDS = ("'y'", "'n'", '"it\'s"', "''", "'a b'", "“满意”", "'hz'", "'zj'", "'[/]'", "'${ok}'", "'中文 text'", "'\t'")
NUMBERS = (
    "0", "1", "-1", "2.5", ".5", "5.", "007", "1e9", "9" * 25, "9" * 400, "0." + "0" * 350 + "1", "1.7976931348623157e308",
    "9007199254740993", "-0", "0 div 0", "1 div 0", "-1 div 0", "2147483648", "3.0000000000000001",
)  # fmt: skip
DATES = (
    "2026-03-05", "0001-01-01", "9999-12-31", "0000-00-00", "2026-02-30", "2024-02-29", "1900-01-01T00:00", "2026-3-5",
    "2026-03-29T02:30:00+02:00", "9999-12-31T23:59:59.999+00:00", "0001-01-01T00:00:00+14:00", "2026-03-05T24:00:00",
    "2026-03-05T10:00:00-23:59", "2026-03-05T10:00:00+99:99", "99999-01-01", "-2026-03-05", "12:00", "25:61:61", "２０２６-０３-０５",
)  # fmt: skip
PATTERNS = (
    "(a+)+$", "(a|a)*b", "(.*)*x", "(a|aa)+$", "([a-z]+)*1", r"^(\w+\s?)*$", "(x+x+)+y", "(?:(?:a{1,50}){1,50}){1,50}", "[", "(", "*", "a{99999}",
    "(?P<n>a)(?P=n)", r"(?<=a+)b", r"\p{L}+", "(?R)", "(?:(?1))(a)", "[^]", "a{2,1}", r"\q", "(?i)A", "\\", "(" * 60 + ")" * 60, ".*?" * 40 + "z",
    "(?>a*)*b", "((((a*)*)*)*)*b", r"(\d+)\1{5,}", "[[a-z]--[b]]", "(?e)(?:abc){e<=9}", "a" * 5_000, "(a?){30}a{30}",
)  # fmt: skip
SIGNS = ("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", " div ", " mod ", " and ", " or ", "|")
STEPS = (
    "*",
    ".",
    "..",
    "node()",
    "text()",
    "comment()",
    "item",
    "why",
    "times",
    "@id",
    "name",
    "label",
    "processing-instruction('a')",
)
ROOTS = (
    "/data",
    "//*",
    "/",
    "..",
    ".",
    "${g}",
    "${visits}",
    "instance('c')/root/item",
    "instance('nothing')/root",
    "current()",
    "/data/g",
    "//why",
)
ODD = "（），＝！＞＜＋－＊／×÷≠≥≤｛｝＄［］【】｜．。：；＂＇「」–—−\u00a0\u200b\u202e\u3000\ufeff\u0000\u0007\ud800\U0001f600é満"

GOOD = (
    "${ok} = 'n'", "selected(${city}, 'hz') and ${times} >= 2", ". >= 1 and . <= 99", "if(${times} > 5, 'many', 'few')", "regex(., '^1[0-9]{10}$')",
    "string-length(.) < 200", "${when} <= today() - 7", "count(${visits}) > 2", "sum(${visit_note}) div count(${visits})", "prov = ${ok}",
    "coalesce(${why}, ${times}, 'none')", "count-selected(${city}) <= 2 or not(selected(., 'gz'))", "format-date(${when}, '%Y-%m-%d')",
    "instance('c')/root/item[name = ${city}]/prov", "pulldata('c', 'prov', 'name', ${city})", "jr:choice-name(${ok}, '${ok}')",
    "concat(${customer_name}, '-', position(..))", "indexed-repeat(${visit_note}, ${visits}, 1)", "round(${times} * 1.5, 1)",
    "decimal-date-time(now()) - decimal-date-time(${when})", "join(', ', ${visit_note})", "once(uuid())", "substr(${why}, 0, 3)",
)  # fmt: skip


def expression(number: int, seed: int) -> tuple[str, str]:
    """The kind and the text of one case."""
    luck = Random(f"{seed}/{number}")
    kind, make = luck.choice(_KINDS)
    return kind, make(luck)


def _grown(luck: Random) -> str:
    return _value(luck, luck.randint(1, 6))


def _value(luck: Random, depth: int) -> str:
    pick = luck.random()
    if depth <= 0 or pick < 0.25:
        return _leaf(luck)
    if pick < 0.5:
        return f"{_value(luck, depth - 1)}{luck.choice(('', ' '))}{luck.choice(SIGNS)}{luck.choice(('', ' '))}{_value(luck, depth - 1)}"
    if pick < 0.85:
        return _call(luck, depth)
    if pick < 0.9:
        return f"({_value(luck, depth - 1)})"
    if pick < 0.93:
        return f"-{_value(luck, depth - 1)}"
    return _path(luck, depth)


def _call(luck: Random, depth: int) -> str:
    name = luck.choice(sorted(FUNCTIONS))
    found = FUNCTIONS[name]
    most = found.least + 3 if found.most is None else found.most
    count = luck.randint(found.least, most) if luck.random() < 0.9 else luck.randint(0, 6)
    takes_nodes = name in ("count", "count-non-empty", "sum", "indexed-repeat", "position", "min", "max", "join")
    args = [
        _path(luck, depth - 1) if takes_nodes and luck.random() < 0.6 else _value(luck, depth - 1)
        for _each in range(count)
    ]
    return f"{name}({', '.join(args)})"


def _path(luck: Random, depth: int) -> str:
    found = luck.choice(ROOTS)
    for _each in range(luck.randint(0, 3)):
        found += (
            luck.choice(("/", "/", "//"))
            + (f"{luck.choice(sorted(AXES))}::" if luck.random() < 0.3 else "")
            + luck.choice(STEPS)
        )
        if depth > 0 and luck.random() < 0.4:
            found += f"[{_value(luck, depth - 1)}]"
    return found


def _leaf(luck: Random) -> str:
    return luck.choice((
        lambda: f"${{{luck.choice(NAMES)}}}", lambda: luck.choice(WORDS), lambda: luck.choice(NUMBERS), lambda: f"'{luck.choice(DATES)}'",
        lambda: luck.choice(("today()", "now()", ".", "..", "true()", "false()", "*", "name", "prov", "position()", "last()")),
    ))()  # fmt: skip


def _spoilt(luck: Random) -> str:
    """A good expression after a few slips of the hand."""
    text = list(luck.choice(GOOD))
    for _each in range(luck.randint(1, 4)):
        place = luck.randrange(len(text) + 1)
        match luck.randrange(5):
            case 0:
                del text[place : place + luck.randint(1, 3)]
            case 1:
                text.insert(place, luck.choice(ODD))
            case 2:
                text.insert(place, luck.choice((*SIGNS, "(", ")", "[", "]", "'", '"', "$", "{", "}", ",", "null")))
            case 3:
                text[place:place] = text[: luck.randint(0, len(text))]
            case _:
                luck.shuffle(text) if luck.random() < 0.2 else text.reverse() if luck.random() < 0.1 else None
    return "".join(text)


def _noise(luck: Random) -> str:
    if luck.random() < 0.5:
        raw = luck.randbytes(luck.randint(1, 80))
        return raw.decode(luck.choice(("latin-1", "gb18030", "utf-16-le", "utf-8")), "replace")
    return "".join(luck.choice((*ODD, *"()[]${}'\".,/|=<>!*+-@ 09azAZ\n")) for _each in range(luck.randint(1, 60)))


def _deep(luck: Random) -> str:
    depth = luck.choice((5, 20, 49, 50, 51, 200, 2_000))
    head, tail = luck.choice((
        ("(", ")"), ("not(", ")"), ("-", ""), ("concat(", ")"), ("if(1, ", ", 2)"), ("/data[", "]"), ("//*[", "]"), ("count(//*[", "])"),
        ("coalesce('', ", ")"), ("1 + (", ")"), ("../", ""), ("'' or (", ")"), ("string(", ""), ("", ")"), ("[", "]"),
    ))  # fmt: skip
    return head * depth + luck.choice(("1", "${ok}", "*", "", "true()")) + tail * depth


def _long(luck: Random) -> str:
    piece = luck.choice(("${ok} = 'y'", "1", "'x'", "${times}", "/data/g/why", "count(//*)"))
    sign = luck.choice((" or ", " and ", " + ", " | ", ", ", " = ", " - ", " * "))
    many = luck.choice((10, 140, 160, 600, 3_000))
    text = sign.join([piece] * many)
    return f"concat({text})" if sign == ", " else text


def _pattern(luck: Random) -> str:
    pattern = "".join(luck.choice(PATTERNS) for _each in range(luck.choice((1, 1, 2))))
    held = luck.choice(
        (
            "'" + "a" * 40 + "!'",
            "'" + "x" * 5_000 + "'",
            "${why}",
            ".",
            "concat(${why}, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaab')",
        )
    )
    return f"regex({held}, '{pattern}')"


def _edge(luck: Random) -> str:
    name = luck.choice((
        "date", "date-time", "decimal-date-time", "decimal-time", "format-date", "format-date-time", "number", "int", "round", "pow", "string",
        "exp", "substr", "substring", "uuid", "selected-at", "boolean", "abs", "sqrt", "sum", "max",
    ))  # fmt: skip
    first = luck.choice(
        (f"'{luck.choice(DATES)}'", luck.choice(NUMBERS), f"'{luck.choice(DATES)}' + {luck.choice(NUMBERS)}")
    )
    rest = {
        "format-date": ", '%Y-%m-%d %a %b %% %Q %'", "format-date-time": ", '%H:%M:%S.%3 %Z %h'", "pow": f", {luck.choice(NUMBERS)}",
        "round": f", {luck.choice(NUMBERS)}", "substr": f", {luck.choice(NUMBERS)}, {luck.choice(NUMBERS)}",
        "substring": f", {luck.choice(NUMBERS)}, {luck.choice(NUMBERS)}", "selected-at": f", {luck.choice(NUMBERS)}",
    }.get(name, "")  # fmt: skip
    return f"{name}({first}{rest}) {luck.choice((*SIGNS, ''))} {luck.choice(NUMBERS)}"


def _heavy(luck: Random) -> str:
    """What costs more than it looks."""
    return luck.choice((
        "count(//*[count(//*[count(//*) > 0]) > 0])", "//*//*//*//*", "count(//*/preceding::*/following::*)", "string(//*[contains(., string(//*))])",
        "join(',', //*, //*, //*)", "concat(" + ", ".join(["string(/)"] * 500) + ")", "count(//node()[ancestor::*[descendant::*]])",
        "concat(${many}, ${many}, ${many}, ${many})", "translate(concat(" + ", ".join(["${why}"] * 300) + "), 'a', 'b')",
        "//*[position() = last()]//*", "count(//*[. = //*[. = //*]])",
        "sum(//*[number(.) = number(.)]) div 0", "digest(concat(/data, /data, /data), 'SHA-512')",
    ))  # fmt: skip


_KINDS: tuple[tuple[str, Callable[[Random], str]], ...] = (
    *(("grown", _grown),) * 8, *(("spoilt", _spoilt),) * 5, *(("noise", _noise),) * 2,
    ("deep", _deep), ("long", _long), ("pattern", _pattern), ("edge", _edge), ("edge", _edge), ("heavy", _heavy),
)  # fmt: skip
