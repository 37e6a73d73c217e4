"""Checks of a text's Markdown, each at its line. A check is a small generator of problems, listed in CHECKS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kfh.content.body import links, residue, safety, structure, style
from kfh.content.body.text import Text

if TYPE_CHECKING:
    from kfh.content.body.links import Link
    from kfh.content.problems import Problem
    from kfh.content.reading import Reading

CHECKS = (*safety.CHECKS, *structure.CHECKS, *links.CHECKS, *style.CHECKS, *residue.CHECKS)


def check(reading: Reading) -> tuple[list[Problem], tuple[Link, ...]]:
    """Every problem of the body, and its links to other files of the site, which need the whole site to be checked."""
    text = Text(reading)
    problems = [problem for found in CHECKS for problem in found(text)]
    return [problem.written_out(reading.lines) for problem in problems], tuple(links.internal(text))
