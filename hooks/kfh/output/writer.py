"""The files of a site, each made from plain values, and made only where these are not those of last time.

A site is written into a tree that held an earlier one, the twin of the site that stands. A file that is right there
stays, one that is right in the site is copied, and only what is left is made.
"""

# Of thousands of files: to make a Path of each folder and file would cost as much as to write them.
# ruff: noqa: PTH102, PTH106, PTH108, PTH116

from __future__ import annotations

import errno
import filecmp
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from kfh.reading.sources import Mark, mark_of
from kfh.runtime import parallel
from kfh.runtime.fingerprint import Era
from kfh.runtime.progress import Progress
from kfh.runtime.store import Shelf
from kfh.values.slugs import is_safe

ENOUGH = 100
"""From how many files on forking saves more than it costs."""


_LEFT_BEHIND = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What macOS and Windows leave in each folder that somebody looks at; nobody misses it."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
NEW = ".new"
"""The folder in a tree for what is moved to its place in the end; see `Writer.adopt`."""


class Output(NamedTuple):
    """A file at `path` below the site's root; `make` makes its content, or names a file to copy, from its values."""

    path: str
    values: Callable[[], Any]
    make: Callable[[Any], str | bytes | Path]


Published = tuple[str, Mark]
"""What a file was made from, as a key, and how it looked then."""

Record = dict[bytes, Published]
"""The files of a tree, by path: a name in a file system is bytes, and need not be text."""


class SafeFolder:
    """A folder to write into, and the one way to do so: no path leaves it, whoever asks."""

    def __init__(self, root: Path) -> None:
        self._root, self._opened, self._made = f"{root}/", set[str](), set[str]()

    def place(self, path: str) -> str:
        """Where the file at a relative path goes, with nothing there and its folder made.

        Raise OSError for a path that could lead elsewhere, and where a folder that holds a file stands in its place.
        """
        if not is_safe(path):
            raise OSError(errno.EPERM, "this path could lead out of the folder of the site", path)
        folder, target = path.rpartition("/")[0], self._root + path
        self._open(folder)
        if folder not in self._made:  # in a new one nothing stands
            with suppress(FileNotFoundError):
                _clear(target)
        return target

    def write(self, path: str, content: bytes) -> str:
        """Make the file at a relative path, and give its place; raise OSError as `place` does."""
        target, left = self.place(path), memoryview(content)
        file = os.open(target, _NEW, 0o666)  # a file object would take twice as long
        try:
            while left:
                left = left[os.write(file, left) :]
        finally:
            os.close(file)
        return target

    def _open(self, folder: str) -> None:
        if not folder or folder in self._opened:
            return
        self._open(folder.rpartition("/")[0])
        place = self._root + folder
        try:
            os.mkdir(place)
            self._made.add(folder)
        except FileExistsError:
            found = os.lstat(place).st_mode
            if stat.S_ISLNK(found):
                message = "a link to another place stands where a folder must be"
                raise OSError(errno.ENOTDIR, message, place) from None
            if not stat.S_ISDIR(found):
                raise
        self._opened.add(folder)


def _clear(place: str) -> None:
    """Remove a file, which may be open or be a link to something else, or folders that hold nothing but folders."""
    if not stat.S_ISDIR(os.lstat(place).st_mode):
        os.unlink(place)
        return
    for folder, _, _ in os.walk(place, topdown=False):
        os.rmdir(folder)  # fails where something is left


