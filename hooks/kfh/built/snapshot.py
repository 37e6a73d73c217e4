"""A built site as its readers and subscribers have it, read from its folder alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lxml import html

from kfh.built.contract import BuiltSite
from kfh.plan.table import Fixed


class PublishedArticle(NamedTuple):
    """`digest` stands for all that its page says."""

    guid: str
    title: str
    path: str
    withdrawn: bool
    digest: str


class Snapshot(NamedTuple):
    """`articles` by guid, the guids of each feed by its path; `moved` are former paths with what they lead to."""

    articles: dict[str, PublishedArticle]
    feeds: dict[str, tuple[str, ...]]
    addresses: frozenset[str]
    moved: dict[str, str]
    tags: dict[str, str]


def read(root: Path) -> Snapshot:
    """What stands in the folder `root`."""
    site = BuiltSite(root)
    articles: dict[str, PublishedArticle] = {}
    addresses, tags = set(_files(site)), {}
    for file, page in site.pages():
        path = file.removesuffix("index.html")
        addresses.add(f"/{path}")
        article = _article(path, page)
        if article:
            articles[article.guid] = article
        if path.startswith("tag/") and path.count("/") == 2:  # noqa: PLR2004 (tag/, slug/)
            tags[path] = "".join(page.xpath("string(//h1)")).strip()
    feeds = {feed.path: tuple(entry.guid for entry in feed.entries) for feed in site.sound_feeds()}
    return Snapshot(articles, feeds, frozenset(addresses), _moved(site), tags)


def _files(site: BuiltSite) -> Iterator[str]:
    """The addresses of pictures and attachments; smaller copies and cards come and go."""
    for path in site.files:
        if path.startswith("media/") and not path.startswith((f"{Fixed.SIZES.path}/", f"{Fixed.CARDS.path}/")):
            yield f"/{path}"


def _moved(site: BuiltSite) -> dict[str, str]:
    found = {}
    for path, file in site.files.items():
        raw = file.read_bytes() if path.endswith(".html") else b""
        if b'http-equiv="refresh"' in raw:
            target = html.document_fromstring(raw).xpath("string(//link[@rel='canonical']/@href)")
            found["/" + path.removesuffix("index.html")] = str(target)
    return found


def _article(path: str, page: Any) -> PublishedArticle | None:
    """The article of a page that says in linked data that it is one."""
    for script in page.iter("script"):
        data = _data(script)
        if data.get("@type") == "BlogPosting" and {"@id", "headline"} <= data.keys():
            robots = page.xpath("string(//meta[@name='robots']/@content)")
            text = " ".join(page.xpath("string(//article)").split()) + json.dumps(data, sort_keys=True)
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            return PublishedArticle(str(data["@id"]), str(data["headline"]), f"/{path}", "noindex" in robots, digest)
    return None


def _data(script: Any) -> dict[str, Any]:
    """The linked data that a script holds; none where it holds something else, or cannot be read."""
    try:
        found = json.loads(script.text or "") if script.get("type") == "application/ld+json" else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
