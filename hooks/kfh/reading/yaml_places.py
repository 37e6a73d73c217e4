"""YAML read as text with places: nothing is guessed, constructed or expanded.

Every scalar stays the text that stands in the file, so that `2019`, `no` or `12:30` keep their meaning
and a YAML tag can never make an object.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import yaml

from kfh.problems.edits import Place
from kfh.reading import limits


@dataclass(frozen=True, slots=True)
class Node:
    """A value, where it starts and where it ends; in a mapping, `key_place` is where its key starts.

    `in_brackets` says of a list that it stands on one line, as in `[a, b]`.
    """

    value: str | list[Node] | dict[str, Node]
    place: Place
    key_place: Place | None = None
    end: Place | None = None
    in_brackets: bool = False

    def plain(self) -> Plain:
        """The value as text, lists and mappings, without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def find(self, location: tuple[str | int, ...]) -> Node:
        """The node at `location`, or the nearest one above it that exists."""
        node = self
        for step in location:
            match node.value, step:
                case dict() as entries, str() if step in entries:
                    node = entries[step]
                case list() as items, int() if step < len(items):
                    node = items[step]
                case _:
                    break
        return node

    def leaves(self) -> Iterator[Node]:
        """Every text in the node, in order; of a mapping, those of its values."""
        if isinstance(self.value, str):
            yield self
        else:
            for node in self.value.values() if isinstance(self.value, dict) else self.value:
                yield from node.leaves()

    def with_entries(self, location: tuple[int | str, ...], entries: dict[str, Node] | list[Node]) -> Node:
        """The node with `entries` in place of the one at `location`: of a mapping some fields, of a list some items."""
        step, rest = location[0], location[1:]
        match self.value:
            case dict() as fields if step in fields:
                assert isinstance(step, str)
                inner = {step: fields[step].with_entries(rest, entries)} if rest else entries
                assert isinstance(inner, dict)
                made = ((inner if name == step else {name: node}) for name, node in fields.items())
                return replace(self, value={name: node for part in made for name, node in part.items()})
            case list() as items if isinstance(step, int) and step < len(items):
                between = [items[step].with_entries(rest, entries)] if rest else entries
                return replace(self, value=[*items[:step], *between, *items[step + 1 :]])
        return self


LEVELS = 100
"""How many values may stand one within another."""

Plain = str | list["Plain"] | dict[str, "Plain"]


class YamlFault(Exception):
    """A text that is not the plain YAML that the site uses; `code` is KFH104, KFH106, KFH107, KFH109 or KFH114."""

    def __init__(self, code: str, message: str, place: Place) -> None:
        super().__init__(message)
        self.code, self.message, self.place = code, message, place


def parse(text: str, first_line: int = 1) -> Node:
    """The one YAML document in `text`, whose first line is line `first_line` of its file.

    Raises YamlFault for broken YAML, a key given twice, an anchor, an alias, a second document, more than LEVELS of
    values within values, or a character that no page can show.
    Tags make nothing: mkdocs.yml may hold them. One without a value, such as `!!python/name:…`, is its own value.
    """
    try:
        events = list(_events(text, first_line))
    except (yaml.YAMLError, ValueError) as error:
        raise _broken(error, text.rstrip().split("\n"), first_line) from None
    builder = _Builder(first_line)
    stream = iter(events[2:-2])
    first = next(stream, None)
    top = builder.node(first, stream) if first else Node("", Place(first_line, 1))
    if second := next(stream, None):
        raise YamlFault("KFH104", "only one block of fields can stand here", builder.place(second))
    return top


def _events(text: str, first_line: int) -> Iterator[yaml.events.Event]:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.events.CollectionStartEvent) - isinstance(event, yaml.events.CollectionEndEvent)
        if depth > LEVELS:
            message = f"there are more than {LEVELS} brackets or lists within one another: close them, or take them out"
            raise YamlFault("KFH104", message, _Builder(first_line).place(event))
        yield event


def _broken(error: Exception, lines: list[str], first_line: int) -> YamlFault:
    """YAML tells of a bracket that is never closed after the last line, here at its end; of a quote, where that is."""
    marks = ("context_mark", "problem_mark") if "end of stream" in str(error) else ("problem_mark", "context_mark")
    mark: yaml.Mark | None = getattr(error, marks[0], None) or getattr(error, marks[1], None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if line >= len(lines):
        line, column = len(lines) - 1, len(lines[-1])
    place = Place(first_line + line, column + 1)
    if "\t" in lines[line]:
        return YamlFault("KFH114", "a tab stands here: use spaces, never the Tab key", place)
    message = "this line cannot be read: check its indent and its colon, and the quotes and brackets around its value"
    return YamlFault("KFH104", message, place)


class _Builder:
    def __init__(self, first_line: int) -> None:
        self.first_line = first_line

    def place(self, event: yaml.events.Event) -> Place:
        mark = event.start_mark
        assert mark
        return Place(self.first_line + mark.line, mark.column + 1)

    def node(self, event: yaml.events.Event, rest: Iterator[yaml.events.Event], key: Place | None = None) -> Node:
        place = self.place(event)
        if isinstance(event, yaml.events.AliasEvent) or getattr(event, "anchor", None):
            raise YamlFault("KFH107", "a value cannot start with & or * unless it stands in quotes", place)
        if isinstance(event, yaml.events.SequenceStartEvent):
            return Node(self.items(rest), place, key, in_brackets=bool(event.flow_style))
        if isinstance(event, yaml.events.MappingStartEvent):
            return Node(self.entries(rest), place, key)
        assert isinstance(event, yaml.events.ScalarEvent)
        if limits.LOST.search(event.value):
            raise YamlFault("KFH109", "a value must not hold control characters: type the text anew", place)
        end = event.end_mark
        assert end
        value = event.value or (event.tag or "").replace("tag:yaml.org,2002:python/", "!!python/")
        return Node(value, place, key, Place(self.first_line + end.line, end.column + 1))

    def items(self, rest: Iterator[yaml.events.Event]) -> list[Node]:
        found = []
        while not isinstance(event := next(rest), yaml.events.SequenceEndEvent):
            found.append(self.node(event, rest))
        return found

    def entries(self, rest: Iterator[yaml.events.Event]) -> dict[str, Node]:
        found: dict[str, Node] = {}
        while not isinstance(event := next(rest), yaml.events.MappingEndEvent):
            key = self.node(event, rest)
            if not isinstance(key.value, str):
                raise YamlFault("KFH104", "a field's name must be plain text", key.place)
            if key.value in found:
                raise YamlFault("KFH106", f'"{key.value}" stands here twice; keep one', key.place)
            found[key.value] = self.node(next(rest), rest, key.place)
        return found
