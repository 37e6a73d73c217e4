"""Placeholders that stand for what nobody has decided yet; a site that is published must have none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kfh.content.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PLACEHOLDER = re.compile(r"[\w.@-]*\bexample\.org\b|\[[^\]\n]*to be filled in[^\]\n]*\]", re.IGNORECASE)
DUTIES = ("accessibility.md", "contact.md", "privacy.md")
"""The pages, below docs/, that a public body owes its readers."""

_FENCE = re.compile(r"\s*(```|~~~)")


def check(root: Path) -> Iterator[Problem]:
    """A problem for each placeholder in settings, registers, pages and articles; examples in code are passed over."""
    sources = [
        root / "mkdocs.yml",
        *(path for folder in ("docs", "posts", "bulletins") for path in (root / folder).rglob("*")),
    ]
    for source in sorted(sources):
        if source.suffix in (".md", ".yml") and source.is_file():
            yield from _placeholders(source.read_text("utf-8", errors="replace"), source.relative_to(root).as_posix())


def gaps(root: Path) -> Iterator[Problem]:
    """One problem for each page by duty that still has gaps, while the site is being made."""
    for name in DUTIES:
        source = root / "docs" / name
        text = source.read_text("utf-8", errors="replace") if source.is_file() else ""
        found = list(_placeholders(text, f"docs/{name}"))
        if found:
            message = f"{len(found)} placeholder{'s' * (len(found) > 1)} must be filled in before the site is published"
            yield Problem(found[0].path, found[0].line, found[0].column, "KFH702", message)


def _placeholders(text: str, path: str) -> Iterator[Problem]:
    fenced = False
    for number, line in enumerate(text.split("\n"), 1):
        fenced ^= bool(_FENCE.match(line))
        for found in () if fenced else _PLACEHOLDER.finditer(line):
            message = f'"{found[0]}" is a placeholder: write the real one before the site is published'
            yield Problem(path, number, found.start() + 1, "KFH701", message)
