"""Taking results and customers out: typed, safe to open, whole or not at all."""

from __future__ import annotations

import csv
import gc
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbench import i18n
from callbench.desk.bench import Bench
from callbench.desk.demo import fill_demo
from callbench.desk.exports import export_customers, export_results
from callbench.desk.imports import import_customers
from callbench.errors import FileProblem, UsageProblem
from callbench.exchange.result_columns import question_columns
from callbench.exchange.results import ABOUT, write_results
from callbench.exchange.tables_out import safe_text
from callbench.records.calls import AnswerGiven, ComplaintWish
from callbench.records.results import ResultRow
from callbench.script.model import Script
from callbench.script.parts import Choice, ChoiceList, Group, Question
from callbench.store import results
from callbench.values.phone import read_phones

FIVE = ChoiceList(
    "five", (Choice("5", {"English (en)": "very good", "中文 (zh)": "非常满意"}), Choice("1", {"English (en)": "bad"}))
)
SAME = ChoiceList("same", (Choice("yes", {"": "yes"}), Choice("no", {"": "no"})))
SHANGHAI = ZoneInfo("Asia/Shanghai")
BEGAN = datetime(2026, 3, 5, 2, 0, 30, tzinfo=UTC)
ROW = ResultRow(
    UUID(int=7), date(2026, 3, 5), BEGAN, BEGAN, "王敏", "000001", "=1+1", "+8613800138000", "C", "care", "1",
    "0a1b", "completed", "", None, (),
)  # fmt: skip


def script(form_id: str, *questions: Question | Group) -> Script:
    return Script(form_id, "1", {}, (), questions)


def asked(name: str, kind: str = "text", path: str = "") -> Question:
    return Question(name, kind, path or name)


CARE = script(
    "care", asked("text"), asked("whole", "integer"), asked("part", "decimal"), asked("when", "date"),
    asked("one", "select_one"), asked("many", "select_multiple"), asked("sum", "calculate"), asked("hello", "note"),
)  # fmt: skip
ANSWERS = (
    AnswerGiven("text", "text", "text", "0138"),
    AnswerGiven("whole", "whole", "integer", "5", 5.0),
    AnswerGiven("part", "part", "decimal", "2.5", 2.5),
    AnswerGiven("when", "when", "date", "2026-03-08"),
    AnswerGiven("one", "one", "choice", "03", 3.0, "三"),
    AnswerGiven("many", "many", "choices", "a b"),
    AnswerGiven("sum", "sum", "text", "12", 12.0, state="calculated"),
)
REFUSED = tuple(replace(answer, text="", number=None, state="refused") for answer in ANSWERS)
SKIPPED = tuple(replace(answer, text="", number=None, state="skipped") for answer in ANSWERS)
NAMES = ["text", "whole", "part", "when", "one", "many", "sum"]


def write(form: str, rows: Iterable[ResultRow], *scripts: Script) -> bytes:
    out = io.BytesIO()
    write_results(out, form, question_columns(scripts or (CARE,), ABOUT), rows, SHANGHAI)
    return out.getvalue()


