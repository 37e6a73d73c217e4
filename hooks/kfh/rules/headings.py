"""Headings: what a reader who cannot see the page finds their way by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from kfh.problems.edits import Edit, Place
from kfh.problems.problem import Problem
from kfh.rules.checked_text import Text
from kfh.rules.registry import rule
from kfh.values.slugs import slugify

_HASHES = re.compile(r" {0,3}(?P<hashes>#{2,6})(?=[^\s#])")


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


@rule("KFH506")
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


@rule("KFH507")
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


@rule("KFH513")
def bold_lines_are_headings(text: Text) -> Iterator[Problem]:
    level = 2
    for index, (line, token) in enumerate(text.tokens):
        if token.type == "heading_open":
            level = max(int(token.tag[1]), 2)
        if token.type != "inline" or text.tokens[index - 1][1].type != "paragraph_open" or token.level != 1:
            continue
        words = re.fullmatch(r"(\*\*|__)(?P<words>(?:(?!\1).)+)\1:?", token.content.strip())
        if words and not words["words"].rstrip().endswith((".", "!", "?")):
            message = "a line in bold is not a heading: a screen reader cannot find it; mark it with hashes"
            instead = f"{'#' * level} {words['words'].rstrip(':')}"
            yield text.problem("KFH513", message, line, (0, len(text.lines[line])), instead)


@rule("KFH550")
def headings_have_a_space(text: Text) -> Iterator[Problem]:
    message = "a heading must have a space after its hashes: without one, readers see the hashes"
    for number, line in text.paragraphs():
        if found := _HASHES.match(line):
            start, end = found.span("hashes")
            yield text.problem("KFH550", message, number, (start, end), f"{found['hashes']} ")
