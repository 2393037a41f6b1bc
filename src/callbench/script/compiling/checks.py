"""What can be wrong between the parts of a script: unknown names in expressions and texts, circles, choices that do not exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from callbench.script.compiling.beginning import never_beginning
from callbench.script.compiling.columns import Row
from callbench.script.expressions import Site
from callbench.script.layout import Layout
from callbench.script.model import Script
from callbench.script.names import ScriptNames
from callbench.script.order import Cycle, Needs, in_dependency_order
from callbench.script.parts import Question
from callbench.script.problems import Problems
from callbench.script.program import filter_names, source_of
from callbench.script.sheets.content import Cell
from callbench.script.tables import strange_columns
from callbench.script.wording import REFERENCE
from callbench.script.xpath.compiler import compile_syntax
from callbench.script.xpath.errors import ExprError
from callbench.script.xpath.library import FUNCTIONS
from callbench.script.xpath.parser import parse
from callbench.script.xpath.syntax import Binary, Call, Literal, Number, Path, Ref, Syntax, walk
from callbench.script.xpath.text_functions import pattern_of
from callbench.script.xpath.values import text_of_number
from callbench.text import nearest

STEERING = frozenset({"relevant", "calculation", "choice_filter", "repeat_count"})
"""Conditions that decide what is asked and kept: these must not depend on each other in a circle."""
_REFUSED = {"randomize": "no-random-order"} | dict.fromkeys(("area", "distance", "geofence"), "no-geography")
"""Functions of XLSForm that mean nothing in a call, and the problem that says why."""


def check_expressions(script: Script, layout: Layout, sites: Sequence[Site], problems: Problems) -> None:
    """Every expression by itself, then circles among them, then repeats that cannot begin."""
    needs = Needs()
    cells: dict[int, Cell] = {}
    for site in sites:
        place = layout.at.get(site.path)
        if place is None:
            continue
        if site.column == "choice_filter":
            if not _has_source(place.question, layout):
                continue
            names: ScriptNames = filter_names(script, layout, place)
        else:
            names = ScriptNames(layout, place, around=site.column == "repeat_count")
        if _check_one(script, layout, site, names, problems) and site.column in STEERING:
            own = {place.index} if site.column == "choice_filter" else set()
            kind = {"choice_filter": needs.filters, "repeat_count": needs.counts}.get(site.column, needs.reads)
            kind.setdefault(place.index, set()).update(names.used - own)
            cells.setdefault(place.index, site.cell)
    late: set[int] = set()
    try:
        late = in_dependency_order(layout.places, needs).late
    except Cycle as cycle:
        names_around = [item.name for index in cycle.around if (item := layout.places[index].item)]
        first = next((index for index in cycle.around if index in cells), None)
        if first is not None:
            problems.add("cycle", cells[first], question=names_around[0], path=" → ".join(names_around))
    if late and not problems.any_error:
        never = never_beginning(script, layout, needs)
        for site in sites:
            if site.column == "repeat_count" and layout.at[site.path].index in never:
                problems.add("never-begins", site.cell, question=site.question, name=site.question)


def _check_one(script: Script, layout: Layout, site: Site, names: ScriptNames, problems: Problems) -> bool:
    """All that is wrong with one expression; whether it can be counted."""
    source = site.expr.source
    try:
        syntax = parse(source)
    except ExprError as problem:
        problems.add_expression(problem, site.cell, site.question, source)
        return False
    found: dict[tuple[str, int], ExprError] = {}
    for node in walk(syntax):
        try:
            _check_node(node, layout, script)
        except ExprError as problem:
            found[problem.code, problem.at] = problem
    if not found:
        try:
            compile_syntax(syntax, names)
        except ExprError as problem:
            found[problem.code, problem.at] = problem
    for wrong in sorted(found.values(), key=lambda each: each.at):
        problems.add_expression(wrong, site.cell, site.question, source)
    if not found:
        _check_choices(script, layout, syntax, site, problems)
        for name, at, columns, table in strange_columns(syntax, names, script):
            problems.add_at(
                "no-such-column", site.cell, at, question=site.question, expression=source,
                suggestion=nearest(name, columns) or f"'{name}'", name=name, list=table,
            )  # fmt: skip
    return not found


def _has_source(question: Question, layout: Layout) -> bool:
    """Whether the repeat a question chooses from is there; check_sources tells otherwise."""
    try:
        source_of(question, layout)
    except ExprError:
        return False
    return True


def _check_node(node: Syntax, layout: Layout, script: Script) -> None:
    match node:
        case Ref():
            layout.named(node.name, node.at)
        case Path(start="", steps=(step,)) if step.axis == "child" and step.test.name == "null":
            raise ExprError("null", node.at, "''")
        case Call():
            function = FUNCTIONS.get(node.name)
            if function is None and node.name in _REFUSED:
                raise ExprError(_REFUSED[node.name], node.at, name=node.name)
            if function is None:
                raise ExprError("unknown-function", node.at, nearest(node.name, FUNCTIONS), name=node.name)
            if not function.accepts(len(node.args)):
                raise ExprError("arguments", node.at, name=node.name, takes=function.takes, given=len(node.args))
            table = node.args[0] if node.name in ("instance", "pulldata") else None
            if isinstance(table, Literal) and table.text not in script.lists:
                raise ExprError("no-such-table", table.at, nearest(table.text, script.lists), name=table.text)
            if node.name == "regex" and isinstance(node.args[1], Literal):
                try:
                    pattern_of(node.args[1].text)
                except ExprError as problem:
                    problem.at = node.args[1].at
                    raise


def _check_choices(script: Script, layout: Layout, syntax: Syntax, site: Site, problems: Problems) -> None:
    """Literals that are compared with a choice question but are none of its choices."""
    for node in walk(syntax):
        pair: tuple[Syntax, ...] = ()
        if isinstance(node, Binary) and node.op in ("=", "!="):
            pair = (node.left, node.right)
        elif isinstance(node, Call) and node.name == "selected":
            pair = node.args
        for one, other in (pair, pair[::-1]) if pair else ():
            question = _asked_by(one, layout, site)
            value = (
                other.text
                if isinstance(other, Literal)
                else text_of_number(other.value)
                if isinstance(other, Number)
                else ""
            )
            known = script.lists.get(question.choices) if question else None
            if question and known and value and value not in [choice.value for choice in known.choices]:
                hint = nearest(value, [choice.value for choice in known.choices])
                problems.add(
                    "no-such-choice",
                    site.cell,
                    question=site.question,
                    suggestion=hint,
                    value=value,
                    question_name=question.name,
                )


def _asked_by(node: Syntax, layout: Layout, site: Site) -> Question | None:
    """The select question whose answer `node` is."""
    if isinstance(node, Ref):
        item = layout.named(node.name).item
    elif isinstance(node, Path) and node.start == "" and len(node.steps) == 1 and node.steps[0].axis == "self":
        item = layout.at[site.path].item if site.column == "constraint" else None
    else:
        return None
    return item if isinstance(item, Question) and item.choices else None


def check_texts(layout: Layout, rows: Mapping[str, Row], problems: Problems) -> None:
    """`${name}` in labels, hints and messages names a question."""
    for path, row in rows.items():
        for texts in row.texts.values():
            for cell in texts.values():
                for match in REFERENCE.finditer(cell.text):
                    try:
                        layout.named(match[1], match.start())
                    except ExprError as problem:
                        problems.add_expression(problem, cell, path.rpartition("/")[2], cell.text)


def check_sources(layout: Layout, rows: Mapping[str, Row], problems: Problems) -> None:
    """What `select_one ${name}` chooses from is a question of a repeat."""
    for place in layout.questions:
        question = place.question
        if not question.choices.startswith("${"):
            continue
        cell = rows[question.path].cells["type"]
        try:
            source = source_of(question, layout)
        except ExprError as problem:
            problems.add_expression(problem, cell, question.name, question.choices)
            continue
        item = layout.places[source].item
        if not layout.chains[source] or not isinstance(item, Question):
            problems.add("not-repeated", cell, question=question.name, name=question.choices[2:-1])
