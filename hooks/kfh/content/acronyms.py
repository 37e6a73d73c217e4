"""The register of acronyms: each with the words that it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kfh.content import sources
from kfh.content.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kfh.content.nodes import Node

FILE = "docs/vocabulary/acronyms.yml"


def load(root: Path) -> tuple[dict[str, str], list[Problem]]:
    """The acronyms of the site at `root` with their meanings, and every problem; a site need not have the file."""
    if not (root / FILE).exists():
        return {}, []
    top, problems = sources.read_yaml(root, FILE)
    if problems or not top or not top.value:
        return {}, problems
    if not isinstance(top.value, dict):
        return {}, [Problem(FILE, 1, 1, "KFH303", "must be a list of acronyms, each with a colon and its meaning")]
    return {name: node.value for name, node in top.value.items() if isinstance(node.value, str)}, list(
        _check(top.value)
    )


def _check(entries: dict[str, Node]) -> Iterator[Problem]:
    for name, node in entries.items():
        place = node.key_place or node.place
        if not isinstance(node.value, str) or not node.value.strip():
            message = f'"{name}" must have its meaning after the colon, as one piece of text'
            yield Problem(FILE, place.line, place.column, "KFH303", message, f"{name}: …")
        if len(name.split()) != 1:
            message = f'an acronym must be one word; found "{name}"'
            yield Problem(FILE, place.line, place.column, "KFH303", message)
