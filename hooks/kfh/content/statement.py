"""The accessibility statement: the headings that public monitoring looks for, and who tested what and when.

Source: the model accessibility statement of the Government Digital Service, for the Public Sector Bodies (Websites and
Mobile Applications) (No. 2) Accessibility Regulations 2018.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kfh.content import dates, settings, sources
from kfh.content.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from pathlib import Path

    from kfh.content.settings import Settings

PAGE = "accessibility.md"
PATH = f"docs/{PAGE}"
HEADINGS = (
    "## How accessible this website is",
    "## Feedback and contact information",
    "## Reporting accessibility problems with this website",
    "## Enforcement procedure",
    "## Technical information about this website's accessibility",
    "### Compliance status",
    "## Non-accessible content",
    "### Non-compliance with the accessibility regulations",
    "### Disproportionate burden",
    "### Content that's not within the scope of the accessibility regulations",
    "## What we're doing to improve accessibility",
    "## Preparation of this accessibility statement",
)
_MARK = re.compile(r"\{(\w+)\}")
_GROUP = ("extra", "publishing", "accessibility")


def filled(markdown: str, found: Settings) -> str:
    """The text of the statement with each mark, such as `{reviewed}`, replaced by what the settings say."""
    values = _values(found)
    return _MARK.sub(lambda mark: values.get(mark[1], mark[0]), markdown)


def _values(found: Settings) -> dict[str, str]:
    said = found.accessibility
    days = {"prepared": said.prepared, "reviewed": said.reviewed, "tested": said.tested}
    texts = {"tested_by": said.tested_by, "compliance": said.compliance, "reply_days": said.reply_days}
    given = {name: dates.shown(day) for name, day in days.items() if day}
    given |= {name: str(text) for name, text in texts.items() if text}
    reasons = "" if said.compliance == settings.Compliance.FULL else ", due to the non-compliances listed below"
    gaps = {name: f"[{name.replace('_', ' ')} – to be filled in]" for name in (*days, *texts)}
    return gaps | given | {"organisation": found.organisation, "address": found.root, "reasons": reasons}


def check(root: Path, found: Settings, now: datetime, *, publish: bool) -> Iterator[Problem]:
    """The problems of the statement of the site at `root`, and of what the settings say for it, at the moment `now`."""
    if (root / PATH).is_file():
        yield from _headings(root)
        yield from _review(root, found, now.date(), dates.last_day(now))
    elif publish:
        yield Problem(PATH, 1, 1, "KFH704", "this page must be there: the law asks for an accessibility statement")


def _headings(root: Path) -> Iterator[Problem]:
    text, _ = sources.read_text(root, PATH)
    lines = text.split("\n")
    position = 0
    for heading in HEADINGS:
        if heading in lines[position:]:
            position = lines.index(heading, position) + 1
        else:
            message = f'the heading "{heading.lstrip("# ")}" must stand here or below, word for word and in this order'
            yield Problem(PATH, max(position, 1), 1, "KFH704", message, heading)


def gaps(root: Path, found: Settings) -> Iterator[Problem]:
    """A problem, where the site is published, for what the settings do not say yet of the statement of the site."""
    missing = [name for name, value in found.accessibility if value is None]
    if missing and (root / PATH).is_file():
        message = f'"accessibility" must say {", ".join(missing)}: until then the accessibility statement has gaps'
        yield _problem(root, "KFH701", message)


def _review(root: Path, found: Settings, today: date, last_day: date) -> Iterator[Problem]:
    said = found.accessibility
    for name, done in (("prepared", said.prepared), ("reviewed", said.reviewed), ("tested", said.tested)):
        if done and done > last_day:
            message = f'"{name}" must not be after today, {dates.shown(last_day)}; found {dates.shown(done)}'
            yield _problem(root, "KFH230", message, name)
    day = said.reviewed
    if day and (day.year + 1, day.month, day.day) < (today.year, today.month, today.day):
        message = (
            f"the accessibility statement must be reviewed every 12 months; the last review was on {dates.shown(day)}"
        )
        yield _problem(root, "KFH703", message, "reviewed")


def _problem(root: Path, code: str, message: str, *name: str) -> Problem:
    top, _ = sources.read_yaml(root, settings.FILE)
    assert top
    place = top.find((*_GROUP, *name)).place
    return Problem(settings.FILE, place.line, place.column, code, message)
