"""The search index, which Pagefind makes, brought to one form, so that two builds are identical.

It reads pages made for it alone, with an article's title and text, so that a change of template or of other articles
leaves the index as it was. Pagefind writes the values of its filters in an order that differs from run to run, and
names files by what they hold: values are sorted here, and files named anew.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from html import escape
from itertools import chain
from pathlib import Path
from subprocess import PIPE, STDOUT
from typing import Any

import cbor2
import pagefind_bin

from kfh.editions.edition import up
from kfh.runtime.fingerprint import Values
from kfh.values.slugs import destination

_SCRIPTS = ("pagefind.js", "pagefind-worker.js")
_ENTRY = "pagefind-entry.json"
_MARK = b"pagefind_dcd"
"""Starts each file of an index, before its CBOR (RFC 8949)."""
_CHUNK = 1 << 16
_FILTERS, _SORTS = 3, 4
"""Where the metadata of an index names its filter files and its orders, in Pagefind 1.5."""


class SearchFault(Exception):
    """The index could not be made; the text says why."""


def index(known: Values, text: Callable[[Values, str], str], target: Path) -> None:
    """Make the index in the folder `target` from what `pages.searched` says of each article, by path: at least one.

    `text` gives a text of an edition for a place from which its second argument leads to the site's root. Raises
    SearchFault.
    """
    pages = ((destination(path), _page(values, text(values["text"], up(path)))) for path, values in known.items())
    for file in _files(pages):
        place = target / file["path"]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(base64.b64decode(file["content"]))
    _settle(target)


def _files(pages: Iterable[tuple[str, str]]) -> list[Values]:
    """The files of Pagefind's index of these pages, from its own service: it answers a message with a message.

    It says that files are written before they are, so it must not write them; its module for Python waits a tenth of a
    second for each answer; and it ends when its input does, so that stays open until all is answered.
    """
    added = ({"type": "AddFile", "index_id": 0, "file_path": path, "file_contents": page} for path, page in pages)
    requests = chain([{"type": "NewIndex", "config": {}}], added, [{"type": "GetFiles", "index_id": 0}])
    command = [pagefind_bin.get_executable(), "--service"]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=STDOUT) as service:  # noqa: S603 (our own texts)
        feeder = threading.Thread(target=_feed, args=(service.stdin, requests))
        feeder.start()
        try:
            for answer in _answers(service.stdout):
                if answer["type"] == "Error":
                    raise SearchFault(f"the search index could not be made: {answer['message']}")
                if answer["type"] == "GetFiles":
                    files: list[Values] = answer["files"]
                    return files
        finally:
            service.kill()
            feeder.join()
    raise SearchFault("the search index could not be made: Pagefind ended before it was finished")


def _feed(pipe: Any, requests: Iterable[Values]) -> None:
    """Write each request as a message: JSON in Base64, ended by a comma."""
    with suppress(BrokenPipeError):
        for number, request in enumerate(requests, 1):
            pipe.write(base64.b64encode(json.dumps({"message_id": number, "payload": request}).encode()) + b",")
        pipe.flush()


def _answers(pipe: Any) -> Iterator[Values]:
    parts: list[bytes] = []
    while chunk := pipe.read1(_CHUNK):
        first, *others = chunk.split(b",")
        parts.append(first)
        for other in others:
            yield json.loads(base64.b64decode(b"".join(parts)))["payload"]
            parts = [other]


def _page(values: Values, text: str) -> str:
    """The page that Pagefind reads."""
    filters = "".join(
        f'<meta data-pagefind-filter="{name}[content]" content="{escape(one)}">' for name, one in values["filters"]
    )
    meta = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{escape(one)}">' for name, one in values["meta"]
    )
    order = f'<meta data-pagefind-sort="date[content]" content="{values["date"].isoformat()}">'
    head = f'<!doctype html><html lang="en-GB"><head>{filters}{meta}{order}</head>'
    return f"{head}<body data-pagefind-body><h1>{escape(values['title'])}</h1>{text}</body></html>"


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
