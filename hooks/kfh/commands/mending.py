"""What `kfh check --fix` does: the edits that lose nothing, made in whole files."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import click

from kfh.commands import options
from kfh.model import project_files, settings, vocabulary
from kfh.reading.sources import Sources
from kfh.rules import fix
from kfh.rules.report import one_line
from kfh.text.markdown import renderer


def mend(sources: Sources, wanted: list[Path], *, write: bool) -> None:
    """Mend the articles and pages below `wanted` (all, where it is empty), and say what was changed.

    Without `write`, show the changes as a diff and leave the files alone. Raises click.ClickException where a file
    cannot be written.
    """
    registers, found = vocabulary.load(sources), settings.load(sources)[0]
    render = renderer(found.markdown_extensions if found else ())
    for path in project_files.texts(project_files.read(sources).files):
        if not options.is_wanted(sources.root / path, wanted):
            continue
        change = fix.mended(path, sources.raw(path)[0], registers, render)
        if not change:
            continue
        if not write or path in sources.overlay:
            click.echo(_diff(path, change.before, change.after), nl=False)
            continue
        _replace(sources.root / path, change.after)
        for words in change.words:
            click.echo(one_line(f"mended {path}: {words}"), err=True)


def _replace(file: Path, content: bytes) -> None:
    """Put the new content in the file's place in one step, with the rights of the old one."""
    aside = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        aside.write_bytes(content)
        aside.chmod(file.stat().st_mode)
        aside.replace(file)
    except OSError as error:
        raise click.ClickException(f"{file.name} cannot be written: {error.strerror}") from None
    finally:
        aside.unlink(missing_ok=True)


def _diff(path: str, before: bytes, after: bytes) -> str:
    old, new = (text.decode("utf-8", "replace").splitlines(keepends=True) for text in (before, after))
    return "".join(
        line if line.endswith("\n") else f"{line}\n"
        for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", n=1)
    )
