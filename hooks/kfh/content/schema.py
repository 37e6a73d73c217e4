"""What the front matter of each kind of file may hold."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from kfh.content.indents import Group
from kfh.content.values import (
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
from kfh.content.vocabulary import Term


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

    name: Text = Field(description="The name of a role or a team", examples=["Your HEE LKS Lead"])
    email: Email | None = Field(None, description="A shared mailbox", examples=["lks-leads@example.org"])
    page: Address | None = Field(
        None, description="A page to write from", examples=["https://www.example.org/contact/"]
    )


class Action(BaseModel):
    """Something that readers are asked to do; `by` is its last day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

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


@cache
def fields_of(model: type[BaseModel], *types: object) -> frozenset[str]:
    """The names of the fields, in a model and in the groups within it, that hold values of such types."""
    found: set[str] = set()
    for name, hint in get_type_hints(model, include_extras=True).items():
        kinds = (hint,) if get_origin(hint) is Annotated else (hint, *get_args(hint))
        found |= {name} if any(kind in types for kind in kinds) else set()
        groups = (kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel))
        found = found.union(*(fields_of(group, *types) for group in groups))
    return frozenset(found)


@cache
def groups_of(model: type[BaseModel]) -> dict[str, Group]:
    """The groups of fields within a model, by the field that has them."""
    found: dict[str, Group] = {}
    for name, field in model.model_fields.items():
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel) and not issubclass(kind, Term):
                found[name] = Group(tuple(kind.model_fields), is_list=kind is not field.annotation)
    return found
