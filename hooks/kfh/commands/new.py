"""kfh new: a file for a new post or bulletin, valid from the start."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from kfh import site
from kfh.commands import options
from kfh.model import scaffold
from kfh.model.article import Kind
from kfh.model.collection import Collection
from kfh.model.schema import Bulletin
from kfh.model.vocabulary import Register
from kfh.reading.sources import Sources
from kfh.values.dates import DateFault, day, written

Answer = TypeVar("Answer")


@click.command()
@click.argument("kind", type=click.Choice([str(kind) for kind in Kind]))
@click.argument("title")
@click.option("--tag", "tags", multiple=True, help="A tag from the register; may be given more than once.")
@click.option("--author", "authors", multiple=True, help="An author from the register.")
@click.option("--date", "date_", help="The day of publication; today where it is left out.")
@click.option("--meeting", help="The day of the meeting, for a bulletin.")
@options.as_of
def new(  # noqa: PLR0913 (one parameter an option)
    kind: str,
    title: str,
    *,
    tags: tuple[str, ...],
    authors: tuple[str, ...],
    date_: str | None,
    meeting: str | None,
    as_of: datetime,
) -> None:
    """Write the file of a new post or bulletin as a draft, in the right folder; no file is ever overwritten.

    A bulletin takes over the issuing group, the audience and the contact of the last one.
    """
    root = options.site_folder()
    checked = site.check(Sources(root), as_of)
    if not checked.collection or not checked.settings:
        raise click.ClickException("the settings are at fault: run kfh check first")
    words, which = scaffold.title_of(title), Kind(kind)
    if not words:
        raise click.UsageError("the title must have at least one letter or figure")
    published = _day(date_, "date", as_of.date())
    registers = checked.collection.registers
    values: dict[str, Any] = {"tags": _terms(registers.tags, "Tags", tags, _first(registers.tags))}
    if which is Kind.BULLETIN:
        met = _ask("Day of the meeting", meeting, lambda text: _day(text, "meeting", published), written(published))
        values |= _from_last(checked.collection, checked.settings.root) | {"meeting_date": written(met)}
    elif names := _terms(registers.authors, "Authors", authors):
        values["authors"] = names
    made = scaffold.draft(which, words, published, values)
    _write(root, made)
    click.echo(made.path)


def _write(root: Path, made: scaffold.Draft) -> None:
    options.require_own(root, made.path)
    try:
        (root / made.path).parent.mkdir(exist_ok=True)
        with (root / made.path).open("x", encoding="utf-8", newline="\n") as file:
            file.write(made.text)
    except FileExistsError:
        raise click.ClickException(f"{made.path} is there already: choose another title or another day") from None
    except OSError as error:
        raise click.ClickException(f"{made.path} cannot be written: {error.strerror}") from None


def _ask(question: str, given: str | None, read: Callable[[str], Answer], default: str) -> Answer:
    """What was given means or, at a terminal, what the person there answers, who is asked until it can be read."""
    if given or not sys.stdin.isatty():
        return read(given or default)
    found: Answer = click.prompt(question, default=default, show_default=bool(default), value_proc=read)
    return found


def _day(text: str | None, name: str, otherwise: date) -> date:
    try:
        return day(text) if text else otherwise
    except DateFault as fault:
        raise click.UsageError(f'"{name}" {fault}') from None


def _terms(register: Register, question: str, given: Iterable[str], default: str = "") -> list[str]:
    question = f"{question}, with commas between them"
    return _ask(question, ",".join(given), lambda text: _labels(register, text), default)


def _first(register: Register) -> str:
    return next((entry.label.lstrip("#") for entry in register.entries.values() if not entry.merged_into), "")


def _labels(register: Register, texts: str) -> list[str]:
    """The labels of the entries that are named, with commas between them."""
    labels = []
    for text in filter(None, (text.strip() for text in texts.split(","))):
        entry = register.find(text) or register.known_as(text)
        if not entry:
            near = register.suggest(text)
            hint = f': did you mean "{near.label}"?' if near else f": see {register.path}"
            raise click.UsageError(f'"{text}" is not in the register{hint}')
        labels.append(entry.label.lstrip("#"))
    return list(dict.fromkeys(labels))


def _from_last(found: Collection, home: str) -> dict[str, Any]:
    """Who issued the newest bulletin, for whom, and whom to ask; for the first one, the site at `home` is asked."""
    last = next((article.front for article in found.articles if isinstance(article.front, Bulletin)), None)
    if not last:
        group = next(iter(found.registers.authors.entries.values()), None)
        page = f"{home}contact/" if "docs/contact.md" in found.pages else home
        contact = {"name": "the group named above", "page": page}
        return {"issued_by": group.label if group else "…", "contact": contact}
    parts = {"name": last.contact.name, "email": last.contact.email, "page": last.contact.page}
    contact = {name: part for name, part in parts.items() if part}
    return {"issued_by": last.issued_by.label, "audience": last.audience, "contact": contact}
