"""The files of a site, each made from plain values, and made only where these are not those of last time.

The others are taken over from the site that stands.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kfh import forks
from kfh.eras import digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kfh.eras import Era
    from kfh.shelf import Shelf

ENOUGH = 100
"""From how many files on forking saves more than it costs."""


class Output(NamedTuple):
    """A file at `path` below the site's root; `make` makes its content, or names a file to copy, from its values."""

    path: str
    values: Callable[[], Any]
    make: Callable[[Any], str | bytes | Path]


class Mark(NamedTuple):
    """How a file looked when it was published: whoever changes it, changes one of these (stat(2))."""

    inode: int
    size: int
    modified: int
    changed: int


class Published(NamedTuple):
    key: str
    mark: Mark


class Writer:
    """Writes a site into the folder `stage`, taking over what is as it was in the site that stands at `site`.

    A file is taken over by a second link to it (link(2)): where the system has none, it is made again.
    """

    def __init__(self, stage: Path, site: Path, era: Era, shelf: Shelf) -> None:
        self._stage, self._site, self._era, self._shelf = stage, site, era, shelf
        self._name = f"site-{digest(str(site).encode())}"
        self._before: dict[str, Published] = shelf.get(self._name) or {}
        self._keys: dict[str, str] = {}
        self._folders: set[str] = set()
        self.made = 0

    def write(self, outputs: Sequence[Output]) -> None:
        for keys, made in forks.shared(self._write_all, outputs, ENOUGH):
            self._keys |= keys
            self.made += made

    def take(self, folder: str, values: Any) -> bool:
        """Take over all that stands in a folder, where it was made from the same values; see `give`."""
        key = self._era.digest(values)
        paths = [path for path, before in self._before.items() if path.startswith(folder) and before.key == key]
        if paths and all(self._link(path, key) for path in paths):
            self._keys |= dict.fromkeys(paths, key)
            return True
        shutil.rmtree(
            self._stage / folder, ignore_errors=True
        )  # or what takes its place would be written into the site
        self._folders = {made for made in self._folders if not f"{made}/".startswith(folder)}
        return False

    def give(self, folder: str, values: Any) -> None:
        """Take note of what now stands in a folder of the stage, made from these values by something else."""
        found = (file for file in (self._stage / folder).rglob("*") if file.is_file())
        self._keys |= dict.fromkeys(
            (file.relative_to(self._stage).as_posix() for file in found), self._era.digest(values)
        )

    def remember(self) -> None:
        """Note how each file looks now that the site stands in its place, for the next build."""
        marks = ((path, key, _mark(self._site / path)) for path, key in self._keys.items())
        self._shelf.put(self._name, {path: Published(key, mark) for path, key, mark in marks if mark})

    @property
    def count(self) -> int:
        return len(self._keys)

    def _write_all(self, outputs: Iterable[Output]) -> tuple[dict[str, str], int]:
        keys, made = {}, 0
        for output in outputs:
            values = output.values()
            key = keys[output.path] = self._era.digest(values)
            if not self._link(output.path, key):
                self._place(output.path, output.make(values))
                made += 1
        return keys, made

    def _link(self, path: str, key: str) -> bool:
        """Take over a file that has this key and looks as it did; another build may exchange the site meanwhile."""
        before = self._before.get(path)
        if not before or before.key != key or _mark(self._site / path) != before.mark:
            return False
        target = self._target(path)
        try:
            os.link(self._site / path, target)
        except OSError:
            return False
        linked = _mark(target)
        if linked and linked[:3] == before.mark[:3]:
            return True
        target.unlink()
        return False

    def _place(self, path: str, content: str | bytes | Path) -> None:
        target = self._target(path)
        if isinstance(content, Path):
            shutil.copyfile(content, target)
        else:
            target.write_bytes(content.encode() if isinstance(content, str) else content)

    def _target(self, path: str) -> Path:
        target = self._stage / path
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return target


def _mark(file: Path) -> Mark | None:
    try:
        found = os.stat(file)  # noqa: PTH116 (thousands of files)
    except OSError:
        return None
    return Mark(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
