"""From the queue to other screens; each is imported when it is opened."""

from __future__ import annotations

from callbench.tui.screens.base import BenchScreen


def follow_ups(screen: BenchScreen[None]) -> None:
    """Booked follow-ups."""
    from callbench.tui.screens.follow_ups import FollowUpsScreen

    screen.desk.push_screen(FollowUpsScreen())


def summary(screen: BenchScreen[None]) -> None:
    """The day in numbers."""
    from callbench.tui.screens.summary import SummaryScreen

    screen.desk.push_screen(SummaryScreen())


def campaigns(screen: BenchScreen[None]) -> None:
    """Campaigns, for supervisors."""
    from callbench.tui.screens.campaigns import CampaignsScreen
    from callbench.tui.screens.office import open_office

    open_office(screen, CampaignsScreen)


def plans(screen: BenchScreen[None]) -> None:
    """Call plans, for supervisors."""
    from callbench.tui.screens.office import open_office
    from callbench.tui.screens.plans import PlansScreen

    open_office(screen, PlansScreen)


def outcomes(screen: BenchScreen[None]) -> None:
    """Outcomes, for supervisors."""
    from callbench.tui.screens.office import open_office
    from callbench.tui.screens.outcomes import OutcomesScreen

    open_office(screen, OutcomesScreen)


WAYS = {"follow_ups": follow_ups, "summary": summary, "campaigns": campaigns, "plans": plans, "outcomes": outcomes}
"""By the last word of the command."""
