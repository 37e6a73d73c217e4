"""The state of one build, from checked sources to a site in its place."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.utils import CountHandler

from engine.newest import Newest
from engine.pages import indexed_pages
from engine.stage import Stage
from kfh import headers, site
from kfh.assets import attachments, cards, pictures, search
from kfh.assets.attachments import Attachments
from kfh.assets.figures import Figures
from kfh.content import dates
from kfh.content.article import Kind
from kfh.content.collection import Collection
from kfh.content.reports import as_text, lines_of
from kfh.content.slugs import destination
from kfh.editions import feeds, opml
from kfh.editions.acronyms import Acronyms
from kfh.editions.edition import Edition
from kfh.permanence import hosting, redirects
from kfh.plan import plan

if TYPE_CHECKING:
    from datetime import date

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    from engine.pages import ArticlePage
    from kfh.assets.pictures import Picture
    from kfh.content.article import Article
    from kfh.plan.plan import Plan

_ENGINE = logging.getLogger("mkdocs")


class Build:
    """`root` is the folder of the site. What the checks found is in `report`, as text for the person who builds."""

    plan: Plan
    collection: Collection
    pictures: dict[str, Picture]
    figures: Figures
    newest: Newest
    today: date
    preview: bool
    hidden: bool
    checked: frozenset[str]
    editions: dict[Article, Edition]
    former: dict[str, str]

    def __init__(self, root: Path) -> None:
        self.root = root
        self.report = ""
        self.stage: Stage | None = None
        self.hosting: Stage | None = None
        self.warnings: CountHandler | None = None

    def check(self, as_of: str | None, *, preview: bool, hidden: bool = False) -> None:
        """Check the sources, and plan the site; raise PluginError where they are at fault.

        A preview goes on with the articles left out, so that it can show what is to be mended. A hidden site has drafts
        and scheduled articles too, and asks search engines to stay away: for those who review a change.
        """
        try:
            now = dates.as_of(as_of)
        except dates.DateFault as fault:
            raise PluginError(f"KFH_AS_OF {fault}") from None
        checked = site.check(self.root, now)
        self.report = as_text(checked.problems, lines_of(self.root, {}))
        if self.report:
            sys.stderr.write(f"{self.report}\n")
        if not checked.settings or not checked.collection or not (checked.sound or preview):
            raise PluginError("the site was not built: mend what is listed above; what stood before still stands")
        self.collection = checked.collection if checked.sound else Collection.empty()
        self.plan = plan.make(self.collection, checked.settings, checked.ledger.archives(), preview=preview or hidden)
        self.pictures = pictures.read(self.root, self.collection.attachments)
        self.figures = Figures(self.pictures)
        self.newest = Newest(self.plan)
        self.today = now.date()
        self.preview, self.hidden = preview, hidden
        self.checked = frozenset(checked.collection.links)

    def require_checks(self, files: Files) -> None:
        """Raise PluginError where a page would be published that the checks have not seen."""
        for file in files.documentation_pages():
            path = Path(file.abs_src_path or "")
            if file.abs_src_path and path.resolve().relative_to(self.root.resolve()).as_posix() not in self.checked:
                raise PluginError(f"the site was not built: {file.src_uri} was not checked; pages must stand in docs/")

    def open_stage(self, config: MkDocsConfig) -> None:
        """Have MkDocs write to a stage, and count the warnings that its strict mode will count, -q or not."""
        if not config.use_directory_urls:
            raise PluginError("use_directory_urls must be true: every address of the site ends in / and stays")
        self.stage = Stage(Path(config.site_dir))
        config.site_dir = str(self.stage.folder)
        if config.strict:
            for handler in _ENGINE.handlers:
                if not isinstance(handler, CountHandler):
                    handler.setLevel(max(handler.level, _ENGINE.level))
            _ENGINE.setLevel(min(_ENGINE.level, logging.WARNING))
            self.warnings = CountHandler()
            self.warnings.setLevel(logging.WARNING)
            _ENGINE.addHandler(self.warnings)

    def take_renderings(self, pages: dict[Article, ArticlePage]) -> None:
        """Make editions of what was rendered, each parsed and changed once, and give the pages theirs back."""
        sizes = attachments.sizes(self.root, self.collection.attachments)
        changes = (Acronyms(self.collection.registers.acronyms), self.figures, Attachments(sizes))
        self.editions = {article: Edition(article.path, page.content or "", changes) for article, page in pages.items()}
        active = [f"{article.source}: {what}" for article in pages for what in self.editions[article].active_content()]
        if active:
            raise PluginError("\n".join(["the site was not built: a text must not hold what runs or fetches", *active]))
        for article, page in pages.items():
            page.content = self.editions[article].own()

    def write_generated(self, files: Files, environment: Environment) -> None:
        """Fill the files that were reserved: feeds, redirects, the site map, the headers for hosts, robots.txt."""
        settings = self.plan.settings
        texts = {feed.path: feeds.write(feed, settings, self.editions.__getitem__) for feed in self.plan.feeds}
        for path, text in texts.items():
            _fill(files, path, text)
        template = environment.get_template("redirect.html")
        self.former = {
            destination(alias.path): texts[alias.target] if alias.feed else template.render(alias=alias)
            for alias in self.plan.redirects
        }
        site_map = environment.get_template("sitemap.html").render(pages=indexed_pages(files))
        _fill(files, "sitemap.xml", site_map)
        for kind in Kind:
            _fill(files, cards.path(kind), cards.draw(kind, settings.site_name))
        _fill(files, headers.FILE, headers.text())
        _fill(files, redirects.FILE, redirects.as_file(redirects.rules(self.plan)))
        _fill(files, opml.FILE, opml.write(self.plan))
        shown = "Disallow: /" if self.hidden else f"Allow: /\n\nSitemap: {settings.root}sitemap.xml"
        _fill(files, "robots.txt", f"User-agent: *\n{shown}\n")

    def publish(self, config: MkDocsConfig) -> None:
        """Put the stage in the site's place, unless strict mode refuses the build: MkDocs would do that after it.

        Configuration for web servers stands beside the site, so that nobody publishes it with the site.
        """
        if not self.stage:
            _write(Path(config.site_dir), self.former)
            return
        if self.warnings and self.warnings.get_counts():
            message = "the site was not built, for strict mode allows no warnings; what stood before still stands"
            raise PluginError(message)
        self._index(self.stage)
        _write(self.stage.folder, self.former)
        self.hosting = Stage(self.stage.site.with_name(f"{self.stage.site.name}-hosting"))
        _write(self.hosting.folder, hosting.files(self.plan))
        self.stage.publish()
        self.hosting.publish()  # after the site: its rules must not lead to what is not there yet
        config.site_dir = str(self.stage.site)
        self.discard()

    def _index(self, stage: Stage) -> None:
        """Make the search index in the stage. Where no page is marked for it, Pagefind would take every one."""
        if self.plan.listed:
            try:
                search.index(stage.folder)
            except search.Fault as fault:
                raise PluginError(str(fault)) from None

    def discard(self) -> None:
        for stage in filter(None, (self.stage, self.hosting)):
            stage.discard()
        if self.warnings:
            _ENGINE.removeHandler(self.warnings)


def _write(folder: Path, texts: dict[str, str]) -> None:
    """Write many small files past MkDocs, which would take half a millisecond for each."""
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")


def _fill(files: Files, path: str, content: str | bytes) -> None:
    file = files.get_file_from_path(path)
    assert file
    file.content_bytes = content.encode() if isinstance(content, str) else content
