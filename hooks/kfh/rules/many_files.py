"""Many files checked at once: what was found before is kept, and the others are checked on every core."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kfh.model import settings, vocabulary
from kfh.model.vocabulary import Registers
from kfh.reading.sources import Sources, as_text
from kfh.rules import one_file
from kfh.rules.kept_texts import Texts
from kfh.rules.one_file import Kept
from kfh.runtime import parallel
from kfh.runtime.fingerprint import Era, digest
from kfh.runtime.store import Shelf
from kfh.text.markdown import Render, renderer

ENOUGH = 300
"""Files from which on starting further processes pays."""

_Checks = dict[str, tuple[str, Kept]]
"""For each path, what stands for the text of its file, and what the check of that text found.

That holds as long as the settings, the registers, our code and all libraries are the same.
"""


def check(
    sources: Sources, files: Mapping[str, bytes], registers: Registers, extensions: tuple[tuple[str, str], ...]
) -> dict[str, Kept]:
    """What the check of each file finds, by path; `files` are what stands at each path.

    `extensions` are those of Markdown that the site lists; see `Settings.markdown_extensions`. What was found is taken
    from the last time where the file is as it was, and kept for the next; nothing is kept of what stands in no file.
    """
    shelf, shared = Shelf(sources.root, "checks", _Checks), (settings.FILE, *vocabulary.paths())
    name = Era(*(sources.raw(path)[0] for path in shared)).digest()
    old = shelf.get(name) or {}
    marks = {path: digest(content) for path, content in files.items()}
    known = {path for path, mark in marks.items() if path in old and old[path][0] == mark}
    texts = Texts(sources.root, extensions)
    render = renderer(extensions) if sources.overlay else texts.render
    checked = dict(_each({path: files[path] for path in files if path not in known}, registers, render))
    found = {path: old[path][1] if path in known else checked[path] for path in files}
    if not sources.overlay and (checked or old.keys() != found.keys()):
        shelf.put(name, {path: (marks[path], kept._replace(front=None)) for path, kept in found.items()})
        shelf.keep({name})
        texts.keep(body(path, files[path], kept) for path, kept in found.items())
    return {path: checked.get(path) or _whole(path, kept, registers) for path, kept in found.items()}


def body(path: str, raw: bytes, kept: Kept) -> str:
    """The text of a file below its fields."""
    return as_text(path, raw)[0][kept.body_at :]


def _whole(path: str, kept: Kept, registers: Registers) -> Kept:
    return kept._replace(front=one_file.front(path, kept, registers))


def _each(files: Mapping[str, bytes], registers: Registers, render: Render) -> Iterator[tuple[str, Kept]]:
    def each(share: Sequence[tuple[str, bytes]]) -> list[tuple[str, Kept]]:
        return [(path, one_file.check(path, raw, registers, render)) for path, raw in share]

    for part in parallel.shared(each, list(files.items()), ENOUGH):
        yield from part
