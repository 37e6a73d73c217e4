"""Each article's texts, made of what its check rendered, and kept for the next build.

They hold while the article, its address, our code, the installed packages and the settings are the same, and while all
that was looked up for them is as it was: where the links lead, and what is known of pictures and attachments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from lxml.html import HtmlElement

from kfh.assets.media import path_of
from kfh.editions import edition
from kfh.editions.edition import About, Edition, Refused
from kfh.model import statement
from kfh.model.article import Article
from kfh.plan.targets import Targets
from kfh.reading.markup import scheme
from kfh.rules.kept_texts import Texts
from kfh.runtime import parallel
from kfh.runtime.fingerprint import Era
from kfh.runtime.progress import Progress
from kfh.runtime.store import Shelf
from kfh.text.markdown import Rendered
from kfh.values.slugs import MEDIA

ENOUGH = 40
"""From how many articles on forking saves more than it costs."""

_INDEX = "index"


class Known(NamedTuple):
    """What a build must know of an article's edition at once; its texts stand on a shelf under its key.

    `source` stands for the article itself, the key for all that the edition was made from. `links` are the addresses
    in it with where they led, and `media` is what was known of each picture and attachment.
    """

    source: str
    about: About
    links: dict[str, str | None]
    media: dict[str, str]
    refused: tuple[str, ...]


class TreeChanges(NamedTuple):
    """What is done to the tree of a text: `of_all`, and `of_articles` besides; `media` tells what is known of a file.

    That is said in words that change with it, by the file's published path.
    """

    of_all: tuple[Callable[[HtmlElement], None], ...]
    of_articles: tuple[Callable[[HtmlElement], None], ...]
    media: Callable[[str], str]


class Renderer:
    """Makes the editions of articles, and the text of each page."""

    def __init__(self, root: Path, era: Era, texts: Texts, targets: Targets, changes: TreeChanges) -> None:
        self._era, self._texts, self._targets, self._changes = era, texts, targets, changes
        self._root = targets.plan.settings.root
        self._index = Shelf(root, "renderings", dict[str, Known])
        self._editions = Shelf(root, "editions", Edition)
        self._articles = {article.source: article for article in targets.plan.articles}
        self._known: dict[str, Known] = {}
        self._earlier = frozenset[str]()

    def render(self, progress: Progress) -> dict[Article, Known]:
        """Make the edition of each article that is not kept from an earlier build."""
        kept = self._index.get(_INDEX) or {}
        found = {source: one for source, one in kept.items() if source in self._articles and self._holds(source, one)}
        self._earlier = frozenset(found)
        missing = [article for source, article in self._articles.items() if source not in found]
        for share in parallel.shared(self._render_all, missing, ENOUGH):
            found |= share
            progress.tell("Rendering articles", len(found), len(self._articles))
        if missing or kept.keys() != found.keys():
            self._index.put(_INDEX, {source: one for source, one in found.items() if not one.refused})
        self._editions.keep({one.about.key for one in found.values()})
        self._known = found
        return {article: found[source] for source, article in self._articles.items()}

    def text(self, source: str, name: str) -> str:
        """A text of the edition of the article at a source, as it was kept; made again where it could not be.

        Of one from an earlier build it is asked again whether it may be published: raises Refused where it may not.
        """
        found = self._editions.get(self._known[source].about.key)
        if not found or (source in self._earlier and edition.refused(getattr(found, name))):
            _, found = self._make(self._articles[source])
        if found.refused:
            raise Refused(found.refused)
        text: str = getattr(found, name)
        return text

    def page(self, source: str, markdown: str, path: str) -> str:
        """The text of the ordinary page at `path` below the root, from its Markdown; raises Refused."""
        try:
            return self._page(source, self._texts.get(markdown).html, path)
        except Refused:
            return self._page(source, self._texts.render(markdown).rendered.html, path)

    def _page(self, source: str, content: str, path: str) -> str:
        if source == statement.PATH:
            content = statement.filled(content, self._targets.plan.settings)

        def resolve(target: str) -> str | None:
            return self._targets.address(source, target)

        return edition.on_page(content, path, self._root, self._changes.of_all, resolve)

    def _source(self, article: Article) -> str:
        return self._era.digest(article.source, article.path, article.body)

    def _holds(self, source: str, known: Known) -> bool:
        if known.source != self._source(self._articles[source]):
            return False
        links = all(self._targets.address(source, link) == led for link, led in known.links.items())
        return links and all(self._changes.media(path) == about for path, about in known.media.items())

    def _render_all(self, articles: Sequence[Article]) -> dict[str, Known]:
        return {article.source: self._make(article)[0] for article in articles}

    def _make(self, article: Article) -> tuple[Known, Edition]:
        """The edition of an article; where what was kept of its text must not be published, it is rendered again."""
        found = self._edition(article, self._texts.get(article.body))
        return self._edition(article, self._texts.render(article.body).rendered) if found[1].refused else found

    def _edition(self, article: Article, rendered: Rendered) -> tuple[Known, Edition]:
        links, media = dict[str, str | None](), dict[str, str]()

        def resolve(target: str) -> str | None:
            if scheme(target):
                return None
            links[target] = self._targets.address(article.source, target)
            return links[target]

        def note(tree: HtmlElement) -> None:
            paths = (path for path in map(path_of, edition.links(tree)) if path.startswith(MEDIA))
            media.update((path, self._changes.media(path)) for path in paths)

        changes = (note, *self._changes.of_all, *self._changes.of_articles)
        made = edition.make(article.path, rendered.html, self._root, changes, resolve)
        source = self._source(article)
        key = self._era.digest(source, links, media)
        self._editions.put(key, made)
        about = About(key, made.opening, made.has_more, rendered.sections)
        return Known(source, about, links, media, made.refused), made
