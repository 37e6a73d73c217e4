"""The state of one build, from checked sources to a site in its place."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Container, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, Template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation

from engine.mkdocs_files import SiteFiles, article_pages
from engine.newest import Newest
from engine.stage import InPlace, Stage, require_apart, require_own
from engine.strict import Strict
from kfh import site
from kfh.assets import attachments, search_index
from kfh.assets.attachments import Attachments
from kfh.assets.figures import Figures
from kfh.assets.pictures import Pictures
from kfh.assets.taken_back import TakenBack
from kfh.editions.explained_acronyms import Acronyms
from kfh.model import acronyms, retired, settings
from kfh.output import hosting
from kfh.output.publication import Publication
from kfh.output.writer import Record, SafeFolder, Writer, holds, names
from kfh.pages.entries import Entries
from kfh.pages.head import Heads
from kfh.pages.rendering import Renderer, TreeChanges
from kfh.plan import table
from kfh.plan.site_plan import Plan
from kfh.plan.table import Fixed
from kfh.plan.targets import Targets
from kfh.problems.problem import Problem
from kfh.reading.sources import Sources
from kfh.rules.kept_texts import Texts
from kfh.rules.report import as_text
from kfh.runtime.fingerprint import Era, template_contents
from kfh.runtime.parallel import Aside
from kfh.runtime.progress import Progress
from kfh.runtime.store import Shelf
from kfh.values import dates
from kfh.values.slugs import MEDIA

_LOG = logging.getLogger("mkdocs.kfh")
_INDEX = f"{Fixed.INDEX.path}/"
_REFUSED = "the site was not built; what stood before still stands: mend what is listed here"


class Build:
    """`root` is the folder of the site. What the checks found is in `problems`.

    `generated` is the Markdown of pages that other hooks make, by the path that MkDocs gives them.
    """

    plan: Plan
    pictures: Pictures
    figures: Figures
    files: SiteFiles
    newest: Newest
    renderer: Renderer
    entries: Entries
    heads: Heads
    nav: Navigation
    stage: Stage | InPlace
    writer: Writer
    index_key: str
    today: date
    preview: bool
    hidden: bool
    checked: frozenset[str]

    def __init__(self, root: Path) -> None:
        self.root, self.sources = root, Sources(root)
        self.problems: tuple[Problem, ...] = ()
        self.generated: dict[str, str] = {}
        self.stages: list[Stage | InPlace] = []
        self.progress = Progress()
        self.indexing: Aside | None = None
        self.strict: Strict | None = None

    def check(self, as_of: str | None, *, preview: bool, hidden: bool = False, tolerant: bool = False) -> None:
        """Check the sources, and plan the site; raise PluginError where they are at fault.

        A tolerant build goes on with the articles left out: a preview must start, to show what is to be mended; but
        not past links and pipes, which MkDocs would follow for ever. A hidden site has drafts and scheduled articles
        too, and asks search engines to stay away: for those who review a change.
        """
        try:
            now = dates.as_of(as_of)
        except dates.DateFault as fault:
            raise PluginError(f"KFH_AS_OF {fault}") from None
        with self.progress.stage("checks"), _reading():
            checked = site.check(self.sources, now)
        self.problems = checked.problems
        if self.problems:
            sys.stderr.write(f"{as_text(self.problems, self.sources.lines)}\n")
        tolerant = tolerant and not {"KFH413", "KFH415"} & {problem.code for problem in checked.problems}
        if not checked.settings or not checked.collection or not (checked.sound or tolerant):
            raise PluginError("the site was not built: mend what is listed above; what stood before still stands")
        self.plan = checked.plan(preview=preview or hidden)
        self.pictures = Pictures(self.sources, self.plan.files)
        self.figures = Figures(self.pictures.by_path)
        self.newest = Newest(self.plan)
        self.today = now.date()
        self.preview, self.hidden = preview, hidden
        self.checked = frozenset(checked.collection.links)
        gc.freeze()

    def require_checks(self, files: Files) -> None:
        """Raise PluginError where a page would be published that the checks have not seen."""
        for file in files.documentation_pages():
            path = Path(file.abs_src_path or "")
            if file.abs_src_path and path.resolve().relative_to(self.root.resolve()).as_posix() not in self.checked:
                raise PluginError(f"the site was not built: {file.src_uri} was not checked; pages must stand in docs/")

    def open_stage(self, config: MkDocsConfig) -> None:
        """Have MkDocs write to a stage, and count what its strict mode will refuse."""
        if not config.use_directory_urls:
            raise PluginError("use_directory_urls must be true: every address of the site ends in / and stays")
        require_apart(Path(config.site_dir), self.root)
        self.stage = self._stage(Path(config.site_dir))
        config.site_dir = str(self.stage.new)
        if config.strict and not self.preview:
            self.strict = Strict()

    def _stage(self, site: Path) -> Stage | InPlace:
        self.stages.append(InPlace(site) if self.preview else Stage(site))
        return self.stages[-1]

    def render(self) -> None:
        """Make the texts of articles; raise PluginError where one would run or fetch something."""
        known, sizes = self.pictures.by_path, attachments.sizes(self.sources, self.plan.files)
        sizes |= {path: picture.own.bytes for path, picture in known.items()}
        given_up = {address[1:] for address in self.plan.collection.registers.retired}
        explained = Acronyms(self.plan.collection.registers.acronyms)
        changes = TreeChanges(
            (TakenBack(given_up, self.plan.settings.root),),
            (explained, self.figures, Attachments(sizes)),
            lambda path: repr((known.get(path), sizes.get(path))),
        )
        era = Era(*(self.sources.raw(path)[0] for path in (settings.FILE, acronyms.FILE, retired.FILE)))
        texts = Texts(self.root, self.plan.settings.markdown_extensions)
        targets = Targets(self.sources, self.plan, self.plan.collection, {})
        self.renderer = Renderer(self.root, era, texts, targets, changes)
        with self.progress.stage("articles"):
            known_texts = self.renderer.render(self.progress)
        refused = [f"{article.source}: {why}" for article, one in known_texts.items() for why in one.refused]
        if refused:
            raise PluginError("\n".join([_REFUSED, *refused]))
        self.entries = Entries(self.plan, {article: one.about for article, one in known_texts.items()}, self.figures)
        self.heads = Heads(self.entries, self.figures, hidden=self.hidden, preview=self.preview)

    def write(self, config: MkDocsConfig, environment: Environment) -> None:
        """Write all but the ordinary pages into the stage, and take it out of MkDocs' files."""
        pages = article_pages(self.files)
        folder, menu = Path(config.theme.custom_dir or config.theme.dirs[0]), repr(environment.globals["menu"]).encode()

        @cache
        def made_of(name: str) -> str:
            return Era(template_contents(folder, name), menu).digest()

        @cache
        def template(name: str) -> Template:
            """With its globals at hand, each of which Jinja would look up again for every page."""
            found = environment.get_template(name)
            found.globals = dict(found.globals)
            return found

        publication = Publication(
            self.root,
            self.entries,
            self.heads,
            lambda article: pages[article].edit_url,
            lambda name, values: template(name).render(values),
            made_of,
            self.renderer.text,
        )
        environment.filters["placed"] = publication.text
        era = Era(self.sources.raw(settings.FILE)[0])
        sites = Shelf(self.root, "trees", Record)
        self.writer = Writer(self.stage.folder, self.stage.site, era, sites, self.progress)
        if self.plan.listed and not self.preview:
            self._index(publication, era)
        made = [*publication.made(self.pictures, hidden=self.hidden)]
        former = [*publication.former(self.stage.folder)]
        if not self.preview:
            paths = {output.path for output in (*made, *former)} | {file.dest_uri for file in self.files}
            self._refuse_others(paths | config.theme.static_templates)
        with self.progress.stage("lists and pages"):
            self.writer.write(made, former)
        self.files.withdraw()

    def _refuse_others(self, made: Container[str]) -> None:
        """Raise PluginError where publishing would remove what no build made; `made` are the paths of this one.

        A folder of which nothing is known is a site of ours where its list of feeds names this address. What an earlier
        build made of such a site are the paths of this one, pictures, the search index, and what names the address.
        """
        root = self.plan.settings.root.encode()
        is_site = holds(self.stage.site / Fixed.OPML.path, root)

        def is_earlier(path: str, file: Path) -> bool:
            return is_site and (path in made or path.startswith((MEDIA, _INDEX)) or holds(file, root))

        require_own(self.stage.site, self.writer.others(is_earlier))
        require_own(self._hosting, [name for name in names(self._hosting) if not hosting.is_own(name)])

    def _index(self, publication: Publication, era: Era) -> None:
        """Start to make the search index, unless one that stands is made from the same texts."""
        known = publication.indexed()
        self.index_key = era.digest(known)
        if not self.writer.take(_INDEX, self.index_key):
            self.indexing = Aside(
                partial(search_index.index, known, publication.text, self.stage.new / Fixed.INDEX.path)
            )

    def publish(self, config: MkDocsConfig) -> None:
        """Put the stage in the site's place, unless strict mode refuses the build: MkDocs would do that after it.

        Configuration for web servers stands beside the site, so that nobody publishes it with the site.
        """
        if self.strict:
            self.strict.refuse()
        if self.indexing:
            try:
                with self.progress.stage("search"):
                    self.indexing.finish()
            except search_index.SearchFault as fault:
                raise PluginError(str(fault)) from None
        self.writer.adopt(self.stage.new, lambda path: self.index_key if path.startswith(_INDEX) else None)
        if not self.preview:
            self._write_hosting()
        self.writer.remember()
        for stage in self.stages:  # the site first: the rules beside it must not lead to what is not there yet
            stage.publish()
        config.site_dir = str(self.stage.site)
        self.writer.remember_site()
        self.discard()
        _LOG.info(self._account())

    def _account(self) -> str:
        plan, writer = self.plan, self.writer
        pages = table.sitemap(plan, plan.table)
        parts = (
            f"{len(plan.articles):,} articles, {len(pages):,} pages, {len(plan.feeds):,} feeds",
            f"{writer.made:,} files made, {writer.kept:,} as they were",
            self.progress.times(),
        )
        return "; ".join(parts)

    @property
    def _hosting(self) -> Path:
        return self.stage.site.with_name(f"{self.stage.site.name}-hosting")

    def _write_hosting(self) -> None:
        stage = self._stage(self._hosting)
        tree = SafeFolder(stage.folder)
        for name, text in hosting.files(self.plan).items():
            tree.write(name, text.encode("utf-8", "surrogateescape"))

    def discard(self) -> None:
        self.progress.end()
        if self.indexing:
            self.indexing.stop()
        for stage in self.stages:
            stage.discard()
        if self.strict:
            self.strict.stop()


@contextmanager
def _reading() -> Iterator[None]:
    """Drop what an earlier build in this process held, and look for no more rubbish while the sources are read.

    What is read stays to the end: to look through it again and again takes longer than to read it.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
