"""Where links lead: every link to a file, a place or an address of this site, checked over the whole site."""

from __future__ import annotations

import difflib
import posixpath
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from kfh.model import settings
from kfh.model.article import Article, State
from kfh.model.references import Link
from kfh.plan.targets import Targets, in_repository
from kfh.problems.edits import Edit
from kfh.problems.problem import Problem
from kfh.reading import markup
from kfh.rules.registry import rule
from kfh.rules.whole import Whole
from kfh.values import addresses
from kfh.values.dates import shown
from kfh.values.slugs import destination


class _Fault(NamedTuple):
    """What is wrong with a link; `instead` is the address that it should have, as it stands in Markdown."""

    code: str
    message: str
    instead: str = ""


_OPEN = (State.PUBLISHED, State.WITHDRAWN)
_MOST = 3
"""Files of one name that are told, where a link may mean any of them."""


@rule("KFH408", "KFH409", "KFH411", "KFH433", "KFH504", "KFH813")
def links_lead_where_readers_can_go(whole: Whole) -> Iterator[Problem]:
    """A problem for each link that leads nowhere, or to what readers cannot open, and for each missing picture."""
    targets = Targets(whole.sources, whole.previewed, whole.collection, whole.renamed)
    for path, links in whole.collection.links.items():
        for link in links:
            if not targets.is_elsewhere(link.target):
                address = targets.retired(path, link.target)
                faults = [_taken_back(address)] if address else _link(targets, path, link)
                yield from (_problem(path, link, fault) for fault in faults)
    yield from _menu(whole, targets)


def _menu(whole: Whole, targets: Targets) -> Iterator[Problem]:
    """A problem for each entry of the menu that leads to nothing."""
    top, _ = whole.sources.yaml(settings.FILE)
    for node in top.find(("nav",)).leaves() if top and whole.settings.nav else ():
        address = str(node.value)
        is_known = posixpath.normpath(address) in whole.plan.in_menu or targets.retired("docs/", address)
        if address and not markup.scheme(address) and not address.startswith("//") and not is_known:
            message = f'the menu must name pages by their files, such as about.md; "{address}" is not there'
            yield Problem(settings.FILE, node.place.line, node.place.column, "KFH408", message)


def _taken_back(address: str) -> _Fault:
    message = (
        f"{address} was given up, so its words stand here without the link: take the link out, or lead it elsewhere"
    )
    return _Fault("KFH813", message)


def _link(targets: Targets, path: str, link: Link) -> Iterator[_Fault]:
    parts = urlsplit(link.target)
    own = urlsplit(targets.plan.settings.root)
    if parts.netloc and parts.netloc == own.netloc:
        yield from _address(targets, path, link, parts.path.removeprefix(own.path.rstrip("/")))
    elif not parts.netloc and parts.path.startswith("/"):
        yield from _address(targets, path, link, parts.path)
    elif not parts.netloc:
        yield from _relative(targets, path, link, unquote(parts.path), unquote(parts.fragment))


def _relative(targets: Targets, path: str, link: Link, target: str, anchor: str) -> Iterator[_Fault]:
    name = targets.named(path, target) if target else path
    if not name:
        near = targets.nearest(path, target)
        name = near[0] if len(near) == 1 else ""
        yield _nothing(path, link, target, near)
    if name:
        yield from _file(targets, path, name)
        yield from _place(targets, path, link, in_repository(name), anchor)


def _place(targets: Targets, path: str, link: Link, source: str, anchor: str) -> Iterator[_Fault]:
    known = targets.places(source)
    if not anchor or known is None or anchor in known:
        return
    there = "on this page" if source == path else f"in {source}"
    near = difflib.get_close_matches(anchor.lower(), sorted(known), n=1, cutoff=0.7)
    hint = (
        f', did you mean "#{near[0]}"?' if near else "; a heading's place is its words in small letters, with hyphens"
    )
    message = f'this link leads to no place {there}; "#{anchor}" is not there{hint}'
    yield _Fault("KFH411", message, f"{link.target.partition('#')[0]}#{near[0]}" if near else "")


def _file(targets: Targets, path: str, name: str) -> Iterator[_Fault]:
    article, source = targets.articles.get(name), targets.articles.get(path)
    if not article or article.state in _OPEN or not _is_open(source, path):
        return
    if source and source.state is State.SCHEDULED and article.state is State.SCHEDULED and article.date <= source.date:
        return
    state = "is a draft" if article.state is State.DRAFT else f"appears only on {shown(article.date)}"
    message = f"readers cannot open this link: {name} {state}; publish that first, or take the link out"
    yield _Fault("KFH409", message)


def _is_open(source: Article | None, path: str) -> bool:
    """Whether readers can see, now or later, the file that the link stands in."""
    is_article = path.startswith(("posts/", "bulletins/"))
    return not is_article or bool(source and source.state is not State.DRAFT)


def _address(targets: Targets, path: str, link: Link, address: str) -> Iterator[_Fault]:
    key = destination(unquote(address).lstrip("/"))
    source = targets.addresses.get(key, targets.addresses.get(f"{key}/index.html"))
    relative = not urlsplit(link.target).netloc
    if source:
        if relative:
            message = "a link to another page of this site must name its file, so that the check can follow it"
            yield _Fault("KFH408", message, _relative_address(path, source, link))
        yield from _place(targets, path, link, source, unquote(urlsplit(link.target).fragment))
    elif source is None:
        yield _Fault("KFH408", f"this site has no page at {address}: has its address changed?")


def _nothing(path: str, link: Link, target: str, near: list[str]) -> _Fault:
    """The fault of a link to no file; `near` are those that may be meant, as links name them."""
    if addresses.names_site(link.target) and (not near or target.lower().startswith("www.")):
        return _not_whole(link)
    message = f'this link leads to no file; "{target}" is not there'
    if not near:
        return _Fault("KFH408", message)
    there = [posixpath.relpath(in_repository(name), posixpath.dirname(path)) for name in near]
    either = " or ".join(f'"{name}"' for name in there[:_MOST])
    message = f"{message}, did you mean {either}?"
    if len(near) > 1:
        return _Fault("KFH408", message)
    instead = _relative_address(path, in_repository(near[0]), link)
    return _Fault("KFH408", f"{message}{_difference(target, there[0])}", instead)


def _difference(written: str, there: str) -> str:
    """What is told of two names that look much the same."""
    plain, other = (unicodedata.normalize("NFC", name) for name in (written, there))
    if plain == other:
        return " Its letters are stored in another way: copy the address, or give the file a name without accents"
    return " Capitals count" if plain.casefold() == other.casefold() else ""


def _relative_address(path: str, name: str, link: Link) -> str:
    """The address, as links in the file at `path` write it, of the file `name`; what follows the path in `link` stays.

    `name` is the file's path in the repository.
    """
    return quote(posixpath.relpath(name, posixpath.dirname(path))) + urlsplit(link.target)._replace(path="").geturl()


def _not_whole(link: Link) -> _Fault:
    if link.is_picture:
        return _Fault("KFH504", f'a picture must be a file beside the article; found "{link.target}", on another site')
    message = f'an address of another site must be whole, from https:// on; found "{link.target}"'
    return _Fault("KFH433", message, addresses.with_start(link.target))


def _problem(path: str, link: Link, fault: _Fault) -> Problem:
    edit = Edit(*link.edited, fault.instead) if link.edited and fault.instead else None
    return Problem(path, link.place.line, link.place.column, fault.code, fault.message, edit=edit)
