"""Checks of a text's Markdown, each at its line. A check is a small generator of problems, listed in CHECKS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kfh.content import limits, placeholders
from kfh.content.body import leftovers, links, named, residue, safety, slips, structure, style, unfinished
from kfh.content.body.text import Text

if TYPE_CHECKING:
    from kfh.content.body.links import Link
    from kfh.content.problems import Problem
    from kfh.content.reading import Reading
    from kfh.text.markdown import Read

CHECKS = (
    *safety.CHECKS,
    *structure.CHECKS,
    *links.CHECKS,
    *style.CHECKS,
    *residue.CHECKS,
    *slips.CHECKS,
    *unfinished.CHECKS,
    *leftovers.CHECKS,
)


def check(reading: Reading, read: Read) -> tuple[list[Problem], tuple[Link, ...], tuple[Problem, ...], tuple[str, ...]]:
    """Every problem of the body, its links that need the whole site to be checked, and placeholders of the file.

    The last are the files that the text names; see `named.files`. `read` gives the tokens of a text. Of a body beyond
    all limits nothing else is said: to read it would take minutes.
    """
    if beyond := list(limits.check(reading)):
        return [problem.written_out(reading.lines) for problem in beyond], (), (), ()
    text = Text(reading, read(reading.body))
    problems = [problem.written_out(reading.lines) for found in CHECKS for problem in found(text)]
    return problems, tuple(links.internal(text)), tuple(placeholders.in_text(text)), named.files(text)
