"""Planned paths as MkDocs files and pages."""

from __future__ import annotations

import logging
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from kfh.content.article import Article
from kfh.content.file_types import PUBLISHED_TYPES, ending
from kfh.content.slugs import destination
from kfh.plan import files
from kfh.plan.archives import Pager
from kfh.plan.table import EntryKind, Fixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mkdocs.config.defaults import MkDocsConfig

    from engine.rendering import Rendering
    from kfh.plan.plan import Plan


class SourceFiles(Files):
    """Files that links find by their real place in the repository too, and that know what they were asked for.

    MkDocs counts from `docs/`, so a link from posts/ to ../docs/about.md, right in every editor, would be broken to it,
    and so would one from docs/ to ../posts/….
    """

    def __init__(self, files: Iterable[File], planned: Iterable[File], plan: Plan, config: MkDocsConfig) -> None:
        self._planned, self._plan, self._config = list(planned), plan, config
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
        name = posixpath.normpath(path).removeprefix("../").removeprefix("docs/")
        return super().get_file_from_path(path) or super().get_file_from_path(name) or self._made(name)

    def _made(self, name: str) -> File | None:
        """A file for what the build makes, where a link asks for it: there are thousands, and few are asked for."""
        path = self._plan.made.get(name) or self._plan.moved.get(name)
        return _generated(name, destination(path), self._config) if path else None


class ArticlePage(Page):
    """The page of an article, whose source the core has read and checked, and whose rendering is made ahead."""

    rendering: Rendering | None = None

    def __init__(self, article: Article, file: File, config: MkDocsConfig) -> None:
        super().__init__(article.title, file, config)
        self.article = article

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 (MkDocs' signature)
        """Stand as if the article had been rendered now: what was logged then counts in strict mode now."""
        assert self.rendering
        for name, level, said in self.rendering.logged:
            logging.getLogger(name).log(level, "%s", said)
        self.content, self.present_anchor_ids = "", set(self.rendering.anchors)
        targets = ((files.get_file_from_path(source), anchors) for source, anchors in self.rendering.links.items())
        self.links_to_anchors = {file: anchors for file, anchors in targets if file}


class ListPage(Page):
    """A page that the core makes, for links and the navigation to find."""

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.content = ""


def site_files(engine_files: Files, plan: Plan, config: MkDocsConfig) -> SourceFiles:
    """MkDocs' own pages, those of its theme, and a file for each planned address that links may lead to.

    Raises PluginError where a file of the theme and something else would be one, or one a folder of the other.
    """
    own = [file for file in engine_files if file.is_documentation_page() or file.src_dir in config.theme.dirs]
    for file in own:
        if f"docs/{file.src_uri}" in plan.pages:
            file.inclusion = InclusionLevel.NOT_IN_NAV if file.inclusion is InclusionLevel.EXCLUDED else file.inclusion
        file.edit_uri = f"docs/{file.src_uri}"
    _refuse_clashes([file.dest_uri for file in own if file.src_dir in config.theme.dirs], plan)
    return SourceFiles(own, [*_planned(plan, config), *_taken_back(plan, config)], plan, config)


def _refuse_clashes(theme: list[str], plan: Plan) -> None:
    taken = {destination(entry.path): entry.owner or f"the former address /{entry.path}" for entry in plan.table}
    for path, owner in taken.items():
        for name in theme:
            if path == name:
                raise PluginError(f"the site was not built: {owner} and a file of the theme would both be /{name}")
            if path.startswith(f"{name}/"):
                raise PluginError(f"the site was not built: {owner} would stand in a folder /{name}, a file already")


def _planned(plan: Plan, config: MkDocsConfig) -> Iterator[File]:
    root = str(Path(config.config_file_path).parent)
    for entry in plan.table:
        made_from = entry.made_from
        if isinstance(made_from, Article):
            file = _file(entry.source, root, destination(entry.path), config)
            ArticlePage(made_from, file, config)
            yield file
        elif isinstance(made_from, Pager) and made_from.number == 1:
            yield _list(entry.path, made_from.archive.title, config)
        elif isinstance(made_from, Fixed) and entry.kind is EntryKind.LIST:
            yield _list(entry.path, made_from.title, config)
        elif entry.public and entry.kind is EntryKind.FILE:
            yield _copied(entry.source, entry.path, config)


def _list(path: str, title: str, config: MkDocsConfig) -> File:
    file = _generated(f"{path}index.md", destination(path), config)
    ListPage(title, file, config)
    return file


def _taken_back(plan: Plan, config: MkDocsConfig) -> Iterator[File]:
    """A file for each that was given up, there or not, so that MkDocs calls no link to it broken: it is taken out."""
    for address in plan.collection.registers.retired:
        if ending(address) in PUBLISHED_TYPES:
            yield from (_copied(place, address[1:], config) for place in files.places_of(address[1:]))


def _copied(source: str, path: str, config: MkDocsConfig) -> File:
    """The file at `source` in the repository; MkDocs counts those of `docs/` from there."""
    root = str(Path(config.config_file_path).parent)
    in_docs = source.startswith("docs/")
    return _file(source.removeprefix("docs/"), f"{root}/docs" if in_docs else root, path, config)


def _file(source: str, root: str, dest_uri: str, config: MkDocsConfig) -> File:
    return File(
        source, root, config.site_dir, use_directory_urls=True, dest_uri=dest_uri, inclusion=InclusionLevel.NOT_IN_NAV
    )


def _generated(source: str, dest_uri: str, config: MkDocsConfig) -> File:
    file = File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    file.dest_uri = dest_uri
    return file


def article_pages(files: Iterable[File]) -> dict[Article, ArticlePage]:
    return {file.page.article: file.page for file in files if isinstance(file.page, ArticlePage)}
