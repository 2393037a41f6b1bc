"""The files a shop brings, and when it brings them."""

from __future__ import annotations

from pathlib import Path

NOW = "2026-03-05T10:00"  # a Thursday
CUSTOMERS = """\
name,phone,class,last service,date,amount,owner,note
李娜,13800138000,key,水光护理,2026-02-18,680,wangmin,prefers afternoons
Wang Fang,13900139000,regular,facial,2026-02-20,380,,
张伟,13700137000,potential,,,,,
"""
SURVEY = [
    ["type", "name", "label::English (en)", "label::中文 (zh)", "required", "relevant", "callbench::measure"],
    ["hidden", "customer_name", None, None, None, None, None],
    ["note", "hello", "Good morning ${customer_name}.", "${customer_name}您好。", None, None, None],
    ["select_one five", "service", "How satisfied were you?", "您对服务满意吗?", "yes", None, "csat"],
    ["text", "wrong", "What went wrong?", "哪里不满意?", None, "${service} < 4", None],
    ["select_one yes_no", "again", "Will you come again?", "还会再来吗?", "yes", None, None],
    ["note", "bye", "Thank you, goodbye.", "谢谢,再见。", None, None, None],
]
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::中文 (zh)"],
    ["five", "5", "very satisfied", "非常满意"],
    ["five", "4", "satisfied", "满意"],
    ["five", "3", "so-so", "一般"],
    ["five", "2", "dissatisfied", "不满意"],
    ["five", "1", "very dissatisfied", "很不满意"],
    ["yes_no", "yes", "yes", "会"],
    ["yes_no", "no", "no", "不会"],
]
SETTINGS = [["form_id", "version", "form_title", "default_language"], ["care", "1", "After-care", "English (en)"]]


def make_files(folder: Path) -> None:
    """customers.csv and care.xlsx, as a shop would bring them; and care.xlsx broken, changed, and as a second version.

    Its holidays of 2027 in days.csv, with a wrong line in wrong_days.csv; a do-not-call list in blocked.csv.
    """
    from openpyxl import Workbook

    (folder / "customers.csv").write_text(CUSTOMERS, "utf-8-sig")
    days = "day,kind,name\n2027-01-01,off,元旦\n"
    (folder / "days.csv").write_text(days + "2027-02-06,休,春节\n2027-02-20,班,春节\n2027-10-01,休,国庆节\n", "utf-8")
    blocked = "号码,原因,截止日期\n13600136000,来信要求,\n13600136001,来电要求,2026-12-31\nunknown,,\n"
    (folder / "blocked.csv").write_text(blocked, "utf-8")
    (folder / "wrong_days.csv").write_text(days + "2027-03-01,maybe,\n", "utf-8")
    book = Workbook()
    del book["Sheet"]
    for name, rows in (("survey", SURVEY), ("choices", CHOICES), ("settings", SETTINGS)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "care.xlsx")
    for name, sheet, cell, value in (
        ("broken", "survey", "F5", "${servise} < 4"),
        ("changed", "survey", "C5", "What was wrong?"),
        ("second", "settings", "B2", "2"),
    ):
        before, book[sheet][cell] = book[sheet][cell].value, value
        book.save(folder / f"{name}.xlsx")
        book[sheet][cell] = before
