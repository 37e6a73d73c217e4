"""The gate: every file of the site's folders passes it before anything else is asked of it, or is told why not."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kfh.content.fields import closest
from kfh.content.file_types import FILE_TYPES, PUBLISHED_TYPES, InBrowser, ending, save_as
from kfh.content.problems import Problem
from kfh.content.sources import linked, no_file
from kfh.content.vocabulary import FOLDER, paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.tree import Tree

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
"""What the engine takes for pages; only the first is ours."""

_HOSTS_ENTRANCE = "docs/CNAME"
"""The file without an ending that is wanted: GitHub Pages finds the site's domain name in it."""

_REGISTERS = paths()

_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
"""Kinds of characters that are not shown, or are no characters: Unicode Standard Annex 44, General_Category."""

_NOT_ON_WINDOWS = '<>:"|?*\\'
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""Source: Microsoft, "Naming Files, Paths, and Namespaces", as are the characters before."""


def check(found: Tree) -> Iterator[Problem]:
    """One problem for each thing in the site's folders that must not stand there."""
    yield from map(linked, found.links)
    yield from map(no_file, found.others)
    for path in found.files:
        yield from _file(path)


def _file(path: str) -> Iterator[Problem]:
    if name := next(filter(_fault_of_name, path.split("/")), ""):
        message = f"{_fault_of_name(name)}; rename it, for example to {_plain(name)}"
        yield Problem(path, 1, 1, "KFH414", message)
    elif path.endswith(".md") or path in (_HOSTS_ENTRANCE, *_REGISTERS):
        return
    elif path.startswith(f"{FOLDER}/"):
        yield _no_register(path)
    elif ending(path) in MARKDOWN:
        name = PurePosixPath(path).with_suffix(".md").name.lower()
        message = f'the name of an article must end in ".md", in small letters: rename the file to {name}'
        yield Problem(path, 1, 1, "KFH401", message)
    elif why := _fault_of_type(path):
        allowed = ", ".join(sorted(PUBLISHED_TYPES))
        yield Problem(path, 1, 1, "KFH407", f"{why}{save_as(path)}; the types that can be published are {allowed}")


def _no_register(path: str) -> Problem:
    meant = closest(PurePosixPath(path).stem, [PurePosixPath(register).stem for register in _REGISTERS])
    do = f"rename it to {FOLDER}/{meant}.yml" if meant else "move it to another folder"
    message = f"nothing reads this file, for the registers are {', '.join(_REGISTERS)}: {do}"
    return Problem(path, 1, 1, "KFH431", message)


def _fault_of_name(name: str) -> str:
    """Why not every computer and host can hold a file or folder of this name, or ""."""
    unseen = next((character for character in name if _is_unseen(character)), "")
    if unseen:
        code = "no character at all" if unicodedata.category(unseen) == "Cs" else f"U+{ord(unseen):04X}"
        return f"a name must have only characters that can be seen; here is {code}"
    refused = next((character for character in name if character in _NOT_ON_WINDOWS), "")
    if refused:
        return f"a name cannot have the character {refused}, which Windows does not allow"
    stem = name.removesuffix(".md")  # the folder of a page has its name
    if name != name.strip() or stem != stem.rstrip(" ."):
        return "a name cannot begin with a space, or end with a space or a full stop"
    if _DEVICES.fullmatch(name):
        return f'"{name}" is the name of a device on Windows, where no file can have it'
    return ""


def _is_unseen(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind in _UNSEEN or (kind == "Zs" and character != " ")


def _fault_of_type(path: str) -> str:
    """Why a file of this ending cannot be published, or ""; some hosts look at each part of a name for its type."""
    parts = PurePosixPath(path).name.lower().split(".")
    for part in parts[1:-1]:
        found = FILE_TYPES.get(f".{part}")
        if found and found.in_browser is InBrowser.RUN:
            return f'some hosts take a name with ".{part}" in it for a {found.name}: take that part out'
    if ending(path) in PUBLISHED_TYPES:
        return ""
    if found := FILE_TYPES.get(ending(path)):
        return f'a file of the type "{ending(path)}" is a {found.name}, and would be run'
    if not parts[1:]:
        return "the name of a file must end in its type"
    return f'files of the type "{ending(path)}" cannot be published'


def _plain(name: str) -> str:
    """A name for the same file or folder that every computer can hold."""
    shown = PurePosixPath("".join("-" if _is_unseen(one) or one in _NOT_ON_WINDOWS else one for one in name).strip())
    stem, dot, rest = re.sub(r"[- ]+", "-", shown.stem).strip("-.").partition(".")
    return f"{stem or 'file'}{'-1' * bool(_DEVICES.fullmatch(stem))}{dot}{rest}{shown.suffix}"
