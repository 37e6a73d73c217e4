"""The check of one file: all that follows from its text, its path, the registers and our own code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from pydantic import BaseModel  # noqa: TC002 (read when what was kept is)

from kfh.content import anchors, body, bulletins, front_matter, misplaced, rules, sources, suggestions
from kfh.content.article import Kind
from kfh.content.body.links import Link  # noqa: TC001 (read when what was kept is)
from kfh.content.fields import validate
from kfh.content.nodes import Place  # noqa: TC001 (read when what was kept is)
from kfh.content.problems import Problem  # noqa: TC001 (read when what was kept is)
from kfh.content.reading import Reading
from kfh.content.schema import ONE_WORD, OrdinaryPage, fields_of, groups_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kfh.content.vocabulary import Registers
    from kfh.text.markdown import Read

_KINDS = {kind.folder: kind for kind in Kind}


class Picture(NamedTuple):
    """The picture that an article's front matter names, and where."""

    name: str
    place: Place


class Kept(NamedTuple):
    """What the check of one file found; the body starts at character `body_at` of its text.

    `anchors` are the places in it that links can lead to; None where nobody can tell. `placeholders` are problems only
    where the site is published. `named` are the addresses of files in it, as they are written.
    `fields` are its front matter as plain values, where these are sound, and `front` is made of them: see `front`.
    """

    problems: tuple[Problem, ...] = ()
    front: BaseModel | None = None
    body_at: int = 0
    links: tuple[Link, ...] = ()
    picture: Picture | None = None
    anchors: tuple[str, ...] | None = None
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


def check(path: str, raw: bytes, registers: Registers, read: Read) -> Kept:
    """What is wrong with a file at `path` that holds `raw`, and its values and links; `read` gives a text's tokens."""
    kind = kind_of(path)
    model = _model(path)
    text, problems = sources.as_text(path, raw)
    block = front_matter.read(path, text, model.model_fields, fields_of(model, *ONE_WORD), groups_of(model))
    lines = text.split("\n")
    reading = Reading(path, kind, registers, block.fields, lines, block.body, block.body_line, block.end)
    elsewhere = misplaced.by_fields(path, kind, {*block.fields.plain(), *(block.broken if block.end else ())})
    context: dict[str, Any] = {"registers": registers, "sound": reading.sound, "fields": model.model_fields}
    front, faults, reading.fields = validate(model, block.fields, path, context, passed_over=block.broken)
    faults = suggestions.with_suggestions(reading, faults)
    found = [problem for rule in _rules(kind) for problem in rule(reading)]
    in_body, links, open_ends, named = body.check(reading, read)
    written = (problem.made_in(block.lines, lines).written_out(lines) for problem in (*faults, *found))
    body_at = sum(len(line) + 1 for line in lines[: block.body_line - 1])
    image = reading.sound.get("image")
    picture = Picture(image, block.fields.find(("image",)).place) if image else None
    if elsewhere:
        return Kept((elsewhere,), named=named)
    found_in_file = (*problems, *block.problems, *written, *in_body)
    fields = cast("dict[str, Any]", block.fields.plain()) if front else None
    return Kept(found_in_file, front, body_at, links, picture, anchors.ids(block.body), open_ends, named, fields)


def _model(path: str) -> type[BaseModel]:
    kind = kind_of(path)
    return kind.model if kind else OrdinaryPage


def _rules(kind: Kind | None) -> tuple[Callable[[Reading], Iterator[Problem]], ...]:
    if kind is None:
        return ()
    return rules.RULES + bulletins.RULES if kind is Kind.BULLETIN else rules.RULES
