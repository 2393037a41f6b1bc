"""Column types and keys that both engines share."""

from __future__ import annotations

import os
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

import uuid_utils
from sqlalchemy import types
from sqlalchemy.engine import Dialect


class Id(types.TypeDecorator[UUID]):
    """A UUID: 16 bytes on SQLite (half of the text form's size), uuid on PostgreSQL."""

    impl = types.LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> types.TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(types.Uuid())
        return dialect.type_descriptor(types.LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        return UUID(bytes=value) if isinstance(value, bytes) else value


def new_id(now: datetime) -> UUID:
    """A UUIDv7 (RFC 9562) whose time part is `now`, so that keys sort by the bench's own clock."""
    return UUID(bytes=uuid_utils.uuid7(nanoseconds=int(now.timestamp() * 1_000_000) * 1_000).bytes)


class IdRun:
    """UUIDv7 keys for many rows of one moment, which sort in the order they are made.

    The 12 bits behind the milliseconds count (RFC 9562, 6.2, method 1); after 4,096 keys the milliseconds go on.
    Rows written together lie together, which also makes writing them faster.
    """

    def __init__(self, now: datetime) -> None:
        self._first = int(now.timestamp() * 1_000)
        self._made = 0
        self._random = Random(os.urandom(16))  # noqa: S311 - uniqueness, not secrecy

    def __call__(self) -> UUID:
        """The next key."""
        made = self._made
        self._made += 1
        moment = self._first + (made >> 12)
        return UUID(int=moment << 80 | 0x7 << 76 | (made & 0xFFF) << 64 | 0x2 << 62 | self._random.getrandbits(62))
