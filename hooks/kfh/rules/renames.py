"""Files that were published under another name: which they seem to be now, and the fields that keep their promises."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from kfh.problems.edits import Edit, Place
from kfh.values.slugs import ARTICLE_FILE

ALIKE = 0.6
"""How much alike the names of two files must be, from 0 to 1, for one to be the other under a new name."""
_FENCE = "---"


def likely(gone: Iterable[str], new: Iterable[str]) -> dict[str, str]:
    """The files that are gone, each with the one of the new files that it seems to have become."""
    files = list(new)
    pairs = sorted(((_alike(old, other), old, other) for old in gone for other in files), reverse=True)
    found: dict[str, str] = {}
    for likeness, old, other in pairs:
        if likeness and old not in found and other not in found.values():
            found[old] = other
    return found


def _alike(old: str, new: str) -> float:
    """How much alike the names of two files are, from 0 to 2; 0 where they are too different.

    Two articles of one day are always alike: a new title may share no word with the old one.
    """
    (day, slug), (other_day, other_slug) = _parts(old), _parts(new)
    likeness = difflib.SequenceMatcher(None, slug, other_slug).ratio()
    if day and day == other_day:
        return 1 + likeness
    return likeness if likeness >= ALIKE else 0


def _parts(path: str) -> tuple[str, str]:
    """The day and the slug of an article's file; of a page, no day and its name."""
    name = path.rpartition("/")[2]
    named = ARTICLE_FILE.fullmatch(name)
    return (named[1], named[2]) if named else ("", name.removesuffix(".md"))


def fields(lines: list[str], guid: str, alias: str) -> tuple[str, Edit | None]:
    """The lines of the fields that a file must have, and the edit that writes them; None where it has no fields.

    An alias is added to those that the file has already. `guid` and `alias` may be "".
    """
    named = f'guid: "{guid}"' if guid else ""
    first, last = _extent(lines, "aliases")
    if not (alias and first):
        text = "\n".join(filter(None, (named, f"aliases:\n  - {alias}" if alias else "")))
        return text, field(lines, "guid" if guid else "aliases", text)
    entries = [line for line in lines[first - 1 : last] if line.strip()]
    if in_brackets := re.fullmatch(r"(aliases:\s*\[.*\S)\s*\]\s*", entries[0]):
        entries = [f"{in_brackets[1].rstrip(',')}, {alias}]"]
    else:
        entries.append(f"{re.sub(r'-.*', '', entries[-1]) if len(entries) > 1 else '  '}- {alias}")
    text = "\n".join((*entries, *filter(None, [named])))
    return text, Edit(Place(first, 1), Place(last, len(lines[last - 1]) + 1), text)


def field(lines: list[str], name: str, text: str) -> Edit | None:
    """`text` in place of a field, or as a new one at the end of the fields; None where the file has none."""
    first, last = _extent(lines, name)
    if first:
        return Edit(Place(first, 1), Place(last, len(lines[last - 1]) + 1), text)
    end = _end(lines)
    return Edit.above(end, text) if end else None


def entry(lines: list[str], slug: str, text: str) -> Edit:
    """`text` in place of an entry of a register, or as a new one at the end of the file."""
    first = next((number for number, line in enumerate(lines, 1) if line.startswith(f"{slug}:")), 0)
    if not first:
        last = Place(len(lines), len(lines[-1]) + 1)
        return Edit(last, last, f"\n{text}\n" if lines[-1] else f"{text}\n")
    last_line = first
    while last_line < len(lines) and lines[last_line][:1] in {" ", "-"}:
        last_line += 1
    return Edit(Place(first, 1), Place(last_line, len(lines[last_line - 1]) + 1), text)


def _extent(lines: list[str], name: str) -> tuple[int, int]:
    """The first and the last line of a field, counted from 1; 0 and 0 where it is not there."""
    end = _end(lines)
    first = next((number for number in range(2, end) if lines[number - 1].startswith(f"{name}:")), 0)
    last = first
    while first and last + 1 < end and lines[last][:1] in {" ", "-"}:
        last += 1
    return first, last


def _end(lines: list[str]) -> int:
    """The number of the line that closes the fields, or 0."""
    if lines[0].rstrip() != _FENCE:
        return 0
    return next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() == _FENCE), 0)
