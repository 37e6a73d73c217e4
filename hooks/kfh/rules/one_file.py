"""The check of one file: all that follows from its text, its path, the registers and our own code."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

from pydantic import BaseModel

from kfh.model import field_types
from kfh.model.article import Kind
from kfh.model.references import Link, NamedPicture
from kfh.model.schema import ONE_WORD, OrdinaryPage, fields_of, groups_of, values_of
from kfh.model.validation import validate
from kfh.model.vocabulary import Registers
from kfh.problems.problem import Problem, has_errors, within_bounds
from kfh.reading import front_matter, sources
from kfh.rules import hyperlinks, named_files, registry, suggestions
from kfh.rules.checked_file import Reading
from kfh.rules.checked_text import Text
from kfh.rules.rendered import Shown
from kfh.text.markdown import Render

_KINDS = {kind.folder: kind for kind in Kind}


class Kept(NamedTuple):
    """What the check of one file found; the body starts at character `body_at` of its text.

    `anchors` are the places in it that links can lead to. `placeholders` are problems only where the site is published.
    `named` are the addresses of files in it, as they are written. `fields` are its front matter as plain values, where
    these are sound, and `front` is made of them: see `front`.
    """

    problems: tuple[Problem, ...] = ()
    front: BaseModel | None = None
    body_at: int = 0
    links: tuple[Link, ...] = ()
    pictures: tuple[NamedPicture, ...] = ()
    anchors: tuple[str, ...] = ()
    placeholders: tuple[Problem, ...] = ()
    named: tuple[str, ...] = ()
    fields: dict[str, Any] | None = None


def kind_of(path: str) -> Kind | None:
    """The kind of article that stands at a path in the repository; None for an ordinary page."""
    return _KINDS.get(path.partition("/")[0])


def front(path: str, kept: Kept, registers: Registers) -> BaseModel | None:
    """The front matter of the file at `path` with what the registers say of its names; None where it is at fault."""
    context = {"registers": registers, "sound": {}, "fields": ()}
    return None if kept.fields is None else _model(path).model_validate(kept.fields, context=context)


def check(path: str, raw: bytes, registers: Registers, render: Render) -> Kept:
    """What is wrong with a file at `path` that holds `raw`, and its values and links; `render` renders a text."""
    kind = kind_of(path)
    model = _model(path)
    text, problems = sources.as_text(path, raw)
    block = front_matter.read(path, text, model.model_fields, fields_of(model, *ONE_WORD), groups_of(model))
    lines = text.split("\n")
    named = frozenset((*block.fields.plain(), *(block.broken if block.end else ())))
    reading = Reading(
        path, kind, model, registers, block.fields, lines, block.body, block.body_line, block.end, block.lines, named
    )
    context: dict[str, Any] = {"registers": registers, "sound": reading.sound, "fields": model.model_fields}
    front, faults, reading.fields = validate(model, block.fields, path, context, passed_over=block.broken)
    faults = [fault.made_in(block.lines, lines) for fault in suggestions.with_suggestions(reading, faults)]
    seen = Text(reading, render)
    beyond = registry.first_in(seen)
    named_in_text = () if beyond else named_files.files(seen)
    if elsewhere := registry.first_in(reading):
        return Kept(tuple(elsewhere), named=named_in_text)
    in_text, shown = beyond or registry.found_in(seen), Shown(seen)
    if not has_errors(in_text):
        in_text += registry.first_in(shown) or registry.found_in(shown)
    found = tuple(within_bounds((*problems, *block.problems, *faults, *registry.found_in(reading), *in_text)))
    body_at = sum(len(line) + 1 for line in lines[: block.body_line - 1])
    return Kept(
        found,
        front,
        body_at,
        () if beyond else (*hyperlinks.internal(seen), *shown.links()),
        tuple(
            NamedPicture(str(at[-1]), name, block.fields.find(at).place)
            for at, name in values_of(model, reading.sound, field_types.Picture)
        ),
        () if beyond else shown.anchors,
        () if beyond else tuple(registry.found_in(seen, publish=True)),
        named_in_text,
        cast("dict[str, Any]", block.fields.plain()) if front else None,
    )


def _model(path: str) -> type[BaseModel]:
    kind = kind_of(path)
    return kind.model if kind else OrdinaryPage
