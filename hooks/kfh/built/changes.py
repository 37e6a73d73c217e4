"""What readers and subscribers get from one built site to the next."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from kfh.built.snapshot import PublishedArticle, Snapshot
from kfh.rules.report import one_line


@dataclass(frozen=True)
class Changes:
    """Articles (title and address) by what became of them, the titles that are new in each feed, and addresses."""

    added: list[str]
    changed: list[str]
    withdrawn: list[str]
    gone: list[str]
    new_in_feeds: dict[str, list[str]]
    feeds_gone: list[str]
    tags_created: list[str]
    addresses_added: list[str]
    addresses_gone: list[str]
    redirected: dict[str, str]


def compare(old: Snapshot, new: Snapshot) -> Changes:
    both = [guid for guid in new.articles if guid in old.articles]
    withdrawn = [guid for guid in both if new.articles[guid].withdrawn and not old.articles[guid].withdrawn]
    changed = [guid for guid in both if guid not in withdrawn and _differs(old.articles[guid], new.articles[guid])]
    return Changes(
        added=_named(new, (guid for guid in new.articles if guid not in old.articles)),
        changed=_named(new, iter(changed)),
        withdrawn=_named(new, iter(withdrawn)),
        gone=_named(old, (guid for guid in old.articles if guid not in new.articles)),
        new_in_feeds=_new_in_feeds(old, new),
        feeds_gone=sorted(f"/{path}" for path in old.feeds if path not in new.feeds),
        tags_created=sorted(title for path, title in new.tags.items() if path not in old.tags),
        addresses_added=sorted(new.addresses - old.addresses),
        addresses_gone=sorted(old.addresses - new.addresses - new.moved.keys()),
        redirected={path: new.moved[path] for path in sorted(new.moved.keys() - old.moved.keys())},
    )


def _differs(old: PublishedArticle, new: PublishedArticle) -> bool:
    return (old.digest, old.path, old.title) != (new.digest, new.path, new.title)


def _named(site: Snapshot, guids: Iterator[str]) -> list[str]:
    return sorted(f"{site.articles[guid].title} ({site.articles[guid].path})" for guid in guids)


def _new_in_feeds(old: Snapshot, new: Snapshot) -> dict[str, list[str]]:
    """What a feed reader that knows the old entries shows as new: an id that it has not seen in that feed.

    A feed that is new itself has no subscribers yet.
    """
    found = {}
    for path, guids in new.feeds.items():
        titles = [new.articles[guid].title if guid in new.articles else guid for guid in guids]
        known = old.feeds.get(path)
        fresh = [title for guid, title in zip(guids, titles, strict=True) if known is not None and guid not in known]
        if fresh:
            found[f"/{path}"] = fresh
    return found


_PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}]")
_HEADINGS = {
    "added": "New articles",
    "changed": "Changed articles",
    "withdrawn": "Withdrawn articles",
    "gone": "Articles that are gone",
    "new_in_feeds": "New to subscribers, feed by feed",
    "feeds_gone": "Feeds that are gone",
    "tags_created": "New tags",
    "addresses_added": "New addresses",
    "addresses_gone": "Addresses that lead nowhere now",
    "redirected": "Addresses that lead on",
}


def as_json(changes: Changes) -> str:
    return json.dumps(asdict(changes), ensure_ascii=False, indent=2)


def as_text(changes: Changes) -> str:
    parts = [
        f"{_HEADINGS[name]}:\n" + "".join(f"  {one_line(line)}\n" for line in lines) for name, lines in _parts(changes)
    ]
    return "\n".join(parts) or "Nothing changes for readers or subscribers.\n"


def as_markdown(changes: Changes) -> str:
    parts = [
        f"### {_HEADINGS[name]}\n\n" + "".join(f"- {_escaped(line)}\n" for line in lines)
        for name, lines in _parts(changes)
    ]
    body = "\n".join(parts) or "Nothing changes for readers or subscribers.\n"
    return f"## What will subscribers get?\n\n{body}"


def _parts(changes: Changes) -> Iterator[tuple[str, list[str]]]:
    for name, value in asdict(changes).items():
        lines = [f"{key}: {_joined(entry)}" for key, entry in value.items()] if isinstance(value, dict) else value
        if lines:
            yield name, lines


def _joined(entry: str | list[str]) -> str:
    return entry if isinstance(entry, str) else "; ".join(entry)


def _escaped(line: str) -> str:
    """Text that Markdown shows as it is, on one line: titles and names are other people's words.

    Source: GitHub Flavored Markdown, 6.1 (a backslash escapes any ASCII punctuation). A host looks for `@name` and
    `#12` in what is shown; only a character between helps there.
    """
    return re.sub(r"([@#])(?=\\?\w)", "\\1\u200b", _PUNCTUATION.sub(r"\\\g<0>", one_line(line)))


FORMATS = {"text": as_text, "json": as_json, "markdown": as_markdown}
