"""Names of files and folders: whether they can be published, and whether an article appears by them.

An article that stands in another folder than its own, or was saved as something else, never does.
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from kfh.model import project_files
from kfh.model.article import Kind
from kfh.model.project_files import ProjectFiles
from kfh.model.schema import Bulletin, Post
from kfh.model.vocabulary import FOLDER, paths
from kfh.problems.problem import Problem
from kfh.reading.sources import Sources, linked, no_file
from kfh.rules.checked_file import Reading
from kfh.rules.registry import rule
from kfh.rules.whole import Whole
from kfh.runtime.store import TOP, and_above
from kfh.values.file_types import FILE_TYPES, PUBLISHED_TYPES, FileKind, InBrowser, ending, save_as
from kfh.values.nearest import closest
from kfh.values.slugs import ARTICLE_FILE, SLUG, slugify

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
"""What the engine takes for pages; only the first is ours."""

_BULLETIN_ALONE = Bulletin.model_fields.keys() - Post.model_fields.keys()
_WRITTEN = (*MARKDOWN, *(end for end, found in FILE_TYPES.items() if found.kind is FileKind.TEXT))
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")
_FIELDS = re.compile(r"\A---[ \t]*\n(?=(?:.*\n)*?title:)(?:.*\n)*?date:[ \t]*[\"']?(\d{4}-\d{2}-\d{2})?")
_HEAD = 4000
"""How many characters of a file are looked at for its fields."""


@rule("KFH418")
def articles_stand_in_their_folders(found: ProjectFiles) -> Iterator[Problem]:
    """A problem for each article beside the folders of articles, or in one whose name is almost theirs."""
    sources = found.sources
    for name, is_folder in project_files.beside(sources):
        if not is_folder and is_article(sources, name):
            yield _elsewhere(name, named(sources, name))
        if is_folder and (meant := _folder_meant(name)):
            for path in project_files.below(sources, name):
                target = f"{meant}{path.removeprefix(name)}"
                folder = target.rpartition("/")[0]
                yield _elsewhere(path, named(sources, path, folder) if is_article(sources, path) else target)
    for path in found.files:
        if path.startswith(tuple(f"docs/{kind.folder}/" for kind in Kind)):
            yield _elsewhere(path, path.removeprefix("docs/"))


@rule("KFH418", first=True)
def fields_are_those_of_its_folder(reading: Reading) -> Iterator[Problem]:
    """A problem where the fields of a file are not those of what stands in its folder, but of another kind."""
    path, kind, fields = reading.path, reading.kind, reading.named
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
        yield Problem(path, 1, 1, "KFH418", message)
    elif kind is Kind.POST and is_bulletin:
        yield _elsewhere(path, f"{Kind.BULLETIN.folder}{path.removeprefix(kind.folder)}", "a bulletin")
    elif kind is None and "title" in fields and "tags" in fields:
        yield _elsewhere(path, f"{(Kind.BULLETIN if is_bulletin else Kind.POST).folder}/{_name(path)}")


def is_article(sources: Sources, path: str) -> bool:
    """Whether a file that is not among the articles, or is no Markdown, was meant to be one."""
    written = ending(path) in _WRITTEN
    return written and bool(_DATED.match(_stem(path)) or has_fields(sources, path))


def has_fields(sources: Sources, path: str) -> bool:
    return bool(_FIELDS.match(_head(sources, path)))


def named(sources: Sources, path: str, folder: str = "") -> str:
    """Where the article in a file must stand: in its own `folder`, or that of its kind."""
    head, stem = _head(sources, path), _stem(path)
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


def _head(sources: Sources, path: str) -> str:
    return sources.raw(path)[0][:_HEAD].decode("utf-8", "replace").replace("\r\n", "\n")


def _stem(path: str) -> str:
    """The name of a file without what says that it is a text: `2018-03-09-update.md.txt` → `2018-03-09-update`."""
    stem = PurePosixPath(path).stem
    return PurePosixPath(stem).stem if ending(stem) in MARKDOWN else stem


def _folder_meant(name: str) -> str:
    known = {kind.folder: kind.folder for kind in Kind} | {"blog": Kind.POST.folder}
    near = difflib.get_close_matches(name.casefold().strip("_ "), known, n=1, cutoff=0.85)
    return known[near[0]] if near else ""


@rule("KFH401")
def file_name_is_dated(reading: Reading) -> Iterator[Problem]:
    named = ARTICLE_FILE.fullmatch(reading.name)
    if reading.kind and (not named or not SLUG.fullmatch(named[2])):
        stem = reading.name.removesuffix(".md").lstrip("0123456789-_. ")
        day = f"{reading.sound['date']:%Y-%m-%d}" if "date" in reading.sound else "2018-03-09"
        name = f"{day}-{slugify(stem) or 'slug'}.md"
        message = f'the file must be named by date and slug; found "{reading.name}", rename it to {name}'
        yield reading.problem("KFH401", message)


@rule("KFH402")
def file_name_has_the_date(reading: Reading) -> Iterator[Problem]:
    named, date = ARTICLE_FILE.fullmatch(reading.name), reading.sound.get("date")
    if named and date and named[1] != f"{date:%Y-%m-%d}":
        message = f'"date" and the file\'s name must have the same day; found {date:%Y-%m-%d} and {named[1]}'
        yield reading.problem("KFH402", message, named[1], at=("date",))


_HOSTS_ENTRANCE = "docs/CNAME"
"""The file without an ending that is wanted: GitHub Pages finds the site's domain name in it."""

