"""One Markdown for many articles; MkDocs makes one for each of its own pages."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from markdown import Markdown
from mkdocs.structure.pages import _RelativePathTreeprocessor  # resolves links, and says which are broken

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from engine.pages import ArticlePage


class Converted(NamedTuple):
    """An article's HTML, its sections (id, title), and the anchors that it links to, by the source of their file."""

    html: str
    toc: tuple[tuple[str, str], ...]
    links: dict[str, dict[str, str]]


class Converter:
    """Converts one article after another, and resolves its links as MkDocs does."""

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        self._config, self._files = config, files
        self._markdown = Markdown(extensions=config.markdown_extensions)

    def convert(self, page: ArticlePage) -> Converted:
        """Raise ValueError where the text cannot be converted."""
        links = _RelativePathTreeprocessor(page.file, self._files, self._config)
        links._register(self._markdown)  # noqa: SLF001 (its name and place are MkDocs' matter)
        html = self._markdown.reset().convert(page.article.body)
        toc = tuple((entry["id"], unescape(entry["name"])) for entry in getattr(self._markdown, "toc_tokens", ()))
        return Converted(html, toc, {file.src_uri: anchors for file, anchors in links.links_to_anchors.items()})
