"""The floor of starting: the least Textual application that paints. With an argument it imports that module first."""

from __future__ import annotations

import importlib
import sys

from textual.app import App, ComposeResult
from textual.widgets import Static

if len(sys.argv) > 1:
    importlib.import_module(sys.argv[1])


class Bare(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        yield Static("ready")


if __name__ == "__main__":
    Bare().run()
