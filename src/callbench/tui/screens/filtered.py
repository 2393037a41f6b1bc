"""A screen with a list and a filter below it: the key opens the field, Enter goes on in the list, Escape drops what is typed."""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from callbench.tui.screens.base import BenchScreen
from callbench.tui.widgets.field import Field
from callbench.tui.widgets.rows import Rows


class FilteredScreen(BenchScreen[None]):
    """Subclasses yield a `Field` with the id `filter` and `Rows`, and show what the field leaves."""

    def action_filter(self) -> None:
        self.query_one(Field).open()

    @on(Input.Submitted, "#filter")
    def _filter_done(self) -> None:
        self.query_one(Rows).focus()

    def action_back(self) -> None:
        """First drop the filter, then leave."""
        field = self.query_one(Field)
        if field.value or field.is_open:
            field.close()
            self.query_one(Rows).focus()
        else:
            self.dismiss()
