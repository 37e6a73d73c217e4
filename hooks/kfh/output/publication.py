"""What the build makes besides ordinary pages, as outputs: articles, archives, feeds, lists of addresses, media."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from kfh.assets import cards
from kfh.assets.pictures import Picture, Pictures, Size
from kfh.editions import feeds, opml
from kfh.editions.edition import placed
from kfh.model.article import Article, Kind
from kfh.output.writer import Output
from kfh.pages import articles, headers, lists, searched
from kfh.pages.entries import Entries
from kfh.pages.head import Heads
from kfh.plan import redirects, table
from kfh.plan.aliases import Alias
from kfh.plan.archives import Feed, Pager
from kfh.plan.table import TEMPLATES, EntryKind, Fixed
from kfh.runtime.fingerprint import Values
from kfh.values.slugs import destination

_TEXTS = 1000
"""How many articles' texts are at hand at once: lists and feeds ask for the same ones again and again."""


@dataclass(frozen=True)
class Publication:
    """`render` makes a page of a template and values, `made_of` gives what stands for a template and all that it uses.

    `edition` gives a text of the article at a source, by the name that `Edition` has for it.
    """

    root: Path
    entries: Entries
    heads: Heads
    edit: Callable[[Article], str | None]
    render: Callable[[str, Values], str]
    made_of: Callable[[str], str]
    edition: Callable[[str, str], str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "edition", lru_cache(_TEXTS)(self.edition))

    @property
    def _shown(self) -> tuple[Entries, Heads]:
        return self.entries, self.heads

    def text(self, text: Values, root: str) -> str:
        """A text of an edition, for a place from which `root` leads to the site's root; see `Entries.text`."""
        return placed(self.edition(text["source"], text["place"]), root)

    def made(self, pictures: Pictures, *, hidden: bool) -> Iterator[Output]:
        """Each page and file of the site but those at former addresses, and the search index."""
        services = self._services(hidden=hidden)
        for entry in self.entries.plan.table:
            match entry.made_from:
                case Article() as article:
                    yield self._page(entry.path, TEMPLATES[entry.kind], partial(self._article, article))
                case Pager() as pager:
                    yield self._page(entry.path, TEMPLATES[entry.kind], partial(lists.pager, pager, *self._shown))
                case Feed() as feed:
                    yield Output(entry.path, partial(self._feed, feed), self._write_feed)
                case Fixed() as fixed if entry.kind is EntryKind.LIST:
                    yield self._page(entry.path, fixed.template, partial(lists.fixed, fixed, *self._shown))
                case Fixed() as fixed if fixed in services:
                    yield services[fixed]
        yield from self._media(pictures)

    def former(self, stage: Path) -> Iterator[Output]:
        """Pages that lead to where something is now, and copies of the feeds that stand in the folder `stage`."""

        @cache  # thousands of former addresses lead to a few present ones
        def page(_: str, target: str, title: str) -> str:
            return self.render(TEMPLATES[EntryKind.FORMER], {"target": target, "title": title})

        for alias in (alias for alias in self.entries.plan.redirects if alias.stands):
            if alias.feed:
                yield Output(destination(alias.path), partial(self._feed, alias.feed), _file(stage / alias.feed.path))
            else:
                yield Output(destination(alias.path), partial(self._moved, alias), lambda values: page(*values))

    def _services(self, *, hidden: bool) -> dict[Fixed, Output]:
        """What hosts, search engines and feed readers read; the page for where there is none is the engine's."""
        plan, map_ = self.entries.plan, Fixed.SITEMAP
        shown = "Disallow: /" if hidden else f"Allow: /\n\nSitemap: {plan.settings.root}{map_.path}"
        return {
            Fixed.OPML: Output(Fixed.OPML.path, partial(opml.values, plan), opml.write),
            map_: self._page(map_.path, map_.template, lambda: {"addresses": table.sitemap(plan, plan.table)}),
            Fixed.ROBOTS: _fixed(Fixed.ROBOTS, f"User-agent: *\n{shown}\n"),
            Fixed.HEADERS: _fixed(Fixed.HEADERS, headers.text()),
            Fixed.REDIRECTS: _fixed(Fixed.REDIRECTS, redirects.as_file(redirects.rules(plan))),
        }

    def _media(self, pictures: Pictures) -> Iterator[Output]:
        """Files as they are, pictures and their copies, and the cards of articles without a picture."""
        name = self.entries.plan.settings.site_name
        for kind in Kind:
            yield Output(cards.path(kind), lambda: name, partial(cards.draw, kind))
        for path, source in self.entries.plan.files.items():
            if path not in pictures.by_path:
                yield _copy(path, self.root / source)
        for picture in pictures.by_path.values():
            for size in dict.fromkeys((picture.own, *picture.sizes)):
                yield Output(size.path, partial(str, size.key), partial(_picture, pictures, picture, size))

    def indexed(self) -> Values:
        """All that the search index is made from, by the path of each article."""
        return {article.path: searched.article(article, self.entries) for article in self.entries.plan.listed}

    def _page(self, path: str, template: str, values: Callable[[], Values]) -> Output:
        def shown() -> Values:
            return values() | {"template": self.made_of(template)}

        return Output(destination(path), shown, partial(self.render, template))

    def _article(self, article: Article) -> Values:
        return articles.page(article, self.entries, self.heads, self.edit(article))

    def _feed(self, feed: Feed) -> Values:
        found = feeds.values(feed, self.entries.plan.settings, self.entries.entry)
        return found | {"template": self.made_of(TEMPLATES[EntryKind.FEED])}

    def _write_feed(self, values: Values) -> str:
        root = self.entries.plan.settings.root
        return feeds.write(values, lambda shown: self.render(TEMPLATES[EntryKind.FEED], shown | {"root": root}))

    def _moved(self, alias: Alias) -> tuple[str, str, str]:
        return self.made_of(TEMPLATES[EntryKind.FORMER]), redirects.listed(alias.target), alias.title


def _fixed(fixed: Fixed, text: str) -> Output:
    return Output(fixed.path, lambda: text, str)


def _picture(pictures: Pictures, picture: Picture, size: Size, _: Any) -> bytes:
    return pictures.content(picture, size)


def _copy(path: str, file: Path) -> Output:
    def values() -> Any:
        found = file.stat()
        return [repr(os.fsencode(file)), found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]

    return Output(path, values, _file(file))


def _file(file: Path) -> Callable[[Any], Path]:
    return lambda _: file
