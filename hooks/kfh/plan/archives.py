"""Archives: titled lists of articles, each with a path, pagers and feeds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import chain, pairwise
from typing import Self

from kfh.model.article import Article, Kind, State
from kfh.model.vocabulary import Register, Registers, Term
from kfh.values.dates import LONDON, MONTHS
from kfh.values.slugs import SLUG, alphabetical, former_address, slugify

OF_KIND = {Kind.POST: ("blog/", "Blog"), Kind.BULLETIN: ("bulletins/", "Bulletins")}
"""The path and the title of the archive of each kind."""


class By(StrEnum):
    """What the articles of an archive have in common.

    `pattern` is what the addresses of such archives look like, `group` what they are together, and `label` what their
    pages say above their titles, where the title does not say it.
    """

    pattern: str
    group: str
    label: str

    ALL = "all", "all/", "Everything"
    KIND = "kind", "|".join(path for path, _ in OF_KIND.values()), "Posts and bulletins"
    TAG = "tag", f"tag/{SLUG.pattern}/", "Tags", "Tag"
    WORK_STREAM = "work-stream", f"work-stream/{SLUG.pattern}/", "Work streams", "Work stream"
    AUTHOR = "author", f"author/{SLUG.pattern}/", "Authors", "Author"
    YEAR = "year", r"\d{4}/", "Years"
    MONTH = "month", r"\d{4}/\d\d/", "Months"
    BULLETIN_YEAR = "bulletin-year", r"bulletins/\d{4}/", "Bulletins of one year"

    def __new__(cls, value: str, pattern: str, group: str, label: str = "") -> Self:
        found = str.__new__(cls, value)
        found._value_ = value
        found.pattern, found.group, found.label = pattern, group, label
        return found

    @classmethod
    def at(cls, path: str) -> By | None:
        """What archives at such a path have in common; None for a path that no archive has."""
        return next((by for by in cls if re.fullmatch(by.pattern, path)), None)

    @property
    def brief(self) -> bool:
        """Whether its pagers list title, date and summary, rather than each article's text."""
        return self in (By.ALL, By.YEAR, By.MONTH)

    @property
    def whole(self) -> bool:
        """Whether it is one page with the whole text of each article, to print for a meeting."""
        return self is By.BULLETIN_YEAR


BY_TERM: dict[By, tuple[Callable[[Registers], Register], Callable[[Article], tuple[Term, ...]]]] = {
    By.TAG: (lambda registers: registers.tags, lambda article: article.front.tags),
    By.WORK_STREAM: (lambda registers: registers.work_streams, lambda article: article.front.work_streams),
    By.AUTHOR: (lambda registers: registers.authors, lambda article: article.bylines),
}
"""The register of each term that has an archive, and the terms of an article from it."""


class FeedFormat(StrEnum):
    RSS = "feed.xml"
    ATOM = "atom.xml"
    JSON = "feed.json"


MEDIA_TYPES = {
    FeedFormat.RSS: "application/rss+xml",
    FeedFormat.ATOM: "application/atom+xml",
    FeedFormat.JSON: "application/feed+json",
}


@dataclass(frozen=True, eq=False)
class Archive:
    """`path` is its address below the site's root; `articles` are newest first.

    `ever` are the articles with those that were withdrawn. One whose tag was merged has a `successor`, which lists its
    articles; its feed goes on with those from the day `merged_on`. `former` are addresses that it had, as `register` (a
    file) names them, and `spelt` those by other spellings; a `kept` one has lost what it was about, and stands because
    its address was published.
    """

    by: By
    path: str
    title: str
    articles: tuple[Article, ...]
    description: str = ""
    ever: tuple[Article, ...] = ()
    successor: Archive | None = None
    merged_on: date | None = None
    former: tuple[str, ...] = ()
    spelt: tuple[str, ...] = ()
    register: str = ""
    kept: bool = False

    def pagers(self, size: int) -> tuple[Pager, ...]:
        """The archive in pages of `size` articles; an empty one has one page."""
        count = max(len(self.articles), 1)
        starts = range(0, count, count if self.by.whole else size)
        return tuple(
            Pager(self, number, len(starts), self.articles[start : start + starts.step])
            for number, start in enumerate(starts, 1)
        )

    def followed(self, size: int) -> tuple[Article, ...]:
        """What those who follow it get: of its `size` newest articles those that still hold.

        No older one moves up where one was withdrawn, and none comes along from before a merger: whoever began to
        follow later would be shown an old article as a new one.
        """
        newest = (self.successor or self).ever[:size]
        return tuple(
            article
            for article in newest
            if article.state is not State.WITHDRAWN and not (self.merged_on and article.day < self.merged_on)
        )

    @property
    def initial(self) -> str:
        """The letter under which it stands in a list from A to Z."""
        return alphabetical(self.title)[:1].upper()

    @property
    def feeds(self) -> tuple[Feed, ...]:
        many = self.by in (By.ALL, By.KIND)
        return tuple(Feed(self, form) for form in FeedFormat if many or form is FeedFormat.RSS)

    def feed(self, form: FeedFormat) -> Feed:
        return next(feed for feed in self.feeds if feed.format is form)


