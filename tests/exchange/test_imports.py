"""Importing customers: who is meant, what changes, what is refused; on both engines."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callbench.desk.agents import add_agent, list_agents
from callbench.desk.bench import Bench, open_bench
from callbench.desk.campaigns import start_campaign
from callbench.desk.imports import import_customers
from callbench.desk.queue import queue_page
from callbench.records.imports import ImportReport
from callbench.records.people import Customer, Service
from callbench.store.customers import Writing, customers_after
from shopfloor import Shop

HEAD = "客户编号,姓名,手机,最近消费日期,消费金额,客户分类,责任人,备注\n"


def take(bench: Bench, folder: Path, content: str, name: str = "list.csv", **options: Any) -> ImportReport:
    path = folder / name
    path.write_text(content, "utf-8")
    report = import_customers(bench, path, **options)
    assert report.rows == report.added + report.changed + report.same + report.rejected
    return report


def everyone(bench: Bench) -> list[tuple[Customer, tuple[Service, ...]]]:
    with bench.db.read() as connection:
        return customers_after(connection, None)


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.same, report.rejected


def codes(report: ImportReport) -> list[tuple[int, str]]:
    return [(problem.row, problem.code) for problem in report.problems]


def test_a_known_customer_gains_what_is_new(bench: Bench, tmp_path: Path) -> None:
    first = HEAD + "A1,王芳,13800138000,2026-01-05,88.80,重点,王敏,喜欢下午\nA2,李娜,13800138001,,,常规,,\n"
    assert counts(take(bench, tmp_path, first)) == (2, 0, 0, 0)
    second = HEAD + "A1,王芳,13900139000,2026-02-05,100,VIP,王敏,不吃辣\nA2,李娜,13800138001,,,潜在客户,李雷,\n"
    assert counts(take(bench, tmp_path, second)) == (0, 2, 0, 0)
    assert counts(take(bench, tmp_path, second)) == (0, 0, 2, 0)
    (fang, services), (na, _none) = everyone(bench)
    assert [phone.e164 for phone in fang.phones] == ["+8613800138000", "+8613900139000"]
    assert (fang.customer_class, fang.owner_name, fang.note) == ("key", "王敏", "喜欢下午\n不吃辣")
    assert [(s.on_day.isoformat(), s.amount) for s in services] == [("2026-01-05", 8_880), ("2026-02-05", 10_000)]
    assert (na.customer_class, na.owner_name) == ("potential", "李雷")
    assert [agent.name for agent in list_agents(bench)] == ["李雷", "王敏"]


def test_the_trace_says_what_was_before(lite: Bench, tmp_path: Path) -> None:
    take(lite, tmp_path, HEAD + "A1,王芳,13800138000,,,重点,,\n")
    take(lite, tmp_path, HEAD + "A1,王芳,13800138000,,,常规,,\n")
    with sqlite3.connect(lite.db.address) as raw:
        events = raw.execute("SELECT kind, detail FROM event ORDER BY rowid").fetchall()
    kinds = [kind for kind, _detail in events]
    assert kinds.count("customer.added") == 1
    assert kinds.count("customers.imported") == 2
    changed = json.loads(next(detail for kind, detail in events if kind == "customer.changed"))
    assert changed["fields"] == {"customer_class": ["key", "regular"]}


@pytest.mark.parametrize(
    ("row", "done", "code"),
    [
        (",王芳,13800138000", "same", ""),
        (",王 芳,138-0013-8000", "same", ""),
        (",,13800138000", "same", ""),
        (",李娜,13800138000", "added", "shared-phone"),
        ("A9,王芳,13800138000", "added", "possible-duplicate"),
        ("A1,李娜,13800138000", "changed", ""),
        ("A1,李娜,13800138001", "rejected", "code-of-another"),
        ("A1,王芳,13800138001", "changed", ""),
        (",王芳,", "added", "no-phone"),
        ("A7,,", "rejected", "nobody"),
        ("A8,,13800138008", "added", "no-name"),
        (",张伟,120", "added", "phone-emergency"),
        (",张伟,1.38E+10", "rejected", "phone-digits-lost"),
    ],
)
def test_who_is_meant(lite: Bench, tmp_path: Path, row: str, done: str, code: str) -> None:
    take(lite, tmp_path, "客户编号,姓名,手机\nA1,王芳,13800138000\n")
    report = take(lite, tmp_path, f"客户编号,姓名,手机\n{row}\n")
    assert getattr(report, done) == report.rows == 1
    assert [found for _row, found in codes(report)][:1] == ([code] if code else [])
    assert len(everyone(lite)) == (2 if done == "added" else 1)


def test_a_row_that_could_mean_two_people_is_refused(lite: Bench, tmp_path: Path) -> None:
    take(lite, tmp_path, "客户编号,姓名,手机\nA1,王芳,13800138000\nA2,李娜,13800138000\n")
    report = take(lite, tmp_path, "客户编号,姓名,手机\n,,13800138000\n")
    assert (counts(report), codes(report)) == ((0, 0, 0, 1), [(2, "several-customers")])
    assert "王芳 A1, 李娜 A2" in report.problems[0].message


def test_rows_without_a_number_are_kept_and_told(bench: Bench, tmp_path: Path) -> None:
    report = take(bench, tmp_path, "姓名,手机\n王芳,无\n李娜,138****5678\n")
    assert counts(report) == (2, 0, 0, 0)
    assert codes(report) == [(2, "no-phone"), (3, "phone-masked"), (3, "no-phone")]
    (fang, _), (na, _) = everyone(bench)
    assert fang.phones == ()
    assert [(phone.e164, phone.state, phone.original) for phone in na.phones] == [("", "invalid", "138****5678")]
    assert "phone" in na.missing
    assert counts(take(bench, tmp_path, "姓名,手机\n王芳,无\n李娜,138****5678\n")) == (0, 0, 2, 0)


def test_the_first_row_of_a_file_wins_so_that_twice_is_once(bench: Bench, tmp_path: Path) -> None:
    content = "会员号,姓名,手机,等级,消费日期,金额\nA1,王芳,13800138000,重点,2026-01-05,10\nA1,王芳,13800138000,常规,2026-01-06,20\n"
    report = take(bench, tmp_path, content)
    assert counts(report) == (1, 1, 0, 0)
    assert codes(report) == [(3, "differs-from-earlier-row")]
    assert everyone(bench)[0][0].customer_class == "key"
    assert counts(take(bench, tmp_path, content)) == (0, 0, 2, 0)


def test_equal_lines_of_a_list_of_services_are_several(bench: Bench, tmp_path: Path) -> None:
    line = "A1,王芳,13800138000,2026-01-05,洗面,88\n"
    content = "会员号,姓名,手机,消费日期,项目,金额\n" + line * 3
    report = take(bench, tmp_path, content)
    assert counts(report) == (1, 2, 0, 0)
    assert "2 rows repeat the customer, day, item and amount" in report.notes[-1]
    assert [s.item for s in everyone(bench)[0][1]] == ["洗面"] * 3
    assert counts(take(bench, tmp_path, content)) == (0, 0, 3, 0)
    assert counts(take(bench, tmp_path, content + line)) == (0, 1, 3, 0)


def test_equal_lines_of_a_list_of_customers_are_one(bench: Bench, tmp_path: Path) -> None:
    line = "A1,王芳,13800138000,2026-01-05,88,,,\n"
    report = take(bench, tmp_path, HEAD + line * 3)
    assert counts(report) == (1, 0, 2, 0)
    assert not any("repeat" in note for note in report.notes)
    assert len(everyone(bench)[0][1]) == 1


def test_an_amount_that_was_unknown_is_filled_in(bench: Bench, tmp_path: Path) -> None:
    take(bench, tmp_path, HEAD + "A1,王芳,13800138000,2026-01-05,,,,\n")
    assert counts(take(bench, tmp_path, HEAD + "A1,王芳,13800138000,2026-01-05,88,,,\n")) == (0, 1, 0, 0)
    assert [s.amount for s in everyone(bench)[0][1]] == [8_800]
    assert counts(take(bench, tmp_path, HEAD + "A1,王芳,13800138000,2026-01-05,,,,\n")) == (0, 0, 1, 0)


@pytest.mark.parametrize("where", [1, 2])
def test_an_import_that_is_interrupted_leaves_nothing(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: int
) -> None:
    take(bench, tmp_path, HEAD + "A1,王芳,13800138000,,,重点,,\n")
    before = everyone(bench)
    monkeypatch.setattr("callbench.exchange.spool.BLOCK", 10)
    written: list[int] = []
    write = Writing.write

    def stop(self: Writing, connection: Any) -> None:
        if len(written) == where:
            raise KeyboardInterrupt
        written.append(1)
        write(self, connection)

    monkeypatch.setattr(Writing, "write", stop)
    rows = "".join(f"B{n},客户{n},139{n:08},2026-01-05,1,常规,新人{n},\n" for n in range(40))
    with pytest.raises(KeyboardInterrupt):
        take(bench, tmp_path, HEAD + "A1,王芳,13800138000,,,常规,,\n" + rows)
    assert len(written) == where
    assert everyone(bench) == before
    assert list_agents(bench) == ()


def test_blocks_know_of_each_other(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callbench.exchange.spool.BLOCK", 3)
    rows = [f"B{n % 5},客户{n % 5},1390000000{n % 5},2026-01-0{n // 5 + 1},1" for n in range(20)]
    content = "会员号,姓名,手机,消费日期,金额\n" + "\n".join(rows)
    assert counts(take(bench, tmp_path, content)) == (5, 15, 0, 0)
    assert [len(services) for _one, services in everyone(bench)] == [4] * 5
    assert counts(take(bench, tmp_path, content)) == (0, 0, 20, 0)


def test_a_trial_changes_nothing(bench: Bench, tmp_path: Path) -> None:
    report = take(bench, tmp_path, HEAD + "A1,王芳,13800138000,,,重点,王敏,\n", dry_run=True)
    assert counts(report) == (1, 0, 0, 0)
    assert "nothing was changed" in report.notes[-1]
    assert everyone(bench) == []
    assert list_agents(bench) == ()


def test_owners_are_found_by_code_and_name(bench: Bench, tmp_path: Path) -> None:
    add_agent(bench, "wm", "王敏")
    add_agent(bench, "a1", "Twin")
    add_agent(bench, "a2", "Twin")
    report = take(
        bench, tmp_path,
        "name,phone,owner\nA,13800138000,WM\nB,13800138001,王敏\nC,13800138002,twin\nD,13800138003,New One\nE,13800138004,-\n",
    )  # fmt: skip
    assert [one.owner_name for one, _ in everyone(bench)] == ["王敏", "王敏", "", "New One", ""]
    assert codes(report) == [(4, "owner-ambiguous")]
    assert "New One" in report.notes[-1]
    assert {agent.code for agent in list_agents(bench)} == {"wm", "a1", "a2", "new-one"}


def test_columns_nobody_knows_are_named_not_kept(lite: Bench, tmp_path: Path) -> None:
    report = take(lite, tmp_path, "姓名,手机,身份证,累计消费金额\n王芳,13800138000,110101199001010000,9999\n")
    assert any("身份证" in note and "累计消费金额" in note for note in report.notes)
    with sqlite3.connect(lite.db.address) as raw:
        assert "110101199001010000" not in "\n".join(raw.iterdump())


@pytest.mark.parametrize(
    "head",
    [
        "备注,消费金额,最近消费日期,手机,姓名,客户编号",
        "note,amount,last service date,Mobile Phone,Customer Name,Customer ID",
        "備註,消費金額,最近消費日期,手機號碼,客戶姓名,會員編號",
        "备注(选填),金额,上次消费日期,*联系电话,姓名(必填),会员卡号",
    ],
)
def test_headings_in_any_order_and_language(lite: Bench, tmp_path: Path, head: str) -> None:
    report = take(lite, tmp_path, f"某某店客户\n\n{head}\n好,88,2026/1/5,13800138000,王芳,0001\n")
    assert (counts(report), report.problems) == ((1, 0, 0, 0), ())
    ((one, services),) = everyone(lite)
    assert (one.code, one.name, one.note, one.phones[0].e164) == ("0001", "王芳", "好", "+8613800138000")
    assert (services[0].on_day.isoformat(), services[0].amount) == ("2026-01-05", 8_800)


def test_texts_in_the_disguise_of_formulas(lite: Bench, tmp_path: Path) -> None:
    take(lite, tmp_path, '编号,姓名,手机\n"=""0001""",王芳,"=""13800138000"""\n')
    one = everyone(lite)[0][0]
    assert (one.code, one.phones[0].e164) == ("0001", "+8613800138000")


