"""Every command of the screens, declared once: keys, footer, help (F1), palette (Ctrl+P) and the key reference follow.

`where` names the screens or widgets that bind it: everywhere, list (any list), agents, queue, follow_ups, call, break,
summary, campaigns, plans, outcomes, help. Essential commands sit on F1–F10, digits, arrows, Enter, Escape and Tab, because
letters do not arrive while an input method is composing. The action run is `action_<last word of the id>` of the place that
binds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from callbench.errors import SettingsProblem
from callbench.i18n import N_, _
from callbench.text import nearest


@dataclass(frozen=True, slots=True)
class Command:
    """One command. rank: place in the footer, 1 first, 0 never. shown: footer words instead of the key (`1–9`)."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    where: tuple[str, ...]
    rank: int = 0
    shown: str = ""

    @property
    def action(self) -> str:
        """The Textual action: the last word of the id."""
        return self.id.rpartition(".")[2]


COMMANDS: tuple[Command, ...] = (
    # everywhere
    Command("app.help", ("f1",), N_("Help"), N_("What can be pressed on this screen."), ("everywhere",), 80),
    Command("app.palette", ("ctrl+p",), N_("Commands"), N_("Find a command by its name."), ("everywhere",), 90),
    Command("app.switch_language", ("f9",), N_("Language"), N_("Switch between Chinese and English."), ("everywhere",), 95),
    Command("app.switch_theme", ("ctrl+t",), N_("Colours"), N_("Dark, light or high contrast."), ("everywhere",)),
    Command("app.switch_spacing", ("ctrl+s",), N_("Spacing"), N_("Compact or roomy."), ("everywhere",)),
    Command("app.quit", ("f10", "ctrl+q"), N_("Quit"), N_("Leave the bench; a call in hand is kept with its answers."), ("everywhere",), 75),
    # any list
    Command("list.down", ("down", "j"), N_("Down"), N_("Next line; at the end of a page, the next page."), ("list",)),
    Command("list.up", ("up", "k"), N_("Up"), N_("Line before."), ("list",)),
    Command("list.page_down", ("pagedown",), N_("Page down"), N_("A screenful on."), ("list",)),
    Command("list.page_up", ("pageup",), N_("Page up"), N_("A screenful back."), ("list",)),
    Command("list.first", ("home", "g"), N_("Top"), N_("First line."), ("list",)),
    Command("list.last", ("end", "G"), N_("Bottom"), N_("Last line."), ("list",)),
    # who works here
    Command("agents.choose", ("enter",), N_("Choose"), N_("Work as this agent."), ("agents",), 10),
    Command("agents.back", ("escape",), N_("Back"), N_("Stay as you are."), ("agents",), 20),
    # today's queue
    Command("queue.take", ("enter",), N_("Take customer"), N_("Call the next customer, or the chosen line once you have moved."), ("queue",), 10),
    Command("queue.next", ("f2",), N_("Next"), N_("Call the next customer, whatever line is chosen."), ("queue",), 15),
    Command("queue.follow_ups", ("f3",), N_("Follow-ups"), N_("Follow-ups that are booked."), ("queue",), 25),
    Command("queue.agent", ("f4", "a"), N_("Agent"), N_("Work as somebody else."), ("queue",), 50),
    Command("queue.reload", ("f5",), N_("Refresh"), N_("Read the queue again."), ("queue",), 60),
    Command("queue.why", ("f6",), N_("Why"), N_("Why this customer is here, or why nobody can be called now."), ("queue",), 45),
    Command("queue.summary", ("f7", "s"), N_("Summary"), N_("The day in numbers."), ("queue",), 30),
    Command(
        "queue.whose", ("f8", "m"), N_("Mine first"),
        N_("What you broke off first and your day below, or the queue as everybody sees it."), ("queue",), 55,
    ),
    Command(
        "queue.filter", ("slash",), N_("Filter"),
        N_("Only what is typed: class:key owner:CODE campaign:NAME tries:0-2 due:today group:due, and words."), ("queue",), 35,
    ),
    Command("queue.narrow", ("ctrl+f",), N_("Choose filter"), N_("The same, chosen from lists."), ("queue",), 37),
    Command("queue.mark", ("space",), N_("Mark"), N_("Mark this line for a change, or take its mark away."), ("queue",), 48),
    Command("queue.mark_to", ("x",), N_("Mark to here"), N_("Mark all lines from the one marked last to this one."), ("queue",)),
    Command("queue.mark_all", ("ctrl+a",), N_("Mark all"), N_("Mark all that the filter leaves; once more, none."), ("queue",)),
    Command(
        "queue.change", ("ctrl+x", "e"), N_("Change"),
        N_("Hand over, move, put on the list, close … what is marked, or this line; it is counted and asked first."), ("queue",), 49,
    ),
    Command(
        "queue.left", ("ctrl+w", "w"), N_("What is left"), N_("What is left today, when it will be done, and how that is known."),
        ("queue",), 58,
    ),
    Command("queue.group_next", ("right", "tab"), N_("Group"), N_("Show the next group only."), ("queue",), 40, N_("Left/Right")),
    Command("queue.group_before", ("left", "shift+tab"), N_("Group before"), N_("Show the group before."), ("queue",)),
    Command(
        "queue.undo", ("ctrl+z",), N_("Undo"),
        N_("Take the last saved result back, while the header counts down; in the queue, the last change of many."),
        ("queue", "call", "break"),
    ),
    Command(
        "queue.break", ("ctrl+b",), N_("Break"), N_("Go on a break; in a call, once it has ended. Once more drops a break that waits."),
        ("queue", "call"), 70,
    ),
    Command(
        "queue.profile", ("f12",), N_("Profile"),
        N_("The whole card of the chosen line; a number added there brings who has none back into the queue."), ("queue",), 47,
    ),
    Command("queue.campaigns", ("ctrl+k",), N_("Campaigns"), N_("Campaigns, for supervisors: who is called for what."), ("queue",), 72),
    Command("queue.plans", ("ctrl+l",), N_("Call plans"), N_("Calls the shop makes by itself, for supervisors."), ("queue",), 73),
    Command("queue.outcomes", ("ctrl+o",), N_("Outcomes"), N_("What calls can end with, for supervisors."), ("queue",), 74),
    Command("queue.all", ("escape",), N_("Whole queue"), N_("Drop filter and group; without them, the marks."), ("queue",)),
    Command("queue.leave", ("q",), N_("Quit"), N_("Leave the bench."), ("queue",)),
    # booked follow-ups
    Command("follow_ups.take", ("enter",), N_("Take customer"), N_("Call this customer."), ("follow_ups",), 10),
    Command("follow_ups.whose", ("f8", "m"), N_("Mine / all"), N_("Your follow-ups, or everybody's."), ("follow_ups",), 30),
    Command("follow_ups.view", ("f5", "v"), N_("Day / week"), N_("All, one day, or one week with how full its days are."), ("follow_ups",), 25),
    Command("follow_ups.move", ("f2", "e"), N_("Move"), N_("Another time for this follow-up."), ("follow_ups",), 12),
    Command("follow_ups.cancel", ("f7", "delete"), N_("Cancel"), N_("Cancel this follow-up, with the reason."), ("follow_ups",), 14),
    Command("follow_ups.take_over", ("f4", "t"), N_("Take over"), N_("Make this follow-up yours; once more, anyone's."), ("follow_ups",), 16),
    Command("follow_ups.before", ("left",), N_("Day"), N_("The day or week before."), ("follow_ups",), 27, N_("Left/Right")),
    Command("follow_ups.after", ("right",), N_("Day after"), N_("The day or week after."), ("follow_ups",)),
    Command("follow_ups.today", ("f6", "d"), N_("Today"), N_("This day, this week."), ("follow_ups",)),
    Command("follow_ups.filter", ("slash",), N_("Filter"), N_("Only lines that contain these words."), ("follow_ups",), 40),
    Command("follow_ups.back", ("escape", "f3", "q"), N_("Queue"), N_("Back to the queue."), ("follow_ups",), 20),
    # the call
    Command("call.answer", (), N_("Answer"), N_("Answer by the key before the choice; the form moves on by itself."), ("call",), 5, "1-9"),
    Command("call.step", (), N_("Question"), N_("Another question, also to correct its answer; Delete takes it back."), ("call",), 7, N_("Up/Down")),
    Command("call.outcome", ("f2",), N_("Outcome"), N_("How this attempt ended; then the next customer."), ("call",), 10),
    Command("call.follow_up", ("f3",), N_("Follow-up"), N_("Book a follow-up with date, time and reason."), ("call",), 20),
    Command("call.complaint", ("f4",), N_("Complaint"), N_("Raise a complaint, with its urgency and the customer's words."), ("call",), 35),
    Command("call.profile", ("f5",), N_("Profile"), N_("The whole card with its history; supplement what is missing."), ("call",), 40),
    Command("call.why", ("f6",), N_("Why"), N_("Why this customer now."), ("call",), 50),
    Command("call.refuse", ("f7",), N_("Declined"), N_("The customer does not know or does not want to say."), ("call",), 45),
    Command("call.note", ("f8",), N_("Note"), N_("Write a note at any time."), ("call",), 30),
    Command("call.gap", ("tab",), N_("First gap"), N_("Go to the first required question without an answer."), ("call",), 55),
    Command("call.jump", ("f12", "ctrl+f"), N_("Find question"), N_("Go to a question by its number or by words of it."), ("call",), 57),
    Command("call.objection", ("ctrl+o",), N_("Objection"), N_("What to say when the customer objects; once more closes it."), ("call",), 58),
    Command("call.history", ("ctrl+l",), N_("History"), N_("What happened before: Enter opens, / filters, Escape goes back."), ("call",), 59),
    Command("call.reveal", ("ctrl+n",), N_("Number"), N_("Show the whole number, or hide it again."), ("call",), 60),
    Command("call.numbers", ("ctrl+g",), N_("Other number"), N_("All numbers of the customer, and which one is called."), ("call",), 62),
    Command("call.dial", ("ctrl+d",), N_("Dial"), N_("Dial the number with the program of dial.command."), ("call",)),
    Command("call.copy", ("ctrl+y",), N_("Copy number"), N_("Copy the number to the clipboard, where the terminal allows it."), ("call",)),
    Command("call.retry", ("ctrl+r",), N_("Try again"), N_("Write to disk again what could not be kept."), ("call",)),
    Command("call.leave", ("escape",), N_("Leave"), N_("Give the customer back; asks first when something was answered."), ("call",), 65),
    # a break
    Command("break.end", ("enter",), N_("Back to work"), N_("End the break."), ("break",), 10),
    Command("break.look", ("escape",), N_("Queue"), N_("Look at the queue; the break goes on."), ("break",), 20),
    # the day in numbers
    Command("summary.day_before", ("left",), N_("Day"), N_("The day before."), ("summary",), 20, N_("Left/Right")),
    Command("summary.day_after", ("right",), N_("Day after"), N_("The day after, up to today."), ("summary",)),
    Command("summary.pick_day", ("f3", "slash"), N_("Date"), N_("Type a date or a range of dates."), ("summary",), 30),
    Command("summary.today", ("f5",), N_("Today"), N_("Today, read again."), ("summary",), 35),
    Command("summary.definitions", ("f6",), N_("Definitions"), N_("How every figure is counted."), ("summary",), 40),
    Command("summary.whose", ("f8", "m"), N_("Mine / all"), N_("Your own day, or everybody's."), ("summary",), 25),
    Command("summary.back", ("escape", "f7", "q"), N_("Queue"), N_("Back to the queue."), ("summary",), 10),
    # campaigns
    Command("campaigns.edit", ("enter", "e"), N_("Change"), N_("Everything about the chosen campaign, to be changed."), ("campaigns",), 10),
    Command("campaigns.new", ("f2", "n"), N_("Add one"), N_("Plan a campaign; nobody is called before it is started."), ("campaigns",), 15),
    Command("campaigns.start", ("f3", "s"), N_("Start"), N_("Start it, or let a paused one go on; asks first."), ("campaigns",), 20),
    Command("campaigns.pause", ("f4", "p"), N_("Pause"), N_("Deal none of its calls for now; asks first."), ("campaigns",), 25),
    Command("campaigns.refresh", ("f5", "r"), N_("Take in"), N_("Take in who matches by now; done by itself once a day."), ("campaigns",), 40),
    Command("campaigns.close", ("f7", "delete"), N_("Close"), N_("End a campaign and what waits in it; asks first."), ("campaigns",), 30),
    Command("campaigns.ended", ("f8", "m"), N_("Closed ones"), N_("Show campaigns that are closed, too, or hide them."), ("campaigns",), 45),
    Command("campaigns.filter", ("slash",), N_("Filter"), N_("Only lines that contain these words."), ("campaigns",), 50),
    Command("campaigns.back", ("escape", "q"), N_("Queue"), N_("Back to the queue."), ("campaigns",), 12),
    # call plans
    Command("plans.edit", ("enter", "e"), N_("Change"), N_("Change the chosen plan; the calls it would make are shown first."), ("plans",), 10),
    Command("plans.new", ("f2", "n"), N_("Add one"), N_("Add a plan."), ("plans",), 15),
    Command("plans.start", ("f3", "s"), N_("Go on"), N_("Make calls by a paused plan again."), ("plans",), 20),
    Command("plans.pause", ("f4", "p"), N_("Pause"), N_("Make no calls by this plan for now; those that wait are made."), ("plans",), 25),
    Command("plans.run", ("f5", "r"), N_("Run"), N_("Make the calls that are due today; done by itself once a day."), ("plans",), 40),
    Command("plans.shipped", ("f6",), N_("Shipped"), N_("Add the plans that come with the program and are not here."), ("plans",), 45),
    Command("plans.before", ("left",), N_("Month"), N_("The month before."), ("plans",), 30, N_("Left/Right")),
    Command("plans.after", ("right",), N_("Month after"), N_("The month after."), ("plans",)),
    Command("plans.whole", ("f8", "m"), N_("All / one"), N_("The calls of all plans together, or of the chosen one."), ("plans",), 35),
    Command("plans.filter", ("slash",), N_("Filter"), N_("Only lines that contain these words."), ("plans",), 50),
    Command("plans.back", ("escape", "q"), N_("Queue"), N_("Back to the queue."), ("plans",), 12),
    # outcomes
    Command("outcomes.edit", ("enter", "e"), N_("Change"), N_("Name, key and delay of the chosen outcome."), ("outcomes",), 10),
    Command("outcomes.new", ("f2", "n"), N_("Add one"), N_("Add an outcome of the shop's."), ("outcomes",), 15),
    Command("outcomes.switch", ("f4", "o"), N_("On / off"), N_("Offer it no more, or again; calls that ended so keep it."), ("outcomes",), 25),
    Command("outcomes.earlier", ("f5", "K"), N_("Up one"), N_("Put it one place earlier in the list."), ("outcomes",), 20),
    Command("outcomes.later", ("f6", "J"), N_("Down one"), N_("Put it one place later in the list."), ("outcomes",), 22),
    Command("outcomes.restore", ("f7",), N_("As shipped"), N_("The shipped ones as they came; the shop's own go. Asks first."), ("outcomes",), 40),
    Command("outcomes.filter", ("slash",), N_("Filter"), N_("Only lines that contain these words."), ("outcomes",), 50),
    Command("outcomes.back", ("escape", "q"), N_("Queue"), N_("Back to the queue."), ("outcomes",), 12),
    # help
    Command("help.back", ("escape", "q"), N_("Back"), N_("Close the help."), ("help",), 10),
)  # fmt: skip
BY_ID = {command.id: command for command in COMMANDS}


def known_command(id_: str, at: Mapping[str, str]) -> Command:
    """The command that settings give keys to. at: id → file and line. Raises SettingsProblem naming the nearest id."""
    if id_ not in BY_ID:
        raise SettingsProblem(
            _("There is no command {id!r}.").format(id=id_),
            where=at.get(id_, f"keys.{id_}"),
            todo=_("The nearest is {nearest!r}.").format(nearest=nearest(id_, BY_ID, alike=0)),
        )
    return BY_ID[id_]
