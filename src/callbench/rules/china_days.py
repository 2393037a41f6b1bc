"""Public holidays of the Chinese mainland and the days worked in their place, for the years that were announced.

Source: the yearly notices of the General Office of the State Council, 2007 to 2026 (the last of 4 November 2025); 2020 with the
Spring Festival prolonged on 27 January. What a notice leaves out is an ordinary weekday or weekend.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Final

from callbench.i18n import N_

HOLIDAYS: Final = {
    "new_year": N_("New Year's Day"),
    "spring": N_("Spring Festival"),
    "qingming": N_("Tomb-Sweeping Day"),
    "labour": N_("Labour Day"),
    "dragon_boat": N_("Dragon Boat Festival"),
    "mid_autumn": N_("Mid-Autumn Festival"),
    "national": N_("National Day"),
    "victory": N_("Victory Day"),
}

# year holiday[+holiday] first[-last] worked…; days are MMDD, with < those of the year before
_TABLE: Final = """
2007 new_year 0101-0103 <1230 <1231
2007 spring 0218-0224 0217 0225
2007 labour 0501-0507 0428 0429
2007 national 1001-1007 0929 0930
2008 new_year <1230-0101 <1229
2008 spring 0206-0212 0202 0203
2008 qingming 0404-0406
2008 labour 0501-0503 0504
2008 dragon_boat 0607-0609
2008 mid_autumn 0913-0915
2008 national 0929-1005 0927 0928
2009 new_year 0101-0103 0104
2009 spring 0125-0131 0124 0201
2009 qingming 0404-0406
2009 labour 0501-0503
2009 dragon_boat 0528-0530 0531
2009 national+mid_autumn 1001-1008 0927 1010
2010 new_year 0101-0103
2010 spring 0213-0219 0220 0221
2010 qingming 0403-0405
2010 labour 0501-0503
2010 dragon_boat 0614-0616 0612 0613
2010 mid_autumn 0922-0924 0919 0925
2010 national 1001-1007 0926 1009
2011 new_year 0101-0103
2011 spring 0202-0208 0130 0212
2011 qingming 0403-0405 0402
2011 labour 0430-0502
2011 dragon_boat 0604-0606
2011 mid_autumn 0910-0912
2011 national 1001-1007 1008 1009
2012 new_year 0101-0103 <1231
2012 spring 0122-0128 0121 0129
2012 qingming 0402-0404 0331 0401
2012 labour 0429-0501 0428
2012 dragon_boat 0622-0624
2012 national+mid_autumn 0930-1007 0929
2013 new_year 0101-0103 0105 0106
2013 spring 0209-0215 0216 0217
2013 qingming 0404-0406 0407
2013 labour 0429-0501 0427 0428
2013 dragon_boat 0610-0612 0608 0609
2013 mid_autumn 0919-0921 0922
2013 national 1001-1007 0929 1012
2014 new_year 0101
2014 spring 0131-0206 0126 0208
2014 qingming 0405-0407
2014 labour 0501-0503 0504
2014 dragon_boat 0531-0602
2014 mid_autumn 0906-0908
2014 national 1001-1007 0928 1011
2015 new_year 0101-0103 0104
2015 spring 0218-0224 0215 0228
2015 qingming 0404-0406
2015 labour 0501-0503
2015 dragon_boat 0620-0622
2015 victory 0903-0905 0906
2015 mid_autumn 0926-0927
2015 national 1001-1007 1010
2016 new_year 0101-0103
2016 spring 0207-0213 0206 0214
2016 qingming 0402-0404
2016 labour 0430-0502
2016 dragon_boat 0609-0611 0612
2016 mid_autumn 0915-0917 0918
2016 national 1001-1007 1008 1009
2017 new_year 0101-0102
2017 spring 0127-0202 0122 0204
2017 qingming 0402-0404 0401
2017 labour 0429-0501
2017 dragon_boat 0528-0530 0527
2017 national+mid_autumn 1001-1008 0930
2018 new_year 0101
2018 spring 0215-0221 0211 0224
2018 qingming 0405-0407 0408
2018 labour 0429-0501 0428
2018 dragon_boat 0616-0618
2018 mid_autumn 0922-0924
2018 national 1001-1007 0929 0930
2019 new_year <1230-0101 <1229
2019 spring 0204-0210 0202 0203
2019 qingming 0405-0407
2019 labour 0501-0504 0428 0505
2019 dragon_boat 0607-0609
2019 mid_autumn 0913-0915
2019 national 1001-1007 0929 1012
2020 new_year 0101
2020 spring 0124-0202 0119
2020 qingming 0404-0406
2020 labour 0501-0505 0426 0509
2020 dragon_boat 0625-0627 0628
2020 national+mid_autumn 1001-1008 0927 1010
2021 new_year 0101-0103
2021 spring 0211-0217 0207 0220
2021 qingming 0403-0405
2021 labour 0501-0505 0425 0508
2021 dragon_boat 0612-0614
2021 mid_autumn 0919-0921 0918
2021 national 1001-1007 0926 1009
2022 new_year 0101-0103
2022 spring 0131-0206 0129 0130
2022 qingming 0403-0405 0402
2022 labour 0430-0504 0424 0507
2022 dragon_boat 0603-0605
2022 mid_autumn 0910-0912
2022 national 1001-1007 1008 1009
2023 new_year <1231-0102
2023 spring 0121-0127 0128 0129
2023 qingming 0405
2023 labour 0429-0503 0423 0506
2023 dragon_boat 0622-0624 0625
2023 national+mid_autumn 0929-1006 1007 1008
2024 new_year 0101
2024 spring 0210-0217 0204 0218
2024 qingming 0404-0406 0407
2024 labour 0501-0505 0428 0511
2024 dragon_boat 0610
2024 mid_autumn 0915-0917 0914
2024 national 1001-1007 0929 1012
2025 new_year 0101
2025 spring 0128-0204 0126 0208
2025 qingming 0404-0406
2025 labour 0501-0505 0427
2025 dragon_boat 0531-0602
2025 national+mid_autumn 1001-1008 0928 1011
2026 new_year 0101-0103 0104
2026 spring 0215-0223 0214 0228
2026 qingming 0404-0406
2026 labour 0501-0505 0509
2026 dragon_boat 0619-0621
2026 mid_autumn 0925-0927
2026 national 1001-1007 0920 1010
"""


@cache
def days() -> dict[date, tuple[str, tuple[str, ...]]]:
    """day → (off or work, keys of HOLIDAYS), for every day a notice names."""
    found: dict[date, tuple[str, tuple[str, ...]]] = {}
    for line in _TABLE.strip().splitlines():
        year, names, span, *worked = line.split()
        holidays = tuple(names.split("+"))
        for day in _between(int(year), span):
            found[day] = ("off", holidays)
        for text in worked:
            found[_day(int(year), text)] = ("work", holidays)
    return found


@cache
def years() -> frozenset[int]:
    """The years that were announced."""
    return frozenset(int(line.split()[0]) for line in _TABLE.strip().splitlines())


def _between(year: int, span: str) -> Iterator[date]:
    first, _dash, last = span.partition("-")
    day, end = _day(year, first), _day(year, last or first)
    while day <= end:
        yield day
        day += timedelta(days=1)


def _day(year: int, text: str) -> date:
    month_and_day = text.removeprefix("<")
    return date(year - (text != month_and_day), int(month_and_day[:2]), int(month_and_day[2:]))
