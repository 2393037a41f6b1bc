"""Agents: found by what people type, refused with what would be right."""

from __future__ import annotations

import pytest

from callbench.desk.agents import add_agent, find_agent, list_agents
from callbench.desk.bench import Bench
from callbench.errors import UsageProblem


def test_an_agent_is_found_by_code_or_name_however_written(bench: Bench) -> None:
    wang, li = add_agent(bench, "WangMin", "王敏"), add_agent(bench, "li.na", "李娜", "supervisor")
    assert list_agents(bench) == (li, wang)
    assert (wang.code, wang.role, li.role) == ("wangmin", "agent", "supervisor")
    for text in ("wangmin", "WANGMIN", " 王敏 "):
        assert find_agent(bench, text) == wang


def test_an_unknown_agent_is_told_with_the_nearest_and_the_known(lite: Bench) -> None:
    with pytest.raises(UsageProblem, match="no agent yet"):
        find_agent(lite, "x")
    add_agent(lite, "wangmin", "王敏")
    add_agent(lite, "lina", "李娜")
    with pytest.raises(UsageProblem) as told:
        find_agent(lite, "wangmn")
    assert "nearest is wangmin" in str(told.value)
    assert "lina, wangmin" in str(told.value)


def test_two_of_one_name_are_told_apart_by_code(lite: Bench) -> None:
    add_agent(lite, "w1", "王敏")
    add_agent(lite, "w2", "王敏")
    assert find_agent(lite, "w2").code == "w2"
    with pytest.raises(UsageProblem, match="w1, w2"):
        find_agent(lite, "王敏")


@pytest.mark.parametrize(
    ("code", "name", "role"),
    [("w", "Again", "agent"), ("", "x", "agent"), ("a b", "x", "agent"), ("b", " ", "agent"), ("b", "x", "boss"),
     ("b" * 41, "x", "agent"), ("[/]", "x", "agent")],
)  # fmt: skip
def test_what_cannot_be_an_agent_is_refused(lite: Bench, code: str, name: str, role: str) -> None:
    add_agent(lite, "w", "W")
    with pytest.raises(UsageProblem):
        add_agent(lite, code, name, role)
    assert len(list_agents(lite, everyone=True)) == 1


def test_a_trainee_is_no_role_and_what_makes_one_is_said(lite: Bench) -> None:
    with pytest.raises(UsageProblem) as caught:
        add_agent(lite, "xiao", "Xiao", "trainee")
    assert "callbench trainee set xiao" in caught.value.todo
