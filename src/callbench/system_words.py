"""What the operating system refuses, in the language in use; what it says itself is English nearly everywhere."""

from __future__ import annotations

import errno

from callbench.i18n import N_, _

_WORDS = {
    errno.ENOENT: N_("the folder is not there"),
    errno.ENOTDIR: N_("the folder is not there"),
    errno.EACCES: N_("this user may not"),
    errno.EPERM: N_("this user may not"),
    errno.EROFS: N_("the disk is write-protected"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EISDIR: N_("it is a folder"),
    errno.EIO: N_("the disk does not work properly"),
    errno.ENAMETOOLONG: N_("the name is too long"),
}


def system_words(error: OSError) -> str:
    """Why the system refused; what is rare in its own words."""
    known = _WORDS.get(error.errno or 0)
    return _(known) if known else error.strerror or type(error).__name__
