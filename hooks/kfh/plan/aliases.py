"""Former addresses, each with what it leads to now.

A feed's former address gets a copy of the feed, since feed readers do not follow a page that points elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kfh.model.article import Article
from kfh.plan.archives import Archive, By, Feed, FeedFormat
from kfh.plan.contents import Contents
from kfh.values.dates import MONTHS
from kfh.values.slugs import ARTICLE_FILE, page_path, path_and_query

_FEED_NAMES = ("feed/", ".xml", ".rss", ".json")
_FEED_QUERY = re.compile(r"(?:^|[?&])feed=(\w*)")
_UNNAMED = re.compile(r'[<>:"|?*\ud800-\udfff]')
"""What names of files cannot hold on Windows, and bytes that are no UTF-8, which macOS refuses."""


@dataclass(frozen=True, eq=False)
class Alias:
    """`path` is the former address, with its `query`, and `target` the present one: below the site's root, decoded.

    `owner` is the file that names it, "" for the addresses that WordPress gave; `feed` is what stands there as a copy.
    One that is `written` was chosen as an address, and did not follow from a spelling.
    """

    path: str
    target: str
    title: str
    owner: str = ""
    feed: Feed | None = None
    written: bool = True
    query: str = ""

    @property
    def address(self) -> str:
        """The former address in one text."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @cached_property
    def stands(self) -> bool:
        """Whether a page, or a copy of a feed, stands at the former address; elsewhere it takes a rule of the host."""
        return not self.query and not _UNNAMED.search(self.path)


def named(contents: Contents) -> Iterator[Alias]:
    """The aliases of articles, pages and registers."""
    for article in contents.articles:
        for address in article.front.aliases:
            yield _at(address, article.path, article.title, article.source)
    for source, page in contents.pages.items():
        for address in page.aliases:
            yield _of_page(contents, source, address, page.title)
    for archive in contents.archives:
        for address in archive.former:
            yield from _of_archive(archive, address, archive.register)
        for address in archive.spelt:
            for alias in _of_archive(archive, address, archive.register):
                yield replace(alias, written=False)


def _at(address: str, target: str, title: str, owner: str = "", feed: Feed | None = None) -> Alias:
    path, query = path_and_query(address)
    return Alias(path, target, title, owner, feed, query=query)


def _is_of_feed(address: str) -> bool:
    path, query = path_and_query(address)
    return bool(_FEED_QUERY.search(query)) if query else path.endswith(_FEED_NAMES)


def _of_page(contents: Contents, source: str, address: str, title: str) -> Alias:
    target = page_path(source)
    if not target and _is_of_feed(address):
        return _of_feed(contents.archives[0], address, source)
    return _at(address, target, title, source)


def _of_archive(archive: Archive, address: str, owner: str = "") -> Iterator[Alias]:
    if _is_of_feed(address):
        yield _of_feed(archive, address, owner)
        return
    yield _at(address, archive.path, archive.title, owner)
    if address.endswith("/"):
        for feed in archive.feeds:
            yield _at(f"{address}{feed.format}", feed.path, archive.title, owner, feed)


def _of_feed(archive: Archive, address: str, owner: str = "") -> Alias:
    asked = _FEED_QUERY.search(address)
    name = f"{asked[1]}.xml" if asked else address
    feed = next((feed for feed in archive.feeds if name.endswith(feed.format)), archive.feeds[0])
    return _at(address, feed.path, archive.title, owner, feed)


def from_wordpress(contents: Contents) -> Iterator[Alias]:
    """The addresses by which WordPress would have known what the site has; something else may stand there.

    Of two with one address the first has it: of two articles with one slug the older one, as in WordPress.
    """
    everything = contents.archives[0]
    yield _of_feed(everything, "feed/")
    yield Alias("feed/atom/", f"{FeedFormat.ATOM}", everything.title, feed=everything.feed(FeedFormat.ATOM))
    for pager in everything.pagers(contents.settings.page_size)[1:]:
        yield Alias(f"page/{pager.number}/", pager.path, everything.title)
    for by in (By.WORK_STREAM, By.TAG, By.AUTHOR):
        for archive in contents.archives:
            if archive.by is by:
                yield from _of_term(archive, contents.settings.page_size)
    until = contents.settings.wordpress_until
    for article in reversed(contents.articles):
        if until and article.date.date() <= until:
            yield from _of_article(article)
    for article in contents.listed:
        if until and article.date.date() <= until:
            month = f"{MONTHS[article.date.month - 1]} {article.date.year}"
            yield Alias(f"{article.date:%Y/%m/%d}/", f"{article.date:%Y/%m}/", month)


def _of_term(archive: Archive, size: int) -> Iterator[Alias]:
    """WordPress had tags and categories; a category may have become a work stream or a tag."""
    for path in (archive.path, *archive.spelt):
        yield _of_feed(archive, f"{path}feed/")
        by, _, rest = path.partition("/")
        if by in (By.WORK_STREAM, By.TAG):
            yield Alias(f"category/{rest}", archive.path, archive.title)
            yield _of_feed(archive, f"category/{rest}feed/")
            for pager in archive.pagers(size)[1:]:
                yield Alias(f"category/{rest}page/{pager.number}/", pager.path, archive.title)


def _of_article(article: Article) -> Iterator[Alias]:
    day = f"{article.date:%Y/%m/%d}/"
    file_name = ARTICLE_FILE.fullmatch(article.source.rpartition("/")[2])
    for slug in dict.fromkeys((article.slug, file_name[2] if file_name else article.slug)):
        yield Alias(f"{slug}/", article.path, article.title)
        yield Alias(f"{day}{slug}/", article.path, article.title)
