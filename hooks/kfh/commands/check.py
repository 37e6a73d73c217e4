"""kfh check: what is wrong with the site, without building it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kfh import site
from kfh.commands import options
from kfh.content.problems import FORMATS, Problem, has_errors

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="How problems are shown.")
@options.as_of
@click.option("--publish", is_flag=True, help="Refuse placeholders too, as publishing does.")
def check(paths: tuple[Path, ...], form: str, as_of: datetime, *, publish: bool) -> None:
    """Check the site in this folder; with PATHS, show only the problems of those files and folders.

    Exits with 0 where there is no error, 1 where there is one, 2 where the command was not understood.
    """
    root = options.site_folder()
    problems = _within(site.check(root, as_of, publish=publish).problems, [path.resolve() for path in paths], root)
    if problems or form == "json":
        click.echo(FORMATS[form](problems))
    if form == "text":
        click.echo(_summary(problems), err=True)
    raise SystemExit(1 if has_errors(problems) else 0)


def _within(problems: Iterable[Problem], paths: list[Path], root: Path) -> list[Problem]:
    places = [(problem, root / problem.path) for problem in problems]
    return [problem for problem, place in places if not paths or any(place.is_relative_to(path) for path in paths)]


def _summary(problems: list[Problem]) -> str:
    files = len({problem.path for problem in problems})
    if not problems:
        return "No problems found."
    return f"{len(problems)} problem{'s' * (len(problems) > 1)} in {files} file{'s' * (files > 1)}."
