"""What links may lead to: the files, the addresses and the places of the whole site."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, unquote, urlsplit

from kfh.model import templates
from kfh.model.article import Article
from kfh.model.collection import Collection
from kfh.plan.public_files import folded, paths
from kfh.plan.site_plan import Plan
from kfh.plan.table import EntryKind
from kfh.reading.sources import Sources
from kfh.values.slugs import destination

_TEXTS = (EntryKind.ARTICLE, EntryKind.PAGE)


@dataclass(frozen=True)
class Targets:
    """What links may lead to, in a site of these sources.

    `renamed` are the files that are gone, each with the one that it seems to have become.
    """

    sources: Sources
    plan: Plan
    collection: Collection
    renamed: Mapping[str, str]

    @cached_property
    def host(self) -> str:
        return urlsplit(self.plan.settings.root).netloc

    def is_elsewhere(self, target: str) -> bool:
        """Whether an address is certainly one of another site: most are, and this is much sooner told."""
        return target.startswith(("https://", "http://")) and self.host not in target

    @cached_property
    def files(self) -> frozenset[str]:
        """Paths as links name them: those of `docs/` count from there, as they do to the engine."""
        docs = (path.removeprefix("docs/") for path in (*self.collection.pages, *self.collection.files))
        broken = (path for path in self.collection.links if path.startswith(("posts/", "bulletins/")))
        refused = (problem.path.removeprefix("docs/") for problem in self.collection.problems)
        return frozenset((*self.plan.made, *docs, *broken, *refused, *self.collection.attachments))

    @cached_property
    def _alike(self) -> dict[str, list[str]]:
        """The files by their names, whatever their capitals and however their letters are stored."""
        found: dict[str, list[str]] = {}
        for name in sorted(self.files):
            if name not in self.plan.made or name.endswith(".md"):
                found.setdefault(folded(posixpath.basename(name)), []).append(name)
        return found

    def nearest(self, path: str, target: str) -> list[str]:
        """The files that a relative link in the file at `path` may mean, as links name them.

        The one that stands where the link leads, but for capitals or for how its letters are stored, is meant alone.
        """
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if joined in self.renamed:
            return [self.renamed[joined].removeprefix("docs/")]
        name = folded(posixpath.basename(target.rstrip("/")))
        near = [name] if name in self._alike else difflib.get_close_matches(name, self._alike, n=1, cutoff=0.75)
        found = self._alike[near[0]] if near else []
        meant = folded(posixpath.normpath(posixpath.join(posixpath.dirname(path.removeprefix("docs/")), target)))
        return [file for file in found if folded(file) == meant] or found

    @cached_property
    def articles(self) -> dict[str, Article]:
        return {article.source: article for article in self.collection.articles}

    @cached_property
    def addresses(self) -> dict[str, str]:
        """The source, or "", of each address of the site, and of each that was one."""
        texts = {entry.path: entry.source for entry in self.plan.table if entry.kind in _TEXTS}
        found = {f"{path}/index.html": texts.get(now, "") for path, now in self.plan.moved.items()}
        found |= {destination(path): "" for path in self.plan.made.values()}
        of_files = (entry for entry in self.plan.table if entry.kind in (*_TEXTS, EntryKind.FILE))
        return found | {destination(entry.path): entry.source for entry in of_files}

    @cached_property
    def _places_of_files(self) -> dict[str, str]:
        """The path below the site's root of each text and file, by its place in the repository."""
        return {entry.source: entry.path for entry in self.plan.table if entry.kind in (*_TEXTS, EntryKind.FILE)}

    def address(self, path: str, target: str) -> str | None:
        """Where an address in the file at `path` leads, below the site's root and encoded, with its query and place.

        None where it names nothing of this site, or names it by its whole address.
        """
        try:
            parts = urlsplit(target)
        except ValueError:
            return None
        if parts.scheme or parts.netloc:
            return None
        retired = self.retired(path, target) if self.collection.registers.retired else ""
        found = retired[1:] or self._path(path, unquote(parts.path))
        return None if found is None else parts._replace(path=quote(found)).geturl()

    def _path(self, path: str, target: str) -> str | None:
        if target.startswith("/"):
            name = posixpath.normpath(target).lstrip("/")
            return self.plan.made.get(name, self.plan.moved.get(name))
        name = self.named(path, target) if target else path
        return self.plan.made.get(name, self._places_of_files.get(in_repository(name)))

    def retired(self, path: str, target: str) -> str:
        """The address given up for good that a link in the file at `path` leads to, or ""."""
        named = (f"/{found}" for found in paths(path, target, self.plan.settings.root))
        return next((address for address in named if address in self.collection.registers.retired), "")

    def named(self, path: str, target: str) -> str:
        """The file that a relative link in the file at `path` names: its path in the repository, or ""."""
        folder = posixpath.dirname(path.removeprefix("docs/") if path.startswith("docs/") else path)
        joined = posixpath.normpath(posixpath.join(folder, target))
        for name in (joined, joined.removeprefix("../").removeprefix("docs/")):
            if name in self.files:
                return name
        return ""

    def places(self, source: str) -> frozenset[str] | None:
        """The places in a file that links can lead to; None where nobody can tell."""
        if source not in self._places:
            front = self.collection.page_fields.get(source)
            added = templates.places(self.sources, front.template or "main.html") if front else frozenset[str]()
            own = self.collection.anchors.get(source)
            self._places[source] = None if own is None or added is None else added.union(own)
        return self._places[source]

    @cached_property
    def _places(self) -> dict[str, frozenset[str] | None]:
        return {}


def in_repository(name: str) -> str:
    """The path in the repository of a file as links name it."""
    return name if name.startswith(("posts/", "bulletins/", "docs/")) else f"docs/{name}"
