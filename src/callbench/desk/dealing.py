"""What an agent may be dealt from at this moment: the open pools, worked out anew when anything that opens one changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from callbench.desk.bench import Bench
from callbench.rules.pools import OpenPools, closed_by, open_pools
from callbench.store import pools


def pools_for(bench: Bench, connection: Any, agent_id: UUID, version: str | None = None) -> OpenPools:
    """The pools from which this agent may be dealt now. version: `store.pools.VERSION`, None: it is asked for."""
    now, today, dealing = bench.clock.now(), bench.today(), bench.dealing
    known_as = (pools.version(connection) if version is None else version, today)
    minute = now.replace(second=0, microsecond=0)  # hours begin and end with a minute
    if dealing.known_as != known_as:
        dealing.pools, dealing.staff = pools.dealt_from(connection), pools.roster(connection, today).on(today)
        dealing.known_as, dealing.minute = known_as, None
    if dealing.minute != minute or dealing.settings is not bench.settings:
        dealing.minute, dealing.settings, dealing.open = minute, bench.settings, {}
    if (found := dealing.open.get(agent_id)) is None:
        found = dealing.open[agent_id] = open_pools(
            {one.id: closed_by(one, agent_id, dealing.staff, bench.settings, now, today) for one in dealing.pools}
        )
    return found
