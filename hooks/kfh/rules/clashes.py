"""Two sources for one address: found over the whole site before anything is written, each clash with both names."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from itertools import count
from urllib.parse import unquote

from kfh.model.article import Article, State
from kfh.plan.site_plan import Plan
from kfh.plan.table import Entry
from kfh.problems.edits import Edit, Place
from kfh.problems.problem import Problem
from kfh.rules.registry import rule
from kfh.rules.whole import Whole
from kfh.values.file_types import PUBLISHED_TYPES, ending
from kfh.values.slugs import article_path, destination, folders

_A_TEXT = 10
"""From how many words on two texts are not the same by chance; "No news this month." may recur."""

HOSTS_OWN = frozenset((
    "_routes.json", "_worker.js", "functions", "cdn-cgi", ".netlify", "netlify", "netlify.toml", "_vercel",
    "vercel.json", "staticwebapp.config.json", "web.config", ".htaccess", ".htpasswd", "__", "cname", "200.html",
))  # fmt: skip
"""Names at the root of a site, in small letters, that hosts take as their own: Cloudflare Pages, Netlify, Vercel, Azure
Static Web Apps, IIS, Apache, Firebase, GitHub Pages and Surge; those of the build's own files are taken anyway."""


@rule("KFH403")
def addresses_are_given_once(whole: Whole) -> Iterator[Problem]:
    """A problem for each address that two sources have, or that would be both a file and a folder.

    Articles that were published before keep their addresses.
    """
    plan, lines = whole.previewed, whole.written
    published = {line.source for line in whole.ledger.of_kind("article")}
    taken: dict[str, Entry] = {}
    for planned in _chosen(plan):
        other = taken.setdefault(destination(planned.path).casefold(), planned)
        if other is not planned:
            yield _clash(plan, *_newer_first(planned, other, published), lines)
    for file, planned in taken.items():
        for parent in folders(file):
            if parent in taken:
                yield _clash(plan, planned, taken[parent], lines)


@rule("KFH416")
def no_address_is_a_host_s_own(whole: Whole) -> Iterator[Problem]:
    """A problem for each address that a host would take for a program or for settings of its own."""
    for planned in _chosen(whole.previewed):
        name = unquote(planned.path).lstrip("/").partition("/")[0]
        if name.casefold() in HOSTS_OWN and planned.path != "CNAME":
            message = (
                f"an address cannot begin with /{name}: web hosts take that name as their own, and readers would not "
                "get what stands there; choose another"
            )
            yield Problem(planned.owner, 1, 1, "KFH416", message)


def _chosen(plan: Plan) -> Iterator[Entry]:
    """All but the addresses that follow from others, and give way to them."""
    return (entry for entry in plan.table if entry.owner)


def _newer_first(planned: Entry, other: Entry, published: Container[str]) -> tuple[Entry, Entry]:
    is_older = planned.owner in published and other.is_chosen and other.owner not in published
    return (other, planned) if is_older else (planned, other)


def _clash(plan: Plan, planned: Entry, other: Entry, lines: Callable[[str], list[str]]) -> Problem:
    at_fault, stands = (planned, other) if planned.is_chosen else (other, planned)
    message = f"the address /{at_fault.path} can be given once; {stands.owner} has it already"
    articles = {article.source: article for article in plan.articles}
    article, twin = articles.get(at_fault.owner), articles.get(stands.owner)
    if article and twin and article is not twin and article.guid == twin.guid and article.path == at_fault.path:
        return Problem(article.source, 1, 1, "KFH403", f"{message}: rename this file to {_free_name(plan, article)}")
    if article and article is not twin and article.path == at_fault.path:
        fix = f"slug: {_free_slug(plan, article)}"
        return Problem(article.source, 1, 1, "KFH403", message, edit=Edit.above(2, fix))
    place, edit = _alias(lines(at_fault.owner) if at_fault.is_chosen else [], at_fault.path)
    if edit and at_fault.owner == stands.owner:
        message = f"the address /{at_fault.path} is this file's own, and cannot be one of its former ones: take it out"
    elif edit:
        message = f"{message}, so this cannot be a former one: take it out"
    elif at_fault.owner.startswith(("posts/", "bulletins/")):
        message = f"{message}: give this file another name"
    return Problem(at_fault.owner, place.line, place.column, "KFH403", message, edit=edit)


