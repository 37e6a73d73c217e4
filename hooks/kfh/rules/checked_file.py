"""A file as its rules see it: its fields with their places, the sound values among them, and its body."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel

from kfh.model.article import Kind
from kfh.model.schema import Status
from kfh.model.vocabulary import Registers
from kfh.problems.edits import Edit, Place
from kfh.problems.problem import Problem
from kfh.reading.yaml_places import Node


@dataclass
class Reading:
    """`path` is the file's path below the site's root; `kind` is None for an ordinary page.

    `model` has the fields that a file of its kind may have.
    `lines` are those of the whole file; the body starts at line `body_line`, and line `end` closes the fields.
    `read_as` are the lines with what was put right before the fields were read, which have their places there.
    `named` are the names of the fields as they are written, `sound` the values that are right.
    """

    path: str
    kind: Kind | None
    model: type[BaseModel]
    registers: Registers
    fields: Node
    lines: list[str]
    body: str
    body_line: int
    end: int
    read_as: list[str]
    named: frozenset[str] = frozenset()
    sound: dict[str, Any] = field(default_factory=dict)

    @property
    def is_shown(self) -> bool:
        """Whether readers are given the text, now or on its day, if it is that of an article."""
        return self.kind is not None and self.sound.get("status") not in (Status.DRAFT, Status.WITHDRAWN)

    @property
    def is_closed(self) -> bool:
        """Whether a line of hyphens closes the fields."""
        return 0 < self.end <= len(self.lines) and bool(self.lines[self.end - 1].strip())

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    def problem(self, code: str, message: str, value: str = "", *, at: tuple[str | int, ...] = ()) -> Problem:
        """A problem at a field, or at the file's first line; `value` is what the field must hold instead."""
        node = self.fields.find(at) if at else Node("", Place(1, 1))
        edit = Edit(node.place, node.end, value) if value and node.end else None
        found = Problem(self.path, node.place.line, node.place.column, code, message, edit=edit, field=named(at))
        return found.made_in(self.read_as, self.lines)

    def without_line(self, code: str, message: str, at: tuple[str | int, ...]) -> Problem:
        """A problem at an entry that must go: with its line, where it has one to itself."""
        place = self.fields.find(at).place
        alone = self.lines[place.line - 1].lstrip().startswith("- ")
        edit = Edit.without(place.line, place.line) if alone else None
        return Problem(self.path, place.line, place.column, code, message, edit=edit, field=named(at))

    def with_lines(self, problem: Problem, fix: str) -> Problem:
        """`problem`, with lines that are to be added at the end of the fields."""
        edit = Edit.above(self.end, fix)
        if self.end > len(self.lines):
            last = Place(len(self.lines), len(self.lines[-1]) + 1)
            edit = Edit(last, last, f"\n{fix}")
        return replace(problem, fix=fix, edit=edit if self.end and fix else None)

    def body_problem(
        self, code: str, message: str, *, line: int, columns: tuple[int, int] = (0, 0), text: str | None = None
    ) -> Problem:
        """A problem in the body: at a line and from one column up to another, all counted from 0.

        `text` is what must stand between the columns instead, where it is known.
        """
        number, (start, end) = self.body_line + line, columns
        edit = None if text is None else Edit(Place(number, start + 1), Place(number, end + 1), text)
        return Problem(self.path, number, start + 1, code, message, edit=edit)


def named(at: tuple[str | int, ...]) -> str:
    """The name of what stands at a place among the fields, as people are told it: `contact.email`, `actions.by`."""
    return ".".join(part for part in at if isinstance(part, str))
