"""The words of the field for the codes that are stored: classes, groups, rules, follow-ups …; translated when shown."""

from __future__ import annotations

from callbench.i18n import N_, in_every_language

CLASSES = {
    "key": N_("Key"), "regular": N_("Regular"), "potential": N_("Potential"), "special": N_("Special"),
}  # fmt: skip
GROUPS = {  # of the queue, in the order they are worked through
    "interrupted": N_("Cut off"), "agreed": N_("Agreed"), "overdue": N_("Overdue"), "due": N_("Due"),
    "untouched": N_("New"), "later": N_("Later"), "held": N_("In call"),
    "parked": N_("Aside"), "done": N_("Done"),
}  # fmt: skip
WHY = {  # rules that bring a customer into the queue
    "interrupted": N_("Interrupted call"), "agreed": N_("Callback agreed for now"), "retry": N_("Next attempt is due"),
    "after_service": N_("After a service"), "plan": N_("Call plan"), "list": N_("On the list"),
    "complaint": N_("A complaint is to be confirmed"), "recurring": N_("Recurring follow-up"),
}  # fmt: skip
PROFILE = {
    "name": N_("Name"), "phone": N_("Phone"), "gender": N_("Gender"), "birthday": N_("Birthday"),
    "customer_class": N_("Class"), "email": N_("E-mail"), "wechat": N_("WeChat"), "branch": N_("Branch"),
    "owner": N_("Owner"), "zone": N_("Time zone"), "channel": N_("Channel"), "preferred_time": N_("Preferred time"),
    "preferences": N_("Preferences"), "special_needs": N_("Special needs"), "note": N_("Note"),
}  # fmt: skip
CHANNELS = {
    "phone": N_("Phone"), "wechat": N_("WeChat"), "sms": N_("SMS"), "email": N_("E-mail"), "visit": N_("Visit"),
}  # fmt: skip
FOLLOW_UPS = {
    "open": N_("waiting"), "kept": N_("kept"), "moved": N_("moved"), "cancelled": N_("cancelled"),
}  # fmt: skip
BREAKS = {
    "meal": N_("Meal"), "rest": N_("Rest"), "meeting": N_("Meeting"), "training": N_("Training"),
    "other_work": N_("Other work"),
}  # fmt: skip
HELD_BACK = {  # why a number is not to be rung now
    "do_not_call": N_("on the do-not-call list"), "consent": N_("has not agreed to be called for this"),
    "marketing": N_("outside the hours for advertising"),
    "silence": N_("asked for silence"), "hours": N_("outside calling hours"), "day": N_("called often enough today"),
    "month": N_("called often enough in 30 days"), "gap": N_("called a short while ago"),
    "engaged": N_("in a call with a colleague"), "wrong": N_("someone else's"),
    "invalid": N_("does not exist"), "unreadable": N_("no number that can be called"),
}  # fmt: skip
PHONE_KINDS = {
    "mobile": N_("mobile"), "fixed": N_("landline"), "other": N_("other number"), "unknown": N_("kind unknown"),
}  # fmt: skip
FOLLOW_UP_LISTS = ("open", "due", "overdue", "missed", "kept", "moved", "cancelled", "all")
"""overdue: open, its time has passed; of them due: may still be kept, missed: its window or the time to release it is over."""
GENDERS = {"female": N_("Female"), "male": N_("Male"), "other": N_("Other")}
ROLES = {"agent": N_("Agent"), "supervisor": N_("Supervisor")}


def code_of(text: str, labels: dict[str, str]) -> str:
    """The code of one of these tables that a person means by it, or by its label in either language; "" when none."""
    wanted = text.strip().casefold()
    if wanted in labels:
        return wanted
    return next((code for code, label in labels.items() if wanted in map(str.casefold, in_every_language(label))), "")
