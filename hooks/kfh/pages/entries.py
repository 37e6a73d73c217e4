"""Articles, archives and terms as pages show them in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kfh.assets.figures import Figures
from kfh.editions import feeds
from kfh.editions.discussion import discussion
from kfh.editions.edition import About
from kfh.model.article import Article
from kfh.model.schema import Bulletin
from kfh.model.vocabulary import Term
from kfh.plan.archives import Archive, By, Feed
from kfh.plan.site_plan import Plan, image_path
from kfh.runtime.fingerprint import Values


class Entries:
    """`about` is what is known of each article's text. What many pages show is worked out once."""

    def __init__(self, plan: Plan, about: Mapping[Article, About], figures: Figures) -> None:
        self.plan, self.about, self._figures = plan, about, figures
        self._briefs: dict[Article, Values] = {}
        self._lists: dict[By, list[Values]] = {}
        self._entries: dict[Article, Values] = {}

    def summary(self, article: Article) -> str:
        return article.front.summary or self.about[article].opening

    def brief(self, article: Article) -> Values:
        """Kind, title, date and summary: an article in a list."""
        if article not in self._briefs:
            self._briefs[article] = {
                "kind": article.kind,
                "state": article.state,
                "expired": article.expired,
                "title": article.title,
                "path": article.path,
                "date": article.date,
                "summary": self.summary(article),
            }
        return self._briefs[article]

    def briefs(self, articles: Iterable[Article]) -> list[Values]:
        return [self.brief(article) for article in articles]

    def text(self, article: Article, place: str) -> Values:
        """What stands for a text of an article's edition until the page is written: `place` is its name there."""
        return {"source": article.source, "place": place, "key": self.about[article].key}

    def around(self, article: Article, root: str) -> Values:
        """What a page and a feed show above and below the text; `root` leads to the site's root."""
        front, asked = article.front, discussion(article, self.plan.settings)
        return {
            "kind": article.kind,
            "expires": front.expires,
            "facts": self.facts(article),
            "image": self._picture(article, root),
            "image_credit": front.image_credit,
            "actions": [{"text": action.text, "link": action.link, "by": action.by} for action in article.actions],
            "discussion": asked._asdict() if asked else None,
        }

    def facts(self, article: Article) -> Values | None:
        """What a bulletin is about; None for a post."""
        front = article.front
        if not isinstance(front, Bulletin):
            return None
        contact = front.contact
        return {
            "meeting": front.meeting_date,
            "published": article.date,
            "next_meeting": front.next_meeting,
            "issued_by": self.terms(By.AUTHOR, [front.issued_by]),
            "audience": front.audience,
            "contact": {"name": contact.name, "email": contact.email, "page": contact.page},
        }

    def terms(self, by: By, terms: Iterable[Term]) -> list[Values]:
        archives = (self.plan.archive(by, term) for term in terms)
        return [{"label": archive.title, "path": archive.path} for archive in archives]

    def archives(self, by: By) -> list[Values]:
        """Every archive of a kind with its count, as lists of archives show it."""
        if by not in self._lists:
            self._lists[by] = [self.archive(archive) for archive in self.plan.archives_by(by)]
        return self._lists[by]

    @staticmethod
    def archive(archive: Archive) -> Values:
        """`initial` is the letter under which it stands in a list from A to Z."""
        return {
            "title": archive.title,
            "path": archive.path,
            "count": len(archive.articles),
            "initial": archive.initial,
        }

    def feed(self, feed: Feed) -> Values:
        return {"path": feed.path, "type": feed.media_type, "title": feeds.title(feed, self.plan.settings)}

    def entry(self, article: Article) -> Values:
        """An article in a feed."""
        if article not in self._entries:
            shown = self.around(article, self.plan.settings.root) | {"text": self.text(article, "feed")}
            self._entries[article] = feeds.entry(article, self.plan.settings, self.summary(article), shown)
        return self._entries[article]

    def _picture(self, article: Article, root: str) -> str:
        """The picture of an article as HTML, where `root` leads to the site's root; "" where it has none."""
        front = article.front
        return self._figures.html(image_path(article), front.image_alt or "", root) if front.image else ""
