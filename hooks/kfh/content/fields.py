"""Plain text fields become the values of a pydantic model; what does not fit becomes problems in plain words."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from kfh.content.dates import DateFault
from kfh.content.edits import Edit
from kfh.content.nodes import Node, Place
from kfh.content.problems import Problem
from kfh.content.quoting import scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable
    from datetime import date

Model = TypeVar("Model", bound=BaseModel)


class Wording(NamedTuple):
    """What is said of a fault; `value` is what the field must hold instead, and `fix` the lines to write, if known."""

    code: str
    message: str
    fix: str = ""
    value: str = ""


_EMPTY = Wording("KFH203", "is empty: it must have a value, or the line must go")
_NO_LIST = Wording("KFH204", "must be a list, one entry a line, each after a hyphen", "{name}:\n  - …")
_NO_GROUP = Wording("KFH204", "must be a group of fields, each on an indented line of its own")
_NO_CONTACT = _NO_GROUP._replace(fix="contact:\n  name: {input}\n  email: …")
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


def fault(code: str, message: str, value: str = "") -> PydanticCustomError:
    """What a validator raises: `message` follows the quoted field name, as in `"date" must be …`.

    `value` is what the field must hold instead, where it is known.
    """
    return PydanticCustomError("kfh", "{message}", {"code": code, "message": message, "value": value})


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
) -> tuple[Model | None, list[Problem]]:
    """`fields` as a `model`, or None with every problem found, each at its own line.

    Fields named in `passed_over` have been reported before: nothing more is said of them.
    """
    try:
        return model.model_validate(fields.plain(), context=context), []
    except ValidationError as error:
        details = (detail for detail in error.errors() if not (detail["loc"] and detail["loc"][0] in passed_over))
        return None, [_problem(model, detail, fields, path) for detail in details]


def _problem(model: type[BaseModel], detail: ErrorDetails, fields: Node, path: str) -> Problem:
    node, place = fields.find(detail["loc"]), _place(detail, fields)
    wording = _wording(model, detail)
    message = _named(detail, wording.message)
    if detail["type"] in ("list_type", "tuple_type") and isinstance(node.value, str) and node.value:
        return _one_a_line(path, message, node, str(detail["loc"][-1]))
    edit = Edit(node.place, node.end, scalar(wording.value)) if wording.value and node.end else None
    if edit and detail["type"] == "extra_forbidden":
        edit = Edit(place, Place(place.line, place.column + len(str(detail["loc"][-1]))), wording.value)
    if wording.code == "KFH203" and isinstance(detail["loc"][-1], int):
        edit = Edit.without(place.line, place.line)
    return Problem(path, place.line, place.column, wording.code, message, "" if edit else wording.fix, edit)


def _one_a_line(path: str, message: str, node: Node, name: str) -> Problem:
    """A list that was written as one piece of text: `tags: HEE, Quality`, or with hyphens and no space after them."""
    assert node.key_place
    assert node.end
    assert isinstance(node.value, str)
    entries = [entry.strip() for entry in re.split(r"[,;]|(?:^|\s)[-–•](?=\S)", node.value) if entry.strip()]
    lines = "".join(f"\n  - {scalar(entry)}" for entry in entries)
    place = node.key_place
    edit = Edit(place, node.end, f"{name}:{lines}")
    return Problem(path, node.place.line, node.place.column, "KFH218", message, edit=edit)


def _place(detail: ErrorDetails, fields: Node) -> Place:
    node = fields.find(detail["loc"])
    points_at_key = detail["type"] in ("extra_forbidden", "missing") or node.value in ("", [], {})
    return node.key_place or node.place if points_at_key else node.place


def _named(detail: ErrorDetails, message: str) -> str:
    name = ".".join(str(part) for part in detail["loc"] if isinstance(part, str) and part != "[key]")
    return f'"{name}" {message}' if name else message


def _wording(model: type[BaseModel], detail: ErrorDetails) -> Wording:
    """The words for one of pydantic's error types; those of our own validators carry theirs."""
    if detail["type"] == "kfh":
        return Wording(detail["ctx"]["code"], detail["ctx"]["message"], value=detail["ctx"]["value"])
    if detail["type"] == "extra_forbidden":
        return _unknown_key(model, detail["loc"])
    is_contact = detail["type"] == "model_type" and detail["loc"] == ("contact",) and detail["input"]
    wording = _NO_CONTACT if is_contact else _WORDINGS.get(detail["type"], _OTHER)
    parts = {"name": detail["loc"][-1] if detail["loc"] else "", "input": detail["input"], **detail.get("ctx", {})}
    if detail["type"] == "enum":
        wording = wording._replace(value=closest(str(detail["input"]), re.findall(r"'([^']+)'", parts["expected"])))
    return wording._replace(message=wording.message.format_map(parts), fix=wording.fix.format_map(parts))


def _unknown_key(model: type[BaseModel], location: tuple[int | str, ...]) -> Wording:
    owner: Any = model
    for step in location[:-1]:
        field = getattr(owner, "model_fields", {}).get(step)
        owner = field.annotation if field else None
    known = list(getattr(owner, "model_fields", {}))
    near = closest(str(location[-1]), known)
    if near:
        return Wording("KFH202", f'is no field of this file; did you mean "{near}"?', value=near)
    return Wording("KFH202", f"is no field of this file; the fields are {', '.join(known)}")


def closest(word: str, known: Iterable[str]) -> str:
    """The entry of `known` that `word` was probably meant to be, or ""."""
    by_lower = {entry.lower(): entry for entry in known}
    found = difflib.get_close_matches(word.lower().replace("-", "_"), by_lower, n=1, cutoff=0.7)
    return by_lower[found[0]] if found else ""
