"""All articles, pages and attachments of the site, with their problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kfh.content.article import Article
from kfh.content.problems import Problem
from kfh.content.references import Link, NamedPicture
from kfh.content.schema import OrdinaryPage
from kfh.content.slugs import media_path, page_path
from kfh.content.sources import NOTHING
from kfh.content.vocabulary import Registers


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
