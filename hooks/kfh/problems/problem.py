"""A problem: one fault in one place, with what to write instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kfh.problems import edits
from kfh.problems.catalogue import CHECKS, Severity
from kfh.problems.edits import Edit


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault in one place.

    `path` is relative to the site's root, with `/`; `line` and `column` count from 1.
    `message` says what must hold and what was found, and `field` the name of the field that it is about, such as
    "contact.email", or "". `edit` is the change to be made, where it is known; `fix` are the lines as they read after
    it, from `written_out` on, or what to write where no edit is known. Words and lines too long to be read are cut.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    fix: str = ""
    edit: Edit | None = field(default=None, compare=False)
    field: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if len(self.message) > _LONGEST:
            object.__setattr__(self, "message", f"{self.message[:_LONGEST]}…")
        if len(self.fix) > _LONGEST:
            object.__setattr__(self, "fix", "")

    @property
    def severity(self) -> Severity:
        return CHECKS[self.code].severity

    def made_in(self, read: list[str], written: list[str]) -> Problem:
        """The problem with its edit for the lines as they were `written`, where some were put right before reading."""
        return replace(self, edit=self.edit.made_in(read, written)) if self.edit else self

    def written_out(self, lines: list[str]) -> Problem:
        """The problem with the whole lines to paste, in a file that has these lines, at a place that it has."""
        line = min(self.line, len(lines))
        column = min(self.column, len(lines[line - 1]) + 1)
        is_short = len(lines[line - 1]) <= _LONGEST
        fix = edits.shown(lines, self.edit) if self.edit and not self.fix and is_short else self.fix
        return replace(self, line=line, column=column, fix=fix)


def within_bounds(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems, sorted; of many of one kind in a file only the first, and the last of these says how many more."""
    ordered = sorted(problems)
    number = Counter((problem.path, problem.code) for problem in ordered)
    told: Counter[tuple[str, str]] = Counter()
    for problem in ordered:
        kind = problem.path, problem.code
        told[kind] += 1
        if told[kind] == _MOST < number[kind]:
            more = f"{number[kind] - _MOST:,} more of this kind stand in this file"
            yield replace(problem, message=f"{problem.message[: _LONGEST - len(more)]} ({more})")
        elif told[kind] <= _MOST:
            yield problem


_LONGEST = 1_000
"""Characters of a message, or of lines to write instead, that people read."""
_MOST = 100
"""Problems of one kind in one file that people read."""


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
