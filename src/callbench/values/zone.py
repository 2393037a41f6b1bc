"""The clock a customer lives by: as people name it, and as a phone number from abroad tells it."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final
from zoneinfo import available_timezones

import phonenumbers
from phonenumbers import NumberParseException

from callbench.i18n import _
from callbench.values.problem import ValueProblem

_MOST_PEOPLE: Final = {
    zone: regions.split()
    for zone, regions in {
        "Europe/London": "GB GG IM JE", "Europe/Moscow": "RU", "America/New_York": "US", "America/Toronto": "CA",
        "Australia/Sydney": "AU", "Pacific/Auckland": "NZ", "America/Sao_Paulo": "BR", "America/Mexico_City": "MX",
        "America/Santiago": "CL", "America/Guayaquil": "EC", "America/Argentina/Buenos_Aires": "AR", "Asia/Jakarta": "ID",
        "Asia/Almaty": "KZ", "Asia/Ulaanbaatar": "MN", "Europe/Madrid": "ES", "Europe/Lisbon": "PT",
        "Africa/Kinshasa": "CD", "Europe/Kyiv": "UA",
    }.items()
}  # fmt: skip
"""Where most people of a region with several clocks live: for numbers, mobile ones above all, that say the region only."""
_OF_REGION: Final = {region: zone for zone, regions in _MOST_PEOPLE.items() for region in regions}


def read_zone(text: str) -> str:
    """The IANA name of a time zone, in whatever case and with spaces or underscores. Raises ValueProblem (zone-unknown)."""
    found = _known().get(text.strip().replace(" ", "_").casefold())
    if found is None:
        raise ValueProblem(
            "zone-unknown", _("{text!r} is no time zone; write one like Asia/Shanghai.").format(text=text[:40])
        )
    return found


def zone_abroad(e164: str, region: str) -> str:
    """The zone of a number that is not of `region` (two letters), "" for one that is, or whose place nobody knows.

    Area codes tell the zone where they can; of several zones that of most people in the number's region is taken, else
    the first by name.
    """
    if e164.startswith(_only_at_home(region)):
        return ""
    try:
        number = phonenumbers.parse(e164, None)
    except NumberParseException:
        return ""
    place = phonenumbers.region_code_for_number(number)
    if place in (None, region):
        return ""
    from phonenumbers.timezone import time_zones_for_number  # 30 ms, needed for numbers from abroad only

    zones = [zone for zone in time_zones_for_number(number) if zone.casefold() in _known()]
    usual = _OF_REGION.get(place, "")
    return usual if usual in zones else next(iter(zones), "")


@lru_cache(maxsize=8)
def _only_at_home(region: str) -> tuple[str, ...]:
    """How numbers begin that can only be of `region`; nothing where its country code is shared, as in North America."""
    code = phonenumbers.country_code_for_region(region)
    return (f"+{code}",) if phonenumbers.region_codes_for_country_code(code) == (region,) else ()


@cache
def _known() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}
