"""The kfh command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kfh import site
from kfh.content import dates
from kfh.content.problems import FORMATS, Problem, has_errors

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class Moment(click.ParamType["datetime"]):
    """A day, or a day and time, in London."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return dates.as_of(str(value))
        except dates.DateFault as fault:
            self.fail(str(fault), param, ctx)


@click.group()
def main() -> None:
    """Check the site's sources, without building it."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="How problems are shown.")
@click.option("--as-of", type=Moment(), envvar="KFH_AS_OF", default="", help="The day that counts as today.")
@click.option("--publish", is_flag=True, help="Refuse placeholders too, as publishing does.")
def check(paths: tuple[Path, ...], form: str, as_of: datetime, *, publish: bool) -> None:
    """Check the site in this folder; with PATHS, show only the problems of those files and folders.

    Exits with 0 where there is no error, 1 where there is one, 2 where the command was not understood.
    """
    root = Path.cwd()
    if not (root / "mkdocs.yml").is_file():
        message = "this folder holds no site: go to the folder that has mkdocs.yml in it"
        raise click.UsageError(message)
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


if __name__ == "__main__":
    main()
