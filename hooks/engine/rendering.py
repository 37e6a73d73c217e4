"""Markdown in as many processes as there are cores: the longest part of a build, each article apart from all others.

MkDocs renders page after page. Forked children render the articles ahead, each a share, and hand back what a page is
to have. What they log the parent logs again at that page's turn, since strict mode counts it there.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.toc import TableOfContents

    from engine.pages import ArticlePage

WORTH_FORKING = 40
"""From how many articles on forking saves more than it costs."""

_ENGINE = logging.getLogger("mkdocs")
_job: tuple[Sequence[ArticlePage], MkDocsConfig, Files]


@dataclass
class Rendering:
    """What MkDocs keeps of a page's Markdown; `links` are by the source of the file that they lead to."""

    content: str
    toc: TableOfContents
    anchors: set[str]
    links: dict[str, dict[str, str]]
    logged: list[logging.LogRecord]


class _Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def render_ahead(pages: Sequence[ArticlePage], config: MkDocsConfig, files: Files) -> None:
    """Give each page its rendering, where the system can fork and that pays; elsewhere MkDocs renders in turn."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if cores == 1 or len(pages) < WORTH_FORKING:
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(cores, context, initializer=_start, initargs=(pages, config, files)) as pool:
        for share, renderings in enumerate(pool.map(_render_share, [(share, cores) for share in range(cores)])):
            for page, rendering in zip(pages[share::cores], renderings, strict=True):
                page.ahead = rendering


def _start(pages: Sequence[ArticlePage], config: MkDocsConfig, files: Files) -> None:
    global _job  # noqa: PLW0603 (a child's own, inherited and never sent)
    _job = (pages, config, files)


def _render_share(share: tuple[int, int]) -> list[Rendering]:
    pages, config, files = _job
    start, step = share
    log = _Log()
    _ENGINE.handlers[:] = [log]
    return [_render(page, config, files, log) for page in pages[start::step]]


def _render(page: ArticlePage, config: MkDocsConfig, files: Files, log: _Log) -> Rendering:
    log.records = []
    page.read_source(config)
    page.render(config, files)
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    return Rendering(page.content or "", page.toc, page.present_anchor_ids or set(), links, log.records)


def take(page: ArticlePage, rendering: Rendering, files: Files) -> None:
    """Make `page` as if it had been rendered here and now."""
    for record in rendering.logged:
        logging.getLogger(record.name).handle(record)
    page.content, page.toc, page.present_anchor_ids = rendering.content, rendering.toc, rendering.anchors
    targets = ((files.get_file_from_path(source), anchors) for source, anchors in rendering.links.items())
    page.links_to_anchors = {file: anchors for file, anchors in targets if file}
