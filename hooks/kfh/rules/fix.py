"""Fixes: the edits of problems that can be put right without losing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kfh.model.vocabulary import Registers
from kfh.problems import edits
from kfh.problems.catalogue import CHECKS
from kfh.problems.problem import Problem
from kfh.reading import sources
from kfh.rules import one_file
from kfh.text.markdown import Render

_MOST = 12
"""Rounds: an edit may bring a fault to light that stood behind the first. A file that needs more is left alone."""


@dataclass(frozen=True)
class FileChange:
    """A file before and after; `words` say what was mended, by the rule that was broken."""

    before: bytes
    after: bytes
    words: tuple[str, ...]


def mended(path: str, raw: bytes, registers: Registers, render: Render) -> FileChange | None:
    """The file at `path`, holding `raw`, put right as far as that loses nothing; None where nothing is to be done.

    `render` renders a text.

    A file in an old code of Windows is left alone, since what its letters were can only be guessed.
    """
    made: Counter[str] = Counter()
    after = raw
    for _ in range(_MOST):
        problems = one_file.check(path, after, registers, render).problems
        chosen = [problem for problem in problems if CHECKS[problem.code].mended]
        if not chosen or any(problem.code == "KFH101" for problem in problems):
            break
        done = _once(path, after, chosen)
        if done == after:
            break
        made.update(problem.code for problem in chosen)
        after = done
    else:
        return None
    return FileChange(raw, after, tuple(_in_words(made))) if after != raw else None


def _once(path: str, raw: bytes, chosen: list[Problem]) -> bytes:
    if not chosen:
        return raw
    text, _ = sources.as_text(path, raw)
    return edits.apply(text, (problem.edit for problem in chosen if problem.edit)).encode()


def _in_words(made: Counter[str]) -> Iterable[str]:
    for code in sorted(made):
        yield f"{code} {CHECKS[code].rule}"