def table(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(data: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows())


def test_answers_keep_their_types() -> None:
    rows = [replace(ROW, answers=ANSWERS), replace(ROW, answers=REFUSED), replace(ROW, answers=SKIPPED)]
    given, refused, skipped = table(write("csv", rows))
    assert [given[name] for name in NAMES] == ["0138", "5", "2.5", "2026-03-08", "03", "a b", "12"]
    assert [refused[name] for name in NAMES] == ["[refused]"] * 7
    assert [skipped[name] for name in NAMES] == [""] * 7
    lines = [json.loads(line) for line in write("jsonl", rows).splitlines()]
    assert [lines[0][name] for name in NAMES] == ["0138", 5, 2.5, "2026-03-08", "03", ["a", "b"], 12]
    assert [lines[1][name] for name in NAMES] == [{"refused": True}] * 7
    assert not set(NAMES) & set(lines[2])
    head, first, second, third = sheet(write("xlsx", rows))
    at = [[cell.value for cell in head].index(name) for name in NAMES]
    assert [first[place].value for place in at] == ["0138", 5, 2.5, datetime(2026, 3, 8), "03", "a b", 12]
    assert {second[place].value for place in at} == {"[refused]"}
    assert {third[place].value for place in at} == {None}


def test_times_are_on_the_shops_clock() -> None:
    assert table(write("csv", [ROW]))[0]["started_at"] == "2026-03-05 10:00:30"
    assert json.loads(write("jsonl", [ROW]))["started_at"] == "2026-03-05T10:00:30+08:00"


REPEATS = script(
    "shop", asked("first"),
    Group("visits", "visits", (
        asked("effect", path="visits/effect"),
        Group("items", "visits/items", (asked("price", "integer", "visits/items/price"),), repeat=True),
    ), repeat=True),
    asked("last"),
)  # fmt: skip


def test_each_instance_of_a_repeat_that_was_asked_has_its_column() -> None:
    paths = ("visits[1]/effect", "visits[1]/items[1]/price", "visits[2]/effect", "visits[2]/items[10]/price")
    asked_ = [("shop", path) for path in ("visits[2]/items[9]/price", *reversed(paths))]
    columns = question_columns([REPEATS], ABOUT, asked_)
    assert [column.name for column in columns] == [
        "first", "visits[1]/effect", "visits[1]/items[1]/price", "visits[2]/effect", "visits[2]/items[9]/price",
        "visits[2]/items[10]/price", "last",
    ]  # fmt: skip
    assert [column.kind for column in columns[1:3]] == ["text", "integer"]
    assert [column.name for column in question_columns([REPEATS], ABOUT)] == ["first", "last"]
    assert [column.name for column in question_columns([REPEATS, replace(REPEATS, form_id="x")], ABOUT, asked_[:1])] == [
        "shop.first", "visits[2]/items[9]/price", "shop.last", "x.first", "x.last",
    ]  # fmt: skip
    answers = (AnswerGiven("visits[2]/items[9]/price", "price", "integer", "8", 8.0),)
    out = io.BytesIO()
    write_results(out, "jsonl", columns, [replace(ROW, script="shop", answers=answers)], SHANGHAI)
    assert json.loads(out.getvalue())["visits[2]/items[9]/price"] == 8


def test_an_interview_names_the_content_of_its_script() -> None:
    assert table(write("csv", [ROW]))[0]["script_hash"] == "0a1b"
    assert json.loads(write("jsonl", [ROW]))["script_hash"] == "0a1b"


def test_only_names_that_clash_carry_their_script() -> None:
    one = script("one", asked("csat", "range"), asked("only"), asked("agent"))
    two = script("two", asked("csat", "range"), Group("g", "g", (asked("x", path="g/x"),)), asked("x", path="h/x"))
    assert [column.name for column in question_columns([one, two], ABOUT)] == [
        "one.csat", "only", "one.agent", "two.csat", "g/x", "h/x",
    ]  # fmt: skip
    newer = replace(one, version="2", items=(asked("only"), asked("added")))
    assert [column.name for column in question_columns([one, newer], ABOUT)] == ["csat", "only", "one.agent", "added"]


def test_headings_speak_the_language_of_people() -> None:
    i18n.use_language("zh_CN")
    chinese = table(write("csv", [ROW]))[0]
    assert "通话结果" in chinese
    assert not set(ABOUT) & set(chinese)


def test_what_programs_read_is_the_same_in_every_language() -> None:
    """JSON lines have keys; a table in English has the same ones before the questions."""
    i18n.use_language("en")
    complaint = ComplaintWish("price", "urgent", "dear")
    rows = [replace(ROW, follow_up_at=ROW.ended_at, complaint=complaint, corrected_at=ROW.ended_at), REFUSING]
    english = write("jsonl", rows)
    keys = [name for name in ABOUT if name != "outcome (label)"]
    assert list(json.loads(english.splitlines()[0]))[: len(keys)] == keys
    assert list(table(write("csv", [ROW]))[0])[: len(ABOUT)] == list(ABOUT)
    i18n.use_language("zh_CN")
    assert write("jsonl", rows) == english


RATED = Script(
    "rated", "1", {}, ("English (en)", "中文 (zh)"),
    (
        Question("score", "select_one", "score", {"English (en)": "How was it?", "中文 (zh)": "怎么样？"}, choices="five"),
        Question("again", "select_one", "again", choices="same"), Question("why", "text", "why"),
    ),
    {"five": FIVE, "same": SAME},
)  # fmt: skip
SCORED = replace(
    ROW, script="rated",
    answers=(
        AnswerGiven("score", "score", "choice", "5", 5.0, "5 very good"),
        AnswerGiven("again", "again", "choice", "yes", None, "yes"), AnswerGiven("why", "why", "text", "so"),
    ),
)  # fmt: skip
REFUSING = replace(SCORED, answers=(AnswerGiven("score", "score", "choice", "", None, "Refuses", "refused"),))


def test_tables_say_in_words_what_was_chosen() -> None:
    given, refused = table(write("csv", [SCORED, REFUSING], RATED))
    assert [name for name in given if name in ("score", "again", "why") or "(label)" in name] == [
        "outcome (label)", "score", "score (label)", "again", "why",
    ]  # fmt: skip
    assert (given["outcome"], given["outcome (label)"]) == ("completed", "Completed")
    assert (given["score"], given["score (label)"], given["again"], given["why"]) == ("5", "5 very good", "yes", "so")
    assert (refused["score"], refused["score (label)"]) == ("[refused]", "")
    i18n.use_language("zh_CN")
    chinese = table(write("csv", [SCORED], RATED))[0]
    assert (chinese["通话结果"], chinese["通话结果名称"], chinese["score"]) == ("completed", "已完成", "5")
    line = json.loads(write("jsonl", [SCORED], RATED))
    assert (line["outcome"], line["score"]) == ("completed", 5)
    assert not [name for name in line if "label" in name]


def test_a_workbook_explains_its_questions() -> None:
    i18n.use_language("en")
    book = openpyxl.load_workbook(io.BytesIO(write("xlsx", [SCORED], RATED)))
    assert book.sheetnames == ["Results", "Questions"]
    assert list(book["Questions"].values) == [
        ("name", "label", "kind", "script"), ("score", "How was it?", "select_one", "rated"),
        ("again", None, "select_one", "rated"), ("why", None, "text", "rated"),
    ]  # fmt: skip
    row = dict(zip(*book["Results"].values, strict=True))
    assert (row["score"], row["score (label)"], row["phone"]) == (5, "5 very good", "+8613800138000")
    i18n.use_language("zh_CN")
    book = openpyxl.load_workbook(io.BytesIO(write("xlsx", [SCORED], RATED)))
    assert list(book["问题说明"].values)[1] == ("score", "怎么样？", "select_one", "rated")


RUNS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", '=HYPERLINK("http://x")', "#N/A"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_runs(form: str) -> None:
    rows = [replace(ROW, note=text, answers=(replace(ANSWERS[0], text=text),)) for text in RUNS]
    data = write(form, rows)
    if form == "csv":
        cells = [cell for line in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) for cell in line]
    else:
        found = [cell for row in sheet(data) for cell in row if cell.value is not None]
        assert {cell.data_type for cell in found} <= {"s", "n", "d"}
        texts = {cell.value: cell.quotePrefix for cell in found if isinstance(cell.value, str)}
        assert texts["+8613800138000"]  # marked as text, and without a sign of its own
        assert texts["=1+1"]
        assert not texts["completed"]
        assert not [text for text in texts if text.startswith("'")]
        return
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r＝＋－＠")]
    assert "'=1+1" in cells
    phone = next(cell for cell in cells if "13800138000" in cell)
    assert read_phones(phone).phones[0].e164 == "+8613800138000"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_safe_and_recognisable(text: str) -> None:
    made = safe_text(text)
    assert not made.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    kept = "".join(char for char in text if char >= " " or char in "\t\n\r")
    assert made in (kept, f"'{kept}")


