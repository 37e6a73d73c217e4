"""Former addresses, each with what it leads to now.

A feed's former address gets a copy of the feed, since feed readers do not follow a page that points elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kfh.content.dates import MONTHS
from kfh.content.slugs import ARTICLE_FILE, destination
from kfh.plan.archives import Archive, By, FeedFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.article import Article
    from kfh.plan.archives import Feed
    from kfh.plan.plan import Plan

_FEED_NAMES = ("feed/", ".xml", ".rss", ".json")


@dataclass(frozen=True, eq=False)
class Alias:
    """`path` is the former address and `target` the present one, both below the site's root.

    `owner` is the file that names it, "" for the addresses that WordPress gave; `feed` is what stands there as a copy.
    One that is `written` was chosen as an address, and did not follow from a spelling.
    """

    path: str
    target: str
    title: str
    owner: str = ""
    feed: Feed | None = None
    written: bool = True


def named(plan: Plan) -> Iterator[Alias]:
    """The aliases of articles, pages and registers."""
    for article in plan.articles:
        for path in article.front.aliases:
            yield Alias(path, article.path, article.title, article.source)
    for source, page in plan.pages.items():
        for path in page.aliases:
            yield _of_page(plan, source, path, page.title)
    for archive in plan.archives:
        for path in archive.former:
            yield from _of_archive(archive, path, archive.register)
        for path in archive.spelt:
            for alias in _of_archive(archive, path, archive.register):
                yield replace(alias, written=False)


def _of_page(plan: Plan, source: str, path: str, title: str) -> Alias:
    target = plan.page_paths[source]
    if not target and path.endswith(_FEED_NAMES):
        return _of_feed(plan.archives[0], path, source)
    return Alias(path, target, title, source)


def _of_archive(archive: Archive, path: str, owner: str = "") -> Iterator[Alias]:
    if path.endswith(_FEED_NAMES):
        yield _of_feed(archive, path, owner)
        return
    yield Alias(path, archive.path, archive.title, owner)
    if path.endswith("/"):
        for feed in archive.feeds:
            yield Alias(f"{path}{feed.format}", feed.path, archive.title, owner, feed)


def _of_feed(archive: Archive, path: str, owner: str = "") -> Alias:
    feed = next((feed for feed in archive.feeds if path.endswith(feed.format)), archive.feeds[0])
    return Alias(path, feed.path, archive.title, owner, feed)


def from_wordpress(plan: Plan) -> Iterator[Alias]:
    """The addresses by which WordPress would have known what the site has, as far as nothing else stands there.

    Of two articles with one slug the older has the plain address, as in WordPress.
    """
    taken = {destination(planned.path).casefold() for planned in plan.destinations()}
    taken |= {destination(path).casefold() for path in plan.page_paths.values()}
    for alias in _by_wordpress(plan):
        place = destination(alias.path).casefold()
        if place not in taken:
            taken.add(place)
            yield alias


def _by_wordpress(plan: Plan) -> Iterator[Alias]:
    everything = plan.archives[0]
    yield _of_feed(everything, "feed/")
    yield Alias("feed/atom/", f"{FeedFormat.ATOM}", everything.title, feed=everything.feed(FeedFormat.ATOM))
    for pager in everything.pagers(plan.settings.page_size)[1:]:
        yield Alias(f"page/{pager.number}/", pager.path, everything.title)
    for by in (By.WORK_STREAM, By.TAG, By.AUTHOR):
        for archive in plan.archives:
            if archive.by is by:
                yield from _of_term(archive, plan.settings.page_size)
    until = plan.settings.wordpress_until
    for article in reversed(plan.articles):
        if until and article.date.date() <= until:
            yield from _of_article(article)
    for article in plan.listed:
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
