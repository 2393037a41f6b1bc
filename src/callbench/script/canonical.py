"""Canonical JSON of a script's parts, there and back: one text for one content, whatever file it came from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from callbench.script.parts import Choice, ChoiceList, Expr, Group, Question

FORMAT = 1
"""Number of this layout; another one is refused."""

_LEFT_OUT = frozenset({"row", "path", "items"})  # positions are not content; paths follow from the names
_EXPRESSIONS = frozenset(each.name for kind in (Question, Group) for each in fields(kind) if "Expr" in str(each.type))


def text_of(tree: Mapping[str, Any]) -> str:
    """JSON with sorted keys, no spaces, text as itself."""
    return json.dumps({"format": FORMAT, **tree}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def tree_of(text: str) -> dict[str, Any]:
    """The tree of such a text; ValueError when it is something else."""
    tree = json.loads(text)
    if not isinstance(tree, dict) or tree.get("format") != FORMAT:
        raise ValueError("not a script of this format")
    return tree


def items_out(items: Iterable[Question | Group]) -> list[dict[str, Any]]:
    """Questions and groups as plain trees; what is empty is left out."""
    return [_bare(item) | ({"items": items_out(item.items)} if isinstance(item, Group) else {}) for item in items]


def items_in(trees: Iterable[dict[str, Any]], above: str = "") -> tuple[Question | Group, ...]:
    """Questions and groups of such trees; `above` is the path of their group with a slash."""
    return tuple(_item(tree, above) for tree in trees)


def lists_out(lists: Mapping[str, ChoiceList]) -> dict[str, list[dict[str, Any]]]:
    """Choice lists as plain trees."""
    return {name: [_bare(choice) for choice in found.choices] for name, found in lists.items()}


def lists_in(trees: Mapping[str, list[dict[str, Any]]]) -> dict[str, ChoiceList]:
    """Choice lists of such trees."""
    bare = {"value": "", "label": {}}
    return {name: ChoiceList(name, tuple(Choice(**(bare | tree)) for tree in trees[name])) for name in trees}


def _bare(record: Question | Group | Choice) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in fields(record):
        value = getattr(record, each.name)
        if each.name in _LEFT_OUT or not value:
            continue
        if isinstance(value, Expr):
            value = value.source
        found[each.name] = dict(value) if isinstance(value, Mapping) else value
    return found


def _item(tree: dict[str, Any], above: str) -> Question | Group:
    path = above + str(tree["name"])
    values: dict[str, Any] = {key: Expr(value) if key in _EXPRESSIONS else value for key, value in tree.items()}
    values["path"] = path
    if "items" in tree:
        values["items"] = items_in(tree["items"], path + "/")
        return Group(**values)
    return Question(**values)
