"""The search index, which Pagefind makes, brought to one form, so that two builds are identical.

It reads pages made for it alone, with an article's title and text, so that a change of template or of other articles
leaves the index as it was. Pagefind writes the values of its filters in an order that differs from run to run, and
names files by what they hold: values are sorted here, and files named anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
from html import escape
from typing import TYPE_CHECKING, Any

import cbor2
import pagefind_bin

from kfh.content.dates import shown
from kfh.content.slugs import destination
from kfh.editions.edition import up
from kfh.plan.plan import INDEX_PATH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kfh.content.article import Article
    from kfh.eras import Values
    from kfh.pages.entries import Entries

_PAGES = ".search"
"""Where Pagefind's pages stand in the stage of a site, until it has read them."""
_SCRIPTS = ("pagefind.js", "pagefind-worker.js")
_ENTRY = "pagefind-entry.json"
_MARK = b"pagefind_dcd"
"""Starts each file of an index, before its CBOR (RFC 8949)."""
_FILTERS, _SORTS = 3, 4
"""Where the metadata of an index names its filter files and its orders, in Pagefind 1.5."""


class Fault(Exception):
    """The index could not be made; the text says why."""


def values(article: Article, entries: Entries) -> Values:
    """All that the index knows of an article; its text is that of its page."""
    return {
        "title": article.title,
        "text": entries.text(article, "page"),
        "filters": [
            ("kind", entries.plan.archives_of(article)[0].title),
            ("year", f"{article.date.year}"),
            *(("tag", tag.label) for tag in article.front.tags),
            *(("stream", stream.label) for stream in article.front.work_streams),
        ],
        "meta": [("kind", article.kind.capitalize()), ("date", shown(article.date))],
        "date": article.date,
    }


def _page(values: Values, text: str) -> str:
    """The page that Pagefind reads."""
    filters = "".join(
        f'<meta data-pagefind-filter="{name}[content]" content="{escape(one)}">' for name, one in values["filters"]
    )
    meta = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{escape(one)}">' for name, one in values["meta"]
    )
    order = f'<meta data-pagefind-sort="date[content]" content="{values["date"].isoformat()}">'
    body = f"<h1>{escape(values['title'])}</h1>{text}"
    head = f'<!doctype html><html lang="en-GB"><head>{filters}{meta}{order}</head>'
    return f"{head}<body data-pagefind-body>{body}</body></html>"


class Indexing:
    """Pagefind at work in the folder of a site while the build goes on; see `finish`.

    `known` is what `values` gives for each article, by its path, and `text` gives a text of its edition.
    """

    def __init__(self, site: Path, known: Values, text: Callable[[Values, str], str]) -> None:
        self._known, self._pages, self._target = known, site / _PAGES, site / INDEX_PATH
        for path, values in known.items():
            file = self._pages / destination(path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_page(values, text(values["text"], up(path))), "utf-8")
        command = [pagefind_bin.get_executable(), "--site", self._pages, "--output-path", self._target, "--silent"]
        self._running = subprocess.Popen(  # noqa: S603 (our own folders)
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
        )

    def finish(self) -> Values:
        """Wait until the index stands in its one form; raise Fault where it could not be made."""
        said, _ = self._running.communicate()
        shutil.rmtree(self._pages)
        if self._running.returncode:
            raise Fault(f"the search index could not be made: {said.strip()}")
        _settle(self._target)
        return self._known

    def stop(self) -> None:
        """End Pagefind, where the build has failed on the way."""
        self._running.kill()
        self._running.wait()


def _settle(folder: Path) -> None:
    entry = json.loads((folder / _ENTRY).read_text("utf-8"))
    for language, about in entry["languages"].items():
        about["hash"] = _settle_language(folder, language, about["hash"])
    (folder / _ENTRY).write_text(json.dumps(entry, sort_keys=True), "utf-8")
    kept = {_ENTRY, *_SCRIPTS}
    for about in entry["languages"].values():
        kept |= {f"pagefind.{about['hash']}.pf_meta", f"wasm.{about['wasm']}.pagefind"}
    for file in folder.iterdir():
        if file.is_file() and file.name not in kept:
            file.unlink()


def _settle_language(folder: Path, language: str, name: str) -> str:
    """Settle the index of one language, whose metadata have the name `name`, and return the name they have now."""
    meta = _read(folder / f"pagefind.{name}.pf_meta")
    meta[_FILTERS] = sorted([label, _settle_filter(folder, language, file)] for label, file in meta[_FILTERS])
    meta[_SORTS] = sorted(meta[_SORTS])
    content = cbor2.dumps(meta)
    settled = _name(language, content)
    _write(folder / f"pagefind.{settled}.pf_meta", content)
    return settled


def _settle_filter(folder: Path, language: str, name: str) -> str:
    place = folder / "filter"
    label, values = _read(place / f"{name}.pf_filter")
    content = cbor2.dumps([label, sorted([value, sorted(pages)] for value, pages in values)])
    settled = _name(language, content)
    (place / f"{name}.pf_filter").unlink()
    _write(place / f"{settled}.pf_filter", content)
    return settled


def _name(language: str, content: bytes) -> str:
    return f"{language}_{hashlib.sha256(content).hexdigest()[:12]}"


def _read(file: Path) -> Any:
    return cbor2.loads(gzip.decompress(file.read_bytes()).removeprefix(_MARK))


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(gzip.compress(_MARK + content, mtime=0))
