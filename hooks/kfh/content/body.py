"""Checks of a body's Markdown, each at its line. A check is a small generator of problems, listed in CHECKS.

markdown-it-py gives the lines; it reads plainer Markdown than the site does. The bodies of `!!!`, `???` and `===`
blocks are indented, which would be code to it, so they are brought to the margin first, keeping each line's number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.problems import Problem
    from kfh.content.reading import Reading

_BLOCK = re.compile(r"^( *)(?:!!!|\?\?\?\+?|===)[ !+]*[\w\"]")
_ACTIVE = re.compile(
    r"<\s*(script|iframe|frame|frameset|object|embed|applet|form|base|meta|link|style)\b", re.IGNORECASE
)
_HANDLER = re.compile(r"<[^>]*?\s(on[a-z]+)\s*=", re.IGNORECASE | re.DOTALL)
_SCRIPT_LINK = re.compile(
    r"(?:href|src|action|formaction)\s*=\s*[\"']?\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE
)
_REMOTE_PICTURE = re.compile(
    r"<(?:img|source|video|audio)\b[^>]*?(?:src|srcset|poster)\s*=\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE | re.DOTALL
)
Lines = list[tuple[int, Token]]

_PARSER = MarkdownIt("commonmark").enable("table")


def check(reading: Reading) -> Iterator[Problem]:
    """Every problem of the body, with the file's line numbers."""
    tokens = list(_with_lines(_PARSER.parse(_at_margin(reading.body))))
    for found in CHECKS:
        yield from found(reading, tokens)


def _at_margin(body: str) -> str:
    lines, margins, fenced = [], [0], False
    for line in body.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        while line.strip() and len(margins) > 1 and indent < margins[-1]:
            margins.pop()
        text = line[margins[-1] :] if line.strip() else ""
        if re.match(r"\s*(```|~~~)", text):
            fenced = not fenced
        if not fenced and _BLOCK.match(text):
            margins.append(indent + 4)
        lines.append(text)
    return "\n".join(lines)


def _with_lines(tokens: list[Token]) -> Iterator[tuple[int, Token]]:
    """Every block and inline token with its line in the body, counted from 0."""
    for token in tokens:
        line = token.map[0] if token.map else 0
        yield line, token
        for child in token.children or ():
            yield line, child
            line += child.type in ("softbreak", "hardbreak")
            line += child.content.count("\n") if child.type == "html_inline" else 0


def _html(tokens: Lines) -> Iterator[tuple[int, str]]:
    return ((line, token.content) for line, token in tokens if token.type in ("html_block", "html_inline"))


def no_active_content(reading: Reading, tokens: Lines) -> Iterator[Problem]:
    for start, html in _html(tokens):
        for found in _ACTIVE.finditer(html):
            message = f"<{found[1].lower()}> cannot stand in a text: pages run no scripts and embed nothing; link to it"
            yield reading.body_problem("KFH501", message, line=start + html[: found.start()].count("\n"))


def no_event_handlers(reading: Reading, tokens: Lines) -> Iterator[Problem]:
    for start, html in _html(tokens):
        for found in _HANDLER.finditer(html):
            message = f'"{found[1]}=" cannot stand in a text: pages run no scripts; take it out'
            yield reading.body_problem("KFH502", message, line=start + html[: found.start(1)].count("\n"))


def no_script_links(reading: Reading, tokens: Lines) -> Iterator[Problem]:
    message = "a link must lead to an address; this one would run a script"
    for line, token in tokens:
        target = str(token.attrs.get("href") or token.attrs.get("src") or "")
        if re.match(r"\s*(javascript|vbscript|data):", unquote(target), re.IGNORECASE):
            yield reading.body_problem("KFH503", message, line=line)
    for start, html in _html(tokens):
        for found in _SCRIPT_LINK.finditer(html):
            yield reading.body_problem("KFH503", message, line=start + html[: found.start()].count("\n"))


def no_pictures_from_elsewhere(reading: Reading, tokens: Lines) -> Iterator[Problem]:
    message = "a picture must be a file beside the article: one from another site tells that site who reads this page"
    for line, token in tokens:
        if token.type == "image" and urlsplit(str(token.attrs["src"])).netloc:
            yield reading.body_problem("KFH504", message, line=line)
    for start, html in _html(tokens):
        for found in _REMOTE_PICTURE.finditer(html):
            yield reading.body_problem("KFH504", message, line=start + html[: found.start()].count("\n"))


CHECKS = (no_active_content, no_event_handlers, no_script_links, no_pictures_from_elsewhere)
