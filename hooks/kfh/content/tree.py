"""The files of the site's own folders."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from kfh.content.article import Kind
from kfh.content.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FOLDERS = (*(kind.folder for kind in Kind), "docs")
LEFT_BEHIND = (".", "~$", "Thumbs.db", "desktop.ini")
"""How the names of files start that nobody sees in a folder: hidden ones, Word's locks, Windows' own."""


class Tree(NamedTuple):
    """Paths from the site's root, sorted: `files`, and the symbolic `links` to files and folders."""

    files: list[str]
    links: list[str]


def read(root: Path, texts: Mapping[str, bytes]) -> Tree:
    """What stands in the folders of the site at `root`, less what computers leave beside one's own.

    `texts` stand in place of the files at their paths.
    """
    found = Tree([path for path in texts if path.startswith(tuple(f"{folder}/" for folder in FOLDERS))], [])
    for folder in FOLDERS:
        if os.path.islink(f"{root}/{folder}"):  # noqa: PTH114 (as below)
            found.links.append(folder)
        _look(root, folder, found)
    return Tree(sorted(set(found.files)), sorted(found.links))


def _look(root: Path, folder: str, found: Tree) -> None:
    if not os.path.isdir(f"{root}/{folder}"):  # noqa: PTH112 (many folders, and a path object costs more than this)
        return
    with os.scandir(f"{root}/{folder}") as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.name.startswith(LEFT_BEHIND):
                continue
            if entry.is_symlink():
                found.links.append(path)
            elif entry.is_dir():
                _look(root, path, found)
            else:
                found.files.append(path)


def sources(found: list[str]) -> list[str]:
    """The articles and pages."""
    return [path for path in found if path.endswith(".md") and not _is_note(path)]


def attachments(found: list[str]) -> list[str]:
    """The pictures and other files beside articles."""
    return [path for path in found if not path.endswith(".md") and not path.startswith("docs/")]


def files(found: list[str]) -> list[str]:
    """What stands among the ordinary pages and is none; the registers are not published."""
    own = (path for path in found if path.startswith("docs/") and not path.startswith("docs/vocabulary/"))
    return [path for path in own if not path.endswith(".md")]


def _is_note(path: str) -> bool:
    """Whether a file is one for editors, in a folder of articles."""
    return path.endswith("/README.md") and not path.startswith("docs/")


def strays(found: Tree) -> Iterator[Problem]:
    """A problem for each symbolic link: what it leads to would be published, from anywhere on the machine."""
    for path in found.links:
        message = "this is a link to a file or folder in another place: put the file itself here"
        yield Problem(path, 1, 1, "KFH413", message)