def test_a_column_last_service_may_hold_what_was_done(lite: Bench, tmp_path: Path) -> None:
    take(
        lite,
        tmp_path,
        "name,phone,class,last service,date,amount,owner,note\nA,13800138000,key,水光护理,2026-01-05,680,,\n",
    )
    ((_one, services),) = everyone(lite)
    assert [(s.item, s.on_day.isoformat(), s.amount) for s in services] == [("水光护理", "2026-01-05", 68_000)]


def test_a_column_last_service_may_hold_days(lite: Bench, tmp_path: Path) -> None:
    take(lite, tmp_path, "name,phone,last service,amount\nA,13800138000,2026-01-05,680\n")
    ((_one, services),) = everyone(lite)
    assert [(s.item, s.on_day.isoformat()) for s in services] == [("", "2026-01-05")]


def test_two_columns_for_one_field_are_told(lite: Bench, tmp_path: Path) -> None:
    report = take(lite, tmp_path, "客户姓名,姓名,手机\n王芳,芳芳,13800138000\n")
    assert any("客户姓名" in note and "'姓名'" in note for note in report.notes)
    assert everyone(lite)[0][0].name == "王芳"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A1,王芳,13800138000,3/5/2026,88,,,", "date-ambiguous"),
        ("A1,王芳,13800138000,2026-02-30,88,,,", "date-impossible"),
        ("A1,王芳,13800138000,2026-01-05,八十,,,", "amount-not-understood"),
    ],
)
def test_a_wrong_history_is_left_out_and_the_customer_kept(lite: Bench, tmp_path: Path, row: str, code: str) -> None:
    report = take(lite, tmp_path, HEAD + row + "\n")
    assert (counts(report), codes(report)) == ((1, 0, 0, 0), [(2, code)])
    (problem,) = report.problems
    assert problem.column in ("最近消费日期", "消费金额")
    assert "The service was left out." in problem.message
    assert not problem.rejected
    ((fang, services),) = everyone(lite)
    assert (fang.phones[0].e164, services) == ("+8613800138000", ())


