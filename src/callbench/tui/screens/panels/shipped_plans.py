"""The plans that come with the program and are not here: added with one script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.content import Content

from callbench.i18n import N_, _
from callbench.records.people import Agent
from callbench.records.plans import Plan
from callbench.rules.plans import told
from callbench.tui import show
from callbench.tui.screens.panels.form import Entry, FormPanel
from callbench.tui.screens.panels.script_entry import reads_script

if TYPE_CHECKING:
    from callbench.desk.bench import Bench


class ShippedPlansPanel(FormPanel[tuple[Plan, ...]]):
    """Returns the plans that were added. missing: those that are not here; forms: published scripts."""

    PREVIEW_ROWS = 8

    def __init__(self, boss: Agent, missing: Sequence[Plan], forms: Sequence[str]) -> None:
        self.boss, self.missing = boss, tuple(missing)
        script = forms[0] if len(forms) == 1 else ""
        super().__init__((Entry("script", N_("Script"), reads_script(forms), script, N_("its id")),))

    def heading(self) -> str:
        return _("Add the plans that come with the program")

    def preview(self, found: Any) -> list[Content]:
        return [
            show.line((show.cell(plan.code, 14), "bold $ink"), (show.fit(told(plan), 58), "$muted"))
            for plan in self.missing
        ]

    def keep(self, bench: Bench, values: Mapping[str, Any]) -> tuple[Plan, ...]:
        from callbench.desk.plan_edits import add_shipped

        return add_shipped(bench, self.boss, values["script"])
