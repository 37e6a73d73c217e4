"""Lines to add for fields that are missing or empty, made from what the file and the registers already say."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from kfh.model.schema import groups_of, lists_of, register_of
from kfh.model.vocabulary import Register
from kfh.problems.edits import Edit
from kfh.problems.problem import Problem
from kfh.rules.checked_file import Reading
from kfh.values.dates import DateFault, moment
from kfh.values.quoting import scalar
from kfh.values.slugs import ARTICLE_FILE, slugify


def with_suggestions(reading: Reading, problems: Iterable[Problem]) -> list[Problem]:
    """The problems; to those of a missing or an empty field, the line to write is added.

    The date that a file's name has counts as its own where there is none.
    """
    named, written = ARTICLE_FILE.fullmatch(reading.name), reading.fields.find(("date",)).value
    if named and reading.kind and written in ("", reading.fields.value):
        with suppress(DateFault):
            reading.sound["date"] = moment(named[1])
    return [_with_line(reading, problem) for problem in problems]


def _with_line(reading: Reading, problem: Problem) -> Problem:
    name = problem.field
    if problem.code == "KFH201" and "." not in name and reading.end:
        return reading.with_lines(problem, line_for(name, reading))
    node = reading.fields.find((name,)) if name else reading.fields
    if problem.code in ("KFH203", "KFH204") and not problem.edit and node.key_place and not node.value:
        number = node.key_place.line
        return replace(problem, edit=Edit.of_line(number, reading.lines[number - 1], line_for(name, reading)), fix="")
    return problem


def line_for(name: str, reading: Reading) -> str:
    """A field with what it probably should hold, or with … where nobody can know."""
    named = ARTICLE_FILE.fullmatch(reading.name)
    if name == "title":
        words = slugify(named[2] if named else reading.name.removesuffix(".md")).replace("-", " ")
        return f"title: {scalar(words.capitalize())}" if words else "title: …"
    if name == "date" and named:
        return f"date: {named[1]}"
    register = getattr(reading.registers, register_of(reading.model, name), None)
    entry = _entry(register, reading) if register else "…"
    if name in lists_of(reading.model):
        return f"{name}:\n  - {entry}"
    if group := groups_of(reading.model).get(name):
        return (
            f"{name}:\n  - {group.names[0]}: …"
            if group.is_list
            else "\n".join((f"{name}:", *(f"  {part}: …" for part in group.names[:2])))
        )
    return f"{name}: {entry}"


def _entry(register: Register, reading: Reading) -> str:
    """The entry of a register that the article names, or else the first."""
    text = f"{reading.sound.get('title', '')} {reading.body}".casefold()
    labels = [entry.label.lstrip("#") for entry in register.entries.values() if not entry.merged_into]
    return scalar(next((label for label in labels if label.casefold() in text), labels[0] if labels else "…"))
