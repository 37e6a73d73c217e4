"""What the front matter of each kind of file may hold."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

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


class Contact(BaseModel):
    """Who answers questions: a role, never a person's own mailbox."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    email: Email | None = None
    page: Address | None = None


class Post(_Fields):
    title: Text
    date: Moment
    tags: Tags
    summary: Summary | None = None
    updated: Moment | None = None
    change_note: Text | None = None
    authors: tuple[Author, ...] = ()
    work_streams: tuple[WorkStream, ...] = ()
    slug: Slug | None = None
    aliases: tuple[Alias, ...] = ()
    guid: Text | None = None
    status: Status = Status.PUBLISHED
    image: Picture | None = None
    image_alt: Text | None = None
    image_credit: Text | None = None
    pinned_until: Day | None = None
    discussion: Discussion | None = None


class Bulletin(Post):
    summary: Summary
    issued_by: Author
    meeting_date: Day
    audience: Text
    contact: Contact
    next_meeting: Day | None = None


class OrdinaryPage(_Fields):
    """A page of `docs/` such as About."""

    title: Text
    description: Summary | None = None
    updated: Day | None = None
    template: Text | None = None
