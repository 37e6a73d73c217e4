"""Python-Markdown for many articles: made once, and quick to pass over a text in which a pattern cannot match.

MkDocs makes it anew for each page, and its patterns look at every character for marks that hardly a text holds: that
is more than half of its time.
"""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from mkdocs.structure.pages import _RelativePathTreeprocessor  # resolves links, and says which are broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from engine.pages import ArticlePage

INLINE = {"backtick": "`", "reference": "[", "link": "[", "short_reference": "["}
"""The mark without which a pattern never matches, by the name that Python-Markdown gives its processor."""

BLOCKS = {"hashheader": ("RE", "#"), "quote": ("RE", ">"), "admonition": ("RE", "!!!"), "details": ("START", "???")}
"""Likewise, with the attribute of the processor that holds its pattern."""

TABLE = "table"

KNOWN = (
    "backtick", "escape", "footnote", "reference", "link", "image_link", "image_reference", "short_reference",
    "short_image_ref", "autolink", "automail", "linebreak", "html", "entity", "em_strong", "delimiter",
)  # fmt: skip
"""The names of patterns of which none matches a text without one of _MARKS."""

_MARKS = re.compile(r"[`\\\[<&*_~]|  \n")


class Converted(NamedTuple):
    """An article's HTML, its sections (id, title), and the anchors that it links to, by the source of their file."""

    html: str
    toc: tuple[tuple[str, str], ...]
    links: dict[str, dict[str, str]]


class Converter:
    """Converts one article after another, and resolves its links as MkDocs does."""

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        self._config, self._files = config, files
        self._markdown = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
        hasten(self._markdown)

    def convert(self, page: ArticlePage) -> Converted:
        """Raise ValueError where the text cannot be converted."""
        links = _RelativePathTreeprocessor(page.file, self._files, self._config)
        links._register(self._markdown)  # noqa: SLF001 (its name and place are MkDocs' matter)
        html = self._markdown.reset().convert(page.article.body)
        toc = tuple((entry["id"], unescape(entry["name"])) for entry in getattr(self._markdown, "toc_tokens", ()))
        return Converted(html, toc, {file.src_uri: anchors for file, anchors in links.links_to_anchors.items()})


class _Marked:
    """A compiled pattern that is asked only about a text with its mark."""

    def __init__(self, pattern: re.Pattern[str], mark: str) -> None:
        self._pattern, self._mark = pattern, mark

    def search(self, text: str) -> re.Match[str] | None:
        return self._pattern.search(text) if self._mark in text else None

    def match(self, text: str) -> re.Match[str] | None:
        return self._pattern.match(text) if self._mark in text else None

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        return self._pattern.finditer(text, start) if self._mark in text else iter(())


class _Inline(InlineProcessor):  # type: ignore[misc]  # it is not typed
    """Leaves a text alone in which no pattern can match."""

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 (their names)
        if not _MARKS.search(data):
            return data
        found: str = super()._InlineProcessor__handleInline(data, patternIndex)
        return found


def hasten(markdown: Markdown) -> None:
    """Have patterns look for their marks first; one with patterns that are not known here looks in every text."""
    if len(markdown.inlinePatterns) == sum(name in markdown.inlinePatterns for name in KNOWN):
        markdown.treeprocessors.register(_Inline(markdown), "inline", 20)
    for name, mark in INLINE.items():
        if name in markdown.inlinePatterns:
            inline: Any = markdown.inlinePatterns[name]
            inline.compiled_re = _Marked(inline.compiled_re, mark)
    for name, (attribute, mark) in BLOCKS.items():
        if name in markdown.parser.blockprocessors:
            block: Any = markdown.parser.blockprocessors[name]
            setattr(block, attribute, _Marked(getattr(block, attribute), mark))
    if TABLE in markdown.parser.blockprocessors:
        table: Any = markdown.parser.blockprocessors[TABLE]
        table.test = partial(_is_table, table.test)


def _is_table(test: Callable[[Any, str], bool], parent: Any, block: str) -> bool:
    """A table looks at every line of a block, and again for each heading in it; none is one without its mark."""
    return "|" in block and test(parent, block)
