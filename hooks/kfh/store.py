"""Results kept between runs in the folder `.cache/`, by the content of all that they were made from.

Nothing here is needed: a store that is gone, old or damaged is the same as an empty one.
"""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar

from kfh.eras import Era, contents, digest

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ".cache/kfh"
_SHARED = ("mkdocs.yml", "docs/vocabulary/*.yml")

Result = TypeVar("Result")


class Store(Generic[Result]):
    """Results by a file's path and content; they hold as long as settings, registers, libraries and code are the same.

    Only what was asked for or put in since it was opened is kept by `save`.
    """

    def __init__(self, root: Path, name: str, *, keep: bool = True) -> None:
        self._file = root / FOLDER / name
        self._keep = keep
        self._key = Era(*(contents(root, pattern) for pattern in _SHARED)).digest().encode()
        self._old: dict[str, tuple[str, Result]] = self._read() if keep else {}
        self._new: dict[str, tuple[str, Result]] = {}

    def get(self, path: str, content: bytes) -> Result | None:
        found = self._old.get(path)
        if not found or found[0] != digest(content):
            return None
        self._new[path] = found
        return found[1]

    def put(self, path: str, content: bytes, result: Result) -> None:
        self._new[path] = (digest(content), result)

    def save(self) -> None:
        """Write the store whole, or leave the old one where the folder cannot be written."""
        if not self._keep or self._unchanged():
            return
        aside = self._file.with_name(f"{self._file.name}-{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(self._key + pickle.dumps(self._new, pickle.HIGHEST_PROTOCOL))
            aside.replace(self._file)
        except OSError:
            with suppress(OSError):
                aside.unlink()

    def _unchanged(self) -> bool:
        return self._old.keys() == self._new.keys() and all(self._old[path] is self._new[path] for path in self._new)

    def _read(self) -> dict[str, tuple[str, Result]]:
        try:
            kept = self._file.read_bytes()
            if not kept.startswith(self._key):
                return {}
            found: dict[str, tuple[str, Result]] = pickle.loads(kept[len(self._key) :])  # noqa: S301 (our own)
        except Exception:  # noqa: BLE001 (damage has many forms, and none may stop a check)
            return {}
        return found
