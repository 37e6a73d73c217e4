"""kfh check-site: what a built site owes its subscribers."""

from __future__ import annotations

from pathlib import Path

import click

from kfh.built import contract
from kfh.model.settings import FILE
from kfh.rules.report import one_line


@click.command("check-site")
@click.argument("site", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check_site(site: Path) -> None:
    """Check the feeds and former addresses of the built site in the folder SITE.

    Exits with 0 where all is well, 1 where something is not.
    """
    if not contract.is_built(site):
        hint = ": build it first, and name the folder of the build, such as site/" if (site / FILE).exists() else ""
        raise click.ClickException(f'"{site}" is not the folder of a built site{hint}')
    faults = contract.check(site)
    for fault in faults:
        click.echo(one_line(f"{site / fault.path}: {fault.message}"))
    click.echo(f"{len(faults)} fault{'s' * (len(faults) != 1)} found." if faults else "The feeds are sound.", err=True)
    raise SystemExit(1 if faults else 0)
