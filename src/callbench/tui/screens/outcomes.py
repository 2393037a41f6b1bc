"""What calls can end with, for supervisors: in their order, moved, renamed, delayed, switched off, added, restored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from callbench.i18n import LANGUAGES, N_, _, ngettext
from callbench.rules.outcome_words import CLASS_WORDS, class_label, follows_words, remarks
from callbench.rules.outcomes import OutcomeRule, Outcomes
from callbench.tui import cells, columns, show
from callbench.tui.columns import Column
from callbench.tui.keymap import key_of
from callbench.tui.screens.office import OfficeScreen, bindings_of
from callbench.tui.screens.panels.outcome_rule import OutcomeRulePanel
from callbench.tui.screens.panels.sheet import ask
from callbench.tui.screens.queue_words import Told
from callbench.tui.show_campaign import fact

if TYPE_CHECKING:
    from callbench.desk.bench import Bench

_WIDE = 110


class OutcomesScreen(OfficeScreen[OutcomeRule]):
    """The list as an agent is offered it, with those that are switched off."""

    PLACE = "outcomes"
    BINDINGS = bindings_of("outcomes")
    HINT = N_("name, key")

    def read(self, bench: Bench) -> Sequence[OutcomeRule]:
        from callbench.desk.outcomes import list_outcomes

        return list_outcomes(bench).rules

    def key(self, item: OutcomeRule) -> object:
        return item.key

    def searched(self, item: OutcomeRule) -> str:
        return " ".join((item.key, *item.names))

    def titled(self, shown: Sequence[OutcomeRule]) -> Content:
        offered = sum(each.active for each in shown)
        said = ngettext("{n} outcome, {offered} offered", "{n} outcomes, {offered} offered", len(shown))
        return show.line((said.format(n=len(shown), offered=offered), "bold $mark"))

    def listed(self, room: int) -> list[Column]:
        rules = self.found or ()
        follows = max((cells.width(follows_words(each, self.desk.settings)) for each in rules), default=0)
        more = max((cells.width(_remarked(each)) for each in rules), default=0)
        found = [
            Column("press", _("Press"), 5), Column("name", _("Outcome"), 0), Column("class", _("Class"), 5),
            Column("follows", _("Then"), max(min(follows, 25), 6)),
        ]  # fmt: skip
        found += [Column("more", "", min(more, 22))] if more else []
        if room >= _WIDE:
            found.insert(2, Column("key", _("Stored as"), 20))
        return columns.laid_out(found, room, 1)

    def cells_of(self, item: OutcomeRule) -> dict[str, tuple[str, str]]:
        quiet = "" if item.active else "$muted"
        return {
            "press": (item.press.upper() or "-", "bold" if item.active else "$muted"),
            "name": (item.name, quiet),
            "key": (item.key, "$muted"),
            "class": (class_label(item.aapor), quiet),
            "follows": (follows_words(item, self.desk.settings), quiet),
            "more": (_remarked(item), "$warn" if item.active else "$muted"),
        }

    def nobody(self, filtered: bool) -> Told:
        return (_("No outcome here."), _("{key} drops the filter.").format(key=key_of("outcomes.back")))

    def details(self, item: OutcomeRule | None, room: int) -> list[Content]:
        if item is None:
            return []
        own = _(", ").join(item.words[each] for each in LANGUAGES if item.words.get(each))
        whose = _("shipped") if item.shipped else _("the shop's own")
        said = [_("reached") if item.contacted else _("not reached"), _("final") if item.final else _("goes on")]
        return [
            *fact(_("Outcome"), f"{item.name}  {item.key}  ({whose})", room),
            *fact(_("Class"), f"{class_label(item.aapor)}  {_(CLASS_WORDS[item.aapor])}", room),
            *fact(_("It means"), _(", ").join((*said, *remarks(item))), room),
            *fact(_("Then"), follows_words(item, self.desk.settings), room),
            *fact(_("Renamed to"), own if item.shipped else "", room),
        ]

    # -- keys --------------------------------------------------------------------------------------------------

    def action_edit(self) -> None:
        if (rule := self.chosen) is not None:
            self._ask_panel(rule)

    def action_new(self) -> None:
        self._ask_panel(None)

    def _ask_panel(self, rule: OutcomeRule | None) -> None:
        if self.found is None:
            return

        def kept(found: OutcomeRule | None) -> None:
            if found is not None:
                self.desk.say(_("{name} is kept.").format(name=found.name))
                self.load(found.key)

        ask(self, OutcomeRulePanel(self.boss, rule, Outcomes(self.found)), kept)

    def action_switch(self) -> None:
        rule, boss = self.chosen, self.boss
        if rule is None:
            return

        def write(bench: Bench) -> OutcomeRule:
            from callbench.desk.outcomes import change_outcome

            return change_outcome(bench, boss, rule.key, active=not rule.active)

        def done(found: OutcomeRule) -> str:
            said = _("{name} is offered again.") if found.active else _("{name} is offered no more.")
            return said.format(name=found.name)

        self.change(write, done)

    def action_earlier(self) -> None:
        self._move(-1)

    def action_later(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        """By one place of the whole list, whatever the filter shows."""
        rule, boss = self.chosen, self.boss
        if rule is None or self.found is None:
            return
        keys = [each.key for each in self.found]
        place = keys.index(rule.key) + step
        if not 0 <= place < len(keys):
            return

        def write(bench: Bench) -> Outcomes:
            from callbench.desk.outcomes import move_outcome

            return move_outcome(bench, boss, rule.key, place + 1)

        def done(_found: Outcomes) -> str:
            return _("{name} is number {place} now.").format(name=rule.name, place=place + 1)

        self.change(write, done, lambda _found: rule.key)

    def action_restore(self) -> None:
        boss = self.boss

        def look(bench: Bench) -> Sequence[OutcomeRule]:
            return [each for each in self.read(bench) if not each.shipped]

        def told(own: Sequence[OutcomeRule]) -> Told:
            lines = [_("Names, keys, order and delays are again as the program brought them.")]
            if own:
                names = _(", ").join(each.name for each in own)
                lines.append(
                    _("The shop's own go, or are switched off where calls ended with them: {names}").format(names=names)
                )
            return (_("Restore the shipped outcomes?"), *lines)

        def write(bench: Bench) -> Outcomes:
            from callbench.desk.outcomes import restore_outcomes

            return restore_outcomes(bench, boss)

        def done(_found: Outcomes) -> str:
            return _("The shipped outcomes are restored.")

        self.ask_first(look, told, N_("restore them"), lambda: self.change(write, done))


def _remarked(rule: OutcomeRule) -> str:
    return _(", ").join(remarks(rule))
