"""Articles that would never appear: they stand in another folder than theirs, or were saved as something else."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from kfh.content import sources
from kfh.content.article import Kind
from kfh.content.file_types import FILE_TYPES, FileKind, ending
from kfh.content.gate import MARKDOWN
from kfh.content.problems import Problem
from kfh.content.schema import Bulletin, Post
from kfh.content.slugs import slugify
from kfh.content.tree import FOLDERS, LEFT_BEHIND

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path

    from kfh.content.tree import Tree

_BULLETIN_ALONE = Bulletin.model_fields.keys() - Post.model_fields.keys()
_WRITTEN = (*MARKDOWN, *(end for end, found in FILE_TYPES.items() if found.kind is FileKind.TEXT))
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")
_FIELDS = re.compile(r"\A---[ \t]*\n(?=(?:.*\n)*?title:)(?:.*\n)*?date:[ \t]*[\"']?(\d{4}-\d{2}-\d{2})?")
_HEAD = 4000
"""How many characters of a file are looked at for its fields."""


def check(root: Path, found: Tree) -> Iterator[Problem]:
    """A problem for each article beside the folders of articles, or in one whose name is almost theirs."""
    with os.scandir(root) as entries:
        names = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    for name, is_folder in names:
        if name.startswith(LEFT_BEHIND) or name in FOLDERS:
            continue
        if not is_folder and is_article(root, name):
            yield _elsewhere(name, named(root, name))
        if is_folder and (meant := _folder_meant(name)):
            for path in _below(root, name):
                target = f"{meant}{path.removeprefix(name)}"
                folder = target.rpartition("/")[0]
                yield _elsewhere(path, named(root, path, folder) if is_article(root, path) else target)
    for path in found.files:
        if path.startswith(tuple(f"docs/{kind.folder}/" for kind in Kind)):
            yield _elsewhere(path, path.removeprefix("docs/"))


def by_fields(path: str, kind: Kind | None, fields: Container[Any]) -> Problem | None:
    """A problem where the fields of a file are not those of what stands in its folder, but of another kind."""
    of_bulletins = [name in fields for name in _BULLETIN_ALONE]
    is_bulletin = sum(of_bulletins) > 1
    if kind is Kind.BULLETIN and "title" in fields and "tags" in fields and not any(of_bulletins):
        target = f"{Kind.POST.folder}{path.removeprefix(kind.folder)}"
        *names, last = (name for name, field in Bulletin.model_fields.items() if field.is_required())
        missing = ", ".join(name for name in names if name not in fields)
        message = (
            f"this file has the fields of a post, among the bulletins: move it to {target}; if it is a bulletin, give "
            f"it {missing} and {last}"
        )
        return Problem(path, 1, 1, "KFH418", message)
    if kind is Kind.POST and is_bulletin:
        return _elsewhere(path, f"{Kind.BULLETIN.folder}{path.removeprefix(kind.folder)}", "a bulletin")
    if kind is None and "title" in fields and "tags" in fields:
        return _elsewhere(path, f"{(Kind.BULLETIN if is_bulletin else Kind.POST).folder}/{_name(path)}")
    return None


def is_article(root: Path, path: str) -> bool:
    """Whether a file that is not among the articles, or is no Markdown, was meant to be one."""
    written = ending(path) in _WRITTEN
    return written and bool(_DATED.match(_stem(path)) or has_fields(root, path))


def has_fields(root: Path, path: str) -> bool:
    return bool(_FIELDS.match(_head(root, path)))


def named(root: Path, path: str, folder: str = "") -> str:
    """Where the article in a file must stand: in its own `folder`, or that of its kind."""
    head, stem = _head(root, path), _stem(path)
    fields, dated = _FIELDS.match(head), _DATED.match(stem)
    day = dated[1] if dated else fields[1] if fields and fields[1] else "YYYY-MM-DD"
    is_bulletin = sum(f"\n{name}:" in head for name in _BULLETIN_ALONE) > 1
    slug = slugify(dated[2] if dated else stem) or "a-few-words"
    return f"{folder or (Kind.BULLETIN if is_bulletin else Kind.POST).folder}/{day}-{slug}.md"


def _elsewhere(path: str, target: str, what: str = "an article") -> Problem:
    kind = what if target.endswith(".md") else "a file beside articles"
    is_text = ending(path) in (*MARKDOWN, ".txt") or not target.endswith(".md")
    do = f"move it to {target}" if is_text else f"save its words as plain text, in {target}"
    return Problem(path, 1, 1, "KFH418", f"this is {kind} in a place where it never appears: {do}")


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _head(root: Path, path: str) -> str:
    return sources.read_bytes(root, path)[0][:_HEAD].decode("utf-8", "replace").replace("\r\n", "\n")


def _stem(path: str) -> str:
    """The name of a file without what says that it is a text: `2018-03-09-update.md.txt` → `2018-03-09-update`."""
    stem = PurePosixPath(path).stem
    return PurePosixPath(stem).stem if ending(stem) in MARKDOWN else stem


def _folder_meant(name: str) -> str:
    known = {kind.folder: kind.folder for kind in Kind} | {"blog": Kind.POST.folder}
    near = difflib.get_close_matches(name.casefold().strip("_ "), known, n=1, cutoff=0.85)
    return known[near[0]] if near else ""


def _below(root: Path, folder: str) -> Iterator[str]:
    for place, _, names in os.walk(root / folder):
        below = PurePosixPath(os.path.relpath(place, root)).as_posix()
        yield from (f"{below}/{name}" for name in sorted(names) if not name.startswith(LEFT_BEHIND))