def test_json_keeps_texts_as_they_are() -> None:
    assert json.loads(write("jsonl", [ROW]))["customer"] == "=1+1"


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_rows_are_written_as_they_come(form: str) -> None:
    """A broken reader in the middle must not have been read to its end first."""
    taken: list[int] = []

    def rows() -> Iterator[ResultRow]:
        for number in range(100):
            taken.append(number)
            if number == 50:
                raise RuntimeError
            yield ROW

    with pytest.raises(RuntimeError):
        write(form, rows())
    assert len(taken) == 51


def test_the_demo_goes_out_in_every_format(bench: Bench, tmp_path: Path) -> None:
    fill_demo(bench, customers=20)
    paths = {form: tmp_path / f"r.{form}" for form in ("csv", "xlsx", "jsonl")}
    numbers = {export_results(bench, path, form) for form, path in paths.items()}
    assert len(numbers) == 1
    rows = [json.loads(line) for line in paths["jsonl"].read_text("utf-8").splitlines()]
    assert len(rows) == numbers.pop() > 0
    listed = table(paths["csv"].read_bytes())
    assert [row["interview"] for row in listed] == [row["interview"] for row in rows]
    assert len(sheet(paths["xlsx"].read_bytes())) == len(rows) + 1
    assert paths["csv"].stat().st_mode & 0o077 == 0  # customers are nobody else's business
    day = rows[0]["day"]
    number = int(day.replace("-", ""))
    one_day = export_results(bench, io.BytesIO(), "jsonl", first_day=number, last_day=number)
    assert one_day == sum(row["day"] == day for row in rows) > 0
    assert export_results(bench, io.BytesIO(), "csv", first_day=20990101) == 0


