"""A file as its rules see it: its fields with their places, the sound values among them, and its body."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from kfh.content.nodes import Node, Place
from kfh.content.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from kfh.content.article import Kind


@dataclass
class Reading:
    """`root` is the site's folder, `path` the file below it; `kind` is None for an ordinary page."""

    root: Path
    path: str
    kind: Kind | None
    fields: Node
    body: str
    body_line: int
    sound: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    def beside(self, name: str) -> Path:
        """The file that a relative link `name` in this one points to."""
        return (self.root / self.path).parent / name

    def inside_folder(self, name: str) -> bool:
        """Whether a relative link `name` stays inside `posts/` or `bulletins/`, whose files are published."""
        folder = self.path.split("/")[0]
        return posixpath.normpath(f"{posixpath.dirname(self.path)}/{name}").startswith(f"{folder}/")

    def problem(self, code: str, message: str, fix: str = "", *, at: tuple[str | int, ...] = ()) -> Problem:
        """A problem at a field, or at the file's first line."""
        place = self.fields.find(at).place if at else Place(1, 1)
        return Problem(self.path, place.line, place.column, code, message, fix)

    def body_problem(self, code: str, message: str, fix: str = "", *, line: int, column: int = 1) -> Problem:
        """A problem at line `line` of the body, counted from 0."""
        return Problem(self.path, self.body_line + line, column, code, message, fix)
