"""Templates that pages of `docs/` name: whether they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kfh.content import settings, sources
from kfh.content.fields import closest
from kfh.content.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kfh.content.collection import Collection


def check(root: Path, collection: Collection, lines: Callable[[str], list[str]]) -> Iterator[Problem]:
    """A problem for each page whose template is none of those in the folder that the settings name for them.

    `lines` gives those of a file at its path. A site without such a folder has the theme's, which are not known here.
    """
    folder = _folder(root)
    known = {file.name for file in folder.glob("*.html")} if folder else set()
    for path, front in collection.page_fields.items():
        if front.template and known and front.template not in known:
            near = closest(front.template, known)
            message = f'"template" must be one of {", ".join(sorted(known))}, or left out; found "{front.template}"'
            starts = (number for number, line in enumerate(lines(path), 1) if line.startswith("template"))
            yield Problem(path, next(starts, 1), 1, "KFH603", message, f"template: {near}" if near else "")


def _folder(root: Path) -> Path | None:
    top, _ = sources.read_yaml(root, settings.FILE)
    found = top.find(("theme", "custom_dir")).value if top else None
    return root / found if isinstance(found, str) else None
