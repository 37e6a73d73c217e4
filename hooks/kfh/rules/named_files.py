"""The files that a text names, in whatever way: they are published with it, and wait with it.

What is named too often does no harm, what is missed is not published: so this looks at more than the links that the
checks of links know. What stands in code and in comments names nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from kfh.rules.checked_text import Text
from kfh.values.file_types import PUBLISHED_TYPES, names_a_file

_ENDING = re.compile(rf"(?:{'|'.join(re.escape(end) for end in sorted(PUBLISHED_TYPES))})\b", re.IGNORECASE)
_INLINE = re.compile(r"\]\(((?:[^()\n]|\([^()\n]*\))*)\)")
_DEFINED = re.compile(r"^[ \t>]*\[[^\]\n]+\]:[ \t]*(\S.*)$", re.MULTILINE)
_ATTRIBUTE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_WHOLE = re.compile(r"(?:https?:)?//[^\s<>\"'\[\]]+", re.IGNORECASE)


def files(text: Text) -> tuple[str, ...]:
    """The addresses of files in a text and its fields, as they are written there, sorted."""
    if not _ENDING.search("\n".join(text.reading.lines)):
        return ()
    fields, prose = text.reading.lines[: text.reading.body_line - 1], "\n".join(text.prose)
    found = {*_in_fields(fields), *_in_markdown(prose), *_in_html(prose), *_whole("\n".join((*fields, prose)))}
    found.update(anchor.target for anchor in text.anchors)
    return tuple(sorted(address for address in found if names_a_file(address)))


def _in_fields(lines: list[str]) -> Iterator[str]:
    """The value of each field, and of each entry of a list."""
    for line in lines:
        yield (line.partition(": ")[2] or line.partition("- ")[2]).strip(" \t\"'")


def _in_markdown(prose: str) -> Iterator[str]:
    """The address in each pair of round brackets or definition, with and without what may be its title."""
    for written in (*_INLINE.findall(prose), *_DEFINED.findall(prose)):
        for address in (written.partition(' "')[0].partition(" '")[0], *written.split()[:1]):
            yield address.strip().removeprefix("<").removesuffix(">")


def _in_html(prose: str) -> Iterator[str]:
    """Each value of an attribute, and each address in one that holds several, as `srcset` does."""
    for found in _ATTRIBUTE.finditer(prose):
        value = html.unescape(found[1] or found[2] or found[3] or "")
        yield value.strip()
        yield from re.split(r"[\s,]+", value)


def _whole(words: str) -> Iterator[str]:
    return (address.rstrip(".,;:!?)") for address in _WHOLE.findall(words))
