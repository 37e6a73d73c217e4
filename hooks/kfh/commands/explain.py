"""kfh explain: why a check is there, with a wrong and a right example."""

from __future__ import annotations

import textwrap

import click

from kfh.problems.catalogue import CHECKS, Check


@click.command()
@click.argument("codes", nargs=-1)
def explain(codes: tuple[str, ...]) -> None:
    """Say what a code such as KFH105 means, and what to write; without CODES, list every check."""
    if not codes:
        for check in CHECKS.values():
            click.echo(f"{check.code}  {check.severity:<7}  {check.rule}")
    for code in codes:
        known = CHECKS.get(code.upper())
        if not known:
            raise click.UsageError(f'there is no check "{code}"; kfh explain lists them all')
        click.echo(_in_full(known))


def _in_full(check: Check) -> str:
    parts = [f"{check.code} ({check.severity}): {check.rule}", "", *textwrap.wrap(check.why, 78), "", "Wrong:"]
    parts += [textwrap.indent(check.wrong.rstrip("\n"), "    "), "", "Right:"]
    parts += [textwrap.indent(check.right.rstrip("\n"), "    ")]
    if check.mended:
        parts += ["", "kfh check --fix mends this by itself."]
    return "\n".join((*parts, ""))
