"""All sources of the site read and checked, each by itself."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from datetime import date, datetime

from pydantic import BaseModel

from kfh.model import project_files, vocabulary
from kfh.model.article import Article, state
from kfh.model.collection import Collection
from kfh.model.schema import OrdinaryPage, Post
from kfh.model.settings import Settings
from kfh.model.vocabulary import Registers
from kfh.problems.edits import Edit
from kfh.problems.problem import Problem, has_errors
from kfh.reading import front_matter
from kfh.reading.sources import Sources, as_text
from kfh.rules import many_files, one_file, registry
from kfh.rules.one_file import Kept
from kfh.values.dates import LONDON, last_day, shown
from kfh.values.slugs import ARTICLE_FILE, article_path, media_path


def load(sources: Sources, settings: Settings, now: datetime) -> Collection:
    """Everything below `posts/`, `bulletins/` and `docs/`, as of the moment `now` (aware)."""
    registers, now = vocabulary.load(sources), now.astimezone(LONDON)
    found = project_files.read(sources)
    problems = registry.found_in(found)
    refused = {problem.path for problem in problems}
    files = [path for path in found.files if path not in refused]
    raw, unread = _read(sources, project_files.texts(files))
    kept = many_files.check(sources, raw, registers, settings.markdown_extensions)
    articles = (_article(path, raw[path], _shown(path, kept[path], registers), settings, now) for path in raw)
    newest_first = sorted(filter(None, articles), key=lambda article: (article.date, article.path), reverse=True)
    attachments = project_files.attachments(files)
    problems += unread
    problems += (problem for path in kept for problem in kept[path].problems)
    today = last_day(now)
    problems += (problem for path in kept for problem in _updated(path, raw[path], kept[path].front, today))
    return Collection(
        tuple(newest_first),
        tuple(path for path in raw if one_file.kind_of(path) is None),
        tuple(attachments),
        tuple(project_files.files(files)),
        registers,
        (*registers.problems, *sorted(problems)),
        {path: kept[path].links for path in kept},
        {path: kept[path].pictures for path in kept},
        {path: front for path in kept if isinstance(front := kept[path].front, OrdinaryPage)},
        {path: kept[path].anchors for path in kept},
        {path: kept[path].named for path in kept},
        {path: many_files.body(path, raw[path], kept[path]) for path in kept if one_file.kind_of(path) is None},
        tuple(problem for path in kept for problem in kept[path].placeholders),
    )


def _read(sources: Sources, paths: list[str]) -> tuple[dict[str, bytes], list[Problem]]:
    """What stands at each path that can be read, and a problem for each that cannot."""
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in paths:
        raw, faults = sources.raw(path)
        problems += faults
        if not faults:
            found[path] = raw
    return found, problems


def _shown(path: str, kept: Kept, registers: Registers) -> Kept:
    """What was found in a file, without a picture of its fields that was given up, and what they say of it."""
    for picture in kept.pictures if kept.front else ():
        place = posixpath.normpath(posixpath.join(posixpath.dirname(path), picture.name))
        if kept.front and f"/{media_path(place)}" in registers.retired:
            names = type(kept.front).model_fields
            gone = [name for name in names if name == picture.field or name.startswith(f"{picture.field}_")]
            kept = kept._replace(front=kept.front.model_copy(update=dict.fromkeys(gone)))
    return kept


def _article(path: str, raw: bytes, kept: Kept, settings: Settings, now: datetime) -> Article | None:
    """The article at a path at the moment `now` (in London); None where it is a page, or unsound."""
    kind, front, named = one_file.kind_of(path), kept.front, ARTICLE_FILE.fullmatch(path.rpartition("/")[2])
    if not kind or not isinstance(front, Post) or not named or has_errors(kept.problems):
        return None
    slug = front.slug or named[2]
    guid = front.guid or f"tag:{settings.authority.name},{named[1]}:{kind}/{named[2]}"
    address = article_path(getattr(settings.permalinks, kind), front.date, slug)
    text = many_files.body(path, raw, kept)
    return Article(kind, path, address, slug, guid, state(front, now), front, text, now.date())


def _updated(path: str, raw: bytes, front: BaseModel | None, today: date) -> Iterator[Problem]:
    """Whether a change that is said to have been made can have been, on the day `today`."""
    updated = front.updated if isinstance(front, Post | OrdinaryPage) else None
    if front and updated and f"{updated:%Y-%m-%d}" > f"{today:%Y-%m-%d}":
        text, _ = as_text(path, raw)
        node = front_matter.read(path, text, type(front).model_fields).fields.find(("updated",))
        message = f'"updated" is the day of a change already made, so not after today, {shown(today)}; found {{}}'
        edit = Edit(node.place, node.end, f"{today:%Y-%m-%d}") if node.end else None
        yield Problem(path, node.place.line, node.place.column, "KFH230", message.format(shown(updated)), edit=edit)