def test_in_a_list_of_services_a_row_without_its_service_is_nothing(lite: Bench, tmp_path: Path) -> None:
    report = take(lite, tmp_path, "customer_id,order_date,revenue\nBrion,2026-01-05,10\nOrys,some day,20\n")
    assert counts(report) == (1, 0, 0, 1)
    assert [(problem.row, problem.code, problem.rejected) for problem in report.problems] == [
        (3, "date-not-understood", True)
    ]


def test_what_was_rejected_is_told_from_what_was_kept(lite: Bench, tmp_path: Path) -> None:
    take(lite, tmp_path, "客户编号,姓名,手机,分类\nA1,王芳,13800138000,重点\n")
    report = take(
        lite, tmp_path,
        "客户编号,姓名,手机,分类\nA1,李娜,13800138001,钻石\nA2,李娜,13800138002,钻石\nA3,张伟,1.38E+10,重点\n",
    )  # fmt: skip
    assert counts(report) == (1, 0, 0, 2)
    assert [(problem.row, problem.code, problem.rejected) for problem in report.problems] == [
        (2, "class-unknown", True), (2, "code-of-another", True), (3, "class-unknown", False),
        (4, "phone-digits-lost", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "cell", "wanted"),
    [
        ("最近项目", "面部护理", "面部护理"), ("上次项目", "面部护理", "面部护理"), ("项目", "面部护理", "面部护理"),
        ("上次护理项目", "面部护理", "面部护理"), ("Last Treatment", "facial", "facial"),
        ("Service Name", "facial", "facial"),
    ],
)  # fmt: skip
def test_headings_of_services(lite: Bench, tmp_path: Path, head: str, cell: str, wanted: str) -> None:
    for day in ("上次服务时间", "最近一次到店", "结账时间", "Last Visited", "Invoice Date", "妥投时间"):
        report = take(
            lite, tmp_path, f"客人姓名,顾客手机号,{day},{head},实付款\n王芳,13800138000,2026-01-05,{cell},8\n"
        )
        assert not any("not taken over" in note for note in report.notes)
        ((_one, services),) = everyone(lite)
        assert [(s.item, s.on_day.isoformat(), s.amount) for s in services] == [(wanted, "2026-01-05", 800)]


