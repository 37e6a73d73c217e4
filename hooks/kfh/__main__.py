"""The kfh command."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from typing import Any, TextIO

import click

from kfh.commands.check import check
from kfh.commands.check_site import check_site
from kfh.commands.diff import diff
from kfh.commands.explain import explain
from kfh.commands.ledger_update import ledger
from kfh.commands.new import new
from kfh.commands.schema_files import schema
from kfh.commands.tags import tags
from kfh.commands.where import where
from kfh.rules.report import one_line

COMMANDS = (check, check_site, diff, explain, ledger, new, schema, tags, where)


class _Commands(click.Group):
    """Commands that end in a sentence where the computer refuses a file, and print whatever a file is called."""

    def main(self, *args: Any, **options: Any) -> Any:
        for name in ("stdin", "stdout", "stderr"):
            if getattr(sys, name) is None:  # closed by whoever started the command
                setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        for stream in (sys.stdout, sys.stderr):
            _reconfigure(stream)
        return super().main(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            raise click.ClickException(_refused(error)) from None


def _reconfigure(stream: TextIO) -> None:
    change: Callable[..., None] | None = getattr(stream, "reconfigure", None)
    if change:
        change(errors="backslashreplace")


def _refused(error: OSError) -> str:
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    return one_line(f"{name} cannot be used: {error.strerror}" if name else str(error))


@click.group(cls=_Commands, commands=COMMANDS)
def main() -> None:
    """Check the site, and keep what it has published."""


if __name__ == "__main__":
    main()
