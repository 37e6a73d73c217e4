"""Values kept between builds in `.cache/`, a file each, by a name that stands for all that they were made from.

Nothing here is needed: what is gone, damaged or foreign is made again. A file is sealed with a key that never leaves
this machine, so that nobody else's is believed, and read as plain values (CBOR, RFC 8949), which run nothing. Where
`.cache/` cannot be written, a folder of this build's own takes its place.
"""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import hmac
import os
import secrets
import stat
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import cbor2
import click
from pydantic import TypeAdapter

TOP = ".cache"
FOLDER = f"{TOP}/kfh"
_SEAL = 32
_SPARE = 2
"""How many times as many values as are used may stand on a shelf before those that are not used go."""

_FAULTS = (OSError, ValueError, cbor2.CBORError)
"""What reading and writing may raise: of the disk, of values that do not fit (pydantic), and of the format."""

Value = TypeVar("Value")


class Shelf(Generic[Value]):
    """Values of one type, in a folder named after their `kind`.

    Processes and builds may share it: a value is whole, or it is not there.
    """

    def __init__(self, root: Path, kind: str, values: type[Value]) -> None:
        self._kind, self._key = kind, _key(root)
        self._values: TypeAdapter[Value] = TypeAdapter(values)
        self._own: tempfile.TemporaryDirectory[str] | None = None
        self._folder = root / FOLDER / kind
        try:
            _refuse_links(root, self._folder)
            self._folder.mkdir(parents=True, exist_ok=True)
            _write(self._folder / "probe", b"?")
        except OSError:
            with suppress(OSError):  # without a folder at all, nothing is kept
                self._own = tempfile.TemporaryDirectory(prefix="kfh-")
                self._folder = Path(self._own.name)

    def get(self, name: str) -> Value | None:
        """The value kept under a name; None where there is none, or where it is not as it was written here."""
        try:
            kept = (self._folder / name).read_bytes()
            content = kept[_SEAL:]
            if not hmac.compare_digest(kept[:_SEAL], self._seal(name, content)):
                return None
            return self._values.validate_python(cbor2.loads(content))
        except _FAULTS:
            return None

    def put(self, name: str, value: Value) -> None:
        """Keep a value; one that finds no room, or is no plain value, is made again the next time."""
        with suppress(*_FAULTS):
            content = cbor2.dumps(value, default=_plain)
            _write(self._folder / name, self._seal(name, content) + content)

    def keep(self, used: set[str]) -> None:
        prune(self._folder, used)

    def _seal(self, name: str, content: bytes) -> bytes:
        """A keyed digest (RFC 7693, section 2.9) of the content and of what it is, so that none stands for another."""
        sealed = hashlib.blake2b(f"{self._kind}/{name}\0".encode(), key=self._key, digest_size=_SEAL)
        sealed.update(content)
        return sealed.digest()


def and_above(folder: Path) -> tuple[Path, ...]:
    return folder, *folder.parents


def prune(folder: Path, used: set[str]) -> None:
    """Remove the files of a folder that are not used, once there are much more of them than are used."""
    with suppress(OSError):
        names = {file.name for file in folder.iterdir()}
        if len(names) > _SPARE * (len(used) + 1):
            for name in names - used:
                with suppress(OSError):
                    (folder / name).unlink()


def _plain(encoder: cbor2.CBOREncoder, value: Any) -> None:
    """Write a dataclass as its fields by name; other classes are not kept."""
    encoder.encode({field.name: getattr(value, field.name) for field in dataclasses.fields(value)})


def _refuse_links(root: Path, folder: Path) -> None:
    """Raise OSError where a folder below `root` is a link: it may lead to somebody's own files."""
    for place in and_above(folder):
        if place == root:
            return
        if place.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(place))


def _write(file: Path, content: bytes) -> None:
    """Put a file in its place in one step, in place of whatever stood there."""
    unfinished = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    try:
        with open(unfinished, "xb", opener=_of_ones_own) as opened:
            opened.write(content)
        unfinished.replace(file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def _of_ones_own(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@cache
def _key(root: Path) -> bytes:
    """The key of this machine's user, made where there is none; where none can be kept, one for this process."""
    file = Path(click.get_app_dir("kfh", roaming=False)) / "seal.key"
    try:
        if not file.is_absolute() or file.resolve().is_relative_to(root.resolve()):
            return secrets.token_bytes(_SEAL)  # in the tree anybody could have put it
        file.parent.mkdir(parents=True, exist_ok=True)
        found = _read_key(file)
        if not found:
            _write(file, secrets.token_bytes(_SEAL))
            found = _read_key(file)  # of two who make one at once, the later wins
    except OSError:
        found = None
    return found or secrets.token_bytes(_SEAL)


def _read_key(file: Path) -> bytes | None:
    """The key in a file that only its owner can read; None where it is none, or anybody else could know or make it."""
    try:
        with file.open("rb") as opened:
            about, key = os.fstat(opened.fileno()), opened.read(_SEAL + 1)
    except OSError:
        return None
    own = os.name == "nt" or (about.st_uid == os.geteuid() and not stat.S_IMODE(about.st_mode) & 0o077)
    return key if own and len(key) == _SEAL else None
