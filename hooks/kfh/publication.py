"""What the build makes besides ordinary pages, as outputs: articles, archives, feeds, lists of addresses, media."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from kfh import headers
from kfh.assets import cards
from kfh.content.article import Kind, State
from kfh.content.slugs import destination
from kfh.editions import feeds, opml
from kfh.editions.edition import placed
from kfh.outputs import Output
from kfh.pages import articles, lists, searched
from kfh.permanence import redirects
from kfh.plan import templates
from kfh.plan.plan import OPML_PATH, SEARCH_PATH, TAGS_PATH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from kfh.assets.pictures import Picture, Pictures, Size
    from kfh.content.article import Article
    from kfh.eras import Values
    from kfh.pages.entries import Entries
    from kfh.pages.head import Heads
    from kfh.plan.aliases import Alias
    from kfh.plan.archives import Feed

_TEXTS = 1000
"""How many articles' texts are at hand at once: lists and feeds ask for the same ones again and again."""


@dataclass(frozen=True)
class Publication:
    """`render` makes a page of a template and values, `templates` stands for all that templates are and hold besides.

    `edition` gives a text of the article at a source, by the name that `Edition` has for it.
    """

    root: Path
    entries: Entries
    heads: Heads
    edit: Callable[[Article], str | None]
    render: Callable[[str, Values], str]
    templates: str
    edition: Callable[[str, str], str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "edition", lru_cache(_TEXTS)(self.edition))

    def text(self, text: Values, root: str) -> str:
        """A text of an edition, for a place from which `root` leads to the site's root; see `Entries.text`."""
        return placed(self.edition(text["source"], text["place"]), root)

    def pages(self) -> Iterator[Output]:
        plan, entries, heads = self.entries.plan, self.entries, self.heads
        for article in plan.articles:
            yield self._page(article.path, templates.ARTICLE, partial(self._article, article))
        for pager in plan.pagers:
            yield self._page(pager.path, templates.ARCHIVE, partial(lists.pager, pager, entries, heads))
        yield self._page(TAGS_PATH, templates.TAGS, partial(lists.tags, entries, heads))
        yield self._page(SEARCH_PATH, templates.SEARCH, partial(lists.search, entries, heads))

    def feeds(self) -> Iterator[Output]:
        for feed in self.entries.plan.feeds:
            yield Output(feed.path, partial(self._feed, feed), self._write_feed)
        yield Output(OPML_PATH, partial(opml.values, self.entries.plan), opml.write)

    def former(self, stage: Path) -> Iterator[Output]:
        """Pages that lead to where something is now, and copies of the feeds that stand in the folder `stage`."""

        @cache  # thousands of former addresses lead to a few present ones
        def page(_: str, target: str, title: str) -> str:
            return self.render(templates.FORMER, {"target": target, "title": title})

        for alias in (alias for alias in self.entries.plan.redirects if alias.stands):
            if alias.feed:
                yield Output(destination(alias.path), partial(self._feed, alias.feed), _file(stage / alias.feed.path))
            else:
                yield Output(destination(alias.path), partial(self._moved, alias), lambda values: page(*values))

    def addresses(self) -> Iterator[tuple[str, str]]:
        """The addresses that search engines are to know, each with the day of its last change or "".

        None is of an article that was withdrawn, or of an archive with nothing in it.
        """
        plan = self.entries.plan
        for article in plan.articles:
            if article.state is State.PUBLISHED:
                yield plan.settings.root + article.path, f"{article.changed:%Y-%m-%d}"
        for pager in plan.pagers:
            if pager.articles:
                changed = max(article.changed for article in pager.articles)
                yield plan.settings.root + pager.path, f"{changed:%Y-%m-%d}"
        yield from ((plan.settings.root + path, "") for path in (TAGS_PATH, SEARCH_PATH))

    def lists(self, addresses: Sequence[tuple[str, str]], *, hidden: bool) -> Iterator[Output]:
        """What hosts and search engines read; `addresses` are those to find, each with its last change or ""."""
        plan = self.entries.plan
        yield self._page("sitemap.xml", templates.SITEMAP, lambda: {"addresses": addresses})
        rules = redirects.rules(plan)
        yield _fixed(headers.FILE, headers.text())
        yield _fixed(redirects.FILE, redirects.as_file(rules))
        shown = "Disallow: /" if hidden else f"Allow: /\n\nSitemap: {plan.settings.root}sitemap.xml"
        yield _fixed("robots.txt", f"User-agent: *\n{shown}\n")

    def media(self, pictures: Pictures) -> Iterator[Output]:
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
            return values() | {"templates": self.templates}

        return Output(destination(path), shown, partial(self.render, template))

    def _article(self, article: Article) -> Values:
        return articles.page(article, self.entries, self.heads, self.edit(article))

    def _feed(self, feed: Feed) -> Values:
        return feeds.values(feed, self.entries.plan.settings, self.entries.entry)

    def _write_feed(self, values: Values) -> str:
        root = self.entries.plan.settings.root
        return feeds.write(values, lambda source: placed(self.edition(source, "feed"), root))

    def _moved(self, alias: Alias) -> tuple[str, str, str]:
        return self.templates, redirects.listed(alias.target), alias.title


def _fixed(path: str, text: str) -> Output:
    return Output(path, lambda: text, str)


def _picture(pictures: Pictures, picture: Picture, size: Size, _: Any) -> bytes:
    return pictures.content(picture, size)


def _copy(path: str, file: Path) -> Output:
    def values() -> Any:
        found = file.stat()
        return [repr(os.fsencode(file)), found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]

    return Output(path, values, _file(file))


def _file(file: Path) -> Callable[[Any], Path]:
    return lambda _: file
