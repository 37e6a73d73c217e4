"""An edit: the exact change that puts a problem right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """Line and column, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, order=True, slots=True)
class Edit:
    """`text` in place of what stands from `start` up to, not including, `end`; both count from 1."""

    start: Place
    end: Place
    text: str

    @classmethod
    def of_line(cls, number: int, line: str, text: str) -> Edit:
        """`text` in place of the whole of line `number`, which is `line`."""
        return cls(Place(number, 1), Place(number, len(line) + 1), text)

    @classmethod
    def above(cls, number: int, text: str) -> Edit:
        """`text` as new lines above line `number`."""
        return cls(Place(number, 1), Place(number, 1), f"{text}\n")

    @classmethod
    def without(cls, first: int, last: int) -> Edit:
        """The lines from `first` to `last` taken out."""
        return cls(Place(first, 1), Place(last + 1, 1), "")

    def made_in(self, read: list[str], written: list[str]) -> Edit:
        """The edit for lines as they were `written`, where it was made for those that were `read`.

        Where a line was put right in between, the edit changes the whole line, with what was put right.
        """
        first, last = self.start.line, min(self.end.line, len(written))
        if self.start.column == self.end.column or read[first - 1 : last] == written[first - 1 : last]:
            return self
        ends = {len(read[last - 1]) + 1, len(written[last - 1]) + 1}
        is_whole = self.start.column == 1 and self.end.column in ends
        text = self.text if is_whole else shown(read, self)
        return Edit(Place(first, 1), Place(last, len(written[last - 1]) + 1), text)


def apply(text: str, edits: Iterable[Edit]) -> str:
    """`text` with the edits made; of two that touch the same characters, only the first is."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)

    def offset(place: Place) -> int:
        return min(starts[min(place.line, len(starts)) - 1] + place.column - 1, len(text))

    made, done = [], 0
    for edit in sorted(edits):
        start, end = offset(edit.start), offset(edit.end)
        if start >= done:
            made += [text[done:start], edit.text]
            done = max(end, start)
    return "".join((*made, text[done:]))


def shown(lines: list[str], edit: Edit) -> str:
    """The lines that an edit changes, as they read after it; "" where it takes lines out."""
    before = lines[edit.start.line - 1][: edit.start.column - 1] if edit.start.line <= len(lines) else ""
    after = lines[edit.end.line - 1][edit.end.column - 1 :] if edit.end.line <= len(lines) else ""
    if edit.end.column == 1 and (edit.text.endswith("\n") or not edit.text):
        after = ""
    return (before + edit.text + after).strip("\n")
