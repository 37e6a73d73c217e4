"""The places in a text that a link can lead to: its headings, its notes, and what its author gave an id.

Python-Markdown makes the ids, only while it renders. Where a text might have one that cannot be told without that,
nothing is said of it: every id that it can have is found here, and perhaps some that it has not.
Source: Python-Markdown 3.11, extensions toc (slugify, unique), attr_list and footnotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING = re.compile(r"^[> \t]*(?:(?:[-*+]|\d+[.)])\s+)?#{1,6}(.+)$", re.MULTILINE)
_UNDERLINE = re.compile(r"\n[> \t]*(?:=+|-+)[ ]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}")
_GIVEN = re.compile(r"(?:\{|\s|:)#([^\s}]+)")
_IN_MARKUP = re.compile(r"=(?:(?<=\bid=)|(?<=\bname=)|(?<=\s=))\s*[\"']?([^\s\"'>}]+)", re.IGNORECASE)
_NOTE = re.compile(r"\[\^([^\[\]\n]+)\]")
_AT_END = re.compile(r"(?<=\S)[ ]+\{[^{}\n]*\}[ ]*$")
_UNSURE = re.compile(r"[\[\]{<\\_]|&\S+;")
"""What in a heading is more than its words: links, notes, HTML, escapes, and marks that may or may not show."""
_MARKUP_WITHIN = re.compile(r"<[^<>]*\smarkdown\b", re.IGNORECASE)


def ids(body: str) -> tuple[str, ...] | None:
    """Every id that the text can have, sorted; None where that cannot be told."""
    underlined = (body[: found.start()].rpartition("\n")[2] for found in _UNDERLINE.finditer(body))
    headings = [_AT_END.sub("", words) for words in (*_HEADING.findall(body), *filter(None, underlined))]
    if any(map(_UNSURE.search, headings)) or _MARKUP_WITHIN.search(body):
        return None
    found = Counter((*map(_slug, headings), *_given(body)))
    repeated = (f"{name}_{number}" for name, count in found.items() for number in range(1, count + (not name)))
    return tuple(sorted({*filter(None, found), *repeated, *_of_notes(body)}))


def _slug(heading: str) -> str:
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def _given(body: str) -> Iterator[str]:
    for attributes in _ATTRIBUTES.findall(body):
        yield from _GIVEN.findall(attributes)
    yield from _IN_MARKUP.findall(body)


def _of_notes(body: str) -> Iterator[str]:
    for label, count in Counter(_NOTE.findall(body)).items():
        yield from (f"fn:{label}", f"fnref:{label}", *(f"fnref{number}:{label}" for number in range(2, count)))
