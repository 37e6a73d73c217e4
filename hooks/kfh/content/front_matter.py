"""Front matter: the block of fields between two lines `---` at the top of a file.

It is a flat list of fields, so each field is parsed on its own: a fault in one never hides the faults of another.
The raw lines are looked at before YAML sees them, since YAML drops a `#` and what follows without a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kfh.content import fences, merges, nodes, residue
from kfh.content.edits import Edit
from kfh.content.fields import closest
from kfh.content.nodes import Node, Place, YamlFault
from kfh.content.problems import Problem
from kfh.content.quoting import parts, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_BLOCK_TEXT = re.compile(r"[^\"'#]*:\s*[|>][+-]?\d?\s*$")


@dataclass
class FrontMatter:
    """`fields` by name, the body below them, the number of its first line, and the fields that could not be read.

    `end` is the number of the line that closes the fields, or 0 where there are none.
    """

    fields: Node
    body: str = ""
    body_line: int = 1
    end: int = 0
    broken: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def read(path: str, text: str, known: Iterable[str], one_word: Collection[str] = ()) -> FrontMatter:
    """The front matter of `text`; `known` are the names of the fields that a file of this kind may have.

    The fields in `one_word`, which may stand in groups, have values in which a # after a space starts a comment.
    """
    known, raw = tuple(known), text.split("\n")
    lines = raw.copy()
    problems = list(merges.settle(path, lines)) if "<<<<<<<" in text or ">>>>>>>" in text else []
    found = fences.find(path, lines, known)
    reader = _Reader(path, known, one_word)
    for number, chunk in _chunks(lines[found.first : found.last], found.first + 1):
        reader.take(number, chunk)
    problems += (*found.problems, *reader.problems)
    return FrontMatter(
        Node(reader.fields, Place(1, 1)),
        "\n".join(lines[found.body :]),
        found.body + 1,
        found.last + 1 if found.body else 0,
        reader.broken if found.body else set(known),
        [problem.written_out(raw) for problem in problems],
    )


def _chunks(lines: list[str], first: int) -> Iterator[tuple[int, list[str]]]:
    """Each field's lines with the number of the first; a line that starts at the left margin starts a field."""
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or _starts_field(lines[index]):
            if "".join(lines[start:index]).strip():
                yield first + start, lines[start:index]
            start = index


def _starts_field(line: str) -> bool:
    return bool(line) and not line[0].isspace() and line[0] not in "-#]})"


