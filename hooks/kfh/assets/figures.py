"""Pictures in a text: with their measures, so that nothing moves while they load, and in the size a screen needs."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import html
from lxml.html import HtmlElement

from kfh.assets.media import address_of, path_of
from kfh.assets.pictures import Picture, Size
from kfh.editions.edition import ROOT

_COLUMN = "(min-width: 41rem) 38.5rem, calc(100vw - 2.5rem)"
"""How wide a column of text is, as site.css has it."""
_FIRST_BLOCKS = 2
"""A picture in one of these may be seen at once; those below are fetched when the reader comes near."""


class Figures:
    """Prepares the pictures of a text that are the site's own; `pictures` are known by published path."""

    def __init__(self, pictures: Mapping[str, Picture]) -> None:
        self._pictures = pictures

    def __call__(self, tree: HtmlElement) -> None:
        first = [image for block in tree[:_FIRST_BLOCKS] for image in block.iter("img")]
        for image in list(tree.iter("img")):
            picture = self._pictures.get(path_of(image.get("src", "")))
            if picture:
                _fit(image, picture)
                if image not in first:
                    image.set("loading", "lazy")
                _caption(image)

    def html(self, path: str, alt: str, root: str) -> str:
        """The picture at `path`, in a page from which `root` (ending in `/`) leads to the site's root."""
        image = html.Element("img", src=address_of(path), alt=alt)
        _fit(image, self._pictures[path])
        text: str = html.tostring(image, encoding="unicode")
        return text.replace(ROOT, root)

    def size(self, path: str) -> Size:
        """The size of the picture at `path` that stands for it elsewhere."""
        return self._pictures[path].shown


def _fit(image: HtmlElement, picture: Picture) -> None:
    """A width that the author chose stays, unless it would blow the picture up."""
    chosen = image.get("width", "")
    own = picture.shown
    width = min(int(chosen), own.width) if chosen.isdecimal() and int(chosen) else own.width
    image.set("src", address_of(own.path))
    image.set("width", str(width))
    image.set("height", str(max(1, round(own.height * width / own.width))))
    if len(picture.sizes) > 1:
        image.set("srcset", ", ".join(f"{address_of(size.path)} {size.width}w" for size in picture.sizes))
        image.set("sizes", _COLUMN if width == own.width else f"{width}px")


def _caption(image: HtmlElement) -> None:
    """A picture alone in its paragraph, with a title, becomes a figure: a title alone is seen with a mouse only."""
    paragraph = image.getparent()
    alone = paragraph.tag == "p" and len(paragraph) == 1 and not paragraph.text_content().strip()
    if alone and image.get("title"):
        paragraph.tag = "figure"
        caption = html.Element("figcaption")
        caption.text = image.attrib.pop("title")
        paragraph.append(caption)
