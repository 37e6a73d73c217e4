"""Headings and pictures: what a reader who cannot see the page finds their way by."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kfh.content.edits import Edit
from kfh.content.nodes import Place
from kfh.content.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.body.text import Text
    from kfh.content.problems import Problem

_IMG = re.compile(r"<img\b(?![^>]*\salt\s*=)[^>]*>", re.IGNORECASE)
_ALT = re.compile(
    r"<img\b[^>]*\salt\s*=\s*(?P<mark>[\"']?)(?P<words>.*?)(?P=mark)(?=[\s/>])", re.IGNORECASE | re.DOTALL
)
_SAYS_NOTHING = re.compile(
    r"(?:an? |the )?(?:alt(?:ernative)?[ _-]?text|figure|graphic|image|img|photo|photograph|pic|picture|placeholder"
    r"|screen[ _-]?shot|spacer|thumbnail|untitled)s?[ _-]*(?:of|here)?[ _-]*\W?\d*\W?"
    r"|(?:img|dscn?|dscf|pxl|wp|screen[ _-]?shot|whatsapp image|signal)[ _-]?\d{2}.*"
    r"|\S.*\.(?:avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)|\W+",
    re.IGNORECASE,
)
"""A word for any picture, a name that a camera or telephone gives, that of a file (WCAG 2.2, failure F30), or marks."""
_NO_ALT = re.compile(r"!\[\s*\](?=[(\[])")


class _Heading(NamedTuple):
    """Its first line and the one after its last, from 0, its level and words, and where its hashes stand, if any."""

    line: int
    end: int
    level: int
    words: str
    columns: tuple[int, int] | None


def _headings(text: Text) -> Iterator[_Heading]:
    for index, (number, token) in enumerate(text.tokens):
        if token.type == "heading_open":
            level, start = int(token.tag[1]), text.line(number).find("#") if token.markup.startswith("#") else -1
            words = " ".join(text.tokens[index + 1][1].content.split())
            end = token.map[1] if token.map else number + 1
            yield _Heading(number, end, level, words, (start, start + level) if start >= 0 else None)


def no_first_level_heading(text: Text) -> Iterator[Problem]:
    message = "the text must have no first-level heading: the title is the page's; write ## and a space"
    for heading in _headings(text):
        if heading.level != 1:
            continue
        words = heading.words
        if _is_title(text, words):
            yield _repeated_title(text, heading.line, heading.end - 1)
        elif heading.columns:
            yield text.problem("KFH506", message, heading.line, heading.columns, "##")
        else:
            problem = text.problem("KFH506", message, heading.line)
            start, end = Place(problem.line, 1), Place(problem.line + heading.end - heading.line, 1)
            yield replace(problem, edit=Edit(start, end, f"## {words}\n"))


def _is_title(text: Text, words: str) -> bool:
    title = text.reading.sound.get("title", "")
    return bool(title) and slugify(words) == slugify(title)


def _repeated_title(text: Text, first: int, last: int) -> Problem:
    """A problem for the title in the lines from `first` to `last`, counted from 0; the page has it already."""
    problem = text.problem("KFH506", "the title stands on the page already: take it out of the text", first)
    return replace(problem, edit=Edit.without(problem.line, problem.line + last - first))


def no_skipped_level(text: Text) -> Iterator[Problem]:
    level = 1
    for heading in _headings(text):
        depth = max(heading.level, 2)  # one of the first level is to become one of the second
        if depth > level + 1:
            message = f"a heading of level {depth} must not follow one of level {level}: no level may be left out"
            columns = heading.columns or (0, 0)
            yield text.problem("KFH507", message, heading.line, columns, "#" * (level + 1) if heading.columns else None)
            depth = level + 1
        level = depth


def pictures_are_described(text: Text) -> Iterator[Problem]:
    message = "a picture must be described, for readers who cannot see it: write what it shows between [ and ]"
    for number, line in enumerate(text.prose):
        for found in _NO_ALT.finditer(line):
            yield text.problem("KFH505", message, number, found.span(), "![…]")
    for start, html in text.html:
        for found in _IMG.finditer(html):
            number = start + html[: found.start()].count("\n")
            column = max(text.lines[number].find("<img"), 0)
            words = 'a picture must be described, for readers who cannot see it: write alt="…" in it'
            yield text.problem("KFH505", words, number, (column, column + 4), '<img alt="…"')


def says_nothing(description: str) -> bool:
    """Whether the description of a picture is none: a word such as "image", or the name of a file."""
    return bool(_SAYS_NOTHING.fullmatch(description.strip()))


def descriptions_say_something(text: Text) -> Iterator[Problem]:
    for anchor in text.anchors:
        if anchor.is_picture and says_nothing(anchor.words):
            yield text.problem("KFH538", not_described(anchor.words), anchor.line, text.columns(anchor), "![…]")
    for start, html in text.html:
        for found in _ALT.finditer(html):
            if says_nothing(found["words"]):
                place = text.place(start, html, found.span("words"))
                yield text.problem("KFH538", not_described(found["words"]), *place, "…")


def not_described(words: str) -> str:
    return f'"{words}" does not say what the picture shows, for readers who cannot see it: describe it in a few words'


CHECKS = (
    no_first_level_heading,
    no_skipped_level,
    pictures_are_described,
    descriptions_say_something,
)
