"""Build beside the site and swap the whole in, so that a build that fails harms nothing that stands."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""From linux/fs.h; see renameat2(2)."""


class Stage:
    """An empty folder beside `site`, on the same file system, for one build."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.folder = site.with_name(f".{site.name}-{os.getpid()}")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def publish(self) -> None:
        """Put the finished stage in the site's place."""
        if not self.site.exists():
            self.folder.rename(self.site)
            return
        if not _exchange(self.folder, self.site):
            self._move_aside()
        shutil.rmtree(self.folder)

    def discard(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _move_aside(self) -> None:
        """Where two folders cannot be exchanged in one step: two renames, with a moment between them."""
        old = self.folder.with_name(f"{self.folder.name}-old")
        self.site.rename(old)
        self.folder.rename(self.site)
        old.rename(self.folder)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, so that neither is missing for a moment; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    if libc.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    error = ctypes.get_errno()
    if error in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(error, os.strerror(error), str(other))
