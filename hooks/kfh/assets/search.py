"""The search index, which Pagefind makes from finished pages, brought to one form, so that two builds are identical.

A page is indexed where its template marks it with `data-pagefind-body`. Pagefind writes the values of its filters in an
order that differs from run to run, and names files by what they hold: values are sorted here, and files named anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
from typing import TYPE_CHECKING, Any

import cbor2
import pagefind_bin

from kfh.plan.plan import INDEX_PATH

if TYPE_CHECKING:
    from pathlib import Path

_SCRIPTS = ("pagefind.js", "pagefind-worker.js")
_ENTRY = "pagefind-entry.json"
_MARK = b"pagefind_dcd"
"""Starts each file of an index, before its CBOR (RFC 8949)."""
_FILTERS, _SORTS = 3, 4
"""Where the metadata of an index names its filter files and its orders, in Pagefind 1.5."""


class Fault(Exception):
    """The index could not be made; the text says why."""


def index(site: Path) -> None:
    """Make the index of the finished pages in the folder `site`, at least one of which is marked, below `pagefind/`."""
    command = [pagefind_bin.get_executable(), "--site", site, "--output-subdir", INDEX_PATH, "--silent"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603 (our own folder)
    if done.returncode:
        raise Fault(f"the search index could not be made: {done.stderr.strip() or done.stdout.strip()}")
    _settle(site / INDEX_PATH)


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
