"""A whole script, frozen: what is stored, hashed and pinned to every interview."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from callbench.i18n import normal_language
from callbench.script import canonical
from callbench.script.parts import ChoiceList, Group, Question, Texts, flat

MARKETING, CONSENT = "callbench::marketing", "callbench::consent"
"""Columns of the settings sheet: the script advertises something (yes), and for what it needs a consent."""


@dataclass(frozen=True)
class Script:
    """A whole script. titles: by language; languages: as the workbook names them, the default one first."""

    form_id: str
    version: str
    titles: Texts
    languages: tuple[str, ...]
    items: tuple[Question | Group, ...]
    lists: Mapping[str, ChoiceList] = field(default_factory=dict)
    root: str = "data"
    settings: Mapping[str, str] = field(default_factory=dict)

    def title(self, language: str) -> str:
        """The title in `language` (zh_CN or en), else in the default one."""
        return self.text(self.titles, language) or self.form_id

    def text(self, texts: Texts, language: str) -> str:
        """The best of `texts` for `language`: that language, the default one, any; `${name}` still in it."""
        for name in self.order_of(language):
            if found := texts.get(name):
                return found
        return ""

    def order_of(self, language: str) -> tuple[str, ...]:
        """The script's languages, best first, for someone who reads `language` (zh_CN, en)."""
        known = self._known_orders
        if language not in known:
            names = (*self.languages, "") if "" not in self.languages else self.languages
            known[language] = tuple(sorted(names, key=lambda name: not speaks(name, language)))
        return known[language]

    @cached_property
    def _known_orders(self) -> dict[str, tuple[str, ...]]:
        return {}

    def questions(self) -> Iterator[Question]:
        """Every question, in order, groups opened."""
        return (item for item, _depth in flat(self.items) if isinstance(item, Question))

    @property
    def repeats(self) -> bool:
        """Whether any question may be asked several times."""
        return any(isinstance(item, Group) and item.repeat for item, _depth in flat(self.items))

    @property
    def marketing(self) -> bool:
        """Whether something is advertised with it: stricter hours hold."""
        return self.settings.get(MARKETING) == "yes"

    @property
    def consent(self) -> str:
        """The purpose for which whoever is called with it must have agreed to be called, "" for none."""
        return self.settings.get(CONSENT, "")

    def canonical(self) -> str:
        """The script as canonical JSON: sorted keys, nothing empty, no positions; what is stored and hashed."""
        return self._canonical

    @cached_property
    def _canonical(self) -> str:
        return canonical.text_of(
            {
                "form_id": self.form_id,
                "version": self.version,
                "titles": dict(self.titles),
                "languages": list(self.languages),
                "root": self.root,
                "settings": dict(self.settings),
                "items": canonical.items_out(self.items),
                "lists": canonical.lists_out(self.lists),
            }
        )

    @cached_property
    def hash(self) -> str:
        """SHA-256 of canonical(), 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()


@lru_cache(maxsize=16)
def script_from_json(text: str) -> Script:
    """The script of a canonical JSON text; ValueError when it is none. The same text gives the same object."""
    tree = canonical.tree_of(text)
    return Script(
        form_id=tree["form_id"],
        version=tree["version"],
        titles=tree["titles"],
        languages=tuple(tree["languages"]),
        items=canonical.items_in(tree["items"]),
        lists=canonical.lists_in(tree["lists"]),
        root=tree["root"],
        settings=tree["settings"],
    )


def speaks(name: str, language: str) -> bool:
    """Whether a workbook's language name (`中文 (zh)`, `English (en)`, `zh`, `english`) means `language` (zh_CN, en)."""
    code = name[name.rfind("(") + 1 :].rstrip(") ") if "(" in name else name
    if found := normal_language(code.strip()):
        return found == language
    plain = name.casefold()
    return any(
        word in plain for word in (("中文", "chinese", "汉语") if language == "zh_CN" else ("english", "英文", "英语"))
    )
