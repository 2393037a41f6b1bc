"""The scripts that are shipped, as samples to start from; the demo shop calls with two of them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from callbench.i18n import N_

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class Sample:
    """One shipped script. key: its form_id; title: a message to translate; file: its workbook's name."""

    key: str
    title: str
    file: str

    @property
    def workbook(self) -> Traversable:
        """The workbook (.xlsx): read_bytes(), or as_file() for a path."""
        return files("callbench.demo") / "scripts" / self.file


SAMPLES: Final[Mapping[str, Sample]] = {
    key: Sample(key, title, f"{key}.xlsx")
    for key, title in (
        ("salon_care", N_("After-treatment care call")),
        ("salon_satisfaction", N_("Salon satisfaction and recommendation call")),
        ("courier_delivery", N_("Delivery satisfaction call")),
        ("complaint_confirmation", N_("Complaint confirmation call")),
    )
}
"""By key, in the order in which they are listed."""
