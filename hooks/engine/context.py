"""What templates get: words, filters and the menu for all, and the values of those pages that MkDocs renders."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment
from mkdocs.exceptions import PluginError
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from engine.build import Build
from kfh.editions.edition import Refused
from kfh.model import scaffold
from kfh.model.article import Kind
from kfh.plan.archives import OF_KIND, By
from kfh.problems.catalogue import CHECKS
from kfh.runtime.fingerprint import Values
from kfh.values.dates import shown


def prepare(environment: Environment, build: Build) -> None:
    """Make every template escape what it prints, and give it the site's words, filters and menu."""
    environment.autoescape = True
    environment.getattr = environment.getitem  # type: ignore[assignment]  # values are mappings: keys first
    environment.filters["day"] = shown
    environment.globals |= {"site": build.plan.settings, "menu": menu(build.nav), "By": By}


def menu(nav: Navigation) -> list[Values]:
    """The navigation as one list; an entry leads to a `path` below the site's root, or to an `address` elsewhere."""
    items = [item for top in nav.items for item in top.children or [top]]
    return [
        {
            "title": item.title,
            "path": item.url if item.is_page else OF_KIND[Kind.POST][0],
            "address": item.url if item.is_link else "",
        }
        for item in items
    ]


def ordinary(build: Build, page: Page) -> dict[str, Any]:
    """The variables of a page of `docs/`."""
    plan = build.plan
    path = page.url.removeprefix("./")
    found = build.heads.page(
        page.title or "",
        path,
        description=str(page.meta.get("description") or ""),
        feeds=plan.archives[0].feeds,
        edit=page.edit_url,
    )
    source = f"docs/{page.file.src_uri}"
    try:
        markdown = build.generated.get(page.file.src_uri, plan.collection.bodies.get(source, ""))
        text = build.renderer.page(source, markdown, path)
    except Refused as refused:
        lines = (f"{source}: {why}" for why in refused.found)
        raise PluginError("\n".join(["the site was not built; what stood before still stands:", *lines])) from None
    found |= {"text": text, "plan": plan, "checks": CHECKS, "forms": scaffold.forms(plan.settings)}
    return found | (_home(build) if page.is_homepage else {})


def missing(build: Build, root: str) -> dict[str, Any]:
    """The variables of the page that hosts show where there is none; `root` leads to the site's root from anywhere."""
    return build.heads.page("There is no page here", None, indexed=False) | {"root": root}


def _home(build: Build) -> dict[str, Any]:
    entries, plan = build.entries, build.plan
    pinned = (article for article in plan.listed if article.pinned(build.today) and not article.expired)
    return {
        "newest_posts": entries.briefs(build.newest.posts),
        "newest_bulletins": entries.briefs(plan.current(Kind.BULLETIN)[:1]),
        "pinned": entries.briefs(pinned),
    }
