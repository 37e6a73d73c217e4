"""The registers: tags, work streams and authors, each a mapping from slug to what is shown."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, ClassVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from kfh.model import acronyms, retired
from kfh.model.retired import Retired
from kfh.model.validation import dated, fault, validate
from kfh.problems.edits import Edit, Place
from kfh.problems.problem import Problem
from kfh.reading import indents, yaml_places
from kfh.reading.sources import Sources
from kfh.reading.yaml_places import Node
from kfh.values import dates
from kfh.values.nearest import closest
from kfh.values.quoting import scalar
from kfh.values.slugs import SLUG, former_address, slugify

FOLDER = "docs/vocabulary"


class Term(BaseModel):
    """An entry of a register: a tag or a work stream.

    `merged_into` is the slug of the one that took it over, on the day `merged_on`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    label_name: ClassVar = "label"
    other_names: ClassVar = {"name": "label", "title": "label", "role": "description"}

    slug: str = Field(exclude=True)
    label: str = Field(min_length=1)
    description: str = ""
    aliases: tuple[str, ...] = ()
    merged_into: str | None = None
    merged_on: Annotated[date, BeforeValidator(dated(dates.day))] | None = None

    @field_validator("aliases")
    @classmethod
    def addresses_stay_inside(cls, aliases: tuple[str, ...]) -> tuple[str, ...]:
        """An alias is another spelling, or a former address, which starts with `/`."""
        for alias in aliases:
            if alias.startswith("/") and former_address(alias) is None:
                raise fault("KFH212", f'must be addresses on this site, such as /category/news/; found "{alias}"')
        return aliases

    @property
    def spellings(self) -> tuple[str, ...]:
        return tuple(alias for alias in self.aliases if not alias.startswith("/"))

    def as_text(self) -> str:
        """The entry as it stands in its register."""
        fields = self.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"slug"})
        return yaml.safe_dump({self.slug: fields}, allow_unicode=True, sort_keys=False, width=sys.maxsize).rstrip()


class Author(Term):
    """A person or a group; the label is the name, the description the role."""

    label_name: ClassVar = "name"
    other_names: ClassVar = {"label": "name", "title": "name", "description": "role"}

    label: str = Field(min_length=1, alias="name")
    description: str = Field("", alias="role")
    group: bool = False

    @field_validator("label", "description")
    @classmethod
    def holds_no_email(cls, text: str) -> str:
        if "@" in text:
            raise fault("KFH306", "must not hold an e-mail address: authors are known by name")
        return text


@dataclass
class Register:
    """The entries of one register, by slug; `find` and `suggest` take what an editor wrote.

    Of a file that is `unread`, and of entries at fault, nothing is known: whatever may stand there is taken for sound,
    so that one slip in a register is told once, and not again for each article.
    """

    name: str
    model: type[Term] = Term
    entries: dict[str, Term] = field(default_factory=dict)
    unread: bool = False
    _by_spelling: dict[str, Term] = field(default_factory=dict)
    _doubtful: set[str] = field(default_factory=set)

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.name}.yml"

    @property
    def field_names(self) -> dict[str, str]:
        """The names of an entry's fields, by those that they may be written as."""
        fields = self.model.model_fields.items()
        known = {field.alias or name: field.alias or name for name, field in fields if not field.exclude}
        return self.model.other_names | known

    def add(self, entry: Term) -> Term | None:
        """Take up `entry`; where one of its spellings is another entry's already, return that one."""
        for spelling in (entry.label, entry.slug, *entry.spellings):
            other = self._by_spelling.setdefault(_folded(spelling), entry)
            if other is not entry:
                return other
        self.entries[entry.slug] = entry
        return None

    def find(self, text: str) -> Term | None:
        """The entry whose label is `text`, with or without a leading `#`; where it was merged, the one it is in now."""
        entry = self._by_spelling.get(_folded(text))
        if entry and entry.label.lstrip("#") == text.lstrip("#"):
            return self.now(entry)
        if self.unread or (not entry and _folded(text) in self._doubtful):
            return self.model.model_construct(slug=slugify(text), label=text)
        return None

    def doubt(self, *spellings: str) -> None:
        """Take these for names of an entry that is at fault."""
        self._doubtful.update(map(_folded, spellings))

    def now(self, entry: Term) -> Term:
        """The entry itself, or the one that it was merged into."""
        return self.entries.get(entry.merged_into or "", entry)

    def named(self, text: str) -> Term | None:
        """The entry that has `text` among its names, even where it was merged."""
        return self._by_spelling.get(_folded(text))

    def known_as(self, text: str) -> Term | None:
        """The entry that `text` is another spelling of."""
        entry = self._by_spelling.get(_folded(text))
        return self.now(entry) if entry else None

    def without_names_of(self, entry: Term, other: Term) -> Term:
        """`entry` without those of its aliases that `other` needs for itself."""
        needed = {_folded(spelling) for spelling in (other.label, other.slug, *other.spellings)}
        kept = (alias for alias in entry.aliases if _folded(alias.strip("/").rpartition("/")[2]) not in needed)
        return entry.model_copy(update={"aliases": tuple(kept)})

    def several(self, text: str) -> list[str]:
        """The names that were written as one, as in `HEE, Quality` or `#HEE #Quality`; none where it may be one name.

        Those known stand as in the register, the others as they were written.
        """
        for between, enough in ((r"[,;]", any), (r"[,;/|+&]|\s(?:and|AND|-)\s|\s(?=#)", all)):
            parts = [part.strip() for part in re.split(between, text) if part.strip()]
            known = [self.known_as(part) for part in parts]
            near = [entry or self.suggest(part) for entry, part in zip(known, parts, strict=True)]
            if len(parts) > 1 and enough(near):
                pairs = zip(known, parts, strict=True)
                named = ([entry.label.lstrip("#")] if entry else self.several(part) or [part] for entry, part in pairs)
                return [name for names in named for name in names]
        return []

    def suggest(self, text: str) -> Term | None:
        """The entry that `text` is probably a misspelling of."""
        near = closest(_folded(text), self._by_spelling)
        return self.known_as(near) if near else None


