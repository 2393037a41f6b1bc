"""What our screens and widgets keep has names of its own: one that Textual keeps itself would change how it works."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import textwrap
from functools import cache
from importlib import import_module

from textual.message_pump import MessagePump

from callbench import tui

MEANT = {"_filters"}  # of the app: the one way to send no grey where no colours are wanted


@cache
def kept(cls: type) -> frozenset[str]:
    """Names with an underscore that methods of this class assign to `self`."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    return frozenset(
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
        and node.attr.startswith("_")
    )


def test_no_name_is_textuals() -> None:
    clashes, seen = {}, 0
    for found in pkgutil.walk_packages(tui.__path__, "callbench.tui."):
        module = import_module(found.name)
        for cls in vars(module).values():
            if not isinstance(cls, type) or cls.__module__ != module.__name__ or not issubclass(cls, MessagePump):
                continue
            seen += 1
            theirs = {
                name
                for base in cls.__mro__
                if base.__module__.startswith("textual.")
                for name in (*vars(base), *kept(base))
            }
            if both := (kept(cls) & theirs) - MEANT:
                clashes[cls.__name__] = both
    assert seen > 30
    assert not clashes
