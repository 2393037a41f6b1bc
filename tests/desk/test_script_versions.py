"""Versions of a script: drafts change, published ones never do, and what is in use stays."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from callbench.desk import calling
from callbench.desk.agents import add_agent
from callbench.desk.bench import Bench
from callbench.desk.campaigns import list_campaigns, start_campaign
from callbench.desk.imports import import_customers
from callbench.desk.script_files import compare, find_version, seen_in_base, seen_in_file
from callbench.desk.scripts import import_script, list_scripts, publish_script, remove_script, retire_script
from callbench.errors import Conflict, UsageProblem
from callbench.records.calls import CallInHand, CallResult
from callbench.records.people import Agent
from callbench.script.model import script_from_json


def book(folder: Path, version: str, *labels: str, form: str = "care") -> Path:
    """A script with one text question a label, named q1, q2 …"""
    made = openpyxl.Workbook()
    made.active.title = "survey"
    rows = [["type", "name", "label"], *(["text", f"q{n}", label] for n, label in enumerate(labels, 1))]
    for row in rows:
        made.active.append(row)
    settings = made.create_sheet("settings")
    for row in (["form_id", "version"], [form, version]):
        settings.append(row)
    path = folder / "care.xlsx"
    made.save(path)
    return path


def states(bench: Bench) -> dict[str, str]:
    return {one.version: one.state for one in list_scripts(bench)}


def called(bench: Bench, tmp_path: Path) -> tuple[Agent, CallInHand]:
    """A campaign with version 1 and a customer in hand who has answered the first question."""
    import_script(bench, book(tmp_path, "1", "Why?"))
    (tmp_path / "c.csv").write_text("name,phone\nAn,13800138000\nBo,13900139000\n", "utf-8")
    import_customers(bench, tmp_path / "c.csv")
    start_campaign(bench, "Spring", "care")
    agent = add_agent(bench, "wang", "Wang")
    call = calling.take_next(bench, agent)
    assert isinstance(call, CallInHand)
    calling.keep_answer(bench, call.draft_id, "q1", "because")
    return agent, call


def test_a_draft_may_be_imported_again_with_other_content(bench: Bench, tmp_path: Path) -> None:
    assert import_script(bench, book(tmp_path, "1", "Why?"), draft=True).added == 1
    other = book(tmp_path, "1", "Why then?")
    again = import_script(bench, other, draft=True)
    assert (again.added, again.changed) == (0, 1)
    assert import_script(bench, other, draft=True).same == 1
    assert states(bench) == {"1": "draft"}
    kept = find_version(bench, "care@1")
    (question,) = script_from_json(kept.canonical).questions()
    assert question.label == {"": "Why then?"}
    assert kept.workbook == other.read_bytes()
    with pytest.raises(UsageProblem):  # nobody is called with a draft
        start_campaign(bench, "Spring", "care")
    with pytest.raises(UsageProblem) as unpublished:
        find_version(bench, "care")
    assert "care@1" in unpublished.value.todo


def test_importing_without_draft_publishes_what_was_a_draft(bench: Bench, tmp_path: Path) -> None:
    import_script(bench, book(tmp_path, "1", "Why?"), draft=True)
    assert import_script(bench, tmp_path / "care.xlsx").changed == 1
    assert states(bench) == {"1": "published"}
    assert import_script(bench, tmp_path / "care.xlsx", draft=True).same == 1
    assert states(bench) == {"1": "published"}


def test_a_published_version_is_refused_with_its_changed_cells(bench: Bench, tmp_path: Path) -> None:
    import_script(bench, book(tmp_path, "1", "Why?", "Who?"))
    for draft in (False, True):
        with pytest.raises(Conflict) as refusal:
            import_script(bench, book(tmp_path, "1", "Why then?", "Who?", "How?"), draft=draft)
        assert refusal.value.code == "script-version"
        assert refusal.value.exit_code == 3
        assert "survey!C2, survey!B4." in refusal.value.what
    assert retire_script(bench, "care", "1").state == "retired"
    with pytest.raises(Conflict):
        import_script(bench, tmp_path / "care.xlsx")


def test_publishing_takes_campaigns_over_but_not_the_open_interview(bench: Bench, tmp_path: Path) -> None:
    agent, call = called(bench, tmp_path)
    import_script(bench, book(tmp_path, "2", "What else?", "More?"), draft=True)
    assert find_version(bench, "care").version == "1"
    done = publish_script(bench, "care", "2")
    assert (done.before, done.state, done.campaigns) == ("draft", "published", ("Spring",))
    assert publish_script(bench, "care", "2").before == "published"
    assert find_version(bench, "care").version == "2"

    again = calling.take_next(bench, agent)
    assert isinstance(again, CallInHand)
    assert (again.script_id, again.script_json, again.answers[0].text) == (call.script_id, call.script_json, "because")
    calling.give_back(bench, agent, call.item_id)  # nor when somebody else goes on with it
    other = calling.take_item(bench, add_agent(bench, "li", "Li"), call.item_id)
    assert (other.script_id, other.answers[0].text) == (call.script_id, "because")
    after = calling.take_next(bench, agent)
    assert isinstance(after, CallInHand)
    assert script_from_json(after.script_json).version == "2"
    assert start_campaign(bench, "Spring", "care").skipped == {"already": 2}  # the same campaign still
    assert len(list_campaigns(bench)) == 1


def test_what_is_in_use_cannot_be_removed(bench: Bench, tmp_path: Path) -> None:
    agent, call = called(bench, tmp_path)
    with pytest.raises(Conflict) as refusal:
        remove_script(bench, "care", "1")
    assert refusal.value.code == "script-used"
    assert refusal.value.what.endswith("used by: 1 open interview, campaign Spring.")
    import_script(bench, book(tmp_path, "2", "Who?"))
    with pytest.raises(Conflict) as refusal:
        remove_script(bench, "care", "1")
    assert refusal.value.what.endswith("used by: 1 open interview.")
    calling.save_result(bench, agent, call.draft_id, CallResult("completed"))
    with pytest.raises(Conflict) as refusal:
        remove_script(bench, "care", "1")
    assert refusal.value.what.endswith("used by: 1 saved call.")
    import_script(bench, book(tmp_path, "3", "How?"), draft=True)
    remove_script(bench, "care", "3")
    assert states(bench) == {"1": "published", "2": "published"}
    with pytest.raises(UsageProblem):
        remove_script(bench, "care", "3")


def test_retiring(bench: Bench, tmp_path: Path) -> None:
    called(bench, tmp_path)
    assert retire_script(bench, "care", "1").campaigns == ("Spring",)
    with pytest.raises(UsageProblem):
        start_campaign(bench, "Summer", "care")
    assert publish_script(bench, "care", "1").before == "retired"
    import_script(bench, book(tmp_path, "2", "Who?"), draft=True)
    with pytest.raises(UsageProblem) as refusal:
        retire_script(bench, "care", "2")
    assert refusal.value.code == "script-draft"


def test_names_that_are_none(lite: Bench, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as empty:
        find_version(lite, "care")
    assert "import script" in empty.value.todo
    import_script(lite, book(tmp_path, "1", "Why?"))
    import_script(lite, book(tmp_path, "1", "Why?", form="courier"))
    for name, said in (("core", "'care'"), ("courir@1", "'courier'"), ("care@2", "care@1"), ("", "")):
        with pytest.raises(UsageProblem) as refusal:
            find_version(lite, name)
        assert said in refusal.value.todo


def test_a_version_compared_with_a_file(lite: Bench, tmp_path: Path) -> None:
    import_script(lite, book(tmp_path, "1", "Why?"))
    old = seen_in_base(lite, "care")
    (found,) = compare(old, seen_in_file(book(tmp_path, "2", "Why then?"), "CN"))
    assert (found.old_cell, found.new_cell, found.old, found.new) == ("survey!C2", "survey!C2", "Why?", "Why then?")
