"""What must be the same for something made before to hold: our code, the installed packages, settings, templates."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import orjson

Values = dict[str, Any]
"""Plain values by name: text, numbers, dates, and lists and mappings of them."""

_OWN = Path(__file__).parents[1]
_SIZE = 16
_USES = re.compile(
    r"""\{%[-+]?\s*(?:extends|from|import|include)\b\s*"""
    r"""(?:(["'])(?P<name>[^"']+)\1(?=\s*(?:[-+]?%\}|import|ignore|with|as)))?"""
)
"""What has a template use another (Jinja)."""


def digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=_SIZE).hexdigest()


class Era:
    """Gives names to what is made from plain values, which change with our code, the packages, and `parts`."""

    def __init__(self, *parts: bytes) -> None:
        self._start = hashlib.blake2b(_code(), digest_size=_SIZE)
        for part in parts:
            self._start.update(hashlib.blake2b(part).digest())

    def digest(self, *values: Any) -> str:
        """A name for what is made from plain values."""
        found = self._start.copy()
        found.update(orjson.dumps(values, default=_plain))
        return found.hexdigest()


def contents(root: Path, pattern: str) -> bytes:
    """Names and contents of the files below `root` that fit, as one value."""
    return _digest(root, (file for file in root.glob(pattern) if file.is_file()))


def template_contents(root: Path, name: str) -> bytes:
    """A template below `root` and those that it uses, as one value; all that are there, where it tells not by name."""
    used = [name]
    for one in used:
        for found in _USES.finditer((_content(root / one) or b"").decode("utf-8", "replace")):
            if not found["name"]:
                return contents(root, "**/*.html")
            used += [found["name"]] if found["name"] not in used else []
    return _digest(root, (root / one for one in used))


def _plain(value: Any) -> list[Any]:
    if isinstance(value, tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} is not a plain value")


@cache
def _code() -> bytes:
    files = [file for file in _OWN.rglob("*") if file.suffix in (".py", ".yml")]
    return _digest(_OWN, files) + repr((sys.version, sorted(_packages()))).encode()


def _packages() -> Iterable[str]:
    """Name and version of each installed package, as pip names the folders of what it knows of them."""
    for place in sys.path:
        if os.path.isdir(place):  # noqa: PTH112 (a Path for each would take longer than the rest)
            yield from (name for name in os.listdir(place) if name.endswith(".dist-info"))  # noqa: PTH208


def _digest(root: Path, files: Iterable[Path]) -> bytes:
    found = hashlib.blake2b(digest_size=_SIZE)
    for file in sorted(files):
        found.update(repr((file.relative_to(root).as_posix(), _content(file))).encode())
    return found.digest()


def _content(file: Path) -> bytes | None:
    """What a file holds; None where it cannot be read, which is for those to tell who need it."""
    try:
        return file.read_bytes()
    except OSError:
        return None
