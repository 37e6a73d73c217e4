"""What a page must not run or fetch, and what no reader would get."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

from kfh.problems.problem import Problem
from kfh.reading import markup
from kfh.rules.checked_text import Text
from kfh.rules.places import Columns, Html, Piece
from kfh.rules.registry import rule
from kfh.values import addresses

_ODD = re.compile(r"(?<!\\)</?[a-zA-Z](?:\w*/|:\w)[^<>]*>")
VOID = frozenset(["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_LOOSE = frozenset(("dd", "dt", "li", "p", "td", "th", "tr", "tbody", "thead", "tfoot"))
"""The elements that HTML closes by itself (HTML, section 13.1.2.4)."""


class Tag(NamedTuple):
    """A tag of a piece of HTML: where it starts there, as it is written, and what it says; an end has no attributes."""

    start: int
    written: str
    name: str
    attributes: tuple[tuple[str, str | None], ...] = ()
    is_end: bool = False


class Tags(HTMLParser):
    """The tags of a piece of HTML, and what a browser takes for a comment though it was not meant for one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self.found: list[Tag] = []
        self.lost: list[tuple[int, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(Tag(self._start, self.get_starttag_text() or "", tag, tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(Tag(self._start, f"</{tag}", tag, is_end=True))

    def handle_pi(self, data: str) -> None:
        self.lost.append((self._start, f"<?{data}>"))

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.lost.append((self._start, f"<![{data}]]>"))

    @property
    def _start(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


@lru_cache(maxsize=1 << 14)  # several checks look at the same tags
def tags_in(html: str) -> Tags:
    return Tags(html)


@rule("KFH501", "KFH502", "KFH503", "KFH504", "KFH522", "KFH523")
def html_is_allowed(text: Text) -> Iterator[Problem]:
    """An element that is not is told once, at its start; where only an end stands, there."""
    told: set[tuple[str, str, int, Columns | None]] = set()
    opened: set[str] = set()
    closed = {tag.name for piece in text.html for tag in tags_in(piece.content).found if tag.is_end}
    for piece in (*text.html, *_odd_tags(text)):
        for refusal, span, instead in _refused(piece.content, opened, closed):
            place = piece.place(span)
            if (refusal.code, refusal.place, *place) not in told:
                told.add((refusal.code, refusal.place, *place))
                yield text.problem(refusal.code, refusal.message, *place, instead)


def _odd_tags(text: Text) -> Iterator[Html]:
    """What only the page takes for tags, such as those of Word: `<o:p>`, `<a/title="x">`."""
    for number, line in enumerate(text.prose):
        for found in _ODD.finditer(line) if "<" in line else ():
            yield Html(found[0], number, Piece(number, line, (line,)), found.start())


def _refused(
    html: str, opened: set[str], closed: set[str]
) -> Iterator[tuple[markup.Refusal, tuple[int, int], str | None]]:
    """What is refused in a piece of HTML, where it stands there, and what to write instead where that is known.

    `opened` are the elements that stood before, which is added to, and `closed` those that have an end anywhere.
    """
    tags = tags_in(html)
    for at, written in tags.lost:
        yield markup.no_markup(f"{written[:9]}…"), (at, at + len(written)), None
    for tag in tags.found:
        judged = [
            (name, value)
            for name, value in tag.attributes
            if name not in markup.LINKS or not addresses.is_slip(value or "")
        ]
        refused = [] if tag.is_end and tag.name in opened else list(markup.refusals(tag.name, judged))
        is_word = tag.name not in closed and "=" not in tag.written and "\n" not in tag.written
        for refusal in refused or _not_whole(tag):
            instead = escape(tag.written, quote=False) if is_word and refusal.code == "KFH523" else None
            yield refusal, _span(tag, refusal), None if refusal.place else instead
        opened.add(tag.name)


def _not_whole(tag: Tag) -> Iterator[markup.Refusal]:
    """HTML is published as it stands: nothing makes an address in it right for lists and feeds."""
    for name, value in tag.attributes:
        if value and name in markup.LINKS | markup.FETCHED and not _is_whole(value):
            instead = f"a {'link as ' if name in markup.LINKS else 'picture as !'}[words]({value})"
            message = f'an address in HTML must be whole, not "{value}": write {instead}'
            yield markup.Refusal("KFH522", message, value)


def _span(tag: Tag, refusal: markup.Refusal) -> tuple[int, int]:
    """Where an attribute of a tag, or its value, is written; or else the whole of the tag."""
    sought = rf"(?<=[\s\"'/=]){re.escape(refusal.place)}"
    found = re.search(sought, tag.written, re.IGNORECASE) if refusal.place else None
    first, last = found.span() if found else (0, len(tag.written))
    return tag.start + first, tag.start + last


@rule("KFH503", "KFH504")
def addresses_are_allowed(text: Text) -> Iterator[Problem]:
    for anchor in text.anchors:
        tag, name = ("img", "src") if anchor.is_picture else ("a", "href")
        for refusal in markup.refusals(tag, [(name, anchor.target)]) if not addresses.is_slip(anchor.target) else ():
            yield text.problem(refusal.code, refusal.message, anchor.line, anchor.columns)


def _is_whole(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.scheme) or not (parts.path or parts.netloc)


@rule("KFH562")
def html_is_closed(text: Text) -> Iterator[Problem]:
    opened: list[tuple[Tag, Html]] = []
    for piece in text.html:
        for tag in tags_in(piece.content).found:
            if tag.is_end:
                last = next((at for at in reversed(range(len(opened))) if opened[at][0].name == tag.name), None)
                opened = opened[:last] + opened[last + 1 :] if last is not None else opened
            elif tag.name in markup.ELEMENTS and tag.name not in VOID | _LOOSE and not tag.written.endswith("/>"):
                opened.append((tag, piece))
    for tag, piece in opened:
        message = f"<{tag.name}> must be closed by </{tag.name}>: without that, all that follows stands in it"
        yield text.problem("KFH562", message, *piece.place((tag.start, tag.start + len(tag.written))))
