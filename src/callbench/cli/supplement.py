"""`callbench supplement`: what is missing on a customer's card, filled in."""

from __future__ import annotations

from callbench.cli import base, say
from callbench.cli.door import Door
from callbench.cli.meant import meant_customer
from callbench.errors import UsageProblem
from callbench.i18n import N_, _
from callbench.rules.words import PROFILE, code_of
from callbench.text import clean


@base.command(
    "supplement",
    N_("Fill in what is missing on a customer's card. A number is added: who had none is back in the queue."),
)
@base.argument("words", N_("CUSTOMER"), N_("Part of the name, the code, or digits of a number."))
@base.argument(
    "given",
    N_("FIELD=VALUE"),
    N_("A field by its name (phone, birthday, gender, class …), and what is written there."),
    nargs=-1,
)
@base.agent_option
def supplement(door: Door, words: str, given: tuple[str, ...], agent: str | None) -> None:
    """Print what is still missing; who is meant must be plain."""
    from callbench.desk import customers

    fields = dict(_pair(each) for each in given)
    if not fields:
        raise UsageProblem(
            _("What is to be written is not said."), todo=_("Write FIELD=VALUE, like phone=13800138000.")
        )
    who = door.agent(agent)
    meant = meant_customer(door, words)
    kept = customers.update_profile(door.bench, who, meant.id, fields)
    if door.json:
        from callbench.cli.shapes import customer_shape

        say.json(customer_shape(kept, customers.history(door.bench, kept.id)))
        return
    missing = _(", ").join(_(PROFILE[field]) for field in kept.missing)
    left = _("Still missing: {fields}.").format(fields=missing) if missing else _("Nothing is missing.")
    lines = [_("Kept: {name}. {left}").format(name=kept.name or _("(no name)"), left=left)]
    if "phone" in meant.missing and "phone" not in kept.missing:
        lines.append(_("There is a number to call now."))
    say.lines(lines)


def _pair(words: str) -> tuple[str, str]:
    field, sign, value = words.replace("＝", "=", 1).partition("=")
    if not sign:
        raise UsageProblem(
            _("{text!r} is no FIELD=VALUE.").format(text=clean(words, limit=60)),
            todo=_("Write FIELD=VALUE, like phone=13800138000."),
        )
    return code_of(field, PROFILE) or field.strip(), value.strip()
