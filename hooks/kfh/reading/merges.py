"""Marks that are left in a file when two people changed the same lines and nobody chose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kfh.problems.edits import Edit, Place
from kfh.problems.problem import Problem

_START, _MIDDLE, _END = (re.compile(rf"{mark}(?: .*)?$") for mark in ("<{7}", "={7}", ">{7}"))


def settle(path: str, lines: list[str]) -> Iterator[Problem]:
    """A problem for each place where two versions stand; `lines` keep the upper version and their numbers.

    The lower version and the marks become empty lines, so that the rest of the file is checked as usual.
    """
    start = middle = None
    for index, line in enumerate(lines):
        if _START.match(line):
            start, middle = index, None
        elif start is not None and _MIDDLE.match(line):
            middle = index
        elif start is not None and middle is not None and _END.match(line):
            yield _problem(path, lines, start, middle, index)
            gone = [start, *range(middle, index + 1)]
            for number in gone:
                lines[number] = ""
            start = middle = None
    for index, line in enumerate(lines):
        if _START.match(line) or _END.match(line):
            message = "this mark is left from merging two versions of the file: delete the line"
            yield Problem(path, index + 1, 1, "KFH115", message, edit=Edit.without(index + 1, index + 1))
            lines[index] = ""


def _problem(path: str, lines: list[str], start: int, middle: int, end: int) -> Problem:
    message = "two versions of these lines were merged and nobody chose: keep one, and delete the lines with the marks"
    kept = "".join(f"{line}\n" for line in lines[start + 1 : middle])
    return Problem(path, start + 1, 1, "KFH115", message, edit=Edit(Place(start + 1, 1), Place(end + 2, 1), kept))
