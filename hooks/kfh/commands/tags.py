"""kfh tags: how the register of tags is used, and which tags may be one and the same."""

from __future__ import annotations

import difflib
from collections import Counter
from datetime import datetime
from itertools import combinations

import click

from kfh import site
from kfh.commands import options
from kfh.model.vocabulary import Term
from kfh.reading.sources import Sources
from kfh.values.slugs import alphabetical, slugify

ALIKE = 0.8
"""How much of two labels must be the same, from 0 to 1."""


@click.command()
@options.as_of
def tags(as_of: datetime) -> None:
    """List the tags with the number of their articles, those used once or never, and those that look alike."""
    checked = site.check(Sources(options.site_folder()), as_of)
    if not checked.collection:
        raise click.ClickException("the settings are at fault: run kfh check first")
    register = checked.collection.registers.tags
    if register.unread:
        raise click.ClickException(f"{register.path} is at fault: run kfh check first")
    entries = register.entries
    counts = Counter(tag.slug for article in checked.collection.articles for tag in article.front.tags)
    click.echo(_report(entries, counts))


def _report(entries: dict[str, Term], counts: Counter[str]) -> str:
    kept = [entry for entry in entries.values() if not entry.merged_into]
    lines = [
        f"{counts[entry.slug]:>5}  {entry.label}"
        for entry in sorted(kept, key=lambda term: (-counts[term.slug], alphabetical(term.label)))
    ]
    for title, number in (("Used once:", 1), ("Never used:", 0)):
        found = sorted((entry.label for entry in kept if counts[entry.slug] == number), key=alphabetical)
        lines += ["", title, *(f"  {label}" for label in found)] if found else []
    alike = [f"  {one.label} and {other.label}" for one, other in combinations(kept, 2) if _are_alike(one, other)]
    if alike:
        lines += [
            "",
            "These look alike. To merge two, write below one of them merged_into and the slug of the other, and",
            "merged_on and the day:",
            *alike,
        ]
    merged = [
        f"  {entry.label} into {entries[entry.merged_into].label}"
        for entry in entries.values()
        if entry.merged_into in entries
    ]
    lines += ["", "Merged:", *merged] if merged else []
    return "\n".join(lines)


def _are_alike(one: Term, other: Term) -> bool:
    """Whether two labels differ by an ending, a letter or a space, or one is a word of the other."""
    first, second = (slugify(term.label) for term in (one, other))
    same = difflib.SequenceMatcher(None, first.replace("-", ""), second.replace("-", "")).ratio() >= ALIKE
    words = set(first.split("-")), set(second.split("-"))
    return same or words[0] < words[1] or words[1] < words[0]
