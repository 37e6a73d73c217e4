"""Pictures that front matter names: whether they are there."""

from __future__ import annotations

import posixpath
import unicodedata
from typing import TYPE_CHECKING

from kfh.content.edits import Edit
from kfh.content.nodes import Place
from kfh.content.problems import Problem
from kfh.content.quoting import scalar
from kfh.content.slugs import media_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kfh.content.collection import Collection


def check(collection: Collection, lines: Callable[[str], list[str]]) -> Iterator[Problem]:
    """A problem for each picture of an article that is no file beside it, or in a folder below it.

    `lines` gives those of the file at a path.
    """
    files = frozenset(collection.attachments)
    for path, picture in collection.pictures.items():
        name = posixpath.normpath(f"{posixpath.dirname(path)}/{picture.name}")
        if name not in files and f"/{media_path(name)}" not in collection.registers.retired:
            other = next((file for file in collection.attachments if _folded(file) == _folded(name)), "")
            meant = posixpath.relpath(other, posixpath.dirname(path)) if other else ""
            hint = f'; did you mean "{meant}"?' if meant else ""
            message = f'"image" must name a file beside this one; "{picture.name}" is not there{hint}'
            place, line = picture.place, lines(path)[picture.place.line - 1]
            edit = Edit(place, Place(place.line, len(line) + 1), scalar(meant)) if meant else None
            yield Problem(path, place.line, place.column, "KFH406", message, edit=edit)


def _folded(name: str) -> str:
    """A name, whatever its capitals and however its letters are stored."""
    return unicodedata.normalize("NFC", name).casefold()
