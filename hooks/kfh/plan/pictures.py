"""Pictures that front matter names: whether they are there."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from kfh.content.problems import Problem
from kfh.content.slugs import media_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.collection import Collection


def check(collection: Collection) -> Iterator[Problem]:
    """A problem for each picture of an article that is no file beside it, or in a folder below it."""
    files = frozenset(collection.attachments)
    for path, picture in collection.pictures.items():
        name = posixpath.normpath(f"{posixpath.dirname(path)}/{picture.name}")
        if name not in files and f"/{media_path(name)}" not in collection.registers.retired:
            other = next((file for file in collection.attachments if file.lower() == name.lower()), "")
            hint = f'; did you mean "{posixpath.relpath(other, posixpath.dirname(path))}"?' if other else ""
            message = f'"image" must name a file beside this one; "{picture.name}" is not there{hint}'
            yield Problem(path, picture.place.line, picture.place.column, "KFH406", message)
