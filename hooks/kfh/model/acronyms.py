"""The register of acronyms: each with the words that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kfh.problems.problem import Problem
from kfh.reading.sources import Sources
from kfh.reading.yaml_places import Node

WORD = re.compile(r"[^\W_][\w’']*")
_SMALL = frozenset(["a", "an", "and", "for", "in", "of", "on", "the", "to", "with"])
_CALLED = r"(?:otherwise |also )?(?:known|called)(?: as)?"
_ACRONYM = re.compile(r"[^\W_](?:[\w&./’'+-]*[\w+])?")
_JOIN = re.compile(
    rf"[*_\s]*(?:[(\[=:,–—]|-(?=\s))\W*(?:(?:the|an?|our|or|i\.?e\.?|{_CALLED})\W+)?"
    rf"|[*_]*,?\s+(?:or|{_CALLED}|(?:stands|is short) for|means)\s+(?:the\s+|an?\s+)?\W*",
    re.IGNORECASE,
)
"""What may stand between an acronym and its words: `(`, `=`, `, the`, `, otherwise known as`, ` stands for `."""
_NEAR = 200
"""Characters before and after an acronym in which its author may say what it stands for."""
FILE = "docs/vocabulary/acronyms.yml"


def load(sources: Sources) -> tuple[dict[str, str], list[Problem]]:
    """The acronyms of a site with their meanings, and every problem; a site need not have the file."""
    if not sources.is_there(FILE):
        return {}, []
    top, problems = sources.yaml(FILE)
    if problems or not top or not top.value:
        return {}, problems
    if not isinstance(top.value, dict):
        return {}, [Problem(FILE, 1, 1, "KFH303", "must be a list of acronyms, each with a colon and its meaning")]
    return {name: node.value for name, node in top.value.items() if isinstance(node.value, str)}, list(
        _check(top.value)
    )


def written_out(acronym: str, text: str, place: tuple[int, int]) -> str:
    """The words that an author gives for an acronym beside it, which stands at `place` in a text; "" for none.

    They are known by their first letters, as in `Sustainability and Transformation Plan (STP)` or `STP stands for …`.
    """
    before, after = text[max(place[0] - _NEAR, 0) : place[0]], text[place[1] : place[1] + _NEAR]
    letters = [letter.lower() for letter in acronym if letter.isalnum()]
    reach = 2 * len(letters) + 4
    earlier, later = list(WORD.finditer(before))[-reach:], list(WORD.finditer(after))[:reach]
    for words in (earlier[start:] for start in range(len(earlier))):
        count = _spelt(letters, words)
        if count and _JOIN.fullmatch(before[words[count - 1].end() :]):
            return " ".join(word[0] for word in words[:count])
    for words in (later[start:] for start in range(len(later))):
        count = _spelt(letters, words)
        if count and _JOIN.fullmatch(after[: words[0].start()]):
            return " ".join(word[0] for word in words[:count])
    return ""


def _spelt(letters: list[str], words: list[re.Match[str]]) -> int:
    """How many of these words have the letters for their first ones, some small words passed over; 0 if they differ."""
    left = letters
    for number, word in enumerate(words, 1):
        if word[0][0].lower() == left[0]:
            left = left[1:]
        elif number == 1 or word[0].lower() not in _SMALL:
            return 0
        if not left:
            return number
    return 0


def _check(entries: dict[str, Node]) -> Iterator[Problem]:
    for name, node in entries.items():
        place = node.key_place or node.place
        if not isinstance(node.value, str) or not node.value.strip():
            message = f'"{name}" must have its meaning after the colon, as one piece of text'
            yield Problem(FILE, place.line, place.column, "KFH303", message, f"{name}: …")
        elif not _ACRONYM.fullmatch(name) and len(name.split()) == 1:
            meant = re.sub(r"^\W+|\W+$", "", name)
            message = f'an acronym must be letters and figures alone; found "{name}"'
            yield Problem(FILE, place.line, place.column, "KFH303", message, f"{meant or '…'}: {node.value}")
        if len(name.split()) != 1:
            message = f'an acronym must be one word; found "{name}"'
            yield Problem(FILE, place.line, place.column, "KFH303", message)