def _folded(text: str) -> str:
    """A spelling less its case, spaces and marks; one without a letter of ASCII, such as an emoji, stays as it is."""
    return slugify(text).replace("-", "") or text.strip().casefold()


@dataclass
class Registers:
    tags: Register = field(default_factory=lambda: Register("tags"))
    work_streams: Register = field(default_factory=lambda: Register("work_streams"))
    authors: Register = field(default_factory=lambda: Register("authors", Author))
    acronyms: dict[str, str] = field(default_factory=dict)
    retired: dict[str, Retired] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def paths() -> tuple[str, ...]:
    """Where the registers stand, sorted."""
    found = Registers()
    named = (register.path for register in (found.tags, found.work_streams, found.authors))
    return tuple(sorted((*named, acronyms.FILE, retired.FILE)))


def load(sources: Sources) -> Registers:
    """The registers of a site, with the problems of their files."""
    registers = Registers()
    for register in (registers.tags, registers.work_streams, registers.authors):
        registers.problems += _fill(register, sources)
    registers.acronyms, problems = acronyms.load(sources)
    registers.problems += problems
    registers.retired, problems = retired.load(sources)
    registers.problems += problems
    return registers


def _fill(register: Register, sources: Sources) -> Iterator[Problem]:
    written = sources.text(register.path)[0].split("\n")
    lines: list[str] = []

    def repair(read: list[str]) -> Iterator[Problem]:
        yield from indents.of_entries(register.path, read, register.model.label_name, register.field_names)
        lines.extend(read)

    top, problems = sources.yaml(register.path, repair)
    yield from problems
    is_other = top and top.value and not isinstance(top.value, dict)
    register.unread = not top or bool(is_other) or any(problem.code == "KFH104" for problem in problems)
    if top and isinstance(top.value, dict):
        for slug, node in top.value.items():
            for problem in _entry(register, slug, node, lines):
                yield problem.made_in(lines, written)
        yield from _merged(register, top, lines)
    elif top and top.value:
        message = "must be a list of entries, each starting with its slug and a colon"
        yield Problem(register.path, 1, 1, "KFH303", message, edit=_with_slugs(register, top, lines))


def _with_slugs(register: Register, top: Node, lines: list[str]) -> Edit | None:
    """The edit that makes entries of a list of names, or of groups of fields; None where it is another kind of list."""
    if not isinstance(top.value, list) or top.in_brackets:
        return None
    items = top.value
    starts = [item.place.line for item in items]
    last = next((number for number in range(len(lines), 0, -1) if lines[number - 1].strip()), 0)
    entries: dict[str, str] = {}
    for item, end in zip(items, (*starts[1:], last + 1), strict=True):
        slug, text = _with_slug(register, item, lines[item.place.line - 1 : end - 1])
        entries[slug] = text
    if len(entries) != len(items) or "" in entries or len({*starts}) != len(starts):
        return None
    return Edit(Place(starts[0], 1), Place(last + 1, 1), "".join(entries.values()))


