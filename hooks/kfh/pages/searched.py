"""What the search index knows of an article."""

from __future__ import annotations

from kfh.model.article import Article
from kfh.pages.entries import Entries
from kfh.runtime.fingerprint import Values
from kfh.values.dates import shown


def article(article: Article, entries: Entries) -> Values:
    """Its text is that of its page; readers choose by `filters`, and see `meta` with what they find."""
    return {
        "title": article.title,
        "text": entries.text(article, "page"),
        "filters": [
            ("kind", entries.plan.archives_of(article)[0].title),
            ("year", f"{article.date.year}"),
            *(("tag", tag.label) for tag in article.front.tags),
            *(("stream", stream.label) for stream in article.front.work_streams),
        ],
        "meta": [("kind", article.kind.capitalize()), ("date", shown(article.date))],
        "date": article.date,
    }
