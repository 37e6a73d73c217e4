"""kfh schema: the files that are made from the models of the fields."""

from __future__ import annotations

import click

from kfh.commands import options
from kfh.model import guide
from kfh.reading.sources import Sources


@click.command()
def schema() -> None:
    """Make the JSON Schema files and the tables of fields in "Writing for the blog" anew."""
    root = options.site_folder()
    sources = Sources(root)
    for path in (guide.PAGE, *guide.files()):
        options.require_own(root, path)
    made = guide.files() | {guide.PAGE: guide.with_tables(sources.text(guide.PAGE)[0])}
    for path, text in made.items():
        file = root / path
        if sources.text(path)[0] != text:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
            click.echo(f"made {path}")
