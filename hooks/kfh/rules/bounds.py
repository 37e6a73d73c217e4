"""How long and how deep a text may be, and which characters are lost: see kfh.reading.limits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kfh.problems.problem import Problem
from kfh.reading import limits
from kfh.reading.limits import LEVELS, SIZE
from kfh.reading.pasted import BREAKS
from kfh.rules.checked_text import Text
from kfh.rules.html import VOID, Tag, tags_in
from kfh.rules.registry import rule

_FENCE = re.compile(r"[\s>]*(?:```|~~~)")
_CODE = re.compile(r"`[^`]*`")
_BRACKET = re.compile(r"\\.|<(?=[a-zA-Z/!?])|[\[\](){}>]")
_INDENT = 4
_PAIRS = {"]": "[", ")": "(", "}": "{", ">": "<"}
_CLOSED_BY_ITSELF = frozenset(["dd", "dt", "li", "option", "p", "td", "th", "tr"])
"""Elements that end where another of the same name starts (HTML, section 13.1.2.4)."""


@rule("KFH524", first=True)
def text_can_be_read(text: Text) -> Iterator[Problem]:
    """A text that is too long, or too deep in brackets, takes minutes to read."""
    size = len(text.reading.body.encode("utf-8", "surrogatepass"))
    if size > SIZE:
        message = f"a text must have at most {SIZE // 1_000_000} MB; this one has {size / 1_000_000:.1f} MB: divide it"
        yield text.problem("KFH524", message, 0)
        return
    place = _unclosed(text.lines)
    if place:
        line, column, mark = place
        message = f'more than {LEVELS} "{mark}" stand here that are never closed: close them, or take them out'
        yield text.problem("KFH524", message, line, (column, column + 1))
    elif (deep := next((number for number, line in enumerate(text.lines) if _is_deep(line)), None)) is not None:
        yield text.problem("KFH524", limits.too_deep().message, deep)


def _unclosed(lines: list[str]) -> tuple[int, int, str] | None:
    """Where one bracket too many is open: line and column from 0, and the bracket.

    A paragraph ends them all but those of elements, which may go on below it.
    """
    depths, fenced = dict.fromkeys(_PAIRS.values(), 0), False
    whole = "\n".join(lines)
    if all(whole.count(mark) <= LEVELS for mark in depths):
        return None
    for number, line in enumerate(lines):
        fenced ^= bool(_FENCE.match(line))
        if not line.strip():
            depths = dict.fromkeys(depths, 0) | {"<": depths["<"]}
        code = _CODE.sub(lambda found: " " * len(found[0]), line) if "`" in line else line
        for found in () if fenced else _BRACKET.finditer(code):
            mark = found[0]
            if mark in depths:
                depths[mark] += 1
                if depths[mark] > LEVELS:
                    return number, found.start(), mark
            elif mark in _PAIRS:
                depths[_PAIRS[mark]] = max(depths[_PAIRS[mark]] - 1, 0)
    return None


def _is_deep(line: str) -> bool:
    """Whether a line is so far to the right that it would be too deep in lists or notes; each takes four columns."""
    if line[LEVELS : LEVELS + 1].strip() or not line[:1].isspace():
        return False
    indent = line[: len(line) - len(line.lstrip())]
    return len(indent) < len(line) and len(indent.expandtabs(_INDENT)) > LEVELS * _INDENT


@rule("KFH524")
def nothing_is_too_deep(text: Text) -> Iterator[Problem]:
    """One problem, where the first text stands that is too deep in quotes, lists and elements."""
    opened: list[str] = []
    for line, token in text.tokens:
        for tag in tags_in(token.content).found if token.type in ("html_block", "html_inline") else ():
            _open_or_close(opened, tag)
        if token.level + len(opened) > LEVELS:
            refusal = limits.too_deep()
            yield text.problem(refusal.code, refusal.message, line)
            return


def _open_or_close(opened: list[str], tag: Tag) -> None:
    if tag.name in (opened[-1:] if tag.name in _CLOSED_BY_ITSELF else opened if tag.is_end else ()):
        while opened.pop() != tag.name:
            pass
    if not tag.is_end and tag.name not in VOID:
        opened.append(tag.name)


@rule("KFH116")
def no_characters_are_lost(text: Text) -> Iterator[Problem]:
    for number, (line, prose) in enumerate(zip(text.lines, text.prose, strict=True)):
        for columns, name in limits.lost(line, prose):
            refusal = limits.lost_character(name)
            yield text.problem(refusal.code, refusal.message, number, columns, " " * (line[slice(*columns)] in BREAKS))
