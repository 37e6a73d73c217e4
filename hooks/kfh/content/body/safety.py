"""What a page must not run or fetch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.body.text import Text
    from kfh.content.problems import Problem

_ACTIVE = re.compile(
    r"<\s*(?P<end>/?)\s*"
    r"(?P<name>script|iframe|frame|frameset|object|embed|applet|form|base|meta|link|style|html|head|body|title)\b",
    re.IGNORECASE,
)
"""Tags that run, fetch or embed something; after a closing </body> a reader of HTML reads no more."""
_HANDLER = re.compile(r"<[^>]*?\s(on[a-z]+)\s*=", re.IGNORECASE | re.DOTALL)
_SCRIPT = re.compile(r"\s*(javascript|vbscript|data):", re.IGNORECASE)
_SCRIPT_LINK = re.compile(
    r"(?:href|src|action|formaction)\s*=\s*[\"']?\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE
)
_HTML_ADDRESS = re.compile(
    r"<(?:a|area|img|source|video|audio)\b[^>]*?\s(?:href|src|srcset|poster)\s*=\s*(?:[\"']\s*)?([^\"'\s>]+)",
    re.IGNORECASE | re.DOTALL,
)
_REMOTE_PICTURE = re.compile(
    r"<(?:img|source|video|audio)\b[^>]*?(?:src|srcset|poster)\s*=\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE | re.DOTALL
)


def no_active_content(text: Text) -> Iterator[Problem]:
    """An element is told once, at its start; where only an end stands, there."""
    opened: set[str] = set()
    for start, html in text.html:
        for found in _ACTIVE.finditer(html):
            name = found["name"].lower()
            if found["end"] and name in opened:
                continue
            opened.add(name)
            message = f"<{name}> cannot stand in a text: pages run no scripts and embed nothing; link to it"
            yield text.problem("KFH501", message, *text.place(start, html, found.span()))


def no_event_handlers(text: Text) -> Iterator[Problem]:
    for start, html in text.html:
        for found in _HANDLER.finditer(html):
            message = f'"{found[1]}=" cannot stand in a text: pages run no scripts; take it out'
            yield text.problem("KFH502", message, *text.place(start, html, found.span(1)))


def no_script_links(text: Text) -> Iterator[Problem]:
    message = "a link must lead to an address; this one would run a script"
    for anchor in text.anchors:
        if _SCRIPT.match(unquote(anchor.target)):
            yield text.problem("KFH503", message, anchor.line, text.columns(anchor))
    for start, html in text.html:
        for found in _SCRIPT_LINK.finditer(html):
            yield text.problem("KFH503", message, *text.place(start, html, found.span()))


def no_pictures_from_elsewhere(text: Text) -> Iterator[Problem]:
    message = "a picture must be a file beside the article: one from another site tells that site who reads this page"
    for anchor in text.anchors:
        if anchor.is_picture and urlsplit(anchor.target).netloc:
            yield text.problem("KFH504", message, anchor.line, text.columns(anchor))
    for start, html in text.html:
        for found in _REMOTE_PICTURE.finditer(html):
            yield text.problem("KFH504", message, *text.place(start, html, found.span()))


def no_addresses_of_files_in_html(text: Text) -> Iterator[Problem]:
    """HTML is published as it stands: nothing makes an address in it right for lists and feeds."""
    for start, html in text.html:
        for found in _HTML_ADDRESS.finditer(html):
            if not _is_whole(found[1]):
                is_picture = re.match("<(?:img|source)", found[0], re.IGNORECASE)
                instead = f"a {'picture as !' if is_picture else 'link as '}[words]({found[1]})"
                message = f'an address in HTML must be whole, not "{found[1]}": write {instead}'
                yield text.problem("KFH522", message, *text.place(start, html, found.span(1)))


def _is_whole(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.scheme) or not (parts.path or parts.netloc)


CHECKS = (
    no_addresses_of_files_in_html,
    no_active_content,
    no_event_handlers,
    no_script_links,
    no_pictures_from_elsewhere,
)
