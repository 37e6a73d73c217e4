"""Front matter: the block of fields between two lines `---` at the top of a file.

It is a flat list of fields, so each field is parsed on its own: a fault in one never hides the faults of another.
The raw lines are looked at before YAML sees them, since YAML drops a `#` and what follows without a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kfh.content import nodes
from kfh.content.nodes import Node, Place, YamlFault
from kfh.content.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_KEY = re.compile(r"([A-Za-z_][\w -]*?)[ \t]*:(?=\s|$)")
_LOST = re.compile(
    r"""(?P<lead>(?>\s*(?:-\s+)?(?:[A-Za-z_][\w-]*:(?:\s+|$))?))(?P<value>[^\s"'#].*?)??(?P<lost>(?:^|(?<=\s))\#.*)$"""
)
"""A line whose value, not in quotes, is cut short by a #."""

_LOST_IN_LIST = re.compile(r"(?P<lead>\w+:\s+)(?P<value>\[(?:[^\"'#]*,)?)(?P<lost>#.*)")
"""The same in a list on one line, where a # need not follow a space."""
_BLOCK_TEXT = re.compile(r":\s*[|>][+-]?\d?\s*$")


@dataclass
class FrontMatter:
    """`fields` by name, the body below them, the line where that starts, and the fields that could not be read."""

    fields: Node
    body: str = ""
    body_line: int = 1
    broken: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def read(path: str, text: str, known: Iterable[str]) -> FrontMatter:
    """The front matter of `text`; `known` are the names of the fields that a file of this kind may have."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return _none(path, text, known, 'the file must start with a line "---", its fields, and another line "---"')
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() == "---"), None)
    if end is None:
        return _none(path, "", known, 'the fields must end with a line "---" before the text begins')
    reader = _Reader(path, tuple(known))
    for number, chunk in _chunks(lines[1:end]):
        reader.take(number, chunk)
    body = "\n".join(lines[end + 1 :])
    return FrontMatter(Node(reader.fields, Place(1, 1)), body, end + 2, reader.broken, reader.problems)


def _none(path: str, body: str, known: Iterable[str], message: str) -> FrontMatter:
    problem = Problem(path, 1, 1, "KFH102", message, "---")
    return FrontMatter(Node({}, Place(1, 1)), body, broken=set(known), problems=[problem])


def _chunks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Each field's lines with the number of the first; a line that starts at the left margin starts a field."""
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or _starts_field(lines[index]):
            if "".join(lines[start:index]).strip():
                yield start + 2, lines[start:index]
            start = index


def _starts_field(line: str) -> bool:
    return bool(line) and not line[0].isspace() and line[0] not in "-#]})"


class _Reader:
    def __init__(self, path: str, known: tuple[str, ...]) -> None:
        self.path, self.known = path, known
        self.fields: dict[str, Node] = {}
        self.broken: set[str] = set()
        self.problems: list[Problem] = []

    def report(self, place: Place, code: str, message: str, fix: str = "") -> None:
        self.problems.append(Problem(self.path, place.line, place.column, code, message, fix))

    def take(self, number: int, lines: list[str]) -> None:
        if all(not line.strip() or line.lstrip().startswith("#") for line in lines):
            return
        found = _KEY.match(lines[0])
        if not found:
            self.report(Place(number, 1), "KFH108", _no_field(lines[0]), _as_field(lines[0], self.known))
            return
        key = self.key(found[1], Place(number, 1))
        for place, fix in _lost_text(number, lines):
            self.report(place, "KFH105", "the text after # would be lost: put the whole value in quotes", fix)
            if fix:
                lines[place.line - number] = fix
        self.parse(key, number, lines)

    def key(self, written: str, place: Place) -> str:
        """The field's name; one in other letters is reported and taken for the field it means."""
        key = written.lower().replace(" ", "_").replace("-", "_")
        if key != written and key in self.known:
            self.report(place, "KFH202", f'field names are written in small letters; found "{written}"', f"{key}:")
            written = key
        if written in self.fields:
            self.report(place, "KFH106", f'"{written}" stands here twice; keep one')
        return written

    def parse(self, key: str, number: int, lines: list[str]) -> None:
        """Take up the field's value; one that YAML cannot read is reported, and read as the fix has it."""
        fix = "" if "".join(lines[1:]).strip() else _quoted(lines[0])
        try:
            self.fields[key] = _value("\n".join(lines), number)
        except YamlFault as fault:
            self.report(fault.place, fault.code, _plain_words(fault, key, mendable=bool(fix)), fix)
            try:
                self.fields[key] = _value(fix, number)
            except YamlFault:
                self.broken.add(key)


def _value(text: str, number: int) -> Node:
    node = nodes.parse(text, number)
    if not isinstance(node.value, dict) or len(node.value) != 1:
        raise YamlFault("KFH104", "a plain space must follow the colon", node.place)
    return next(iter(node.value.values()))


def _lost_text(number: int, lines: list[str]) -> Iterator[tuple[Place, str]]:
    """Where a # outside quotes follows a value or stands for one: the place, and the line with quotes."""
    if _BLOCK_TEXT.search(lines[0]):
        return
    for index, line in enumerate(lines):
        found = None if line.lstrip().startswith("#") else _LOST.match(line) or _LOST_IN_LIST.match(line)
        if found:
            place = Place(number + index, found.start("lost") + 1)
            yield place, _with_quotes(found["lead"], (found["value"] or "") + found["lost"])


def _with_quotes(lead: str, value: str) -> str:
    if not lead.strip():
        return ""
    if value.startswith("["):
        return lead + re.sub(r"#[^,\]]+", lambda tag: _in_quotes(tag[0]), value)
    return f"{lead.rstrip()} {_in_quotes(value)}"


def _quoted(line: str) -> str:
    """The line with its value in quotes; "" where that seems to be a list."""
    key, _, value = line.partition(":")
    value = value.strip()
    return "" if value.startswith("[") and "]" not in value[:-1] else f"{key}: {_in_quotes(value)}"


def _in_quotes(value: str) -> str:
    inner = value.strip()
    if inner[:1] in {'"', "“"}:
        inner = inner[1:].rstrip('"”')
    return '"' + inner.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _plain_words(fault: YamlFault, key: str, *, mendable: bool) -> str:
    if fault.code != "KFH104":
        return fault.message
    if mendable:
        return f'the value of "{key}" must stand in quotes, since it holds a colon, a quote or another special mark'
    return f'the lines of "{key}" cannot be read here: check indents, hyphens, quotes and brackets'


def _no_field(line: str) -> str:
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return "two versions of this file were merged and not settled: keep one, and delete this line"
    return "each line here must be a field: its name, a colon, a space and its value"


def _as_field(line: str, known: tuple[str, ...]) -> str:
    found = re.match(r"(\w+)\s*[:=]?\s*(.*)", line)
    return f"{found[1].lower()}: {found[2]}" if found and found[1].lower() in known else ""
