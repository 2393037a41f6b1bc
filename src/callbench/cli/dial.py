"""`callbench dial`: the number of a call is given to the program that dials."""

from __future__ import annotations

import subprocess

from callbench.cli import base, say
from callbench.cli.door import Door
from callbench.cli.outcome import in_hand
from callbench.i18n import N_, _

_PATIENCE = 5.0  # seconds in which a program that fails says so; one that goes on is a telephone


@base.command(
    "dial", N_("Dial the number of a call with the program of dial.command. The item is taken when it is not in hand.")
)
@base.argument("item", N_("ITEM"), N_("Its id, as `next` and `queue` tell it; - is the one in hand."))
@base.option(
    "--number",
    metavar="N",
    type=base.Number(1, 99),
    said=N_("Another of the customer's numbers, as `next` lists them: 1, 2 …"),
)
@base.agent_option
def dial(door: Door, item: str, number: int | None, agent: str | None) -> None:
    """Print which number is dialled, and with what."""
    from callbench.desk import dialing, phones
    from callbench.desk.brakes import check_may_be_dialled
    from callbench.values.phone import show_phone

    dialing.program(door.settings)  # before anything is taken
    who = door.agent(agent)
    call = in_hand(door, who, item)
    if number is not None:
        call = phones.choose_nth(door.bench, call, number)
    check_may_be_dialled(door.bench, call)
    phone = dialing.check_callable(next((each for each in call.customer.phones if each.id == call.phone_id), None))
    words = dialing.dial_words(door.settings, phone)
    process = dialing.start(words)
    try:
        problem = dialing.failed(words[0], process.wait(_PATIENCE))
    except subprocess.TimeoutExpired:
        problem = None
    if problem is not None:
        raise problem
    if door.json:
        say.json({"item": call.item_id, "phone": phone.e164, "program": words[0]})
    else:
        shown = show_phone(phone.e164, phone.ext, door.settings["shop.region"])
        say.lines([_("Dialling {number} with {program}").format(number=shown, program=words[0])])
