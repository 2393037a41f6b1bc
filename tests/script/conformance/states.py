"""Recorded states of whole forms: the same answers in the same order, every value, relevance and constraint compared."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from callbench.script.compile import compile_script
from callbench.script.instances import Spot
from callbench.script.layout import numbers_of, plain_path
from callbench.script.parts import Group, Question
from callbench.script.program import program_of
from callbench.script.source import read_source
from callbench.script.state import State
from callbench.script.xpath.values import text_of_number

from .exceptions import REFUSED_FORMS
from .expressions import Tally

NOW = datetime(2026, 11, 22, 2, 23, tzinfo=ZoneInfo("Asia/Shanghai"))
"""The recordings were made on this day in this zone."""

_NO_TEXT = re.compile(r"\[itext:\]")
"""What JavaRosa writes for a key that names no text."""
_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_META = re.compile(r"/meta/|/instanceID$|/instanceName$")


class Form:
    """One recorded form under our engine.

    Types nobody can answer by telephone are read as text, for their values are only handed through. refused: why it is
    no script of ours, "" when it is one.
    """

    def __init__(self, folder: Path) -> None:
        source = read_source((folder / "form.xlsx").read_bytes(), folder.name)
        compiled = compile_script(source)
        if unheard := {problem.cell for problem in compiled.problems if problem.code == "not-by-phone"}:
            survey = source.sheets["survey"]
            rows = tuple(
                {
                    at: replace(cell, raw="text") if cell.place.partition("!")[2] in unheard else cell
                    for at, cell in row.items()
                }
                for row in survey.rows
            )
            compiled = compile_script(
                replace(source, sheets=dict(source.sheets) | {"survey": replace(survey, rows=rows)})
            )
        codes = {problem.code for problem in compiled.problems if problem.severity == "error"}
        self.script = compiled.script
        self.refused = ", ".join(sorted(codes))
        self.listed = codes <= REFUSED_FORMS.keys()

    def start(self, engine: str) -> State:
        """JavaRosa was recorded without anybody walking through the form: each repeat has its one instance there."""
        assert self.script is not None
        script = self.script
        if engine == "javarosa" and script.repeats:
            script = replace(script, items=_uncounted(script.items))
        first = script.languages[:1] or ("",)
        return State(program_of(script), {}, NOW, lambda choice: choice.label.get(first[0], "") or choice.value)


def _uncounted(items: tuple[Question | Group, ...]) -> tuple[Question | Group, ...]:
    return tuple(
        replace(item, items=_uncounted(item.items), count=None) if isinstance(item, Group) else item for item in items
    )


def seen(state: State, spot: Spot) -> dict[str, object]:
    """What the recordings tell of a place, of ours."""
    step = state.program.steps[spot.place.index]
    if not isinstance(spot.place.item, Question):
        return {"rel": state.relevant[spot.slot]}
    return {
        "rel": state.relevant[spot.slot],
        "req": state.holds(step.required, spot.bases),
        "ok": state.try_value(step, state.values[spot.slot], spot.slot, spot.bases),
        "v": _in_order(spot, state.values[spot.slot]),
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
        if form.listed:
            tally.out_of_scope += 1
            tally.exceptions += [("form.xlsx", REFUSED_FORMS[code]) for code in form.refused.split(", ")]
        else:
            tally.note(False, "form.xlsx", "a script", form.refused)
        return tally
    state = form.start(engine)
    prefix = f"/{state.program.layout.root}/"
    broken = False
    for number, (path, answer, nodes) in enumerate(steps_of(folder, seed, engine)):
        broken = broken or answer.startswith("\0")
        if broken:  # the recorded engine failed here: what it told afterwards says nothing
            tally.out_of_scope += len(nodes)
            continue
        if spots := spots_at(state, path.removeprefix(prefix)):
            spot = spots[0]
            step = state.program.steps[spot.place.index]
            if step.sifts:
                offered = {choice.value for choice in state.offered(step, spot.bases)}
                answer = " ".join(value for value in answer.split() if value in offered)
            state.raw[spot.slot] = answer
            state.recompute()
        for key, node in nodes.items():
            _compare(tally, state, f"{number}:{key}", node, prefix, engine)
    return tally


def spots_at(state: State, path: str, instance: int = 0) -> list[Spot]:
    """The spots at a recorded path. Without numbers it may be any instance, but that with index `instance` if it is told."""
    place = state.program.layout.at.get(plain_path(path))
    if place is None:
        return []
    chain, numbers = state.program.layout.chains[place.index], list(numbers_of(path))
    if len(numbers) > len(chain):  # engines number every group, `g[1]/q[1]`
        numbers = _of_repeats(state, path)
    missing = len(chain) - len(numbers)
    picks: list[float | None] = [*numbers, *[None] * missing]
    if missing and instance:
        picks[-1] = instance + 1
    return [state.instances.spot(place.index, bases) for bases in state.instances.all_bases(chain, (), picks)]


def _of_repeats(state: State, path: str) -> list[int]:
    """The numbers in a path that stand behind repeats."""
    found, so_far = [], ""
    for part in path.split("/"):
        name, _bracket, number = part.partition("[")
        so_far = f"{so_far}/{name}".strip("/")
        place = state.program.layout.at.get(so_far)
        if place is not None and place.index in state.program.layout.sizes:
            found.append(int(number.rstrip("]") or 1))
    return found


def _compare(tally: Tally, state: State, case: str, node: dict[str, object], prefix: str, engine: str) -> None:
    path = str(node["p"])
    found = [
        _compared(state, spot, node, engine)
        for spot in spots_at(state, path.removeprefix(prefix), int(str(node.get("m", 0))))
        if not (_META.search(path) or (isinstance(spot.place.item, Question) and spot.place.item.meta))
    ]
    if not found:
        return
    alike = next((each for each in found if each is not None and all(here == there for _, here, there in each)), None)
    compared = alike or found[0]
    if compared is None:
        tally.out_of_scope += 1
        return
    for what, told, ours in compared:
        tally.note(told == ours, f"{case} {what}", told, ours)


def _compared(
    state: State, spot: Spot, node: dict[str, object], engine: str
) -> list[tuple[str, object, object]] | None:
    """(what, as it was recorded, as ours has it) of one instance; None where the engines are known to differ."""
    ours = seen(state, spot)
    if engine == "webforms" and not state.relevant[spot.parent]:
        return None  # there a child may stay relevant in a group that is not
    found = [("rel", node["rel"], ours["rel"])]
    if node.get("g") or not (node["rel"] and ours["rel"]):
        return found
    if state.program.steps[spot.place.index].offered and engine == "javarosa" and not state.values[spot.slot]:
        return None  # it keeps choices its filter no longer offers
    if engine == "webforms" and not node["v"] and _sums(spot):
        return None  # there a sum over a blank is none
    told = node | {"v": _in_order(spot, _NO_TEXT.sub("", str(node["v"])))}
    return found + [(what, told[what], ours[what]) for what in ("req", "v") + (("ok",) if node["v"] else ())]


def _sums(spot: Spot) -> bool:
    """Whether a place is calculated as a sum."""
    calculation = spot.place.question.calculation
    return calculation is not None and "sum(" in calculation.source


def _in_order(spot: Spot, text: str) -> str:
    """Several choices have no order of their own, a decimal no writing."""
    kind = spot.place.question.kind
    if kind == "select_multiple":
        return " ".join(sorted(text.split()))
    return text_of_number(float(text)) if kind == "decimal" and _DECIMAL.fullmatch(text) else text
