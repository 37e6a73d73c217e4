"""Former addresses as the rules of hosts: Netlify and Cloudflare Pages, nginx, Apache.

Each has a page or a copy of a feed as well, so a host without rules serves them too. Only what cannot be listed, or
stands behind a `?`, needs the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kfh.plan.site_plan import Plan
from kfh.values.slugs import MEDIA

_POST_ID = re.compile(r"(?:^|[?&])p=([0-9]+)$")


@dataclass(frozen=True)
class Rules:
    """Addresses from the host's root on, decoded, each with the present one.

    `posts` are by the number that WordPress gave a post (`/?p=123`), `queries` by path and query; `folders` stand for
    all that is below them. Of `feeds` too there are copies, which some hosts would serve as web pages.
    """

    home: str
    exact: dict[str, str]
    feeds: dict[str, str]
    posts: dict[str, str]
    queries: dict[tuple[str, str], str]
    everything: str
    media: str


def rules(plan: Plan) -> Rules:
    home = "/" + urlsplit(plan.settings.root).path.lstrip("/")
    plain = sorted((alias for alias in plan.redirects if not alias.query), key=lambda alias: alias.path)
    feeds = {home + alias.path: home + alias.target for alias in plain if alias.feed}
    pages = {home + alias.path: home + alias.target for alias in plain if not alias.feed}
    posts = {
        found[1]: home + article.path for article in reversed(plan.articles) if (found := _POST_ID.search(article.guid))
    }
    queries: dict[tuple[str, str], str] = {}
    for alias in plan.aliases:
        if alias.query and not alias.path and (found := _POST_ID.fullmatch(alias.query)):
            posts[found[1]] = home + alias.target
        elif alias.query:
            queries[home + alias.path, alias.query] = home + alias.target
    return Rules(home, pages, feeds, posts, queries, home + plan.archives[0].path, home + MEDIA)


def as_file(found: Rules) -> str:
    """The rules in the form that Netlify and Cloudflare Pages share.

    Cloudflare passes over lines that it does not know (`301!`, a query), so those that Netlify needs may stand among
    them. Rules with a `*` come last: Cloudflare counts every later line as one of the hundred such rules it takes.
    """
    lines = ["# Former addresses, for Netlify and Cloudflare Pages."]
    for source, target in simple(found.feeds):
        lines += (f"{source} {target} 301!", f"{source} {target} 301")
    lines += (f"{source} {target} 301" for source, target in simple(found.exact))
    lines += (f"{listed(found.home)} p={number} {listed(target)} 301!" for number, target in found.posts.items())
    for (path, query), target in found.queries.items():
        parts = query.split("&")
        if all("=" in part for part in parts):  # Netlify knows no others
            lines.append(f"{listed(path)} {' '.join(parts)} {listed(target)} 301!")
    home, media = listed(found.home), listed(found.media)
    lines += (f"{home}page/* {listed(found.everything)} 301", f"{home}wp-content/uploads/* {media}:splat 301")
    return "\n".join((*lines, ""))


def simple(moved: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Source and target of each line without a query: WordPress wrote bytes in small letters (`%c3`), others do not."""
    for path, target in moved.items():
        source = listed(path)
        yield source, listed(target)
        if "%" in source and (lower := _ENCODED.sub(lambda found: found[0].lower(), source)) != source:
            yield lower, listed(target)


_ENCODED = re.compile("%[0-9A-F]{2}")
_UNQUOTED = re.compile(r"[A-Za-z0-9_.~/-]*")
"""A path that need not be quoted, as nearly all are."""


def listed(path: str) -> str:
    """A path as a word of a rule (RFC 3986): nothing is left that ends a word, or that `*`, `:` or `#` means."""
    return path if _UNQUOTED.fullmatch(path) else quote(path, errors="surrogateescape")
