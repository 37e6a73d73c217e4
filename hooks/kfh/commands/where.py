"""kfh where: which page of a built site shows an article."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kfh import site
from kfh.commands import options
from kfh.reading.sources import Sources
from kfh.rules.report import one_line
from kfh.values.slugs import destination


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@options.as_of
def where(paths: tuple[Path, ...], as_of: datetime) -> None:
    """Print the page of each article at PATHS: its source, a tab, and the file below the built site's folder.

    Paths that are no articles are passed over.
    """
    root = options.site_folder()
    wanted = {path.resolve() for path in paths}
    found = site.check(Sources(root), as_of).collection
    for article in found.articles if found else ():
        if (root / article.source).resolve() in wanted:
            click.echo(f"{one_line(article.source)}\t{destination(article.path)}")
