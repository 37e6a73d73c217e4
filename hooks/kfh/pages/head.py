"""What a page says of itself to browsers, search engines, sites that show links to it, and feed readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from jinja2.utils import htmlsafe_json_dumps

from kfh.assets import cards
from kfh.assets.figures import Figures
from kfh.editions.edition import up
from kfh.model.article import Article
from kfh.model.settings import Settings
from kfh.pages import headers
from kfh.pages.entries import Entries
from kfh.plan.archives import Feed
from kfh.plan.site_plan import image_path
from kfh.runtime.fingerprint import Values


class Heads:
    """A `hidden` site asks search engines to stay away; a `preview` has no policy, which would stop its reloading."""

    def __init__(self, entries: Entries, figures: Figures, *, hidden: bool, preview: bool) -> None:
        self._entries, self._figures = entries, figures
        self._hidden, self._preview = hidden, preview
        self._settings = entries.plan.settings

    def page(  # noqa: PLR0913 (what a head is made from, by name)
        self,
        title: str,
        path: str | None,
        *,
        name: str = "",
        description: str = "",
        feeds: Iterable[Feed] = (),
        indexed: bool = True,
        article: Values | None = None,
        edit: str | None = None,
    ) -> Values:
        """The values that every page has; `path` is None for a page without an address of its own.

        `title` is its heading, and `name` what stands in the window's bar where that is more than the heading.
        """
        settings, article = self._settings, article or {}
        return {
            "root": "" if path is None else up(path),
            "here": {
                "title": title,
                "path": path,
                "address": None if path is None else settings.root + path,
                "edit": edit,
            },
            "policy": "" if self._preview else headers.policy(article.get("linked_data", "")),
            "head": {
                "title": settings.site_name if path == "" else f"{name or title} – {settings.site_name}",
                "description": description or settings.site_description,
                "feeds": [self._entries.feed(feed) for feed in feeds],
                "index": indexed and not self._hidden,
                "article": article,
            },
        }

    def article(self, article: Article, *, indexed: bool) -> Values:
        """What only an article's page says: its picture, and itself as data."""
        plan, front = self._entries.plan, article.front
        image = self._image(article)
        data = _linked_data(article, self._settings, self._entries.summary(article))
        return {
            "image": image,
            "linked_data": htmlsafe_json_dumps(data | ({"image": image["address"]} if front.image else {})),
            "section": plan.archives_of(article)[0].title if indexed else "",
            "published": article.date,
            "tags": [tag.label for tag in front.tags],
            "streams": [stream.label for stream in front.work_streams],
        }

    def _image(self, article: Article) -> Values:
        """The picture that stands for a page where a link to it is shared; measures in pixels."""
        front, root = article.front, self._settings.root
        if not front.image:
            name = f"{article.kind.capitalize()}, {self._settings.site_name}"
            card = cards.path(article.kind)
            return {"address": root + card, "width": cards.WIDTH, "height": cards.HEIGHT, "alt": name}
        size = self._figures.size(image_path(article))
        return {
            "address": root + quote(size.path),
            "width": size.width,
            "height": size.height,
            "alt": front.image_alt or "",
        }


def _linked_data(article: Article, settings: Settings, description: str) -> dict[str, Any]:
    """The article as schema.org's BlogPosting (JSON-LD 1.1)."""
    authors = [
        {"@type": "Organization" if author.group or author == article.issued_by else "Person", "name": author.label}
        for author in article.bylines
    ]
    organisation = {"@type": "Organization", "name": settings.organisation}
    return {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "@id": article.guid,
        "url": settings.root + article.path,
        "headline": article.title,
        "description": description,
        "datePublished": article.date.isoformat(),
        "dateModified": article.changed.isoformat(),
        "author": authors or [organisation],
        "publisher": organisation,
        "keywords": [tag.label for tag in article.front.tags],
        "inLanguage": "en-GB",
    }
