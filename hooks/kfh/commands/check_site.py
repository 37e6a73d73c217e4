"""kfh check-site: what a built site owes its subscribers."""

from __future__ import annotations

from pathlib import Path

import click

from kfh.content.reports import one_line
from kfh.permanence import contract


@click.command("check-site")
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check_site(site: Path) -> None:
    """Check the feeds and former addresses of the built site in the folder SITE.

    Exits with 0 where all is well, 1 where something is not.
    """
    faults = contract.check(site)
    for fault in faults:
        click.echo(one_line(f"{site / fault.path}: {fault.message}"))
    if not contract.BuiltSite(site).feeds:
        click.echo(f"{site}: must have a feed; is this the folder of a built site?")
        raise SystemExit(1)
    click.echo(f"{len(faults)} faults found." if faults else "The feeds are sound.", err=True)
    raise SystemExit(1 if faults else 0)
