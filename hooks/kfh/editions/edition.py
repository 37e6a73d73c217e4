"""An article's rendered HTML made fit for archives and feeds; it is parsed once, whatever their number.

Addresses in it are made absolute below a root that stands for the site's, so that each place puts in its own:
a relative one for a page of the site, the site's address for a feed.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree, html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

ROOT = "https://site.invalid/"
"""Stands for the site's root: a host name that can never exist (RFC 6761, section 6.4)."""

SUMMARY_LENGTH = 200
_SCRIPT = re.compile(r"\s*(javascript|vbscript|data):", re.IGNORECASE)
_FETCHED = ("img", "source", "video", "audio")
_MARK = "more"
_HEADING = re.compile(r"h([1-6])")
_RUNS = ("script", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "base", "meta", "link", "style")
_ADDRESSES = ("href", "src", "action", "formaction")
_REFERENCES = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls")


@dataclass(frozen=True, eq=False)
class Edition:
    """`path` is the article's address below the site's root, `content` its HTML as the site's engine rendered it.

    Each of `changes` alters the tree once, with addresses absolute below ROOT: for page, archives, feeds and print.
    """

    path: str
    content: str
    changes: tuple[Callable[[HtmlElement], None], ...] = ()

    @cached_property
    def _tree(self) -> HtmlElement:
        tree = html.fragment_fromstring(self.content, create_parent="div")
        tree.make_links_absolute(ROOT + self.path, resolve_base_href=False, handle_failures="ignore")
        for comment in list(tree.iter(etree.Comment)):
            if not _is_mark(comment):
                comment.drop_tree()
        for change in self.changes:
            change(tree)
        return tree

    @cached_property
    def has_more(self) -> bool:
        return _mark(self._tree) is not None

    @cached_property
    def _full(self) -> str:
        tree = deepcopy(self._tree)
        for mark in list(tree.iter(etree.Comment)):
            mark.drop_tree()
        return inner_html(tree)

    @cached_property
    def _excerpt(self) -> str:
        tree = deepcopy(self._tree)
        _cut_at_mark(tree)
        return self._among_others(tree)

    def _among_others(self, tree: HtmlElement) -> str:
        """Headings one level down, pictures fetched when they come near, ids that no other article on the page has."""
        for element in tree.iter():
            if isinstance(element.tag, str):
                _lower(element)
                _wait(element)
                _rename(element, self.path.strip("/").replace("/", "-"))
        return inner_html(tree)

    def own(self) -> str:
        """The whole text, for the article's own page, whose links into itself stay short."""
        up = "../" * self.path.count("/")
        return self._full.replace(f'"{ROOT}{self.path}#', '"#').replace(ROOT, up)

    def full(self, root: str) -> str:
        """The whole text, for a feed whose site stands at `root` (absolute, ending in `/`)."""
        return self._full.replace(ROOT, root)

    def excerpt(self, root: str) -> str:
        """The text down to the mark; `root` (ending in `/`) leads from the page that shows it to the site's root."""
        return self._excerpt.replace(ROOT, root)

    def whole(self, root: str) -> str:
        """The whole text, for a page that holds other articles too."""
        return self._among_others(deepcopy(self._tree)).replace(ROOT, root)

    def active_content(self) -> Iterator[str]:
        """What would run, embed or fetch something, had it passed the checks of the source: none may be published.

        The checks read the source, which a reader of Markdown may take another way than they do.
        """
        for element in self._tree.iter(etree.Element):
            if element.tag in _RUNS:
                yield f"<{element.tag}>"
            for name, value in element.attrib.items():
                if name.startswith("on") or (name in _ADDRESSES and _SCRIPT.match(value)):
                    yield f"{name}="
            if element.tag in _FETCHED and urlsplit(element.get("src", ROOT)).netloc != urlsplit(ROOT).netloc:
                yield f'<{element.tag} src="{element.get("src")}">'

    @cached_property
    def opening(self) -> str:
        """The first paragraph as plain text, without notes, cut at a word: for an article without a summary."""
        paragraph = next(self._tree.iter("p"), self._tree)
        words = paragraph.xpath(".//text()[not(ancestor::sup[starts-with(@id, 'fnref')])]")
        text = " ".join("".join(words).split())
        return text if len(text) <= SUMMARY_LENGTH else text[:SUMMARY_LENGTH].rsplit(" ", 1)[0].rstrip(",;:– ") + " …"


def _mark(tree: HtmlElement) -> HtmlElement | None:
    return next((node for node in tree.iter(etree.Comment) if _is_mark(node)), None)


def _is_mark(comment: HtmlElement) -> bool:
    return (comment.text or "").strip().casefold() == _MARK


def _cut_at_mark(tree: HtmlElement) -> None:
    mark = _mark(tree)
    if mark is None:
        return
    for node in (mark, *mark.iterancestors()):
        if node is not tree:
            node.tail = None
            for later in list(node.itersiblings()):
                later.getparent().remove(later)
    mark.getparent().remove(mark)


def _lower(element: HtmlElement) -> None:
    found = _HEADING.fullmatch(element.tag)
    if found:
        element.tag = f"h{min(int(found[1]) + 1, 6)}"


def _wait(element: HtmlElement) -> None:
    if element.tag == "img":
        element.set("loading", "lazy")


def _rename(element: HtmlElement, prefix: str) -> None:
    for name in ("id", *_REFERENCES):
        if name in element.attrib:
            element.set(name, " ".join(f"{prefix}-{part}" for part in element.get(name).split()))
    if element.tag == "input" and "name" in element.attrib:
        element.set("name", f"{prefix}-{element.get('name')}")


def inner_html(tree: HtmlElement) -> str:
    return (tree.text or "") + "".join(html.tostring(child, encoding="unicode") for child in tree)
