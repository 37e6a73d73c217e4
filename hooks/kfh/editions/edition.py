"""An article's texts, made from its one rendering: for its own page, for archives, and for feeds.

Addresses in them are absolute below a root that stands for the site's, so that each place puts in its own: a relative
one for a page of the site, the site's address for a feed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from copy import deepcopy
from typing import Any, NamedTuple, cast
from urllib.parse import urljoin

from lxml import etree, html
from lxml.html import HtmlElement

from kfh.editions import sheet
from kfh.reading import markup
from kfh.rules.rendered import refusals, tree_of

ROOT = "https://site.invalid/"
"""Stands for the site's root: a host name that can never exist (RFC 6761, section 6.4)."""

SUMMARY_LENGTH = 200
_MARK = "more"
_LOWERED = {f"h{level}": f"h{min(level + 1, 6)}" for level in range(1, 7)}
_LINKS = etree.XPath(".//@href | .//@src | .//@cite | .//@poster")
_SAID = etree.XPath(
    ".//text()[not(ancestor::del or ancestor::s or ancestor::strike or ancestor::figcaption or ancestor::summary"
    " or ancestor::sup[starts-with(@id, 'fnref')]"
    " or ancestor::*[contains(concat(' ', @class, ' '), ' footnote ')"
    " or contains(concat(' ', @class, ' '), ' admonition-title ')])]"
)
"""The words of a text without its notes, what is struck, and the titles of notices and pictures."""
_NAMES = etree.XPath(
    ".//@id | .//@for | .//@headers | .//@aria-labelledby | .//@aria-describedby | .//@aria-controls | .//input/@name"
)


class Edition(NamedTuple):
    """The texts of an article, as HTML with addresses below ROOT.

    `feed` and `page` are the whole text, the latter for the article's own page. `excerpt` ends at the mark and `whole`
    does not: these stand on pages with other articles. `opening` is plain text, for an article without a summary.
    """

    feed: str
    page: str
    excerpt: str
    whole: str
    opening: str
    has_more: bool
    refused: tuple[str, ...]


class Refused(Exception):
    """A text that must not be published; `found` says why, in words."""

    def __init__(self, found: tuple[str, ...]) -> None:
        super().__init__("\n".join(found))
        self.found = found


class About(NamedTuple):
    """What must be known of an edition at once: `key` stands for its texts, `toc` are its sections, id and title."""

    key: str
    opening: str
    has_more: bool
    toc: tuple[tuple[str, str], ...]


def _nowhere(_: str) -> None:
    """Of an address, that it stays as it is written."""


def make(
    path: str,
    content: str,
    root: str,
    changes: Iterable[Callable[[HtmlElement], None]] = (),
    resolve: Callable[[str], str | None] = _nowhere,
) -> Edition:
    """The edition of an article with the address `path` below `root` (absolute), from its HTML as it was rendered.

    `resolve` tells where an address leads that is written in it, below the root; None where it is to stay. Each of
    `changes` alters the tree once, for page, archives, feeds and print. `refused` names what must not be published, had
    it come past the check; the texts are "" then.
    """
    tree = _tree(path, content, resolve)
    if found := _refused(content, tree):
        return Edition("", "", "", "", "", has_more=False, refused=found)
    for change in changes:
        change(tree)
    start = _start(tree)
    for mark in list(tree.iter(etree.Comment)):
        mark.drop_tree()
    sheet.keep_alignment(tree)
    opening, feed = _opening(tree), inner_html(tree)
    sheet.fit(tree, path, ROOT, root)
    page = inner_html(tree)
    whole = _among_others(tree, path)
    if start is not None:
        sheet.fit(start, path, ROOT, root)
    excerpt = whole if start is None else _among_others(start, path)
    within = f'"{ROOT}{path}#'
    return Edition(
        feed,
        page.replace(within, '"#'),
        excerpt,
        whole.replace(within, f'"#{_prefix(path)}'),
        opening,
        start is not None,
        (),
    )


