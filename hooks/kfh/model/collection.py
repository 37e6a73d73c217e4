"""All articles, pages and attachments of the site, with their problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kfh.model.article import Article
from kfh.model.references import Link, NamedPicture
from kfh.model.schema import OrdinaryPage
from kfh.model.vocabulary import Registers
from kfh.problems.problem import Problem
from kfh.reading.sources import NOTHING
from kfh.values.slugs import media_path, page_path


@dataclass(frozen=True)
class Collection:
    """Articles newest first; `pages`, `attachments` and `files` are paths in the repository, sorted.

    Attachments stand beside articles, and files among pages. `links`, `pictures` and `anchors` are those of each text,
    by its path, and `page_fields` the fields of each sound page. `placeholders` are problems where all is published.
    `named` are the addresses of files in each text, as they are written there. `bodies` are the texts of pages.
    """

    articles: tuple[Article, ...]
    pages: tuple[str, ...]
    attachments: tuple[str, ...]
    files: tuple[str, ...]
    registers: Registers
    problems: tuple[Problem, ...]
    links: Mapping[str, tuple[Link, ...]]
    pictures: Mapping[str, tuple[NamedPicture, ...]]
    page_fields: Mapping[str, OrdinaryPage]
    anchors: Mapping[str, tuple[str, ...]]
    named: Mapping[str, tuple[str, ...]]
    bodies: Mapping[str, str]
    placeholders: tuple[Problem, ...] = ()

    @cached_property
    def addressed(self) -> tuple[tuple[str, str], ...]:
        """For each attachment and file its path below the site's root, were it published, and its place here."""
        beside = ((media_path(source), source) for source in self.attachments)
        return (*beside, *((page_path(source), source) for source in self.files))

    @classmethod
    def empty(cls) -> Collection:
        return cls((), (), (), (), Registers(), (), NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)
