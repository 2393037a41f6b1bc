"""What the operating system refuses is told in the language in use."""

from __future__ import annotations

import errno
import os

from callbench import i18n
from callbench.system_words import system_words


def test_a_refusal_is_told_in_the_language_in_use() -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert system_words(full) == "the disk is full"
    i18n.use_language("zh_CN")
    assert system_words(full) == "磁盘已满"
    assert system_words(PermissionError(errno.EACCES, os.strerror(errno.EACCES))) == "当前用户没有权限"


def test_what_is_rare_is_told_in_the_systems_words() -> None:
    assert system_words(OSError(errno.ELOOP, "Too many links")) == "Too many links"
    assert system_words(TimeoutError()) == "TimeoutError"