def on_page(
    content: str,
    path: str,
    root: str,
    changes: Iterable[Callable[[HtmlElement], None]] = (),
    resolve: Callable[[str], str | None] = _nowhere,
) -> str:
    """The HTML of an ordinary page at `path` below `root` (absolute), from its HTML as it was rendered; see `make`.

    Raises Refused where it holds what must not be published.
    """
    tree = _tree(path, content, resolve)
    if found := _refused(content, tree):
        raise Refused(found)
    for change in changes:
        change(tree)
    sheet.fit(tree, path, ROOT, root)
    return placed(inner_html(tree).replace(f'"{ROOT}{path}#', '"#'), up(path))


def placed(text: str, root: str) -> str:
    """A text of an edition where `root` (ending in `/`) is the site's root, or leads to it."""
    return text.replace(ROOT, root)


def up(path: str) -> str:
    """What leads from the page at `path` to the site's root: `../../`, or `./` from the root itself."""
    return "../" * path.count("/") or "./"


def _tree(path: str, content: str, resolve: Callable[[str], str | None]) -> HtmlElement:
    tree = tree_of(content)
    for link in links(tree):
        written = link.strip()
        with suppress(ValueError):
            led = resolve(written)
            link.getparent().set(link.attrname, urljoin(ROOT + path, written) if led is None else ROOT + led)
    for comment in list(tree.iter(etree.Comment)):
        if not _is_mark(comment) and not markup.is_lost(comment.text or ""):
            comment.drop_tree()
    return tree


def links(tree: HtmlElement) -> list[Any]:
    """The values of all attributes that hold an address, each with its element and name (XPath 1.0)."""
    return cast("list[Any]", _LINKS(tree))


def refused(content: str) -> tuple[str, ...]:
    """What must not be published of an edition's text, in words; () where all of it may."""
    return _refused(content, tree_of(content))


def _refused(content: str, tree: HtmlElement) -> tuple[str, ...]:
    return tuple(refusal.message for refusal in refusals(content, tree, ROOT))


def _opening(tree: HtmlElement) -> str:
    """The first paragraph with words as plain text, cut at a word; failing one, the first of a list or a table."""
    found = (*tree.iter("p"), *tree.iter("li", "dd", "td"), tree)
    texts = (" ".join("".join(cast("list[str]", _SAID(element))).split()) for element in found)
    text = next((words for words in texts if any(map(str.isalnum, words))), "")
    return text if len(text) <= SUMMARY_LENGTH else text[:SUMMARY_LENGTH].rsplit(" ", 1)[0].rstrip(",;:– ") + " …"


def _among_others(tree: HtmlElement, path: str) -> str:
    """Headings one level down, pictures fetched when they come near, ids that no other article on the page has."""
    prefix = _prefix(path)
    for element in tree.iter(*_LOWERED):
        element.tag = _LOWERED[element.tag]
    for image in tree.iter("img"):
        image.set("loading", "lazy")
    for name in cast("list[Any]", _NAMES(tree)):
        name.getparent().set(name.attrname, " ".join(prefix + part for part in name.split()))
    return inner_html(tree)


def _prefix(path: str) -> str:
    return path.strip("/").replace("/", "-") + "-"


def _is_mark(comment: HtmlElement) -> bool:
    return (comment.text or "").strip().casefold() == _MARK


def _start(tree: HtmlElement) -> HtmlElement | None:
    """A copy of the text down to its mark; None where it has none."""
    if not any(map(_is_mark, tree.iter(etree.Comment))):
        return None
    start = deepcopy(tree)
    mark = next(filter(_is_mark, start.iter(etree.Comment)))
    for node in (mark, *mark.iterancestors()):
        if node is not start:
            node.tail = None
            for later in list(node.itersiblings()):
                later.getparent().remove(later)
    mark.getparent().remove(mark)
    return start


def inner_html(tree: HtmlElement) -> str:
    """What stands within the element that a text was put into."""
    whole: str = html.tostring(tree, encoding="unicode", with_tail=False)
    return whole.removeprefix("<div>").removesuffix("</div>")
