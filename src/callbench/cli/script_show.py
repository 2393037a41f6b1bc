"""`callbench script show` and `script diff`: a script looked over, and two of them compared."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from callbench.cli import base, say
from callbench.cli.cells import wrap
from callbench.cli.door import Door
from callbench.cli.script_words import CHANGES, KINDS, PARTS, STAGES, STATES, field_words
from callbench.errors import EXIT_DONE, EXIT_FINDINGS
from callbench.i18n import N_, _, language, ngettext
from callbench.rules.complaints import KINDS as KINDS_OF_COMPLAINT
from callbench.rules.complaints import in_words
from callbench.rules.outcomes import outcome_label
from callbench.rules.words import PROFILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callbench.desk.script_files import ScriptSeen
    from callbench.script.telling.diff import Difference
    from callbench.script.telling.outline import OutlineChoice, OutlineEntry

_WIDTH = 78
_MOST_CHOICES = 12  # of a list in plain lines; --json has them all
_LONGEST = 120  # characters of a text that changed
SCRIPT = N_("SCRIPT")
SCRIPT_HELP = N_("A file, a version of the base, or a form: its version published last. A file goes before a form.")


@base.command("show", N_("A script looked over: questions, choices, and conditions in words."))
@base.argument("name", SCRIPT, SCRIPT_HELP)
def show(door: Door, name: str) -> None:
    """Print a line or some for every question and group."""
    from callbench.script.telling.outline import outline

    seen = script_seen(door, name)
    entries = outline(seen.script, language())
    if door.json:
        say.json(_shape(seen, entries))
    else:
        say.lines([*_head(seen), *_outline_lines(entries)])


@base.command("diff", N_("In what two scripts differ, with the cells of both. Exit code 1 when they do."))
@base.argument("old", N_("OLD"), SCRIPT_HELP)
@base.argument("new", N_("NEW"), SCRIPT_HELP)
def diff(door: Door, old: str, new: str) -> int:
    """Print one line a difference."""
    from callbench.desk.script_files import compare

    first, second = script_seen(door, old), script_seen(door, new)
    found = compare(first, second)
    if door.json:
        say.json({"old": _named(first), "new": _named(second), "differences": [asdict(each) for each in found]})
    elif not found:
        say.lines([_("The same: {old} and {new}.").format(old=first.name, new=second.name)])
    else:
        n = len(found)
        say.lines([f"{first.name} → {second.name}"])
        say.lines(map(_difference_line, found))
        say.lines([ngettext("{n} difference", "{n} differences", n).format(n=n)])
    return EXIT_FINDINGS if found else EXIT_DONE


def script_seen(door: Door, name: str) -> ScriptSeen:
    """What the line names: a file where there is one, else a version of the base. A base that is there tells the outcomes."""
    from callbench.desk.script_files import is_file_name, seen_in_base, seen_in_file

    if not is_file_name(name):
        return seen_in_base(door.bench, name)
    if not Path(name).suffix and Path(name).name == name:
        say.talk(_("{name} is read as the file of that name; a form is named {name}@VERSION.").format(name=name))
    return seen_in_file(Path(name), door.settings["shop.region"], door.known_outcomes())


# -- one script ------------------------------------------------------------------------------------------------


def _head(seen: ScriptSeen) -> list[str]:
    script = seen.script
    asked = sum(question.asked for question in script.questions())
    names = [f"{script.form_id}@{script.version}", _(STATES.get(seen.state, seen.state)) or seen.name]
    count = ngettext("{n} question", "{n} questions", asked).format(n=asked)
    spoken = _(", ").join(name for name in script.languages if name)
    return [
        _("{words} ({name})").format(words=script.title(language()), name=_beside(*names)),
        _beside(spoken, count) if spoken else count,
    ]


def _beside(first: str, second: str) -> str:
    """Two facts of different kinds."""
    return _("{first}, {second}").format(first=first, second=second)


def _outline_lines(entries: Sequence[OutlineEntry]) -> list[str]:
    lines, stage = [], ""
    fields = [entry.name for entry in entries if entry.kind in ("hidden", "meta")]
    if fields:
        lines += ["", _("{name}: {value}").format(name=_("Customer fields"), value=_(", ").join(fields))]
    for entry in entries:
        if entry.kind in ("hidden", "meta"):
            continue
        if entry.stage != stage:
            stage = entry.stage
            lines += ["", _(STAGES.get(stage, stage)) if stage else _("Without a stage")]
        indent = "  " * (entry.depth + 1)
        lines += [indent + _first(entry), *(f"{indent}   {line}" for line in _details(entry))]
    return lines


def _first(entry: OutlineEntry) -> str:
    label = entry.texts.get("label") or entry.name
    if entry.number:
        required = entry.words.get("required") == _("always")
        return f"{entry.number}. " + (_("{question} (required)").format(question=label) if required else label)
    return _("{name}: {value}").format(name=_(KINDS.get(entry.kind, entry.kind)), value=label)


def _details(entry: OutlineEntry) -> list[str]:
    """Say, hint, kind with choices, then conditions, and what an answer does; wrapped."""
    facts: list[tuple[str, str]] = []
    facts += [(_("Say"), entry.texts["say"])] if "say" in entry.texts else []
    facts += [(_("Hint"), entry.texts["hint"])] if "hint" in entry.texts else []
    facts += [(_("If they object"), entry.texts["objection"])] if "objection" in entry.texts else []
    if entry.number:
        facts.append((_(KINDS.get(entry.kind, entry.kind)), _answers(entry)))
    facts += [
        (field_words(name, ""), _proposed(name, words))
        for name, words in entry.words.items()
        if not (name == "required" and words == _("always"))
    ]
    facts += [(field_words("measure", ""), entry.measure)] if entry.measure else []
    facts += [(field_words("profile", ""), _(PROFILE.get(entry.profile, entry.profile)))] if entry.profile else []
    facts += [(field_words("refuse", ""), _("yes"))] if entry.can_refuse else []
    lines: list[str] = []
    for name, value in facts:
        whole = _("{name}: {value}").format(name=name, value=value) if value else name
        first, *more = wrap(whole, _WIDTH - 2 * entry.depth - 5)
        lines += [first, *(f"  {line}" for line in more)]
    return lines


def _proposed(name: str, words: str) -> str:
    """What a column says, with outcomes and complaints as they are called instead of their codes."""
    if name == "outcome":
        return outcome_label(words)
    if name != "complaint":
        return words
    from callbench.script.telling.told import quoted

    for kind in KINDS_OF_COMPLAINT:
        words = words.replace(quoted(kind), quoted(in_words(kind)))
    return in_words(words)


def _answers(entry: OutlineEntry) -> str:
    if entry.kind == "range":
        return _("{start} to {end}, step {step}").format(**entry.parameters)
    shown = [_choice(choice) for choice in entry.choices[:_MOST_CHOICES]]
    if len(entry.choices) > _MOST_CHOICES:
        shown.append(_("{n} more").format(n=len(entry.choices) - _MOST_CHOICES))
    return " | ".join(shown)


def _choice(choice: OutlineChoice) -> str:
    words = choice.label
    if choice.value.isdecimal() and not words.startswith(choice.value):
        words = f"{choice.value} {words}"
    proposed = [outcome_label(choice.outcome)] if choice.outcome else []
    proposed += [in_words(choice.complaint)] if choice.complaint else []
    proposed += [choice.follow_up] if choice.follow_up else []
    return f"{words} → {_(', ').join(proposed)}" if proposed else words


def _named(seen: ScriptSeen) -> dict[str, str]:
    script = seen.script
    return {"name": seen.name, "form_id": script.form_id, "version": script.version, "hash": script.hash}


def _shape(seen: ScriptSeen, entries: Sequence[OutlineEntry]) -> dict[str, object]:
    script = seen.script
    return {
        **_named(seen),
        "title": script.title(language()),
        "state": seen.state,
        "languages": list(script.languages),
        "items": [asdict(entry) for entry in entries],
    }


# -- two scripts -----------------------------------------------------------------------------------------------


def _difference_line(each: Difference) -> str:
    cells = dict.fromkeys(cell for cell in (each.old_cell, each.new_cell) if cell)
    where = " → ".join(cells)
    what = each.path or _(PARTS["script"])
    if each.part in ("choice", "list", "group"):
        what = f"{_(PARTS[each.part])} {what}"
    words = [_(CHANGES[each.kind]), where, what]
    line = "  ".join(word for word in words if word)
    if each.kind == "changed":
        name = field_words(each.field, each.language)
        changed = _("{name}: {value}").format(name=name, value=f"{_shown(each.old)} → {_shown(each.new)}")
        return _("{where}: {message}").format(where=line, message=changed)
    if each.was:
        return f"{line} ← {each.was}"
    label = each.old or each.new
    return _("{where}: {message}").format(where=line, message=_cut(label)) if label else line


def _shown(text: str) -> str:
    return _cut(text) if text else _("(nothing)")


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
