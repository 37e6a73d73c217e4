"""Former addresses as the rules of hosts: Netlify and Cloudflare Pages, nginx, Apache.

Each has a page or a copy of a feed as well, so a host without rules serves them too. Only what cannot be listed, or
stands behind a `?`, needs the rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kfh.content import settings
from kfh.content.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.plan.plan import Plan

FILE = "_redirects"
"""The file at the site's root in which Netlify and Cloudflare Pages look for their rules."""

CLOUDFLARE_LIMIT = 2000
"""How many rules without a `*` Cloudflare Pages takes. Source: Cloudflare Pages, "Redirects", per file."""

_POST_ID = re.compile(r"[?&]p=(\d+)$")


@dataclass(frozen=True)
class Rules:
    """Addresses from the host's root on, each with the present one.

    `posts` are by the number that WordPress gave a post (`/?p=123`), `folders` stand for all that is below them; of
    `feeds` too there are copies, which some hosts would serve as web pages.
    """

    home: str
    exact: dict[str, str]
    feeds: dict[str, str]
    posts: dict[str, str]
    everything: str
    media: str


def rules(plan: Plan) -> Rules:
    home = "/" + urlsplit(plan.settings.root).path.lstrip("/")
    feeds = {home + alias.path: home + alias.target for alias in plan.redirects if alias.feed}
    pages = {home + alias.path: home + alias.target for alias in plan.redirects if not alias.feed}
    posts = {
        found[1]: home + article.path for article in reversed(plan.articles) if (found := _POST_ID.search(article.guid))
    }
    return Rules(home, dict(sorted(pages.items())), dict(sorted(feeds.items())), posts, f"{home}all/", f"{home}media/")


def check(plan: Plan) -> Iterator[Problem]:
    """A warning where a host's limit leaves addresses to the pages that redirect, or to nothing."""
    found = rules(plan)
    number = len(found.exact) + 2 * len(found.feeds)
    if number > CLOUDFLARE_LIMIT:
        message = (
            f"{number} redirects are more than Cloudflare Pages takes ({CLOUDFLARE_LIMIT}): there the others are left "
            "to the pages and copies of feeds that stand at the old addresses"
        )
        yield Problem(settings.FILE, 1, 1, "KFH801", message)
    if found.posts:
        message = (
            f"{len(found.posts)} addresses such as {found.home}?p={next(iter(found.posts))} cannot be redirected by "
            "Cloudflare Pages or a host without rules; Netlify, nginx and Apache can"
        )
        yield Problem(settings.FILE, 1, 1, "KFH802", message)


def as_file(found: Rules) -> str:
    """The rules in the form that Netlify and Cloudflare Pages share.

    Cloudflare passes over lines that it does not know (`301!`, a query), so those that Netlify needs may stand among
    them. Rules with a `*` come last: Cloudflare counts every later line as one of the hundred such rules it takes.
    """
    lines = ["# Former addresses, for Netlify and Cloudflare Pages."]
    for source, target in found.feeds.items():
        lines += (f"{source} {target} 301!", f"{source} {target} 301")
    lines += (f"{source} {target} 301" for source, target in found.exact.items())
    lines += (f"{found.home} p={number} {target} 301!" for number, target in found.posts.items())
    lines += (f"{found.home}page/* {found.everything} 301", f"{found.home}wp-content/uploads/* {found.media}:splat 301")
    return "\n".join((*lines, ""))
