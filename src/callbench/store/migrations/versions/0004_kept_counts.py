"""kept counts of the queue, what belongs to a campaign"""

import sqlalchemy as sa
from alembic import op

from callbench.store.altering import partial_index
from callbench.store.types import Id

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_FOLDER = 1952541804  # the key of the server's lock around folding: any number nobody else uses
_EVERY = 256  # rows added between two foldings
# The ten minutes by whose end an item is ready, counted since 1970: what is ready at ten sharp is so by ten.
_BY = {
    "sqlite": "CAST(strftime('%s', substr({row}.ready_at, 1, 15) || '0:00') AS INTEGER) / 600"
    " + (substr({row}.ready_at, 16) > '0:00.000000')",
    "postgresql": "CAST(ceil(extract(epoch FROM {row}.ready_at) / 600) AS integer)",
}
_KEY = """
CASE WHEN {row}.state = 'open' AND {row}.agreed THEN 'agreed' ELSE {row}.state END,
CASE {row}.state WHEN 'open' THEN {row}.due_on WHEN 'done' THEN coalesce({row}.closed_on, 0) ELSE 0 END,
CASE WHEN {row}.state = 'open' AND NOT {row}.agreed AND {row}.attempts > 0 THEN 1 ELSE 0 END,
CASE WHEN {row}.state = 'open' AND NOT {row}.agreed THEN {by} ELSE 0 END,
{row}.campaign_id
""".strip()
_MOVES = ("state", "agreed", "due_on", "attempts", "ready_at", "closed_on")  # what of an item decides where it counts
_FILL = "INSERT INTO queue_tally SELECT {key}, 0, count(*) FROM queue_item GROUP BY 1, 2, 3, 4, 5"
# In a file there is one writer at a time: the counts are changed where they are.
_ADD = """
INSERT INTO queue_tally (kind, day, touched, ready, campaign_id, slot, n) VALUES ({key}, 0, {by})
ON CONFLICT (kind, day, touched, ready, campaign_id, slot) DO UPDATE SET n = n + excluded.n;
"""
_EMPTY = "DELETE FROM queue_tally WHERE (kind, day, touched, ready, campaign_id, slot) = ({key}, 0) AND n = 0;"
# On a server many write at a time: rows are only added, and folded into one a key now and then by whoever comes by.
_NOTE = """
WITH changed (kind, day, touched, ready, campaign_id, d) AS ({changed})
    INSERT INTO queue_tally (kind, day, touched, ready, campaign_id, slot, n)
    SELECT kind, day, touched, ready, campaign_id, nextval('queue_tally_slot'), sum(d) FROM changed
    GROUP BY kind, day, touched, ready, campaign_id HAVING sum(d) <> 0
""".strip()
_CHANGED = "SELECT {key}, {by} FROM {row}"
_TALLY = """
CREATE FUNCTION tally_items() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE added bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    {inserted};
  ELSIF TG_OP = 'DELETE' THEN
    {deleted};
  ELSE
    {updated};
  END IF;
  GET DIAGNOSTICS added = ROW_COUNT;
  IF added = 0 THEN
    RETURN NULL;
  END IF;
  IF currval('queue_tally_slot') % {every} < added AND pg_try_advisory_xact_lock({folder}) THEN
    WITH taken AS (DELETE FROM queue_tally WHERE slot > 0 RETURNING *)
    INSERT INTO queue_tally (kind, day, touched, ready, campaign_id, slot, n)
    SELECT kind, day, touched, ready, campaign_id, 0, sum(n) FROM taken
    GROUP BY kind, day, touched, ready, campaign_id HAVING sum(n) <> 0
    ON CONFLICT (kind, day, touched, ready, campaign_id, slot) DO UPDATE SET n = queue_tally.n + excluded.n;
    DELETE FROM queue_tally WHERE slot = 0 AND n = 0;
  END IF;
  RETURN NULL;
END $$
"""


def _key(dialect: str, row: str) -> str:
    return _KEY.format(row=row, by=_BY[dialect].format(row=row))


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.create_table(
        "queue_tally",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("touched", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ready", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("campaign_id", Id(), nullable=False),
        sa.Column("slot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "kind", "day", "touched", "ready", "campaign_id", "slot", name=op.f("pk_queue_tally")
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.execute(_FILL.format(key=_key(dialect, "queue_item")))
    if dialect == "postgresql":
        _on_server()
    else:
        _in_file()
    op.create_index("ix_attempt_campaign", "attempt", ["campaign_id", "outcome", "customer_id"])
    partial_index("ix_queue_item_campaign", "queue_item", ["campaign_id"], "state <> 'done'")


def _in_file() -> None:
    new, old = _key("sqlite", "NEW"), _key("sqlite", "OLD")
    more, less, empty = _ADD.format(key=new, by=1), _ADD.format(key=old, by=-1), _EMPTY.format(key=old)
    moved = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _MOVES)
    for name, when, does in (
        ("insert", "INSERT ON queue_item", more),
        ("delete", "DELETE ON queue_item", less + empty),
        ("update", f"UPDATE OF {', '.join(_MOVES)} ON queue_item WHEN {moved}", less + more + empty),
    ):
        op.execute(f"CREATE TRIGGER queue_item_tally_{name} AFTER {when} BEGIN {does} END")


def _on_server() -> None:
    came, gone = (
        _CHANGED.format(key=_key("postgresql", row), by=by, row=row) for row, by in (("came", 1), ("gone", -1))
    )
    op.execute("CREATE SEQUENCE queue_tally_slot")
    op.execute(
        _TALLY.format(
            inserted=_NOTE.format(changed=came), deleted=_NOTE.format(changed=gone),
            updated=_NOTE.format(changed=f"{gone} UNION ALL {came}"), every=_EVERY, folder=_FOLDER,
        )
    )  # fmt: skip
    for verb, tables in (
        ("INSERT", "NEW TABLE AS came"),
        ("DELETE", "OLD TABLE AS gone"),
        ("UPDATE", "OLD TABLE AS gone NEW TABLE AS came"),
    ):
        op.execute(
            f"CREATE TRIGGER queue_item_tally_{verb.lower()} AFTER {verb} ON queue_item REFERENCING {tables}"
            " FOR EACH STATEMENT EXECUTE FUNCTION tally_items()"
        )