def _alias(lines: list[str], path: str) -> tuple[Place, Edit | None]:
    """Where a file with these lines names a former address, and the edit that takes it out.

    An only entry goes with the name of its list.
    """
    address = rf"[\"']?/?{re.escape(path.rstrip('/'))}/?[\"']?"
    alone = re.compile(rf"(?P<before>\s*-\s+){address}\s*")
    in_brackets = re.compile(rf"\s*aliases:\s*\[(?:.*,)?(?P<before>\s*){address}\s*(?P<after>,\s*|(?=\]))")
    for number, line in enumerate(lines, 1):
        if found := alone.fullmatch(line):
            is_last = not [*lines[number:], ""][0].lstrip().startswith("- ")
            is_only = is_last and lines[number - 2].strip() == "aliases:"
            return Place(number, found.end("before") + 1), Edit.without(number - is_only, number)
        if found := in_brackets.match(line):
            start = found.start("before") - (not found["after"])
            is_only = line[start] == "["
            entry = Edit(Place(number, start + 1), Place(number, found.end() + 1), "")
            return Place(number, found.end("before") + 1), Edit.without(number, number) if is_only else entry
    return Place(1, 1), None


def _free_name(plan: Plan, article: Article) -> str:
    """A name for the file of an article that no other article has."""
    taken = {other.source.rpartition("/")[2] for other in plan.articles}
    stem = article.source.rpartition("/")[2].removesuffix(".md")
    return next(name for number in count(2) if (name := f"{stem}-{number}.md") not in taken)


def _free_slug(plan: Plan, article: Article) -> str:
    taken = {entry.path for entry in plan.table}
    dated = f"{article.slug}-{article.date:%Y-%m}"
    candidates = (dated, *(f"{dated}-{number}" for number in range(2, len(plan.articles) + 2)))
    pattern: str = getattr(plan.settings.permalinks, article.kind)
    return next(slug for slug in candidates if article_path(pattern, article.date, slug) not in taken)


@rule("KFH405")
def guids_are_given_once(whole: Whole) -> Iterator[Problem]:
    """Two articles with one permanent id would be one entry to a feed reader."""
    seen: dict[str, Article] = {}
    for article in reversed(whole.collection.articles):
        other = seen.setdefault(article.guid, article)
        if other is not article and other.path != article.path:
            message = (
                f'the permanent id "{article.guid}" is that of {other.source} already; give this file another name'
            )
            yield Problem(article.source, 1, 1, "KFH405", message)


@rule("KFH532")
def texts_stand_once(whole: Whole) -> Iterator[Problem]:
    """Two articles that are shown with one text: a copy whose own text has not been written yet."""
    seen: dict[str, Article] = {}
    for article in reversed(whole.collection.articles):
        if article.state in (State.PUBLISHED, State.SCHEDULED):
            other = seen.setdefault(article.body.strip(), article)
            if other is not article and len(article.body.split()) >= _A_TEXT:
                message = (
                    f"this article has the text of {other.source}, word for word: write its own, keep it back with "
                    '"status: draft", or delete the file that there should be only one of'
                )
                yield Problem(article.source, 1, 1, "KFH532", message)


@rule("KFH412")
def former_addresses_are_not_of_files(whole: Whole) -> Iterator[Problem]:
    """There, most hosts would send a page as a broken file."""
    for alias in whole.plan.aliases:
        if not alias.path.endswith("/") and alias.stands and ending(alias.path) in PUBLISHED_TYPES:
            message = f"/{alias.path} is the address of a file, where no page can stand: put the file back instead"
            yield Problem(alias.owner, 1, 1, "KFH412", message)
