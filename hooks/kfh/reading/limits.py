"""How deep, how long and of which characters a text may be: beyond that, readers of Markdown, HTML and XML lose some.

A parser of HTML drops what stands deeper than 255 elements, and pieces over 10 MB, without a word (libxml2). Readers of
Markdown go through a text once for each bracket that is never closed: a page of them takes minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kfh.reading.markup import Refusal

LEVELS = 200
"""How many elements, quotes, lists or brackets may stand one within another."""

SIZE = 10_000_000
"""How many bytes a text may have, as it is written and as it is rendered."""

LOST = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML 1.0 (section 2.2) has no place for, so that no feed can hold it."""

_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")


def lost(line: str, prose: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The characters of a line that would be lost, by themselves or by number: columns from 0, and their name.

    `prose` is the line with its code blanked, where a number would be shown as it is typed.
    """
    for found in LOST.finditer(line):
        yield found.span(), name_of(found[0])
    for found in _REFERENCE.finditer(prose) if "&#" in prose else ():
        number = int(found[1], 16) if found[1] else int(found[2][:_FIGURES])
        if number > _LAST or LOST.match(chr(number)):
            yield found.span(), found[0][:_SHOWN]


def name_of(character: str) -> str:
    return f"U+{ord(character):04X}"


def too_long(content: str) -> Iterator[Refusal]:
    """Where a text is so long, as it was rendered, that some of it may be gone already."""
    if len(content.encode("utf-8", "surrogatepass")) > SIZE:
        yield Refusal("KFH524", f"a text must have at most {SIZE // 1_000_000} MB when it is rendered: divide it")


def characters(content: str) -> Iterator[Refusal]:
    """Where a rendered text holds a character that a feed cannot hold."""
    for _, name in lost(content, content):
        yield lost_character(name)
        return


def lost_character(name: str) -> Refusal:
    message = f"a character that no page can show stands here ({name}): delete it, and type the text anew"
    return Refusal("KFH116", message)


def too_deep() -> Refusal:
    message = f"no more than {LEVELS} levels can stand one within another: what is deeper would be lost; close some"
    return Refusal("KFH524", message)


_LAST = 0x10FFFF
_FIGURES = 8
_SHOWN = 20
