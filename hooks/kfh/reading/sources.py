"""The files that the site is made of, read in one place: names, bytes, text, lines and YAML."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from kfh.problems.edits import Edit
from kfh.problems.problem import Problem
from kfh.reading import pasted, yaml_places
from kfh.values.quoting import quoted
from kfh.values.slugs import folders

_AT_ONCE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""Windows has none of the first two, and asks for the last."""
_MARK = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NOT_UTF8 = re.compile("[\udc80-\udcff]+")
_TEXTS = (".md", ".yml", "ledger.txt")
NOTHING: Mapping[str, Any] = MappingProxyType({})

Repair = Callable[[list[str]], Iterable[Problem]]
Mark = tuple[int, int, int, int]
"""How a file looks: inode, size, and times of modification and change in nanoseconds (stat(2)). Whoever changes it,
changes one of these."""


def mark_of(about: os.stat_result) -> Mark:
    return about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


def _nothing_else(_lines: list[str]) -> Iterable[Problem]:
    """No repair but those that every file of YAML needs."""
    return ()


class Sources:
    """The files of the site at `root`, and the one way to read them.

    What stands in `overlay`, by path, such as a text that an editor has not saved, takes the place of those files. A
    path is relative to the root, but for that of a folder of templates, which may stand elsewhere.
    """

    def __init__(self, root: Path, overlay: Mapping[str, bytes] = NOTHING) -> None:
        self.root, self.overlay = root, overlay
        self._lines: dict[str, list[str]] = {}
        self._yaml: dict[str, tuple[yaml_places.Node | None, list[Problem]]] = {}

    def is_there(self, path: str) -> bool:
        """Whether anything stands at a path, be it a file or not."""
        return path in self.overlay or os.path.exists(self._place(path))  # noqa: PTH110 (many files)

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder, sorted."""
        place = self.root / folder
        found = {file.name for file in place.iterdir() if file.is_file()} if place.is_dir() else set()
        below = (path.rpartition("/") for path in self.overlay)
        return sorted(found | {name for above, _, name in below if above == folder})

    def raw(self, path: str) -> tuple[bytes, list[Problem]]:
        """What a file holds, or b"" and a problem: a link is not followed, nor is a pipe waited for."""
        if path in self.overlay:
            return self.overlay[path], []
        if link := link_in(self.root, path):
            return b"", [linked(link)]
        try:
            with open(os.open(self._place(path), _AT_ONCE), "rb") as file:  # noqa: PTH123 (many files)
                if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    return file.read(), []
                return b"", [no_file(path)]
        except OSError as error:
            return b"", [Problem(path, 1, 1, "KFH103", f"this file cannot be read: {error.strerror}")]

    def text(self, path: str) -> tuple[str, list[Problem]]:
        """The text of a file, or "" with what keeps it from being read."""
        raw, problems = self.raw(path)
        if problems:
            return "", problems
        text, problems = as_text(path, raw)
        return text, [problem for problem in problems if problem.code != "KFH112"]

    def lines(self, path: str) -> list[str]:
        """The lines of a file, as a report shows them; [""] for a picture or another that is no text."""
        if path not in self._lines:
            raw = self.raw(path)[0] if path in self.overlay or path.endswith(_TEXTS) else b""
            self._lines[path] = as_text(path, raw)[0].split("\n")
        return self._lines[path]

    def yaml(self, path: str, repair: Repair | None = None) -> tuple[yaml_places.Node | None, list[Problem]]:
        """The one YAML document of a file, read once where it needs no `repair`.

        That may put lines right before they are read, each in its place, and says what was wrong with them.
        """
        if repair:
            return self._parsed(path, repair)
        if path not in self._yaml:
            self._yaml[path] = self._parsed(path, _nothing_else)
        top, problems = self._yaml[path]
        return top, [*problems]

    def _parsed(self, path: str, repair: Repair) -> tuple[yaml_places.Node | None, list[Problem]]:
        text, problems = self.text(path)
        return (None, problems) if problems else _parsed(path, text.split("\n"), repair)

    def ends(self, path: str, first: int, last: int) -> tuple[int, bytes, bytes]:
        """The size of a file in bytes, and so many of its first and last bytes. Raises OSError."""
        with self._opened(path) as file:
            start, size = file.read(first), file.seek(0, os.SEEK_END)
            file.seek(max(0, size - last))
            return size, start, file.read()

    def mark(self, path: str) -> Mark:
        """How a file looks from outside; zeros where none is."""
        if path in self.overlay:
            return 0, len(self.overlay[path]), hash(self.overlay[path]), 0
        try:
            return mark_of(os.stat(self._place(path)))  # noqa: PTH116 (many files)
        except OSError:
            return 0, 0, 0, 0

    def _place(self, path: str) -> str:
        return os.path.join(self.root, path)  # noqa: PTH118 (many files)

    def _opened(self, path: str) -> BinaryIO:
        return BytesIO(self.overlay[path]) if path in self.overlay else open(self._place(path), "rb")  # noqa: PTH123


def link_in(root: Path, path: str) -> str:
    """What of `path` below `root` is a symbolic link, the file itself or a folder above it; "" for nothing."""
    return next((part for part in (path, *folders(path)) if os.path.islink(f"{root}/{part}")), "")  # noqa: PTH114


def linked(path: str) -> Problem:
    message = "this is a link to a file or folder in another place: put the file itself here"
    return Problem(path, 1, 1, "KFH413", message)


def no_file(path: str) -> Problem:
    message = "this is neither a file nor a folder, but something that programs talk through: take it away"
    return Problem(path, 1, 1, "KFH415", message)


def as_text(path: str, raw: bytes) -> tuple[str, list[Problem]]:
    """The text of a file, with Unix line ends and no byte-order mark, and what is wrong with how it was saved.

    Letters that Windows saved in its own code are read as such, so that the file's other faults are found too.
    """
    if raw.startswith(_UTF16):
        message = 'the file must be saved as UTF-8; it is saved in another way, which Windows calls "Unicode"'
        text = raw.decode("utf-16", "replace").replace("\r\n", "\n").replace("\r", "\n")
        return text, [Problem(path, 1, 1, "KFH101", message)]
    text = raw.removeprefix(_MARK).decode("utf-8", "surrogateescape")
    plain = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    problems = [_ends(path, raw)] if plain != text or raw.startswith(_MARK) else []
    if not plain.isascii() and _NOT_UTF8.search(plain):
        mended = _NOT_UTF8.sub(_as_windows, plain)
        return mended, [*problems, _old_code(path, plain, mended)]
    return plain, problems


def _ends(path: str, raw: bytes) -> Problem:
    if raw.startswith(_MARK):
        return Problem(path, 1, 1, "KFH112", "the file starts with a byte-order mark, which is not needed")
    line = raw.partition(b"\r")[0].count(b"\n") + 1
    return Problem(path, line, 1, "KFH112", "the lines end in the way of Windows or of old programs")


def _as_windows(found: re.Match[str]) -> str:
    return found[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _old_code(path: str, plain: str, mended: str) -> Problem:
    found = _NOT_UTF8.search(plain)
    assert found
    before = plain[: found.start()]
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    start = found.start()
    message = f'the file must be saved as UTF-8; it has "{mended[start]}" here in an old code of Windows'
    written = mended.split("\n")[line - 1]
    edit = Edit.of_line(line, plain.split("\n")[line - 1], written)
    return Problem(path, line, column, "KFH101", message, edit=edit)


def _parsed(path: str, written: list[str], repair: Repair) -> tuple[yaml_places.Node | None, list[Problem]]:
    lines = written.copy()
    problems = list(_residue(path, lines))
    read = lines.copy()
    problems += (problem.made_in(read, written) for problem in repair(lines))
    for _ in written:
        read = lines.copy()
        try:
            return yaml_places.parse("\n".join(lines)), problems
        except yaml_places.YamlFault as fault:
            found = _unreadable(path, lines, fault).made_in(read, written)
            problems.append(found)
            if not found.edit:
                break
    return None, problems


def _unreadable(path: str, lines: list[str], fault: yaml_places.YamlFault) -> Problem:
    """The fault; where quotes are all that its line needs, the line is put right."""
    number, line = fault.place.line, lines[fault.place.line - 1]
    mended = quoted(line) if fault.code == "KFH104" else ""
    lines[number - 1] = mended or line
    try:
        yaml_places.parse("\n".join(lines))
    except yaml_places.YamlFault as other:
        if other.place.line <= number:
            lines[number - 1], mended = line, ""
    edit = Edit.of_line(number, line, mended) if mended else None
    return Problem(path, number, fault.place.column, fault.code, fault.message, edit=edit)


def _residue(path: str, lines: list[str]) -> Iterator[Problem]:
    """What YAML would refuse, drop, or keep where nobody sees it; puts `lines` right.

    In notes only that matters which YAML would refuse there too.
    """
    for number, written in enumerate(lines, 1):
        is_note = written.lstrip().startswith("#")
        for check in (pasted.control,) if is_note else (*pasted.EVERYWHERE, pasted.curly_quotes, _lost):
            found = check(lines[number - 1])
            if found:
                lines[number - 1] = found.line
                edit = Edit.of_line(number, written, found.line)
                yield Problem(path, number, found.column, found.code, found.message, edit=edit)


def _lost(line: str) -> pasted.Residue | None:
    """Where a hashtag would be dropped; a # before a space starts a note, which is left alone."""
    found = pasted.lost_text(line)
    return found if found and line[found.column - 1 :][1:2].strip() else None
