"""Recorded states of whole forms: the same answers in the same order, every value, relevance and constraint compared."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from callbench.script.compile import compile_script
from callbench.script.parts import Question
from callbench.script.program import Step, program_of
from callbench.script.source import read_source
from callbench.script.state import State

from .expressions import Tally

NOW = datetime(2026, 11, 22, 2, 23, tzinfo=ZoneInfo("Asia/Shanghai"))
"""The recordings were made on this day in this zone."""

_META = re.compile(r"/meta/|/instanceID$|/instanceName$")


class Form:
    """One recorded form under our engine."""

    def __init__(self, folder: Path) -> None:
        compiled = compile_script(read_source((folder / "form.xlsx").read_bytes(), folder.name))
        self.problems = [problem for problem in compiled.problems if problem.severity == "error"]
        self.script = compiled.script

    def start(self) -> State:
        assert self.script is not None
        return State(program_of(self.script), {}, NOW, lambda choice: next(iter(choice.label.values()), choice.value))


def seen(state: State, index: int) -> dict[str, object]:
    """What the recordings tell of a place, of ours."""
    step = state.program.steps[index]
    if not isinstance(step.place.item, Question):
        return {"rel": state.relevant[index]}
    return {
        "rel": state.relevant[index],
        "req": state.holds(step.required),
        "ok": state.try_value(step, state.values[index]),
        "v": _in_order(step, state.values[index]),
    }


def steps_of(folder: Path, seed: str, engine: str) -> Iterator[tuple[str, str, dict[str, dict[str, object]]]]:
    """(path, answer, every node's state as that engine had it afterwards)."""
    answers = []
    for line in (folder / f"{seed}.script.tsv").read_text("utf-8").splitlines():
        path, _tab, coded = line.partition("\t")
        answers.append((path, base64.b64decode(coded).decode("utf-8")))
    nodes: dict[str, dict[str, object]] = {}
    with gzip.open(folder / f"{seed}.{engine}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for (path, answer), line in zip(answers, lines, strict=False):
            told = json.loads(line)
            for node in told["changed"]:
                nodes[f"{node['p']}|{node.get('m', 0)}"] = node
            yield path, "\0" + told["err"] if told["err"] else answer, nodes


def replay(folder: Path, seed: str, engine: str) -> Tally:
    """All steps of one recording. Nodes the other engine does not tell of are not compared."""
    tally = Tally(f"{folder.name}/{seed}.{engine}")
    form = Form(folder)
    if form.script is None:
        tally.out_of_scope += 1
        return tally
    state = form.start()
    layout = state.program.layout
    prefix = f"/{layout.root}/"
    broken = False
    for number, (path, answer, nodes) in enumerate(steps_of(folder, seed, engine)):
        broken = broken or answer.startswith("\0")
        if broken:  # the recorded engine failed here: what it told afterwards says nothing
            tally.out_of_scope += len(nodes)
            continue
        place = layout.at.get(path.removeprefix(prefix).replace("[1]", ""))
        if place is not None:
            step = state.program.steps[place.index]
            offered = {choice.value for choice in state.offered(step)} if step.offered else set(answer.split())
            state.raw[place.index] = (
                " ".join(value for value in answer.split() if value in offered) if step.offered else answer
            )
            state.recompute()
        for key, node in nodes.items():
            _compare(tally, state, f"{number}:{key}", node, prefix, engine)
    return tally


def _compare(tally: Tally, state: State, case: str, node: dict[str, object], prefix: str, engine: str) -> None:
    path = str(node["p"])
    place = state.program.layout.at.get(path.removeprefix(prefix))
    if place is None or _META.search(path) or (isinstance(place.item, Question) and place.item.meta):
        return
    ours = seen(state, place.index)
    if engine == "webforms" and not state.relevant[place.parent]:
        tally.out_of_scope += 1  # there a child may stay relevant in a group that is not
        return
    tally.note(node["rel"] == ours["rel"], case + " rel", node["rel"], ours["rel"])
    if node.get("g") or not (node["rel"] and ours["rel"]):
        return
    step = state.program.steps[place.index]
    told = node | {"v": _in_order(step, str(node["v"]))}
    if step.offered is not None and engine == "javarosa" and not state.values[place.index]:
        tally.out_of_scope += 1  # it keeps choices its filter no longer offers
        return
    for what in ("req", "v") + (("ok",) if node["v"] else ()):
        tally.note(told[what] == ours[what], f"{case} {what}", told[what], ours[what])


def _in_order(step: Step, text: str) -> str:
    """Several choices have no order of their own."""
    return " ".join(sorted(text.split())) if step.place.question.kind == "select_multiple" else text
