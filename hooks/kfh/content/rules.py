"""Rules between the fields of one article. A rule is a small generator of problems; to add one, list it in RULES."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kfh.content.dates import shown
from kfh.content.slugs import ARTICLE_FILE, SLUG, slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.problems import Problem
    from kfh.content.reading import Reading


def file_name_is_dated(reading: Reading) -> Iterator[Problem]:
    named = ARTICLE_FILE.fullmatch(reading.name)
    if not named or not SLUG.fullmatch(named[2]):
        stem = reading.name.removesuffix(".md").lstrip("0123456789- ")
        day = f"{reading.sound['date']:%Y-%m-%d}" if "date" in reading.sound else "2018-03-09"
        message = f'the file must be named by date and slug, such as 2018-03-09-leads-update.md; found "{reading.name}"'
        yield reading.problem("KFH401", message, f"{day}-{slugify(stem) or 'slug'}.md")


def file_name_has_the_date(reading: Reading) -> Iterator[Problem]:
    named, date = ARTICLE_FILE.fullmatch(reading.name), reading.sound.get("date")
    if named and date and named[1] != f"{date:%Y-%m-%d}":
        message = f'"date" and the file\'s name must have the same day; found {date:%Y-%m-%d} and {named[1]}'
        yield reading.problem("KFH402", message, f"date: {named[1]}", at=("date",))


def meeting_is_before_publication(reading: Reading) -> Iterator[Problem]:
    meeting, date = reading.sound.get("meeting_date"), reading.sound.get("date")
    if meeting and date and meeting > date.date():
        message = f'"meeting_date" must not be after "date"; found {shown(meeting)}, after {shown(date)}'
        yield reading.problem("KFH211", message, at=("meeting_date",))


def next_meeting_is_after_this_one(reading: Reading) -> Iterator[Problem]:
    meeting, after = reading.sound.get("meeting_date"), reading.sound.get("next_meeting")
    if meeting and after and after <= meeting:
        message = f'"next_meeting" must be after "meeting_date"; found {shown(after)}'
        yield reading.problem("KFH211", message, at=("next_meeting",))


def update_is_after_publication(reading: Reading) -> Iterator[Problem]:
    date, updated = reading.sound.get("date"), reading.sound.get("updated")
    if date and updated and updated < date:
        message = f'"updated" must not be before "date"; found {shown(updated)}'
        yield reading.problem("KFH213", message, at=("updated",))


def entries_stand_once(reading: Reading) -> Iterator[Problem]:
    for name in ("tags", "work_streams", "authors", "aliases"):
        entries = reading.sound.get(name, ())
        for index, entry in enumerate(entries):
            if entry in entries[:index]:
                shown_as = getattr(entry, "label", entry)
                yield reading.problem("KFH214", f'"{name}" has "{shown_as}" twice; keep one', at=(name, index))


def picture_is_described(reading: Reading) -> Iterator[Problem]:
    if "image" in reading.fields.value and not reading.sound.get("image_alt"):
        message = '"image_alt" must say what the picture shows, for readers who cannot see it'
        yield reading.problem("KFH210", message, "image_alt: …", at=("image",))


def picture_exists(reading: Reading) -> Iterator[Problem]:
    image = reading.sound.get("image")
    if image and not (reading.inside_folder(image) and reading.beside(image).is_file()):
        message = f'"image" must name a file beside this one; "{image}" is not there'
        yield reading.problem("KFH406", message, at=("image",))


def contact_can_be_reached(reading: Reading) -> Iterator[Problem]:
    contact = reading.sound.get("contact")
    if contact and not (contact.email or contact.page):
        message = '"contact" must have an e-mail address or a page besides the name'
        yield reading.problem("KFH215", message, "  email: …", at=("contact",))


RULES = (
    file_name_is_dated,
    file_name_has_the_date,
    meeting_is_before_publication,
    next_meeting_is_after_this_one,
    update_is_after_publication,
    entries_stand_once,
    picture_is_described,
    picture_exists,
    contact_can_be_reached,
)
