"""Templates: those of the pages that the build makes, and whether pages of `docs/` name others that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kfh.content import settings, sources
from kfh.content.edits import Edit
from kfh.content.fields import closest
from kfh.content.problems import Problem
from kfh.content.slugs import page_path
from kfh.rules.registry import rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kfh.rules.whole import Whole

ARTICLE = "article.html"
ARCHIVE = "archive.html"
TAGS = "tags.html"
SEARCH = "search.html"
FORMER = "redirect.html"
SITEMAP = "sitemap.html"
_OWN = frozenset((ARTICLE, ARCHIVE, TAGS, SEARCH, FORMER, SITEMAP, "404.html"))
"""Those that need what a page of `docs/` has not; the last is the engine's own."""
_HOME = "home.html"


@rule("KFH603")
def templates_are_there(whole: Whole) -> Iterator[Problem]:
    """A problem for each page whose template is none of those for pages in the folder that the settings name.

    A site without such a folder has the theme's, which are not known here.
    """
    folder = _folder(whole.root)
    there = {file.name for file in folder.glob("*.html") if file.is_file()} if folder else set()
    for path, front in whole.collection.page_fields.items():
        usable = there - _OWN - ({_HOME} if page_path(path) else set())
        if front.template and there and front.template not in usable:
            is_other = front.template in there
            message = f'"template" must be one of {", ".join(sorted(usable))}, or left out; found "{front.template}"'
            message += ", which is for pages of another kind" if is_other else ""
            written = whole.written(path)
            number = next((number for number, line in enumerate(written, 1) if line.startswith("template")), 1)
            near = "" if is_other else closest(front.template, usable)
            edit = Edit.of_line(number, written[number - 1], f"template: {near}") if near else None
            yield Problem(path, number, 1, "KFH603", message, edit=edit or Edit.without(number, number))


def _folder(root: Path) -> Path | None:
    top, _ = sources.read_yaml(root, settings.FILE)
    found = top.find(("theme", "custom_dir")).value if top else None
    return root / found if isinstance(found, str) else None
