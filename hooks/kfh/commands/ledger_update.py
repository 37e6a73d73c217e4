"""kfh ledger: what was published is never lost."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kfh import site
from kfh.commands import options
from kfh.model import retired
from kfh.output.writer import SafeFolder
from kfh.plan import ledger as ledgers
from kfh.plan.ledger import Ledger
from kfh.reading.sources import Sources
from kfh.rules.report import as_text
from kfh.values.quoting import scalar


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
    sources = Sources(root)
    past = ledgers.load(sources)
    if past.problems:
        report = as_text(past.problems, sources.lines)
        message = f"{ledgers.FILE} was not changed, for lines of it cannot be read, and would be lost\n{report}"
        raise click.ClickException(message)
    _write(root, past, _retired(sources, past, retire, why) if retire and why else _updated(sources, as_of))


def _retired(sources: Sources, past: Ledger, address: str, why: str) -> Ledger:
    if address not in past.lines:
        message = f"{address} is not in {ledgers.FILE}; an address there begins with / and is written as it is there"
        raise click.ClickException(message)
    if address not in retired.load(sources)[0]:
        text, problems = sources.text(retired.FILE) if sources.is_there(retired.FILE) else ("", [])
        if problems:
            raise click.ClickException(as_text(problems))
        ended = text if text.endswith("\n") or not text else f"{text}\n"
        _replace(sources.root, retired.FILE, f"{ended}{scalar(address)}: {scalar(' '.join(why.split()))}\n")
    return past.without({address: why})


def _updated(sources: Sources, as_of: datetime) -> Ledger:
    found = site.check(sources, as_of)
    if not found.sound or not found.collection:
        message = f"the ledger was not changed, for the site has errors\n{as_text(found.problems)}"
        raise click.ClickException(message)
    return found.ledger.with_plan(found.plan(preview=False), sources)


def _write(root: Path, past: Ledger, now: Ledger) -> None:
    if now.lines != past.lines:
        _replace(root, ledgers.FILE, now.as_text())
    added = len(now.lines) - len(past.lines)
    click.echo(f"{ledgers.FILE}: {len(now.lines)} addresses, {added} of them new.")


def _replace(root: Path, path: str, text: str) -> None:
    Path(SafeFolder(root).write(f"{path}.new", text.encode())).replace(root / path)
