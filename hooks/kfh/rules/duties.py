"""What a public body owes its readers: its accessibility statement, and pages without gaps.

Placeholders stand for what nobody has decided yet; a site that is published must have none.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from kfh.model import settings, vocabulary
from kfh.model.schema import Status
from kfh.model.statement import HEADINGS, PATH
from kfh.problems.problem import Problem
from kfh.reading.sources import Sources
from kfh.reading.yaml_places import Node
from kfh.rules.checked_text import Text
from kfh.rules.registry import rule
from kfh.rules.whole import Whole
from kfh.values import dates

_ADDRESS = re.compile(r"(?<![\w-])example\.org(?![\w-]|\.\w)", re.IGNORECASE)
_PLACEHOLDER = re.compile(rf"{_ADDRESS.pattern}|\[[^\[\]\n]*to be filled in[^\[\]\n]*\]", re.IGNORECASE)
_OF_ADDRESSES = f"{string.ascii_letters}{string.digits}.@+-_"

DUTIES = ("docs/accessibility.md", "docs/contact.md", "docs/privacy.md")
"""The pages that a public body owes its readers."""


@rule("KFH701", publish=True)
def texts_have_no_placeholders(text: Text) -> Iterator[Problem]:
    """A problem for each placeholder in the fields and the text of a file; those of code and of drafts are examples.

    What an article that is shown has still to be filled in is an error before the site is published too.
    """
    reading = text.reading
    if reading.sound.get("status") is not Status.DRAFT:
        wanted = _ADDRESS if reading.is_shown else _PLACEHOLDER
        if not any(map(wanted.search, reading.lines)):
            return
        yield from _in_values(reading.path, reading.fields, reading.lines, wanted)
        for number, line in enumerate(text.prose, reading.body_line):
            yield from _in_line(reading.path, number, line, wanted)


@rule("KFH701", publish=True)
def settings_have_no_placeholders(whole: Whole) -> Iterator[Problem]:
    """A problem for each in the values of the settings and the registers; their notes are passed over."""
    for path in (settings.FILE, *vocabulary.paths()):
        top, _ = whole.sources.yaml(path)
        if top:
            yield from _in_values(path, top, whole.written(path))


@rule("KFH701", publish=True)
def the_statement_is_filled_in(whole: Whole) -> Iterator[Problem]:
    """What the settings do not say yet of the accessibility statement."""
    missing = [name for name, value in whole.settings.accessibility if value is None]
    if missing and whole.sources.is_there(PATH):
        message = f'"accessibility" must say {", ".join(missing)}: until then the accessibility statement has gaps'
        yield _problem(whole.sources, "KFH701", message)


@rule("KFH702")
def pages_of_duty_have_no_gaps(whole: Whole) -> Iterator[Problem]:
    """One warning for all that readers of these pages would miss, while the site is being made."""
    found = [*whole.collection.placeholders, *the_statement_is_filled_in(whole)]
    places = sorted({problem.path for problem in found if problem.path in (*DUTIES, settings.FILE)})
    if places and not whole.publish:
        message = f'the site cannot be published yet: "kfh check --publish" names the gaps in {", ".join(places)}'
        yield Problem(next((path for path in DUTIES if path in places), DUTIES[0]), 1, 1, "KFH702", message)


@rule("KFH704")
def the_statement_has_its_headings(whole: Whole) -> Iterator[Problem]:
    if not whole.sources.is_there(PATH):
        if whole.publish:
            yield Problem(PATH, 1, 1, "KFH704", "this page must be there: the law asks for an accessibility statement")
        return
    lines, position = whole.written(PATH), 0
    for heading in HEADINGS:
        if heading in lines[position:]:
            position = lines.index(heading, position) + 1
        else:
            message = f'the heading "{heading.lstrip("# ")}" must stand here or below, word for word and in this order'
            yield Problem(PATH, max(position, 1), 1, "KFH704", message, heading)


@rule("KFH230", "KFH703")
def the_statement_is_reviewed(whole: Whole) -> Iterator[Problem]:
    if not whole.sources.is_there(PATH):
        return
    said, today, last_day = whole.settings.accessibility, whole.today, dates.last_day(whole.now)
    for name, done in (("prepared", said.prepared), ("reviewed", said.reviewed), ("tested", said.tested)):
        if done and done > last_day:
            message = f'"{name}" must not be after today, {dates.shown(last_day)}; found {dates.shown(done)}'
            yield _problem(whole.sources, "KFH230", message, name)
    day = said.reviewed
    if day and (day.year + 1, day.month, day.day) < (today.year, today.month, today.day):
        message = (
            f"the accessibility statement must be reviewed every 12 months; the last review was on {dates.shown(day)}"
        )
        yield _problem(whole.sources, "KFH703", message, "reviewed")


def _problem(sources: Sources, code: str, message: str, *name: str) -> Problem:
    top, _ = sources.yaml(settings.FILE)
    assert top
    place = top.find(("extra", "publishing", "accessibility", *name)).place
    return Problem(settings.FILE, place.line, place.column, code, message)


def _in_values(path: str, top: Node, lines: list[str], wanted: re.Pattern[str] = _PLACEHOLDER) -> Iterator[Problem]:
    for node in top.leaves():
        for number in range(node.place.line, node.end.line + 1) if node.end else ():
            line = lines[number - 1] if number <= len(lines) else ""
            start = node.place.column - 1 if number == node.place.line else 0
            end = node.end.column - 1 if node.end and number == node.end.line else len(line)
            yield from _in_line(path, number, " " * start + line[start:end], wanted)


def _in_line(path: str, number: int, line: str, wanted: re.Pattern[str]) -> Iterator[Problem]:
    for found in wanted.finditer(line) if "[" in line or "." in line else ():
        start = found.start() if found[0].startswith("[") else len(line[: found.start()].rstrip(_OF_ADDRESSES))
        message = f'"{line[start : found.end()]}" is a placeholder: write the real one before the site is published'
        yield Problem(path, number, start + 1, "KFH701", message)
