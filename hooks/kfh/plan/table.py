"""The table of addresses: what stands at each, made from what, and who sees it. What else lists the site is a filter.

A new page or file of the build is one more line of `Fixed`; a new archive is one in `archives`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum, StrEnum
from typing import NamedTuple
from urllib.parse import quote

from kfh.model.article import Article, State
from kfh.model.schema import OrdinaryPage
from kfh.plan import aliases
from kfh.plan.aliases import Alias
from kfh.plan.archives import Feed, Pager
from kfh.plan.contents import Contents
from kfh.values.slugs import MEDIA, destination, page_path


class EntryKind(StrEnum):
    ARTICLE = "article"
    PAGE = "page"
    """An ordinary page, of `docs/`."""
    FILE = "file"
    """A picture or another file of the repository."""
    ARCHIVE = "archive"
    """A page of an archive."""
    FEED = "feed"
    FORMER = "former"
    """A former address, which leads to the present one."""
    LIST = "list"
    """A page that the build makes of what the whole site holds."""
    SERVICE = "service"
    """A file that the build makes for programs: feed readers, search engines, and hosts for lack of a page."""
    HOST = "host"
    """A file of settings that hosts read and do not serve."""
    FOLDER = "folder"
    """A folder that the build fills, below which nothing else may stand; its path ends in no slash."""


class Fixed(Enum):
    """What every site has: path, kind, words for messages and, of a page, its title and template."""

    REDIRECTS = "_redirects", EntryKind.HOST
    HEADERS = "_headers", EntryKind.HOST
    OPML = "feeds.opml", EntryKind.SERVICE
    NOT_FOUND = "404.html", EntryKind.SERVICE, "a file of the build", "There is no page here", "404.html"
    ROBOTS = "robots.txt", EntryKind.SERVICE
    SITEMAP = "sitemap.xml", EntryKind.SERVICE, "a file of the build", "", "sitemap.html"
    TAGS = "tags/", EntryKind.LIST, "the list of tags", "Tags", "tags.html"
    SEARCH = "search/", EntryKind.LIST, "the search page", "Search", "search.html"
    INDEX = "pagefind", EntryKind.FOLDER, "the search index"
    SIZES = f"{MEDIA}sizes", EntryKind.FOLDER, "the smaller copies of pictures"
    CARDS = f"{MEDIA}cards", EntryKind.FOLDER, "the pictures of articles that have none"

    def __init__(
        self, path: str, kind: EntryKind, owner: str = "a file of the build", title: str = "", template: str = ""
    ) -> None:
        self.path, self.kind, self.owner, self.title, self.template = path, kind, owner, title, template


TEMPLATES = {
    EntryKind.ARTICLE: "article.html",
    EntryKind.ARCHIVE: "archive.html",
    EntryKind.FORMER: "redirect.html",
    EntryKind.FEED: "entry.html",
}
"""Those that need what a page of `docs/` has not, besides those of `Fixed`; of a feed, what it shows of an article."""


class Entry(NamedTuple):
    """What stands at `path`, which is below the site's root, decoded, and ends in `/` for a page; that of home is "".

    `owner` names in messages what has the address: the file that chose it, or words for what the build makes; it is ""
    for an address that follows from others, and gives way to them. `source` is the file of the repository, or "".
    `made_from` is what the page or file is made from; None where the file is published as it is, or is at fault.
    What readers are not given (`public`) still keeps its address from others; what is `listed` stands in the sitemap.
    """

    path: str
    kind: EntryKind
    owner: str
    source: str = ""
    made_from: Article | OrdinaryPage | Pager | Feed | Alias | Fixed | None = None
    public: bool = True
    listed: bool = False

    @property
    def is_chosen(self) -> bool:
        """Whether an author chose the address; those of archives, feeds and lists are settled before."""
        return bool(self.owner) and self.owner == self.source


def entries(contents: Contents) -> Iterator[Entry]:
    """What the build makes, then what authors chose (of articles the oldest first), then what follows from these.

    So of two with one address the later is at fault.
    """
    own = (*_fixed(), *_of_docs(contents), *_of_archives(contents), *_of_articles(contents))
    yield from own
    taken = {destination(entry.path).casefold() for entry in own}
    for alias in aliases.from_wordpress(contents):
        place = destination(alias.path).casefold()
        if place not in taken:
            taken.add(place)
            yield Entry(alias.address, EntryKind.FORMER, "", "", alias, alias.stands)


def _fixed() -> Iterator[Entry]:
    for fixed in Fixed:
        is_public = fixed.kind in (EntryKind.LIST, EntryKind.SERVICE)
        yield Entry(fixed.path, fixed.kind, fixed.owner, "", fixed, is_public, fixed.kind is EntryKind.LIST)


def _of_docs(contents: Contents) -> Iterator[Entry]:
    for source in contents.collection.pages:
        page = contents.pages.get(source)
        yield Entry(page_path(source), EntryKind.PAGE, source, source, page, page is not None, page is not None)
    for path, source in contents.collection.addressed:
        yield Entry(path, EntryKind.FILE, source, source, None, contents.files.get(path) == source)


def _of_archives(contents: Contents) -> Iterator[Entry]:
    for pager in contents.pagers:
        archive = pager.archive
        owner, filled = f'the archive "{archive.title}"', bool(pager.articles)
        yield Entry(pager.path, EntryKind.ARCHIVE, owner, archive.register, pager, listed=filled)
    for feed in contents.feeds:
        yield Entry(feed.path, EntryKind.FEED, f'the feed of "{feed.archive.title}"', "", feed)


def _of_articles(contents: Contents) -> Iterator[Entry]:
    for article in reversed(contents.articles):
        shown = article.state is State.PUBLISHED
        yield Entry(article.path, EntryKind.ARTICLE, article.source, article.source, article, listed=shown)
    for alias in aliases.named(contents):
        yield Entry(alias.address, EntryKind.FORMER, alias.owner, alias.owner, alias, alias.stands)


def _changed(entry: Entry, contents: Contents) -> str:
    """The day of the last change of what stands at an address, as `2018-03-09`; "" where that is not known.

    The home page changes with the articles. A site with none yet is as old as its authority.
    """
    found = entry.made_from
    if isinstance(found, Article):
        return f"{found.changed:%Y-%m-%d}"
    if isinstance(found, Pager):
        return f"{max(article.changed for article in found.articles):%Y-%m-%d}"
    if entry.kind is EntryKind.PAGE and not entry.path:
        since = f"{contents.settings.authority.since:%Y-%m-%d}"
        return max((f"{article.changed:%Y-%m-%d}" for article in contents.listed), default=since)
    day = found.updated if isinstance(found, OrdinaryPage) else None
    return f"{day:%Y-%m-%d}" if day else ""


def sitemap(contents: Contents, table: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
    """The whole addresses that search engines are to know, each with the day of its last change or ""."""
    return tuple(
        (contents.settings.root + quote(entry.path), _changed(entry, contents)) for entry in table if entry.listed
    )
