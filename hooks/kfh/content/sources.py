"""Files of the site as text."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING

from kfh.content import nodes, residue
from kfh.content.edits import Edit
from kfh.content.problems import Problem
from kfh.content.quoting import quoted
from kfh.content.slugs import folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_AT_ONCE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""Windows has none of the first two, and asks for the last."""
_MARK = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NOT_UTF8 = re.compile("[\udc80-\udcff]+")


def read_bytes(root: Path, path: str) -> tuple[bytes, list[Problem]]:
    """What the file at `path` below `root` holds, or a problem: a link is not followed, nor is a pipe waited for."""
    if link := link_in(root, path):
        return b"", [linked(link)]
    try:
        with open(os.open(f"{root}/{path}", _AT_ONCE), "rb") as file:  # noqa: PTH123 (many files)
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return file.read(), []
            return b"", [no_file(path)]
    except OSError as error:
        return b"", [Problem(path, 1, 1, "KFH103", f"this file cannot be read: {error.strerror}")]


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
    return Problem(path, line, column, "KFH101", message, written, edit)


def read_text(root: Path, path: str) -> tuple[str, list[Problem]]:
    """The text of the file at `path` below `root`, or "" with what keeps it from being read."""
    raw, problems = read_bytes(root, path)
    if problems:
        return "", problems
    text, problems = as_text(path, raw)
    return text, [problem for problem in problems if problem.code != "KFH112"]


def nothing_else(_lines: list[str]) -> Iterable[Problem]:
    """No repair but those that every file of YAML needs."""
    return ()


def read_yaml(
    root: Path, path: str, repair: Callable[[list[str]], Iterable[Problem]] = nothing_else
) -> tuple[nodes.Node | None, list[Problem]]:
    """The one YAML document of the file at `path` below `root`.

    `repair` may put lines right before they are read, each in its place, and says what was wrong with them.
    """
    text, problems = read_text(root, path)
    if problems:
        return None, problems
    written = text.split("\n")
    lines = written.copy()
    problems = list(_residue(path, lines))
    read = lines.copy()
    problems += (problem.made_in(read, written) for problem in repair(lines))
    for _ in written:
        read = lines.copy()
        try:
            return nodes.parse("\n".join(lines)), problems
        except nodes.YamlFault as fault:
            found = _unreadable(path, lines, fault).made_in(read, written)
            problems.append(found)
            if not found.edit:
                break
    return None, problems


def _unreadable(path: str, lines: list[str], fault: nodes.YamlFault) -> Problem:
    """The fault; where quotes are all that its line needs, the line is put right."""
    number, line = fault.place.line, lines[fault.place.line - 1]
    mended = quoted(line) if fault.code == "KFH104" else ""
    lines[number - 1] = mended or line
    try:
        nodes.parse("\n".join(lines))
    except nodes.YamlFault as other:
        if other.place.line <= number:
            lines[number - 1], mended = line, ""
    edit = Edit.of_line(number, line, mended) if mended else None
    return Problem(path, number, fault.place.column, fault.code, fault.message, mended, edit)


def _residue(path: str, lines: list[str]) -> Iterator[Problem]:
    """What YAML would refuse, drop, or keep where nobody sees it; puts `lines` right.

    In notes only that matters which YAML would refuse there too.
    """
    for number, written in enumerate(lines, 1):
        is_note = written.lstrip().startswith("#")
        for check in (residue.control,) if is_note else (*residue.EVERYWHERE, residue.curly_quotes, _lost):
            found = check(lines[number - 1])
            if found:
                lines[number - 1] = found.line
                edit = Edit.of_line(number, written, found.line)
                yield Problem(path, number, found.column, found.code, found.message, found.line, edit)


def _lost(line: str) -> residue.Residue | None:
    """Where a hashtag would be dropped; a # before a space starts a note, which is left alone."""
    found = residue.lost_text(line)
    return found if found and line[found.column - 1 :][1:2].strip() else None
