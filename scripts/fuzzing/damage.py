"""Workbooks to damage, and the ways to do it. The same random numbers give the same bytes."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import xlwt
from damaged_cells import Sheets, cells

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "src" / "callbench" / "demo" / "scripts").glob("*.xlsx"))

FULL: Sheets = {
    "survey": [
        [
            "type",
            "name",
            "label::中文 (zh)",
            "label::English (en)",
            "relevant",
            "constraint",
            "calculation",
            "required",
        ],
        ["hidden", "customer_name", "", "", "", "", "", ""],
        ["note", "hello", "${customer_name}您好", "Hello ${customer_name}", "", "", "", ""],
        ["select_one yn", "ok", "满意吗？", "Satisfied?", "", "", "", "yes"],
        ["begin_group", "g", "原因", "Reasons", "${ok} = 'n'", "", "", ""],
        ["text", "why", "为什么？", "Why?", "", "string-length(.) < 200", "", True],
        ["integer", "times", "几次？", "How often?", "${why} != ''", ". >= 1 and . <= 99", "", ""],
        ["calculate", "many", "", "", "", "", "if(${times} > 5, 'many', 'few')", ""],
        ["end_group", "", "", "", "", "", "", ""],
        ["select_multiple abc", "which", "哪些？", "Which?", "selected(${ok}, 'y')", "count-selected(.) < 3", "", ""],
        ["date", "day", "哪天？", "When?", "", ". <= today()", "", "no"],
    ],
    "choices": [
        ["list_name", "name", "label::中文 (zh)", "label::English (en)"],
        ["yn", "y", "是", "Yes"],
        ["yn", "n", "否", "No"],
        ["abc", 1, "一", "One"],
        ["abc", 2.0, "二", "Two"],
        ["abc", 3, "三", "Three"],
    ],
    "settings": [["form_id", "version", "form_title", "default_language"], ["fuzz", 1, "Fuzz", "中文 (zh)"]],
}


def sheets_of(path: Path) -> Sheets:
    """The rows of a workbook that is sound."""
    book = openpyxl.load_workbook(path, read_only=True)
    found = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets}
    book.close()
    return found


BASES: list[Sheets] = [FULL, *map(sheets_of, SHIPPED)]


_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def _plain(value: Any) -> Any:
    return _UNWRITABLE.sub("?", value)[:32_767] if isinstance(value, str) else value


def xlsx(sheets: Sheets, random: Random | None = None) -> bytes:
    """A workbook of these sheets; with random numbers, one that hides and merges some of it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(_plain(name)[:31])
        for row in rows:
            sheet.append([_plain(value) for value in row])
        if random and random.random() < 0.3:
            first, last = sorted((random.randint(1, 12), random.randint(1, 12)))
            sheet.merge_cells(start_row=first, end_row=last, start_column=1, end_column=random.randint(1, 4))
            sheet.row_dimensions[random.randint(1, 12)].hidden = True
            sheet.column_dimensions[random.choice("ABCD")].hidden = True
    out = io.BytesIO()
    book.save(out)
    found = unpacked(out.getvalue())
    return packed(_shared(found) if random and random.random() < 0.5 else found)


