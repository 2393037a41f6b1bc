"""The supervisor's guide is true in both languages: its examples run on one base, and it says what `why` says, in its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pages import check_console, shell_of

from callbench import i18n
from callbench.desk.queue_changes import MOST
from callbench.i18n import _
from callbench.rules.why import BEFORE, MAY_BE_CALLED
from callbench.rules.why_kept import LIMITS, WHY_NOT

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
PAGES = {"en": "supervisors.en.md", "zh_CN": "supervisors.zh.md"}
CUSTOMERS = """\
name,phone,class,last service,date,amount,owner,branch
李娜,13800138000,key,水光护理,2026-03-02,680,,静安店
王芳,13900139000,regular,补水护理,2026-02-20,380,,徐汇店
张伟,13700137000,potential,面部清洁,2025-12-01,198,,静安店
陈静,13600136000,key,光子嫩肤,2026-02-04,1280,,静安店
刘洋,,regular,肩颈按摩,2026-02-18,298,,徐汇店
赵敏,13500135000,special,抗衰紧致,2026-02-25,1680,,徐汇店
"""


@pytest.mark.parametrize("language", PAGES)
def test_the_examples_are_true(language: str, run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (GUIDE / PAGES[language]).read_text("utf-8")
    for name in ("customers.csv", "客户.csv"):
        (tmp_path / name).write_text(CUSTOMERS, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CALLBENCH_LANG", language)
    blocks = re.findall(r"```console\n(.*?)```", page, re.S)
    assert len(blocks) > 10
    for block in blocks:
        check_console(shell_of(monkeypatch), block)


@pytest.mark.parametrize("language", PAGES)
def test_the_order_is_told_in_the_words_of_why(language: str) -> None:
    page = (GUIDE / PAGES[language]).read_text("utf-8").replace("\n   ", " ")
    i18n.use_language(language)
    words = [_(said).lstrip("个条") for said in BEFORE.values()]  # without the word that counts
    places = [page.find(said) for said in words]
    assert -1 not in places, words
    assert places == sorted(places), "told in another order than customers are dealt"
    assert _(MAY_BE_CALLED) in page


@pytest.mark.parametrize("language", PAGES)
def test_every_reason_of_why_has_its_line(language: str) -> None:
    page = (GUIDE / PAGES[language]).read_text("utf-8")
    i18n.use_language(language)
    told = re.findall(r"^\| (.+?) \|", page, re.M)
    for code, said in (WHY_NOT | LIMITS).items():
        assert _(said) in told, f"{code}: {_(said)}"


@pytest.mark.parametrize("language", PAGES)
def test_it_says_how_many_are_changed_at_once(language: str) -> None:
    assert MOST <= 2_000, "one transaction: a colleague's save must not wait for it as long as it may"
    assert f"{MOST:,}" in (GUIDE / PAGES[language]).read_text("utf-8")