def test_headings_of_people(lite: Bench, tmp_path: Path) -> None:
    report = take(
        lite, tmp_path,
        "Guest Name,Cell Number,Birthdate,Customer Gender,Salon,Membership Level,Assigned Staff,Internal Notes\n"
        "Ann,13800138000,1990-03-05,女,North,重点,Lee,calm\n",
    )  # fmt: skip
    assert report.problems == ()
    one = everyone(lite)[0][0]
    assert (one.name, one.birthday, one.gender, one.branch) == ("Ann", "1990-03-05", "female", "North")
    assert (one.customer_class, one.owner_name, one.note) == ("key", "Lee", "calm")


def test_a_file_without_names_says_it_once(lite: Bench, tmp_path: Path) -> None:
    report = take(lite, tmp_path, "手机,备注\n13800138000,a\n13800138001,b\n")
    assert (counts(report), report.problems) == ((2, 0, 0, 0), ())
    assert "no column of names" in " ".join(report.notes)


def test_profile_values_nobody_understands_are_left_open(lite: Bench, tmp_path: Path) -> None:
    report = take(lite, tmp_path, "姓名,手机,分类,性别,生日,邮箱\n王芳,13800138000,钻石,？,昨天,a@b\n")
    assert counts(report) == (1, 0, 0, 0)
    assert {problem.code for problem in report.problems} == {
        "class-unknown", "gender-unknown", "date-not-understood", "email-invalid",
    }  # fmt: skip
    one = everyone(lite)[0][0]
    assert (one.customer_class, one.gender, one.birthday, one.email) == ("", "", "", "")


