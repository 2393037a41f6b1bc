"""Complaints from the command line: raised with an outcome or a call in lines, listed, counted, exported."""

from __future__ import annotations

import csv

import pytest
from openpyxl import load_workbook

RAISED = ("--complaint", "service", "--urgency", "urgent", "--words", "=cmd|' /C calc'!A0")


def test_raised_with_an_outcome_listed_and_taken_back(shop) -> None:
    saved = shop("outcome", "-", "callback_any", *RAISED, "--agent", "wangmin")
    assert saved.code == 2, "nothing in hand"
    shop("next", "--agent", "wangmin")
    saved = shop("outcome", "-", "callback_any", *RAISED, "--agent", "wangmin", "--json").json
    assert saved["complaint"] == {"kind": "service", "urgency": "urgent", "words": RAISED[-1]}
    (one,) = shop("complaints", "--json").json["complaints"]
    assert (one["kind"], one["state"], one["owner"], one["customer"]) == ("service", "raised", "王敏", "李娜")
    assert (one["next_at"], one["attempt"]) == ("2026-03-05T04:00:00Z", saved["attempt"])
    line = shop("complaints").out
    assert "Service, Urgent, raised, due 2026-03-05 12:00, =cmd" in line
    assert "李娜" in line
    assert shop("complaints", "--agent", "li").out == ""
    undone = shop("undo", "--agent", "wangmin", "--json").json
    assert undone["complaint"]["kind"] == "service"
    assert shop("complaints", "--all", "--json").json == {"complaints": []}
    again = shop("outcome", "-", "callback_any", "--agent", "wangmin")
    assert "Complaint: Service, Urgent, =cmd" in again.out, "it stood in the draft again"
    assert len(shop("complaints", "--all", "--json").json["complaints"]) == 1


def test_a_draft_s_complaint_is_left_out(shop) -> None:
    shop("next", "--agent", "wangmin")
    shop("outcome", "-", "callback_any", *RAISED, "--agent", "wangmin")
    shop("undo", "--agent", "wangmin")
    refused = shop("outcome", "-", "no_answer", "--agent", "wangmin")
    assert refused.code == 2
    assert "not reached" in refused.err
    assert shop("outcome", "-", "no_answer", "--agent", "wangmin", "--complaint", "-").code == 0
    assert shop("complaints").out == ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--complaint", "weather"), "Known: product, service, price, contract, other"),
        (("--complaint", "price", "--urgency", "soon"), "Known: normal, urgent"),
        (("--words", "rude"), "needs its kind"),
        (("--urgency", "urgent"), "needs its kind"),
    ],
)
def test_what_is_no_complaint_changes_nothing(shop, words, says) -> None:
    shop("next", "--agent", "wangmin")
    refused = shop("outcome", "-", "refused_now", *words, "--agent", "wangmin")
    assert refused.code == 2
    assert says in refused.err
    assert shop("summary", "--json").json["measures"]["calls"]["value"] == 0


def test_open_and_all_exclude_each_other(shop) -> None:
    assert shop("complaints", "--open", "--all").code == 2
    assert shop("complaints", "--open").code == 0


def test_late_ones_say_so_in_both_languages(shop, monkeypatch) -> None:
    shop("next", "--agent", "wangmin")
    shop("outcome", "-", "refused_now", "--complaint", "价格", "--agent", "wangmin")
    monkeypatch.setenv("CALLBENCH_NOW", "2026-03-06T10:00")
    assert "Price, Normal, raised, due 2026-03-05 21:00, late" in shop("complaints").out
    assert "已超期" in shop("complaints", "--lang", "zh").out


def test_the_summary_counts_them_and_adds_up(shop) -> None:
    shop("next", "--agent", "wangmin")
    shop("outcome", "-", "refused_now", *RAISED, "--agent", "wangmin")
    found = shop("summary", "--json").json
    assert found["measures"]["complaints"] == {"value": 1, "numerator": 1, "denominator": 1, "left_out": {}}
    assert {a["code"]: a["measures"]["complaints"]["value"] for a in found["agents"]}["wangmin"] == 1
    assert [c["holds"] for c in found["checks"] if c["name"] == "agents_complaints"] == [True]


def test_exports_have_them_and_no_formula(shop, tmp_path) -> None:
    shop("next", "--agent", "wangmin")
    shop("outcome", "-", "refused_now", *RAISED, "--agent", "wangmin")
    assert shop("export", "results", str(tmp_path / "r.csv"), "--format", "csv").code == 0
    (row,) = csv.DictReader((tmp_path / "r.csv").read_text("utf-8-sig").splitlines())
    assert (row["complaint"], row["complaint_urgency"]) == ("Service", "Urgent")
    assert row["complaint_words"] == "'=cmd|' /C calc'!A0"
    assert row["corrected_at"] == ""
    assert shop("export", "results", str(tmp_path / "r.xlsx"), "--format", "xlsx").code == 0
    sheet = load_workbook(tmp_path / "r.xlsx").worksheets[0]
    cell = next(cell for cell in sheet[2] if sheet.cell(1, cell.column).value == "complaint_words")
    assert (cell.value.lstrip("'"), cell.data_type) == (RAISED[-1], "s")
    assert shop("export", "results", str(tmp_path / "r.jsonl"), "--format", "jsonl").code == 0
    assert '"complaint": "service"' in (tmp_path / "r.jsonl").read_text("utf-8").replace('":"', '": "')


@pytest.fixture
def proposing(run, tmp_path):
    """A shop whose script proposes a complaint."""
    from cli_shop import CHOICES, CUSTOMERS, SETTINGS, SURVEY
    from openpyxl import Workbook

    book = Workbook()
    del book["Sheet"]
    choices = [
        [*CHOICES[0], "callbench_complaint"],
        *([*row, "service" if row[1] == "1" else None] for row in CHOICES[1:]),
    ]
    for name, rows in (("survey", SURVEY), ("choices", choices), ("settings", SETTINGS)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "p.xlsx")
    (tmp_path / "c.csv").write_text(CUSTOMERS, "utf-8")
    for line in (
        ("agent", "add", "wangmin", "王敏"),
        ("import", "script", str(tmp_path / "p.xlsx")),
        ("import", "customers", str(tmp_path / "c.csv")),
        ("campaign", "start", "Spring", "--script", "care"),
    ):
        assert run(*line).code == 0
    return run


@pytest.mark.parametrize(
    ("typed", "raised"),
    [
        ("\n\n\n", ("service", "normal", "")),
        ("price\n2\ntoo dear\n", ("price", "urgent", "too dear")),
        ("nothing\n5\nUrgent\n\n", ("other", "urgent", "")),
        ("-\n", None),
    ],
)
def test_a_call_in_lines_asks_when_answers_propose_one(proposing, typed, raised) -> None:
    done = proposing("call", "--agent", "wangmin", typed=f"1\n\nno\n\n\n{typed}")
    assert done.code == 0, done.err
    assert "The answers point to a complaint: Service" in done.out
    found = proposing("complaints", "--json").json["complaints"]
    assert [(one["kind"], one["urgency"], one["words"]) for one in found] == ([raised] if raised else [])


def test_a_call_in_lines_does_not_ask_otherwise(proposing) -> None:
    done = proposing("call", "--agent", "wangmin", typed="5\nno\n\n\n")
    assert done.code == 0
    assert "complaint" not in done.out
