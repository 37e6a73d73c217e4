"""The page of an article."""

from __future__ import annotations

from kfh.editions.edition import up
from kfh.model.article import Article, State
from kfh.pages.entries import Entries
from kfh.pages.head import Heads
from kfh.plan.archives import By
from kfh.runtime.fingerprint import Values

LONG = 3
"""How many sections make a text long enough for a list of contents."""


def page(article: Article, entries: Entries, heads: Heads, edit: str | None) -> Values:
    """`edit` is the address of the form in which the article's file is changed."""
    plan, front = entries.plan, article.front
    indexed = article.state is State.PUBLISHED
    feeds = [archive.feeds[0] for archive in (plan.archives[0], *(plan.archives_of(article) if indexed else ()))]
    common = heads.page(
        article.title,
        article.path,
        description=entries.summary(article),
        feeds=feeds,
        indexed=indexed,
        article=heads.article(article, indexed=indexed),
        edit=edit,
    )
    return (
        common
        | entries.brief(article)
        | entries.around(article, up(article.path))
        | {
            "authors": [
                entries.terms(By.AUTHOR, [author])[0] | {"role": author.description} for author in front.authors
            ],
            "updated": article.changed if front.updated else None,
            "change_note": front.change_note,
            "withdrawn_because": front.withdrawn_because,
            "contents": _contents(entries, article),
            "text": entries.text(article, "page"),
            "past": [number for number, action in enumerate(article.actions) if article.is_past(action)],
            "tags": entries.terms(By.TAG, front.tags),
            "work_streams": entries.terms(By.WORK_STREAM, front.work_streams),
        }
        | _onward(article, entries)
    )


def _contents(entries: Entries, article: Article) -> list[Values]:
    sections = entries.about[article].toc
    return [{"id": name, "title": title} for name, title in sections] if len(sections) >= LONG else []


def _onward(article: Article, entries: Entries) -> Values:
    plan = entries.plan
    newer, older, earlier = plan.newer(article), plan.older(article), plan.earlier(article)
    return {
        "newer": entries.brief(newer) if newer else None,
        "older": entries.brief(older) if older else None,
        "onward_title": "Earlier updates from the same group" if earlier else "On the same subjects",
        "onward": entries.briefs(earlier or plan.related(article)),
    }
