"""Rules between the fields of one article. A rule is a small generator of problems; to add one, list it in RULES."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kfh.content import addresses
from kfh.content.body import structure
from kfh.content.dates import is_day, shown, written
from kfh.content.nodes import Node
from kfh.content.quoting import scalar
from kfh.content.schema import Status
from kfh.content.slugs import ARTICLE_FILE, SLUG, slugify
from kfh.content.values import is_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.problems import Problem
    from kfh.content.reading import Reading

TITLE_LENGTH = 65
DESCRIPTION_LENGTH = 125
_WRITTEN = re.compile(r"\s*\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?\s*")


def file_name_is_dated(reading: Reading) -> Iterator[Problem]:
    named = ARTICLE_FILE.fullmatch(reading.name)
    if not named or not SLUG.fullmatch(named[2]):
        stem = reading.name.removesuffix(".md").lstrip("0123456789-_. ")
        day = f"{reading.sound['date']:%Y-%m-%d}" if "date" in reading.sound else "2018-03-09"
        name = f"{day}-{slugify(stem) or 'slug'}.md"
        message = f'the file must be named by date and slug; found "{reading.name}", rename it to {name}'
        yield reading.problem("KFH401", message)


def file_name_has_the_date(reading: Reading) -> Iterator[Problem]:
    named, date = ARTICLE_FILE.fullmatch(reading.name), reading.sound.get("date")
    if named and date and named[1] != f"{date:%Y-%m-%d}":
        message = f'"date" and the file\'s name must have the same day; found {date:%Y-%m-%d} and {named[1]}'
        yield reading.problem("KFH402", message, named[1], at=("date",))


def dates_are_in_figures(reading: Reading) -> Iterator[Problem]:
    for at, value in _dates(reading):
        text, best = reading.fields.find(at).value, written(value)
        if isinstance(text, str) and text.strip() not in ("", best) and not _WRITTEN.fullmatch(text):
            name = ".".join(part for part in at if isinstance(part, str))
            message = f'"{name}" is best written in figures, year first, in UK time; found "{text.strip()}"'
            yield reading.problem("KFH216", message, best, at=at)


def _dates(reading: Reading) -> Iterator[tuple[tuple[str | int, ...], date]]:
    """Where each sound date of the fields stands, and what it is."""
    yield from (((name,), value) for name, value in reading.sound.items() if isinstance(value, date))
    actions = enumerate(reading.sound.get("actions", ()))
    yield from ((("actions", index, "by"), action.by) for index, action in actions if action.by)


def update_is_after_publication(reading: Reading) -> Iterator[Problem]:
    """An update on the day of publication is none before it: a day alone says nothing of the hour."""
    date, updated = reading.sound.get("date"), reading.sound.get("updated")
    on_the_day = date and updated and updated.date() == date.date() and is_day(_written(reading, "updated"))
    if date and updated and updated < date and not on_the_day:
        message = f'"updated" must not be before "date"; found {shown(updated)}, before {shown(date)}'
        yield reading.problem("KFH213", message, at=("updated",))


def _written(reading: Reading, name: str) -> str:
    value = reading.fields.find((name,)).value
    return value.strip() if isinstance(value, str) else ""


def withdrawal_has_its_status(reading: Reading) -> Iterator[Problem]:
    if reading.sound.get("withdrawn_because") and reading.sound.get("status") != Status.WITHDRAWN:
        message = '"withdrawn_because" must stand beside "status: withdrawn"'
        yield reading.problem("KFH225", message, at=("withdrawn_because",))


def expiry_is_after_publication(reading: Reading) -> Iterator[Problem]:
    date, expires = reading.sound.get("date"), reading.sound.get("expires")
    if date and expires and expires <= date.date():
        message = f'"expires" must be after "date"; found {shown(expires)}'
        yield reading.problem("KFH226", message, at=("expires",))


def entries_stand_once(reading: Reading) -> Iterator[Problem]:
    for name in ("tags", "work_streams", "authors", "aliases"):
        entries = reading.sound.get(name) or _as_meant(reading, name)
        for index, entry in enumerate(entries):
            if entry and entry in entries[:index]:
                shown_as = getattr(entry, "label", entry)
                message = f'"{name}" has "{shown_as}" twice; keep one, and delete this line'
                yield reading.without_line("KFH214", message, (name, index))


def _as_meant(reading: Reading, name: str) -> tuple[object, ...]:
    """The entries of a list of which some are at fault, each as what it is known to be, or else as written."""
    items = reading.fields.find((name,)).value
    register = getattr(reading.registers, name, None)
    texts = (item.value for item in items if isinstance(item.value, str)) if isinstance(items, list) else ()
    return tuple((register and register.known_as(text)) or text for text in texts)


def tags_are_not_merged(reading: Reading) -> Iterator[Problem]:
    node = reading.fields.find(("tags",))
    for index, tag in enumerate(reading.sound.get("tags", ())):
        entry = node.value[index] if isinstance(node.value, list) else Node("", node.place)
        if isinstance(entry.value, str) and entry.value.strip().lstrip("#") != tag.label.lstrip("#"):
            message = f'the tag "{entry.value.strip()}" is now part of "{tag.label}"; write that'
            yield reading.problem("KFH308", message, tag.label.lstrip("#"), at=("tags", index))


def picture_is_described(reading: Reading) -> Iterator[Problem]:
    if "image" in reading.fields.value and not reading.sound.get("image_alt"):
        message = '"image_alt" must say what the picture shows, for readers who cannot see it'
        yield reading.with_lines(reading.problem("KFH210", message, at=("image",)), "image_alt: …")


def picture_s_description_says_something(reading: Reading) -> Iterator[Problem]:
    words = reading.sound.get("image_alt")
    if words and structure.says_nothing(words):
        yield reading.problem("KFH538", f'"image_alt": {structure.not_described(words)}', at=("image_alt",))


def title_is_short(reading: Reading) -> Iterator[Problem]:
    title = reading.sound.get("title", "")
    if len(title) > TITLE_LENGTH:
        message = f'"title" has {len(title)} characters; up to {TITLE_LENGTH} are shown whole everywhere'
        yield reading.problem("KFH223", message, at=("title",))


def description_is_short(reading: Reading) -> Iterator[Problem]:
    words = reading.sound.get("image_alt") or ""
    if len(words) > DESCRIPTION_LENGTH:
        message = f'"image_alt" has {len(words)} characters; up to {DESCRIPTION_LENGTH} are read out whole'
        yield reading.problem("KFH224", message, at=("image_alt",))


def contact_can_be_reached(reading: Reading) -> Iterator[Problem]:
    contact = reading.sound.get("contact")
    if contact and not (contact.email or contact.page):
        message = '"contact" must have an e-mail address or a page besides the name'
        yield replace(reading.problem("KFH215", message, at=("contact",)), fix="  email: …")


def contact_is_no_person(reading: Reading) -> Iterator[Problem]:
    contact = reading.sound.get("contact")
    if contact and contact.email and addresses.is_personal(contact.email):
        message = (
            f'"contact.email" looks like a person\'s mailbox, "{contact.email}": give that of a role or a team, '
            "which is read when people are away, and stays when they move on"
        )
        yield reading.problem("KFH231", message, at=("contact", "email"))


def addresses_work_for_everybody(reading: Reading) -> Iterator[Problem]:
    for at, address in _addresses(reading):
        found = addresses.fault(address)
        if found:
            name = ".".join(part for part in at if isinstance(part, str))
            yield reading.problem(
                found.code, f'"{name}" {found.message}', scalar(found.instead) if found.instead else "", at=at
            )


def _addresses(reading: Reading) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where each sound address of the fields stands, and what it is."""
    contact, discussion = reading.sound.get("contact"), reading.sound.get("discussion")
    if contact and contact.page:
        yield ("contact", "page"), contact.page
    if discussion and is_address(discussion):
        yield ("discussion",), discussion
    for index, action in enumerate(reading.sound.get("actions", ())):
        if action.link:
            yield ("actions", index, "link"), action.link


RULES = (
    file_name_is_dated,
    file_name_has_the_date,
    dates_are_in_figures,
    update_is_after_publication,
    withdrawal_has_its_status,
    expiry_is_after_publication,
    entries_stand_once,
    tags_are_not_merged,
    picture_is_described,
    picture_s_description_says_something,
    title_is_short,
    description_is_short,
    contact_can_be_reached,
    contact_is_no_person,
    addresses_work_for_everybody,
)
