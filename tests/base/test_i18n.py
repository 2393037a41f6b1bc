"""The two languages: which one is meant, and both complete."""

import gettext
import re
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from callbench import i18n

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("zh", "zh_CN"),
        ("zh-CN", "zh_CN"),
        ("zh_TW.UTF-8", "zh_CN"),
        ("EN", "en"),
        ("en_GB.UTF-8", "en"),
        ("C", "en"),
        ("fr", None),
    ],
)
def test_names_people_write(text: str, meant: str | None) -> None:
    assert i18n.normal_language(text) == meant


@pytest.mark.parametrize(
    ("environ", "meant"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale_decides(environ: dict[str, str], meant: str) -> None:
    assert i18n.language_of_environment(environ) == meant


def test_a_label_declared_once_is_shown_in_the_language_of_the_moment() -> None:
    label = i18n.N_("No answer")
    i18n.use_language("zh_CN")
    assert i18n._(label) == "无人接听"
    i18n.use_language("en")
    assert i18n._(label) == "No answer"


def messages() -> ModuleType:
    loader = SourceFileLoader("messages", str(ROOT / "scripts" / "messages"))
    spec = spec_from_loader("messages", loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_the_catalogue_is_complete() -> None:
    assert messages().problems() == []


def test_chinese_sentences_have_chinese_marks() -> None:
    for message in messages().load():
        for said in message.string if isinstance(message.string, tuple | list) else (message.string,):
            text = said.replace("日期,类型,名称", "").replace("休,元旦", "")  # lines of a CSV file
            assert not re.search("[\u4e00-\u9fff”）][,;?!]", text), said


def test_a_missing_and_an_unused_message_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    module = messages()
    catalog = module.load()
    catalog.add("Never said anywhere", "从未用到")
    catalog.delete("No answer")
    monkeypatch.setattr(module, "load", lambda: catalog)
    said = module.problems()
    assert "no longer in the code: 'Never said anywhere'" in said
    assert "not in the catalogue: 'No answer'" in said


def test_a_translation_with_other_placeholders_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    module = messages()
    catalog = module.load()
    catalog.get("{text!r} is no moment.").string = "{txt} 不是时刻"
    monkeypatch.setattr(module, "load", lambda: catalog)
    assert any(line.startswith("other placeholders: '{text!r} is no moment.'") for line in module.problems())


def test_the_check_command_says_so() -> None:
    done = subprocess.run([sys.executable, ROOT / "scripts" / "messages", "check"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "messages complete\n")


def test_nothing_is_not_translated_into_the_header_of_the_catalogue() -> None:
    try:
        i18n.use_language("zh_CN")
        assert i18n._("") == ""
    finally:
        i18n.use_language("en")


def test_every_message_is_found_as_gettext_finds_it() -> None:
    with messages().MO.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    i18n.use_language("zh_CN")
    for message in messages().load():
        if isinstance(message.id, tuple):
            for n in (1, 2):
                assert i18n.ngettext(*message.id, n) == catalogue.ngettext(*message.id, n)
        elif message.context:
            assert i18n.pgettext(message.context, message.id) == catalogue.pgettext(message.context, message.id)
        elif message.id:
            assert i18n._(message.id) == catalogue.gettext(message.id)
    assert i18n._("never said") == "never said"
    assert i18n._("") == ""
    assert [i18n.ngettext("{n} hen", "{n} hens", n) for n in (1, 2)] == ["{n} hen", "{n} hens"]
    i18n.use_language("en")
    assert [i18n.ngettext("{n} day", "{n} days", n) for n in (0, 1, 2)] == ["{n} days", "{n} day", "{n} days"]
    assert i18n.in_every_language("No answer") == ("无人接听", "No answer")
