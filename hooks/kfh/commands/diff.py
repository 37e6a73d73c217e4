"""kfh diff: what readers and subscribers get from one site to the next."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from kfh.built import changes as diffs
from kfh.built import contract, snapshot
from kfh.model import settings


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(list(diffs.FORMATS)), default="text", help="How it is shown.")
def diff(old: str, new: str, form: str) -> None:
    """Show what changes from OLD to NEW.

    Each is a folder that holds a built site, a folder that holds the files of a site, such as ".", or a revision of
    git; the last two are built, and not in their place.

    Exits with 0, or 1 where something cannot be built or is no site.
    """
    with tempfile.TemporaryDirectory(prefix="kfh-diff-") as room:
        sites = [_site(name, Path(room) / number) for name, number in ((old, "old"), (new, "new"))]
        found = diffs.compare(*map(snapshot.read, sites))
    click.echo(diffs.FORMATS[form](found), nl=form == "json")


def _site(name: str, room: Path) -> Path:
    """The folder of a built site: `name` itself, or what the folder or the revision of that name builds in `room`."""
    folder = Path(name)
    if not folder.is_dir():
        return _of_revision(name, room)
    if (folder / settings.FILE).exists():
        return _built(folder, room)
    if not contract.is_built(folder):
        raise click.ClickException(f'"{name}" is no folder of a built site, and none with the files of a site')
    return folder


def _of_revision(name: str, room: Path) -> Path:
    """Each revision is built by its own code, with the settings it had."""
    found = _git("rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
    if found.returncode:
        why = (found.stderr.strip().splitlines() or [""])[-1]
        raise click.ClickException(f'"{name}" is neither a folder here nor a revision that git knows: {why}')
    tree = room.with_name(f"{room.name}-tree")
    added = _git("worktree", "add", "--quiet", "--detach", str(tree), found.stdout.strip())
    if added.returncode:
        raise click.ClickException(f'"{name}" cannot be checked out\n{added.stderr.strip()}')
    try:
        return _built(tree, room)
    finally:
        _git("worktree", "remove", "--force", str(tree))


def _built(folder: Path, room: Path) -> Path:
    build = _run(sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(room), folder=folder)
    if build.returncode:
        raise click.ClickException(f"{folder} cannot be built\n{_said(build.stderr)}")
    return room


def _said(report: str) -> str:
    """What a build said; of a fault in its program, the last line tells most."""
    lines = report.strip().splitlines() or ["it did not say why"]
    return "\n".join(lines[-1:] if "Traceback (most recent call last):" in lines else lines)


def _git(*command: str) -> subprocess.CompletedProcess[str]:
    try:
        return _run("git", *command)
    except FileNotFoundError:
        raise click.ClickException("git is not installed: name folders instead of revisions") from None


def _run(*command: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(  # noqa: S603 (no shell; names are arguments)
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
