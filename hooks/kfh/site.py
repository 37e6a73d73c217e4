"""The site as its sources have it: settings, collection and plan, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from kfh.assets import attachments, pictures
from kfh.model import settings
from kfh.model.article import State
from kfh.model.collection import Collection
from kfh.model.settings import Settings
from kfh.plan import ledger, site_plan
from kfh.plan.ledger import Ledger
from kfh.plan.site_plan import Plan
from kfh.problems.catalogue import Severity
from kfh.problems.problem import Problem, has_errors, within_bounds
from kfh.reading.sources import Sources
from kfh.rules import loading, registry
from kfh.rules.whole import Whole
from kfh.values.dates import LONDON

WITH_RULES = (attachments, pictures)
"""The modules beside `kfh.rules` that hold rules: these are imported for theirs."""


@dataclass(frozen=True)
class Site:
    """`published` is the plan of what the public sees, `previewed` that with drafts and scheduled articles too."""

    settings: Settings | None
    collection: Collection | None
    problems: tuple[Problem, ...]
    ledger: Ledger = field(default_factory=Ledger)
    published: Plan | None = None
    previewed: Plan | None = None

    @property
    def sound(self) -> bool:
        return not has_errors(self.problems)

    def plan(self, *, preview: bool) -> Plan:
        """What would be built; where something is at fault, that is the site without its articles."""
        assert self.settings
        found = self.previewed if preview else self.published
        if found and self.sound:
            return found
        return site_plan.make(Collection.empty(), self.settings, self.ledger.archives(), preview=preview)


def check(sources: Sources, now: datetime, *, publish: bool = False, advice: bool = False) -> Site:
    """Read and check a whole site as of the moment `now` (aware).

    With `publish`, placeholders that the public must not see are errors too; with `advice`, there is advice on style.
    """
    found, problems = settings.load(sources)
    if not found:
        return Site(None, None, _shown(problems, sources))
    articles = loading.load(sources, found, now)
    past = ledger.load(sources).without({address: entry.why for address, entry in articles.registers.retired.items()})
    published = site_plan.make(articles, found, past.archives(), past.files())
    waiting = any(article.state in (State.DRAFT, State.SCHEDULED) for article in articles.articles)
    previewed = site_plan.make(articles, found, past.archives(), past.files(), preview=True) if waiting else published
    whole = Whole(sources, articles, past, published, previewed, now.astimezone(LONDON), publish)
    told = registry.found_in(whole, articles.problems)
    if publish:
        told += (*articles.placeholders, *registry.found_in(whole, publish=True))
    wanted = {
        problem
        for problem in (*problems, *articles.problems, *told)
        if advice or problem.severity is not Severity.ADVICE
    }
    return Site(found, articles, _shown(wanted, sources), past, published, previewed)


def _shown(problems: Iterable[Problem], sources: Sources) -> tuple[Problem, ...]:
    """As many problems as people read, each with the lines to write."""
    return tuple(problem.written_out(sources.lines(problem.path)) for problem in within_bounds(problems))
