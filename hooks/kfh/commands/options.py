"""What several commands take: the site's folder, and the day that counts as today."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from kfh.reading import sources
from kfh.values import dates


class Moment(click.ParamType["datetime"]):
    """A day, or a day and time, in London."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return dates.as_of(str(value))
        except dates.DateFault as fault:
            self.fail(str(fault), param, ctx)


as_of = click.option("--as-of", type=Moment(), envvar="KFH_AS_OF", default="", help="The day that counts as today.")


def site_folder() -> Path:
    """The folder in which the command was started, absolute. Raises click.UsageError where it holds no site."""
    root = Path.cwd()
    if not os.path.lexists(root / "mkdocs.yml"):
        message = "this folder holds no site: go to the folder that has mkdocs.yml in it"
        raise click.UsageError(message)
    return root


def require_own(root: Path, path: str) -> None:
    """Raise click.ClickException where what is written at `path` below `root` would land in another place."""
    if link := sources.link_in(root, path):
        raise click.ClickException(f"{path} was not written; {link}: {sources.linked(link).message}")


def is_wanted(file: Path, wanted: list[Path]) -> bool:
    """Whether a file is, or stands below, one of the paths that were asked for; all are where none was."""
    return not wanted or any(file.is_relative_to(path) for path in wanted)
