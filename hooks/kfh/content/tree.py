"""The files of the site's own folders."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from kfh.content.article import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDERS = (*(kind.folder for kind in Kind), "docs")
LEFT_BEHIND = (".", "~$", "Thumbs.db", "desktop.ini")
"""How the names of files start that nobody sees in a folder: hidden ones, Word's locks, Windows' own."""
WELL_KNOWN = "docs/.well-known"
"""The one hidden folder that is published: programs look there, as for `security.txt` (RFC 8615, RFC 9116)."""


class Tree(NamedTuple):
    """Paths below the site's `root`, sorted: `files`, and the symbolic `links` to files and folders.

    `others` are neither: pipes, sockets and devices, which nobody must open.
    """

    root: Path
    files: list[str]
    links: list[str]
    others: list[str]


def read(root: Path, texts: Mapping[str, bytes]) -> Tree:
    """What stands in the folders of the site at `root`, less what computers leave beside one's own.

    `texts` stand in place of the files at their paths.
    """
    found = Tree(root, [path for path in texts if path.startswith(tuple(f"{folder}/" for folder in FOLDERS))], [], [])
    for folder in FOLDERS:
        if os.path.islink(f"{root}/{folder}"):  # noqa: PTH114 (as below)
            found.links.append(folder)
        else:
            _look(root, folder, found)
    return Tree(root, sorted(set(found.files)), sorted(found.links), sorted(found.others))


def _look(root: Path, folder: str, found: Tree) -> None:
    if not os.path.isdir(f"{root}/{folder}"):  # noqa: PTH112 (many folders, and a path object costs more than this)
        return
    with os.scandir(f"{root}/{folder}") as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.is_symlink():
                if not _is_lock(entry):
                    found.links.append(path)
            elif entry.name.startswith(LEFT_BEHIND) and path != WELL_KNOWN:
                continue
            elif entry.is_dir():
                _look(root, path, found)
            elif entry.is_file():
                found.files.append(path)
            else:
                found.others.append(path)


def _is_lock(entry: os.DirEntry[str]) -> bool:
    """Whether a link is what Emacs leaves beside a file that is being written: it leads nowhere."""
    return entry.name.startswith(".#") and not os.path.exists(entry)  # noqa: PTH110 (as above)


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
