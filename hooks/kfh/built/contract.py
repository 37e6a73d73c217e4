"""What a built site owes its subscribers, checked in its folder alone, whoever built it.

A duty is a small generator of faults: a path in the site, and what must hold there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree, html
from lxml.etree import _Element

_ATOM = "{http://www.w3.org/2005/Atom}"
_TEXT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_NAMES = ("feed.xml", "atom.xml", "feed.json")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")


class Fault(NamedTuple):
    path: str
    message: str


class FeedEntry(NamedTuple):
    """An entry as a feed reader takes it; `published` and `updated` are aware, or None where that is not so."""

    guid: str
    title: str
    link: str
    published: datetime | None
    updated: datetime | None
    text: str


@dataclass(frozen=True)
class FeedFile:
    """`missing` are the required elements that it has not."""

    path: str
    home: str
    entries: tuple[FeedEntry, ...]
    missing: tuple[str, ...]


class BuiltSite:
    """The site in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = {file.relative_to(root).as_posix(): file for file in sorted(root.rglob("*")) if file.is_file()}

    @cached_property
    def feeds(self) -> dict[str, FeedFile | str]:
        """Each feed by its path, or what keeps it from being read."""
        return {path: _read(path, self.files[path]) for path in self.files if path.rpartition("/")[2] in _NAMES}

    def sound_feeds(self) -> Iterator[FeedFile]:
        return (feed for feed in self.feeds.values() if isinstance(feed, FeedFile))

    def pages(self) -> Iterator[tuple[str, Any]]:
        """Each page for readers with its elements: none that only leads on, and no copy of a feed."""
        for path, file in self.files.items():
            raw = file.read_bytes() if path.endswith(".html") else b"<?xml"
            if not raw.startswith(b"<?xml") and b'http-equiv="refresh"' not in raw:
                yield path, _page(raw)

    def has(self, path: str) -> bool:
        return f"{path}index.html" in self.files if not path or path.endswith("/") else path in self.files


def _page(raw: bytes) -> Any:
    """The elements of a page; none of one that a parser finds nothing in."""
    try:
        return html.document_fromstring(raw)
    except etree.ParserError:
        return html.Element("html")


def _read(path: str, file: Path) -> FeedFile | str:
    try:
        if path.endswith(".json"):
            return _json(path, json.loads(file.read_bytes()))
        top = etree.fromstring(file.read_bytes(), etree.XMLParser(resolve_entities=False))
        return _atom(path, top) if path.endswith("atom.xml") else _rss(path, top)
    except (ValueError, TypeError, AttributeError, RecursionError, etree.XMLSyntaxError) as error:
        return f"must be a well-formed feed: {error}"


def _rss(path: str, top: _Element) -> FeedFile:
    """RSS 2.0 (RSS Advisory Board): required elements of channel and item."""
    channel = top.find("channel")
    if top.tag != "rss" or top.get("version") != "2.0" or channel is None:
        message = "it is no RSS 2.0"
        raise ValueError(message)
    entries = tuple(
        FeedEntry(
            item.findtext("guid", ""),
            item.findtext("title", ""),
            item.findtext("link", ""),
            _mail_date(item.findtext("pubDate", "")),
            None,
            item.findtext(_TEXT, "") or item.findtext("description", ""),
        )
        for item in channel.findall("item")
    )
    missing = tuple(name for name in ("title", "link", "description") if not channel.findtext(name))
    return FeedFile(path, channel.findtext("link", ""), entries, missing)


def _atom(path: str, top: _Element) -> FeedFile:
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    if top.tag != f"{_ATOM}feed":
        message = "it is no Atom feed"
        raise ValueError(message)
    entries = tuple(
        FeedEntry(
            entry.findtext(f"{_ATOM}id", ""),
            entry.findtext(f"{_ATOM}title", ""),
            entry.find(f"{_ATOM}link").get("href", ""),  # type: ignore[union-attr]  # no link: reported as no feed
            _iso_date(entry.findtext(f"{_ATOM}published", "")),
            _iso_date(entry.findtext(f"{_ATOM}updated", "")),
            entry.findtext(f"{_ATOM}content", ""),
        )
        for entry in top.findall(f"{_ATOM}entry")
    )
    missing = tuple(name for name in ("id", "title", "updated") if not top.findtext(_ATOM + name))
    home = [link.get("href", "") for link in top.findall(f"{_ATOM}link") if link.get("rel") == "alternate"]
    return FeedFile(path, home[0] if home else "", entries, missing)


def _json(path: str, content: dict[str, Any]) -> FeedFile:
    """JSON FeedFile 1.1 (jsonfeed.org)."""
    entries = tuple(
        FeedEntry(
            str(item.get("id", "")),
            str(item.get("title", "")),
            str(item.get("url", "")),
            _iso_date(str(item.get("date_published", ""))),
            _iso_date(str(item.get("date_modified", ""))),
            str(item.get("content_html", "")),
        )
        for item in content.get("items", [])
    )
    missing = tuple(name for name in ("version", "title", "items", "feed_url") if name not in content)
    return FeedFile(path, str(content.get("home_page_url", "")), entries, missing)


