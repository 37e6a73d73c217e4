"""What the ledger promises, held against the plan of the site. A promise is a small generator of problems.

Each problem names the file to change, the address that would die, and the line that keeps it alive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kfh.content import retired
from kfh.content.article import State
from kfh.content.checks import Severity
from kfh.content.problems import Problem
from kfh.content.slugs import path_and_query
from kfh.permanence import files, ledger, renames
from kfh.plan.archives import By

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from kfh.content.article import Article
    from kfh.content.collection import Collection
    from kfh.content.vocabulary import Register, Term
    from kfh.permanence.ledger import Ledger, Line
    from kfh.plan.plan import Plan


@dataclass(frozen=True)
class Comparison:
    """The ledger, the plan of the site at `root` as it would be published, everything that was read, and the day.

    `written` gives the lines of the file at a path.
    """

    ledger: Ledger
    plan: Plan
    collection: Collection
    root: Path
    today: date
    written: Callable[[str], list[str]]

    @cached_property
    def answers(self) -> dict[str, str]:
        """Each path of the site with the one that it leads to: itself, or what a former address stands for."""
        former = {ledger.address(alias.address)[1:]: alias.target for alias in self.plan.redirects}
        made = {planned.path: planned.path for planned in self.plan.destinations if planned.path not in former}
        recorded = (ledger.address(path)[1:] for path in (*self.plan.page_paths.values(), *self.plan.files))
        return {path: path for path in recorded} | former | made

    @cached_property
    def published(self) -> tuple[Line, ...]:
        return tuple(ledger.published(self.plan, self.root))

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
        registers = self.collection.registers
        folders = {By.TAG: registers.tags, By.WORK_STREAM: registers.work_streams, By.AUTHOR: registers.authors}
        return next((register for by, register in folders.items() if line.path.startswith(f"{by}/")), None)

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


def check(found: Comparison) -> Iterator[Problem]:
    """Every promise that publishing the plan would break; what the ledger does not know yet is none."""
    yield from found.ledger.problems
    for promise in PROMISES:
        yield from promise(found)


def names_can_be_recorded(found: Comparison) -> Iterator[Problem]:
    """What cannot stand in the ledger would be published, and forgotten."""
    for line in found.published:
        if ledger.fault(line) and line.source not in found.broken:
            message = (
                "this name cannot be part of an address: it has a character in it that cannot be seen, a backslash, or "
                "what leads out of the site; rename the file, with letters, digits and hyphens"
            )
            yield Problem(line.source or ledger.FILE, 1, 1, "KFH810", message)


def articles_stay(found: Comparison) -> Iterator[Problem]:
    for line in found.lines("article"):
        article = found.by_guid.get(line.note)
        if article:
            yield from _article_answers(found, line, article)
        elif other := found.by_source.get(line.source) or found.by_path.get(line.path):
            message = (
                f'the permanent id of the article published at {line.address} must stay "{line.note}"; it would be '
                f'"{other.guid}", and every subscriber would be shown an old article as a new one'
            )
            yield _with_fields(found, Problem(other.source, 1, 1, "KFH804", message), guid=line.note)
        elif line.source in found.renamed:
            yield _renamed(found, line, found.by_source[found.renamed[line.source]])
        elif line.path not in found.by_path:
            yield _vanished(found, line)


def _renamed(found: Comparison, line: Line, article: Article) -> Problem:
    message = (
        f"renamed? {line.source}, published at {line.address}, is gone. If it is this file now, give it the old "
        "permanent id and address, or subscribers are shown an old article as a new one. If not, bring that file back"
    )
    former = {path_and_query(alias)[0] for alias in article.front.aliases}
    alias = "" if line.path in {article.path, *former} else line.alias
    return _with_fields(found, Problem(article.source, 1, 1, "KFH804", message), guid=line.note, alias=alias)


def _with_fields(found: Comparison, problem: Problem, *, guid: str = "", alias: str = "") -> Problem:
    """The problem of a file, with the fields that it must have."""
    fix, edit = renames.fields(found.written(problem.path), guid, alias)
    return replace(problem, fix=fix, edit=None if problem.path == ledger.FILE else edit)


def _vanished(found: Comparison, line: Line) -> Problem:
    message = (
        f"this article was published at {line.address} on {line.first} and is gone, or cannot be read: bring the file "
        "back; if readers are not to have it any more, add this line to its fields"
    )
    return Problem(*found.place(line), 1, "KFH805", message, "status: withdrawn")


def _article_answers(found: Comparison, line: Line, article: Article) -> Iterator[Problem]:
    if article.state in (State.DRAFT, State.SCHEDULED):
        message = (
            f"this article was published at {line.address} and would be {article.state} now, so its address would die: "
            "give it back its date and status; if readers are not to have it any more, withdraw it"
        )
        fix = "status: withdrawn"
        edit = renames.field(found.written(article.source), "status", fix)
        yield Problem(article.source, 1, 1, "KFH805", message, fix, edit)
    elif found.answers.get(line.path) != article.path:
        message = (
            f"this article was published at {line.address}, which would lead nowhere; it stands at /{article.path}: "
            "keep the old address as an alias"
        )
        yield _with_fields(found, Problem(article.source, 1, 1, "KFH806", message), alias=line.alias)


def pages_stay(found: Comparison) -> Iterator[Problem]:
    for line in found.lines("page"):
        if line.path in found.answers:
            continue
        renamed = found.renamed.get(line.source)
        path, number = (renamed, 1) if renamed else found.place(line)
        message = (
            f"renamed? {line.source}, published at {line.address}, is gone. If this page takes its place, give it the "
            "old address too. If not, bring that file back"
            if renamed
            else f"this page was published at {line.address} and is gone: bring the file back, or give its address to "
            "the page or article that takes its place, among the fields of that file. If nothing does, give it up in "
            f"{retired.FILE}"
        )
        yield _with_fields(found, Problem(path, number, 1, "KFH806", message), alias=line.alias)


def redirects_stay(found: Comparison) -> Iterator[Problem]:
    public = {article.source for article in found.plan.articles} | found.plan.pages.keys()
    kept = {guid for guid, article in found.by_guid.items() if article.source in public}
    told = {line.source for line in found.lines("article") if line.note not in kept}
    told |= {line.source for line in found.lines("page") if line.path not in found.answers}
    for line in found.lines("redirect"):
        if line.path not in found.answers and line.source not in told:
            message = (
                f"{line.address} was a former address here, and people still come by it: keep it as an alias, or give "
                f"it up in {retired.FILE}"
            )
            yield _with_fields(found, Problem(*found.place(line), 1, "KFH806", message), alias=line.alias)


def subjects_stay(found: Comparison) -> Iterator[Problem]:
    """An entry that is gone from its register leaves an archive in which nothing appears, whoever follows it."""
    empty = {archive.path for archive in found.plan.archives if archive.kept}
    for line in found.lines("archive"):
        register = found.register(line)
        if register and not register.unread and line.path in empty:
            yield _gone_entry(found, line, register)


def _gone_entry(found: Comparison, line: Line, register: Register) -> Problem:
    folder, slug, _ = line.path.split("/")
    fresh = [term for term in register.entries.values() if f"/{folder}/{term.slug}/" not in found.ledger.lines]
    now = register.known_as(line.note) or (fresh[0] if len(fresh) == 1 else None)
    message = (
        f'the entry "{slug}" was published at {line.address} and is gone; those who follow it would get nothing more'
    )
    if now in fresh:
        message += f': if it is "{now.slug}" now, give that entry the old address as an alias; if not, bring it back'
        entry = now.model_copy(update={"aliases": (*now.aliases, line.address)})
    else:
        message += (
            ": bring it back; if another has its subject now, have it merged into that; if nobody is to find it any "
        )
        message += f"more, give its address up in {retired.FILE}"
        entry = _entry(found, line, register, now)
    edit = renames.entry(found.written(register.path), entry.slug, entry.as_text())
    return Problem(register.path, 1, 1, "KFH811", message, entry.as_text(), edit)


def _entry(found: Comparison, line: Line, register: Register, into: Term | None) -> Term:
    """The entry that an archive of the ledger was of, merged today into another where there is one."""
    entry = register.model.model_construct(slug=line.path.split("/")[1], label=line.note)
    return entry.model_copy(update={"merged_into": into.slug, "merged_on": found.today}) if into else entry


def archives_stay_apart(found: Comparison) -> Iterator[Problem]:
    """An archive that takes the name of another has its articles as well, and its subscribers know only their own."""
    for line in found.lines("archive"):
        target, register = found.answers.get(line.path, line.path), found.register(line)
        other = found.ledger.lines.get(f"/{target}")
        if register and target != line.path and other and other.kind == "archive":
            into = register.entries.get(target.split("/")[1])
            entry = _entry(found, line, register, into)
            message = (
                f"those who follow {line.address} would be shown all that /{target} had before as new: bring the entry "
                f'"{entry.slug}" back, and have it merged'
            )
            text, place = entry.as_text(), entry.slug
            if into and (freed := register.without_names_of(into, entry)) != into:
                text, place = f"{freed.as_text()}\n{text}", into.slug
            edit = renames.entry(found.written(register.path), place, text)
            yield Problem(register.path, 1, 1, "KFH809", message, text, edit)


def feeds_stay(found: Comparison) -> Iterator[Problem]:
    for line in found.lines("feed"):
        if line.path not in found.answers:
            message = (
                f"subscribers follow the feed {line.address}, which would be gone: bring back what it was made from, "
                "or name its address among the aliases of the tag, work stream or author that takes its place"
            )
            yield Problem(*found.place(line), 1, "KFH807", message, f"aliases:\n  - {line.alias}")


PROMISES = (
    names_can_be_recorded,
    articles_stay,
    pages_stay,
    subjects_stay,
    archives_stay_apart,
    redirects_stay,
    feeds_stay,
    *files.PROMISES,
)
