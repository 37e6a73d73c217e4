"""What templates get besides MkDocs' own variables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from jinja2.utils import htmlsafe_json_dumps
from mkdocs.structure.pages import Page

from engine.pages import ArticlePage, ListPage
from kfh import headers
from kfh.assets import cards
from kfh.content import scaffold
from kfh.content.article import Kind
from kfh.content.checks import CHECKS
from kfh.content.dates import shown
from kfh.editions.discussion import discussion
from kfh.editions.feeds import summary, title
from kfh.editions.sheet import on_page
from kfh.plan.archives import By, FeedFormat
from kfh.plan.plan import image_path

if TYPE_CHECKING:
    from jinja2 import Environment

    from engine.build import Build
    from kfh.content.article import Article
    from kfh.content.settings import Settings
    from kfh.plan.archives import Feed, Pager


class HeadImage(NamedTuple):
    """The picture that stands for a page where a link to it is shared; measures in pixels."""

    address: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Head:
    """What a page says of itself to browsers, search engines and feed readers."""

    title: str
    description: str
    kind: str = "website"
    image: HeadImage | None = None
    feeds: tuple[Feed, ...] = ()
    linked_data: str = ""
    index: bool = True


def prepare(environment: Environment, settings: Settings) -> None:
    """Make every template escape what it prints, and give it the site's words and filters."""
    environment.autoescape = True
    environment.filters |= {"day": shown, "on_page": on_page}
    environment.globals |= {"site": settings, "By": By, "FeedFormat": FeedFormat, "feed_title": title}
    environment.globals |= {"checks": CHECKS, "forms": scaffold.forms(settings)}


def common(build: Build, page: Page | None, base_url: str) -> dict[str, Any]:
    """The variables of one page, or of a page without a place of its own such as the 404 page.

    `root` leads from it to the site's root and ends in `/`.
    """
    plan = build.plan
    root = base_url.rstrip("/") + "/"
    head = _head(page, build)
    found = {
        "root": root,
        "head": replace(head, index=head.index and not build.hidden),
        "plan": plan,
        "editions": build.editions,
        "policy": "" if build.preview else headers.policy(head.linked_data),
    }
    match page:
        case ArticlePage(article=article):
            return found | _article(article, build, root)
        case ListPage(pager=pager) if pager:
            return found | {"pager": pager, "archive": pager.archive}
        case Page(is_homepage=True):
            return found | _home(build)
        case _:
            return found


def _home(build: Build) -> dict[str, Any]:
    return {
        "newest_posts": build.newest.posts,
        "newest_bulletin": next(iter(build.plan.current(Kind.BULLETIN)), None),
        "pinned": [article for article in build.plan.listed if article.pinned(build.today) and not article.expired],
    }


def _head(page: Page | None, build: Build) -> Head:
    plan = build.plan
    match page:
        case ArticlePage():
            return _article_head(page, build)
        case ListPage(pager=pager) if pager:
            return _pager_head(page, pager, plan.settings)
        case None:
            name = f"There is no page here – {plan.settings.site_name}"
            return Head(name, plan.settings.site_description, index=False)
        case _:
            description = str(page.meta.get("description") or plan.settings.site_description)
            feeds = plan.archives[0].feeds
            name = plan.settings.site_name if page.is_homepage else f"{page.title} – {plan.settings.site_name}"
            return Head(name, description, feeds=feeds)


def _pager_head(page: ListPage, pager: Pager, settings: Settings) -> Head:
    archive = pager.archive
    name = f"{archive.title}, page {pager.number}" if pager.number > 1 else archive.title
    description = archive.description or f"{archive.title}: {settings.site_description}"
    return Head(f"{name} – {settings.site_name}", description, feeds=archive.feeds, index=page.indexed)


def _article_head(page: ArticlePage, build: Build) -> Head:
    article, plan, settings = page.article, build.plan, build.plan.settings
    edition, image = build.editions[article], _head_image(page.article, build)
    return Head(
        f"{article.title} – {settings.site_name}",
        summary(article, edition),
        "article",
        image,
        tuple(archive.feeds[0] for archive in (plan.archives[0], *(plan.archives_of(article) if page.indexed else ()))),
        htmlsafe_json_dumps(
            _linked_data(article, settings, summary(article, edition), image.address if article.front.image else "")
        ),
        page.indexed,
    )


def _head_image(article: Article, build: Build) -> HeadImage:
    settings, front = build.plan.settings, article.front
    if not front.image:
        name = f"{article.kind.capitalize()}, {settings.site_name}"
        return HeadImage(settings.root + cards.path(article.kind), cards.WIDTH, cards.HEIGHT, name)
    size = build.figures.size(image_path(article))
    return HeadImage(settings.root + quote(size.path), size.width, size.height, front.image_alt or "")


def _linked_data(article: Article, settings: Settings, description: str, image: str) -> dict[str, Any]:
    """The article as schema.org's BlogPosting (JSON-LD 1.1)."""
    authors = [
        {"@type": "Organization" if author == article.issued_by else "Person", "name": author.label}
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
    } | ({"image": image} if image else {})


def _article(article: Article, build: Build, root: str) -> dict[str, Any]:
    plan, front = build.plan, article.front
    return {
        "article": article,
        "discussion": discussion(article, plan.settings),
        "image": build.figures.html(image_path(article), front.image_alt or "", root) if front.image else "",
        "newer": plan.newer(article),
        "older": plan.older(article),
        "earlier": plan.earlier(article),
        "related": plan.related(article),
    }