def _mail_date(text: str) -> datetime | None:
    """A date as RFC 5322 has it (RSS asks for RFC 822, with four figures for the year), with its zone."""
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _iso_date(text: str) -> datetime | None:
    """A date as RFC 3339 has it, with its zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def feeds_are_sound(site: BuiltSite) -> Iterator[Fault]:
    for path, feed in site.feeds.items():
        if isinstance(feed, str):
            yield Fault(path, feed)
        elif feed.missing:
            yield Fault(path, f"must have {', '.join(feed.missing)}")


def entries_are_whole(site: BuiltSite) -> Iterator[Fault]:
    for feed in site.sound_feeds():
        for entry in feed.entries:
            named = entry.title or entry.guid or "an entry"
            if not (entry.guid and entry.title and entry.text):
                yield Fault(feed.path, f'"{named}" must have a permanent id, a title and a text')
            if not entry.published or (entry.updated is None and not feed.path.endswith("feed.xml")):
                yield Fault(feed.path, f'"{named}" must have its dates, with their time zone')


def entries_stand_once_newest_first(site: BuiltSite) -> Iterator[Fault]:
    for feed in site.sound_feeds():
        guids = [entry.guid for entry in feed.entries]
        if len(guids) != len(set(guids)):
            yield Fault(feed.path, "must have each entry once")
        dates = [entry.published for entry in feed.entries if entry.published]
        if dates != sorted(dates, reverse=True):
            yield Fault(feed.path, "must have its entries newest first")


def addresses_are_absolute(site: BuiltSite) -> Iterator[Fault]:
    for feed in site.sound_feeds():
        for entry in feed.entries:
            tree = html.fragment_fromstring(entry.text, create_parent="div")
            found = [feed.home, entry.link, *(link for _, _, link, _ in tree.iterlinks())]
            for address in found:
                if not _is_absolute(address):
                    yield Fault(feed.path, f'"{entry.title}" must have absolute addresses; found "{address}"')


def _is_absolute(address: str) -> bool:
    try:
        return bool(urlsplit(address).scheme)
    except ValueError:
        return False


def one_article_is_one_entry_everywhere(site: BuiltSite) -> Iterator[Fault]:
    seen: dict[str, tuple[str, datetime | None, str]] = {}
    for feed in site.sound_feeds():
        for entry in feed.entries:
            link, date, path = seen.setdefault(entry.guid, (entry.link, entry.published, feed.path))
            if (link, date) != (entry.link, entry.published):
                yield Fault(feed.path, f'"{entry.title}" must have the address and date that it has in {path}')


def pages_name_their_feeds(site: BuiltSite) -> Iterator[Fault]:
    for path, page in site.pages():
        found = [link for link in page.iter("link") if link.get("type") in _FEED_TYPES]
        if not found and path != "404.html":
            yield Fault(path, "must name a feed, so that a feed reader finds it from the page")
        for link in found:
            if _below_root(path, link.get("href", "")) not in site.feeds:
                yield Fault(path, f'names the feed "{link.get("href")}", which is not there')


def _below_root(path: str, address: str) -> str:
    """The file of the site that an address in the page at `path` leads to, or ""."""
    try:
        return urlsplit(urljoin(f"https://site.invalid/{path}", address)).path[1:]
    except ValueError:
        return ""


def former_addresses_lead_on(site: BuiltSite) -> Iterator[Fault]:
    """Each rule leads to something in the site, in one step."""
    if "_redirects" not in site.files:
        return
    rules = [line.split() for line in site.files["_redirects"].read_text("utf-8", "replace").splitlines()]
    plain = {rule[0]: rule[1] for rule in rules if len(rule) == 3 and "*" not in rule[0]}  # noqa: PLR2004
    home = urlsplit(next((feed.home for feed in site.sound_feeds() if feed.path == "feed.xml"), "/")).path
    for source, target in plain.items():
        if target in plain:
            yield Fault("_redirects", f"{source} must lead to its end in one step; {target} leads on")
        elif not site.has(unquote(target).removeprefix(home)):
            yield Fault("_redirects", f"{source} leads to {target}, which is not there")


DUTIES = (
    feeds_are_sound,
    entries_are_whole,
    entries_stand_once_newest_first,
    addresses_are_absolute,
    one_article_is_one_entry_everywhere,
    pages_name_their_feeds,
    former_addresses_lead_on,
)


def is_built(root: Path) -> bool:
    """Whether the folder `root` holds a built site: every one has a feed of everything."""
    return (root / "feed.xml").is_file()


def check(root: Path) -> list[Fault]:
    """Every duty that the built site in the folder `root` does not do."""
    site = BuiltSite(root)
    return sorted({fault for duty in DUTIES for fault in duty(site)})
