"""The ledger: every address that was ever published, kept in a file of the repository.

It holds paths and no hosts, so that the site may move. A line is an address; what it holds stands between tabs:
address, kind (one of KINDS), day of first publication, source, and the permanent id of an article, the title of an
archive, the fingerprint of a file, or why an address was given up.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from urllib.parse import quote

from kfh.model.article import Article
from kfh.model.project_files import FOLDERS
from kfh.model.schema import OrdinaryPage
from kfh.plan.aliases import Alias
from kfh.plan.archives import Archive, By, Feed, Pager
from kfh.plan.site_plan import Plan
from kfh.plan.table import EntryKind
from kfh.problems.edits import Edit
from kfh.problems.problem import Problem
from kfh.reading.sources import Sources, link_in
from kfh.values.slugs import LONGEST_NAME, PLAIN, is_safe

FILE = "ledger.txt"
_HEAD = "# Every address that this site has published. `kfh ledger update` writes this file; nobody edits it by hand.\n"
_FIELDS = 5
_BYTE = re.compile("%25([89A-F][0-9A-F])")
"""A byte that is encoded already, since it is part of no letter; see `address`."""
_WITH_QUERY = ("redirect", "feed", "retired")
KINDS = ("article", "page", "archive", "feed", "file", "redirect", "retired")
_FOLDERS = tuple(f"{folder}/" for folder in FOLDERS)
_MUST = {
    "address": "its address must start with / and stay inside the site",
    "kind": f"its kind must be one of {', '.join(KINDS)}, and one that has such addresses",
    "first": "its day must look like 2018-03-09",
    "source": f"its source must be a file in {', '.join(_FOLDERS)}",
}
_SHOWN = 80
_END = 4096
"""Where files of every kind that people exchange differ: PDF and ZIP, so Office, have their directory at the end."""
_DAY = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_USUAL = re.compile(
    rf"(/(?:{PLAIN.pattern})?)\t({'|'.join({*KINDS} - {'archive'})})"
    rf"(?:\t({_DAY.pattern})(?:\t((?:(?:{'|'.join(_FOLDERS)}){PLAIN.pattern})?)(?:\t([^\x00-\x1f\x7f-\x9f]*))?)?)?"
)
"""A line of which nothing more need be asked, as nearly all are: an address, a day and a source, all plain."""
_NO_UTF8 = re.compile("[\udc80-\udcff]")
_MERGED = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?: .*)?")


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

    @property
    def alias(self) -> str:
        """The address as it is written among aliases."""
        path, mark, query = self.address.partition("?")
        return _BYTE.sub(r"%\1", quote(path)) + mark + query


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
        for line in self.of_kind("archive"):
            if by := By.at(line.path):
                yield Archive(by, line.path, line.note, (), kept=True)

    def files(self) -> frozenset[str]:
        """The path of each file that was published and must stay."""
        return frozenset(line.path for line in self.of_kind("file"))

    def with_plan(self, plan: Plan, sources: Sources) -> Ledger:
        """The ledger after `plan` was published, which was made from `sources`.

        What it had stays; an archive may change title and address, and a file what it holds.
        """
        lines = dict(self.lines)
        for line in published(plan, sources):
            known = lines.get(line.address)
            if not known or known.kind in ("redirect", "retired"):
                lines[line.address] = line
            elif known.kind == line.kind and line.kind in ("archive", "file"):
                lines[line.address] = known._replace(note=line.note)
        for alias in plan.aliases:
            known = lines.get(address(alias.address))
            if known and known.kind == "archive":
                lines[known.address] = known._replace(kind="redirect", note="")
        return replace(self, lines=lines)

    def without(self, retired: Mapping[str, str]) -> Ledger:
        """The ledger with addresses given up, each for its reason; with an archive goes its feed."""
        if not retired:
            return self
        lines = dict(self.lines)
        for line in self.lines.values():
            archive = line.address[: line.address.rfind("/") + 1] if line.kind == "feed" else ""
            if why := retired.get(line.address) or retired.get(archive):
                lines[line.address] = line._replace(kind="retired", note=plain(why))
        return replace(self, lines=lines)

    def as_text(self) -> str:
        return _HEAD + "".join("\t".join(line).rstrip("\t") + "\n" for line in sorted(self.lines.values()))


def plain(text: str) -> str:
    """A text as it stands in the ledger: on one line, without control characters."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def address(path: str) -> str:
    """A path below the site's root as it stands in the ledger: bytes that are no UTF-8 are percent-encoded."""
    return "/" + _NO_UTF8.sub(lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", path)


def fingerprint(sources: Sources, path: str) -> str:
    """The size of a file in bytes, and a digest of its two ends: to read the whole of each takes long.

    "" where it cannot be read.
    """
    try:
        size, start, end = sources.ends(path, _END, _END)
    except OSError:
        return ""
    return f"{size}-{hashlib.blake2b(start + end, digest_size=8).hexdigest()}"


def published(plan: Plan, sources: Sources) -> Iterator[Line]:
    """A line for each address of the published site that must live on; the rest follow from these."""
    for entry in plan.table:
        match entry.made_from:
            case Article() as article:
                day, note = f"{article.date:%Y-%m-%d}", plain(article.guid)
                yield Line(f"/{entry.path}", "article", day, entry.source, note)
            case Pager(archive=archive, number=1):
                yield Line(f"/{entry.path}", "archive", "", entry.source, plain(archive.title))
            case Feed():
                yield Line(f"/{entry.path}", "feed")
            case Alias(written=True) as alias if entry.owner:
                yield Line(address(entry.path), "feed" if alias.feed else "redirect", "", entry.source)
            case OrdinaryPage():
                yield Line(address(entry.path), "page", "", address(entry.source)[1:])
            case None if entry.public and entry.kind is EntryKind.FILE:
                note = fingerprint(sources, entry.source)
                yield Line(address(entry.path), "file", "", address(entry.source)[1:], note)


def load(sources: Sources) -> Ledger:
    """The ledger of a site; one that was never published has none."""
    if link_in(sources.root, FILE):
        return Ledger(problems=(Problem(FILE, 1, 1, "KFH413", "the ledger must be a file of its own, and no link"),))
    if not sources.is_there(FILE):
        return Ledger()
    text, problems = sources.text(FILE)
    found = read(text)
    return replace(found, problems=(*problems, *found.problems))


def read(text: str) -> Ledger:
    """The ledger that stands in a text, with a problem for each line that is none."""
    lines: dict[str, Line] = {}
    numbers: dict[str, int] = {}
    problems = []
    rows = text.split("\n")
    for number, (row, usual) in enumerate(zip(rows, map(_USUAL.fullmatch, rows), strict=True), 1):
        if not row or (number == 1 and row.startswith("# ")):
            continue
        try:
            line = Line._make(usual.groups("")) if usual and len(row) <= LONGEST_NAME else _line(row)
        except ValueError as fault:
            problems.append(_no_line(number, row, str(fault)))
            continue
        if line.address in lines:
            problems.append(_twice(number, numbers[line.address]))
        else:
            lines[line.address], numbers[line.address] = line, number
    return Ledger(lines, numbers, tuple(problems))


def _is_usual(row: str) -> bool:
    return len(row) <= LONGEST_NAME and bool(_USUAL.fullmatch(row))


def _line(row: str) -> Line:
    parts = row.split("\t")
    if not 1 < len(parts) <= _FIELDS:
        message = f"it must have an address, a kind, and up to three parts more, with tabs between; it has {len(parts)}"
        raise ValueError(message)
    line = Line(*parts)
    if found := fault(line):
        raise ValueError(found)
    return line


def fault(line: Line) -> str:
    """What is wrong with a line, or "": whatever stands in the file may be anybody's.

    An archive's address becomes a file and a title, and a source is opened to show what stands there.
    """
    if _is_usual("\t".join(line)):
        return ""
    if _CONTROLS.search("".join(line)):
        return "no part may hold control characters, such as a tab or the end of a line"
    path = line.path.partition("?")[0] if line.kind in _WITH_QUERY else line.path
    if not (line.address.startswith("/") and (path == "" or is_safe(path))):
        name = "address"
    elif line.kind not in KINDS or (line.kind == "archive" and not By.at(line.path)):
        name = "kind"
    elif not _DAY.fullmatch(line.first):
        name = "first"
    elif line.source and not (is_safe(line.source) and line.source.startswith(_FOLDERS)):
        name = "source"
    else:
        return ""
    return f'{_MUST[name]}; found "{getattr(line, name)[:_SHOWN]}"'


def _no_line(number: int, row: str, why: str) -> Problem:
    if _MERGED.fullmatch(row):
        message = (
            "this mark is left from merging two versions of the ledger: take the line out, and keep those around it"
        )
        return Problem(FILE, number, 1, "KFH803", message, edit=Edit.without(number, number))
    message = (
        f'this is no line of the ledger: {why}. Only "kfh ledger update" may write this file: bring the line back as '
        f'it was; "git log -p -- {FILE}" shows who changed it'
    )
    return Problem(FILE, number, 1, "KFH803", message)


def _twice(number: int, first: int) -> Problem:
    message = f"this address stands in line {first} already: take out the line of the two that was added"
    return Problem(FILE, number, 1, "KFH803", message, edit=Edit.without(number, number))
