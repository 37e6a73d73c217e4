"""kfh check: what is wrong with the site, without building it."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from kfh import site
from kfh.commands import mending, options
from kfh.model.article import State
from kfh.problems.catalogue import Severity
from kfh.problems.problem import Problem, has_errors
from kfh.reading.sources import Sources
from kfh.rules import report
from kfh.values.dates import shown

STANDARD_INPUT = Path("-")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, allow_dash=True, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", *report.FORMATS]), default="text", help="How problems are shown."
)
@click.option("--advice", is_flag=True, help="Give advice on style too.")
@click.option("--as", "as_path", type=click.Path(path_type=Path), help="Where the text from standard input will stand.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without losing anything.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@options.as_of
@click.option("--publish", is_flag=True, help="Refuse placeholders too, as publishing does.")
def check(  # noqa: PLR0913 (one parameter an option)
    paths: tuple[Path, ...],
    form: str,
    as_path: Path | None,
    as_of: datetime,
    *,
    advice: bool,
    fix: bool,
    diff: bool,
    publish: bool,
) -> None:
    """Check the site in this folder; with PATHS, show only the problems of those files and folders.

    A path of - reads one file's text from standard input, to be checked as if it stood at the path given with --as.

    Exits with 0 where there is no error, 1 where there is one, 2 where the command was not understood.
    """
    root = options.site_folder()
    sources = Sources(root, _from_standard_input(root, as_path) if STANDARD_INPUT in paths else {})
    wanted = [root / path for path in sources.overlay]
    wanted += (place for path in paths if path != STANDARD_INPUT for place in _places(root, path))
    if fix or diff:
        mending.mend(sources, wanted, write=not diff)
        if diff:
            return
    checked = site.check(sources, as_of, publish=publish, advice=advice)
    problems = _within(checked.problems, wanted, root)
    _show(problems, form, sources.lines)
    if form == "text":
        click.echo(_summary(problems, checked, wanted, root), err=True)
    raise SystemExit(1 if has_errors(problems) else 0)


def _places(root: Path, path: Path) -> tuple[Path, Path]:
    """A path as it was given, which may be a link, and what it leads to; both absolute."""
    found = Path(os.path.normpath(root / path)), path.resolve()
    if not any(place.is_relative_to(root) or root.is_relative_to(place) for place in found):
        raise click.UsageError(f"{path} is not inside this site")
    return found


def _from_standard_input(root: Path, as_path: Path | None) -> dict[str, bytes]:
    if not as_path:
        message = "say with --as where the text will stand, such as --as posts/2018-03-09-leads-update.md"
        raise click.UsageError(message)
    path = Path(os.path.normpath(root / as_path))
    if not path.is_relative_to(root):
        raise click.UsageError(f"{as_path} is not inside this site")
    return {path.relative_to(root).as_posix(): sys.stdin.buffer.read()}


def _within(problems: Iterable[Problem], wanted: list[Path], root: Path) -> list[Problem]:
    return [problem for problem in problems if options.is_wanted(root / problem.path, wanted)]


def _show(problems: list[Problem], form: str, lines: report.Lines) -> None:
    if form == "text" and problems:
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        click.echo(report.as_text(problems, lines, colour=colour))
    elif form in ("json", "sarif") or (form == "github" and problems):
        click.echo(report.FORMATS[form](problems))


def _summary(problems: list[Problem], checked: site.Site, wanted: list[Path], root: Path) -> str:
    """What was checked and found, and which articles wait for their day."""
    files = [path for path in _files(checked) if options.is_wanted(root / path, wanted)]
    found = Counter(problem.severity for problem in problems)
    counts = [_count(len(files), "file"), _count(found[Severity.ERROR], "error")]
    counts.append(_count(found[Severity.WARNING], "warning"))
    if found[Severity.ADVICE]:
        counts.append(f"{found[Severity.ADVICE]} of advice")
    lines = [f"{', '.join(counts)}." if problems else f"No problems found: {counts[0]}."]
    lines += (
        f"Scheduled: {report.one_line(article.source)} will appear on {shown(article.date)}, {article.date:%H:%M}."
        for article in (checked.collection.articles if checked.collection else ())
        if article.state is State.SCHEDULED and article.source in files
    )
    if problems:
        lines.append(f"What a code means: kfh explain {report.nearest_last(problems)[-1].code}")
    return "\n".join(lines)


def _files(checked: site.Site) -> tuple[str, ...]:
    return tuple(checked.collection.links) if checked.collection else ()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
