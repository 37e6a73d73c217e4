"""What some hosts do not serve of a site's former addresses."""

from __future__ import annotations

from collections.abc import Iterator

from kfh.model import settings
from kfh.plan.redirects import listed, rules, simple
from kfh.problems.problem import Problem
from kfh.rules.registry import rule
from kfh.rules.whole import Whole

CLOUDFLARE_LIMIT = 2000
"""How many rules without a `*` Cloudflare Pages takes. Source: Cloudflare Pages, "Redirects", per file."""


@rule("KFH705", "KFH801", "KFH802")
def hosts_take_every_redirect(whole: Whole) -> Iterator[Problem]:
    """A warning where a host's limit leaves addresses to the pages that redirect, or to nothing."""
    plan = whole.plan
    found = rules(plan)
    number = 2 * len(list(simple(found.feeds))) + len(list(simple(found.exact)))
    if number > CLOUDFLARE_LIMIT:
        message = (
            f"{number} redirects are more than Cloudflare Pages takes ({CLOUDFLARE_LIMIT}): there the others are left "
            "to the pages and copies of feeds that stand at the old addresses"
        )
        yield Problem(settings.FILE, 1, 1, "KFH801", message)
    asked = [
        *(f"{found.home}?p={number}" for number in found.posts),
        *(f"{path}?{query}" for path, query in found.queries),
    ]
    if asked:
        message = (
            f"{len(asked)} addresses such as {asked[0]} cannot be redirected by Cloudflare Pages or a host without "
            "rules; Netlify, nginx and Apache can"
        )
        yield Problem(settings.FILE, 1, 1, "KFH802", message)
    unnamed = [alias for alias in plan.aliases if not (alias.stands or alias.query)]
    if unnamed:
        message = (
            f"{len(unnamed)} former addresses such as /{listed(unnamed[0].path)} have characters that the name of a "
            "file cannot have everywhere: a host without rules finds nothing there; the others lead on"
        )
        yield Problem(unnamed[0].owner, 1, 1, "KFH705", message)
