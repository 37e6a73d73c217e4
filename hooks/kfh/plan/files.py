"""Files that are published as they are: pictures and attachments, and what stands among the ordinary pages."""

from __future__ import annotations

import posixpath
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from kfh.content.collection import ATTACHMENTS
from kfh.content.problems import Problem
from kfh.plan.plan import media_path, page_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.collection import Collection
    from kfh.plan.plan import Plan


def published(collection: Collection) -> Iterator[tuple[str, str]]:
    """Each file's path below the site's root, and its place in the repository."""
    yield from ((media_path(source), source) for source in collection.attachments)
    yield from ((page_path(source), source) for source in collection.files)


def given(plan: Plan, collection: Collection) -> dict[str, str]:
    """Those whose address readers may have: all but what only drafts and scheduled articles name."""
    public = {article.source for article in plan.articles} | plan.pages.keys()
    shown, hidden = set[str](), set[str]()
    for source in collection.links:
        (shown if source in public else hidden).update(_named(collection, source))
    return {path: source for path, source in published(collection) if source not in hidden - shown}


def _named(collection: Collection, source: str) -> Iterator[str]:
    """The files that a text names, by their places in the repository."""
    names = [unquote(urlsplit(link.target).path) for link in collection.links[source]]
    if picture := collection.pictures.get(source):
        names.append(picture.name)
    return (posixpath.normpath(posixpath.join(posixpath.dirname(source), name)) for name in names)


def check(plan: Plan) -> Iterator[Problem]:
    """A problem for each former address that is one of a file: there, most hosts would send a page as a broken file."""
    for alias in plan.aliases:
        if PurePosixPath(alias.path).suffix.lower() in ATTACHMENTS:
            message = f"/{alias.path} is the address of a file, where no page can stand: put the file back instead"
            yield Problem(alias.owner, 1, 1, "KFH412", message)
