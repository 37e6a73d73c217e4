"""Fields that stand at the left margin, where they belong below the name of their group: they are moved in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kfh.problems.edits import Edit, Place
from kfh.problems.problem import Problem
from kfh.values.slugs import slugify

_FIELD = re.compile(r"(?P<name>[A-Za-z][\w -]*?)[ \t]*:(?:[ \t]+(?P<value>[^\s{].*)|[ \t]*$)")
_INDENT = 2
_NO_SLUG = "an entry must start with its slug and a colon, on a line above its fields"


class Group(NamedTuple):
    """The names of the fields in a group, and whether the field that has it takes a list of such groups."""

    names: tuple[str, ...]
    is_list: bool


def _read(line: str, names: Mapping[str, str]) -> tuple[str, str]:
    """The name, one of those that `names` gives, and the value of the field that starts at the margin; "" for none."""
    found = _FIELD.match(line)
    name = names.get(found["name"].lower().replace("-", "").replace(" ", "_"), "") if found else ""
    return (name, found["value"] or "") if found and name else ("", "")


def _moved(lines: Sequence[str], names: Mapping[str, str], indent: int) -> list[str]:
    """The lines, moved in, each field with its right name."""
    read = [(line, *_read(line, names)) for line in lines]
    named = (f"{name}: {value}".rstrip() if name else line for line, name, value in read)
    return [f"{' ' * indent}{line}" if line else "" for line in named]


def _width(lines: Sequence[str]) -> int:
    """How far the first field of these lines is moved in already; two spaces where none is."""
    first = next((line for line in lines if line[:1] == " " and line.strip()), " " * _INDENT)
    return len(first) - len(first.lstrip(" "))


def not_below(name: str) -> str:
    """What is told of fields that do not stand below the name of their group."""
    return f'the fields of "{name}" must stand below it, each on an indented line'


def of_entries(path: str, lines: list[str], label: str, names: Mapping[str, str]) -> Iterator[Problem]:
    """A problem for each run of fields at the margin of a register, which must stand below a slug; puts `lines` right.

    `names` are those of the fields by how they may be written, and `label` is the one that each entry has once.
    """
    start = index = 0
    slug = ""
    while index < len(lines):
        if not _is_field(lines, index, names):
            if lines[index][:1].strip("# "):
                slug, start = lines[index].rstrip(" :"), index
            index += 1
            continue
        last = index
        while last + 1 < len(lines) and (lines[last + 1][:1] in {" ", "-"} or _is_field(lines, last + 1, names)):
            last += 1
        parts = list(_divided(lines[index : last + 1], label, names))
        yield _below(path, lines, _Run(slug, start, index, parts), names)
        slug = slug if len(parts) == 1 else ""
        index = last + 1


def _divided(lines: list[str], label: str, names: Mapping[str, str]) -> Iterator[list[str]]:
    """The lines of each entry: another begins with the second label."""
    part: list[str] = []
    for line in lines:
        name = _read(line, names)[0]
        if name == label and any(_read(other, names)[0] == label for other in part):
            yield part
            part = []
        part.append(line)
    yield part


def _is_field(lines: list[str], index: int, names: Mapping[str, str]) -> bool:
    """Whether a line at the margin is a field of an entry, rather than the slug of one."""
    name, value = _read(lines[index], names)
    below = lines[index + 1] if index + 1 < len(lines) else ""
    return bool(name and (value or below.lstrip().startswith("-") or not below.startswith(" ")))


class _Run(NamedTuple):
    """Fields at the margin from the line `first` on, in `parts` by entry; those of `slug`, at `start`, come first."""

    slug: str
    start: int
    first: int
    parts: list[list[str]]

    @property
    def last(self) -> int:
        return self.first + sum(map(len, self.parts)) - 1


def _below(path: str, lines: list[str], run: _Run, names: Mapping[str, str]) -> Problem:
    """Move in the fields of a run. Of an entry without a slug nothing can be read before it has one."""
    width = _width(lines[run.start + 1 : run.first]) if run.slug else _INDENT
    moved = [_moved(part, names, width) for part in run.parts]
    own = moved.pop(0) if run.slug else []
    others = [line for fields in moved for line in (f"{_slug(fields[0])}:", *fields)]
    start, end = run.first, Place(run.last + 1, len(lines[run.last]) + 1)
    is_named = bool(run.slug) and ":" in lines[run.start]
    if run.slug and not is_named:
        own, start = [f"{run.slug}:", *lines[run.start + 1 : run.first], *own], run.start
    text = "\n".join((*own, *others))
    lines[start : run.last + 1] = [*own, *[""] * (run.last + 1 - start - len(own))]
    message = _NO_SLUG if others or not is_named else not_below(run.slug)
    return Problem(path, run.first + 1, 1, "KFH303", message, edit=Edit(Place(start + 1, 1), end, text))


def _slug(line: str) -> str:
    """A slug for the entry that a line is the first field of."""
    return slugify(line.partition(":")[2]) or "…"


def of_group(name: str, lines: Sequence[str], group: Group) -> list[str]:
    """The lines of the field `name`, which has a `group`, with what stands at the margin below it moved in.

    A value beside the name is the first field of the group.
    """
    names = {field: field for field in group.names}
    value = lines[0].partition(":")[2].strip()
    head = [f"{name}:", f"{group.names[0]}: {value}"] if value else [lines[0]]
    if not group.is_list:
        inner = [*head[1:], *lines[1:]]
        width = _width(inner)
        return [head[0], *(_moved([line], names, width)[0] if line[:1].strip() else line for line in inner)]
    return [head[0], *_items([*head[1:], *lines[1:]], names, group.names[0])]


def _items(lines: Sequence[str], names: Mapping[str, str], first: str) -> Iterator[str]:
    """The lines of a list of groups: one starts at each hyphen, and at the field that each has once."""
    width = 0
    for line in lines:
        bare = line.lstrip(" -") if line.lstrip().startswith("-") else line
        if bare != line:
            width = len(line) - len(bare)
            yield line
        elif not line[:1].strip():
            yield line
        elif _read(line, names)[0] == first or not width:
            width = 2 * _INDENT
            yield "  - " + _moved([line], names, 0)[0]
        else:
            yield _moved([line], names, width)[0]
