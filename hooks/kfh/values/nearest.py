"""Which of some words is meant by one that is none of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str:
    """The entry of `known` that `word` was probably meant to be, or ""."""
    by_lower = {entry.lower(): entry for entry in known}
    found = difflib.get_close_matches(word.lower().replace("-", "_"), by_lower, n=1, cutoff=0.7)
    return by_lower[found[0]] if found else ""
