"""Files that are published as they are: pictures and attachments, and what stands among the ordinary pages."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from kfh.model.collection import Collection
from kfh.model.project_files import FOLDERS
from kfh.model.settings import Settings
from kfh.values.file_types import names_a_file
from kfh.values.slugs import media_path, page_path

_FOLDERS = tuple(f"{folder}/" for folder in FOLDERS)


def public(collection: Collection, found: Settings, shown: Container[str], promised: Container[str]) -> dict[str, str]:
    """The files that readers are given, by published path, each with its place in the repository.

    `shown` are the articles and pages that readers see, by their places; `promised` are the published paths of files
    that the ledger has, which stay. Of the others, a file is public where what is shown, or the menu, names it. One of
    `docs/` that nothing names is public too: hosts and browsers look for some. What only drafts and scheduled articles
    name waits with them. What was given up is public no more, whoever names it.
    """
    named = Named(collection, found)
    by_shown, by_hidden = set(named.in_menu()), set[str]()
    for text in collection.named:
        (by_shown if text in shown else by_hidden).update(named.in_text(text))
    return {
        path: source
        for path, source in collection.addressed
        if f"/{path}" not in collection.registers.retired
        and (source in by_shown or path in promised or (source.startswith("docs/") and source not in by_hidden))
    }


@dataclass(frozen=True)
class Named:
    """Finds the files that texts and the menu may mean, by their places in the repository; see `named.files`."""

    collection: Collection
    settings: Settings

    @cached_property
    def _by_path(self) -> dict[str, str]:
        return dict(self.collection.addressed)

    def in_text(self, text: str) -> Iterator[str]:
        return self._found(text, self.collection.named[text])

    def in_menu(self) -> Iterator[str]:
        """Addresses in the menu count from `docs/`."""
        return self._found("docs/", self.settings.nav)

    def _found(self, text: str, addresses: Iterable[str]) -> Iterator[str]:
        for address in addresses:
            yield from (self._by_path.get(path, "") for path in paths(text, address, self.settings.root))


def paths(text: str, address: str, root: str) -> Iterator[str]:
    """Where the files may be published that an address in a text means, if any; `root` is the address of the site."""
    if not names_a_file(address):
        return
    parts, own = urlsplit(address), urlsplit(root)
    path = unquote(parts.path)
    if parts.hostname == own.hostname if parts.netloc else path.startswith("/"):
        yield posixpath.normpath(path.removeprefix(own.path.rstrip("/"))).lstrip("/")
    elif not parts.netloc:
        yield from (published_at(place) for place in _places(text, path))


def published_at(source: str) -> str:
    """The path below the site's root at which a file of the repository is published, if it is."""
    return page_path(source) if source.startswith("docs/") else media_path(source)


def _places(text: str, path: str) -> Iterator[str]:
    """Where a file may be that a text names by a relative path; in `docs/`, MkDocs counts from there."""
    for start in (text, text.removeprefix("docs/")):
        place = posixpath.normpath(posixpath.join(posixpath.dirname(start), path)).removeprefix("../")
        yield place if place.startswith(_FOLDERS) else f"docs/{place}"


def folded(name: str) -> str:
    """A name, whatever its capitals and however its letters are stored."""
    return unicodedata.normalize("NFC", name).casefold()
