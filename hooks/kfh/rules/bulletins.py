"""Rules for bulletins, which are often made from the last one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from kfh.problems.problem import Problem
from kfh.rules.checked_file import Reading
from kfh.rules.registry import rule
from kfh.values.dates import MONTHS, shown, written

LONGEST = 60
"""Days between a meeting and the bulletin about it."""

_DAY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({'|'.join(MONTHS)})(?:,? (\d{{4}}))?\b")


@rule("KFH211")
def meeting_is_before_publication(reading: Reading) -> Iterator[Problem]:
    meeting, published = reading.sound.get("meeting_date"), reading.sound.get("date")
    if not meeting or not published or meeting <= published.date():
        return
    message = f'"meeting_date" must not be after "date"; found {shown(meeting)}, after {shown(published)}'
    yield reading.problem("KFH211", message, _a_year_before(meeting, published.date()), at=("meeting_date",))


def _a_year_before(meeting: date, published: date) -> str:
    """The same day one year earlier, where that is the likely slip: the year of a date copied in January."""
    try:
        earlier = meeting.replace(year=meeting.year - 1)
    except ValueError:
        return ""
    return written(earlier) if 0 <= (published - earlier).days <= LONGEST else ""


@rule("KFH211")
def next_meeting_is_after_this_one(reading: Reading) -> Iterator[Problem]:
    meeting, after = reading.sound.get("meeting_date"), reading.sound.get("next_meeting")
    if meeting and after and after <= meeting:
        message = f'"next_meeting" must be after "meeting_date"; found {shown(after)}, and the meeting {shown(meeting)}'
        yield reading.problem("KFH211", message, at=("next_meeting",))


@rule("KFH220")
def meeting_is_recent(reading: Reading) -> Iterator[Problem]:
    meeting, published = reading.sound.get("meeting_date"), reading.sound.get("date")
    if not meeting or not published:
        return
    days = (published.date() - meeting).days
    if days > LONGEST:
        message = f'"meeting_date" is {days} days before "date"; is {shown(meeting)} the right day?'
        yield reading.problem("KFH220", message, at=("meeting_date",))


@rule("KFH219")
def first_paragraph_agrees(reading: Reading) -> Iterator[Problem]:
    meeting, published = reading.sound.get("meeting_date"), reading.sound.get("date")
    if not meeting or not published:
        return
    others = {published.date(), reading.sound.get("next_meeting")}
    days = (_named(found, meeting.year) for found in _DAY.finditer(_first_paragraph(_blocks(reading.body))))
    named = [day for day in days if day and day not in others]
    if named and meeting not in named:
        day = named[0]
        message = (
            f'"meeting_date" is {shown(meeting)}, but the first paragraph names {shown(day)}: one of them is wrong'
        )
        yield reading.problem("KFH219", message, written(day), at=("meeting_date",))


def _named(found: re.Match[str], year: int) -> date | None:
    try:
        return date(int(found[3] or year), MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None


@rule("KFH221")
def last_paragraph_names_the_contact(reading: Reading) -> Iterator[Problem]:
    contact = reading.sound.get("contact")
    last = _first_paragraph(reversed(_blocks(reading.body))).casefold()
    if not contact or not last:
        return
    if not any(part and part.casefold() in last for part in (contact.name, contact.email, contact.page)):
        message = f'the last paragraph of a bulletin should name the contact, "{contact.name}"'
        yield reading.body_problem("KFH221", message, line=reading.body.rstrip().count("\n"))


def _blocks(body: str) -> list[str]:
    return re.split(r"\n\s*\n", body)


def _first_paragraph(blocks: Iterable[str]) -> str:
    """The first paragraph among blocks, on one line, or ""; headings and comments are none."""
    texts = (" ".join(block.split()) for block in blocks)
    return next((text for text in texts if text and not text.startswith(("#", "<!--", "!!!", "[^"))), "")
