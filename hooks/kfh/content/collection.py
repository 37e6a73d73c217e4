"""All articles, pages and attachments of the site, with their problems."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from kfh.content import body, front_matter, rules, sources, vocabulary
from kfh.content.article import Article, Kind, state
from kfh.content.fields import validate
from kfh.content.problems import Problem, has_errors
from kfh.content.reading import Reading
from kfh.content.schema import OrdinaryPage, Post
from kfh.content.slugs import ARTICLE_FILE, article_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from pydantic import BaseModel

    from kfh.content.settings import Settings
    from kfh.content.vocabulary import Registers

ATTACHMENTS = frozenset((
    ".avif", ".csv", ".docx", ".gif", ".ics", ".jpeg", ".jpg", ".mp3", ".mp4", ".odp", ".ods", ".odt",
    ".pdf", ".png", ".pptx", ".txt", ".webp", ".xlsx", ".zip",
))  # fmt: skip
"""The types of file that may be published beside articles: none that a browser would run."""


@dataclass(frozen=True)
class Collection:
    """Articles newest first; `pages` and `attachments` are paths in the repository, sorted."""

    articles: tuple[Article, ...]
    pages: tuple[str, ...]
    attachments: tuple[str, ...]
    registers: Registers
    problems: tuple[Problem, ...]

    @classmethod
    def empty(cls) -> Collection:
        return cls((), (), (), vocabulary.Registers(), ())


def load(root: Path, settings: Settings, now: datetime) -> Collection:
    """Everything below `posts/`, `bulletins/` and `docs/` of `root`, as of the moment `now` (aware)."""
    registers = vocabulary.load(root)
    reader = _Reader(root, settings, registers, now)
    articles, attachments = [], []
    for kind in Kind:
        for path in _files(root, kind.folder):
            if not path.endswith(".md"):
                attachments.append(path)
            elif PurePosixPath(path).name != "README.md":
                articles.append(reader.article(path, kind))
    pages = [path for path in _files(root, "docs") if path.endswith(".md")]
    for path in pages:
        reader.page(path)
    reader.problems += (problem for path in attachments for problem in _attachment(path))
    found = sorted(
        (article for article in articles if article), key=lambda article: (article.date, article.path), reverse=True
    )
    return Collection(
        tuple(found), tuple(pages), tuple(attachments), registers, (*registers.problems, *sorted(reader.problems))
    )


def _files(root: Path, folder: str) -> list[str]:
    """The files below a folder, as sorted paths from `root`; names that start with a dot are passed over."""
    found = []
    for place, folders, names in os.walk(root / folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = os.path.relpath(place, root).replace(os.sep, "/")
        found += [f"{below}/{name}" for name in names if not name.startswith(".")]
    return sorted(found)


def _attachment(path: str) -> Iterator[Problem]:
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in ATTACHMENTS:
        allowed = ", ".join(sorted(ATTACHMENTS))
        message = f'files of the type "{suffix}" cannot be published beside articles; the types are {allowed}'
        yield Problem(path, 1, 1, "KFH407", message)


@dataclass
class _Reader:
    root: Path
    settings: Settings
    registers: Registers
    now: datetime

    def __post_init__(self) -> None:
        self.problems: list[Problem] = []

    def article(self, path: str, kind: Kind) -> Article | None:
        reading, front = self.read(path, kind, kind.model)
        if not reading:
            return None
        found = [problem for rule in rules.RULES for problem in rule(reading)]
        self.problems += found
        named = ARTICLE_FILE.fullmatch(reading.name)
        if not isinstance(front, Post) or not named or has_errors(found):
            return None
        slug = front.slug or named[2]
        guid = front.guid or f"tag:{self.settings.authority.name},{named[1]}:{kind}/{named[2]}"
        address = article_path(getattr(self.settings.permalinks, kind), front.date, slug)
        return Article(kind, path, address, slug, guid, state(front, self.now), front, reading.body)

    def page(self, path: str) -> None:
        self.read(path, None, OrdinaryPage)

    def read(self, path: str, kind: Kind | None, model: type[BaseModel]) -> tuple[Reading | None, BaseModel | None]:
        text, problems = sources.read_text(self.root, path)
        self.problems += problems
        if problems:
            return None, None
        block = front_matter.read(path, text, model.model_fields)
        reading = Reading(self.root, path, kind, block.fields, block.body, block.body_line)
        context: dict[str, Any] = {"registers": self.registers, "sound": reading.sound, "fields": model.model_fields}
        front, faults = validate(model, block.fields, path, context, passed_over=block.broken)
        self.problems += (*block.problems, *faults, *body.check(reading))
        return reading, front
