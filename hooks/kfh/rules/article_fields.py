"""Rules between the fields of one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kfh.model.field_types import Address, Day, Discussion, Moment, is_address
from kfh.model.schema import Status, lists_of, register_of, values_of
from kfh.problems.problem import Problem
from kfh.reading.yaml_places import Node
from kfh.rules.checked_file import Reading, named
from kfh.rules.registry import rule
from kfh.values import addresses
from kfh.values.dates import is_day, shown, written
from kfh.values.quoting import scalar

TITLE_LENGTH = 65
_WRITTEN = re.compile(r"\s*\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?\s*")


@rule("KFH216")
def dates_are_in_figures(reading: Reading) -> Iterator[Problem]:
    for at, value in values_of(reading.model, reading.sound, Day, Moment):
        text, best = reading.fields.find(at).value, written(value)
        if isinstance(text, str) and text.strip() not in ("", best) and not _WRITTEN.fullmatch(text):
            message = f'"{named(at)}" is best written in figures, year first, in UK time; found "{text.strip()}"'
            yield reading.problem("KFH216", message, best, at=at)


@rule("KFH213")
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


@rule("KFH225")
def withdrawal_has_its_status(reading: Reading) -> Iterator[Problem]:
    if reading.sound.get("withdrawn_because") and reading.sound.get("status") != Status.WITHDRAWN:
        message = '"withdrawn_because" must stand beside "status: withdrawn"'
        yield reading.problem("KFH225", message, at=("withdrawn_because",))


@rule("KFH226")
def expiry_is_after_publication(reading: Reading) -> Iterator[Problem]:
    date, expires = reading.sound.get("date"), reading.sound.get("expires")
    if date and expires and expires <= date.date():
        message = f'"expires" must be after "date"; found {shown(expires)}'
        yield reading.problem("KFH226", message, at=("expires",))


@rule("KFH214")
def entries_stand_once(reading: Reading) -> Iterator[Problem]:
    for name in lists_of(reading.model):
        entries = reading.sound.get(name) or _as_meant(reading, name)
        for index, entry in enumerate(entries):
            if entry and entry in entries[:index]:
                shown_as = getattr(entry, "label", entry)
                message = f'"{name}" has "{shown_as}" twice; keep one, and delete this line'
                yield reading.without_line("KFH214", message, (name, index))


def _as_meant(reading: Reading, name: str) -> tuple[object, ...]:
    """The entries of a list of which some are at fault, each as what it is known to be, or else as written."""
    items = reading.fields.find((name,)).value
    register = getattr(reading.registers, register_of(reading.model, name), None)
    texts = (item.value for item in items if isinstance(item.value, str)) if isinstance(items, list) else ()
    return tuple((register and register.known_as(text)) or text for text in texts)


@rule("KFH308")
def tags_are_not_merged(reading: Reading) -> Iterator[Problem]:
    node = reading.fields.find(("tags",))
    for index, tag in enumerate(reading.sound.get("tags", ())):
        entry = node.value[index] if isinstance(node.value, list) else Node("", node.place)
        if isinstance(entry.value, str) and entry.value.strip().lstrip("#") != tag.label.lstrip("#"):
            message = f'the tag "{entry.value.strip()}" is now part of "{tag.label}"; write that'
            yield reading.problem("KFH308", message, tag.label.lstrip("#"), at=("tags", index))


@rule("KFH223")
def title_is_short(reading: Reading) -> Iterator[Problem]:
    title = reading.sound.get("title", "")
    if len(title) > TITLE_LENGTH:
        message = f'"title" has {len(title)} characters; up to {TITLE_LENGTH} are shown whole everywhere'
        yield reading.problem("KFH223", message, at=("title",))


@rule("KFH215")
def contact_can_be_reached(reading: Reading) -> Iterator[Problem]:
    contact = reading.sound.get("contact")
    if contact and not (contact.email or contact.page):
        message = '"contact" must have an e-mail address or a page besides the name'
        yield replace(reading.problem("KFH215", message, at=("contact",)), fix="  email: …")


@rule("KFH231")
def contact_is_no_person(reading: Reading) -> Iterator[Problem]:
    contact = reading.sound.get("contact")
    if contact and contact.email and addresses.is_personal(contact.email):
        message = (
            f'"contact.email" looks like a person\'s mailbox, "{contact.email}": give that of a role or a team, '
            "which is read when people are away, and stays when they move on"
        )
        yield reading.problem("KFH231", message, at=("contact", "email"))


@rule("KFH518", "KFH535", "KFH536", "KFH537")
def addresses_in_fields_work_for_everybody(reading: Reading) -> Iterator[Problem]:
    for at, address in values_of(reading.model, reading.sound, Address, Discussion):
        found = addresses.fault(address) if is_address(address) else None
        if found:
            yield reading.problem(
                found.code, f'"{named(at)}" {found.message}', scalar(found.instead) if found.instead else "", at=at
            )
