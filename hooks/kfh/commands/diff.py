"""kfh diff: what readers and subscribers get from one site to the next."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from kfh.permanence import diff as diffs
from kfh.permanence import snapshot


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--format", "form", type=click.Choice(list(diffs.FORMATS)), default="text", help="How it is shown.")
def diff(old: str, new: str, form: str) -> None:
    """Show what changes from OLD to NEW: folders of built sites, or revisions of git, which are built.

    Exits with 0, or 1 where a revision cannot be built.
    """
    with tempfile.TemporaryDirectory(prefix="kfh-diff-") as room:
        sites = [_site(name, Path(room) / number) for name, number in ((old, "old"), (new, "new"))]
        found = diffs.compare(*map(snapshot.read, sites))
    click.echo(diffs.FORMATS[form](found), nl=form == "json")


def _site(name: str, room: Path) -> Path:
    """The folder of a built site: `name` itself, or what the revision of that name builds in `room`."""
    return Path(name) if Path(name).is_dir() else _built(name, room)


def _built(revision: str, room: Path) -> Path:
    """Each revision is built by its own code, with the settings it had."""
    _run("git", "worktree", "add", "--quiet", "--detach", str(room), revision)
    try:
        _run(sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(room / "built"), folder=room)
        return _moved_out(room)
    finally:
        _run("git", "worktree", "remove", "--force", str(room))


def _moved_out(room: Path) -> Path:
    site = room.with_name(f"{room.name}-site")
    (room / "built").rename(site)
    return site


def _run(*command: str, folder: Path | None = None) -> None:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(  # noqa: S603 (no shell; a revision is an argument of git's)
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        message = f"{' '.join(command[:3])} failed\n{done.stderr.strip()}"
        raise click.ClickException(message)
