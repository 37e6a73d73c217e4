"""Placeholders that stand for what nobody has decided yet; a site that is published must have none."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from kfh.content import settings, sources, vocabulary
from kfh.content.problems import Problem
from kfh.content.schema import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kfh.content.body.text import Text
    from kfh.content.nodes import Node

_ADDRESS = re.compile(r"(?<![\w-])example\.org(?![\w-]|\.\w)", re.IGNORECASE)
_PLACEHOLDER = re.compile(rf"{_ADDRESS.pattern}|\[[^\[\]\n]*to be filled in[^\[\]\n]*\]", re.IGNORECASE)
_OF_ADDRESSES = f"{string.ascii_letters}{string.digits}.@+-_"

DUTIES = ("docs/accessibility.md", "docs/contact.md", "docs/privacy.md")
"""The pages that a public body owes its readers."""


def in_text(text: Text) -> Iterator[Problem]:
    """A problem for each placeholder in the fields and the text of a file; those of code and of drafts are examples.

    What an article that is shown has still to be filled in is an error before the site is published too; see
    `body.unfinished`.
    """
    reading = text.reading
    if reading.sound.get("status") is not Status.DRAFT:
        wanted = _ADDRESS if reading.is_shown else _PLACEHOLDER
        yield from _in_values(reading.path, reading.fields, reading.lines, wanted)
        for number, line in enumerate(text.prose, reading.body_line):
            yield from _in_line(reading.path, number, line, wanted)


def in_settings(root: Path) -> Iterator[Problem]:
    """A problem for each placeholder in the values of the settings and the registers; their notes are passed over."""
    registers = sorted(file.name for file in (root / vocabulary.FOLDER).glob("*.yml"))
    for path in (settings.FILE, *(f"{vocabulary.FOLDER}/{name}" for name in registers)):
        top, _ = sources.read_yaml(root, path)
        if top:
            yield from _in_values(path, top, sources.read_text(root, path)[0].split("\n"))


def in_short(found: Iterable[Problem]) -> Iterator[Problem]:
    """One warning for all that `found` names, while the site is being made."""
    places = sorted({problem.path for problem in found})
    if places:
        message = f'the site cannot be published yet: "kfh check --publish" names the gaps in {", ".join(places)}'
        yield Problem(next((path for path in DUTIES if path in places), DUTIES[0]), 1, 1, "KFH702", message)


def _in_values(path: str, top: Node, lines: list[str], wanted: re.Pattern[str] = _PLACEHOLDER) -> Iterator[Problem]:
    for node in top.leaves():
        for number in range(node.place.line, node.end.line + 1) if node.end else ():
            line = lines[number - 1] if number <= len(lines) else ""
            start = node.place.column - 1 if number == node.place.line else 0
            end = node.end.column - 1 if node.end and number == node.end.line else len(line)
            yield from _in_line(path, number, " " * start + line[start:end], wanted)


def _in_line(path: str, number: int, line: str, wanted: re.Pattern[str]) -> Iterator[Problem]:
    for found in wanted.finditer(line):
        start = found.start() if found[0].startswith("[") else len(line[: found.start()].rstrip(_OF_ADDRESSES))
        message = f'"{line[start : found.end()]}" is a placeholder: write the real one before the site is published'
        yield Problem(path, number, start + 1, "KFH701", message)