def test_blocks_make_one_table(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_demo(bench, customers=20)
    whole, parts = io.BytesIO(), io.BytesIO()
    export_results(bench, whole, "jsonl")
    customers = export_customers(bench, io.BytesIO())
    monkeypatch.setattr("callbench.store.results._ROWS", results._ROWS.limit(3))
    monkeypatch.setattr("callbench.store.customers._BLOCK", 3)
    export_results(bench, parts, "jsonl")
    assert parts.getvalue() == whole.getvalue()
    assert export_customers(bench, io.BytesIO()) == customers == 20


def test_customers_as_the_contract_says(bench: Bench, tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text(
        "编号,姓名,手机,分类,责任人,生日,备注,消费日期,项目,金额\n"
        '0001,王芳,021-58888888转801/13800138000,重点,王敏,3月5日,"一\n二",2026-01-05,洗面,(88.80)\n',
        "utf-8",
    )
    import_customers(bench, source)
    out = tmp_path / "out.jsonl"
    assert export_customers(bench, out) == 1
    (one,) = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert one["phones"] == [
        {"e164": "+862158888888", "ext": "801", "kind": "fixed", "state": "valid", "original": "021-58888888转801"},
        {"e164": "+8613800138000", "ext": "", "kind": "mobile", "state": "valid", "original": "13800138000"},
    ]
    assert [one[key] for key in ("code", "name", "class", "owner", "birthday", "note")] == [
        "0001", "王芳", "key", "王敏", "--03-05", "一\n二",
    ]  # fmt: skip
    assert one["services"] == [{"date": "2026-01-05", "item": "洗面", "amount": -88.8, "staff": "", "branch": ""}]


def test_a_target_that_cannot_be_written_keeps_what_was_there(lite: Bench, tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "none" / "a.csv", Path("/proc/a.csv"), tmp_path / ("x" * 300)):
        with pytest.raises(FileProblem) as refusal:
            export_results(lite, target, "csv")
        assert refusal.value.code == "file-unwritable"
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".csv") == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_a_full_disk_is_told_once(lite: Bench, form: str) -> None:
    fill_demo(lite, customers=20)
    with pytest.raises(FileProblem, match="the disk is full") as refusal:
        export_results(lite, Path("/dev/full"), form)
    del refusal
    gc.collect()  # nothing half-written may complain afterwards


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal"])
def test_no_export_is_written_over_a_base(lite: Bench, tmp_path: Path, ending: str) -> None:
    base = Path(lite.db.address)
    before = base.read_bytes()
    link = tmp_path / "results.csv"
    link.symlink_to(f"{base}{ending}")
    for target in (Path(f"{base}{ending}"), link):
        with pytest.raises(FileProblem, match="belongs to") as refusal:
            export_results(lite, target, "csv")
        assert refusal.value.code == "file-unwritable"
    assert base.read_bytes() == before


def test_an_export_that_fails_leaves_the_old_file(lite: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.jsonl"
    target.write_text("old", "utf-8")
    monkeypatch.setattr("callbench.desk.exports.write_customers", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export_customers(lite, target)
    assert target.read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_unknown_formats(lite: Bench, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="no format 'pdf'"):
        export_results(lite, tmp_path / "a.pdf", "pdf")
