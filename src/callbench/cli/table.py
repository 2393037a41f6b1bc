"""The commands, declared once: name, where the command lives, one line of help; and the options every one takes.

Read by the first page of help without loading any command, and by the lazy groups when one is called.
"""

from __future__ import annotations

from callbench.i18n import N_

# group → (name, "module:attribute", help); the root group is "", a name without a place is a group of its own.
GROUPS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "": (
        ("demo", "callbench.cli.demo:demo", N_("Open the bench on a demo shop; fills an empty base.")),
        ("queue", "", N_("Today's queue, line by line; change many at once.")),
        ("next", "callbench.cli.queue:take_next", N_("Take the next customer: who, why and which script.")),
        ("why", "callbench.cli.why:why", N_("Why a customer may be called, or not, and until when.")),
        ("call", "callbench.cli.call:call", N_("Make a call here: the script's questions line by line.")),
        ("dial", "callbench.cli.dial:dial", N_("Dial the number of a call.")),
        ("outcome", "callbench.cli.outcome:outcome", N_("Save how a call ended.")),
        ("give-back", "callbench.cli.outcome:give_back", N_("Return an item to the queue without an attempt.")),
        ("undo", "callbench.cli.outcome:undo", N_("Take back the result saved last.")),
        ("follow-ups", "callbench.cli.queue:follow_ups", N_("Booked follow-ups.")),
        ("follow-up", "", N_("Book, move, cancel and take over follow-ups; calendars out and in.")),
        ("complaints", "callbench.cli.complaints:complaints", N_("What customers complained of.")),
        ("complaint", "", N_("Solve a complaint.")),
        ("history", "callbench.cli.corrections:history", N_("What is known of one customer.")),
        ("supplement", "callbench.cli.supplement:supplement", N_("Fill in what is missing on a customer's card.")),
        ("correct", "callbench.cli.corrections:correct", N_("Put a saved call right, as a supervisor.")),
        ("summary", "callbench.cli.summary:summary", N_("The daily summary.")),
        ("import", "", N_("Take in customers or a script.")),
        ("export", "", N_("Write results or customers to a file.")),
        ("campaign", "", N_("Plan, start, pause and close campaigns.")),
        ("plan", "", N_("Calls the shop makes by itself: monthly, after services.")),
        ("agent", "", N_("Add and list agents.")),
        ("owner", "", N_("Whose customers are whose; hand them over.")),
        ("absence", "", N_("Who is away, and who stands in.")),
        ("skill", "", N_("What some calls need, and who can do it.")),
        ("trainee", "", N_("Who learns, and what they are dealt.")),
        ("do-not-call", "", N_("Persons and numbers that are not called.")),
        ("tag", "callbench.cli.tags:tag", N_("Words put on customers, to select them by.")),
        ("consent", "callbench.cli.consent:consent", N_("What a customer agreed to be called for.")),
        ("outcomes", "", N_("What calls can end with; change it as a supervisor.")),
        ("break", "", N_("Go on a break, come back, see who is away.")),
        ("script", "", N_("Check, show, compare, publish and try scripts.")),
        ("calendar", "", N_("Working days, holidays, and the shop's own ones.")),
        ("config", "", N_("The settings in force, and their file.")),
    ),
    "queue": (
        ("list", "callbench.cli.queue:listed", N_("Who waits, in the order they are dealt; what is left today.")),
        ("set", "callbench.cli.queue_changes:set_", N_("Hand over, move, close … many at once.")),
        ("undo", "callbench.cli.queue_changes:undo", N_("Take the last change of many back.")),
    ),
    "import": (
        ("customers", "callbench.cli.imports:customers", N_("Take in customers from a CSV or Excel file.")),
        ("script", "callbench.cli.imports:script", N_("Take in a script from an XLSForm workbook.")),
    ),
    "export": (
        ("results", "callbench.cli.exports:results", N_("One row an interview, one column a question.")),
        ("customers", "callbench.cli.exports:customers", N_("One line a customer, with phones and services.")),
    ),
    "campaign": (
        ("start", "callbench.cli.campaigns:start", N_("Put customers into the queue, with a script.")),
        ("list", "callbench.cli.campaigns:listed", N_("Campaigns and how far they are.")),
        ("show", "callbench.cli.campaigns:show", N_("Selection, people, targets, how far it is.")),
        ("create", "callbench.cli.campaign_making:create", N_("Plan a campaign.")),
        ("set", "callbench.cli.campaign_making:set_", N_("Change its period, hours, purpose …")),
        ("select", "callbench.cli.campaign_choices:select", N_("Whom it calls: in numbers, then fixed.")),
        ("people", "callbench.cli.campaign_choices:people", N_("Who makes its calls.")),
        ("target", "callbench.cli.campaign_choices:target", N_("What it aims at.")),
        ("pause", "callbench.cli.campaigns:pause", N_("Deal none of its calls for now.")),
        ("resume", "callbench.cli.campaigns:resume", N_("Deal its calls again.")),
        ("close", "callbench.cli.campaigns:close", N_("End it and what waits in it.")),
        ("refresh", "callbench.cli.campaigns:refresh", N_("Take in the customers who match by now.")),
    ),
    "plan": (
        ("list", "callbench.cli.plans:listed", N_("When each plan calls, and how many wait.")),
        ("add", "callbench.cli.plans:add", N_("Add a plan, or the shipped ones.")),
        ("set", "callbench.cli.plans:set_", N_("Change a plan.")),
        ("pause", "callbench.cli.plans:pause", N_("Make no calls by a plan for now.")),
        ("resume", "callbench.cli.plans:resume", N_("Make calls by a plan again.")),
        ("preview", "callbench.cli.plans:preview", N_("How many calls plans will make, day by day.")),
        ("run", "callbench.cli.plans:run", N_("Make the calls that are due today.")),
    ),
    "agent": (
        ("add", "callbench.cli.agents:add", N_("Add somebody who calls.")),
        ("list", "callbench.cli.agents:listed", N_("Who calls here.")),
    ),
    "owner": (
        ("list", "callbench.cli.owners:listed", N_("How many customers everybody has.")),
        ("set", "callbench.cli.owners:set_", N_("Give customers an owner, hand them over, divide them.")),
        ("undo", "callbench.cli.owners:undo", N_("Take the last change of owners back.")),
    ),
    "absence": (
        ("list", "callbench.cli.absences:listed", N_("Who is away today or will be.")),
        ("add", "callbench.cli.absences:add", N_("Somebody is away, somebody stands in.")),
        ("end", "callbench.cli.absences:end", N_("Somebody is back.")),
    ),
    "complaint": (
        ("solve", "callbench.cli.complaints:solve", N_("It has a solution: the customer is called to confirm it.")),
    ),
    "skill": (
        ("list", "callbench.cli.skills:listed", N_("Every skill, and who has it.")),
        ("give", "callbench.cli.skills:give", N_("Somebody can do something.")),
        ("take", "callbench.cli.skills:take", N_("Somebody cannot do something any more.")),
        ("need", "callbench.cli.skills:need", N_("What calls to a customer need.")),
    ),
    "trainee": (
        ("list", "callbench.cli.trainees:listed", N_("Who learns, and from what they are dealt.")),
        ("set", "callbench.cli.trainees:set_", N_("Make an agent a trainee, or none any more.")),
        ("allow", "callbench.cli.trainees:allow", N_("Deal a trainee from a campaign.")),
        ("refuse", "callbench.cli.trainees:refuse", N_("Deal a trainee from a campaign no more.")),
    ),
    "break": (
        ("start", "callbench.cli.breaks:start", N_("Go on a break: nobody is dealt meanwhile.")),
        ("end", "callbench.cli.breaks:end", N_("Come back from a break.")),
        ("list", "callbench.cli.breaks:listed", N_("Breaks of a day, and how long they were.")),
    ),
    "do-not-call": (
        ("list", "callbench.cli.do_not_call:listed", N_("Who is not called, since when and why.")),
        ("add", "callbench.cli.do_not_call:add", N_("Put a number or a customer on the list.")),
        ("lift", "callbench.cli.do_not_call:lift", N_("Take an entry off the list, as a supervisor.")),
        ("import", "callbench.cli.do_not_call:import_", N_("Take in a list from a CSV or Excel file.")),
    ),
    "outcomes": (
        ("list", "callbench.cli.outcomes:listed", N_("Every outcome in its order.")),
        ("add", "callbench.cli.outcomes:add", N_("Add an outcome of the shop's.")),
        ("rename", "callbench.cli.outcomes:rename", N_("Call an outcome by other words.")),
        ("move", "callbench.cli.outcomes:move", N_("Put an outcome at another place of the list.")),
        ("set", "callbench.cli.outcomes:set_", N_("Change the delay, the key, what is needed …")),
        ("off", "callbench.cli.outcomes:off", N_("Offer an outcome no more.")),
        ("on", "callbench.cli.outcomes:on", N_("Offer an outcome again.")),
        ("restore", "callbench.cli.outcomes:restore", N_("The shipped outcomes as they came.")),
    ),
    "script": (
        ("check", "callbench.cli.script_check:check", N_("Everything that is wrong with a script file.")),
        ("show", "callbench.cli.script_show:show", N_("Questions, choices, and conditions in words.")),
        ("diff", "callbench.cli.script_show:diff", N_("In what two scripts differ.")),
        ("template", "callbench.cli.script_out:template", N_("A workbook to start a script from.")),
        ("export", "callbench.cli.script_out:export", N_("A version as a workbook or as JSON.")),
        ("try", "callbench.cli.script_try:try_", N_("Go through a script for practice; nothing is kept.")),
        ("import", "callbench.cli.scripts:import_", N_("Take in a script, published at once or as a draft.")),
        ("publish", "callbench.cli.scripts:publish", N_("Let campaigns call with a version.")),
        ("retire", "callbench.cli.scripts:retire", N_("Start no campaign with a version any more.")),
        ("remove", "callbench.cli.scripts:remove", N_("Take away a version that nothing uses.")),
        ("list", "callbench.cli.scripts:listed", N_("Scripts and their versions.")),
    ),
    "follow-up": (
        ("book", "callbench.cli.follow_ups:book", N_("Book a follow-up with a customer.")),
        ("move", "callbench.cli.follow_ups:move", N_("Another time for a follow-up.")),
        ("cancel", "callbench.cli.follow_ups:cancel", N_("Cancel a follow-up, with the reason.")),
        ("take-over", "callbench.cli.follow_ups:take_over", N_("Make a follow-up yours, or anyone's.")),
        ("export", "callbench.cli.follow_ups:export", N_("Open follow-ups as a calendar file (.ics).")),
        ("import", "callbench.cli.follow_ups:import_", N_("Move and cancel follow-ups as a calendar file has them.")),
    ),
    "calendar": (
        ("show", "callbench.cli.calendar:show", N_("Holidays of a year, and days worked in their place.")),
        ("import", "callbench.cli.calendar:import_", N_("Lay the shop's own holidays over the calendar.")),
        ("check", "callbench.cli.calendar:check", N_("What is known of this year and the next, or what a file says.")),
    ),
    "config": (
        ("show", "callbench.cli.settings:show", N_("Every setting, its value and where it comes from.")),
        ("path", "callbench.cli.settings:path", N_("Where the settings file is looked for.")),
    ),
}

LISTED = ("outcomes", "do-not-call", "queue")  # groups that list when nothing more is said

# Taken before and after every command: name, what follows it ("" for nothing), help.
DB = ("--db", N_("PATH|URL"), N_("Base to work with (CALLBENCH_DB); made on first use."))
LANG = ("--lang", "zh_CN|en", N_("Language of messages (CALLBENCH_LANG)."))
JSON = ("--json", "", N_("Answer as JSON, for programs."))
AGENT = ("--agent", N_("AGENT"), N_("Who calls: code or name (setting desk.agent)."))
VERSION = ("--version", "", N_("Show the version."))
HELP = ("--help", "", N_("Show this help."))

ABOUT = N_("Follow-up calls from the keyboard. Without a command the bench opens.")
CODES = N_("Exit codes: 0 done, 1 findings, 2 usage or settings, 3 data or base not usable.")
