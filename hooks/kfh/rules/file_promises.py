"""What the ledger promises about files: they stay, and hold what they held, unless they are given up in a register."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from kfh.model import retired, settings
from kfh.model.article import Article
from kfh.model.project_files import FOLDERS
from kfh.model.retired import Retired
from kfh.plan import public_files
from kfh.problems.problem import Problem
from kfh.rules.registry import rule
from kfh.rules.whole import Whole
from kfh.values.dates import shown
from kfh.values.quoting import scalar
from kfh.values.slugs import is_safe

_NEAR = 0.85


@rule("KFH808")
def files_stay(found: Whole) -> Iterator[Problem]:
    for line in found.lines("file"):
        if line.path not in found.answers:
            message = (
                f"this file was published at {line.address}, and other sites link to it: bring it back; a newer "
                "edition may take its name, or stand beside it under another. If readers are not to have it any more, "
                f"add its address to {retired.FILE}, with the reason"
            )
            yield Problem(*found.place(line), 1, "KFH808", message, f"{scalar(line.address)}: …")


@rule("KFH812")
def files_hold_what_they_held(found: Whole) -> Iterator[Problem]:
    """Next month's agenda.pdf, saved over last month's, would take its place there too."""
    for line in found.published:
        before = found.ledger.lines.get(line.address)
        if line.kind == "file" and before and before.kind == "file" and before.note not in ("", line.note):
            yield from _replaced(found, line.path, found.plan.files.get(line.path, ""))


def _replaced(found: Whole, path: str, source: str) -> Iterator[Problem]:
    naming = [article for article in found.plan.articles if path in _files_of(found, article)]
    old = [article for article in naming if f"/{article.path}" in found.ledger.lines]
    if old:
        file, fresh = PurePosixPath(source), naming[0] not in old
        name = f"{file.stem}-{naming[0].day if fresh else found.today:%Y-%m-%d}{file.suffix}"
        message = (
            f'this is not the file that was published at /{path}, which "{old[0].title}" of {shown(old[0].day)} leads '
            f"to: if it is a newer edition of that, leave it so; if it is another file, save it as {name} and link to "
            f"that, and bring the old {file.name} back"
        )
        yield Problem(source, 1, 1, "KFH812", message)


def _files_of(found: Whole, article: Article) -> set[str]:
    """Where the files would be published that an article names."""
    root = found.plan.settings.root
    named = found.collection.named[article.source]
    return {path for address in named for path in public_files.paths(article.source, address, root)}


@rule("KFH312")
def retired_addresses_were_published(found: Whole) -> Iterator[Problem]:
    if not found.collection.registers.retired:
        return
    files_there = (path for path, _ in found.collection.addressed)
    known = found.ledger.lines.keys() | {f"/{path}" for path in (*found.answers, *files_there)}
    for address, entry in found.collection.registers.retired.items():
        unrecorded = not found.ledger.lines and address.startswith("/") and is_safe(address[1:])
        if address not in known and not unrecorded:
            yield _unknown(address, entry, _meant(found, address, known))


def _unknown(address: str, entry: Retired, meant: str) -> Problem:
    hint = f'; did you mean "{meant}"?' if meant else ""
    message = f'must be an address that was published here, without the name of the site; found "{address}"{hint}'
    fix = f"{scalar(meant)}: {scalar(entry.why)}" if meant else ""
    return Problem(retired.FILE, entry.place.line, entry.place.column, "KFH312", message, fix)


def _meant(found: Whole, address: str, known: set[str]) -> str:
    """The published address that is probably meant by one of a browser, by a file of the repository, or by a slip."""
    home = urlsplit(found.plan.settings.root).path.rstrip("/")
    readings = [f"/{unquote(urlsplit(address).path).removeprefix(home).lstrip('/')}"]
    if address.partition("/")[0] in FOLDERS:
        readings.append(f"/{public_files.published_at(address)}")
    near = difflib.get_close_matches(address, known, n=1, cutoff=_NEAR)
    return next((reading for reading in (*reversed(readings), *near) if reading in known), "")


@rule("KFH814")
def retired_addresses_are_gone(found: Whole) -> Iterator[Problem]:
    root, nav = found.plan.settings.root, found.plan.settings.nav
    in_menu = {path for address in nav for path in public_files.paths("docs/", address, root)}
    owners = {entry.path: entry.owner for entry in found.plan.table if entry.owner}
    for address, entry in found.collection.registers.retired.items():
        path, place = address[1:], entry.place
        if path in found.answers:
            owner = owners.get(path, "a former address")
            message = f"{address} is given up here, and {owner} still stands there: take that away, or this line out"
            yield Problem(retired.FILE, place.line, place.column, "KFH814", message)
        if path in in_menu:
            message = (
                f"the menu leads to {address}, which was given up in {retired.FILE}: take that line out of the menu"
            )
            yield Problem(settings.FILE, 1, 1, "KFH814", message)
