"""A new article with its fields filled in as far as they can be, valid from the start."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode, urlsplit

from pydantic import BaseModel

from kfh.model.article import Kind
from kfh.model.field_types import Day
from kfh.model.schema import fields_of, groups_of, lists_of
from kfh.model.settings import Settings
from kfh.reading.pasted import misread, replaced, visible
from kfh.values.dates import DateFault, day, shown
from kfh.values.quoting import scalar
from kfh.values.slugs import slugify

_JOINERS = "\u200c\u200d"
_LONGEST_SLUG = 60
_ANY_DAY = date(2018, 3, 9)
GAP = "…"
"""What stands where only a person can say what belongs there."""

_ASKED = {"summary": "Say in one sentence what readers will find here.", "audience": "Say whom this is for"}
_OPENINGS = {
    Kind.POST: "Say here, in a paragraph or two, what the post is about.",
    Kind.BULLETIN: "Say here, in a paragraph or two, what matters most.",
}
_HEADINGS = {Kind.POST: "## The first heading", Kind.BULLETIN: "## The first subject"}
_REST = "Write the rest here."
_MET = "The group met on {meeting}."
_BODY = """{opening}

<!-- more -->

{heading}

{rest}
"""
_ASK = "Please send comments or queries to {contact}."
_ENDINGS = {Kind.POST: "", Kind.BULLETIN: f"\n## Comments and queries\n\n{_ASK}\n"}
PROMPTS = (
    *_ASKED.values(), *_OPENINGS.values(), *_HEADINGS.values(), _REST, _MET.format(meeting=GAP),
    _ASK.format(contact=GAP),
)  # fmt: skip
"""What a new article says to its author; nothing of it may be left when the article is published."""


@dataclass(frozen=True)
class Draft:
    """A new file: its path in the repository, and its text."""

    path: str
    text: str


def title_of(text: str) -> str:
    """A title without what cannot stand in one: line ends, HTML names, what is unseen or was read in a wrong code."""
    previous = None
    while previous != text:
        previous, text = text, html.unescape(text)
        text = replaced(text, ((*one.span, one.meant or "") for one in misread(text)))
        kept = "".join(mark for mark in visible(" ".join(text.split())) if mark.isprintable() or mark in _JOINERS)
        text = " ".join(kept.split())
    return text


def slug_of(title: str, kind: Kind) -> str:
    """A slug from a title, cut at a word; the kind where no letter of it can stand in an address."""
    slug = slugify(title)
    if len(slug) > _LONGEST_SLUG:
        slug = slug[: _LONGEST_SLUG + 1].rpartition("-")[0] or slug[:_LONGEST_SLUG]
    return slug or str(kind)


def draft(kind: Kind, title: str, published: date, values: Mapping[str, object]) -> Draft:
    """A new article of this kind, as a draft; `values` are its other fields, in words as they stand in front matter.

    Fields that the kind requires and `values` lack get a sentence that asks for them.
    """
    fields: dict[str, object] = {"title": title, "date": f"{published:%Y-%m-%d}"} | dict(values)
    fields |= _asked_for(kind) | fields
    fields["status"] = "draft"
    order = [name for name in kind.model.model_fields if name in fields]
    front = "".join(_lines(name, fields[name]) for name in order)
    path = f"{kind.folder}/{published:%Y-%m-%d}-{slug_of(title, kind)}.md"
    return Draft(path, f"---\n{front}---\n\n{_body(kind, fields, published)}")


def _asked_for(kind: Kind) -> dict[str, object]:
    """The fields that this kind requires, and a summary, each with what asks for it."""
    required = (name for name, field in kind.model.model_fields.items() if field.is_required() or name == "summary")
    return {name: _gap(kind.model, name) for name in required}


def _gap(model: type[BaseModel], name: str) -> object:
    """What stands in a field until a person has written what belongs there."""
    group = groups_of(model).get(name)
    if name in lists_of(model):
        return [GAP]
    if group:
        return dict.fromkeys(group.names[:2], GAP)
    return _ASKED.get(name, "YYYY-MM-DD" if name in fields_of(model, Day) else GAP)


def _body(kind: Kind, fields: Mapping[str, object], published: date) -> str:
    contact = fields.get("contact")
    name = contact["name"] if isinstance(contact, dict) else "the contact named above"
    try:
        meeting = shown(day(str(fields.get("meeting_date", published))))
    except DateFault:
        meeting = GAP
    opening = f"{_MET.format(meeting=meeting)} {_OPENINGS[kind]}" if kind is Kind.BULLETIN else _OPENINGS[kind]
    return _BODY.format(opening=opening, heading=_HEADINGS[kind], rest=_REST) + _ENDINGS[kind].format(contact=name)


def _lines(name: str, value: object) -> str:
    if isinstance(value, dict):
        return f"{name}:\n" + "".join(f"  {key}: {scalar(str(part))}\n" for key, part in value.items())
    if isinstance(value, list | tuple):
        return f"{name}:\n" + "".join(f"  - {scalar(str(entry))}\n" for entry in value)
    return f"{name}: {scalar(str(value))}\n"


def blank(kind: Kind) -> Draft:
    """An example of this kind for a web editor's form, with … and YYYY where something must be filled in."""
    values = {} if kind is Kind.BULLETIN else {"authors": [GAP]}
    made = draft(kind, GAP, _ANY_DAY, values)
    return Draft(f"{kind.folder}/YYYY-MM-DD-short-title.md", re.sub(rf"{_ANY_DAY:%Y-%m-%d}", "YYYY-MM-DD", made.text))


def forms(settings: Settings) -> dict[Kind, str]:
    """The addresses of the host's forms for a new file, filled in for each kind; none without `repo_url`.

    Sources: GitHub, "Creating new files"; GitLab, "Web Editor", query parameters of the new-file page.
    """
    repository = (settings.repo_url or "").rstrip("/")
    return {kind: _form(repository, settings.branch, blank(kind)) for kind in Kind} if repository else {}


def _form(repository: str, branch: str, made: Draft) -> str:
    folder, _, name = made.path.rpartition("/")
    if "gitlab" in (urlsplit(repository).hostname or ""):
        return f"{repository}/-/new/{branch}/{folder}?{urlencode({'file_name': name, 'content': made.text})}"
    return f"{repository}/new/{branch}/{folder}?{urlencode({'filename': name, 'value': made.text})}"
