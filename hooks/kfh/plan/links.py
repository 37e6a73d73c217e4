"""Where links lead: every link to a file, a place or an address of this site, checked over the whole site."""

from __future__ import annotations

import difflib
import posixpath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from kfh.content.article import State
from kfh.content.dates import shown
from kfh.content.edits import Edit
from kfh.content.nodes import Place
from kfh.content.problems import Problem
from kfh.content.slugs import destination
from kfh.plan.targets import Targets, in_repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kfh.content.article import Article
    from kfh.content.body.links import Link
    from kfh.content.collection import Collection
    from kfh.plan.plan import Plan

_OPEN = (State.PUBLISHED, State.WITHDRAWN)


def check(root: Path, plan: Plan, collection: Collection) -> Iterator[Problem]:
    """A problem for each link that leads nowhere, or to what readers cannot open, and for each missing picture."""
    targets = Targets(root, plan, collection)
    for path, links in collection.links.items():
        for link in links:
            if not targets.is_elsewhere(link.target):
                address = targets.retired(path, link.target)
                yield from [_taken_back(path, link, address)] if address else _link(targets, path, link)


def _taken_back(path: str, link: Link, address: str) -> Problem:
    message = (
        f"{address} was given up, so its words stand here without the link: take the link out, or lead it elsewhere"
    )
    return Problem(path, link.line, link.columns[0] + 1, "KFH813", message)


def _link(targets: Targets, path: str, link: Link) -> Iterator[Problem]:
    parts = urlsplit(link.target)
    own = urlsplit(targets.plan.settings.root)
    if parts.netloc and parts.netloc == own.netloc:
        yield from _address(targets, path, link, parts.path.removeprefix(own.path.rstrip("/")))
    elif not parts.netloc and parts.path.startswith("/"):
        yield from _address(targets, path, link, parts.path)
    elif not parts.netloc:
        yield from _relative(targets, path, link, unquote(parts.path), unquote(parts.fragment))


def _relative(targets: Targets, path: str, link: Link, target: str, anchor: str) -> Iterator[Problem]:
    name = targets.named(path, target) if target else path
    if name:
        yield from _file(targets, path, link, name)
        yield from _place(targets, path, link, in_repository(name), anchor)
    else:
        yield from _nothing(targets, path, link, target)


def _place(targets: Targets, path: str, link: Link, source: str, anchor: str) -> Iterator[Problem]:
    known = targets.places(source)
    if not anchor or known is None or anchor in known:
        return
    there = "on this page" if source == path else f"in {source}"
    near = difflib.get_close_matches(anchor.lower(), known, n=1, cutoff=0.7)
    hint = (
        f', did you mean "#{near[0]}"?' if near else "; a heading's place is its words in small letters, with hyphens"
    )
    message = f'this link leads to no place {there}; "#{anchor}" is not there{hint}'
    yield _problem(path, link, "KFH411", message, f"{link.target.partition('#')[0]}#{near[0]}" if near else "")


def _file(targets: Targets, path: str, link: Link, name: str) -> Iterator[Problem]:
    article, source = targets.articles.get(name), targets.articles.get(path)
    if not article or article.state in _OPEN or not _is_open(source, path):
        return
    if source and source.state is State.SCHEDULED and article.state is State.SCHEDULED and article.date <= source.date:
        return
    state = "is a draft" if article.state is State.DRAFT else f"appears only on {shown(article.date)}"
    message = f"readers cannot open this link: {name} {state}; publish that first, or take the link out"
    yield _problem(path, link, "KFH409", message)


def _is_open(source: Article | None, path: str) -> bool:
    """Whether readers can see, now or later, the file that the link stands in."""
    is_article = path.startswith(("posts/", "bulletins/"))
    return not is_article or bool(source and source.state is not State.DRAFT)


def _address(targets: Targets, path: str, link: Link, address: str) -> Iterator[Problem]:
    key = destination(unquote(address).lstrip("/"))
    source = targets.addresses.get(key, targets.addresses.get(f"{key}/index.html"))
    page = targets.page_at(key)
    relative = not urlsplit(link.target).netloc
    if source or page:
        if relative:
            message = "a link to another page of this site must name its file, so that the check can follow it"
            mark, fragment = "#" * bool(urlsplit(link.target).fragment), urlsplit(link.target).fragment
            instead = posixpath.relpath(source or page, posixpath.dirname(path)) + mark + fragment
            yield _problem(path, link, "KFH408", message, instead)
        elif urlsplit(link.target).fragment:
            place = source or f"docs/{page.removeprefix('docs/')}"
            yield from _place(targets, path, link, place, unquote(urlsplit(link.target).fragment))
    elif source is None:
        yield _problem(path, link, "KFH408", f"this site has no page at {address}: has its address changed?")


def _nothing(targets: Targets, path: str, link: Link, target: str) -> Iterator[Problem]:
    names = {posixpath.basename(name): name for name in sorted(targets.files) if not name.endswith(".xml")}
    near = difflib.get_close_matches(posixpath.basename(target.rstrip("/")), names, n=1, cutoff=0.75)
    if not near:
        yield _problem(path, link, "KFH408", f'this link leads to no file; "{target}" is not there')
        return
    name = names[near[0]]
    instead = posixpath.relpath(in_repository(name), posixpath.dirname(path))
    message = f'this link leads to no file; "{target}" is not there, did you mean "{instead}"?'
    yield _problem(path, link, "KFH408", message, instead)


def _problem(path: str, link: Link, code: str, message: str, instead: str = "") -> Problem:
    """A problem at a link; `instead` is the address that it should have."""
    line, (start, end) = link.line, link.columns
    bracketed = f"{'!' * link.is_picture}[{link.words}]"
    is_whole = instead and end - start == len(bracketed)
    after = end + len(f"({link.target})")
    edit = (
        Edit(Place(line, start + 1), Place(line, after + 1), f"{bracketed}({quote(instead, safe='/#:%')})")
        if is_whole
        else None
    )
    return Problem(path, line, start + 1, code, message, edit=edit)