HOSTILE = [
    "[/]",
    "[@click=app.quit]x[/]",
    "\x1b]0;pwned\x07王",
    "\u202egnp.exe",
    "👩‍⚕️𠮷",
    "字" * 5_000,
    "'; DROP TABLE customer; --",
    "{0.__class__}",
]


def test_hostile_names_come_in_harmless(bench: Bench, tmp_path: Path) -> None:
    rows = "".join(f'"{name}",1380013{n:04}\n' for n, name in enumerate(HOSTILE))
    report = take(bench, tmp_path, "name,phone\n" + rows)
    assert counts(report) == (len(HOSTILE), 0, 0, 0)
    names = [one.name for one, _ in everyone(bench)]
    assert names[0] == "[/]"
    assert names[2:4] == ["王", "gnp.exe"]
    assert names[5] == "字" * 500
    assert (7, "text-cut") in codes(report)
    assert not any(char in "".join(names) for char in "\x1b\u202e\x07")
    assert counts(take(bench, tmp_path, "name,phone\n" + rows)) == (0, 0, len(HOSTILE), 0)


def test_a_cell_of_a_megabyte_refuses_its_row_only(lite: Bench, tmp_path: Path) -> None:
    report = take(lite, tmp_path, "name,phone,note\nA,13800138000," + "x" * 1_000_000 + "\nB,13800138001,\n")
    assert (counts(report), codes(report)) == ((1, 0, 0, 1), [(2, "text-too-long")])


