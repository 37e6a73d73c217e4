"""Where the fields of a file begin and end, even when a line of hyphens is missing or misplaced."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from kfh.problems.edits import Edit, Place
from kfh.problems.problem import Problem

KEY = re.compile(r"([A-Za-z_][\w -]*?)[ \t]*:(?=\s|$)")
_DASHES = re.compile(r"\ufeff?\s*[-–—]{1,6}\s*")
_FENCE = "---"


@dataclass
class Fences:
    """The fields stand in `lines[first:last]`, the body from `body` on; all three count from 0."""

    first: int = 0
    last: int = 0
    body: int = 0
    problems: list[Problem] = field(default_factory=list)


def find(path: str, lines: list[str], known: Collection[str]) -> Fences:
    """Where the fields of a file with these lines stand; `known` are the names that fields may have."""
    opening = _opening(path, lines, known)
    if opening is None:
        message = 'the file must start with a line "---", then its fields, then another line "---"'
        return Fences(problems=[Problem(path, 1, 1, "KFH102", message, edit=Edit.above(1, _block(known)))])
    first, problems = opening
    last, body, more = _closing(path, lines, first)
    return Fences(first, last, body, [*problems, *more])


def _block(known: Collection[str]) -> str:
    """The least that a file must have, to be filled in."""
    fields = {"title": "title: …", "date": "date: …", "tags": "tags:\n  - …"}
    return "\n".join((_FENCE, *(line for name, line in fields.items() if name in known), _FENCE, ""))


def _opening(path: str, lines: list[str], known: Collection[str]) -> tuple[int, list[Problem]] | None:
    start = next((index for index, line in enumerate(lines) if line.strip()), None)
    if start is None:
        return None
    if lines[start].rstrip() == _FENCE:
        message = 'the line "---" must be the very first: nothing may stand above it, not even an empty line'
        edit = Edit.without(1, start)
        return start + 1, [Problem(path, 1, 1, "KFH102", message, _FENCE, edit)] if start else []
    if _DASHES.fullmatch(lines[start]):
        edit = Edit(Place(1, 1), Place(start + 1, len(lines[start]) + 1), _FENCE)
        return start + 1, [replace(_no_fence(path, start, lines[start]), edit=edit)]
    key = KEY.match(lines[start])
    if key and key[1].lower() in known:
        message = 'a line "---" must stand above the fields'
        edit = Edit(Place(1, 1), Place(start + 1, 1), f"{_FENCE}\n")
        return start, [Problem(path, start + 1, 1, "KFH102", message, edit=edit)]
    return None


def _no_fence(path: str, index: int, line: str) -> Problem:
    message = f'this line must be three plain hyphens, "---"; found "{line.strip()}"'
    return Problem(path, index + 1, 1, "KFH102", message, edit=Edit.of_line(index + 1, line, _FENCE))


def _closing(path: str, lines: list[str], first: int) -> tuple[int, int, list[Problem]]:
    for index in range(first, len(lines)):
        line = lines[index]
        if line.rstrip() == _FENCE:
            return index, index + 1, []
        if _DASHES.fullmatch(line) and line.strip() != "-":
            return index, index + 1, [_no_fence(path, index, line)]
        if index > first and not lines[index - 1].strip() and _is_text(line):
            return _missing(path, lines, index)
    return _missing(path, lines, len(lines))


def _is_text(line: str) -> bool:
    """Whether a line after an empty one belongs to the text rather than to the fields."""
    return bool(line.strip()) and not (line[0].isspace() or line.startswith(("- ", "# ")) or KEY.match(line))


def _missing(path: str, lines: list[str], body: int) -> tuple[int, int, list[Problem]]:
    last = body
    while last and not lines[last - 1].strip():
        last -= 1
    has_text = body < len(lines)
    message = (
        'a line "---" must stand here, between the fields and the text'
        if has_text
        else 'the file ends within its fields: a line "---" must follow them, and the text below it'
    )
    fix = "" if has_text else f"{_FENCE}\n\n…"
    number = last + 1
    ends_short = last == len(lines)
    end = Place(last, len(lines[-1]) + 1)
    edit = Edit(end, end, f"\n{_FENCE}") if ends_short else Edit.above(number, _FENCE)
    return last, body, [Problem(path, min(number, len(lines)), 1, "KFH102", message, fix, edit)]
