"""What an article's page shows above the text, as a feed shows it: until when it holds, picture, bulletin's facts."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from kfh.content.dates import shown
from kfh.content.schema import Bulletin, Contact
from kfh.plan.plan import image_path

if TYPE_CHECKING:
    from kfh.content.article import Article
    from kfh.content.settings import Settings


def as_html(article: Article, settings: Settings) -> str:
    return _expiry(article) + _picture(article, settings) + _bulletin(article)


def _expiry(article: Article) -> str:
    """Told from the first day on: an entry must not change with the days, and is read for years."""
    expires = article.front.expires
    return f"<p><strong>This {article.kind} is out of date from {shown(expires)} on.</strong></p>" if expires else ""


def _picture(article: Article, settings: Settings) -> str:
    if not article.front.image:
        return ""
    source = escape(settings.root + quote(image_path(article)))
    credit = f"<figcaption>{escape(article.front.image_credit)}</figcaption>" if article.front.image_credit else ""
    return f'<figure><img src="{source}" alt="{escape(article.front.image_alt or "")}">{credit}</figure>'


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
