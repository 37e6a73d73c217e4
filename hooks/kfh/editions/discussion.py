"""Where readers discuss an article."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from kfh.model.article import Article, State
from kfh.model.settings import Settings


class Discussion(NamedTuple):
    """`address` is "" where there is none; a closed discussion says so."""

    address: str = ""
    email: str = ""
    closed: bool = False


def discussion(article: Article, settings: Settings) -> Discussion | None:
    """The discussion of an article, or None where its author wants none, or has withdrawn it."""
    chosen = article.front.discussion
    if chosen == "none" or article.state is State.WITHDRAWN:
        return None
    if chosen == "closed":
        return Discussion(closed=True)
    return Discussion(chosen or _address(article, settings), _email(article, settings))


def _address(article: Article, settings: Settings) -> str:
    space = settings.discussion
    parts = {"title": article.title, "permalink": settings.root + article.path, "slug": article.slug}
    encoded = {name: quote(value, safe="") for name, value in parts.items()}
    return space.article.format_map(encoded) if space.article else space.space


def _email(article: Article, settings: Settings) -> str:
    """A link that starts a message about the article (RFC 6068)."""
    email = settings.discussion.email
    return f"mailto:{quote(email, safe='@')}?subject={quote(article.title, safe='')}" if email else ""
