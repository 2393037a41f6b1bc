"""A base whose file is taken away, moved or replaced while it is open: nothing is saved into a file nobody finds again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from callbench.errors import StoreProblem
from callbench.store.database import Database, open_database

NOTE = text("INSERT INTO meta (name, value) VALUES (:key, 'there')")


def taken_away(path: Path) -> None:
    for part in path.parent.glob(path.name + "*"):
        part.unlink()


def moved(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def replaced(path: Path) -> None:
    shutil.copy(path, path.with_name("copy.db"))
    path.with_name("copy.db").rename(path)


def folder_gone(path: Path) -> None:
    path.parent.rename(path.parent.with_name("renamed"))


def keep(database: Database, key: str) -> None:
    with database.write() as connection:
        connection.execute(NOTE, {"key": key})


def found(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(text("SELECT count(*) FROM meta WHERE value = 'there'")).scalar_one())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    return tmp_path / "shop" / "x.db"


@pytest.mark.parametrize("lose", [taken_away, moved, replaced, folder_gone])
def test_nothing_is_written_to_or_read_from_a_base_that_is_not_in_its_place(
    path: Path, lose: Callable[[Path], None]
) -> None:
    with closing(open_database(path)) as database:
        keep(database, "before")
        lose(path)
        there = path.exists()
        with pytest.raises(StoreProblem) as refusal:
            keep(database, "after")
        assert refusal.value.code == "store-moved"
        assert refusal.value.where == str(path)
        assert refusal.value.todo
        with pytest.raises(StoreProblem):
            found(database)
        assert path.exists() == there, "no empty file was made in its place"


def test_a_base_put_back_goes_on(path: Path) -> None:
    with closing(open_database(path)) as database:
        keep(database, "before")
        moved(path)
        with pytest.raises(StoreProblem):
            keep(database, "between")
        path.with_name("elsewhere.db").rename(path)
        keep(database, "after")
        assert found(database) == 2


@pytest.mark.parametrize("name", ["a b.db", "a?b#c%41.db", "客户.db"])
def test_any_name_a_file_may_have_is_a_base(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(open_database(name)) as database:
        keep(database, "x")
        monkeypatch.chdir("/")  # the base stays where it is
        assert found(database) == 1
    assert (tmp_path / name).stat().st_size
