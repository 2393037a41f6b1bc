"""Help: wholly in one language, narrow enough, and made without loading what it does not need."""

import re

import pytest

from callbench import i18n
from callbench.cli import table
from callbench.cli.cells import width
from callbench.cli.front import choose_language, read_front
from callbench.rules.outcomes import CLASSES, FOLLOWS

LINES = [[name] for name, _place, _help in table.GROUPS[""]] + [
    [group, name] for group in table.GROUPS if group for name, _place, _help in table.GROUPS[group]
]
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:\.[A-Za-z0-9]+)*")
OPTION = re.compile(r"(?<!\w)--?[a-z][a-z-]*")
# What stays as it is in Chinese: the program's own words, which are typed, and names of formats.
TYPED = {word for line in LINES for word in line} | {
    "callbench", "CALLBENCH_DB", "CALLBENCH_LANG", "zh_CN", "en", "CSV", "Excel", "XLSForm", "JSON", "csv", "xlsx", "json", "jsonl",
    "utf-8", "gb18030", "desk.agent", "wangmin", "demo.db", "agent", "supervisor", "open", "overdue", "kept", "moved",
    "cancelled", "all", "key", "regular", "potential", "special", "N", "agreed", "due", "untouched", "later", "held",
    "parked", "done", "interrupted", "completed", "partial", "no_answer", "busy", "callback_agreed", "refused_now", "ID",
    "d", "today", "yesterday", "meal", "rest", "meeting", "training", "other_work", "dial.command",
    "missed", "ics", "phone", "wechat", "sms", "email", "visit", "RFC", "FREQ", "MONTHLY", *CLASSES, *FOLLOWS, "AAPOR", "give", "withdraw", "wrong", "invalid", "inactive", "do_not_call", "a-z",
}  # fmt: skip


def english_words(text: str) -> set[str]:
    """Words of `text` that are neither Chinese nor typed."""
    return set(WORD.findall(OPTION.sub(" ", text))) - TYPED


@pytest.mark.parametrize("line", [[], *LINES], ids=" ".join)
def test_help_is_wholly_english_or_wholly_chinese(run, line) -> None:
    english = run(*line, "--help", "--lang", "en")
    chinese = run(*line, "--help", "--lang", "zh")
    assert (english.code, chinese.code) == (0, 0)
    assert not CHINESE.search(english.out)
    assert english_words(chinese.out) == set()
    assert chinese.out.startswith("用法：callbench")
    assert english.err == chinese.err == ""


@pytest.mark.parametrize("line", [[], *LINES], ids=" ".join)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_fits_the_screen(run, monkeypatch, line, language) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    said = run(*line, "--help", "--lang", language).out
    assert max(width(text) for text in said.splitlines()) <= 60


def test_the_first_page_names_every_command(run) -> None:
    said = run("--help").out
    for line in LINES:
        assert line[-1] in said


def test_every_place_in_the_table_holds_the_command_of_that_name() -> None:
    from importlib import import_module

    for group in table.GROUPS.values():
        for name, place, _help in group:
            if place:
                module, _colon, attribute = place.partition(":")
                assert getattr(import_module(module), attribute).name == name
            else:
                assert name in table.GROUPS


@pytest.mark.parametrize(
    ("words", "never"),
    [
        (["--help"], {"textual", "sqlmodel", "sqlalchemy", "click", "rich", "callbench.config"}),
        (["--version"], {"textual", "sqlmodel", "sqlalchemy", "click", "rich"}),
        (["summary", "--help"], {"textual", "sqlmodel", "sqlalchemy", "alembic"}),
        (["call", "--help"], {"textual", "sqlmodel", "sqlalchemy", "alembic"}),
        (["config", "show"], {"textual", "sqlmodel", "sqlalchemy", "alembic"}),
        (["agent", "list", "--json"], {"textual", "openpyxl"}),
    ],
)
def test_nothing_heavy_is_loaded_for_it(tmp_path, words, never) -> None:
    import os
    import subprocess
    import sys

    script = f"import sys; from callbench.cli.main import main; main({words!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=dict(os.environ) | {"CALLBENCH_DB": str(tmp_path / "shop.db"), "LC_ALL": "zh_CN.UTF-8"},
    )
    assert done.returncode == 0
    assert done.stdout
    assert never & set(done.stderr.split()) == set()


@pytest.mark.parametrize(
    ("words", "asks", "lang"),
    [
        ([], "bench", ""),
        (["--db", "x.db"], "bench", ""),
        (["--help"], "help", ""),
        (["--lang", "zh", "-h"], "help", "zh"),
        (["--lang=zh", "--version"], "version", "zh"),
        (["queue", "--lang", "zh"], "", "zh"),
        (["--help", "queue"], "help", ""),
        (["queue", "--help"], "", ""),
        (["--lang", "klingon"], "", ""),
        (["--lang"], "", ""),
        (["--", "--lang", "zh"], "", ""),
    ],
)
def test_the_line_is_read_before_click(words, asks, lang) -> None:
    front = read_front(words)
    assert (front.asks, front.wish.lang) == (asks, lang)


def test_the_language_is_what_was_said_nearest(tmp_path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text('[desk]\nlanguage = "zh_CN"\n', "utf-8")
    world = {"LC_ALL": "en_US.UTF-8"}
    assert choose_language("", world) == "en"
    world["CALLBENCH_CONFIG"] = str(config)
    assert choose_language("", world) == "zh_CN"
    world["CALLBENCH_LANG"] = "en"
    assert choose_language("", world) == "en"
    assert choose_language("zh", world) == "zh_CN"


@pytest.mark.parametrize("folder", ["", "  ", "/somewhere/else"])
def test_the_settings_file_is_looked_for_in_one_place(monkeypatch, folder) -> None:
    import os

    from callbench.cli.front import _usual_settings
    from callbench.config import settings_path

    monkeypatch.setenv("XDG_CONFIG_HOME", folder)
    assert _usual_settings(os.environ) == str(settings_path({}))


@pytest.mark.parametrize(
    "text", ["[desk\nlanguage", "language = 3", "[desk]\nlanguage = 3", '[desk]\nlanguage = "fr"', "\xff"]
)
def test_a_language_that_cannot_be_read_is_left_to_the_locale(tmp_path, text) -> None:
    config = tmp_path / "settings.toml"
    config.write_text(text, "latin-1")
    assert choose_language("", {"CALLBENCH_CONFIG": str(config), "LANG": "zh_CN.UTF-8"}) == "zh_CN"


def test_settings_that_cannot_be_read_do_not_hide_the_help(run, monkeypatch, tmp_path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text("[desk\n", "utf-8")
    monkeypatch.setenv("CALLBENCH_CONFIG", str(config))
    assert run("--help").code == 0
    assert run("config", "path").out == f"{config}\n"
    refused = run("config", "show")
    assert refused.code == 2
    assert str(config) in refused.err


def test_a_language_named_wrongly_is_refused(run) -> None:
    refused = run("queue", "--lang", "fr")
    assert refused.code == 2
    assert "zh_CN" in refused.err
    assert i18n.language() == "en"


def test_the_version(run) -> None:
    from callbench import __version__

    assert run("--version").out == f"callbench {__version__}\n"
