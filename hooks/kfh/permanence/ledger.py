"""The ledger: every address that was ever published, kept in a file of the repository.

It holds paths and no hosts, so that the site may move. A line is an address; what it holds stands between tabs:
address, kind (one of KINDS), day of first publication, source, and the permanent id of an article, the title of an
archive, or why an address was given up.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from kfh.content import sources
from kfh.content.problems import Problem
from kfh.plan import files
from kfh.plan.archives import Archive, By

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kfh.content.collection import Collection
    from kfh.plan.plan import Plan

FILE = "ledger.txt"
_HEAD = "# Every address that this site has published. `kfh ledger update` writes this file; nobody edits it by hand.\n"
_FIELDS = 5
KINDS = ("article", "page", "archive", "feed", "file", "redirect", "retired")


class Line(NamedTuple):
    """`address` starts with `/`; `note` is what the kind asks for."""

    address: str
    kind: str
    first: str = ""
    source: str = ""
    note: str = ""

    @property
    def path(self) -> str:
        return self.address[1:]


@dataclass(frozen=True)
class Ledger:
    """`lines` by address; `numbers` says on which line of the file each stands."""

    lines: dict[str, Line] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def of_kind(self, kind: str) -> list[Line]:
        return [line for line in self.lines.values() if line.kind == kind]

    def archives(self) -> Iterator[Archive]:
        """Every archive that was published, with nothing in it."""
        return (Archive(_by(line.path), line.path, line.note, (), kept=True) for line in self.of_kind("archive"))

    def with_plan(self, plan: Plan, collection: Collection) -> Ledger:
        """The ledger after `plan` was published. What it had stays; an archive may change title and address."""
        lines = dict(self.lines)
        for line in published(plan, collection):
            known = lines.get(line.address)
            if not known or known.kind in ("redirect", "retired"):
                lines[line.address] = line
            elif known.kind == line.kind == "archive":
                lines[line.address] = known._replace(note=line.note)
        for alias in plan.aliases:
            known = lines.get(f"/{alias.path}")
            if known and known.kind == "archive":
                lines[known.address] = known._replace(kind="redirect", note="")
        return replace(self, lines=lines)

    def without(self, address: str, why: str) -> Ledger:
        """The ledger with an address given up. Raises KeyError where it is not in it."""
        line = self.lines[address]._replace(kind="retired", note=_plain(why))
        return replace(self, lines=self.lines | {address: line})

    def as_text(self) -> str:
        return _HEAD + "".join("\t".join(line).rstrip("\t") + "\n" for line in sorted(self.lines.values()))


def _by(path: str) -> By:
    """The kind of archive that stands at `path`: an address of the site tells it."""
    parts = path.strip("/").split("/")
    if parts[0].isdecimal():
        return By.YEAR if len(parts) == 1 else By.MONTH
    if parts[0] == "bulletins" and parts[1:]:
        return By.BULLETIN_YEAR
    return next((by for by in (By.TAG, By.WORK_STREAM, By.AUTHOR) if parts[0] == by), By.KIND)


def _plain(text: str) -> str:
    return " ".join(text.split())


def published(plan: Plan, collection: Collection) -> Iterator[Line]:
    """A line for each address of a published site that must live on; the rest follow from these, or come and go."""
    for article in plan.articles:
        yield Line(f"/{article.path}", "article", f"{article.date:%Y-%m-%d}", article.source, _plain(article.guid))
    for source, path in plan.page_paths.items():
        yield Line(f"/{path}", "page", "", source)
    for archive in plan.archives:
        yield Line(f"/{archive.path}", "archive", "", archive.register, _plain(archive.title))
    for feed in plan.feeds:
        yield Line(f"/{feed.path}", "feed")
    for path, source in files.given(plan, collection).items():
        yield Line(f"/{path}", "file", "", source)
    for alias in plan.aliases:
        if alias.written:
            yield Line(f"/{alias.path}", "feed" if alias.feed else "redirect", "", alias.owner)


def load(root: Path) -> Ledger:
    """The ledger of the site at `root`; a site that was never published has none."""
    if not (root / FILE).exists():
        return Ledger()
    text, problems = sources.read_text(root, FILE)
    lines: dict[str, Line] = {}
    numbers: dict[str, int] = {}
    for number, row in enumerate(text.split("\n"), 1):
        if not row or row.startswith("# "):
            continue
        parts = row.split("\t")
        if parts[0] in lines or not parts[0].startswith("/") or parts[1:2] == [] or parts[1] not in KINDS:
            problems.append(_no_line(number))
            continue
        lines[parts[0]], numbers[parts[0]] = Line(*parts[:_FIELDS]), number
    return Ledger(lines, numbers, tuple(problems))


def _no_line(number: int) -> Problem:
    message = (
        'this is no line of the ledger, or one that it has twice: only "kfh ledger update" may write this file; '
        "take back every change to it"
    )
    return Problem(FILE, number, 1, "KFH803", message, f"git checkout origin/main -- {FILE}")