_REGISTERS = paths()

_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
"""Kinds of characters that are not shown, or are no characters: Unicode Standard Annex 44, General_Category."""

_NOT_ON_WINDOWS = '<>:"|?*\\'
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""Source: Microsoft, "Naming Files, Paths, and Namespaces", as are the characters before."""


@rule("KFH401", "KFH407", "KFH413", "KFH414", "KFH415", "KFH431")
def files_can_be_published(found: ProjectFiles) -> Iterator[Problem]:
    """One problem for each thing in the site's folders that must not stand there."""
    yield from map(linked, found.links)
    yield from map(no_file, found.others)
    for path in found.files:
        yield from _file(path)


def _file(path: str) -> Iterator[Problem]:
    if name := next(filter(_fault_of_name, path.split("/")), ""):
        message = f"{_fault_of_name(name)}; rename it, for example to {_plain(name)}"
        yield Problem(path, 1, 1, "KFH414", message)
    elif path.endswith(".md") or path in (_HOSTS_ENTRANCE, *_REGISTERS):
        return
    elif path.startswith(f"{FOLDER}/"):
        yield _no_register(path)
    elif ending(path) in MARKDOWN:
        name = PurePosixPath(path).with_suffix(".md").name.lower()
        message = f'the name of an article must end in ".md", in small letters: rename the file to {name}'
        yield Problem(path, 1, 1, "KFH401", message)
    elif why := _fault_of_type(path):
        allowed = ", ".join(sorted(PUBLISHED_TYPES))
        yield Problem(path, 1, 1, "KFH407", f"{why}{save_as(path)}; the types that can be published are {allowed}")


def _no_register(path: str) -> Problem:
    meant = closest(PurePosixPath(path).stem, [PurePosixPath(register).stem for register in _REGISTERS])
    do = f"rename it to {FOLDER}/{meant}.yml" if meant else "move it to another folder"
    message = f"nothing reads this file, for the registers are {', '.join(_REGISTERS)}: {do}"
    return Problem(path, 1, 1, "KFH431", message)


def _fault_of_name(name: str) -> str:
    """Why not every computer and host can hold a file or folder of this name, or ""."""
    is_seen = name.isascii() and name.isprintable()
    unseen = "" if is_seen else next((character for character in name if _is_unseen(character)), "")
    if unseen:
        code = "no character at all" if unicodedata.category(unseen) == "Cs" else f"U+{ord(unseen):04X}"
        return f"a name must have only characters that can be seen; here is {code}"
    refused = next((character for character in name if character in _NOT_ON_WINDOWS), "")
    if refused:
        return f"a name cannot have the character {refused}, which Windows does not allow"
    stem = name.removesuffix(".md")  # the folder of a page has its name
    if name != name.strip() or stem != stem.rstrip(" ."):
        return "a name cannot begin with a space, or end with a space or a full stop"
    if _DEVICES.fullmatch(name):
        return f'"{name}" is the name of a device on Windows, where no file can have it'
    return ""


def _is_unseen(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind in _UNSEEN or (kind == "Zs" and character != " ")


def _fault_of_type(path: str) -> str:
    """Why a file of this ending cannot be published, or ""; some hosts look at each part of a name for its type."""
    parts = PurePosixPath(path).name.lower().split(".")
    for part in parts[1:-1]:
        found = FILE_TYPES.get(f".{part}")
        if found and found.in_browser is InBrowser.RUN:
            return f'some hosts take a name with ".{part}" in it for a {found.name}: take that part out'
    if ending(path) in PUBLISHED_TYPES:
        return ""
    if found := FILE_TYPES.get(ending(path)):
        return f'a file of the type "{ending(path)}" is a {found.name}, and would be run'
    if not parts[1:]:
        return "the name of a file must end in its type"
    return f'files of the type "{ending(path)}" cannot be published'


def _plain(name: str) -> str:
    """A name for the same file or folder that every computer can hold."""
    shown = PurePosixPath("".join("-" if _is_unseen(one) or one in _NOT_ON_WINDOWS else one for one in name).strip())
    stem, dot, rest = re.sub(r"[- ]+", "-", shown.stem).strip("-.").partition(".")
    return f"{stem or 'file'}{'-1' * bool(_DEVICES.fullmatch(stem))}{dot}{rest}{shown.suffix}"


@rule("KFH430")
def git_leaves_the_cache_alone(whole: Whole) -> Iterator[Problem]:
    """A problem where git keeps what is for this machine alone: it may hold drafts, and is of no use to another."""
    root = whole.sources.root
    if not os.path.lexists(root / TOP) or not any((folder / ".git").exists() for folder in and_above(root.resolve())):
        return
    command = ("git", "-c", "core.fsmonitor=false", "ls-files", "-z", "--", TOP)
    try:
        found = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout  # noqa: S603 (no words of users)
    except (OSError, subprocess.CalledProcessError):
        return
    if found:
        message = (
            "git keeps this folder, and must not: in it builds note what they made on one machine. Write .cache/ into "
            "the file .gitignore, and take the folder out: on the web, or with git rm -r --cached .cache"
        )
        yield Problem(TOP, 1, 1, "KFH430", message)
