"""Slips of Markdown: marks that readers see as they were typed, or that hide what follows."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.body.text import Text
    from kfh.content.problems import Problem

_FENCE_END = re.compile(r"[\s>]*(`{3,}|~{3,})\s*")
_NOTE = re.compile(r"(?<!\\)\[\^(?P<name>[^\]\s]+)\](?P<colon>:)?")
_TO = r"(?P<to>(?:https?://|www\.|mailto:)[^\s()\[\]]+|[\w./%-]+\.(?:md|pdf|docx?)(?:#[\w-]+)?)"
_APART = re.compile(rf"(?<![\]!])\[(?P<words>[^\[\]^][^\[\]]*)\]\s+\({_TO}\)")
_SWAPPED = re.compile(rf"(?<!\])\((?P<words>[^()\[\]]+)\)\[{_TO}\]")
_OPEN = re.compile(rf"\]\({_TO}(?P<rest>[^()\"']*)$")
_MARK = re.compile(r"\s*<?[!–—-]{1,5}\s*(?:read |click )?more\s*[!–—-]{1,5}>?\s*", re.IGNORECASE)
_SOUND_MARK = re.compile(r"\s*<!--\s*more\s*(?:-->)?\s*", re.IGNORECASE)
_NOTICE = re.compile(r"(?P<lead> *)(?:!!!|\?\?\?\+?) *[\w\"]")
_LEFT = re.compile(r"\]\((?![^)\n]{,200}[:\\])|\[[^\[\]^\n]{1,200}\] \[[^\[\]^\n]{1,200}\]")
_BULLET = re.compile(r"(?P<lead>\s*)(?P<mark>[•·●▪◦‣⁃])(?P<space>\s*)(?=\S)")


def code_blocks_are_closed(text: Text) -> Iterator[Problem]:
    for line, token in text.tokens:
        if token.type == "fence" and token.map:
            last = text.lines[token.map[1] - 1] if token.map[1] <= len(text.lines) else ""
            end = _FENCE_END.fullmatch(last) if token.map[1] > token.map[0] + 1 else None
            if not end or not end[1].startswith(token.markup):
                message = f'all that follows is taken for code: end the code with a line "{token.markup}"'
                yield text.problem("KFH539", message, line)


def comments_are_closed(text: Text) -> Iterator[Problem]:
    for start, html in text.html:
        opened = html.rfind("<!--")
        if opened >= 0 and "-->" not in html[opened:]:
            line, columns = text.place(start, html, (opened, opened + len("<!--")))
            instead = "<!-- more -->" if text.lines[line].strip().lower() in ("<!--more", "<!-- more") else None
            columns = (columns[0], len(text.lines[line])) if instead else columns
            message = 'all that follows is hidden: a note to oneself that starts with "<!--" must end with "-->"'
            yield text.problem("KFH540", message, line, columns, instead)


def notes_have_mark_and_text(text: Text) -> Iterator[Problem]:
    found = [
        (number, note, bool(note["colon"]) and not line[: note.start()].strip("> \t"))
        for number, line in enumerate(text.prose)
        for note in _NOTE.finditer(line)
    ]
    texts = {note["name"] for _, note, is_text in found if is_text}
    marks = {note["name"] for _, note, is_text in found if not is_text}
    seen = set[str]()
    for number, note, is_text in found if texts or any(name.isdigit() for name in marks) else ():
        name = note["name"]
        if is_text and name in seen:
            message = f"the note [^{name}] stands twice, and only the first is shown: give this one another name"
            yield text.problem("KFH541", message, number, note.span())
        seen |= {name} if is_text else set()
        if not is_text and name not in texts:
            message = f'the note "[^{name}]" has no text: write it on a line of its own, as [^{name}]: and the words'
            yield text.problem("KFH541", message, number, note.span())
        elif is_text and name not in marks:
            message = f"nothing leads to this note: write [^{name}] in the text, where it belongs"
            yield text.problem("KFH563", message, number, note.span())


def links_are_whole(text: Text) -> Iterator[Problem]:
    told = set[int]()
    for problem in _torn_links(text):
        told.add(problem.line)
        yield problem
    for number, words in text.words:
        found = _LEFT.search(words)
        if found and text.reading.body_line + number not in told:
            message = "this is no link: an address has no space in it, and follows at once after the words in [ ]"
            line = text.lines[number] if number < len(text.lines) else ""
            start = max(line.find(found[0]), 0)
            yield text.problem("KFH542", message, number, (start, start + len(found[0])))


def _torn_links(text: Text) -> Iterator[Problem]:
    for number, line in enumerate(text.prose):
        for pattern in (_APART, _SWAPPED) if "(" in line else ():
            for found in pattern.finditer(line):
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


def bullets_make_a_list(text: Text) -> Iterator[Problem]:
    for number, line in enumerate(text.prose):
        found = _BULLET.match(line)
        if found:
            before = text.prose[number - 1] if number else ""
            starts = bool(before.strip()) and not _BULLET.match(before)
            message = f'"{found["mark"]}" makes no list, for a screen reader or on the page: write a hyphen and a space'
            instead = "\n" * starts + f"{found['lead']}- "
            yield text.problem("KFH543", message, number, found.span(), instead)


def the_excerpt_ends_where_it_should(text: Text) -> Iterator[Problem]:
    """A mark that was meant for the one at which the excerpt ends, `<!-- more -->`."""
    html = {start + below for start, html in text.html for below in range(html.count("\n") + 1)}
    for number, line in enumerate(text.lines):
        found = _MARK.fullmatch(unescape(line)) if "more" in line.lower() else None
        if found and not _SOUND_MARK.fullmatch(line) and (text.prose[number].strip() or number in html):
            message = "the mark at which the excerpt ends must be written as <!-- more -->, on a line of its own"
            yield text.problem("KFH544", message, number, (0, len(line)), "<!-- more -->")


def notices_have_a_body(text: Text) -> Iterator[Problem]:
    for number, line in enumerate(text.prose[:-1]):
        found = _NOTICE.match(line) if line.lstrip().startswith(("!!!", "???")) else None
        below = text.lines[number + 1]
        indent = found["lead"] + " " * 4 if found else ""
        if found and below.strip() and not below.startswith(indent):
            message = "this line stands outside the notice: each of its lines starts with four spaces"
            spaces = len(below) - len(below.lstrip())
            yield text.problem("KFH545", message, number + 1, (0, spaces), indent)


CHECKS = (
    notices_have_a_body,
    the_excerpt_ends_where_it_should,
    code_blocks_are_closed,
    comments_are_closed,
    notes_have_mark_and_text,
    links_are_whole,
    bullets_make_a_list,
)
