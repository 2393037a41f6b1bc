"""Files that are sound or nearly so, but huge: bombs, sheets of a million rows, texts without end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, repeat

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = "".join(
    f'<c r="{letter}1" t="inlineStr"><is><t>{word}</t></is></c>'
    for letter, word in zip("ABC", ("type", "name", "label"), strict=True)
)
_BLOCK = 1 << 20


def _package(sheet: Iterable[bytes], strings: Iterable[bytes] | None = None, level: int = 6) -> bytes:
    """A workbook with one sheet `survey`, written piece by piece."""
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{_RELS}"><sheets><sheet name="survey" sheetId="1" r:id="r1"/></sheets></workbook>'
    kinds = {"": ("officeDocument", "xl/workbook.xml"), "xl/": ("worksheet", "worksheets/sheet1.xml")}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for folder, own in (("", ".rels"), ("xl/", "workbook.xml.rels")):
            kind, target = kinds[folder]
            more = (
                f'<Relationship Id="r2" Type="{_RELS}/sharedStrings" Target="sharedStrings.xml"/>'
                if folder and strings
                else ""
            )
            archive.writestr(
                f"{folder}_rels/{own}",
                f'<Relationships><Relationship Id="r1" Type="{_RELS}/{kind}" Target="{target}"/>{more}</Relationships>',
            )
        archive.writestr("xl/workbook.xml", book)
        for name, pieces in (("xl/worksheets/sheet1.xml", sheet), ("xl/sharedStrings.xml", strings)):
            if pieces is not None:
                with archive.open(name, "w", force_zip64=True) as part:
                    for piece in pieces:
                        part.write(piece)
    return out.getvalue()


def _sheet(rows: Iterable[bytes], before: bytes = b"", behind: bytes = b"") -> Iterator[bytes]:
    yield b'<?xml version="1.0"?>' + before + f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    yield f'<row r="1">{_HEAD}</row>'.encode()
    yield from rows
    yield b"</sheetData>" + behind + b"</worksheet>"


def _row(number: int, *words: str) -> bytes:
    cells = "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in words)
    return f'<row r="{number}">{cells}</row>'.encode()


def million_rows() -> bytes:
    """A sheet that says it has 1,048,576 rows and formats every one of them; ten are questions."""
    empty = (b"".join(f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/></row>'.encode() for n in range(m, m + 1000))
             for m in range(12, 1_048_012, 1000))  # fmt: skip
    rows = chain((_row(n, "text", f"q{n}", "Q") for n in range(2, 12)), empty)
    return _package(_sheet(rows,
                           behind=b'<mergeCells><mergeCell ref="E1:F1"/></mergeCells>'))  # fmt: skip


def million_questions() -> bytes:
    """A sheet whose rows are all questions."""
    return _package(_sheet(_row(n, "text", f"q{n}", "Q") for n in range(2, 400_000)), level=1)


def ten_megabytes() -> bytes:
    """A sheet of ten megabytes of XML in as many rows as are read, every one of them wrong."""
    return _package(_sheet(_row(n, "txt", f"q {n}", f"{'长' * 120} ${{nobody{n}}}") for n in range(2, 20_000)))


def ten_megabytes_sound() -> bytes:
    """The same, but sound: a script of 19,998 questions."""
    return _package(_sheet(_row(n, "text", f"q{n}", "长" * 120) for n in range(2, 20_000)))


def blank_bomb() -> bytes:
    """A gigabyte of spaces between two rows."""
    return _package(_sheet(repeat(b" " * _BLOCK, 1024)), level=9)


def cell_bomb() -> bytes:
    """Empty cells without end in one row."""
    return _package(_sheet(chain([b'<row r="2">'], repeat(b"<c/>" * (_BLOCK // 4), 60), [b"</row>"])), level=9)


def row_bomb() -> bytes:
    """Rows that are not empty, but say nothing."""
    return _package(_sheet(repeat(b'<row><c t="str"><v> </v></c></row>' * 30_000, 180)), level=9)


def tag_bomb() -> bytes:
    """A tag that never ends."""
    return _package(_sheet(chain([b'<row x="'], repeat(b"y" * _BLOCK, 40))), level=9)


def string_bomb() -> bytes:
    """A shared text of a gigabyte."""
    texts = chain([f'<sst xmlns="{MAIN}"><si><t>'.encode()], repeat(b"A" * _BLOCK, 1024), [b"</t></si></sst>"])
    return _package(_sheet([]), texts, level=9)


def short_string_bomb() -> bytes:
    """A hundred million shared texts of nothing."""
    texts = chain([f'<sst xmlns="{MAIN}">'.encode()], repeat(b"<si/>" * (_BLOCK // 5), 500), [b"</sst>"])
    return _package(_sheet([]), texts, level=9)


def entity_bomb() -> bytes:
    """A thousand million laughs."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    return _package(_sheet([_row(2, "text", "q", "&l9;")], before=f"<!DOCTYPE x [{laughs}]>".encode()))


def many_parts() -> bytes:
    """A package of sixty thousand parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(60_000):
            archive.writestr(zipfile.ZipInfo(f"xl/{number}"), "")
    return out.getvalue()


def merge_bomb() -> bytes:
    """Merged ranges that all cover everything."""
    merged = b"".join(b'<mergeCell ref="A1:XFD%d"/>' % (1_048_576 - n) for n in range(4_990))
    return _package(
        _sheet(
            (_row(n, "text", f"q{n}", "Q") for n in range(2, 20_000)),
            behind=b"<mergeCells>" + merged + b"</mergeCells>",
        )
    )


def same_list() -> bytes:
    """CSV: one list of nineteen thousand choices, and a question about it."""
    lines = ["survey", ",type,name,label", ",select_one big,q,Q", "choices", ",list_name,name,label"]
    return "\n".join([*lines, *(f",big,c{n},L{n}" for n in range(19_900))]).encode()


def far_cell() -> bytes:
    """CSV: a single line of ten million separators."""
    return b"type,name,label\n" + b"," * 10_000_000


def one_quote() -> bytes:
    """CSV: a quotation mark that is never closed, before ten megabytes."""
    return b'type,name,label\ntext,q,"' + b"x\n" * 5_000_000


def knots() -> bytes:
    """Five thousand questions, each with a condition on one that is not there."""
    return "\n".join(
        ["type,name,label,relevant", *(f"text,question_{n},Q,${{questoin_{n}}} = 'x'" for n in range(5_000))]
    ).encode()


def deep_groups() -> bytes:
    """Groups in groups, three thousand deep."""
    return "\n".join(
        ["type,name,label", *(f"begin group,g{n},G" for n in range(3_000)), "text,q,Q", *["end group"] * 3_000]
    ).encode()


def long_chain() -> bytes:
    """Five thousand calculations, each on the one before."""
    lines = ["type,name,label,calculation", "calculate,c0,,1"]
    return "\n".join([*lines, *(f"calculate,c{n},,${{c{n - 1}}} + 1" for n in range(1, 5_000))]).encode()


MONSTERS: tuple[Callable[[], bytes], ...] = (
    million_rows, million_questions, ten_megabytes, ten_megabytes_sound, blank_bomb, cell_bomb, row_bomb, tag_bomb,
    string_bomb, short_string_bomb, entity_bomb, many_parts, merge_bomb, same_list, far_cell, one_quote, knots,
    deep_groups, long_chain,
)  # fmt: skip
