"""Campaigns in rows: cells of their list, what there is to know of one, what a selection would do."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from callbench.clock import date_of
from callbench.i18n import _, language, ngettext
from callbench.records.campaigns import Aimed, Campaign, CampaignStand, Closing, Counted, Progress
from callbench.rules import words
from callbench.rules.campaign_words import SKIPPED, hours_words, period
from callbench.rules.campaigns import MEASURES, STATES
from callbench.rules.selection import told
from callbench.tui import cells, columns, show
from callbench.tui.columns import Column
from callbench.tui.screens.queue_lines import Place

_WIDE, _WIDEST = 110, 150
STATE_STYLES = {"active": "$good", "paused": "$warn", "planned": "$mark", "closed": "$muted"}


def campaign_columns(stands: Sequence[CampaignStand], room: int) -> list[Column]:
    """The columns of their list that fit; what none of them has takes no room: a period, people, a target."""
    shown = [each.campaign for each in stands]
    wide, widest = room >= _WIDE, room >= _WIDEST
    script = max((cells.width(_script(each)) for each in shown), default=0)
    found = [
        Column("state", _("State"), max(cells.width(_(each)) for each in STATES.values())),
        Column("name", _("Campaign"), 0), Column("script", _("Script"), min(script, 24 if widest else 18)),
        Column("period", _("Period"), 15), Column("people", _("People"), 24 if widest else 6),
        Column("open", _("Open"), 6, True), Column("today", _("Today"), 6, True), Column("done", _("Ended"), 6, True),
        Column("target", _("Target"), 16 if wide else 9, True), Column("next", _("Next call"), 13),
    ]  # fmt: skip
    has = {
        "script": wide and bool(script), "period": wide and any(one.starts_on or one.ends_on for one in shown),
        "people": wide and any(one.people for one in shown), "target": any(one.targets for one in shown),
    }  # fmt: skip
    return columns.laid_out([column for column in found if has.get(column.key, True)], room, 1)


def campaign_cells(stand: CampaignStand, width: int, place: Place, today: int) -> dict[str, tuple[str, str]]:
    """A line of their list, as `columns.row` takes it. width: of the screen; today: the business day."""
    one = stand.campaign
    quiet = "$muted" if one.state == "closed" else ""
    who = str(len(one.people)) if width < _WIDEST else _(", ").join(one.people)
    return {
        "state": (_(STATES[one.state]), STATE_STYLES[one.state]),
        "name": (f"{one.code} {one.name}", quiet),
        "script": (_script(one), "$muted" if one.script_state == "published" else "$bad"),
        "period": (_days(one, today), "$muted"),
        "people": (who if one.people else _("all"), "$muted"),
        "open": (f"{stand.open:,}", quiet),
        "today": (f"{stand.today:,}", quiet),
        "done": (f"{stand.done:,}", "$muted"),
        "target": (aimed_text(stand.aimed, parts=width >= _WIDE), quiet),
        "next": (next_text(stand, place, today), "$muted"),
    }


def _script(campaign: Campaign) -> str:
    return f"{campaign.form_id}@{campaign.script_version}"


def _days(campaign: Campaign, today: int) -> str:
    """Its period in few cells."""
    if not (campaign.starts_on or campaign.ends_on):
        return ""
    days = (campaign.starts_on, campaign.ends_on)
    return "..".join("" if day is None else show.date_text(date_of(day), date_of(today)) for day in days)


def aimed_text(aimed: tuple[Aimed, ...], *, parts: bool) -> str:
    """The first target beside what was reached: 30%/80%; parts: with what is divided by what before it, 12/40 30%/80%."""
    if not aimed:
        return ""
    one = aimed[0]
    unit = "%" if one.target.per_cent else ""
    now = "-" if one.now is None else f"{one.now:.0f}{unit}"
    shown = f"{now}/{one.target.number}{unit}"
    return f"{one.numerator}/{one.denominator}  {shown}" if parts and one.target.per_cent else shown


def next_text(stand: CampaignStand, place: Place, today: int) -> str:
    """What comes next: its first day, its next call, or nothing."""
    campaign = stand.campaign
    if campaign.state == "planned":
        return _("to be started")
    if campaign.state != "active":
        return ""
    if (campaign.ends_on or today) < today:
        return _("over since {day}").format(day=show.date_text(date_of(campaign.ends_on or today), date_of(today)))
    if (campaign.starts_on or today) > today:
        return _("from {day}").format(day=show.date_text(date_of(campaign.starts_on or today), date_of(today)))
    if stand.next_at is None:
        return _("nobody waits")
    return _("now") if stand.next_at <= place.now else show.moment(stand.next_at, place.zone, place.now)


def campaign_rows(campaign: Campaign, far: tuple[Progress, tuple[Aimed, ...]] | None, room: int) -> list[Content]:
    """Everything about a campaign, the most telling first; far: how far it is, None while it is counted."""
    nobody = _("nobody yet") if campaign.state == "planned" else _("who was put in by a plan or at the start")
    selected = nobody if campaign.selection is None else told(campaign.selection, language())
    when = _(", ").join(
        filter(None, (period(campaign.starts_on, campaign.ends_on), hours_words(campaign.opens, campaign.closes)))
    )
    needs = [
        ngettext("at most {n} attempt", "at most {n} attempts", campaign.max_attempts).format(n=campaign.max_attempts)
    ]
    needs += [_("skill {name}").format(name=campaign.skill)] if campaign.skill else []
    needs += [_("consent for {purpose}").format(purpose=campaign.consent)] if campaign.consent else []
    needs += [_("advertises")] if campaign.marketing else []
    script = f"{campaign.script_title}  {campaign.form_id}@{campaign.script_version}"
    rows = [
        *fact(_("Whom it calls"), selected, room, most=2),
        *fact(_("Purpose"), campaign.purpose, room),
        *fact(_("Script"), script, room),
        *fact(_("When"), when or _("always, in the shop's hours"), room),
        *fact(_("Who calls"), _(", ").join(campaign.people) or _("everyone"), room),
        *fact(_("Rules"), _(", ").join(needs), room),
    ]
    if far is None:
        return rows
    progress, aimed = far
    if progress.customers:
        said = _("{customers}: {waiting} waiting, {held} in a call, {parked} without a number, {done} done")
        rows += fact(_("Customers"), said.format(
            customers=progress.customers, waiting=progress.waiting, held=progress.held, parked=progress.parked, done=progress.done
        ), room)  # fmt: skip
        calls = _("{n}: {contacted} reached, {completed} completed")
        rows += fact(_("Calls"), calls.format(
            n=progress.attempts, contacted=progress.contacted, completed=progress.completed
        ), room)  # fmt: skip
    for one in aimed:
        rows += fact(_("Target"), _target(one, max(room - 60, 6)), room)
    return rows


def _target(one: Aimed, room: int) -> Content:
    unit = "%" if one.target.per_cent else ""
    if one.now is None:
        return show.line((f"{_(MEASURES[one.target.measure])} {one.target.number}{unit}", "$ink"))
    now = f"{one.now:.0f}{unit}"
    said = _("{measure} {target}, now {now}: {above} of {below}").format(
        measure=_(MEASURES[one.target.measure]), target=f"{one.target.number}{unit}", now=now, above=one.numerator,
        below=one.denominator,
    )  # fmt: skip
    share = min(one.now / one.target.number, 1.0) if one.target.number else 0.0
    return show.line((said, "$ink"), "  ", show.bar(share, min(room, 20)))


def fact(name: str, value: str | Content, room: int, *, most: int = 1) -> list[Content]:
    """A fact in rows of `room` cells: its name, then what it is; nothing where there is nothing to say."""
    if not value:
        return []
    head = 15
    left = max(room - head, 8)
    if isinstance(value, Content):
        return [show.line((show.cell(name, head), "$muted"), value.truncate(left, ellipsis=True))]
    return [
        show.line((show.cell(name if at == 0 else "", head), "$muted"), (part, "$ink"))
        for at, part in enumerate(show.wrapped(value, left, most=most))
    ]


def left_out(skipped: dict[str, int], elsewhere: int) -> list[str]:
    """Why customers are not called, and how many wait elsewhere, too."""
    said = []
    if skipped:
        told_ = _(", ").join(f"{show.label(SKIPPED, reason)} {n}" for reason, n in skipped.items())
        said.append(_("Left out: {skipped}").format(skipped=told_))
    if elsewhere:
        also = ngettext(
            "{n} of them also waits in another campaign.", "{n} of them also wait in another campaign.", elsewhere
        )
        said.append(also.format(n=elsewhere))
    return said


def counted_rows(counted: Counted, room: int) -> list[Content]:
    """A selection in numbers: who matches, who would be called, who not and why; an example."""
    by_class = _(", ").join(
        f"{show.label(words.CLASSES, name) if name else _('no class')} {n}"
        for name, n in sorted(counted.by_class.items(), key=lambda one: -one[1])
    )
    called = _("{n} ({parts})").format(n=counted.added, parts=by_class) if by_class else str(counted.added)
    head = _("{found} match, to be called: {called}").format(found=counted.found, called=called)
    more = [*left_out(counted.skipped, counted.elsewhere)]
    if counted.examples:
        names = _(", ").join(one.name or _("(no name)") for one in counted.examples)
        more.append(_("For example: {names}").format(names=names))
    rows = [show.line((show.fit(head, room), "bold $ink" if counted.added else "bold $bad"))]
    return rows + [show.line((part, "$muted")) for line in more for part in show.wrapped(line, room, most=1)]


def waiting_words(closing: Closing, *, kept: bool) -> list[str]:
    """Who waits in a campaign, for a question: how many were promised a callback (kept: it is made all the same), how many
    are in a call.
    """
    said = []
    if closing.promised and kept:
        many = ngettext(
            "{n} of them was promised a callback; it is made all the same.",
            "{n} of them were promised a callback; those are made all the same.", closing.promised,
        )  # fmt: skip
        said.append(many.format(n=closing.promised))
    elif closing.promised:
        many = ngettext(
            "{n} of them was promised a callback.", "{n} of them were promised a callback.", closing.promised
        )
        said.append(many.format(n=closing.promised))
    if closing.held:
        many = ngettext("{n} call in hand goes on.", "{n} calls in hand go on.", closing.held)
        said.append(many.format(n=closing.held))
    return said
