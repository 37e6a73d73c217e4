"""Front matter: the block of fields between two lines `---` at the top of a file.

It is a flat list of fields, so each field is parsed on its own: a fault in one never hides the faults of another.
The raw lines are looked at before YAML sees them, since YAML drops a `#` and what follows without a word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from kfh.problems.edits import Edit, Place
from kfh.problems.problem import Problem
from kfh.reading import fences, indents, merges, other_systems, pasted, yaml_places
from kfh.reading.indents import Group
from kfh.reading.yaml_places import Node, YamlFault
from kfh.values.nearest import closest
from kfh.values.quoting import parts, quoted

NO_GROUPS: Mapping[str, Group] = MappingProxyType({})
_BLOCK_TEXT = re.compile(r"[^\"'#]*:\s*[|>][+-]?\d?\s*$")


@dataclass
class FrontMatter:
    """`fields` by name, the body below them, the number of its first line, and the fields that could not be read.

    `lines` are those of the whole file as they were read, some of them put right before.
    `end` is the number of the line that closes the fields, or 0 where there are none.
    """

    fields: Node
    lines: list[str]
    body: str = ""
    body_line: int = 1
    end: int = 0
    broken: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def read(
    path: str, text: str, known: Iterable[str], one_word: Collection[str] = (), groups: Mapping[str, Group] = NO_GROUPS
) -> FrontMatter:
    """The front matter of `text`; `known` are the names of the fields that a file of this kind may have.

    The fields in `one_word`, which may stand in groups, have values in which a # after a space starts a comment; those
    in `groups` have fields of their own.
    """
    known, raw = tuple(known), text.split("\n")
    lines = raw.copy()
    problems = list(merges.settle(path, lines)) if "<<<<<<<" in text or ">>>>>>>" in text else []
    found = fences.find(path, lines, known)
    reader = _Reader(path, known, one_word)
    chunks = list(reader.gathered(_chunks(lines[found.first : found.last], found.first + 1), groups))
    reader.named = {key[1].lower() for _, chunk in chunks if (key := fences.KEY.match(chunk[0]))}
    for number, chunk in chunks:
        reader.take(number, chunk)
    for other in reader.others:
        reader.take_over(*other)
    problems += (*found.problems, *reader.problems)
    return FrontMatter(
        Node(reader.fields, Place(1, 1)),
        [reader.read_as.get(number, line) for number, line in enumerate(raw, 1)],
        "\n".join(lines[found.body :]),
        found.body + 1,
        found.last + 1 if found.body else 0,
        reader.broken if found.body else set(known),
        problems,
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
    first = line.lstrip(pasted.BREAKS)[:1]  # characters that cannot be seen are no indent
    return bool(first) and not first.isspace() and first not in "-#]})"


class _Reader:
    def __init__(self, path: str, known: tuple[str, ...], one_word: Collection[str]) -> None:
        self.path, self.known, self.one_word = path, known, one_word
        self.fields: dict[str, Node] = {}
        self.spans: dict[str, int] = {}
        self.named: set[str] = set()
        self.others: list[tuple[int, list[str], other_systems.Field]] = []
        self.read_as: dict[int, str] = {}
        self.broken: set[str] = set()
        self.problems: list[Problem] = []
        self.raw: dict[int, str] = {}

    def line(self, number: int, text: str) -> Edit:
        """`text` in place of line `number`, whatever of it has been put right in between."""
        return Edit.of_line(number, self.raw[number], text)

    def report(self, place: Place, code: str, message: str, edit: Edit | None = None) -> None:
        self.problems.append(Problem(self.path, place.line, place.column, code, message, edit=edit))

    def gathered(
        self, chunks: Iterable[tuple[int, list[str]]], groups: Mapping[str, Group]
    ) -> Iterator[tuple[int, list[str]]]:
        """The fields, each group with those of its fields that stand at the margin below it, which is reported."""
        waiting = [*chunks]
        while waiting:
            number, lines = waiting.pop(0)
            name, raw = _name(lines[0]), [*lines]
            group = groups.get(name)
            while group and waiting and _name(waiting[0][1][0]).replace("-", "") in group.names:
                raw += waiting.pop(0)[1]
            self.raw |= enumerate(raw, number)
            if group and len(raw) > len(lines):
                lines = indents.of_group(name, raw, group)
                edit = Edit(Place(number, 1), Place(number + len(raw) - 1, len(raw[-1]) + 1), "\n".join(lines))
                self.report(Place(number, 1), "KFH204", indents.not_below(name), edit)
            if len(lines) == len(raw):
                yield number, lines
            else:
                self.broken.add(name)  # a line more than there is in the file: no place in it would be right

    def take(self, number: int, lines: list[str]) -> None:
        if all(not line.strip() or line.lstrip().startswith("#") for line in lines):
            return
        self.mend(number, lines)
        found = fences.KEY.match(lines[0])
        if not found:
            field = _as_field(lines[0], self.known)
            edit = self.line(number, field) if field else None
            message = "each line here must be a field: its name, a colon, a space and its value"
            self.report(Place(number, 1), "KFH108", message, edit)
            if not field:
                return
            lines[0], found = field, fences.KEY.match(field)
            assert found
            self.mend(number, lines)
        if found[1] not in self.known and (meant := self.meant(lines[0])):
            self.others.append((number, lines, meant))
            return
        key = self.key(found[1], number, lines)
        if key in self.spans and not self.is_better(key, number, lines):
            return
        self.spans[key] = number
        self.parse(key, number, lines)

    def meant(self, line: str) -> other_systems.Field | None:
        """The field of another system that a line has, as it is called here."""
        name, _, value = line.partition(":")
        return other_systems.here(name.strip(), value.strip(), self.known)

    def is_better(self, key: str, number: int, lines: list[str]) -> bool:
        """Report a field that stands twice, and say whether the second has a value where the first has none."""
        first = self.spans[key]
        better = key in self.broken or (key in self.fields and self.fields[key].value in ("", [], {}))
        gone = (first, self.last_line(first)) if better else (number, number + _length(lines) - 1)
        message = f'"{key}" stands here twice: keep one, and delete the other'
        self.report(Place(number, 1), "KFH106", message, Edit.without(*gone))
        self.broken -= {key} if better else set()
        return better

    def last_line(self, first: int) -> int:
        """The last line of the field that starts at line `first`."""
        last = first
        while last + 1 in self.raw and not _starts_field(self.raw[last + 1]):
            last += 1
        return first + _length([self.raw[number] for number in range(first, last + 1)]) - 1

    def take_over(self, number: int, lines: list[str], meant: other_systems.Field) -> None:
        """Report a field of another system, and read it as the one that it is here."""
        written, place = lines[0].partition(":")[0].rstrip(), Place(number, 1)
        message = f'"{written}" is a field of other systems'
        whole = Edit.without(number, number + _length(lines) - 1)
        if not meant.name:
            self.report(place, "KFH202", f"{message}, and has no use here: take it out", whole)
        elif meant.name in self.spans:
            missing = self.missing(number, lines, meant.name)
            more = f"write {' and '.join(missing)} there, and take this out" if missing else "take this out"
            message = f'{message}; here it is "{meant.name}", which this file has too: {more}'
            self.report(place, "KFH202", message, None if missing else whole)
        else:
            lines[0] = f"{meant.name}: {meant.value}".rstrip()
            self.report(place, "KFH202", f'{message}; here it is "{meant.name}"', self.line(number, lines[0]))
            self.spans[meant.name] = number
            self.parse(meant.name, number, lines)

    def missing(self, number: int, lines: list[str], name: str) -> list[str]:
        """What a field has, each text in quotes, that our field `name` has not."""
        try:
            other = _value("\n".join(lines), number)
        except YamlFault:
            return ["what it has"]
        known = {text.casefold() for text in _texts(self.fields[name])} if name in self.fields else set()
        return [f'"{text}"' for text in _texts(other) if text.casefold() not in known]

    def mend(self, number: int, lines: list[str]) -> None:
        """Report what the lines hold that YAML would lose or misread, and put `lines` right."""
        in_text = False
        for index, original in enumerate(lines):
            one_word = _name(lines[0]) in self.one_word or _name(original) in self.one_word
            for found in pasted.found_in(original, in_text=in_text, one_word=one_word):
                edit = self.line(number + index, found.line) if found.line != original else None
                self.report(Place(number + index, found.column), found.code, found.message, edit)
                lines[index] = found.line
            in_text = in_text or (index == 0 and bool(_BLOCK_TEXT.match(lines[0])))

    def key(self, written: str, number: int, lines: list[str]) -> str:
        """The field's name; one that is written otherwise is reported, and the line put right."""
        meant = written.lower().replace(" ", "_").replace("-", "_")
        if meant != written and meant in self.known:
            code, message = "KFH217", f'the names of fields are written in small letters; found "{written}"'
        elif written not in self.known and (meant := closest(written, self.known)) and meant not in self.named:
            code, message = "KFH202", f'"{written}" is no field of this file; did you mean "{meant}"?'
        else:
            return written
        self.named.add(meant)
        lines[0] = meant + lines[0][len(written) :]
        self.report(Place(number, 1), code, message, self.line(number, lines[0]))
        return meant

    def parse(self, key: str, number: int, lines: list[str]) -> None:
        """Take up the field's value; lines that YAML cannot read are reported, and read as their edits have them."""
        read, told = lines.copy(), len(self.problems)
        first_fault: YamlFault | None = None
        for _ in range(len(lines) + 1):
            try:
                self.fields[key] = _value("\n".join(read), number)
            except YamlFault as fault:
                first_fault = first_fault or fault
                if fault.code == "KFH109":
                    self.report(fault.place, fault.code, fault.message)
                    self.broken.add(key)
                    return
                index = min(fault.place.line - number, len(lines) - 1)
                mended = quoted(read[index])
                if not mended or mended == read[index]:
                    break
                edit = self.line(number + index, mended)
                self.report(fault.place, fault.code, _plain_words(fault, key, read[index]), edit)
                read[index] = mended
            else:
                self.read_as |= enumerate(read, number)
                return
        del self.problems[told:]
        self.broken.add(key)
        if not self.indented(key, number, lines):
            assert first_fault
            message = f'the lines of "{key}" cannot be read: check indents, hyphens and brackets'
            self.report(first_fault.place, "KFH104", message)

    def indented(self, key: str, number: int, lines: list[str]) -> bool:
        """Report the fields that a space keeps from standing on their own, read them, and say whether there are any."""
        inner = {line: name for line in range(1, len(lines)) if (name := _indented_name(lines[line])) in self.known}
        for line, name in inner.items():
            message = f'"{name}" must stand at the left margin, with no space before it'
            lines[line] = lines[line].lstrip()
            self.report(Place(number + line, 1), "KFH108", message, self.line(number + line, lines[line]))
        for line, end in pairwise([0, *inner, len(lines)]) if inner else ():
            name = inner.get(line, key)
            self.broken -= {name}
            self.spans[name] = number + line
            self.parse(name, number + line, lines[line:end])
        return bool(inner)


def _name(line: str) -> str:
    """The field that a line names, perhaps after an indent or a hyphen, as it should be written; "" where none is."""
    found = fences.KEY.match(line.lstrip(" -"))
    return found[1].lower() if found else ""


def _length(lines: list[str]) -> int:
    """How many lines a field has, less the empty ones and the notes below it."""
    return max(index for index, line in enumerate(lines, 1) if index == 1 or not _is_note(line))


def _is_note(line: str) -> bool:
    return not line.strip() or line.startswith("#")


def _texts(node: Node) -> Iterator[str]:
    """Every text in a value, those between commas each."""
    for leaf in node.leaves():
        yield from filter(None, (part.strip().lstrip("#") for part in str(leaf.value).split(",")))


def _indented_name(line: str) -> str:
    found = re.match(r"\s+(\w+):(?:\s|$)", line)
    return found[1] if found else ""


def _value(text: str, number: int) -> Node:
    node = yaml_places.parse(text, number)
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
