"""The list of newest posts on the home page, which mkdocs-blog-plugin chooses where it is switched on.

The plugin sees only pages of the navigation, picks them by their address, empties the section "Blog" and moves it last.
So it is offered the newest posts alone, and afterwards the navigation is put back as it was. With the plugin switched
off, or with addresses that it does not know, the list holds the same posts.
"""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from engine.mkdocs_files import ArticlePage
from kfh.model.article import Article, Kind
from kfh.plan.site_plan import Plan

SECTION = "Blog"
NUMBER = 5


class Newest:
    """`posts` are the newest posts, newest first."""

    def __init__(self, plan: Plan) -> None:
        self.posts = plan.current(Kind.POST)[:NUMBER]
        self._items: list[object] = []
        self._pages: list[Page] = []

    def offer(self, nav: Navigation, pages: Mapping[Article, ArticlePage]) -> None:
        self._items, self._pages = list(nav.items), list(nav.pages)
        nav.pages[:] = [pages[article] for article in self.posts]

    def take_back(self, nav: Navigation) -> None:
        """Take the posts that the plugin chose, where it did, and put the navigation back.

        It goes by addresses, which know the day but not the hour: the order stays ours.
        """
        for section in nav.items:
            if isinstance(section, Section) and section.title == SECTION:
                chosen = {page.article for page in section.children if isinstance(page, ArticlePage)}
                self.posts = tuple(post for post in self.posts if post in chosen) or self.posts
                section.children = []
        nav.items[:], nav.pages[:] = self._items, self._pages
