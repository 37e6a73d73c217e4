"""The build, event by event: MkDocs calls these, and each says which part of the core or the engine does the work."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError, TemplateSyntaxError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from engine import context, mkdocs_files, preview
from engine.build import Build
from kfh.editions.edition import Refused
from kfh.plan.table import Fixed

_LOG = logging.getLogger("mkdocs.kfh")

_build: Build
_seen: preview.Seen
_is_preview = False
_is_served = False


def on_startup(*, command: str, dirty: bool) -> None:
    global _is_preview  # noqa: PLW0603 (MkDocs says this once, before any build)
    if dirty:
        message = "--dirty would leave archives and feeds out of date: leave it out"
        raise PluginError(message)
    _is_preview = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """Check the sources before anything is written; each build has its own state, since MkDocs keeps this module."""
    global _build, _seen  # noqa: PLW0603
    _build = Build(Path(config.config_file_path).parent)
    if _is_preview and not _is_served:
        _seen = preview.look(_build.root)
    _build.check(
        os.environ.get("KFH_AS_OF"),
        preview=_is_preview,
        hidden=os.environ.get("KFH_HIDDEN") == "1",
        tolerant=_is_preview and not _is_served,
    )
    config.theme.static_templates.discard(Fixed.SITEMAP.path)  # the core makes our own
    if config.theme.custom_dir:
        config.theme.dirs = [config.theme.custom_dir]  # its templates need none of the theme's 14,000 files
    config.markdown_extensions = []  # the core renders all texts
    _build.open_stage(config)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    _build.require_checks(files)
    _build.files = mkdocs_files.site_files(files, _build.plan, config)
    return _build.files


@event_priority(-100)
def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Leave MkDocs nothing to render; pages that other hooks make are rendered as texts are."""
    if not page.file.abs_src_path:
        _build.generated[page.file.src_uri] = markdown
    return ""


@event_priority(50)
def _offer(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    _build.newest.offer(nav, mkdocs_files.article_pages(_build.files))


@event_priority(-50)
def _take_back(nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
    _build.newest.take_back(nav)
    _build.nav = nav
    _build.render()


on_nav = CombinedEvent(_offer, _take_back)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Make all that is no ordinary page."""
    context.prepare(env, _build)
    _build.write(config, env)


def on_template_context(template_context: dict[str, Any], *, template_name: str, config: MkDocsConfig) -> None:
    template_context |= context.missing(_build, str(template_context["base_url"]).rstrip("/") + "/")


def on_page_context(page_context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    page_context |= context.ordinary(_build, page)


@event_priority(-100)
def on_post_build(*, config: MkDocsConfig) -> None:
    _build.publish(config)


def on_build_error(*, error: Exception) -> None:
    """Have a build that fails say why in a sentence; where our code is at fault, `--verbose` shows the place."""
    _build.discard()
    if not isinstance(error, MkDocsException):
        _LOG.debug("the build failed here", exc_info=error)
        raise PluginError(f"the site was not built; what stood before still stands: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}{f': {error.filename}' if error.filename else ''}"  # a full disk has no name
    if isinstance(error, TemplateSyntaxError):
        return f"a template is at fault: {error.filename or error.name}, line {error.lineno}: {error.message}"
    if isinstance(error, TemplateError):
        return f"a template is missing, or at fault: {error.message}"
    return f"this is a fault of the program, {type(error).__name__}: {error}"


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> None:
    global _is_served  # noqa: PLW0603 (from now on there is something that stands)
    _is_served = True
    preview.prepare(server, _build.root, _seen, lambda: _build.problems)
