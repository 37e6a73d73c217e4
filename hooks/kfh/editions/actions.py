"""What an article asks its readers to do, as it stands in a feed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kfh.content.dates import shown

if TYPE_CHECKING:
    from kfh.content.article import Article
    from kfh.content.schema import Action


def as_html(article: Article) -> str:
    """The list, or "" where there is none. It never says what is past: an entry must not change with the days."""
    entries = "".join(f"<li>{_entry(action)}</li>" for action in article.actions)
    return f"<h2>What you can do</h2><ul>{entries}</ul>" if entries else ""


def _entry(action: Action) -> str:
    text = escape(action.text)
    linked = f'<a href="{escape(action.link)}">{text}</a>' if action.link else text
    return f"{linked}, by {shown(action.by)}" if action.by else linked
