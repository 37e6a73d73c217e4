"""The site as its sources have it: settings, collection and plan, with everything that is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kfh import shelf
from kfh.assets import attachments
from kfh.assets import pictures as sizes
from kfh.content import collection, placeholders, reports, settings, statement
from kfh.content.article import State
from kfh.content.checks import Severity
from kfh.content.collection import Collection
from kfh.content.dates import LONDON
from kfh.content.problems import Problem, has_errors, within_bounds
from kfh.permanence import ledger, promises, redirects
from kfh.permanence.ledger import Ledger
from kfh.plan import clashes, files, links, pictures, plan, templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from kfh.content.settings import Settings
    from kfh.plan.plan import Plan


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
        return plan.make(Collection.empty(), self.settings, self.ledger.archives(), preview=preview)


def check(  # noqa: PLR0913 (what is asked for, by name)
    root: Path,
    now: datetime,
    *,
    publish: bool = False,
    advice: bool = False,
    texts: Mapping[str, bytes] = collection.EMPTY,
    keep: bool = True,
) -> Site:
    """Read and check the whole site at `root` as of the moment `now` (aware).

    With `publish`, placeholders that the public must not see are errors too; with `advice`, there is advice on style.
    `texts` stand in place of the files at their paths. With `keep`, results are kept in `.cache/` for the next time.
    """
    lines = reports.lines_of(root, texts)
    found, problems = settings.load(root)
    problems = [problem.written_out(lines(problem.path)) for problem in problems]
    if not found:
        return Site(None, None, tuple(within_bounds(problems)))
    problems += shelf.check(root)
    problems += statement.check(root, found, now, publish=publish)
    articles = collection.load(root, found, now, texts, keep=keep)
    past = ledger.load(root).without({address: entry.why for address, entry in articles.registers.retired.items()})
    published = plan.make(articles, found, past.archives(), past.files())
    waiting = any(article.state in (State.DRAFT, State.SCHEDULED) for article in articles.articles)
    planned = plan.make(articles, found, past.archives(), past.files(), preview=True) if waiting else published
    sources = [source for _, source in files.everything(articles)]
    compared = promises.Comparison(past, published, articles, root, now.astimezone(LONDON).date(), lines)
    whole = (
        *clashes.clashes(planned, articles, lines, {line.source for line in past.of_kind("article")}),
        *clashes.hosts_names(planned, articles),
        *clashes.repeated_guids(articles),
        *clashes.repeated_texts(articles),
        *files.check(planned),
        *pictures.check(articles, lines),
        *links.check(root, planned, articles, compared.renamed, lines),
        *templates.check(root, articles, lines),
        *attachments.check(root, sources),
        *sizes.check(root, sources, keep=keep),
        *promises.check(compared),
        *redirects.check(published),
    )
    told = {problem.path for problem in (*articles.problems, *whole)}
    whole += (*files.unnamed(root, planned, articles, told),)
    problems += _open_ends(root, found, articles) if publish else placeholders.in_short(_gaps(root, found, articles))
    problems += (*articles.problems, *(problem.written_out(lines(problem.path)) for problem in whole))
    wanted = {problem for problem in problems if advice or problem.severity is not Severity.ADVICE}
    return Site(found, articles, tuple(within_bounds(wanted)), past, published, planned)


def _open_ends(root: Path, found: Settings, articles: Collection) -> Iterator[Problem]:
    """All that must be filled in before the site is published."""
    yield from articles.placeholders
    yield from statement.gaps(root, found)
    yield from placeholders.in_settings(root)


def _gaps(root: Path, found: Settings, articles: Collection) -> Iterator[Problem]:
    """What of it readers of the pages by duty would miss."""
    yield from (problem for problem in articles.placeholders if problem.path in placeholders.DUTIES)
    yield from statement.gaps(root, found)
