"""Links: their words, their addresses, and those that need the whole site to be checked."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import SplitResult, unquote, urlsplit

from kfh.model.references import Link
from kfh.problems.edits import Place
from kfh.problems.problem import Problem
from kfh.rules.checked_text import Text
from kfh.rules.places import Anchor, Columns
from kfh.rules.registry import rule
from kfh.values import addresses

_VAGUE = frozenset((
    "article", "click", "click here", "click this link", "details", "document", "download", "find out more",
    "follow this link", "for more information", "full details", "further details", "further information", "go",
    "here", "info", "in this link", "learn more", "link", "more", "more details", "more information", "more info",
    "on this link", "page", "press release", "read here", "read more", "read on", "report", "see here", "see more",
    "site", "the link", "this", "this article", "this document", "this link", "this page", "this post", "this report",
    "this site", "this website", "url", "visit", "web page", "web site", "website",
))  # fmt: skip
_HREF = re.compile(r"<a\b[^>]*?\shref\s*=\s*[\"']?([^\"'>]+)", re.IGNORECASE | re.DOTALL)
_SPACED = re.compile(r"\]\(\s*<?((?:file:|[A-Za-z]:[\\/]|\\\\|mailto:)[^)>\s]*(?!\s+[\"'(])\s[^)>]*)", re.IGNORECASE)
_SIZE = re.compile(r"\bPDF\b.*\d\s?(?:bytes|[KMG]B)", re.IGNORECASE)
_BARE = re.compile(r"(?:https?://|www\.)\S+")

_TO = r"(?P<to>(?:https?://|www\.|mailto:)[^\s()\[\]]+|[\w./%-]+\.(?:md|pdf|docx?)(?:#[\w-]+)?)"
_APART = re.compile(rf"(?<![\]!])\[(?P<words>[^\[\]^][^\[\]]*)\]\s+\({_TO}\)")
_SWAPPED = re.compile(rf"(?<!\])\((?P<words>[^()\[\]]+)\)\[{_TO}\]")
_OPEN = re.compile(rf"\]\({_TO}(?P<rest>[^()\"']*)$")
_LEFT = re.compile(r"\]\((?![^)\n]{,200}[:\\])|\[[^\[\]^\n]{1,200}\] \[[^\[\]^\n]{1,200}\]")


def internal(text: Text) -> Iterator[Link]:
    """The links that only the whole site can tell to be right: to files, to places in them, and to whole addresses."""
    for anchor in text.anchors:
        if may_be_internal(anchor.target):
            place = Place(text.reading.body_line + anchor.line, (anchor.columns or (0, 0))[0] + 1)
            yield Link(place, anchor.words, anchor.target, anchor.is_picture, _edited(text, anchor))


def _edited(text: Text, anchor: Anchor) -> tuple[Place, Place] | None:
    if not anchor.address:
        return None
    line, (start, end) = anchor.address
    number = text.reading.body_line + line
    return Place(number, start + 1), Place(number, end + 1)


def may_be_internal(target: str) -> bool:
    parts = _split(target)
    leads = parts and (parts.path or parts.netloc or parts.fragment) and parts.scheme in ("", "http", "https")
    return bool(leads) and not addresses.is_slip(target)


def _split(target: str) -> SplitResult | None:
    try:
        return urlsplit(target)
    except ValueError:
        return None


@rule("KFH521")
def links_lead_somewhere(text: Text) -> Iterator[Problem]:
    for anchor in text.anchors:
        if not anchor.target.strip() or _split(unquote(anchor.target)) is None:
            name = "picture" if anchor.is_picture else "link"
            message = f'the {name} "{anchor.words}" must have an address between ( and )'
            yield text.problem("KFH521", message, anchor.line, anchor.columns)


@rule("KFH511")
def words_say_where(text: Text) -> Iterator[Problem]:
    for anchor in text.anchors:
        words = re.sub(r"[\W_]+", " ", anchor.words).strip().lower()
        if not anchor.is_picture and words in _VAGUE:
            message = f'the words of a link should say where it goes; "{anchor.words}" says nothing on its own'
            yield text.problem("KFH511", message, anchor.line, anchor.columns)


@rule("KFH512")
def addresses_have_words(text: Text) -> Iterator[Problem]:
    message = "an address should be a link with words: [what is there](the address)"
    for anchor in text.anchors:
        is_bare = anchor.markup == "autolink"
        if anchor.is_picture or anchor.target.startswith("mailto:") or not (is_bare or _BARE.fullmatch(anchor.words)):
            continue
        start, end = anchor.columns or (0, 0)
        is_marked = text.line(anchor.line)[start - 1 : end + 1] == f"<{anchor.words}>"
        fix = f"[…]({_in_brackets(addresses.protected(anchor.target))})" if is_bare else None
        columns = (start - is_marked, end + is_marked) if anchor.columns else None
        yield text.problem("KFH512", message, anchor.line, columns, fix)


@rule("KFH516")
def addresses_are_protected(text: Text) -> Iterator[Problem]:
    for anchor in text.anchors:
        address = addresses.meant(anchor.target)
        if address.startswith("http://") and not addresses.fault(anchor.target):
            message = f"links should use https, which nobody can read or change on the way; found {address}"
            yield _at_address(text, "KFH516", message, anchor, addresses.protected(address))


@rule("KFH518", "KFH535", "KFH536", "KFH537")
def addresses_work_for_everybody(text: Text) -> Iterator[Problem]:
    for anchor in text.anchors:
        found = addresses.fault(anchor.target)
        if found:
            name = "picture" if anchor.is_picture else "link"
            yield _at_address(text, found.code, f"this {name} {found.message}", anchor, _in_brackets(found.instead))
    for line, columns, target in (*_in_html(text), *_with_spaces(text)):
        found = addresses.fault(target)
        if found:
            yield text.problem(found.code, f"this link {found.message}", line, columns, found.instead or None)


def _in_brackets(address: str) -> str:
    """An address as it can stand between ( and )."""
    return address.replace(" ", "%20").replace("(", "%28").replace(")", "%29")


def _in_html(text: Text) -> Iterator[tuple[int, Columns | None, str]]:
    for piece in text.html:
        for found in _HREF.finditer(piece.content):
            yield *piece.place(found.span(1)), html.unescape(found[1])


def _with_spaces(text: Text) -> Iterator[tuple[int, Columns, str]]:
    r"""Addresses of which a space makes no link, such as `C:\My plans\2018.docx`."""
    read = {anchor.target for anchor in text.anchors}
    for number, line in enumerate(text.prose):
        for found in _SPACED.finditer(line) if "](" in line else ():
            if found[1] not in read:
                yield number, found.span(1), found[1]


def _at_address(text: Text, code: str, message: str, anchor: Anchor, instead: str) -> Problem:
    here = text.problem(code, message, anchor.line, anchor.columns)
    if not anchor.address:
        return here
    there = text.problem(code, message, *anchor.address, instead or None)
    return there if anchor.address[0] == anchor.line else replace(here, edit=there.edit)


@rule("KFH519")
def pdf_files_elsewhere_say_their_size(text: Text) -> Iterator[Problem]:
    """The build adds type and size to links to the site's own files; those of others it cannot know."""
    for anchor in text.anchors:
        parts = _split(addresses.meant(anchor.target))
        if not parts or not parts.netloc or not parts.path.lower().endswith(".pdf") or _SIZE.search(anchor.words):
            continue
        start, end = anchor.columns or (0, 0)
        is_found = end - start == len(f"[{anchor.words}]")
        words = f"[{re.sub(r' *[(]PDF[)]$', '', anchor.words)} (PDF, …MB)]" if is_found else None
        message = "this link opens a PDF file of another site: say so, and how large it is, so that people can choose"
        yield text.problem("KFH519", message, anchor.line, anchor.columns, words)


