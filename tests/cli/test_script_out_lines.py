"""`script template` and `script export` in plain lines: nothing is lost, nothing replaced unasked."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from cli_shop import make_files

from callbench.desk.bench import Bench
from callbench.desk.script_files import find_version
from callbench.desk.script_out import export_script, write_template
from callbench.desk.scripts import import_script
from callbench.errors import FileProblem, UsageProblem
from callbench.script.compile import compile_script
from callbench.script.source import read_source


@pytest.fixture
def shop(lite: Bench, tmp_path: Path) -> Bench:
    make_files(tmp_path)
    import_script(lite, tmp_path / "care.xlsx")
    return lite


def test_the_workbook_comes_back_byte_for_byte(shop: Bench, tmp_path: Path) -> None:
    out = tmp_path / "back.xlsx"
    done = export_script(shop, "care", out)
    assert done.original
    assert out.read_bytes() == (tmp_path / "care.xlsx").read_bytes()


def test_the_json_is_what_is_hashed(shop: Bench, tmp_path: Path) -> None:
    out = tmp_path / "care.json"
    export_script(shop, "care@1", out)
    kept = find_version(shop, "care@1")
    assert hashlib.sha256(out.read_bytes()).hexdigest() == kept.hash
    assert json.loads(out.read_text("utf-8"))["form_id"] == "care"


def test_a_script_from_csv_goes_out_as_csv_or_as_a_new_workbook(shop: Bench, tmp_path: Path) -> None:
    source = tmp_path / "small.csv"
    source.write_text("type,name,label\ntext,why,Why?\n", "utf-8-sig")
    import_script(shop, source)
    export_script(shop, "small", tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == source.read_bytes()
    done = export_script(shop, "small", tmp_path / "again.xlsx")
    assert not done.original
    found = compile_script(read_source((tmp_path / "again.xlsx").read_bytes(), "again.xlsx"))
    assert found.script is not None
    assert found.script.hash == find_version(shop, "small").hash


def test_a_version_whose_workbook_is_not_there_is_written_from_the_script(shop: Bench, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.db")) as base, base:
        base.execute("UPDATE script_version SET workbook = x''")
    assert find_version(shop, "care").workbook == b""
    done = export_script(shop, "care", tmp_path / "again.xlsx")
    assert not done.original
    found = compile_script(read_source((tmp_path / "again.xlsx").read_bytes(), "again.xlsx"))
    assert found.script is not None
    assert found.script.hash == find_version(shop, "care").hash


def test_nothing_is_replaced_unasked(shop: Bench, tmp_path: Path) -> None:
    there = tmp_path / "mine.xlsx"
    there.write_text("mine")
    link = tmp_path / "link.xlsx"
    link.symlink_to(tmp_path / "nowhere.xlsx")
    for path in (there, link):
        for attempt in (lambda out: export_script(shop, "care", out), write_template):
            with pytest.raises(FileProblem) as refusal:
                attempt(path)
            assert refusal.value.code == "file-there"
    assert there.read_text() == "mine"
    export_script(shop, "care", there, force=True)
    assert there.read_bytes() == (tmp_path / "care.xlsx").read_bytes()


def test_wrong_names_are_refused_before_anything_is_written(shop: Bench, tmp_path: Path) -> None:
    for attempt in (
        lambda: write_template(tmp_path / "a.csv"),
        lambda: write_template(tmp_path / "a.xlsx", sample="salon"),
        lambda: export_script(shop, "care", tmp_path / "a.doc"),
        lambda: export_script(shop, "cart", tmp_path / "a.xlsx"),
    ):
        with pytest.raises(UsageProblem):
            attempt()
    with pytest.raises(FileProblem):
        write_template(tmp_path / "no" / "folder.xlsx")
    assert sorted(path.name for path in tmp_path.glob("a.*")) == []


def test_standard_output_takes_the_bytes(run, shop: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from callbench.cli.main import main

    monkeypatch.setenv("CALLBENCH_DB", str(shop.db.address))
    for words, wanted in (
        (["care", "-"], (tmp_path / "care.xlsx").read_bytes()),
        (["care", "-", "--json"], find_version(shop, "care").canonical.encode()),
    ):
        out = io.TextIOWrapper(io.BytesIO(), "utf-8")
        monkeypatch.setattr(sys, "stdout", out)
        assert main(["script", "export", *words]) == 0
        assert out.buffer.getvalue() == wanted  # type: ignore[attr-defined]
