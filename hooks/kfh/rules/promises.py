"""What the ledger promises, held against the plan of the site. A promise is a rule for the whole site.

Each problem names the file to change, the address that would die, and the line that keeps it alive.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kfh.model import retired
from kfh.model.article import Article, State
from kfh.model.vocabulary import Register, Term
from kfh.plan import ledger
from kfh.plan.ledger import Line
from kfh.problems.problem import Problem
from kfh.rules import renames
from kfh.rules.registry import rule
from kfh.rules.whole import Whole
from kfh.values.slugs import path_and_query


@rule("KFH101", "KFH103", "KFH413", "KFH415", "KFH803")
def the_ledger_is_whole(found: Whole) -> Iterator[Problem]:
    yield from found.ledger.problems


@rule("KFH810")
def names_can_be_recorded(found: Whole) -> Iterator[Problem]:
    """What cannot stand in the ledger would be published, and forgotten."""
    for line in found.published:
        if ledger.fault(line) and line.source not in found.broken:
            message = (
                "this name cannot be part of an address: it has a character in it that cannot be seen, a backslash, or "
                "what leads out of the site; rename the file, with letters, digits and hyphens"
            )
            yield Problem(line.source or ledger.FILE, 1, 1, "KFH810", message)


@rule("KFH804", "KFH805", "KFH806")
def articles_stay(found: Whole) -> Iterator[Problem]:
    for line in found.lines("article"):
        article = found.by_guid.get(line.note)
        if article:
            yield from _article_answers(found, line, article)
        elif other := found.by_source.get(line.source) or found.by_path.get(line.path):
            message = (
                f'the permanent id of the article published at {line.address} must stay "{line.note}"; it would be '
                f'"{other.guid}", and every subscriber would be shown an old article as a new one'
            )
            yield _with_fields(found, Problem(other.source, 1, 1, "KFH804", message), guid=line.note)
        elif line.source in found.renamed:
            yield _renamed(found, line, found.by_source[found.renamed[line.source]])
        elif line.path not in found.by_path:
            yield _vanished(found, line)


def _renamed(found: Whole, line: Line, article: Article) -> Problem:
    message = (
        f"renamed? {line.source}, published at {line.address}, is gone. If it is this file now, give it the old "
        "permanent id and address, or subscribers are shown an old article as a new one. If not, bring that file back"
    )
    former = {path_and_query(alias)[0] for alias in article.front.aliases}
    alias = "" if line.path in {article.path, *former} else line.alias
    return _with_fields(found, Problem(article.source, 1, 1, "KFH804", message), guid=line.note, alias=alias)


def _with_fields(found: Whole, problem: Problem, *, guid: str = "", alias: str = "") -> Problem:
    """The problem of a file, with the fields that it must have."""
    fix, edit = renames.fields(found.written(problem.path), guid, alias)
    return replace(problem, fix=fix, edit=None if problem.path == ledger.FILE else edit)


def _vanished(found: Whole, line: Line) -> Problem:
    message = (
        f"this article was published at {line.address} on {line.first} and is gone, or cannot be read: bring the file "
        "back; if readers are not to have it any more, add this line to its fields"
    )
    return Problem(*found.place(line), 1, "KFH805", message, "status: withdrawn")


def _article_answers(found: Whole, line: Line, article: Article) -> Iterator[Problem]:
    if article.state in (State.DRAFT, State.SCHEDULED):
        message = (
            f"this article was published at {line.address} and would be {article.state} now, so its address would die: "
            "give it back its date and status; if readers are not to have it any more, withdraw it"
        )
        fix = "status: withdrawn"
        edit = renames.field(found.written(article.source), "status", fix)
        yield Problem(article.source, 1, 1, "KFH805", message, fix, edit)
    elif found.answers.get(line.path) != article.path:
        message = (
            f"this article was published at {line.address}, which would lead nowhere; it stands at /{article.path}: "
            "keep the old address as an alias"
        )
        yield _with_fields(found, Problem(article.source, 1, 1, "KFH806", message), alias=line.alias)


@rule("KFH806")
def pages_stay(found: Whole) -> Iterator[Problem]:
    for line in found.lines("page"):
        if line.path in found.answers:
            continue
        renamed = found.renamed.get(line.source)
        path, number = (renamed, 1) if renamed else found.place(line)
        message = (
            f"renamed? {line.source}, published at {line.address}, is gone. If this page takes its place, give it the "
            "old address too. If not, bring that file back"
            if renamed
            else f"this page was published at {line.address} and is gone: bring the file back, or give its address to "
            "the page or article that takes its place, among the fields of that file. If nothing does, give it up in "
            f"{retired.FILE}"
        )
        yield _with_fields(found, Problem(path, number, 1, "KFH806", message), alias=line.alias)


@rule("KFH806")
def redirects_stay(found: Whole) -> Iterator[Problem]:
    public = {article.source for article in found.plan.articles} | found.plan.pages.keys()
    kept = {guid for guid, article in found.by_guid.items() if article.source in public}
    told = {line.source for line in found.lines("article") if line.note not in kept}
    told |= {line.source for line in found.lines("page") if line.path not in found.answers}
    for line in found.lines("redirect"):
        if line.path not in found.answers and line.source not in told:
            message = (
                f"{line.address} was a former address here, and people still come by it: keep it as an alias, or give "
                f"it up in {retired.FILE}"
            )
            yield _with_fields(found, Problem(*found.place(line), 1, "KFH806", message), alias=line.alias)


@rule("KFH811")
def subjects_stay(found: Whole) -> Iterator[Problem]:
    """An entry that is gone from its register leaves an archive in which nothing appears, whoever follows it."""
    empty = {archive.path for archive in found.plan.archives if archive.kept}
    for line in found.lines("archive"):
        register = found.register(line)
        if register and not register.unread and line.path in empty:
            yield _gone_entry(found, line, register)


def _gone_entry(found: Whole, line: Line, register: Register) -> Problem:
    folder, slug, _ = line.path.split("/")
    fresh = [term for term in register.entries.values() if f"/{folder}/{term.slug}/" not in found.ledger.lines]
    now = register.known_as(line.note) or (fresh[0] if len(fresh) == 1 else None)
    message = (
        f'the entry "{slug}" was published at {line.address} and is gone; those who follow it would get nothing more'
    )
    if now in fresh:
        message += f': if it is "{now.slug}" now, give that entry the old address as an alias; if not, bring it back'
        entry = now.model_copy(update={"aliases": (*now.aliases, line.address)})
    else:
        message += (
            ": bring it back; if another has its subject now, have it merged into that; if nobody is to find it any "
        )
        message += f"more, give its address up in {retired.FILE}"
        entry = _entry(found, line, register, now)
    edit = renames.entry(found.written(register.path), entry.slug, entry.as_text())
    return Problem(register.path, 1, 1, "KFH811", message, entry.as_text(), edit)


def _entry(found: Whole, line: Line, register: Register, into: Term | None) -> Term:
    """The entry that an archive of the ledger was of, merged today into another where there is one."""
    entry = register.model.model_construct(slug=line.path.split("/")[1], label=line.note)
    return entry.model_copy(update={"merged_into": into.slug, "merged_on": found.today}) if into else entry


@rule("KFH809")
def archives_stay_apart(found: Whole) -> Iterator[Problem]:
    """An archive that takes the name of another has its articles as well, and its subscribers know only their own."""
    for line in found.lines("archive"):
        target, register = found.answers.get(line.path, line.path), found.register(line)
        other = found.ledger.lines.get(f"/{target}")
        if register and target != line.path and other and other.kind == "archive":
            into = register.entries.get(target.split("/")[1])
            entry = _entry(found, line, register, into)
            message = (
                f"those who follow {line.address} would be shown all that /{target} had before as new: bring the entry "
                f'"{entry.slug}" back, and have it merged'
            )
            text, place = entry.as_text(), entry.slug
            if into and (freed := register.without_names_of(into, entry)) != into:
                text, place = f"{freed.as_text()}\n{text}", into.slug
            edit = renames.entry(found.written(register.path), place, text)
            yield Problem(register.path, 1, 1, "KFH809", message, text, edit)


@rule("KFH807")
def feeds_stay(found: Whole) -> Iterator[Problem]:
    for line in found.lines("feed"):
        if line.path not in found.answers:
            message = (
                f"subscribers follow the feed {line.address}, which would be gone: bring back what it was made from, "
                "or name its address among the aliases of the tag, work stream or author that takes its place"
            )
            yield Problem(*found.place(line), 1, "KFH807", message, f"aliases:\n  - {line.alias}")