class Writer:
    """Writes a site into the folder `tree`, with what is right there or in the folder `site` already."""

    def __init__(self, tree: Path, site: Path, era: Era, shelf: Shelf[Record], progress: Progress) -> None:
        self._tree, self._site, self._era, self._shelf, self._progress = tree, site, era, shelf, progress
        self._into, self._name = SafeFolder(tree), _name(tree)
        self._here = _read(shelf, tree)
        self._standing = dict(_marks(tree))
        self._found: dict[str, Published] = {}
        self.made = 0

    @cached_property
    def _there(self) -> dict[str, Published]:
        return _read(self._shelf, self._site) if self._site.exists() else {}

    def take(self, folder: str, key: str) -> bool:
        """Take over all that stands in a folder, where it was made from what `key` stands for; see `adopt`."""
        return self._take_known(self._here, folder, key) or self._take_known(self._there, folder, key)

    def _take_known(self, known: dict[str, Published], folder: str, key: str) -> bool:
        paths = [path for path, before in known.items() if path.startswith(folder) and before[0] == key]
        found = {path: self._kept(path, key) for path in paths}
        if not paths or not all(found.values()):
            return False
        self._found |= {path: one for path, one in found.items() if one}
        return True

    def others(self, is_earlier: Callable[[str, Path], bool]) -> list[str]:
        """What stands in the site and no build has made, by path, which publishing would remove.

        What is not known to be made, as when `.cache/` was deleted, `is_earlier` tells by path and file. Of a folder in
        which nothing else stands, only the folder is named.
        """
        if not self._site.is_dir():
            return [self._site.name] if self._site.exists() else []
        found = {path: mark for path, mark in _marks(self._site) if path.rpartition("/")[2] not in _LEFT_BEHIND}
        is_known = any(found.get(path) == mark for path, (_, mark) in self._there.items())  # a number is used again
        own = {path for path in found if (path in self._there if is_known else is_earlier(path, self._site / path))}
        shared = {path.partition("/")[0] for path in own}
        other = found.keys() - own
        return sorted({path if path.partition("/")[0] in shared else path.partition("/")[0] for path in other})

    def write(self, outputs: Sequence[Output], then: Sequence[Output] = ()) -> None:
        """Write all outputs; those of `then` may copy what the others are."""
        wanted = {output.path for output in (*outputs, *then)} | self._found.keys()
        for path in self._standing.keys() - wanted:
            (self._tree / path).unlink()
        number = len(self._found) + len(outputs) + len(then)
        for found, made in parallel.shared(self._write_all, outputs, ENOUGH, then):
            self._found |= found
            self.made += made
            self._progress.tell("Writing pages and feeds", len(self._found), number)

    def adopt(self, folder: Path, key_of: Callable[[str], str | None]) -> None:
        """Move what something else wrote into a folder to its place; `key_of` says what it was made from, if known."""
        for path in [path for path, _ in _marks(folder)]:
            target = self._into.place(path)
            (folder / path).replace(target)
            key = key_of(path)
            self._found[path] = key or "", mark_of(os.stat(target))
            self.made += bool(key)
        shutil.rmtree(folder)
        for path in self._standing.keys() - self._found.keys():
            _prune(self._tree, self._tree / path)

    def remember(self) -> None:
        """Note what the finished tree is made from, for the next builds, wherever it stands then."""
        self._put(self._name, self._found)

    def remember_site(self) -> None:
        """Note it of the site too, which is the tree now or a copy of it, and forget earlier ones."""
        name = _name(self._site)
        if name != self._name:
            self._put(
                name, {path: (key, mark_of((self._site / path).stat())) for path, (key, _) in self._found.items()}
            )
        self._shelf.keep({name, *([_name(self._tree)] if self._tree.exists() else [])})

    def _put(self, name: str, found: Mapping[str, Published]) -> None:
        self._shelf.put(name, {os.fsencode(path): one for path, one in found.items()})

    @property
    def kept(self) -> int:
        """How many files are as they were."""
        return sum(bool(key) for key, _ in self._found.values()) - self.made

    def _write_all(self, outputs: Iterable[Output]) -> tuple[dict[str, Published], int]:
        found, made = {}, 0
        for output in outputs:
            values = output.values()
            key = self._era.digest(values)
            kept = self._kept(output.path, key)
            found[output.path] = kept or (key, self._place(output.path, output.make(values)))
            made += not kept
        return found, made

    def _kept(self, path: str, key: str) -> Published | None:
        """A file of this key, where it is or as a copy from the site; None where there is none that nobody changed."""
        here = self._here.get(path)
        if here and here[0] == key and self._standing.get(path) == here[1]:
            return here
        there = self._there.get(path)
        if not there or there[0] != key:
            return None
        try:
            with (self._site / path).open("rb") as file:
                about = os.fstat(file.fileno())
                if mark_of(about) != there[1]:
                    return None
                content = file.read()
        except OSError:
            return None
        return key, self._place(path, content, (about.st_atime_ns, about.st_mtime_ns))

    def _place(self, path: str, content: str | bytes | Path, times: tuple[int, int] | None = None) -> Mark:
        if isinstance(content, Path):
            target = self._into.place(path)
            shutil.copyfile(content, target)
        else:
            target = self._into.write(path, content.encode() if isinstance(content, str) else content)
        if times:
            os.utime(target, ns=times)
        return mark_of(os.stat(target))


def _read(shelf: Shelf[Record], tree: Path) -> dict[str, Published]:
    return {os.fsdecode(path): one for path, one in (shelf.get(_name(tree)) or {}).items()}


def _name(tree: Path) -> str:
    """A tree keeps its number when it is renamed, or exchanged for another (rename(2))."""
    about = tree.stat()
    return f"{about.st_dev}-{about.st_ino}"


def _marks(folder: Path) -> Iterator[tuple[str, Mark]]:
    """Each file below a folder, by its path from there, but for what is still to find its place."""
    waiting = [""]
    while waiting:
        below = waiting.pop()
        with os.scandir(folder / below) as entries:
            for entry in entries:
                path = f"{below}{entry.name}"
                if not entry.is_dir(follow_symlinks=False):
                    yield path, mark_of(entry.stat(follow_symlinks=False))
                elif path != NEW:
                    waiting.append(f"{path}/")


def names(folder: Path) -> list[str]:
    """The paths of all files in a folder, and its own name where it is none."""
    if not folder.is_dir():
        return [folder.name] if folder.exists() else []
    return sorted(path for path, _ in _marks(folder) if path.rpartition("/")[2] not in _LEFT_BEHIND)


def holds(file: Path, words: bytes) -> bool:
    """Whether the words stand in a file, which is no link."""
    return file.is_file() and not file.is_symlink() and words in file.read_bytes()


def copy(tree: Path, site: Path) -> None:
    """Make `site` hold what `tree` does, file by file: what differs is copied first, and then moved into place."""
    wanted, into, new = [path for path, _ in _marks(tree)], SafeFolder(site), site / NEW
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    changed = [path for path in wanted if not _same(tree / path, site / path)]
    for number, path in enumerate(changed):
        shutil.copy2(tree / path, new / str(number))
    for number, path in enumerate(changed):
        (new / str(number)).replace(into.place(path))
    for path in {path for path, _ in _marks(site)} - set(wanted):
        (site / path).unlink()
        _prune(site, site / path)
    shutil.rmtree(new)


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and not other.is_symlink() and filecmp.cmp(one, other, shallow=False)


def _prune(tree: Path, gone: Path) -> None:
    """Remove the folders of a file that is gone, up to one in which something is left."""
    for folder in gone.parents:
        if folder == tree or (folder.exists() and any(folder.iterdir())):
            return
        if folder.exists():
            folder.rmdir()