def _shared(parts_: Parts) -> Parts:
    """The same with its texts in a part of their own, as most programs write them."""
    texts: list[bytes] = []

    def shared(hit: re.Match[bytes]) -> bytes:
        texts.append(hit[2])
        return b'<c%s t="s"><v>%d</v></c>' % (hit[1], len(texts) - 1)

    found = []
    for name, content in parts_:
        if name.startswith("xl/worksheets/"):
            content = re.sub(rb'<c([^>]*) t="inlineStr"><is>(.*?)</is></c>', shared, content, flags=re.DOTALL)
        found.append((name, content))
    listed = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
        b' Target="sharedStrings.xml"/></Relationships>'
    )
    items = b"".join(b"<si>" + text + b"</si>" for text in texts)
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return [
        *(
            (name, content.replace(b"</Relationships>", listed) if "workbook.xml.rels" in name else content)
            for name, content in found
        ),
        ("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (main, items)),
    ]


def xls(sheets: Sheets) -> bytes:
    """The same as a workbook of Excel 97."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(_plain(name)[:31].strip("'"), cell_overwrite_ok=True)
        for number, row in enumerate(rows):
            for column, value in enumerate(row[:250]):
                if value is not None:
                    sheet.write(number, column, _plain(value))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(sheets: Sheets, random: Random) -> bytes:
    """The same as CSV, the sheets one below the other, in one of the encodings."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=random.choice(",,;\t")).writerow
    for name, rows in sheets.items():
        write([name])
        for row in rows:
            write(["", *("" if value is None else value for value in row)])
    return out.getvalue().encode(random.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"]), "replace")


Parts = list[tuple[str, bytes]]


def unpacked(data: bytes) -> Parts:
    """The parts of a package; the one that tells the time is left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist() if name != "docProps/core.xml"]


def packed(parts: Parts) -> bytes:
    """A package of these parts, with fixed dates."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a part that is there twice is meant
        for name, content in parts:
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def parts(data: bytes, random: Random) -> bytes:
    """The package with some of its parts damaged, and perhaps put together wrongly."""
    found = unpacked(data)
    for _each in range(random.randint(1, 3)):
        place = random.randrange(len(found))
        name, content = found[place]
        match random.randrange(10):
            case 0:
                found[place] = (name, content[: random.randrange(len(content) + 1)])
            case 1:
                found[place] = (name, flipped(content, random))
            case 2:
                del found[place]
                found = found or [("x", b"")]
            case 3:
                found.append((name, flipped(content, random)))
            case 4:
                found[place] = (
                    random.choice([name.upper(), "/" + name, name.replace("/", "\\"), "../" + name]),
                    content,
                )
            case 5:
                found[place] = (name, random.choice(found)[1])
            case 6:
                tags = re.findall(rb"<[^>]*>", content)
                if tags:
                    found[place] = (name, content.replace(random.choice(tags), random.choice([b"", *tags]), 1))
            case 7:
                found[place] = (name, re.sub(rb'"(\d+)"', lambda hit: _other_number(hit, random), content))
            case 8:
                found[place] = (
                    name,
                    content.decode("utf-8", "replace").encode(random.choice(["utf-16", "gb18030"]), "replace"),
                )
            case _:
                found[place] = (name, re.sub(rb'r="([A-Z]+\d+)"', lambda hit: _other_place(hit, random), content))
    return packed(found)


def _other_number(hit: re.Match[bytes], random: Random) -> bytes:
    strange = [b"-1", b"0", b"99999999999", b"x", b"", b"1048577", b"1.5"]
    return b'"' + random.choice(strange) + b'"' if random.random() < 0.05 else hit[0]


def _other_place(hit: re.Match[bytes], random: Random) -> bytes:
    strange = [b"XFD1048576", b"ZZZ1", b"A0", b"1A", b"", b"A1", b"$B$2", b"B99999999999"]
    return b'r="' + random.choice(strange) + b'"' if random.random() < 0.05 else hit[0]


def flipped(data: bytes, random: Random) -> bytes:
    """Some bytes changed, taken out, doubled or set to nothing."""
    found = bytearray(data)
    for _each in range(random.choice([1, 1, 3, 20, 200])):
        if not found:
            break
        at = random.randrange(len(found))
        length = random.choice([1, 1, 4, 64, 512])
        match random.randrange(5):
            case 0 | 1:
                found[at] = random.randrange(256)
            case 2:
                del found[at : at + length]
            case 3:
                found[at:at] = found[at : at + length]
            case _:
                found[at : at + length] = random.choice([b"\0", b"\xff"]) * len(found[at : at + length])
    return bytes(found)


def cut(data: bytes, random: Random) -> bytes:
    """An end, a beginning or a middle lost."""
    at, to = sorted((random.randrange(len(data) + 1), random.randrange(len(data) + 1)))
    return random.choice([data[:at], data[at:], data[:at] + data[to:]])


def case(number: int, seed: int) -> tuple[str, bytes]:
    """One damaged file, and in a word what was done to it."""
    random = Random(f"{seed}/{number}")
    sheets = random.choice(BASES)
    match random.randrange(10):
        case 0 | 1 | 2:
            return "cells.xlsx", xlsx(cells(sheets, random), random)
        case 3 | 4:
            return "parts.xlsx", parts(xlsx(sheets, random), random)
        case 5:
            return "bytes.xlsx", random.choice([cut, flipped])(xlsx(sheets, random), random)
        case 6:
            return "cells.xls", xls(cells(sheets, random))
        case 7 | 8:
            return "bytes.xls", random.choice([cut, flipped, flipped])(xls(sheets), random)
        case _:
            made = text(cells(sheets, random), random)
            return "text.csv", made if random.random() < 0.4 else flipped(made, random)
