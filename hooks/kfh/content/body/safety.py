"""What a page must not run or fetch, and what no reader would get."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from kfh.content import addresses, limits, markup
from kfh.content.body import braces
from kfh.content.residue import BREAKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.body.text import Text
    from kfh.content.problems import Problem

_ODD = re.compile(r"(?<!\\)</?[a-zA-Z](?:\w*/|:\w)[^<>]*>")
_VOID = frozenset(["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_CLOSED_BY_ITSELF = frozenset(["dd", "dt", "li", "option", "p", "td", "th", "tr"])
"""Elements that end where another of the same name starts (HTML, section 13.1.2.4)."""


class _Tag(NamedTuple):
    """A tag of a piece of HTML: where it starts there, as it is written, and what it says; an end has no attributes."""

    start: int
    written: str
    name: str
    attributes: tuple[tuple[str, str | None], ...] = ()
    is_end: bool = False


class _Tags(HTMLParser):
    """The tags of a piece of HTML, and what a browser takes for a comment though it was not meant for one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._lines = [0, *(found.end() for found in re.finditer("\n", html))]
        self.found: list[_Tag] = []
        self.lost: list[tuple[int, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(_Tag(self._start, self.get_starttag_text() or "", tag, tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(_Tag(self._start, f"</{tag}", tag, is_end=True))

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
def _tags(html: str) -> _Tags:
    return _Tags(html)


def html_is_allowed(text: Text) -> Iterator[Problem]:
    """An element that is not is told once, at its start; where only an end stands, there."""
    told: set[tuple[str, str, int, tuple[int, int]]] = set()
    opened: set[str] = set()
    closed = {tag.name for _, html in text.html for tag in _tags(html).found if tag.is_end}
    for start, html in (*text.html, *_odd_tags(text)):
        for refusal, span, instead in _refused(html, opened, closed):
            place = text.place(start, html, span)
            if (refusal.code, refusal.place, *place) not in told:
                told.add((refusal.code, refusal.place, *place))
                yield text.problem(refusal.code, refusal.message, *place, instead)


def _odd_tags(text: Text) -> Iterator[tuple[int, str]]:
    """What only the page takes for tags, such as those of Word: `<o:p>`, `<a/title="x">`."""
    for number, line in enumerate(text.prose):
        for found in _ODD.finditer(line) if "<" in line else ():
            yield number, found[0]


def _refused(
    html: str, opened: set[str], closed: set[str]
) -> Iterator[tuple[markup.Refusal, tuple[int, int], str | None]]:
    """What is refused in a piece of HTML, where it stands there, and what to write instead where that is known.

    `opened` are the elements that stood before, which is added to, and `closed` those that have an end anywhere.
    """
    tags = _tags(html)
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


def _not_whole(tag: _Tag) -> Iterator[markup.Refusal]:
    """HTML is published as it stands: nothing makes an address in it right for lists and feeds."""
    for name, value in tag.attributes:
        if value and name in markup.LINKS | markup.FETCHED and not _is_whole(value):
            instead = f"a {'link as ' if name in markup.LINKS else 'picture as !'}[words]({value})"
            message = f'an address in HTML must be whole, not "{value}": write {instead}'
            yield markup.Refusal("KFH522", message, value)


def _span(tag: _Tag, refusal: markup.Refusal) -> tuple[int, int]:
    """Where an attribute of a tag, or its value, is written; or else the whole of the tag."""
    sought = rf"(?<=[\s\"'/=]){re.escape(refusal.place)}"
    found = re.search(sought, tag.written, re.IGNORECASE) if refusal.place else None
    first, last = found.span() if found else (0, len(tag.written))
    return tag.start + first, tag.start + last


def braces_are_allowed(text: Text) -> Iterator[Problem]:
    """What `{: …}` adds to an element."""
    for found in braces.found_in(text):
        for refusal in markup.refusals(found.tag, found.attributes):
            message = refusal.message
            if refusal.code == "KFH523":
                message = (
                    f'braces here give an attribute to the page and are not shown, and "{refusal.place}" is none that '
                    "it takes: take it out; for braces that readers are to see write \\{"
                )
            column = max(text.lines[found.line].find(found.written), 0)
            yield text.problem(refusal.code, message, found.line, (column, column + len(found.written)))


def addresses_are_allowed(text: Text) -> Iterator[Problem]:
    for anchor in text.anchors:
        tag, name = ("img", "src") if anchor.is_picture else ("a", "href")
        for refusal in markup.refusals(tag, [(name, anchor.target)]) if not addresses.is_slip(anchor.target) else ():
            yield text.problem(refusal.code, refusal.message, anchor.line, text.columns(anchor))


def _is_whole(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.scheme) or not (parts.path or parts.netloc)


def nothing_is_too_deep(text: Text) -> Iterator[Problem]:
    """One problem, where the first text stands that is too deep in quotes, lists and elements."""
    opened: list[str] = []
    for line, token in text.tokens:
        for tag in _tags(token.content).found if token.type in ("html_block", "html_inline") else ():
            _open_or_close(opened, tag)
        if token.level + len(opened) > limits.LEVELS:
            refusal = limits.too_deep()
            yield text.problem(refusal.code, refusal.message, line)
            return


def _open_or_close(opened: list[str], tag: _Tag) -> None:
    if tag.name in (opened[-1:] if tag.name in _CLOSED_BY_ITSELF else opened if tag.is_end else ()):
        while opened.pop() != tag.name:
            pass
    if not tag.is_end and tag.name not in _VOID:
        opened.append(tag.name)


def no_characters_are_lost(text: Text) -> Iterator[Problem]:
    for number, (line, prose) in enumerate(zip(text.lines, text.prose, strict=True)):
        for columns, name in limits.lost(line, prose):
            refusal = limits.lost_character(name)
            yield text.problem(refusal.code, refusal.message, number, columns, " " * (line[slice(*columns)] in BREAKS))


CHECKS = (
    html_is_allowed,
    braces_are_allowed,
    addresses_are_allowed,
    nothing_is_too_deep,
    no_characters_are_lost,
)
