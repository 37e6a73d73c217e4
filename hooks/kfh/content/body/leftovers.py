"""Marks that the host shows as they stand, or takes for something else, and that no author means that way.

The page shows what the host's preview shows; here is named what an author may not have seen in it.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from kfh.content import markup
from kfh.content.body.text import COMMAND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.body.text import Text
    from kfh.content.problems import Problem

_HASHES = re.compile(r" {0,3}(?P<hashes>#{2,6})(?=[^\s#])")
_EMPHASIS = re.compile(r"(?<![\w*_])(?:\*\*|__|_)(?=\w)|(?<=\w)(?:\*\*|__|_)(?![\w*_])")
_TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_SENTENCE = re.compile(r"[A-Z][a-z]+(?: [a-z’']+){3,}")
_HEAD = re.compile(r"(?:!!!|\?\?\?\+?|===|///)(?: |$)")
_ROW = re.compile(r"\s*\|?[^|]+\|[^|]+\|")
_BRACES = re.compile(r"\{[^{}\n]+\}")
_VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"))
_LOOSE = frozenset(("dd", "dt", "li", "p", "td", "th", "tr", "tbody", "thead", "tfoot"))
"""The elements that HTML closes by itself (HTML, section 13.1.2.4)."""


def headings_have_a_space(text: Text) -> Iterator[Problem]:
    message = "a heading must have a space after its hashes: without one, readers see the hashes"
    for number, line in _paragraphs(text):
        if found := _HASHES.match(line):
            start, end = found.span("hashes")
            yield text.problem("KFH550", message, number, (start, end), f"{found['hashes']} ")


def no_mark_is_left_beside_a_word(text: Text) -> Iterator[Problem]:
    for number, words in text.words:
        if found := _EMPHASIS.search(_BRACES.sub(lambda braces: " " * len(braces[0]), words)):
            message = f'"{found[0]}" stands here as it is: close the bold or slanted words, or write \\ before it'
            yield _at(text, "KFH551", message, number, found)


def no_commands_of_other_systems(text: Text) -> Iterator[Problem]:
    for number, line in enumerate(text.prose):
        for found in COMMAND.finditer(line):
            message = f'"{found[0][:40]}" is a command of another system, and would be shown to readers: take it out'
            yield text.problem("KFH553", message, number, found.span())


def code_is_meant(text: Text) -> Iterator[Problem]:
    for number, token in text.tokens:
        if token.type == "code_block" and (_TAG.search(token.content) or _SENTENCE.search(token.content)):
            message = (
                "these lines are shown as code, for they start with four spaces or more: take the spaces out, or put "
                "code between two lines ```"
            )
            yield text.problem("KFH556", message, number)


def struck_words_have_two_tildes(text: Text) -> Iterator[Problem]:
    for number, token in text.tokens:
        if token.type == "s_open" and token.markup == "~":
            message = (
                "a single ~ strikes the words up to the next one: write \\~, or ~~ on both sides where that is meant"
            )
            yield text.problem("KFH557", message, number, _columns(text, number, "~"))


def boxes_are_known(text: Text) -> Iterator[Problem]:
    for number, line in _paragraphs(text):
        if found := _HEAD.match(line.lstrip()):
            message = (
                f'"{found[0].strip()}" starts no box here: it must have a kind that is known, or a title in quotes'
            )
            yield text.problem("KFH558", message, number, _columns(text, number, found[0].strip()))


def tables_have_their_line(text: Text) -> Iterator[Problem]:
    message = "this looks like a table and is none: below its first line must stand one such as | --- | --- |"
    for _, token in text.tokens:
        if token.type == "inline" and token.map and token.map[1] - token.map[0] > 1:
            lines = token.content.split("\n")
            if all(map(_ROW.match, lines)):
                yield text.problem("KFH560", message, token.map[0])


def braces_after_pictures_are_attributes(text: Text) -> Iterator[Problem]:
    for index, (number, token) in enumerate(text.tokens):
        before = text.tokens[index - 1][1] if index else None
        found = _BRACES.match(token.content) if token.type == "text" and before and before.type == "image" else None
        if found and not found[0].startswith(("{:", "{#", "{.")):
            message = f'"{found[0]}" is shown as it stands: an attribute is written {{: …}}'
            yield _at(text, "KFH561", message, number, found)


def html_is_closed(text: Text) -> Iterator[Problem]:
    finder = _OpenTags()
    for start, html in text.html:
        finder.feed_from(start, html)
    for name, number in finder.open:
        message = f"<{name}> must be closed by </{name}>: without that, all that follows stands in it"
        yield text.problem("KFH562", message, number, _columns(text, number, f"<{name}"))


class _OpenTags(HTMLParser):
    """The tags that nobody closes, each with its line from 0."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[tuple[str, int]] = []
        self._start = 0

    def feed_from(self, start: int, html: str) -> None:
        self._start = start
        self.reset()
        self.feed(html)

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag in markup.ELEMENTS and tag not in _VOID | _LOOSE:
            self.open.append((tag, self._start + self.getpos()[0] - 1))

    def handle_startendtag(self, _tag: str, _attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == tag:
                del self.open[index]
                return


def _paragraphs(text: Text) -> Iterator[tuple[int, str]]:
    """Each line of a paragraph, with its number from 0; a line of a quotation or an item without its marks."""
    for index, (_, token) in enumerate(text.tokens):
        if token.type == "inline" and token.map and text.tokens[index - 1][1].type == "paragraph_open":
            yield from zip(range(*token.map), token.content.split("\n"), strict=False)


def _at(text: Text, code: str, message: str, number: int, found: re.Match[str]) -> Problem:
    """A problem at what was found in the content of a token, looked for in its line."""
    around = found.string[found.start() : found.end() + 8].partition("\n")[0]
    return text.problem(code, message, number, _columns(text, number, around, len(found[0])))


def _columns(text: Text, number: int, words: str, length: int | None = None) -> tuple[int, int]:
    line = text.lines[number] if number < len(text.lines) else ""
    start = line.find(words)
    return (start, start + (length or len(words))) if start >= 0 else (0, 0)


CHECKS = (
    headings_have_a_space,
    no_mark_is_left_beside_a_word,
    no_commands_of_other_systems,
    code_is_meant,
    struck_words_have_two_tildes,
    boxes_are_known,
    tables_have_their_line,
    braces_after_pictures_are_attributes,
    html_is_closed,
)
