"""What the front matter of each kind of file may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Annotated, Any, ClassVar, NamedTuple, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from kfh.model.field_types import (
    IN_REGISTERS,
    Address,
    Alias,
    Author,
    Day,
    Discussion,
    Email,
    Moment,
    Picture,
    Slug,
    Summary,
    Tags,
    Text,
    WorkStream,
)
from kfh.model.vocabulary import Term
from kfh.reading.indents import Group


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class _Fields(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="after")
    @classmethod
    def note(cls, value: Any, info: ValidationInfo) -> Any:
        """Note each sound value, so that rules between fields are checked even when another field is at fault."""
        if info.context and info.field_name in info.context["fields"]:
            info.context["sound"][info.field_name] = value
        return value


def _field(description: str, example: str, needed: str = "", **rest: Any) -> Any:
    """A field with what editors are told of it; `needed` is said instead of No or Yes."""
    return Field(description=description, examples=[example], json_schema_extra={"needed": needed}, **rest)


class Contact(BaseModel):
    """Who answers questions: a role, never a person's own mailbox."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    said_alone: ClassVar = "name"

    name: Text = Field(description="The name of a role or a team", examples=["Your HEE LKS Lead"])
    email: Email | None = Field(None, description="A shared mailbox", examples=["lks-leads@example.org"])
    page: Address | None = Field(
        None, description="A page to write from", examples=["https://www.example.org/contact/"]
    )


class Action(BaseModel):
    """Something that readers are asked to do; `by` is its last day."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    said_alone: ClassVar = "text"

    text: Text = Field(description="What to do", examples=["Answer the survey"])
    link: Address | None = Field(None, description="Where", examples=["https://www.example.org/survey/"])
    by: Day | None = Field(None, description="The last day", examples=["2018-05-31"])


class Post(_Fields):
    """A post of the blog."""

    title: Text = _field("A heading in sentence case, up to 65 characters", "Update from HEE LKS Leads")
    date: Moment = _field("The day of publication, or the day and the time", "2018-03-09")
    tags: Tags = _field("One or more tags from the register", "Health literacy")
    summary: Summary | None = _field(
        "One sentence, up to 300 characters",
        "What the leads discussed in February.",
        "Bulletin: yes. Post: please do",
        default=None,
    )
    updated: Moment | None = _field("The day you changed a published article", "2018-03-12", default=None)
    change_note: Text | None = _field(
        "One sentence that says what changed", "Corrected the date of the pilot.", default=None
    )
    authors: tuple[Author, ...] = _field(
        "Names from the register of authors", "Sarah Hennessy", "No, but every post should have one", default=()
    )
    work_streams: tuple[WorkStream, ...] = _field("Work streams from the register", "Quality and impact", default=())
    slug: Slug | None = _field("Another last part for the address", "leads-update-february", default=None)
    aliases: tuple[Alias, ...] = _field("Older addresses of this article", "/old-address/", default=())
    guid: Text | None = _field(
        "The identifier from the old blog, copied exactly", "https://blog.example.org/?p=123", default=None
    )
    status: Status = _field("`draft`, `published` or `withdrawn`", "draft", default=Status.PUBLISHED)
    withdrawn_because: Text | None = _field(
        "The reason, for the readers of a withdrawn article", "The offer has ended.", default=None
    )
    expires: Day | None = _field("The day from which the article is out of date", "2018-10-01", default=None)
    actions: tuple[Action, ...] = _field("What readers are asked to do", "See [Actions](#actions)", default=())
    image: Picture | None = _field(
        "The name of a picture file beside the article", "exhibition-stand.jpg", default=None
    )
    image_alt: Text | None = _field(
        "What the picture shows, up to 125 characters",
        "Two librarians talk with a visitor at a stand",
        "Yes, if there is an image",
        default=None,
    )
    image_credit: Text | None = _field("Who made the picture", "Photograph: the campaign team", default=None)
    pinned_until: Day | None = _field("The last day on which the article stays at the top", "2018-03-31", default=None)
    discussion: Discussion | None = _field(
        "An address, `closed` or `none`", "https://discussion.example.org/topic/12", default=None
    )


class Bulletin(Post):
    """A bulletin that a group issues."""

    summary: Summary = _field(
        "One sentence, up to 300 characters", "What the leads discussed in February.", "Bulletin: yes. Post: please do"
    )
    issued_by: Author = _field(
        "The group, as it stands in the register of authors", "HEE Library and Knowledge Service Leads Group"
    )
    meeting_date: Day = _field("The day of the meeting: never later than `date`", "2018-02-26")
    audience: Text = _field("Whom the bulletin is for", "Managers and teams")
    contact: Contact = _field("A role, and a shared mailbox or a page", "See [Contact](#contact)")
    next_meeting: Day | None = _field("The day of the next meeting", "2018-04-23", default=None)


class OrdinaryPage(_Fields):
    """A page of `docs/` such as About."""

    title: Text = _field("The heading of the page", "About")
    description: Summary | None = _field("One sentence for search engines", "Who we are.", default=None)
    updated: Day | None = _field("The day you changed the page", "2018-03-12", default=None)
    aliases: tuple[Alias, ...] = _field("Older addresses of this page", "/old-address/", default=())
    template: Text | None = _field("The template, for the few pages that have their own", "home.html", default=None)


ONE_WORD = (Address, Alias, Day, Discussion, Email, Moment, Picture, Slug, Status)
"""Types of value in which no # can follow a space: there it starts a comment."""


