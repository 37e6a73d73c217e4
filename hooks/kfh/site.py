"""The site as its sources have it: settings, collection and plan, with everything that is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kfh.content import collection, placeholders, settings
from kfh.content.problems import Problem, has_errors
from kfh.plan import clashes, plan

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from kfh.content.collection import Collection
    from kfh.content.settings import Settings


@dataclass(frozen=True)
class Site:
    settings: Settings | None
    collection: Collection | None
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        return not has_errors(self.problems)


def check(root: Path, now: datetime, *, publish: bool = False) -> Site:
    """Read and check the whole site at `root` as of the moment `now` (aware).

    With `publish`, placeholders that the public must not see are errors too.
    """
    found, problems = settings.load(root)
    if publish:
        problems += placeholders.check(root)
    if not found:
        return Site(None, None, tuple(sorted(problems)))
    articles = collection.load(root, found, now)
    planned = plan.make(articles, found, preview=True)
    problems += (*articles.problems, *clashes.clashes(planned, articles), *clashes.repeated_guids(articles))
    return Site(found, articles, tuple(sorted(problems)))
