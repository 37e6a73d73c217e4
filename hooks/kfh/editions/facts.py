"""What an article's page shows above the text, as a feed shows it: until when it holds, picture, bulletin's facts."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from kfh.content.dates import shown
from kfh.content.schema import Bulletin, Contact

if TYPE_CHECKING:
    from kfh.content.article import Article


def as_html(article: Article, picture: str) -> str:
    """`picture` is that of the article as HTML, or ""."""
    return _expiry(article) + _figure(article, picture) + _bulletin(article)


def _expiry(article: Article) -> str:
    """Told from the first day on: an entry must not change with the days, and is read for years."""
    expires = article.front.expires
    return f"<p><strong>This {article.kind} is out of date from {shown(expires)} on.</strong></p>" if expires else ""


def _figure(article: Article, picture: str) -> str:
    if not picture:
        return ""
    credit = f"<figcaption>{escape(article.front.image_credit)}</figcaption>" if article.front.image_credit else ""
    return f"<figure>{picture}{credit}</figure>"


def _bulletin(article: Article) -> str:
    front = article.front
    if not isinstance(front, Bulletin):
        return ""
    facts = [f"Meeting: {shown(front.meeting_date)}"]
    facts += [f"Next meeting: {shown(front.next_meeting)}"] if front.next_meeting else []
    facts += [f"For: {escape(front.audience)}", f"Questions to: {_contact(front.contact)}"]
    return f"<ul>{''.join(f'<li>{fact}</li>' for fact in facts)}</ul>"


def _contact(contact: Contact) -> str:
    email = f'<a href="mailto:{escape(contact.email)}">{escape(contact.email)}</a>' if contact.email else ""
    page = f'<a href="{escape(contact.page)}">{escape(contact.page)}</a>' if contact.page else ""
    return ", ".join(part for part in (escape(contact.name), email, page) if part)
