"""Headings and pictures: what a reader who cannot see the page finds their way by."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kfh.content.edits import Edit
from kfh.content.nodes import Place
from kfh.content.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.body.text import Text
    from kfh.content.problems import Problem

_HASHES = re.compile(r"(?P<lead>\s*(?:(?:[-*+]|\d+[.)])\s+)?)(?P<hashes>#{1,6})(?P<rest>.*)")
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


def _heading(line: str) -> tuple[int, int, str] | None:
    """Where the hashes of a heading start, how many they are, and its words; the site's Markdown needs no space."""
    found = _HASHES.fullmatch(line)
    if not found or not found["rest"].strip(" #"):
        return None
    return found.start("hashes"), len(found["hashes"]), found["rest"]


def no_line_starts_with_a_hashtag(text: Text) -> Iterator[Problem]:
    for number, line in enumerate(text.prose):
        found = _heading(line) if "#" in line else None
        if found and found[1] == 1 and found[2][0].isalnum():
            tag = re.match(r"\w+", found[2])
            message = f"a line must not start with a hashtag, here #{tag[0] if tag else ''}: it would become a heading"
            yield text.problem("KFH508", message, number, (found[0], found[0] + 1), "\\#")


def no_first_level_heading(text: Text) -> Iterator[Problem]:
    message = "the text must have no first-level heading: the title is the page's; write ## and a space"
    for number, line in enumerate(text.prose):
        found = _heading(line) if "#" in line else None
        if found and found[1] == 1 and not found[2][0].isalnum():
            if _is_title(text, found[2]):
                yield _repeated_title(text, number, number)
            else:
                yield text.problem("KFH506", message, number, (found[0], found[0] + 1), "##")
    for number, token in text.tokens:
        if token.type == "heading_open" and token.tag == "h1" and token.markup == "=" and token.map:
            words = " ".join(line.strip() for line in text.lines[number : token.map[1] - 1])
            if _is_title(text, words):
                yield _repeated_title(text, number, token.map[1] - 1)
                continue
            problem = text.problem("KFH506", message, number)
            start, end = Place(problem.line, 1), Place(problem.line + token.map[1] - number, 1)
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
    for number, line in enumerate(text.prose):
        found = _heading(line) if "#" in line else None
        if not found or (found[1] == 1 and found[2][0].isalnum()):
            continue
        start, depth = found[0], max(found[1], 2)  # one of the first level is to become one of the second
        if depth > level + 1:
            message = f"a heading of level {depth} must not follow one of level {level}: no level may be left out"
            yield text.problem("KFH507", message, number, (start, start + depth), "#" * (level + 1))
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
    no_line_starts_with_a_hashtag,
    no_first_level_heading,
    no_skipped_level,
    pictures_are_described,
    descriptions_say_something,
)
