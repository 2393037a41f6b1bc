"""Files that cannot be used: each is refused with a code of its own, and nothing changes."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from callbench.desk.bench import Bench
from callbench.desk.imports import import_customers
from callbench.errors import CallbenchError, FileProblem, UsageProblem
from callbench.exchange import files
from callbench.exchange.encodings import find_encoding
from callbench.store.customers import customers_after

LIST = "姓名,手机,备注\n王芳,13800138000,好\n李娜,13800138001,\n"


def number_of_customers(bench: Bench) -> int:
    with bench.db.read() as connection:
        return len(customers_after(connection, None))


def workbook(path: Path, *sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"S{number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def ole(path: Path, stream: str) -> Path:
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600) + stream.encode("utf-16-le") + bytes(600))
    return path


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", bytes(64 * 2**20))
    return path


def text(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def sparse(path: Path) -> Path:
    with path.open("wb") as file:
        file.write(LIST.encode())
        file.truncate(200 * 2**20)
    return path


BAD: dict[str, Callable[[Path], Path]] = {
    "file-missing": lambda folder: folder / "no.csv",
    "file-empty": lambda folder: text(folder / "a.csv", ""),
    "file-folder": lambda folder: folder,
    "file-too-large": lambda folder: sparse(folder / "a.csv"),
    "file-password": lambda folder: ole(folder / "a.xlsx", "EncryptedPackage"),
    "file-old-workbook": lambda folder: ole(folder / "a.xls", "Workbook"),
    "file-no-table": lambda folder: text(folder / "a.xlsx", b"%PDF-1.7 ..."),
    "file-web-page": lambda folder: text(folder / "a.xls", "<html><table><tr><td>姓名</td></tr></table></html>"),
    "file-damaged": lambda folder: text(folder / "a.xlsx", b"PK\x03\x04" + bytes(500)),
    "file-bomb": lambda folder: bomb(folder / "a.xlsx"),
    "no-heading": lambda folder: text(folder / "a.csv", "王芳,13800138000\n李娜,13800138001\n"),
    "no-phone-column": lambda folder: text(folder / "a.csv", "姓名,备注\n王芳,好\n"),
    "file-no-rows": lambda folder: text(folder / "a.csv", "姓名,手机\n\n\n"),
    "several-sheets": lambda folder: workbook(folder / "a.xlsx", [["姓名", "手机"]], [["姓名", "手机"]]),
    "quotes": lambda folder: text(
        folder / "a.csv", '姓名,手机\n王芳,13800138000\n"李娜,13800138001\n张伟,13800138002\n'
    ),
    "encoding-unknown": lambda folder: text(folder / "a.csv", LIST.encode() + b"\xff\xfe\x80\x81\n"),
}


@pytest.mark.parametrize("code", BAD)
def test_what_cannot_be_used_is_refused_by_name(lite: Bench, tmp_path: Path, code: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with pytest.raises(FileProblem) as refusal:
        import_customers(lite, BAD[code](folder))
    assert refusal.value.code == code
    assert refusal.value.exit_code == 3
    assert refusal.value.where
    assert number_of_customers(lite) == 0


def test_bytes_named_like_a_workbook_are_none(tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as refusal:
        files.look_at(text(tmp_path / "a.XLSX", bytes(range(256)) * 9))
    assert refusal.value.code == "file-no-table"
    assert files.look_at(text(tmp_path / "b.xlsx", LIST)).kind == "text"


def test_the_size_is_seen_before_a_byte_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sparse(tmp_path / "a.csv")
    monkeypatch.setattr(Path, "open", lambda *_args, **_more: pytest.fail("it was opened"))
    with pytest.raises(FileProblem, match="200 MB; at most 150 MB"):
        files.look_at(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(lite: Bench, tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", LIST)
    path.chmod(0)
    with pytest.raises(FileProblem, match="cannot be read"):
        import_customers(lite, path)


@pytest.mark.parametrize(
    ("options", "said"),
    [({"encoding": "klingon"}, "no encoding"), ({"sheet": "S1"}, "no sheets")],
)
def test_wrong_options_for_a_text(lite: Bench, tmp_path: Path, options: dict[str, str], said: str) -> None:
    with pytest.raises(UsageProblem, match=said):
        import_customers(lite, text(tmp_path / "a.csv", LIST), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "said"),
    [({"encoding": "utf-8"}, "no encoding to name"), ({"sheet": "S9"}, "no sheet 'S9'")],
)
def test_wrong_options_for_a_workbook(lite: Bench, tmp_path: Path, options: dict[str, str], said: str) -> None:
    with pytest.raises(UsageProblem, match=said):
        import_customers(lite, workbook(tmp_path / "a.xlsx", [["姓名", "手机"]]), **options)  # type: ignore[arg-type]


def test_a_file_that_changes_while_it_is_read(lite: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = text(tmp_path / "a.csv", LIST)
    seen = files.look_at(path)
    path.write_text(LIST + "张伟,13800138002,\n", "utf-8")
    monkeypatch.setattr("callbench.exchange.customers.look_at", lambda _path: seen)
    with pytest.raises(FileProblem, match="changed while"):
        import_customers(lite, path)
    assert number_of_customers(lite) == 0


@pytest.mark.parametrize(
    ("content", "codec"),
    [
        (LIST.encode("utf-8"), "utf-8"),
        (LIST.encode("utf-8-sig"), "utf-8-sig"),
        (LIST.encode("gb18030"), "gb18030"),
        (LIST.encode("utf-16"), "utf-16"),
        (LIST.encode("utf-16-le"), "utf-16-le"),
        (LIST.encode("utf-16-be"), "utf-16-be"),
        ("姓名,手機\n張偉,13800138002\n".encode("big5"), "big5hkscs"),
        ("姓名,手機\n張偉,13800138002\n".encode("gb18030"), "gb18030"),
        ("name,phone\nAnna Müller,13800138002\n".encode("cp1252"), "cp1252"),
    ],
)
def test_encodings_are_found(tmp_path: Path, content: bytes, codec: str) -> None:
    path = text(tmp_path / "a.csv", content)
    assert find_encoding(path) == codec
    assert path.read_text(codec).startswith(("姓名", "name"))


def test_a_wrong_encoding_that_was_asked_for(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", LIST.encode("gb18030"))
    with pytest.raises(FileProblem) as refusal:
        find_encoding(path, "utf-8")
    assert (refusal.value.code, "line 1" in refusal.value.what) == ("encoding-wrong", True)


def test_cells_of_a_workbook_keep_what_they_mean(lite: Bench, tmp_path: Path) -> None:
    """Numbers as phones, day numbers, real days, codes shown with zeros, formulas without a stored value, wrong dimensions."""
    path = workbook(
        tmp_path / "a.xlsx",
        [
            ["编号", "姓名", "手机", "消费日期", "金额", "性别"],
            [7, "王芳", 13800138000, 46086, 88.8, "女"],
            [8, "李娜", 13800138001.0, datetime(2026, 3, 5, 10, tzinfo=UTC).replace(tzinfo=None), "1,280元", "男"],
            ["9", "张伟", "138-0013-8002", "26年3月5日", "=1+1", "?"],
            ["合计", None, None, None, "=SUM(E2:E4)", None],
        ],
    )
    book = openpyxl.load_workbook(path)
    book.active["A2"].number_format = book.active["A3"].number_format = "000000"
    book.save(path)
    report = import_customers(lite, path)
    assert (report.rows, report.added, report.rejected) == (3, 2, 1)
    assert [(problem.row, problem.column, problem.code) for problem in report.problems] == [
        (4, "金额", "formula-without-value")
    ]
    with lite.db.read() as connection:
        found = customers_after(connection, None)
    assert [(one.code, one.phones[0].e164, one.gender) for one, _services in found] == [
        ("000007", "+8613800138000", "female"),
        ("000008", "+8613800138001", "male"),
    ]
    assert [(s.on_day, s.amount) for _one, services in found for s in services] == [
        (date(2026, 3, 5), 8_880),
        (date(2026, 3, 5), 128_000),
    ]


def test_every_refusal_is_also_said_in_chinese(lite: Bench, tmp_path: Path) -> None:
    from callbench import i18n

    i18n.use_language("zh_CN")
    for number, make in enumerate(BAD.values()):
        folder = tmp_path / f"in{number}"
        folder.mkdir()
        with pytest.raises(CallbenchError) as refusal:
            import_customers(lite, make(folder))
        assert any("\u4e00" <= char <= "\u9fff" for char in refusal.value.what)