class _Kind(NamedTuple):
    """What the field `name` of a model holds: values of one type, or a list of them."""

    name: str
    type: Any
    is_list: bool

    @property
    def group(self) -> type[BaseModel] | None:
        """The fields that it holds, if it holds a group of fields."""
        is_group = isinstance(self.type, type) and issubclass(self.type, BaseModel) and not issubclass(self.type, Term)
        return self.type if is_group else None


@cache
def _kinds(model: type[BaseModel]) -> tuple[_Kind, ...]:
    hints = get_type_hints(model, include_extras=True)
    return tuple(_Kind(name, *_kind(hints[name])) for name in model.model_fields)


def _kind(hint: Any) -> tuple[Any, bool]:
    """The type of a value, and whether a list of such is meant: in `tuple[Alias, ...]`, and in `Day | None`."""
    inner = hint.__origin__ if get_origin(hint) is Annotated else hint
    if get_origin(inner) is tuple:
        return get_args(inner)[0], True
    parts = [part for part in get_args(hint) if part is not NoneType] if inner is hint else []
    return _kind(parts[0]) if parts else (hint, False)


@cache
def fields_of(model: type[BaseModel], *types: object) -> frozenset[str]:
    """The names of the fields, in a model and in the groups within it, that hold values of such types."""
    own = {kind.name for kind in _kinds(model) if kind.type in types}
    return frozenset(own.union(*(fields_of(kind.group, *types) for kind in _kinds(model) if kind.group)))


def values_of(
    model: type[BaseModel], values: Mapping[str, Any], *types: object
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Where each of the sound `values` stands that is of one of these types, in a group too, and the value itself."""
    for name, kind, is_list in _kinds(model):
        group = _Kind(name, kind, is_list).group
        found = values.get(name)
        for at, value in enumerate(found or ()) if is_list else [(None, found)]:
            place = (name,) if at is None else (name, at)
            if kind in types and value is not None:
                yield place, value
            if group and value is not None:
                yield from ((place + below, inner) for below, inner in values_of(group, dict(value), *types))


@cache
def lists_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The names of the fields that take several values, one a line; those of groups are not among them."""
    return tuple(kind.name for kind in _kinds(model) if kind.is_list and not kind.group)


@cache
def register_of(model: type[BaseModel], name: str) -> str:
    """The register in which the entries of a field are looked up, or ""."""
    own = next((kind.type for kind in _kinds(model) if kind.name == name), None)
    return next((register for kind, register in IN_REGISTERS if kind == own), "")


@cache
def groups_of(model: type[BaseModel]) -> dict[str, Group]:
    """The groups of fields within a model, by the field that has them."""
    return {kind.name: Group(tuple(kind.group.model_fields), kind.is_list) for kind in _kinds(model) if kind.group}
