"""Slips of Markdown: marks that readers see as they were typed, or that hide what follows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from kfh.problems.problem import Problem
from kfh.rules.checked_text import Text
from kfh.rules.registry import rule

_FENCE_END = re.compile(r"[\s>]*(`{3,}|~{3,})\s*")
_NOTE = re.compile(r"(?<!\\)\[\^(?P<name>[^\]\s]+)\](?P<colon>:)?")
_MARK = re.compile(r"\s*<?[!–—-]{1,5}\s*(?:read |click )?more\s*[!–—-]{1,5}>?\s*", re.IGNORECASE)
_SOUND_MARK = re.compile(r"\s*<!--\s*more\s*(?:-->)?\s*", re.IGNORECASE)
_NOTICE = re.compile(r"(?P<lead> *)(?:!!!|\?\?\?\+?) *[\w\"]")
_EMPHASIS = re.compile(r"(?<![\w*_])(?:\*\*|__|_)(?=\w)|(?<=\w)(?:\*\*|__|_)(?![\w*_])")
_TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_SENTENCE = re.compile(r"[A-Z][a-z]+(?: [a-z’']+){3,}")
_HEAD = re.compile(r"(?:!!!|\?\?\?\+?|===|///)(?: |$)")
_ROW = re.compile(r"\s*\|?[^|]+\|[^|]+\|")
_BRACES = re.compile(r"\{[^{}\n]+\}")
_BULLET = re.compile(r"(?P<lead>\s*)(?P<mark>[•·●▪◦‣⁃])(?P<space>\s*)(?=\S)")


@rule("KFH539")
def code_blocks_are_closed(text: Text) -> Iterator[Problem]:
    for line, token in text.tokens:
        if token.type == "fence" and token.map:
            last = text.lines[token.map[1] - 1] if token.map[1] <= len(text.lines) else ""
            end = _FENCE_END.fullmatch(last) if token.map[1] > token.map[0] + 1 else None
            if not end or not end[1].startswith(token.markup):
                message = f'all that follows is taken for code: end the code with a line "{token.markup}"'
                yield text.problem("KFH539", message, line)


@rule("KFH540")
def comments_are_closed(text: Text) -> Iterator[Problem]:
    for piece in text.html:
        opened = piece.content.rfind("<!--")
        if opened >= 0 and "-->" not in piece.content[opened:]:
            line, columns = piece.place((opened, opened + len("<!--")))
            instead = "<!-- more -->" if text.lines[line].strip().lower() in ("<!--more", "<!-- more") else None
            columns = (columns[0], len(text.lines[line])) if instead and columns else columns
            message = 'all that follows is hidden: a note to oneself that starts with "<!--" must end with "-->"'
            yield text.problem("KFH540", message, line, columns, instead)


@rule("KFH541", "KFH563")
def notes_have_mark_and_text(text: Text) -> Iterator[Problem]:
    found = [
        (number, note, bool(note["colon"]) and not line[: note.start()].strip("> \t"))
        for number, line in enumerate(text.prose)
        for note in (_NOTE.finditer(line) if "[^" in line else ())
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


@rule("KFH543")
def bullets_make_a_list(text: Text) -> Iterator[Problem]:
    for number, line in enumerate(text.prose):
        found = _BULLET.match(line)
        if found:
            before = text.prose[number - 1] if number else ""
            starts = bool(before.strip()) and not _BULLET.match(before)
            message = f'"{found["mark"]}" makes no list, for a screen reader or on the page: write a hyphen and a space'
            instead = "\n" * starts + f"{found['lead']}- "
            yield text.problem("KFH543", message, number, found.span(), instead)


@rule("KFH544")
def the_excerpt_ends_where_it_should(text: Text) -> Iterator[Problem]:
    """A mark that was meant for the one at which the excerpt ends, `<!-- more -->`."""
    html = {piece.line + below for piece in text.html for below in range(piece.content.count("\n") + 1)}
    for number, line in enumerate(text.lines):
        found = _MARK.fullmatch(unescape(line)) if "more" in line.lower() else None
        if found and not _SOUND_MARK.fullmatch(line) and (text.prose[number].strip() or number in html):
            message = "the mark at which the excerpt ends must be written as <!-- more -->, on a line of its own"
            yield text.problem("KFH544", message, number, (0, len(line)), "<!-- more -->")


@rule("KFH545")
def notices_have_a_body(text: Text) -> Iterator[Problem]:
    for number, line in enumerate(text.prose[:-1]):
        found = _NOTICE.match(line) if line.lstrip().startswith(("!!!", "???")) else None
        below = text.lines[number + 1]
        indent = found["lead"] + " " * 4 if found else ""
        if found and below.strip() and not below.startswith(indent):
            message = "this line stands outside the notice: each of its lines starts with four spaces"
            spaces = len(below) - len(below.lstrip())
            yield text.problem("KFH545", message, number + 1, (0, spaces), indent)


@rule("KFH551")
def no_mark_is_left_beside_a_word(text: Text) -> Iterator[Problem]:
    for number, words in text.words:
        is_marked = "*" in words or "_" in words
        if is_marked and (found := _EMPHASIS.search(_BRACES.sub(lambda braces: " " * len(braces[0]), words))):
            message = f'"{found[0]}" stands here as it is: close the bold or slanted words, or write \\ before it'
            yield text.problem_at("KFH551", message, number, found)


@rule("KFH556")
def code_is_meant(text: Text) -> Iterator[Problem]:
    for number, token in text.tokens:
        if token.type == "code_block" and (_TAG.search(token.content) or _SENTENCE.search(token.content)):
            message = (
                "these lines are shown as code, for they start with four spaces or more: take the spaces out, or put "
                "code between two lines ```"
            )
            yield text.problem("KFH556", message, number)


@rule("KFH557")
def struck_words_have_two_tildes(text: Text) -> Iterator[Problem]:
    for number, token in text.tokens:
        if token.type == "s_open" and token.markup == "~":
            message = (
                "a single ~ strikes the words up to the next one: write \\~, or ~~ on both sides where that is meant"
            )
            yield text.problem("KFH557", message, number, text.find(number, "~"))


@rule("KFH558")
def boxes_are_known(text: Text) -> Iterator[Problem]:
    for number, line in text.paragraphs():
        if found := _HEAD.match(line.lstrip()):
            message = (
                f'"{found[0].strip()}" starts no box here: it must have a kind that is known, or a title in quotes'
            )
            yield text.problem("KFH558", message, number, text.find(number, found[0].strip()))


@rule("KFH560")
def tables_have_their_line(text: Text) -> Iterator[Problem]:
    message = "this looks like a table and is none: below its first line must stand one such as | --- | --- |"
    for _, token in text.tokens:
        if token.type == "inline" and token.map and token.map[1] - token.map[0] > 1:
            lines = token.content.split("\n")
            if all(map(_ROW.match, lines)):
                yield text.problem("KFH560", message, token.map[0])
