"""Files of the site as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kfh.content import nodes
from kfh.content.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path


def read_text(root: Path, path: str) -> tuple[str, list[Problem]]:
    """The text of the file at `path` below `root`, with Unix line ends and no byte-order mark."""
    try:
        raw = (root / path).read_bytes()
    except OSError as error:
        return "", [Problem(path, 1, 1, "KFH103", f"this file cannot be read: {error.strerror}")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, len(before.rpartition(b"\n")[2]) + 1
        meant = raw[error.start : error.start + 1].decode("cp1252", "replace")
        message = f'the file must be saved as UTF-8; it has "{meant}" here in an old code of Windows'
        return "", [Problem(path, line, column, "KFH101", message)]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def read_yaml(root: Path, path: str) -> tuple[nodes.Node | None, list[Problem]]:
    """The one YAML document of the file at `path` below `root`."""
    text, problems = read_text(root, path)
    if problems:
        return None, problems
    try:
        return nodes.parse(text), []
    except nodes.YamlFault as fault:
        return None, [Problem(path, fault.place.line, fault.place.column, fault.code, fault.message)]
