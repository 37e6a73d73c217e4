"""Values kept between builds in `.cache/`, a file each, by a name that stands for all that they were made from.

Nothing here is needed: what is gone, damaged or foreign is made again. Where `.cache/` cannot be written, a folder of
this build's own takes its place.
"""

from __future__ import annotations

import hashlib
import pickle
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

FOLDER = ".cache/kfh"
_SEAL = 16
_SPARE = 2
"""How many times as many values as are used may stand on a shelf before those that are not used go."""


class Shelf:
    """Processes and builds may share it: one who reads what another is writing finds it damaged, and makes it again."""

    def __init__(self, root: Path, name: str) -> None:
        self._folder = root / FOLDER / name
        self._own: tempfile.TemporaryDirectory[str] | None = None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self.put("probe", None)
        except OSError:
            self._own = tempfile.TemporaryDirectory(prefix="kfh-")
            self._folder = Path(self._own.name)

    def get(self, name: str) -> Any | None:
        """The value kept under a name; None where there is none, or where it is not as it was written."""
        try:
            kept = (self._folder / name).read_bytes()
            return pickle.loads(kept[_SEAL:]) if kept[:_SEAL] == _seal(kept[_SEAL:]) else None  # noqa: S301 (our own)
        except Exception:  # noqa: BLE001 (damage has many forms, and none may stop a build)
            return None

    def put(self, name: str, value: Any) -> None:
        content = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        (self._folder / name).write_bytes(_seal(content) + content)

    def keep(self, used: set[str]) -> None:
        prune(self._folder, used)


def prune(folder: Path, used: set[str]) -> None:
    """Remove the files of a folder that are not used, once there are much more of them than are used."""
    names = {file.name for file in folder.iterdir()}
    if len(names) > _SPARE * (len(used) + 1):
        for name in names - used:
            with suppress(OSError):
                (folder / name).unlink()


def _seal(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_SEAL).digest()
