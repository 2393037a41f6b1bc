"""Which customer the words of a command mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callbench.cli.door import Door
from callbench.errors import UsageProblem
from callbench.i18n import _
from callbench.text import clean

if TYPE_CHECKING:
    from callbench.records.people import Customer

_TOLD = 10  # customers named where several are meant


def meant_customer(door: Door, words: str) -> Customer:
    """The one who is meant: by the whole name or code, or the only one found by a part of them or by digits of a number.

    Raises UsageProblem where that is nobody, or not plain.
    """
    from callbench.desk.customers import find_customers

    found = find_customers(door.bench, words, _TOLD + 1)
    exact = [customer for customer in found if words.strip() in (customer.name, customer.code)]
    if len(found) == 1 or len(exact) == 1:
        return exact[0] if exact else found[0]
    if not found:
        raise UsageProblem(_("Nobody is found by {text!r}.").format(text=clean(words, limit=60)))
    names = [f"{customer.name} {customer.code}".strip() for customer in found[:_TOLD]]
    raise UsageProblem(
        _("Several customers are meant by {text!r}.").format(text=clean(words, limit=60)),
        todo=_("Name one of: {names}.").format(names=_(", ").join(names + (["…"] if len(found) > _TOLD else []))),
        code="several",
    )
