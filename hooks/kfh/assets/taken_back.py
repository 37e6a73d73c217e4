"""Files that were given up for good: a text that names one keeps its words, without the link."""

from __future__ import annotations

from collections.abc import Container
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from kfh.assets.media import path_of
from kfh.editions.edition import links


class TakenBack:
    """Takes out of a text what leads to the files at `paths` below the site's address, `root`.

    Of a picture its description is left.
    """

    def __init__(self, paths: Container[str], root: str) -> None:
        self._paths, self._root = paths, root

    def __call__(self, tree: HtmlElement) -> None:
        for link in links(tree) if self._paths else ():
            own = link.startswith(self._root) and unquote(urlsplit(link.removeprefix(self._root)).path)
            if (path_of(link) or own) in self._paths:
                _take_out(link.getparent(), link.attrname)


def _take_out(element: HtmlElement, attribute: str) -> None:
    if attribute in ("cite", "poster"):
        del element.attrib[attribute]
        return
    if element.tag == "img":
        element.text = element.get("alt")
    element.drop_tag()
