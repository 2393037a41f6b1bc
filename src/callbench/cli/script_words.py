"""The words for what a script holds: states, kinds of questions, its columns, its parts."""

from __future__ import annotations

from callbench.i18n import N_, _

STATES = {"draft": N_("draft"), "published": N_("published"), "retired": N_("retired")}
KINDS = {
    "text": N_("text"), "integer": N_("whole number"), "decimal": N_("number"), "date": N_("date"), "time": N_("time"),
    "dateTime": N_("date and time"), "select_one": N_("one choice"), "select_multiple": N_("several choices"),
    "range": N_("scale"), "acknowledge": N_("to confirm"), "note": N_("words to say"), "calculate": N_("calculated"),
    "hidden": N_("customer field"), "meta": N_("customer field"), "group": N_("group"), "repeat": N_("repeat"),
}  # fmt: skip
STAGES = {
    "opening": N_("Opening"), "body": N_("Questions"), "closing": N_("Closing"), "wrap-up": N_("Wrap-up"),
}  # fmt: skip
FIELDS = {
    "name": N_("name"), "kind": N_("type"), "label": N_("wording"), "hint": N_("hint"), "say": N_("what to say"),
    "objection": N_("answer to objections"), "required": N_("required"), "required_message": N_("message when missing"),
    "relevant": N_("asked when"), "constraint": N_("accepted when"), "constraint_message": N_("message when refused"),
    "calculation": N_("calculation"), "default": N_("default"), "readonly": N_("read only"), "choices": N_("choice list"),
    "choice_filter": N_("choices offered when"), "appearance": N_("appearance"), "parameters": N_("parameters"),
    "stage": N_("stage"), "measure": N_("measure"), "profile": N_("profile field"), "outcome": N_("proposed outcome"),
    "complaint": N_("proposed complaint"), "follow_up": N_("proposed follow-up"), "refuse": N_("may be refused"),
    "repeat": N_("repeat"), "count": N_("how often"), "titles": N_("title"), "languages": N_("languages"),
    "root": N_("name of the form"), "settings": N_("setting"), "meta": N_("type"),
}  # fmt: skip
PARTS = {
    "question": N_("question"), "group": N_("group"), "choice": N_("choice"), "list": N_("choice list"),
    "script": N_("script"),
}  # fmt: skip
CHANGES = {
    "added": N_("added"), "removed": N_("removed"), "moved": N_("put elsewhere"), "renamed": N_("renamed"),
    "changed": N_("changed"),
}  # fmt: skip


def field_words(name: str, language: str) -> str:
    """A column as people call it: `text (中文)`, `parameters: end`, an unknown one by its heading."""
    head, _dot, key = name.partition(".")
    words = key if head == "columns" else _(FIELDS.get(head, head))
    if key and head != "columns":
        words = _("{name}: {value}").format(name=words, value=key)
    return _("{words} ({name})").format(words=words, name=language) if language else words
