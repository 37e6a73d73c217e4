"""Each article's Markdown rendered once, and kept: a later build takes what was made of the same text before.

A rendering holds while the article, its address, our code, the installed packages and the settings are the same, and
while all that it was looked up for is as it was: the files that its links lead to, and the pictures and attachments.
"""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mkdocs.exceptions import PluginError

from engine.converter import Converter
from kfh import forks
from kfh.assets.media import path_of
from kfh.content.slugs import MEDIA
from kfh.editions import edition
from kfh.editions.edition import About, Edition
from kfh.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from lxml.html import HtmlElement
    from mkdocs.config.defaults import MkDocsConfig

    from engine.pages import ArticlePage, SourceFiles
    from kfh.content.article import Article
    from kfh.eras import Era
    from kfh.progress import Progress

ENOUGH = 40
"""From how many articles on forking saves more than it costs."""

_INDEX = "index"
_ENGINE = logging.getLogger("mkdocs")


class Rendering(NamedTuple):
    """What a build must know of an article's rendering at once; its texts stand on a shelf under its key.

    `source` stands for the text that it was made from, the key for all that it was made from. `links` are the anchors
    that it leads to, by the source of their file; `found` says what its links asked for and got, and `media` what was
    known of each picture and attachment. `logged` is for strict mode: what was said, with its logger and level.
    """

    source: str
    about: About
    anchors: frozenset[str]
    links: dict[str, dict[str, str]]
    found: dict[str, str | None]
    media: dict[str, str]
    refused: tuple[str, ...]
    logged: tuple[tuple[str, int, str], ...]


class _Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[tuple[str, int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append((record.name, record.levelno, record.getMessage()))


class Texts(NamedTuple):
    """What the texts of articles are made with: see `edition.make`; `media` tells what is known of a file at a path."""

    root: str
    changes: tuple[Callable[[HtmlElement], None], ...]
    media: Callable[[str], str]


class Renderer:
    """Renders articles and makes their editions."""

    def __init__(self, root: Path, era: Era, config: MkDocsConfig, files: SourceFiles, texts: Texts) -> None:
        self._era, self._config, self._files, self._texts = era, config, files, texts
        self._index = Shelf(root, "renderings", dict[str, Rendering])
        self._editions = Shelf(root, "editions", Edition)
        self._pages: dict[str, ArticlePage] = {}
        self._earlier = frozenset[str]()

    def render(self, pages: Mapping[Article, ArticlePage], progress: Progress) -> dict[Article, Rendering]:
        """Give each page its rendering; only those that are not kept from an earlier build are made."""
        self._pages = {article.source: page for article, page in pages.items()}
        kept = self._index.get(_INDEX) or {}
        found = {source: one for source, one in kept.items() if source in self._pages and self._holds(source, one)}
        self._earlier = frozenset(found)
        missing = [page for source, page in self._pages.items() if source not in found]
        for share in forks.shared(self._render_all, missing, ENOUGH):
            found |= share
            progress.tell("Rendering articles", len(found), len(pages))
        for source, page in self._pages.items():
            page.rendering = found[source]
        if missing or kept.keys() != found.keys():
            whole = {source: one for source, one in found.items() if not one.logged and not one.refused}
            self._index.put(_INDEX, whole)
        self._editions.keep({one.about.key for one in found.values()})
        return {article: found[article.source] for article in pages}

    def text(self, source: str, name: str) -> str:
        """A text of the edition of the article at a source, as it was kept; made again where it could not be.

        Of one from an earlier build it is asked again whether it may be published.
        """
        page = self._pages[source]
        assert page.rendering
        found = self._editions.get(page.rendering.about.key)
        if not found or (source in self._earlier and edition.refused(getattr(found, name))):
            _, found = self._make(page, _Log())
        if found.refused:
            raise PluginError("\n".join(("the site was not built:", *found.refused)))
        text: str = getattr(found, name)
        return text

    def _source(self, article: Article) -> str:
        return self._era.digest(article.source, article.path, article.body)

    def _holds(self, source: str, rendering: Rendering) -> bool:
        if rendering.source != self._source(self._pages[source].article):
            return False
        links = all(self._files.address(path) == address for path, address in rendering.found.items())
        return links and all(self._texts.media(path) == known for path, known in rendering.media.items())

    def _render_all(self, pages: Sequence[ArticlePage]) -> dict[str, Rendering]:
        handlers, log = _ENGINE.handlers[:], _Log()
        _ENGINE.handlers[:] = [log]
        try:
            return {page.article.source: self._make(page, log)[0] for page in pages}
        finally:
            _ENGINE.handlers[:] = handlers

    def _make(self, page: ArticlePage, log: _Log) -> tuple[Rendering, Edition]:
        article, log.records, media, anchors = page.article, [], dict[str, str](), set[str]()
        self._files.noted()
        try:
            converted = self._converter.convert(page)
        except ValueError as fault:
            raise PluginError(f"the site was not built: {article.source} cannot be rendered: {fault}") from None
        except RecursionError:
            message = f"the site was not built: {article.source} cannot be rendered: it is too deep in lists and quotes"
            raise PluginError(message) from None
        found = self._files.noted()

        def note(tree: HtmlElement) -> None:
            media.update(self._media_of(tree))
            anchors.update(edition.anchors(tree))

        made = edition.make(article.path, converted.html, self._texts.root, (note, *self._texts.changes))
        source = self._source(article)
        key = self._era.digest(source, found, media)
        self._editions.put(key, made)
        about = About(key, made.opening, made.has_more, converted.toc)
        logged = tuple(log.records)
        return Rendering(source, about, frozenset(anchors), converted.links, found, media, made.refused, logged), made

    @cached_property
    def _converter(self) -> Converter:
        return Converter(self._config, self._files)

    def _media_of(self, tree: HtmlElement) -> dict[str, str]:
        paths = map(path_of, edition.links(tree))
        return {path: self._texts.media(path) for path in paths if path.startswith(MEDIA)}