def _with_slug(register: Register, item: Node, lines: list[str]) -> tuple[str, str]:
    """The slug of an item of a list, and the lines of the entry that is meant by it; "" where nobody can know."""
    if isinstance(item.value, str):
        slug, fields = slugify(item.value), [f"{register.model.label_name}: {scalar(item.value)}", *lines[1:]]
    else:
        names = {name: node.value for name, node in item.value.items()} if isinstance(item.value, dict) else {}
        said = next((name for name in ("slug", "id", "key") if name in names), "")
        label = next((name for name in names if register.field_names.get(name) == register.model.label_name), "")
        slug = slugify(str(names.get(said or label, "")))
        fields = [line[item.place.column - 1 :] for line in lines]
        fields = [line for line in fields if not said or not line.startswith(f"{said}:")]
    return slug, "".join(f"{line}\n" for line in (f"{slug}:", *(f"  {line}".rstrip() for line in fields)))


def _entry(register: Register, slug: str, node: Node, lines: list[str]) -> Iterator[Problem]:
    place = node.key_place or node.place
    if not SLUG.fullmatch(slug):
        meant = slugify(slug)
        message = f'a slug must be lower-case letters, digits and hyphens; found "{slug}"'
        yield Problem(register.path, place.line, place.column, "KFH304", message, edit=_other_key(lines, place, meant))
        register.doubt(slug, *_texts(node))
        slug = meant or slug
    if not isinstance(node.value, dict):
        message = f'"{slug}" must have its fields below it, each on an indented line'
        below = f"{slug}:\n  {register.model.label_name}: "
        edit = Edit(place, node.end, below + scalar(str(node.value))) if node.value and node.end else None
        yield Problem(register.path, place.line, place.column, "KFH303", message, "" if edit else f"{below}…", edit)
        return
    fields = replace(node, value={**node.value, "slug": yaml_places.Node(slug, place, place)})
    entry, problems, _ = validate(register.model, fields, register.path)
    yield from problems
    if not entry:
        register.doubt(slug, *_texts(node))
    other = register.add(entry) if entry else None
    if entry and other:
        taken = next(
            spelling for spelling in (entry.label, slug, *entry.spellings) if register.named(spelling) is other
        )
        message = f'"{slug}" has the name or spelling "{taken}", which "{other.slug}" has already'
        yield Problem(register.path, place.line, place.column, "KFH305", message)


def _texts(node: Node) -> Iterator[str]:
    """What may be names in an entry that is at fault."""
    parts = node.value.values() if isinstance(node.value, dict) else ()
    yield from (part.value for part in parts if isinstance(part.value, str))


def _other_key(lines: list[str], place: Place, meant: str) -> Edit | None:
    found = re.compile(r"\"[^\"]*\"|'[^']*'|[^:]+").match(lines[place.line - 1], place.column - 1)
    return Edit(place, Place(place.line, found.end() + 1), meant) if found and meant else None


def _merged(register: Register, top: Node, lines: list[str]) -> Iterator[Problem]:
    for entry in register.entries.values():
        into = register.entries.get(entry.merged_into or "")
        if entry.merged_into and (not into or into.merged_into):
            place = top.find((entry.slug, "merged_into")).place
            message = f'"merged_into" must be the slug of an entry not merged itself; found "{entry.merged_into}"'
            node = top.find((entry.slug, "merged_into"))
            others = [slug for slug, other in register.entries.items() if not other.merged_into]
            near = (into.merged_into or "") if into else closest(entry.merged_into, others)
            edit = Edit(node.place, node.end, near) if near in others and node.end else None
            fix = "" if edit else "  merged_into: …"
            yield Problem(register.path, place.line, place.column, "KFH309", message, fix, edit)
        elif into and not entry.merged_on:
            place = top.find((entry.slug, "merged_into")).place
            message = (
                '"merged_into" must have "merged_on" beside it, the day on which the two became one: without it, those '
                f'who follow "{entry.label}" would be shown all that "{into.label}" had before as new'
            )
            fix, edit = _with_day(top.find((entry.slug, "merged_into")), entry.merged_into or "", lines)
            yield Problem(register.path, place.line, place.column, "KFH310", message, fix, edit)


def _with_day(node: Node, into: str, lines: list[str]) -> tuple[str, Edit | None]:
    """The line to add below the one that says what an entry was merged into; in brackets, the edit of that one."""
    before = lines[node.place.line - 1][: node.key_place.column - 1] if node.key_place else ""
    assert node.end
    if before.strip():
        return "", Edit(node.place, node.end, f"{into}, merged_on: …")
    fix = f"{before}merged_on: …"
    return fix, Edit(node.end, node.end, f"\n{fix}")
