"""Feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1. All dates are the articles' own, never the clock's."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from feedgen.feed import FeedGenerator

from kfh.content.dates import LONDON, MORNING
from kfh.editions import actions, facts
from kfh.editions.discussion import as_html, discussion
from kfh.plan.archives import By, FeedFormat

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedgen.entry import FeedEntry

    from kfh.content.article import Article
    from kfh.content.settings import Settings
    from kfh.editions.edition import Edition
    from kfh.plan.archives import Feed

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (section 2.2) has no place for."""


def write(feed: Feed, settings: Settings, edition: Callable[[Article], Edition]) -> str:
    """The text of a feed: its newest articles in full, with absolute addresses."""
    articles = feed.archive.followed(settings.feed_size)
    if feed.format is FeedFormat.JSON:
        return _json(feed, articles, settings, edition)
    generator = _channel(feed, articles, settings)
    for article in articles:
        _entry(generator.add_entry(order="append"), article, settings, edition(article))
    text: bytes = generator.rss_str(pretty=True) if feed.format is FeedFormat.RSS else generator.atom_str(pretty=True)
    return text.decode()


def title(feed: Feed, settings: Settings) -> str:
    return settings.site_name if feed.archive.by is By.ALL else f"{feed.archive.title} – {settings.site_name}"


def summary(article: Article, edition: Edition) -> str:
    return article.front.summary or edition.opening


def permanent_id(feed: Feed, settings: Settings) -> str:
    """A feed's id (RFC 4151), which stays when the site moves to another address."""
    return f"tag:{settings.authority.name},{settings.authority.since}:feed/{feed.path}"


def _changed(articles: tuple[Article, ...], settings: Settings) -> datetime:
    """When the newest change came; a feed with nothing in it yet is as old as its authority."""
    since = datetime.combine(settings.authority.since, MORNING, LONDON)
    return max((article.changed for article in articles), default=since)


def _channel(feed: Feed, articles: tuple[Article, ...], settings: Settings) -> FeedGenerator:
    generator = FeedGenerator()
    generator.load_extension("dc")
    generator.id(permanent_id(feed, settings))
    generator.title(xml_text(title(feed, settings)))
    generator.description(xml_text(feed.archive.description or settings.site_description))
    generator.language("en-GB")
    generator.generator("kfh")
    generator.author(name=xml_text(settings.organisation))
    generator.updated(_changed(articles, settings))
    generator.lastBuildDate(_changed(articles, settings))
    generator.link(href=settings.root + feed.path, rel="self", type=feed.media_type)
    home = "" if feed.archive.by is By.ALL else feed.archive.path
    generator.link(href=settings.root + home, rel="alternate", type="text/html")
    return generator


def _entry(entry: FeedEntry, article: Article, settings: Settings, edition: Edition) -> None:
    permalink = settings.root + article.path
    entry.guid(article.guid, permalink=False)
    entry.id(article.guid)
    entry.title(xml_text(article.title))
    entry.link(href=permalink)
    entry.published(article.date)
    entry.updated(article.changed)
    entry.summary(xml_text(summary(article, edition)))
    entry.content(xml_text(_text(article, settings, edition)), type="html")
    for name in _names(article, settings):
        entry.author(name=name)
        entry.dc.dc_creator(name)
    for tag in article.front.tags:
        entry.category(term=xml_text(tag.label))
    comments = discussion(article, settings)
    if comments and comments.address:
        entry.comments(comments.address)


def _names(article: Article, settings: Settings) -> list[str]:
    return [xml_text(author.label) for author in article.bylines] or [xml_text(settings.organisation)]


def _json(feed: Feed, articles: tuple[Article, ...], settings: Settings, edition: Callable[[Article], Edition]) -> str:
    """JSON Feed, version 1.1 (jsonfeed.org)."""
    home = "" if feed.archive.by is By.ALL else feed.archive.path
    content = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title(feed, settings),
        "home_page_url": settings.root + home,
        "feed_url": settings.root + feed.path,
        "description": feed.archive.description or settings.site_description,
        "language": "en-GB",
        "items": [_item(article, settings, edition(article)) for article in articles],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _item(article: Article, settings: Settings, edition: Edition) -> dict[str, Any]:
    return {
        "id": article.guid,
        "url": settings.root + article.path,
        "title": article.title,
        "summary": summary(article, edition),
        "content_html": _text(article, settings, edition),
        "date_published": article.date.isoformat(),
        "date_modified": article.changed.isoformat(),
        "authors": [{"name": name} for name in _names(article, settings)],
        "tags": [tag.label for tag in article.front.tags],
    }


def _text(article: Article, settings: Settings, edition: Edition) -> str:
    end = actions.as_html(article) + as_html(discussion(article, settings), article)
    return facts.as_html(article, settings) + edition.full(settings.root) + end


def xml_text(text: str) -> str:
    return _NOT_XML.sub("", text)
