"""Planned paths as MkDocs files and pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from kfh.model.article import Article
from kfh.plan.archives import Pager
from kfh.plan.site_plan import Plan
from kfh.plan.table import EntryKind, Fixed
from kfh.values.slugs import destination


class SiteFiles(Files):
    """MkDocs' own files, and those that the core makes, for the navigation to find."""

    def __init__(self, files: Iterable[File], planned: Iterable[File], plan: Plan) -> None:
        self._planned, self._plan = list(planned), plan
        super().__init__([*files, *self._planned])
        self._by_place = {file.dest_uri: file for file in self}

    def get_file_from_path(self, path: str) -> File | None:
        """The file that the menu names, in each of the ways that the check passes; see `Plan.in_menu`."""
        named = self._plan.in_menu.get(posixpath.normpath(path))
        return super().get_file_from_path(path) if named is None else self._by_place.get(destination(named))

    def withdraw(self) -> None:
        """Take out what was planned, once it is written: MkDocs would write it again."""
        for file in self._planned:
            self.remove(file)


class MadePage(Page):
    """A page that the core makes."""

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.markdown = ""

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 (MkDocs' signature)
        self.content = ""


class ArticlePage(MadePage):
    def __init__(self, article: Article, file: File, config: MkDocsConfig) -> None:
        super().__init__(article.title, file, config)
        self.article = article


def site_files(engine_files: Files, plan: Plan, config: MkDocsConfig) -> SiteFiles:
    """MkDocs' own pages, those of its theme, and a file for each address that the navigation may lead to.

    Raises PluginError where a file of the theme and something else would be one, or one a folder of the other.
    """
    own = [file for file in engine_files if file.is_documentation_page() or file.src_dir in config.theme.dirs]
    for file in own:
        if f"docs/{file.src_uri}" in plan.pages:
            file.inclusion = InclusionLevel.NOT_IN_NAV if file.inclusion is InclusionLevel.EXCLUDED else file.inclusion
        file.edit_uri = f"docs/{file.src_uri}"
    _refuse_clashes([file.dest_uri for file in own if file.src_dir in config.theme.dirs], plan)
    return SiteFiles(own, _planned(plan, config), plan)


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
    MadePage(title, file, config)
    return file


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