@dataclass(frozen=True, eq=False)
class Pager:
    """One page of an archive; the first has the archive's own path."""

    archive: Archive
    number: int
    count: int
    articles: tuple[Article, ...]

    @property
    def path(self) -> str:
        return self.path_of(self.number)

    @property
    def window(self) -> tuple[int, ...]:
        """The numbers that lead on from here: first, last and those around this one; 0 for a gap between them."""
        near = range(self.number - 2, self.number + 3)
        shown = [number for number in range(1, self.count + 1) if number in near or number in (1, self.count)]
        gaps = [number + 1 for number, following in pairwise(shown) if following > number + 1]
        return tuple(0 if number in gaps else number for number in sorted((*shown, *gaps)))

    def path_of(self, number: int) -> str:
        return self.archive.path if number == 1 else f"{self.archive.path}page/{number}/"


@dataclass(frozen=True, eq=False)
class Feed:
    """A feed of an archive, in one format. The feeds of everything stand at the site's root."""

    archive: Archive
    format: FeedFormat

    @property
    def path(self) -> str:
        folder = "" if self.archive.by is By.ALL else self.archive.path
        return f"{folder}{self.format}"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.format]


def archives(articles: tuple[Article, ...], registers: Registers) -> Iterator[Archive]:
    """Every archive of these articles (newest first), those of terms from A to Z; what was withdrawn is in none.

    Each entry of a register has one from the start, empty or not: an address that people were given stays.
    """
    for archive in _archives(articles, registers):
        listed = tuple(article for article in archive.ever if article.state is not State.WITHDRAWN)
        if listed or archive.by not in (By.YEAR, By.MONTH, By.BULLETIN_YEAR):
            yield replace(archive, articles=listed)


def _archives(articles: tuple[Article, ...], registers: Registers) -> Iterator[Archive]:
    yield Archive(By.ALL, "all/", "Everything", (), "All posts and bulletins, newest first.", articles)
    for kind, (path, title) in OF_KIND.items():
        yield Archive(By.KIND, path, title, (), ever=tuple(article for article in articles if article.kind is kind))
    for by, (register, terms) in BY_TERM.items():
        yield from _by_term(by, register(registers), articles, terms)
    yield from _by_date(articles)


def _by_term(
    by: By, register: Register, articles: Iterable[Article], terms: Callable[[Article], tuple[Term, ...]]
) -> Iterator[Archive]:
    found: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        for term in terms(article):
            found[term.slug].append(article)
    former = {slug: _former(term) for slug, term in register.entries.items()}
    named = set(chain.from_iterable(former.values()))
    made = {
        slug: Archive(
            by,
            f"{by}/{slug}/",
            term.label,
            (),
            term.description,
            tuple(found[slug]),
            merged_on=term.merged_on,
            former=former[slug],
            spelt=tuple(path for path in _spelt(by, term) if path not in named),
            register=register.path,
        )
        for slug, term in register.entries.items()
    }
    for slug, term in sorted(register.entries.items(), key=lambda entry: (alphabetical(entry[1].label), entry[0])):
        yield replace(made[slug], successor=made.get(term.merged_into or ""))


def _former(term: Term) -> tuple[str, ...]:
    return tuple(filter(None, map(former_address, term.aliases)))


def _spelt(by: By, term: Term) -> tuple[str, ...]:
    """The paths by a term's label and other spellings, since those were its slugs before, or on other sites."""
    slugs = dict.fromkeys(map(slugify, (term.label, *term.spellings)))
    return tuple(f"{by}/{slug}/" for slug in slugs if slug not in ("", term.slug))


def _by_date(articles: Iterable[Article]) -> Iterator[Archive]:
    years: dict[int, list[Article]] = defaultdict(list)
    months: dict[tuple[int, int], list[Article]] = defaultdict(list)
    for article in articles:
        day = article.date.astimezone(LONDON)
        years[day.year].append(article)
        months[day.year, day.month].append(article)
    for year, found in years.items():
        yield Archive(By.YEAR, f"{year:04}/", f"{year}", (), ever=tuple(found))
    for year, found in years.items():
        bulletins = tuple(article for article in found if article.kind is Kind.BULLETIN)
        if bulletins:
            yield Archive(By.BULLETIN_YEAR, f"bulletins/{year:04}/", f"Bulletins of {year}", (), ever=bulletins)
    for (year, month), found in months.items():
        yield Archive(By.MONTH, f"{year:04}/{month:02}/", f"{MONTHS[month - 1]} {year}", (), ever=tuple(found))
