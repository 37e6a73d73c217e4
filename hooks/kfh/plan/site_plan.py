"""The plan: every address that the site will have, settled before anything is rendered."""

from __future__ import annotations

import heapq
import posixpath
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import replace
from functools import cached_property
from itertools import chain, combinations, islice

from kfh.model.article import Article, Kind, State
from kfh.model.collection import Collection
from kfh.model.settings import Settings
from kfh.model.vocabulary import Term
from kfh.plan import public_files, table
from kfh.plan.aliases import Alias
from kfh.plan.archives import BY_TERM, OF_KIND, Archive, By, Feed, Pager, archives
from kfh.plan.contents import Contents
from kfh.plan.table import Entry, EntryKind
from kfh.values.dates import LONDON
from kfh.values.slugs import media_path

EARLIER = 3
"""How many earlier updates of its group an article lists."""
RELATED = 3
"""How many articles with the same tags one lists where there are no earlier updates."""
_MADE = (Pager, Feed, table.Fixed)
_IN_MENU = (EntryKind.ARTICLE, EntryKind.PAGE, EntryKind.FILE, EntryKind.ARCHIVE, EntryKind.LIST)


class Plan(Contents):
    """The contents of a site with the table of its addresses, and with what stands beside what."""

    @cached_property
    def table(self) -> tuple[Entry, ...]:
        """What stands at each address of the site; see `table.entries`."""
        return tuple(table.entries(self))

    @cached_property
    def made(self) -> dict[str, str]:
        """The path of each page and file that the build makes of no single file, by what links may call it.

        That is its address, less the slash at the end, its file in the site, or the one that would stand for it in
        docs/: for the list of tags, `tags`, `tags/index.html` or `tags/index.md`.
        """
        paths = [entry.path for entry in self.table if entry.public and isinstance(entry.made_from, _MADE)]
        pages = (path for path in paths if path.endswith("/"))
        named = {f"{path}index.{ending}": path for path in pages for ending in ("md", "html")}
        return named | {path.rstrip("/"): path for path in paths}

    @cached_property
    def in_menu(self) -> dict[str, str]:
        """The path of each page and file by what the menu may call it: its file, from `docs/`, or its address.

        For what stands in no file that is the one which would stand for it: `tags/index.md`.
        """
        found: dict[str, str] = {}
        for entry in self.table:
            if entry.public and entry.kind in _IN_MENU:
                source = entry.source if entry.is_chosen else f"docs/{entry.path}index.md"
                own = {source.removeprefix("docs/"), f"../{source}", f"/{entry.path}".rstrip("/") or "/"}
                found |= dict.fromkeys(own, entry.path)
        return found

    @cached_property
    def moved(self) -> dict[str, str]:
        """The present path for each former one, which has no slash at its end here."""
        return {alias.path.rstrip("/"): alias.target for alias in self.redirects if not alias.query}

    @cached_property
    def aliases(self) -> tuple[Alias, ...]:
        """The former addresses that the files name."""
        return tuple(entry.made_from for entry in self.table if entry.owner and isinstance(entry.made_from, Alias))

    @cached_property
    def redirects(self) -> tuple[Alias, ...]:
        """Every former address: those that the files name, and those by which WordPress would have known the rest."""
        return tuple(entry.made_from for entry in self.table if isinstance(entry.made_from, Alias))

    def of_kind(self, kind: Kind) -> tuple[Article, ...]:
        return tuple(article for article in self.listed if article.kind is kind)

    def current(self, kind: Kind) -> tuple[Article, ...]:
        """Those that are not out of date, for the home page."""
        return tuple(article for article in self.of_kind(kind) if not article.expired)

    def archives_by(self, by: By) -> tuple[Archive, ...]:
        """Those to list; the ones that are only kept are found by those who know their address."""
        return tuple(self._archives_by[by])

    @cached_property
    def _archives_by(self) -> dict[By, list[Archive]]:
        found: dict[By, list[Archive]] = {by: [] for by in By}
        for archive in self.archives:
            if not archive.kept:
                found[archive.by].append(archive)
        return found

    @cached_property
    def _archive_at(self) -> dict[str, Archive]:
        return {archive.path: archive for archive in self.archives}

    def archive(self, by: By, term: Term) -> Archive:
        return self._archive_at[f"{by}/{term.slug}/"]

    def archives_of(self, article: Article) -> tuple[Archive, ...]:
        """The archives by kind, tag, work stream, author, year and month that an article stands in."""
        kind = self._archive_at[OF_KIND[article.kind][0]]
        day = article.date.astimezone(LONDON)
        dated = (self._archive_at.get(path) for path in (f"{day:%Y}/", f"{day:%Y/%m}/"))
        by_term = (self.archive(by, term) for by, (_, terms) in BY_TERM.items() for term in terms(article))
        return (kind, *by_term, *(archive for archive in dated if archive))

    @cached_property
    def _neighbours(self) -> dict[Article, tuple[Article | None, Article | None]]:
        found: dict[Article, tuple[Article | None, Article | None]] = {}
        for kind in Kind:
            row = (None, *self.of_kind(kind), None)
            for newer, article, older in zip(row, row[1:], row[2:], strict=False):
                if article:
                    found[article] = (newer, older)
        return found

    def newer(self, article: Article) -> Article | None:
        """The next newer article of its kind; None for the newest, and for one that is not listed."""
        return self._neighbours.get(article, (None, None))[0]

    def older(self, article: Article) -> Article | None:
        return self._neighbours.get(article, (None, None))[1]

    def earlier(self, article: Article) -> tuple[Article, ...]:
        """The last updates that the same group issued before this one."""
        if not article.issued_by:
            return ()
        by_group = self._issued.get(article.issued_by, ())
        start = bisect_right(by_group, -article.date.timestamp(), key=lambda other: -other.date.timestamp())
        return by_group[start : start + EARLIER]

    @cached_property
    def _issued(self) -> dict[Term, tuple[Article, ...]]:
        found: dict[Term, list[Article]] = defaultdict(list)
        for article in self.listed:
            if article.issued_by:
                found[article.issued_by].append(article)
        return {group: tuple(articles) for group, articles in found.items()}

    def related(self, article: Article) -> tuple[Article, ...]:
        """The articles that share most tags with this one; of those that share as many, the newest."""
        alike = self._alike(frozenset(tag.slug for tag in article.front.tags))
        return tuple(other for other in alike if other is not article)[:RELATED]

    def _alike(self, tags: frozenset[str]) -> tuple[Article, ...]:
        """One article more than are shown, since the one that has these tags is among them; worked out once."""
        if tags not in self._found_alike:
            by_tag, places = [self._tagged[f"{By.TAG}/{slug}/"] for slug in tags], self._places
            pairs = Counter(chain.from_iterable(one.keys() & other.keys() for one, other in combinations(by_tag, 2)))
            found = heapq.nsmallest(RELATED + 1, pairs, key=lambda other: (-pairs[other], places[other]))
            of_one_tag = (other for other in heapq.merge(*by_tag, key=places.__getitem__) if other not in pairs)
            self._found_alike[tags] = (*found, *islice(of_one_tag, RELATED + 1 - len(found)))
        return self._found_alike[tags]

    @cached_property
    def _found_alike(self) -> dict[frozenset[str], tuple[Article, ...]]:
        return {}

    @cached_property
    def _tagged(self) -> dict[str, dict[Article, None]]:
        """The articles of each tag, by the path of its archive, as an ordered set."""
        return {archive.path: dict.fromkeys(archive.articles) for archive in self.archives_by(By.TAG)}

    @cached_property
    def _places(self) -> dict[Article, int]:
        return {article: place for place, article in enumerate(self.listed)}


def make(
    collection: Collection,
    settings: Settings,
    published: Iterable[Archive] = (),
    promised: Container[str] = (),
    *,
    preview: bool = False,
) -> Plan:
    """The plan of the site; a preview shows drafts and scheduled articles too.

    Of the archives that were `published` once, those that would be gone stay, with nothing in them. Files at the paths
    that are `promised` stay too.
    """
    shown = [State.PUBLISHED, State.DRAFT, State.SCHEDULED] if preview else [State.PUBLISHED]
    with_page = tuple(article for article in collection.articles if article.state in (*shown, State.WITHDRAWN))
    shown_texts = {*(article.source for article in with_page), *collection.page_fields}
    given = public_files.public(collection, settings, shown_texts, promised)
    found = Plan(collection, settings, with_page, tuple(archives(with_page, collection.registers)), given)
    taken = {entry.path for entry in found.table if entry.owner}
    kept = tuple(archive for archive in published if archive.path not in taken)
    return replace(found, archives=(*found.archives, *kept)) if kept else found


def image_path(article: Article) -> str:
    """Where the picture of an article is published, below the site's root."""
    folder = article.source.rpartition("/")[0]
    return media_path(posixpath.normpath(f"{folder}/{article.front.image}"))
