"""A problem: one fault in one place, with what to write instead."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kfh.content import edits
from kfh.content.checks import CHECKS, Severity
from kfh.content.edits import Edit  # noqa: TC001 (read when what was kept is)

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault in one place.

    `path` is relative to the site's root, with `/`; `line` and `column` count from 1.
    `message` says what must hold and what was found; `fix` is the line or lines to write instead, or "".
    `edit` is the change that makes them, where it is known.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    fix: str = ""
    edit: Edit | None = field(default=None, compare=False)

    @property
    def severity(self) -> Severity:
        return CHECKS[self.code].severity

    def written_out(self, lines: list[str]) -> Problem:
        """The problem with the whole lines to paste, in a file that has these lines, at a place that it has."""
        line = min(self.line, len(lines))
        column = min(self.column, len(lines[line - 1]) + 1)
        fix = edits.shown(lines, self.edit) if self.edit and not self.fix else self.fix
        return replace(self, line=line, column=column, fix=fix)


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
