"""From the queue to other screens; each is imported when it is opened."""

from __future__ import annotations

from callbench.tui.screens.base import BenchScreen


class Ways(BenchScreen[None]):
    """The screen from which the others are opened."""

    def action_follow_ups(self) -> None:
        """Booked follow-ups."""
        from callbench.tui.screens.follow_ups import FollowUpsScreen

        self.desk.push_screen(FollowUpsScreen())

    def action_summary(self) -> None:
        """The day in numbers."""
        from callbench.tui.screens.summary import SummaryScreen

        self.desk.push_screen(SummaryScreen())

    def action_campaigns(self) -> None:
        """Campaigns, for supervisors."""
        from callbench.tui.screens.campaigns import CampaignsScreen
        from callbench.tui.screens.office import open_office

        open_office(self, CampaignsScreen)

    def action_plans(self) -> None:
        """Call plans, for supervisors."""
        from callbench.tui.screens.office import open_office
        from callbench.tui.screens.plans import PlansScreen

        open_office(self, PlansScreen)

    def action_outcomes(self) -> None:
        """Outcomes, for supervisors."""
        from callbench.tui.screens.office import open_office
        from callbench.tui.screens.outcomes import OutcomesScreen

        open_office(self, OutcomesScreen)
