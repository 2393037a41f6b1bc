"""What the base itself refuses since version 0003, whoever writes to it: triggers on both engines, made by that migration.

An item is open, held, parked or done. Nobody takes what is done or parked without opening it first (undoing and correcting
do), a held item goes to another agent only through the queue, and nothing becomes another customer's or campaign's. Of an
attempt only outcome and note are ever corrected, with the time of the correction; it is taken back only as the last of
its item, uncorrected. Events: migration 0001.
"""

from __future__ import annotations

from alembic import op

_MOVES = {
    "open": ("held", "parked", "done"),
    "held": ("open", "parked", "done"),
    "parked": ("open", "done"),
    "done": ("open", "parked"),
}


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns)


_MOVED = " OR ".join(
    f"OLD.state = '{before}' AND NEW.state NOT IN ('{before}', {', '.join(f'{after!r}' for after in afters)})"
    for before, afters in _MOVES.items()
)
# Table, verb, columns (for UPDATE), when it is refused, and what is said.
_RULES: tuple[tuple[str, str, str, tuple[str, ...], str, str], ...] = (
    (
        "queue_item_moves", "queue_item", "UPDATE", ("state", "held_by"),
        f"{_MOVED} OR OLD.state = 'held' AND NEW.state = 'held' AND NEW.held_by <> OLD.held_by",
        "an item does not go from this state to that one",
    ),
    (
        "queue_item_same", "queue_item", "UPDATE", ("id", "customer_id", "campaign_id", "created_at", "created_on"),
        _changed("id", "customer_id", "campaign_id", "created_at", "created_on"),
        "an item stays with its customer and campaign",
    ),
    (
        "attempt_same", "attempt", "UPDATE",
        ("id", "item_id", "nth", "campaign_id", "customer_id", "agent_id", "script_id", "e164", "channel", "started_at",
         "ended_at", "business_day", "due_on"),
        _changed("id", "item_id", "nth", "campaign_id", "customer_id", "agent_id", "script_id", "e164", "channel",
                 "started_at", "ended_at", "business_day", "due_on"),
        "of an attempt only outcome and note are corrected",
    ),
    (
        "attempt_corrected", "attempt", "UPDATE", ("outcome", "note", "corrected_at"),
        f"({_changed('outcome', 'note')}) AND NEW.corrected_at IS NULL"
        " OR OLD.corrected_at IS NOT NULL AND (NEW.corrected_at IS NULL OR NEW.corrected_at < OLD.corrected_at)",
        "a correction says when it was made",
    ),
    (
        "attempt_stays", "attempt", "DELETE", (), "OLD.corrected_at IS NOT NULL",
        "an attempt that was corrected is not taken back",
    ),
    (
        "follow_up_same", "follow_up", "UPDATE", ("id", "customer_id", "made_by", "made_at", "made_on"),
        _changed("id", "customer_id", "made_by", "made_at", "made_on"),
        "a follow-up stays with its customer",
    ),
)  # fmt: skip
# A DELETE may ask for other rows, which PostgreSQL does not allow in WHEN.
_LAST = "SELECT 1 FROM attempt WHERE item_id = OLD.item_id AND nth > OLD.nth"
_LAST_SAID = "only the last attempt of an item is taken back"
_REFUSE = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_REFUSE_EARLIER = f"""
CREATE FUNCTION refuse_earlier() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF EXISTS ({_LAST}) THEN
    RAISE EXCEPTION '{_LAST_SAID}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$
"""

# What opens or closes pools counts the version up that `store/pools.VERSION` reads: table → the columns that do.
_COUNTED: dict[str, tuple[str, ...]] = {
    "campaign": ("state", "starts_on", "ends_on", "opens", "closes", "skill", "marketing"),
    "campaign_agent": (), "agent": ("state", "trainer_id"), "agent_skill": (), "absence": (),
}  # fmt: skip
_COUNT = """
INSERT INTO meta (name, value) VALUES ('dealing', '1')
ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(meta.value AS integer) + 1 AS text)
"""
_COUNT_UP = f"""
CREATE FUNCTION count_dealing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_COUNT}; RETURN NULL; END $$
"""


def make_triggers() -> None:
    """All of them, on the engine that is being migrated."""
    if op.get_bind().dialect.name == "postgresql":
        _on_server()
    else:
        _in_file()


def _in_file() -> None:
    for name, table, verb, columns, when, said in _RULES:
        of = f"{verb} OF {', '.join(columns)}" if columns else verb
        op.execute(f"CREATE TRIGGER {name} BEFORE {of} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{said}'); END")
    op.execute(
        f"CREATE TRIGGER attempt_last BEFORE DELETE ON attempt WHEN EXISTS ({_LAST})"
        f" BEGIN SELECT RAISE(ABORT, '{_LAST_SAID}'); END"
    )
    for table, columns in _COUNTED.items():
        of = f" OF {', '.join(columns)}" if columns else ""
        for verb in ("INSERT", f"UPDATE{of}", "DELETE"):
            name = f"{table}_counts_{verb.split()[0].lower()}"
            op.execute(f"CREATE TRIGGER {name} AFTER {verb} ON {table} BEGIN {_COUNT}; END")


def _on_server() -> None:
    for function in (_REFUSE, _REFUSE_EARLIER, _COUNT_UP):
        op.execute(function)
    for name, table, verb, columns, when, said in _RULES:
        of = f"{verb} OF {', '.join(columns)}" if columns else verb
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {of} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse('{said}')"
        )
    op.execute("CREATE TRIGGER attempt_last BEFORE DELETE ON attempt FOR EACH ROW EXECUTE FUNCTION refuse_earlier()")
    for table, columns in _COUNTED.items():
        of = f" OF {', '.join(columns)}" if columns else ""
        op.execute(
            f"CREATE TRIGGER {table}_counts AFTER INSERT OR UPDATE{of} OR DELETE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION count_dealing()"
        )
