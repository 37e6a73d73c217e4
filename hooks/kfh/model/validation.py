"""Plain text fields become the values of a pydantic model; what does not fit becomes problems in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import replace
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from kfh.problems.edits import Edit, Place
from kfh.problems.problem import Problem
from kfh.reading.yaml_places import Node
from kfh.values.dates import DateFault
from kfh.values.nearest import closest
from kfh.values.quoting import entry, scalar

Model = TypeVar("Model", bound=BaseModel)
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MOST = 4
"""Rounds: what was meant by one value may be at fault in another way."""


class Wording(NamedTuple):
    """What is said of a fault; `fix` are the lines to write, if known.

    `meant` is what the field must hold instead: one value, or several entries of a list; of a field with another name,
    it is the right name.
    """

    code: str
    message: str
    fix: str = ""
    meant: tuple[str, ...] = ()


class Change(NamedTuple):
    """What was meant by the node at a `location`: `entries` in place of it."""

    location: tuple[int | str, ...]
    entries: dict[str, Node] | list[Node]


class Valid(NamedTuple, Generic[Model]):
    """A `model`, or None and `problems`; `fields` hold what was meant, wherever that is known."""

    model: Model | None
    problems: list[Problem]
    fields: Node


_EMPTY = Wording("KFH203", "is empty: it must have a value, or the line must go")
_NO_LIST = Wording("KFH204", "must be a list, one entry a line, each after a hyphen", "{name}:\n  - …")
_NO_GROUP = Wording("KFH204", "must be a group of fields, each on an indented line of its own")
_NO_CHOICE = Wording("KFH206", 'must be one of {expected}; found "{input}"')
_NO_NUMBER = Wording("KFH206", 'must be a whole number above 0; found "{input}"')
_OTHER = Wording("KFH206", 'must be another kind of value; found "{input}"')
_WORDINGS = {
    "missing": Wording("KFH201", "is missing: it must stand among the fields", "{name}: …"),
    "string_too_short": _EMPTY,
    "too_short": _EMPTY,
    "string_too_long": Wording("KFH207", "must have at most {max_length} characters"),
    "list_type": _NO_LIST,
    "tuple_type": _NO_LIST,
    "string_type": Wording("KFH204", "must be one piece of text, not a list or a group of fields"),
    "model_type": _NO_GROUP,
    "dict_type": _NO_GROUP,
    "enum": _NO_CHOICE,
    "int_parsing": _NO_NUMBER,
    "int_type": _NO_NUMBER,
    "greater_than_equal": _NO_NUMBER,
}
"""The words for each type of error that pydantic reports."""


def fault(code: str, message: str, *meant: str) -> PydanticCustomError:
    """What a validator raises: `message` follows the quoted field name, as in `"date" must be …`.

    `meant` is what the field must hold instead, where it is known: one value, or several entries of a list.
    """
    return PydanticCustomError("kfh", "{message}", {"code": code, "message": message, "meant": [*filter(None, meant)]})


def dated(read: Callable[[str], date]) -> Callable[[object], date]:
    """A validator of a field that holds a date, as `read` takes it from what was written."""

    def check(value: object) -> date:
        if not isinstance(value, str):
            raise fault("KFH205", "must be a date, year first, such as 2018-03-09")
        if not value.strip():
            raise fault("KFH203", "is empty: it must have a date, year first, such as 2018-03-09")
        try:
            return read(" ".join(value.split()))
        except DateFault as error:
            raise fault(error.code, str(error), error.fix) from None

    return check


def validate(
    model: type[Model],
    fields: Node,
    path: str,
    context: dict[str, Any] | None = None,
    passed_over: Container[str | int] = (),
) -> Valid[Model]:
    """`fields` as a `model`, or every problem found, each at its own line.

    What was meant by a faulty value counts as if it stood there already, so that one fault hides no other.
    Fields named in `passed_over` have been reported before: nothing more is said of them.
    """
    problems: list[Problem] = []
    for _ in range(_MOST):
        try:
            found = model.model_validate(fields.plain(), context=context)
        except ValidationError as error:
            details = [detail for detail in error.errors() if not (detail["loc"] and detail["loc"][0] in passed_over)]
        else:
            return Valid(None if problems else found, sorted(problems), fields)
        registers = (context or {}).get("registers")
        told = [
            (replace(problem, field=_name(detail)), change)
            for detail in details
            for problem, change in [_told(model, detail, fields, path, registers)]
        ]
        problems += (problem for problem, change in told if change)
        rest = [problem for problem, change in told if not change]
        if len(rest) == len(told):
            break
        for _, change in reversed(told):
            fields = fields.with_entries(*change) if change else fields
    return Valid(None, sorted(problems + rest), fields)


def _told(
    model: type[BaseModel], detail: ErrorDetails, fields: Node, path: str, registers: object
) -> tuple[Problem, Change | None]:
    """The problem, and the change that puts it right, where it is known."""
    location = detail["loc"]
    node, place = fields.find(location), _place(detail, fields)
    wording = _wording(model, detail, fields)
    message = f'"{_name(detail)}" {wording.message}' if _name(detail) else wording.message
    group = _group(model, str(location[0])) if location else None
    if detail["type"] == "model_type" and group and node.value and not isinstance(node.value, dict):
        return _as_group(path, message, node, location, group)
    if detail["type"] in ("list_type", "tuple_type") and isinstance(node.value, str) and node.value:
        return _one_a_line(path, message, node, location, group or getattr(registers, str(location[-1]), None))
    edit, change = _repair(detail, wording, fields)
    return Problem(path, place.line, place.column, wording.code, message, "" if edit else wording.fix, edit), change


def _repair(detail: ErrorDetails, wording: Wording, fields: Node) -> tuple[Edit | None, Change | None]:
    location, name = detail["loc"], str(detail["loc"][-1]) if detail["loc"] else ""
    node, place, above = fields.find(location), _place(detail, fields), fields.find(location[:-1])
    if detail["type"] == "extra_forbidden" and wording.meant:
        edit = Edit(place, Place(place.line, place.column + len(name)), wording.meant[0])
        return edit, Change(location, {wording.meant[0]: node})
    if not isinstance(node.value, str) or not node.end or node is above:
        return None, None
    if isinstance(location[-1], int) and isinstance(above.value, list):
        if wording.code == "KFH203" and len(above.value) > 1:
            return Edit.without(place.line, place.line), Change(location, [])
        entries = [Node(value, node.place) for value in wording.meant]
        between = ", " if above.in_brackets else f"\n{' ' * (above.place.column - 1)}- "
        edit = Edit(node.place, node.end, between.join(entry(value) for value in wording.meant))
        return (edit, Change(location, entries)) if entries else (None, None)
    if wording.meant:
        meant = replace(node, value=wording.meant[0], end=None)
        return Edit(node.place, node.end, scalar(wording.meant[0])), Change(location, {name: meant})
    return None, None


class FieldGroup(NamedTuple):
    """A group of fields: the one that a piece of text alone is meant for, and whether one has an address for mail."""

    text: str
    has_email: bool


def _group(model: type[BaseModel], name: str) -> FieldGroup | None:
    """The group of a field, if it has one that can be said in one piece of text."""
    field = model.model_fields.get(name)
    kinds = (field.annotation, *get_args(field.annotation)) if field else ()
    group: Any = next((kind for kind in kinds if hasattr(kind, "said_alone")), None)
    return FieldGroup(group.said_alone, "email" in group.model_fields) if group else None


def _as_group(
    path: str, message: str, node: Node, location: tuple[int | str, ...], group: FieldGroup
) -> tuple[Problem, Change | None]:
    """A group of fields that was written as one piece of text, or as a list of its fields."""
    parts, is_entry = _parts_of(node, group), isinstance(location[-1], int)
    indent, start = (" " * (node.place.column - 1), node.place) if is_entry else ("  ", node.key_place)
    lines = f"\n{indent}".join(f"{name}: {scalar(value)}" for name, value in parts.items())
    fix = lines if is_entry else f"{location[-1]}:\n  {lines}"
    edit = Edit(start, node.end, fix) if start and node.end and "…" not in fix else None
    meant = replace(node, value={name: Node(value, node.place) for name, value in parts.items()}, end=None)
    change = Change(location, [meant] if is_entry else {str(location[-1]): meant}) if edit else None
    return Problem(path, node.place.line, node.place.column, "KFH204", message, "" if edit else fix, edit), change


def _parts_of(node: Node, group: FieldGroup) -> dict[str, str]:
    """The fields of a group that a value was meant for, which is a text or a list of groups."""
    if isinstance(node.value, list):
        groups = (one.value for one in node.value if isinstance(one.value, dict))
        return {key: str(part.value) for group in groups for key, part in group.items()}
    text = str(node.value)
    mailbox = _MAILBOX.search(text) if group.has_email else None
    rest = text.replace(mailbox[0], "").strip(" ,;:<>()") if mailbox else text
    email = {"email": mailbox[0] if mailbox else "…"} if group.has_email else {}
    return {group.text: rest or "…"} | email


def _one_a_line(
    path: str, message: str, node: Node, location: tuple[int | str, ...], of: Any
) -> tuple[Problem, Change | None]:
    """A list that was written as one piece of text: `tags: HEE, Quality`, or with hyphens and no space after them."""
    assert node.key_place
    assert node.end
    assert isinstance(node.value, str)
    name, indent = str(location[-1]), " " * (node.key_place.column - 1)
    if isinstance(of, FieldGroup):
        text = of.text
        edit = Edit(node.key_place, node.end, f"{name}:\n{indent}  - {text}: {scalar(node.value)}")
        inner = Node({text: Node(node.value, node.place)}, node.place)
        problem = Problem(path, node.place.line, node.place.column, "KFH218", message, edit=edit)
        return problem, Change(location, {name: replace(node, value=[inner], end=None)})
    parts = [part.strip() for part in re.split(r"[,;]|(?:^|\s)[-–•](?=\S)", node.value) if part.strip()]
    known = of.known_as(node.value) if of else None
    entries = [known.label.lstrip("#")] if known else (of and of.several(node.value)) or parts
    lines = "".join(f"\n{indent}  - {entry(part)}" for part in entries)
    edit = Edit(node.key_place, node.end, f"{name}:{lines}")
    meant = replace(node, value=[Node(part, node.place) for part in entries], end=None)
    problem = Problem(path, node.place.line, node.place.column, "KFH218", message, edit=edit)
    return problem, Change(location, {name: meant})


def _place(detail: ErrorDetails, fields: Node) -> Place:
    node = fields.find(detail["loc"])
    points_at_key = detail["type"] in ("extra_forbidden", "missing") or node.value in ("", [], {})
    return node.key_place or node.place if points_at_key else node.place


def _name(detail: ErrorDetails) -> str:
    return ".".join(str(part) for part in detail["loc"] if isinstance(part, str) and part != "[key]")


def _wording(model: type[BaseModel], detail: ErrorDetails, fields: Node) -> Wording:
    """The words for one of pydantic's error types; those of our own validators carry theirs."""
    if detail["type"] == "kfh":
        return Wording(detail["ctx"]["code"], detail["ctx"]["message"], meant=tuple(detail["ctx"]["meant"]))
    if detail["type"] == "extra_forbidden":
        return _unknown_key(model, detail["loc"], fields.find(detail["loc"][:-1]))
    wording = _WORDINGS.get(detail["type"], _OTHER)
    parts = {"name": detail["loc"][-1] if detail["loc"] else "", "input": detail["input"], **detail.get("ctx", {})}
    if detail["type"] == "enum":
        wording = wording._replace(meant=_choice(str(detail["input"]), parts["expected"]))
    return wording._replace(message=wording.message.format_map(parts), fix=wording.fix.format_map(parts))


def _choice(written: str, expected: str) -> tuple[str, ...]:
    """The one of the `expected` words that was meant; `unpublished` is not a slip of `published`."""
    near = "" if written.lower().startswith(("un", "not ")) else closest(written, re.findall(r"'([^']+)'", expected))
    return (near,) if near else ()


def _unknown_key(model: type[BaseModel], location: tuple[int | str, ...], siblings: Node) -> Wording:
    owner: Any = model
    for step in location[:-1]:
        field = getattr(owner, "model_fields", {}).get(step)
        owner = field.annotation if field else None
    known = [field.alias or name for name, field in getattr(owner, "model_fields", {}).items() if not field.exclude]
    written = str(location[-1])
    near = getattr(owner, "other_names", {}).get(written) or closest(written, known)
    if near and not (isinstance(siblings.value, dict) and near in siblings.value):
        return Wording("KFH202", f'is no field of this file; did you mean "{near}"?', meant=(near,))
    return Wording("KFH202", f"is no field of this file; the fields are {', '.join(known)}")
