"""Feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1. All dates are the articles' own, never the clock's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from kfh.model.article import Article
from kfh.model.settings import Settings
from kfh.plan.archives import By, Feed, FeedFormat
from kfh.runtime.fingerprint import Values
from kfh.values.dates import LONDON, MORNING

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (section 2.2) has no place for."""


def values(feed: Feed, settings: Settings, entry: Callable[[Article], Values]) -> Values:
    """All that a feed is made from, as plain values: its newest articles with what `entry` gives for each."""
    archive, articles = feed.archive, feed.archive.followed(settings.feed_size)
    return {
        "format": feed.format,
        "type": feed.media_type,
        "id": permanent_id(feed, settings),
        "title": title(feed, settings),
        "description": archive.description or settings.site_description,
        "author": settings.organisation,
        "updated": _changed(articles, settings),
        "address": settings.root + feed.path,
        "home": settings.root + ("" if archive.by is By.ALL else archive.path),
        "entries": [entry(article) for article in articles],
    }


def entry(article: Article, settings: Settings, summary: str, shown: Values) -> Values:
    """All that an entry is made from; the template of entries makes its text of what is `shown`."""
    return {
        "id": article.guid,
        "address": settings.root + article.path,
        "title": article.title,
        "summary": summary,
        "published": article.date,
        "updated": article.changed,
        "authors": [author.label for author in article.bylines] or [settings.organisation],
        "tags": [tag.label for tag in article.front.tags],
        "comments": (shown["discussion"] or {}).get("address", ""),
        "shown": shown,
    }


def write(feed: Values, text: Callable[[Values], str]) -> str:
    """The feed of these values; `text` makes the text of an entry, with absolute addresses, of what it shows."""
    if feed["format"] == FeedFormat.JSON:
        return _json(feed, text)
    generator = _channel(feed)
    for one in feed["entries"]:
        _entry(generator.add_entry(order="append"), one, text)
    written: bytes = (
        generator.rss_str(pretty=True) if feed["format"] == FeedFormat.RSS else generator.atom_str(pretty=True)
    )
    return written.decode()


def title(feed: Feed, settings: Settings) -> str:
    return settings.site_name if feed.archive.by is By.ALL else f"{feed.archive.title} – {settings.site_name}"


def permanent_id(feed: Feed, settings: Settings) -> str:
    """A feed's id (RFC 4151), which stays when the site moves to another address."""
    return f"tag:{settings.authority.name},{settings.authority.since}:feed/{feed.path}"


def _changed(articles: tuple[Article, ...], settings: Settings) -> datetime:
    """When the newest change came; a feed with nothing in it yet is as old as its authority."""
    since = datetime.combine(settings.authority.since, MORNING, LONDON)
    return max((article.changed for article in articles), default=since)


def _channel(feed: Values) -> FeedGenerator:
    generator = FeedGenerator()
    generator.load_extension("dc")
    generator.id(feed["id"])
    generator.title(xml_text(feed["title"]))
    generator.description(xml_text(feed["description"]))
    generator.language("en-GB")
    generator.generator("kfh")
    generator.author(name=xml_text(feed["author"]))
    generator.updated(feed["updated"])
    generator.lastBuildDate(feed["updated"])
    generator.link(href=feed["address"], rel="self", type=feed["type"])
    generator.link(href=feed["home"], rel="alternate", type="text/html")
    return generator


def _entry(entry: FeedEntry, values: Values, text: Callable[[Values], str]) -> None:
    entry.guid(values["id"], permalink=False)
    entry.id(values["id"])
    entry.title(xml_text(values["title"]))
    entry.link(href=values["address"])
    entry.published(values["published"])
    entry.updated(values["updated"])
    entry.summary(xml_text(values["summary"]))
    entry.content(xml_text(text(values["shown"])), type="html")
    for name in map(xml_text, values["authors"]):
        entry.author(name=name)
        entry.dc.dc_creator(name)
    for tag in values["tags"]:
        entry.category(term=xml_text(tag))
    if values["comments"]:
        entry.comments(values["comments"])


def _json(feed: Values, text: Callable[[Values], str]) -> str:
    """JSON Feed, version 1.1 (jsonfeed.org)."""
    content = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed["title"],
        "home_page_url": feed["home"],
        "feed_url": feed["address"],
        "description": feed["description"],
        "language": "en-GB",
        "items": [_item(one, text) for one in feed["entries"]],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _item(values: Values, text: Callable[[Values], str]) -> Values:
    return {
        "id": values["id"],
        "url": values["address"],
        "title": values["title"],
        "summary": values["summary"],
        "content_html": text(values["shown"]),
        "date_published": values["published"].isoformat(),
        "date_modified": values["updated"].isoformat(),
        "authors": [{"name": xml_text(name)} for name in values["authors"]],
        "tags": values["tags"],
    }


def xml_text(text: str) -> str:
    return _NOT_XML.sub("", text)
