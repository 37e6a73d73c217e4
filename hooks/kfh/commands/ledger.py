"""kfh ledger: what was published is never lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kfh import site
from kfh.commands import options
from kfh.content import retired, sources
from kfh.content.quoting import scalar
from kfh.outputs import Tree
from kfh.permanence import ledger as ledgers
from kfh.rules.report import as_text, lines_of

if TYPE_CHECKING:
    from datetime import datetime

    from kfh.permanence.ledger import Ledger


@click.group()
def ledger() -> None:
    """Keep the ledger of all published addresses."""


@ledger.command()
@options.as_of
@click.option("--retire", metavar="ADDRESS", help="Give up this address for good; it will be missed no more.")
@click.option("--why", metavar="REASON", help="Why it is given up, for the register of retired addresses.")
def update(as_of: datetime, retire: str | None, why: str | None) -> None:
    """Record what this site publishes and the ledger does not have yet; run after publishing, on the main branch.

    Exits with 0 where the ledger is up to date now, 1 where the site has errors or the address is unknown.
    """
    if bool(retire) != bool(why):
        message = "--retire and --why go together: say which address is given up, and why"
        raise click.UsageError(message)
    root = options.site_folder()
    past = ledgers.load(root)
    if past.problems:
        report = as_text(past.problems, lines_of(root, {}))
        message = f"{ledgers.FILE} was not changed, for lines of it cannot be read, and would be lost\n{report}"
        raise click.ClickException(message)
    _write(root, past, _retired(root, past, retire, why) if retire and why else _updated(root, as_of))


def _retired(root: Path, past: Ledger, address: str, why: str) -> Ledger:
    if address not in past.lines:
        message = f"{address} is not in {ledgers.FILE}; an address there begins with / and is written as it is there"
        raise click.ClickException(message)
    if address not in retired.load(root)[0]:
        text, problems = sources.read_text(root, retired.FILE) if (root / retired.FILE).exists() else ("", [])
        if problems:
            raise click.ClickException(as_text(problems))
        ended = text if text.endswith("\n") or not text else f"{text}\n"
        _replace(root, retired.FILE, f"{ended}{scalar(address)}: {scalar(' '.join(why.split()))}\n")
    return past.without({address: why})


def _updated(root: Path, as_of: datetime) -> Ledger:
    found = site.check(root, as_of)
    if not found.sound or not found.collection:
        message = f"the ledger was not changed, for the site has errors\n{as_text(found.problems)}"
        raise click.ClickException(message)
    return found.ledger.with_plan(found.plan(preview=False), root)


def _write(root: Path, past: Ledger, now: Ledger) -> None:
    if now.lines != past.lines:
        _replace(root, ledgers.FILE, now.as_text())
    added = len(now.lines) - len(past.lines)
    click.echo(f"{ledgers.FILE}: {len(now.lines)} addresses, {added} of them new.")


def _replace(root: Path, path: str, text: str) -> None:
    Path(Tree(root).write(f"{path}.new", text.encode())).replace(root / path)
