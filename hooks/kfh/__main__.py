"""The kfh command."""

from __future__ import annotations

import click

from kfh.commands.check import check
from kfh.commands.check_site import check_site
from kfh.commands.diff import diff
from kfh.commands.explain import explain
from kfh.commands.ledger import ledger
from kfh.commands.new import new
from kfh.commands.schema import schema
from kfh.commands.tags import tags
from kfh.commands.where import where

COMMANDS = (check, check_site, diff, explain, ledger, new, schema, tags, where)


@click.group(commands=COMMANDS)
def main() -> None:
    """Check the site, and keep what it has published."""


if __name__ == "__main__":
    main()
