"""The pages of archives, and those that list archives."""

from __future__ import annotations

from itertools import groupby

from kfh.model.article import Article, Kind
from kfh.pages.entries import Entries
from kfh.pages.head import Heads
from kfh.plan.archives import OF_KIND, Archive, By, Pager
from kfh.plan.table import Fixed
from kfh.runtime.fingerprint import Values


def pager(pager: Pager, entries: Entries, heads: Heads) -> Values:
    archive, by = pager.archive, pager.archive.by
    articles = entries.briefs(pager.articles) if by.brief else [_entry(one, archive, entries) for one in pager.articles]
    beside = by in (By.ALL, By.KIND, By.YEAR)
    return heads.page(
        archive.title,
        pager.path,
        name=f"{archive.title}, page {pager.number}" if pager.number > 1 else "",
        description=archive.description or f"{archive.title}: {entries.plan.settings.site_description}",
        feeds=archive.feeds,
        indexed=bool(pager.articles),
    ) | {
        "label": by.label,
        "number": pager.number,
        "count": len(archive.articles),
        "intro": archive.description,
        "feed": archive.feeds[0].path,
        "successor": entries.archive(archive.successor) if archive.successor else None,
        "kept": archive.kept,
        "brief": by.brief,
        "whole": by.whole,
        "years": _years(articles),
        "pages": [{"number": number, "path": pager.path_of(number) if number else ""} for number in pager.window],
        "newer": pager.path_of(pager.number - 1) if pager.number > 1 else None,
        "older": pager.path_of(pager.number + 1) if pager.number < pager.count else None,
        "beside": _beside(archive, entries) if beside else None,
    }


def _entry(article: Article, archive: Archive, entries: Entries) -> Values:
    whole = archive.by.whole
    return entries.brief(article) | {
        "text": entries.text(article, "whole" if whole else "excerpt"),
        "more": entries.about[article].has_more and not whole,
        "facts": entries.facts(article) if whole else None,
    }


def _years(articles: list[Values]) -> list[Values]:
    """The articles by year, newest first, as they come."""
    by_year = groupby(articles, lambda article: article["date"].year)
    return [{"year": year, "articles": list(found)} for year, found in by_year]


def _beside(archive: Archive, entries: Entries) -> Values:
    months = entries.archives(By.MONTH) if archive.by is By.YEAR else []
    return {
        "months": [month for month in months if month["path"].startswith(archive.path)],
        "to_print": entries.archives(By.BULLETIN_YEAR) if archive.path == OF_KIND[Kind.BULLETIN][0] else [],
        "years": entries.archives(By.YEAR),
    }


def _filled(by: By, entries: Entries) -> list[Values]:
    return [archive for archive in entries.archives(by) if archive["count"]]


def fixed(page: Fixed, entries: Entries, heads: Heads) -> Values:
    """The values of a page that the build makes of the whole site."""
    found = heads.page(page.title, page.path, feeds=entries.plan.archives[0].feeds)
    return found | (_MORE[page](entries) if page in _MORE else {})


def _tags(entries: Entries) -> Values:
    by_letter = groupby(_filled(By.TAG, entries), lambda archive: archive["initial"])
    kinds = (("Work streams", By.WORK_STREAM), ("Authors", By.AUTHOR), ("Years", By.YEAR))
    return {
        "letters": [{"letter": letter, "archives": list(found)} for letter, found in by_letter],
        "others": [{"name": name, "archives": _filled(by, entries)} for name, by in kinds],
    }


def _search(entries: Entries) -> Values:
    return {
        "filled": bool(entries.plan.listed),
        "kinds": _filled(By.KIND, entries),
        "tags": _filled(By.TAG, entries),
        "streams": _filled(By.WORK_STREAM, entries),
        "years": _filled(By.YEAR, entries),
    }


_MORE = {Fixed.TAGS: _tags, Fixed.SEARCH: _search}
"""What such pages show besides their heads."""
