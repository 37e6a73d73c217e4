"""Pictures and templates that front matter names and that are not there, and files that nothing names."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator

from kfh.model import templates
from kfh.plan import public_files, table
from kfh.problems.edits import Edit, Place
from kfh.problems.problem import Problem
from kfh.reading.sources import Sources
from kfh.rules import file_names
from kfh.rules.registry import rule
from kfh.rules.whole import Whole
from kfh.values.file_types import ending
from kfh.values.nearest import closest
from kfh.values.quoting import scalar
from kfh.values.slugs import media_path, page_path

_HOME = "home.html"
_OF_THE_BUILD = frozenset((*table.TEMPLATES.values(), *(fixed.template for fixed in table.Fixed)))
"""Templates that need what a page of `docs/` has not."""


@rule("KFH406")
def pictures_are_there(whole: Whole) -> Iterator[Problem]:
    """A problem for each picture of an article that is no file beside it, or in a folder below it."""
    collection, lines = whole.collection, whole.written
    there = frozenset(collection.attachments)
    found = ((path, picture) for path, pictures in collection.pictures.items() for picture in pictures)
    for path, picture in found:
        name = posixpath.normpath(f"{posixpath.dirname(path)}/{picture.name}")
        if name not in there and f"/{media_path(name)}" not in collection.registers.retired:
            other = next(
                (file for file in collection.attachments if public_files.folded(file) == public_files.folded(name)), ""
            )
            meant = posixpath.relpath(other, posixpath.dirname(path)) if other else ""
            hint = f'; did you mean "{meant}"?' if meant else ""
            message = f'"{picture.field}" must name a file beside this one; "{picture.name}" is not there{hint}'
            place, line = picture.place, lines(path)[picture.place.line - 1]
            edit = Edit(place, Place(place.line, len(line) + 1), scalar(meant)) if meant else None
            yield Problem(path, place.line, place.column, "KFH406", message, edit=edit)


@rule("KFH417", "KFH418", alone=True)
def files_are_named(whole: Whole) -> Iterator[Problem]:
    """A problem for each file beside articles that nothing names.

    Of two files at one address nobody can tell which of them is named.
    """
    collection = whole.collection
    named = public_files.Named(collection, whole.settings)
    known = {*whole.previewed.files.values(), *(source for text in collection.named for source in named.in_text(text))}
    at = Counter(path for path, _ in collection.addressed)
    for source in collection.attachments:
        path = media_path(source)
        is_other = at[path] > 1 or f"/{path}" in collection.registers.retired
        if source not in known and not is_other:
            yield _unnamed(whole.sources, source)


def _unnamed(sources: Sources, source: str) -> Problem:
    """What is said of a file that nothing names: it may be an article that was saved as something else."""
    target = file_names.named(sources, source, posixpath.dirname(source))
    if source.endswith(".md.txt") or (ending(source) == ".txt" and file_names.has_fields(sources, source)):
        message = f'this article never appears, for the name of its file does not end in ".md": rename it to {target}'
        return Problem(source, 1, 1, "KFH418", message)
    message = "no article or page names this file, so it is not published: link to it, or take it out"
    if file_names.is_article(sources, source):
        message = f"{message}; if it is an article, save its words as plain text, in {target}"
    return Problem(source, 1, 1, "KFH417", message)


@rule("KFH603")
def templates_are_there(whole: Whole) -> Iterator[Problem]:
    """A problem for each page whose template is none of those for pages in the folder that the settings name.

    A site without such a folder has the theme's, which are not known here.
    """
    there = templates.names(whole.sources)
    for path, front in whole.collection.page_fields.items():
        usable = there - _OF_THE_BUILD - ({_HOME} if page_path(path) else set())
        if front.template and there and front.template not in usable:
            is_other = front.template in there
            message = f'"template" must be one of {", ".join(sorted(usable))}, or left out; found "{front.template}"'
            message += ", which is for pages of another kind" if is_other else ""
            written = whole.written(path)
            number = next((number for number, line in enumerate(written, 1) if line.startswith("template")), 1)
            near = "" if is_other else closest(front.template, usable)
            edit = Edit.of_line(number, written[number - 1], f"template: {near}") if near else None
            yield Problem(path, number, 1, "KFH603", message, edit=edit or Edit.without(number, number))