@rule("KFH542")
def links_are_whole(text: Text) -> Iterator[Problem]:
    told = set[int]()
    for problem in _torn_links(text):
        told.add(problem.line)
        yield problem
    for number, words in text.words:
        found = _LEFT.search(words) if "](" in words or "] [" in words else None
        if found and text.reading.body_line + number not in told:
            message = "this is no link: an address has no space in it, and follows at once after the words in [ ]"
            yield text.problem_at("KFH542", message, number, found)


def _torn_links(text: Text) -> Iterator[Problem]:
    for number, line in enumerate(text.prose):
        for pattern, sign in ((_APART, "]"), (_SWAPPED, ")[")) if "(" in line else ():
            for found in pattern.finditer(line) if sign in line else ():
                message = "this is no link: its words stand in [ ], and its address follows at once in ( )"
                instead = f"[{found['words']}]({found['to']})"
                yield text.problem("KFH542", message, number, found.span(), instead)
        torn = _OPEN.search(line) if "](" in line else None
        if torn and not _closes(text.prose, number):
            message = "this is no link: a ) must stand after its address"
            closed = None if torn["rest"] else f"{torn['to']})"
            yield text.problem("KFH542", message, number, torn.span("to"), closed)


def _closes(lines: list[str], number: int) -> bool:
    """Whether the next line closes what a line leaves open."""
    return number + 1 < len(lines) and ")" in lines[number + 1]
