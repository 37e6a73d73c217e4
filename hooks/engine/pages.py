"""Planned paths as MkDocs files and pages."""

from __future__ import annotations

import logging
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from kfh import headers
from kfh.assets import cards
from kfh.content.article import Article, Kind, State
from kfh.content.slugs import destination, folders
from kfh.editions import opml
from kfh.permanence import redirects
from kfh.plan.plan import SEARCH_PATH, TAGS_PATH, media_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig

    from engine.rendering import Rendering
    from kfh.assets.pictures import Picture
    from kfh.content.collection import Collection
    from kfh.plan.archives import Pager
    from kfh.plan.plan import Plan


class SourceFiles(Files):
    """Files that links find by their real place in the repository too, and that know what they were asked for.

    MkDocs counts from `docs/`, so a link from posts/ to ../docs/about.md, right in every editor, would be broken to it,
    and so would one from docs/ to ../posts/….
    """

    def __init__(self, files: Iterable[File], planned: Iterable[File]) -> None:
        self._planned = list(planned)
        super().__init__([*files, *self._planned])
        self._noted: dict[str, str | None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        found = self._found(path)
        self._noted[path] = found.url if found else None
        return found

    def address(self, path: str) -> str | None:
        """Where the file is published that a link to `path` finds; None where it finds none."""
        found = self._found(path)
        return found.url if found else None

    def noted(self) -> dict[str, str | None]:
        """What links have asked for since this was called last, with the addresses that they got."""
        noted, self._noted = self._noted, {}
        return noted

    def withdraw(self) -> None:
        """Take out what was planned, once it is written: MkDocs would write it again."""
        for file in self._planned:
            self.remove(file)

    def _found(self, path: str) -> File | None:
        return super().get_file_from_path(path) or super().get_file_from_path(
            posixpath.normpath(path).removeprefix("../").removeprefix("docs/")
        )


class ArticlePage(Page):
    """The page of an article, whose source the core has read and checked, and whose rendering is made ahead."""

    rendering: Rendering | None = None

    def __init__(self, article: Article, file: File, config: MkDocsConfig) -> None:
        super().__init__(article.title, file, config)
        self.article = article
        self.indexed = article.state is State.PUBLISHED
        self.update_date = f"{article.changed:%Y-%m-%d}"

    def convert(self, config: MkDocsConfig, files: Files) -> str:
        """The article's Markdown as HTML, with all that MkDocs finds on the way; raise PluginError where it fails."""
        self.markdown = self.article.body
        try:
            super().render(config, files)
        except ValueError as fault:
            raise PluginError(f"the site was not built: {self.article.source} cannot be rendered: {fault}") from None
        content, self.content = self.content or "", ""
        return content

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 (MkDocs' signature)
        """Stand as if the article had been rendered now: what was logged then counts in strict mode now."""
        assert self.rendering
        for record in self.rendering.logged:
            logging.getLogger(record.name).handle(record)
        self.content, self.present_anchor_ids = "", set(self.rendering.anchors)
        targets = ((files.get_file_from_path(source), anchors) for source, anchors in self.rendering.links.items())
        self.links_to_anchors = {file: anchors for file, anchors in targets if file}


class ListPage(Page):
    """A page that its template makes from the plan, with no Markdown of its own."""

    def __init__(self, title: str, template: str, file: File, config: MkDocsConfig, pager: Pager | None = None) -> None:
        super().__init__(title, file, config)
        self.meta = {"template": template}
        self.pager = pager
        self.indexed = not pager or bool(pager.articles)
        self.update_date = (
            max((f"{article.changed:%Y-%m-%d}" for article in pager.articles), default="") if pager else ""
        )

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.content = ""


def site_files(
    engine_files: Files, plan: Plan, collection: Collection, pictures: Mapping[str, Picture], config: MkDocsConfig
) -> SourceFiles:
    """MkDocs' own files, less what the site does not use, and a file for each planned path.

    Raises PluginError where two would be one, or one a folder of another: MkDocs would write one over the other.
    """
    ours = [file for file in engine_files if _is_ours(file, config)]
    for file in ours:
        file.edit_uri = f"docs/{file.src_uri}"
    planned = [*_planned(plan, collection, config), *_copies(pictures, config)]
    _refuse_clashes(
        [(file.dest_uri, file.edit_uri or f"what the build makes for /{file.dest_uri}") for file in (*ours, *planned)],
        plan,
    )
    return SourceFiles(ours, planned)


def _refuse_clashes(destinations: list[tuple[str, str]], plan: Plan) -> None:
    former = [(destination(alias.path), f"the former address /{alias.path}") for alias in plan.redirects]
    taken: dict[str, str] = {}
    for path, owner in (*destinations, *former):
        if path.casefold() in taken:
            raise PluginError(f"the site was not built: {owner} and {taken[path.casefold()]} would both be /{path}")
        taken[path.casefold()] = owner
    for path, owner in taken.items():
        for folder in folders(path):
            if folder in taken:
                raise PluginError(f"the site was not built: {owner} would stand in a folder /{folder}, a file already")


def _is_ours(file: File, config: MkDocsConfig) -> bool:
    from_theme = file.src_dir in config.theme.dirs and file.src_dir != config.theme.custom_dir
    return not from_theme and not file.src_uri.startswith("vocabulary/")


def _planned(plan: Plan, collection: Collection, config: MkDocsConfig) -> Iterator[File]:
    root = str(Path(config.config_file_path).parent)
    for article in plan.articles:
        file = _file(article.source, root, destination(article.path), config)
        ArticlePage(article, file, config)
        yield file
    for pager in plan.pagers:
        file = _generated(f"{pager.path}index.md", destination(pager.path), config)
        ListPage(pager.archive.title, "archive.html", file, config, pager)
        yield file
    for path, title, template in ((TAGS_PATH, "Tags", "tags.html"), (SEARCH_PATH, "Search", "search.html")):
        file = _generated(f"{path}index.md", destination(path), config)
        ListPage(title, template, file, config)
        yield file
    for source in collection.attachments:
        yield _file(source, root, media_path(source), config)
    cards_of = (cards.path(kind) for kind in Kind)
    made = (*cards_of, headers.FILE, redirects.FILE, opml.FILE, "robots.txt", "sitemap.xml")
    for path in (*(feed.path for feed in plan.feeds), *made):
        yield _generated(path, path, config)


def _file(source: str, root: str, dest_uri: str, config: MkDocsConfig) -> File:
    return File(
        source, root, config.site_dir, use_directory_urls=True, dest_uri=dest_uri, inclusion=InclusionLevel.NOT_IN_NAV
    )


def _generated(source: str, dest_uri: str, config: MkDocsConfig) -> File:
    file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    file.dest_uri = dest_uri
    return file


def _copies(pictures: Mapping[str, Picture], config: MkDocsConfig) -> Iterator[File]:
    for path, picture in pictures.items():
        for size in picture.sizes:
            if size.path != path:
                yield File.generated(
                    config, size.path, abs_src_path=str(size.file), inclusion=InclusionLevel.NOT_IN_NAV
                )


def article_pages(files: Iterable[File]) -> dict[Article, ArticlePage]:
    return {file.page.article: file.page for file in files if isinstance(file.page, ArticlePage)}


def indexed_pages(files: Files) -> list[tuple[str, str]]:
    """The addresses that search engines are to know, each with the day of its last change or "".

    None is of an article that was withdrawn, or of an archive with nothing in it.
    """
    pages = (file.page for file in files.documentation_pages())
    found = (page for page in pages if page and getattr(page, "indexed", True))
    return [(page.canonical_url or "", page.update_date or "") for page in found]


def date_ordinary_pages(files: Iterable[File], plan: Plan) -> None:
    """Give the sitemap true dates: MkDocs takes the day of the build for the day of every page's last change.

    It must find one date at least; a site with nothing in it yet is as old as its authority.
    """
    since = f"{plan.settings.authority.since:%Y-%m-%d}"
    newest = max((f"{article.changed:%Y-%m-%d}" for article in plan.listed), default=since)
    for file in files:
        if file.page and type(file.page) is Page:
            file.page.update_date = newest if file.page.is_homepage else str(file.page.meta.get("updated", ""))
