"""Two sources for one address: found over the whole site before anything is written, each clash with both names."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from kfh.content.article import State
from kfh.content.edits import Edit
from kfh.content.problems import Problem
from kfh.content.slugs import article_path, destination, folders, page_path
from kfh.plan import files
from kfh.plan.plan import Destination

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.article import Article
    from kfh.content.collection import Collection
    from kfh.plan.plan import Plan

_A_TEXT = 10
"""From how many words on two texts are not the same by chance; "No news this month." may recur."""

HOSTS_OWN = frozenset((
    "_routes.json", "_worker.js", "functions", "cdn-cgi", ".netlify", "netlify", "netlify.toml", "_vercel",
    "vercel.json", "staticwebapp.config.json", "web.config", ".htaccess", ".htpasswd", "__", "cname", "200.html",
))  # fmt: skip
"""Names at the root of a site, in small letters, that hosts take as their own: Cloudflare Pages, Netlify, Vercel, Azure
Static Web Apps, IIS, Apache, Firebase, GitHub Pages and Surge; those of the build's own files are taken anyway."""

MADE_BY_THE_ENGINE = ("_redirects", "feeds.opml", "404.html", "_headers", "robots.txt", "sitemap.xml")


def clashes(plan: Plan, collection: Collection) -> Iterator[Problem]:
    """A problem for each destination that two sources have, or that would be both a file and a folder."""
    taken: dict[str, Destination] = {}
    for planned in everything(plan, collection):
        other = taken.setdefault(destination(planned.path).casefold(), planned)
        if other is not planned:
            yield _clash(plan, planned, other)
    for file, planned in taken.items():
        for parent in folders(file):
            if parent in taken:
                yield _clash(plan, planned, taken[parent])


def hosts_names(plan: Plan, collection: Collection) -> Iterator[Problem]:
    """A problem for each destination that a host would take for a program or for settings of its own."""
    for planned in everything(plan, collection):
        name = unquote(planned.path).lstrip("/").partition("/")[0]
        if name.casefold() in HOSTS_OWN and planned.path != "CNAME":
            message = (
                f"an address cannot begin with /{name}: web hosts take that name as their own, and readers would not "
                "get what stands there; choose another"
            )
            yield Problem(planned.owner, 1, 1, "KFH416", message)


def everything(plan: Plan, collection: Collection) -> Iterator[Destination]:
    """All that the site will hold, but for the files of the theme and the former addresses that follow from others."""
    yield from (Destination(name, "a file of the build") for name in MADE_BY_THE_ENGINE)
    yield from (Destination(page_path(path), path, is_file=True) for path in collection.pages)
    yield from (Destination(path, source, is_file=True) for path, source in files.everything(collection))
    yield from plan.destinations()


def _clash(plan: Plan, planned: Destination, other: Destination) -> Problem:
    at_fault, stands = (planned, other) if planned.is_file else (other, planned)
    article = next((article for article in plan.articles if article.source == at_fault.owner), None)
    fix = f"slug: {_free_slug(plan, article)}" if article and article.path == at_fault.path else ""
    message = f"the address /{at_fault.path} can be given once; {stands.owner} has it already"
    return Problem(at_fault.owner, 1, 1, "KFH403", message, fix, Edit.above(2, fix) if fix else None)


def _free_slug(plan: Plan, article: Article) -> str:
    taken = {planned.path for planned in plan.destinations()}
    dated = f"{article.slug}-{article.date:%Y-%m}"
    candidates = (dated, *(f"{dated}-{number}" for number in range(2, len(plan.articles) + 2)))
    pattern: str = getattr(plan.settings.permalinks, article.kind)
    return next(slug for slug in candidates if article_path(pattern, article.date, slug) not in taken)


def repeated_guids(collection: Collection) -> Iterator[Problem]:
    """Two articles with one permanent id would be one entry to a feed reader."""
    seen: dict[str, Article] = {}
    for article in reversed(collection.articles):
        other = seen.setdefault(article.guid, article)
        if other is not article:
            message = (
                f'the permanent id "{article.guid}" is that of {other.source} already; give this file another name'
            )
            yield Problem(article.source, 1, 1, "KFH405", message)


def repeated_texts(collection: Collection) -> Iterator[Problem]:
    """Two articles that are shown with one text: a copy whose own text has not been written yet."""
    seen: dict[str, Article] = {}
    for article in reversed(collection.articles):
        if article.state in (State.PUBLISHED, State.SCHEDULED):
            other = seen.setdefault(article.body.strip(), article)
            if other is not article and len(article.body.split()) >= _A_TEXT:
                message = (
                    f"this article has the text of {other.source}, word for word: write its own, keep it back with "
                    '"status: draft", or delete the file that there should be only one of'
                )
                yield Problem(article.source, 1, 1, "KFH532", message)
