"""The whole site as its rules see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from kfh.model.article import Article
from kfh.model.collection import Collection
from kfh.model.settings import Settings
from kfh.model.vocabulary import Register
from kfh.plan import ledger
from kfh.plan.archives import BY_TERM
from kfh.plan.ledger import Ledger, Line
from kfh.plan.site_plan import Plan
from kfh.problems.catalogue import Severity
from kfh.reading.sources import Sources
from kfh.rules import renames
from kfh.values.slugs import path_and_query


@dataclass(frozen=True)
class Whole:
    """The whole site: everything that was read, and its plan as it would be published; `ledger` is its past.

    `previewed` is the plan with drafts and scheduled articles too. With `publish`, it is to be published `now`, a
    moment in London.
    """

    sources: Sources
    collection: Collection
    ledger: Ledger
    plan: Plan
    previewed: Plan
    now: datetime
    publish: bool = False

    def written(self, path: str) -> list[str]:
        """The lines of the file at a path."""
        return self.sources.lines(path)

    @property
    def settings(self) -> Settings:
        return self.plan.settings

    @property
    def today(self) -> date:
        return self.now.date()

    @cached_property
    def answers(self) -> dict[str, str]:
        """Each path of the site with the one that it leads to: itself, or what a former address stands for."""
        former = {ledger.address(alias.address)[1:]: alias.target for alias in self.plan.redirects}
        return {ledger.address(entry.path)[1:]: entry.path for entry in self.plan.table if entry.public} | former

    @cached_property
    def published(self) -> tuple[Line, ...]:
        return tuple(ledger.published(self.plan, self.sources))

    @cached_property
    def broken(self) -> set[str]:
        """The files that have errors of their own; what they hold is not known before these are mended."""
        return {problem.path for problem in self.collection.problems if problem.severity is Severity.ERROR}

    def lines(self, kind: str) -> Iterator[Line]:
        return (line for line in self.ledger.of_kind(kind) if line.source not in self.broken)

    def place(self, line: Line) -> tuple[str, int]:
        """The file that a line of the ledger came from, and its first line; failing that, where it stands itself."""
        return (line.source, 1) if line.source else (ledger.FILE, self.ledger.numbers[line.address])

    def register(self, line: Line) -> Register | None:
        """The register whose entries have addresses such as that of `line`."""
        kinds = ((by, register(self.collection.registers)) for by, (register, _) in BY_TERM.items())
        return next((register for by, register in kinds if line.path.startswith(f"{by}/")), None)

    @cached_property
    def by_guid(self) -> dict[str, Article]:
        return {ledger.plain(article.guid): article for article in self.collection.articles}

    @cached_property
    def by_source(self) -> dict[str, Article]:
        return {article.source: article for article in self.collection.articles}

    @cached_property
    def by_path(self) -> dict[str, Article]:
        """Articles by their present and former paths."""
        former = {path_and_query(alias)[0]: one for one in self.collection.articles for alias in one.front.aliases}
        return former | {article.path: article for article in self.collection.articles}

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The articles and pages that are gone, each with the new file that it seems to have become."""
        return {
            **renames.likely(self._gone("article"), self._new(self.by_source)),
            **renames.likely(self._gone("page"), self._new(self.plan.pages)),
        }

    def _gone(self, kind: str) -> list[str]:
        """The files of a kind that the ledger has, of which nothing is left, neither at their place nor by their id."""
        present = {*self.by_source, *self.plan.pages, *self.broken}
        kept = self.by_guid if kind == "article" else self.answers
        return [
            line.source
            for line in self.ledger.of_kind(kind)
            if line.source not in present and (line.note if kind == "article" else line.path) not in kept
        ]

    def _new(self, present: Iterable[str]) -> list[str]:
        """Those of the files that are present of which the ledger does not know."""
        recorded = {line.source for line in self.ledger.lines.values()}
        kept = {self.by_guid[line.note].source for line in self.ledger.of_kind("article") if line.note in self.by_guid}
        return [source for source in present if source not in recorded | kept]
