"""Who comes first: the priority an item gets when it is made (0 first, 9 last)."""

from __future__ import annotations

PRIORITY_OF_CLASS = {"key": 3, "special": 4, "regular": 5, "potential": 6, "": 6}


def priority_of(customer_class: str) -> int:
    """The priority of a customer of this class (key, special, regular, potential or "")."""
    return PRIORITY_OF_CLASS.get(customer_class, PRIORITY_OF_CLASS[""])
