"""What a site will hold, from which its addresses follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kfh.model.article import Article
from kfh.model.collection import Collection
from kfh.model.schema import OrdinaryPage
from kfh.model.settings import Settings
from kfh.plan.archives import Archive, Feed, Pager


@dataclass(frozen=True)
class Contents:
    """`articles` have a page each, newest first; only those listed stand in archives and feeds.

    `files` are the places in the repository of all pictures and other files that readers are given, by published path.
    """

    collection: Collection
    settings: Settings
    articles: tuple[Article, ...]
    archives: tuple[Archive, ...]
    files: Mapping[str, str]

    @property
    def pages(self) -> Mapping[str, OrdinaryPage]:
        """The fields of each ordinary page, by file."""
        return self.collection.page_fields

    @cached_property
    def listed(self) -> tuple[Article, ...]:
        return self.archives[0].articles

    @cached_property
    def pagers(self) -> tuple[Pager, ...]:
        return tuple(pager for archive in self.archives for pager in archive.pagers(self.settings.page_size))

    @cached_property
    def feeds(self) -> tuple[Feed, ...]:
        return tuple(feed for archive in self.archives for feed in archive.feeds)
