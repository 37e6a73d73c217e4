"""Build beside the site and swap the whole in, so that a build that fails harms nothing that stands."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

from mkdocs.exceptions import PluginError

try:
    import fcntl
except ImportError:  # Windows: there one build at a time is trusted to be the only one
    fcntl = None  # type: ignore[assignment]

from collections.abc import Iterator, Sequence

from kfh.model.project_files import FOLDERS
from kfh.output.writer import NEW, copy

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
"""From linux/fs.h; see renameat2(2)."""
_OLD = ".old"
_TOLD = 5
"""How many names are told of those that stand in the way."""
_STAYS = (errno.EBUSY, errno.EXDEV)
"""What says that a folder cannot be moved: a file system starts there, as that of a container's volume."""


class Stage:
    """A tree beside `site`, on the same file system, in which one build writes the next site; see `kfh.output.writer`.

    It is the twin of the site, which holds the one before, or a tree of its own where another build has the twin.
    `new` is an empty folder in it. It is locked while the build lives: flock(2) ends with the process, however that
    ends. Making, publishing and clearing stages take turns by a lock of their own.
    """

    def __init__(self, site: Path) -> None:
        site = site.resolve()
        self.site = site
        site.parent.mkdir(parents=True, exist_ok=True)
        with _turn(site):
            _restore(site)
            _clear(site)
            self.folder = _twin(site)
            if self.folder.is_symlink():
                raise OSError(
                    errno.ENOTDIR, "this is a link to another place, which would be emptied", str(self.folder)
                )
            self.folder.mkdir(exist_ok=True)
            self._lock = _lock(self.folder)
            if self._lock is None:
                self.folder = Path(tempfile.mkdtemp(prefix=_prefix(site), dir=site.parent))
                self._lock = _lock(self.folder)
            self.folder.chmod(0o777 & ~_umask())
        self.new = self.folder / NEW
        shutil.rmtree(self.new, ignore_errors=True)
        self.new.mkdir()

    def publish(self) -> None:
        """Put the finished tree in the site's place; the tree that stood there is the stage's now.

        Where the site cannot be moved, the tree is copied into it, and stays the stage's.
        """
        shutil.rmtree(self.new, ignore_errors=True)
        with _turn(self.site):
            if not self.site.exists():
                self.folder.rename(self.site)
                return
            try:
                if not _exchange(self.folder, self.site):
                    self._move_aside()
            except OSError as error:
                if error.errno not in _STAYS:
                    raise
                copy(self.folder, self.site)

    def discard(self) -> None:
        """Leave the twin to the next build, whatever stands in it, and remove a tree of one's own."""
        shutil.rmtree(self.new, ignore_errors=True)
        if self.folder != _twin(self.site):
            shutil.rmtree(self.folder, ignore_errors=True)
        with suppress(OSError):  # it stays where anything stands in it
            self.folder.rmdir()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _move_aside(self) -> None:
        """Where two folders cannot be exchanged in one step: two renames; the next build mends a stop between them."""
        old = self.folder.with_name(self.folder.name + _OLD)
        self.site.rename(old)
        self.folder.rename(self.site)
        old.rename(self.folder)


class InPlace:
    """A site that is written where it stands: that of a preview, which answers nobody while it builds."""

    def __init__(self, site: Path) -> None:
        self.site = self.folder = site.resolve()
        self.new = self.folder / NEW
        self.publish()
        self.new.mkdir(parents=True)

    def publish(self) -> None:
        shutil.rmtree(self.new, ignore_errors=True)

    discard = publish


def require_own(folder: Path, others: Sequence[str]) -> None:
    """Raise PluginError where `others` stand in a folder that is to be replaced."""
    if others:
        told = ", ".join(others[:_TOLD]) + (f" and {len(others) - _TOLD} more" if len(others) > _TOLD else "")
        raise PluginError(
            f"the site was not built: {folder.name}/ holds what no build made, and it would be lost: {told}\n"
            "move it away, or build into another folder; where all of it may go, delete that folder"
        )


def require_apart(site: Path, root: Path) -> None:
    """Raise PluginError where a site would be built among the sources of the one at `root`; MkDocs looks at docs/."""
    for folder in FOLDERS:
        if site.resolve().is_relative_to((root / folder).resolve()):
            raise PluginError(f"the site was not built: {folder}/ is for what the site is made of; name another folder")


def _prefix(site: Path) -> str:
    return f".{site.name}.stage-"


def _twin(site: Path) -> Path:
    return site.with_name(f".{site.name}.twin")


def _left(site: Path) -> Iterator[Path]:
    names = (_prefix(site), f"{_twin(site).name}{_OLD}")
    return (
        path
        for path in site.parent.iterdir()
        if path.name.startswith(names) and path.is_dir() and not path.is_symlink()
    )


def _restore(site: Path) -> None:
    """Bring back a site that was moved aside by a build that ended before the new one was in its place."""
    if not site.exists():
        for old in _left(site):
            if old.name.endswith(_OLD):
                old.rename(site)
                return


def _clear(site: Path) -> None:
    for folder in _left(site):
        lock = _lock(folder)
        if lock is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)


def _lock(folder: Path) -> int | None:
    """A lock of `folder` that lasts as long as this process; None where another process has it."""
    if not fcntl:
        return os.open(os.devnull, os.O_RDONLY)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


@contextmanager
def _turn(site: Path) -> Iterator[None]:
    """Wait until no other build makes, publishes or clears a stage of this site."""
    with open(_turns(site), "w", opener=_no_link) as turn:
        if fcntl:
            fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)


def _turns(site: Path) -> Path:
    return site.with_name(f".{site.name}.lock")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


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
