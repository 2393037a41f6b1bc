"""Practice: a base of its own for a while, with one script, one agent and a few invented customers."""

from __future__ import annotations

import csv
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import IO, Final

from callbench.clock import Clock
from callbench.config import Settings
from callbench.demo.people import number
from callbench.desk.agents import add_agent
from callbench.desk.bench import open_bench
from callbench.desk.campaigns import start_campaign
from callbench.desk.imports import import_customers
from callbench.desk.script_files import ScriptSeen
from callbench.errors import UsageProblem
from callbench.i18n import _, language
from callbench.rules.outcomes import SHIPPED, Outcomes
from callbench.script.expressions import quoted
from callbench.script.model import Script
from callbench.script.parts import Expr, Group, Question
from callbench.store import outcomes, scripts
from callbench.text import clean, nearest

AGENT: Final = "practice"
_PREFIX: Final = "callbench-practice-"
_LOCK: Final = "in-use"
_PEOPLE: Final = {  # by language: name, class, gender, amount, staff
    "zh_CN": (
        ("李练习", "key", "female", "680", "张琪"),
        ("王练习", "regular", "male", "298", "周蕾"),
        ("张练习", "potential", "female", "380", "孙悦"),
    ),
    "en": (
        ("Amy Practice", "key", "female", "480", "Lin"),
        ("Ben Practice", "regular", "male", "320", "Zoe"),
        ("Eve Practice", "potential", "female", "380", "Lin"),
    ),
}
_COLUMNS: Final = {  # of the file the customers come in by → the script's customer field
    "name": "customer_name", "class": "customer_class", "gender": "gender", "amount": "amount", "staff": "staff",
    "phone": "phone", "item": "service", "service date": "service_date", "branch": "shop",
}  # fmt: skip


def practice_fields(script: Script, given: Mapping[str, str], now: datetime) -> dict[str, str]:
    """The customer fields of an invented customer, those `given` instead of its own. Raises UsageProblem for one the
    script does not read.
    """
    known = [question.name for question in script.questions() if question.kind in ("hidden", "meta")]
    for name in given:
        if name not in known:
            raise UsageProblem(
                _("The script reads no customer field {name!r}.").format(name=clean(name)),
                where="--fields",
                todo=_("The nearest is {nearest!r}.").format(nearest=nearest(name, known, alike=0))
                if known
                else _("It has no hidden questions."),
            )
    (first, *_others) = _people(now)
    fields = {_COLUMNS[column]: text for column, text in first.items()}
    return fields | {"agent_name": _("Practice"), "customer_code": "P1", **given}


@contextmanager
def practice_base(
    seen: ScriptSeen,
    settings: Settings,
    clock: Clock,
    given: Mapping[str, str],
    own: Outcomes | None = None,
) -> Iterator[tuple[Path, Settings]]:
    """A base for practice and the settings to open it with: customers may be called at any hour.

    It lies in a folder of its own for temporary files and is removed afterwards; what a killed program left is removed
    by the next practice. given: customer fields all customers have; own: the outcomes there are, None for
    the shipped ones.
    """
    remove_leftovers()
    practice_fields(seen.script, given, clock.now())
    always = {"calls.from": time(0), "calls.until": time.max, "desk.agent": AGENT}
    settings = replace(settings, values={**settings.values, **always})
    folder, lock = _new_folder()
    try:
        _fill(folder / "practice.db", seen, settings, clock, given, own or SHIPPED)
        yield folder / "practice.db", settings
    finally:
        lock.close()
        shutil.rmtree(folder, ignore_errors=True)


def _new_folder() -> tuple[Path, IO[bytes]]:
    """A folder that is locked; another one where a practice that starts at this moment took it for a leftover."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        with suppress(FileNotFoundError):
            lock = _locked(folder)
            if lock is not None and (folder / _LOCK).exists():
                return folder, lock


def remove_leftovers() -> None:
    """Remove the folders of practices whose program is gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or not folder.is_dir() or not _ours(folder):
                continue
            lock = _locked(folder)
            if lock is not None:
                lock.close()
                shutil.rmtree(folder, ignore_errors=True)


def _ours(folder: Path) -> bool:
    return not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()


def _locked(folder: Path) -> IO[bytes] | None:
    """The lock of a practice folder, free again when its program ends, however it ends; None when another one has it."""
    file = (folder / _LOCK).open("ab")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _fill(
    path: Path, seen: ScriptSeen, settings: Settings, clock: Clock, given: Mapping[str, str], own: Outcomes
) -> None:
    now = clock.now()
    script = _with_fields(seen.script, given)
    with open_bench(path, settings, clock) as bench:
        with bench.db.write() as connection:
            outcomes.write(connection, bench.outcomes, own)
            bench.learn_outcomes(connection)
            scripts.add(
                connection,
                {
                    "form_id": script.form_id, "version": script.version, "hash": script.hash,
                    "title": seen.script.title("zh_CN"), "canonical": script.canonical(), "workbook": seen.data,
                    "file_name": seen.file_name, "state": "published",
                    "created_at": now,
                },
            )  # fmt: skip
        add_agent(bench, AGENT, _("Practice"))
        file = path.with_name("customers.csv")
        with file.open("w", encoding="utf-8", newline="") as out:
            people = _people(now)
            writer = csv.DictWriter(out, people[0].keys())
            writer.writeheader()
            writer.writerows(people)
        import_customers(bench, file)
        start_campaign(bench, _("Practice"), script.form_id, purpose=_("Nothing here is kept."))


def _people(now: datetime) -> list[dict[str, str]]:
    day = (now - timedelta(days=3)).date().isoformat()
    more = {
        "item": _("practice service"),
        "service date": day,
        "branch": _("Practice shop"),
    }  # fit a script of any trade
    return [
        dict(zip(_COLUMNS, person, strict=False)) | {"phone": number(position).removeprefix("+86")} | more
        for position, person in enumerate(_PEOPLE[language()])
    ]


def _with_fields(script: Script, given: Mapping[str, str]) -> Script:
    """The script with these customer fields fixed: whoever is called, they hold what was given."""
    return replace(script, items=tuple(_fixed(item, given) for item in script.items))


def _fixed(item: Question | Group, given: Mapping[str, str]) -> Question | Group:
    if isinstance(item, Group):
        return replace(item, items=tuple(_fixed(each, given) for each in item.items))
    if item.kind != "hidden" or item.name not in given:
        return item
    return replace(item, kind="calculate", calculation=Expr(quoted(given[item.name])))