def test_endless_owners_and_codes_stay_small(lite: Bench, tmp_path: Path) -> None:
    rows = "".join(f"A{n},13800138{n:03d},,{'长' * 5_000}{n}\n" for n in range(2))
    rows += f"B,13800138009,{'9' * 101},\n" + "".join(f"C{n},13800139{n:03d},,owner {n}\n" for n in range(30))
    report = take(lite, tmp_path, "name,phone,customer id,owner\n" + rows)
    assert counts(report) == (32, 0, 0, 1)
    assert codes(report) == [(2, "text-cut"), (3, "text-cut"), (4, "text-too-long")]
    (note,) = [note for note in report.notes if "owner 0" in note]
    assert "owner 18" in note
    assert "owner 19" not in note
    assert len(note) < 500


def test_problems_are_listed_up_to_a_limit(lite: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callbench.exchange.customers.MOST_PROBLEMS", 5)
    report = take(lite, tmp_path, "name,phone\n" + "".join(f"A{n},1.38E+10\n" for n in range(12)))
    assert (counts(report), len(report.problems)) == ((0, 0, 0, 12), 5)
    assert "7 more problems" in report.notes[-1]


cells = st.sampled_from(
    [
        "",
        "王芳",
        "李娜",
        "13800138000",
        "13800138001",
        "A1",
        "001",
        "1",
        "2026-01-05",
        "88",
        "重点",
        "无",
        "x",
        "1.38E+10",
    ]
)


def test_a_row_by_which_nobody_is_known_is_refused(lite: Bench, tmp_path: Path) -> None:
    content = "姓名,手机,备注\n王芳,13800138000,\n,不详,老客户\n"
    for _again in range(2):
        report = take(lite, tmp_path, content)
        assert (report.rows, report.rejected) == (2, 1)
        assert ("nobody", 3, True) in [(p.code, p.row, p.rejected) for p in report.problems]
    assert len(everyone(lite)) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[cells] * 6), min_size=1, max_size=8))
def test_any_file_adds_up_and_a_second_time_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, settings: Any, clock: Any, rows: list[tuple[str, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    content = (
        "客户编号,姓名,手机,消费日期,金额,客户分类\n"
        + "".join(",".join(row) + "\n" for row in rows)
        + "Z,张伟,13900139000,,,\n"
    )
    with open_bench(folder / "shop.db", settings, clock) as bench:
        first = take(bench, folder, content)
        before = everyone(bench)
        second = take(bench, folder, content)
        assert second.added == second.changed == 0
        assert second.rejected >= first.rejected
        assert everyone(bench) == before


def test_a_customer_abroad_has_the_clock_of_their_number_or_the_one_the_file_names(
    bench: Bench, tmp_path: Path
) -> None:
    head = "姓名,手机,时区\n"
    lines = "李娜,13800138000,\nAnn,+1 415 555 2671,\nBob,+44 7911 123456,europe/paris\nCy,13800138001,Asia/Tokyo\nDi,+85291234567,x\n"
    report = take(bench, tmp_path, head + lines)
    assert [(one.name, one.zone) for one, _services in everyone(bench)] == [
        ("李娜", "Asia/Shanghai"), ("Ann", "America/Los_Angeles"), ("Bob", "Europe/Paris"), ("Cy", "Asia/Tokyo"),
        ("Di", "Asia/Hong_Kong"),
    ]  # fmt: skip
    assert codes(report) == [(6, "zone-unknown")]
    assert "2 customers abroad are called by the clock of their number's country." in report.notes
    assert counts(take(bench, tmp_path, head + lines)) == (0, 0, 5, 0)
    Shop(bench)
    start_campaign(bench, "Spring", "care")
    take(bench, tmp_path, head + "李娜,13800138000,Asia/Tokyo\nAnn,+1 415 555 2671,\n")
    waits = {row.customer_name: row.zone for row in queue_page(bench).rows}
    assert (waits["李娜"], waits["Ann"], waits["Cy"]) == ("Asia/Tokyo", "America/Los_Angeles", "Asia/Tokyo")
    assert [one.zone for one, _services in everyone(bench)][:2] == ["Asia/Tokyo", "America/Los_Angeles"]
