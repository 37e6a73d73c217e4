"""Links to files say what kind of file and how large, so that nobody opens one unawares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kfh.assets.media import path_of
from kfh.content.file_types import name_of
from kfh.content.slugs import media_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from lxml.html import HtmlElement

_STEP = 1024
_SIZE = r"\d\s?(?:bytes|KB|MB|GB)\b"


class Attachments:
    """Labels the links of a text that lead to files of the site; `found` are their bytes, by published path."""

    def __init__(self, found: Mapping[str, int]) -> None:
        self._sizes = found

    def __call__(self, tree: HtmlElement) -> None:
        for link in tree.iter("a"):
            path = path_of(link.get("href", ""))
            if path in self._sizes and link.text_content().strip():
                _label(link, name_of(path), shown_size(self._sizes[path]))


def sizes(root: Path, sources: Iterable[str]) -> dict[str, int]:
    """The bytes of each file of `sources` (paths below `root`), by published path."""
    return {media_path(source): (root / source).stat().st_size for source in sources}


def shown_size(size: int) -> str:
    """`size` bytes as people know them from their file manager: `840 bytes`, `120KB`, `1.2MB`."""
    if size < _STEP:
        return f"{size} bytes"
    if round(size / _STEP) < _STEP:
        return f"{round(size / _STEP)}KB"
    return f"{size / _STEP / _STEP:.1f}MB"


def _label(link: HtmlElement, name: str, size: str) -> None:
    """Put type and size at the end, in place of the type alone where its author gave that; a size given stays."""
    if re.search(rf"\([^()]*{_SIZE}[^()]*\)", link.text_content(), re.IGNORECASE):
        return
    last, words = (link[-1], "tail") if len(link) else (link, "text")
    given = rf"\s*\(\s*(?:{name}|{name.split(maxsplit=1)[0]})\s*\)\s*$"
    text = re.sub(given, "", getattr(last, words) or "", flags=re.IGNORECASE)
    setattr(last, words, f"{text.rstrip()} ({name}, {size})")
