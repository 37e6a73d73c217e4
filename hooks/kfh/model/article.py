"""An article: a post or a bulletin, read and found sound."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kfh.model.schema import Action, Bulletin, Post, Status
from kfh.model.vocabulary import Author
from kfh.values.dates import LONDON


class Kind(StrEnum):
    POST = "post"
    BULLETIN = "bulletin"

    @property
    def folder(self) -> str:
        return f"{self}s"

    @property
    def model(self) -> type[Post]:
        return Bulletin if self is Kind.BULLETIN else Post


class State(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, eq=False)
class Article:
    """`source` is the file's path in the repository, `path` the article's address below the site's root.

    `today` is the day, in London, that counts as now.
    """

    kind: Kind
    source: str
    path: str
    slug: str
    guid: str
    state: State
    front: Post
    body: str
    today: dt.date

    @property
    def title(self) -> str:
        return self.front.title

    @property
    def date(self) -> dt.datetime:
        return self.front.date

    @property
    def day(self) -> dt.date:
        """The day of publication, in London."""
        return self.front.date.astimezone(LONDON).date()

    @property
    def changed(self) -> dt.datetime:
        """When the article last changed for its readers."""
        return max(self.front.updated or self.front.date, self.front.date)

    @property
    def issued_by(self) -> Author | None:
        return self.front.issued_by if isinstance(self.front, Bulletin) else None

    @property
    def bylines(self) -> tuple[Author, ...]:
        """Who wrote or issued it, each once: whose archives it stands in."""
        group = (self.issued_by,) if self.issued_by else ()
        return tuple(dict.fromkeys(self.front.authors + group))

    @property
    def expired(self) -> bool:
        """Whether the article is out of date: from the day in `expires` on."""
        return bool(self.front.expires and self.today >= self.front.expires)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What readers are asked to do: nothing, once the article was withdrawn."""
        return () if self.state is State.WITHDRAWN else self.front.actions

    def is_past(self, action: Action) -> bool:
        return bool(action.by and action.by < self.today)

    def pinned(self, today: dt.date) -> bool:
        return bool(self.front.pinned_until and today <= self.front.pinned_until)


def state(front: Post, now: dt.datetime) -> State:
    """The state of an article with these fields at the moment `now` (aware)."""
    if front.status is Status.PUBLISHED and front.date > now:
        return State.SCHEDULED
    return State(front.status)
