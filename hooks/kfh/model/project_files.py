"""The files of the site's own folders."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from kfh.model.article import Kind
from kfh.reading.sources import Sources

FOLDERS = (*(kind.folder for kind in Kind), "docs")
LEFT_BEHIND = (".", "~$", "Thumbs.db", "desktop.ini")
"""How the names of files start that nobody sees in a folder: hidden ones, Word's locks, Windows' own."""
WELL_KNOWN = "docs/.well-known"
"""The one hidden folder that is published: programs look there, as for `security.txt` (RFC 8615, RFC 9116)."""


class ProjectFiles(NamedTuple):
    """Paths below the site's root, sorted: `files`, and the symbolic `links` to files and folders.

    `others` are neither: pipes, sockets and devices, which nobody must open.
    """

    sources: Sources
    files: list[str]
    links: list[str]
    others: list[str]


def read(sources: Sources) -> ProjectFiles:
    """What stands in the folders of a site, less what computers leave beside one's own."""
    root, below = sources.root, tuple(f"{folder}/" for folder in FOLDERS)
    found = ProjectFiles(sources, [path for path in sources.overlay if path.startswith(below)], [], [])
    for folder in FOLDERS:
        if os.path.islink(f"{root}/{folder}"):  # noqa: PTH114 (as below)
            found.links.append(folder)
        else:
            _look(root, folder, found)
    return ProjectFiles(sources, sorted(set(found.files)), sorted(found.links), sorted(found.others))


def _look(root: Path, folder: str, found: ProjectFiles) -> None:
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


def beside(sources: Sources) -> list[tuple[str, bool]]:
    """The names of what stands beside the site's own folders, sorted, each with whether it is a folder."""
    with os.scandir(sources.root) as entries:
        found = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
    found |= {name: bool(below) for name, below, _ in (path.partition("/") for path in sources.overlay)}
    return sorted((name, is_folder) for name, is_folder in found.items() if _is_seen(name) and name not in FOLDERS)


def below(sources: Sources, folder: str) -> list[str]:
    """The paths of the files in a folder and in those below it, sorted."""
    found = {path for path in sources.overlay if path.startswith(f"{folder}/")}
    for place, _, names in os.walk(sources.root / folder):
        above = PurePosixPath(os.path.relpath(place, sources.root)).as_posix()
        found |= {f"{above}/{name}" for name in names}
    return sorted(path for path in found if _is_seen(path.rpartition("/")[2]))


def _is_seen(name: str) -> bool:
    return not name.startswith(LEFT_BEHIND)


def texts(found: list[str]) -> list[str]:
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