class _Reader:
    def __init__(self, path: str, known: tuple[str, ...], one_word: Collection[str]) -> None:
        self.path, self.known, self.one_word = path, known, one_word
        self.fields: dict[str, Node] = {}
        self.broken: set[str] = set()
        self.problems: list[Problem] = []
        self.raw: dict[int, str] = {}

    def line(self, number: int, text: str) -> Edit:
        """`text` in place of line `number`, whatever of it has been put right in between."""
        return Edit.of_line(number, self.raw[number], text)

    def report(self, place: Place, code: str, message: str, edit: Edit | None = None) -> None:
        self.problems.append(Problem(self.path, place.line, place.column, code, message, edit=edit))

    def take(self, number: int, lines: list[str]) -> None:
        if all(not line.strip() or line.lstrip().startswith("#") for line in lines):
            return
        self.raw = dict(enumerate(lines, number))
        self.mend(number, lines)
        found = fences.KEY.match(lines[0])
        if not found:
            meant = _as_field(lines[0], self.known)
            edit = self.line(number, meant) if meant else None
            message = "each line here must be a field: its name, a colon, a space and its value"
            self.report(Place(number, 1), "KFH108", message, edit)
            if not meant:
                return
            lines[0], found = meant, fences.KEY.match(meant)
            assert found
        self.parse(self.key(found[1], number, len(lines)), number, lines)

    def mend(self, number: int, lines: list[str]) -> None:
        """Report what the lines hold that YAML would lose or misread, and put `lines` right."""
        in_text = False
        for index, original in enumerate(lines):
            one_word = _name(lines[0]) in self.one_word or _name(original) in self.one_word
            for found in residue.found_in(original, in_text=in_text, one_word=one_word):
                edit = self.line(number + index, found.line) if found.line != original else None
                self.report(Place(number + index, found.column), found.code, found.message, edit)
                lines[index] = found.line
            in_text = in_text or (index == 0 and bool(_BLOCK_TEXT.match(lines[0])))

    def key(self, written: str, number: int, count: int) -> str:
        """The field's name; one that is written otherwise is reported and taken for the field it means."""
        meant = written.lower().replace(" ", "_").replace("-", "_")
        edit_to, end = Place(number, 1), Place(number, len(written) + 1)
        if meant != written and meant in self.known:
            message = f'the names of fields are written in small letters; found "{written}"'
            self.report(edit_to, "KFH217", message, Edit(edit_to, end, meant))
            written = meant
        elif written not in self.known and (near := closest(written, self.known)) and near not in self.fields:
            message = f'"{written}" is no field of this file; did you mean "{near}"?'
            self.report(edit_to, "KFH202", message, Edit(edit_to, end, near))
            written = near
        if written in self.fields:
            message = f'"{written}" stands here twice: keep one, and delete the other'
            self.report(edit_to, "KFH106", message, Edit.without(number, number + count - 1))
        return written

    def parse(self, key: str, number: int, lines: list[str]) -> None:
        """Take up the field's value; lines that YAML cannot read are reported, and read as their edits have them."""
        first_fault: YamlFault | None = None
        for _ in lines:
            try:
                self.fields[key] = _value("\n".join(lines), number)
            except YamlFault as fault:
                first_fault = first_fault or fault
                if fault.code == "KFH109":
                    self.report(fault.place, fault.code, fault.message)
                    self.broken.add(key)
                    return
                index = min(fault.place.line - number, len(lines) - 1)
                mended = quoted(lines[index])
                if not mended or mended == lines[index]:
                    break
                edit = self.line(number + index, mended)
                self.report(fault.place, fault.code, _plain_words(fault, key, lines[index]), edit)
                lines[index] = mended
            else:
                return
        self.unreadable(key, number, lines, first_fault)

    def unreadable(self, key: str, number: int, lines: list[str], first: YamlFault | None) -> None:
        try:
            self.fields[key] = _value("\n".join(lines), number)
        except YamlFault as fault:
            place = (first or fault).place
            self.problems = [problem for problem in self.problems if not _made_up(problem, number, lines)]
            self.broken.add(key)
            indented = self.indented(number, lines)
            if not indented:
                message = f'the lines of "{key}" cannot be read: check indents, hyphens and brackets'
                self.report(place, "KFH104", message)

    def indented(self, number: int, lines: list[str]) -> bool:
        """Report the fields that a space keeps from standing on their own, and whether there are any."""
        inner = {name: line for line in range(1, len(lines)) if (name := _indented_name(lines[line])) in self.known}
        for name, line in inner.items():
            message = f'"{name}" must stand at the left margin, with no space before it'
            self.report(
                Place(number + line, 1), "KFH108", message, self.line(number + line, self.raw[number + line].lstrip())
            )
            self.broken.add(name)
        return bool(inner)


def _name(line: str) -> str:
    """The field that a line names, perhaps after an indent or a hyphen, as it should be written; "" where none is."""
    found = fences.KEY.match(line.lstrip(" -"))
    return found[1].lower() if found else ""


def _indented_name(line: str) -> str:
    found = re.match(r"\s+(\w+):(?:\s|$)", line)
    return found[1] if found else ""


def _made_up(problem: Problem, number: int, lines: list[str]) -> bool:
    return problem.code == "KFH104" and number <= problem.line < number + len(lines)


def _value(text: str, number: int) -> Node:
    node = nodes.parse(text, number)
    if not isinstance(node.value, dict) or len(node.value) != 1:
        raise YamlFault("KFH104", "a plain space must follow the colon", node.place)
    return next(iter(node.value.values()))


def _plain_words(fault: YamlFault, key: str, line: str) -> str:
    if fault.code != "KFH104":
        return fault.message
    value = parts(line)[1]
    named = f'the value of "{key}" must stand in quotes'
    if value[:1] in {'"', "'"}:
        return f'the quotes around the value of "{key}" do not match: one pair must hold the whole value'
    if ": " in value or value.endswith(":"):
        return f"{named}: it holds a colon, which would start another field"
    if value[:1] in "@%`|>[]{}?-,":
        return f"{named}: it starts with {value[:1]}, which has a meaning of its own here"
    return f"{named}: it holds a special mark"


def _as_field(line: str, known: tuple[str, ...]) -> str:
    found = re.match(r"(\w+)\s*[=;]?\s*(.*)", line.replace("：", ":"))
    return f"{found[1].lower()}: {found[2].removeprefix(':').strip()}" if found and found[1].lower() in known else ""
