"""Many files checked at once, on every core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kfh import forks
from kfh.content import checking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kfh.content.checking import Kept
    from kfh.content.vocabulary import Registers

ENOUGH = 300
"""Files from which on starting further processes pays."""


def check(files: dict[str, bytes], registers: Registers) -> dict[str, Kept]:
    """What the check of each file finds, by path; `files` are what stands at each path."""

    def each(share: Sequence[tuple[str, bytes]]) -> dict[str, Kept]:
        return {path: checking.check(path, raw, registers) for path, raw in share}

    found: dict[str, Kept] = {}
    for part in forks.shared(each, list(files.items()), ENOUGH):
        found |= part
    return found
