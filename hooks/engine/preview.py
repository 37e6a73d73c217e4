"""The preview: what is to be mended stands in place of each page, and what else is to be looked at in a strip on it."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserverVFS

from kfh.plan import ledger
from kfh.problems.catalogue import Severity
from kfh.problems.problem import Problem
from kfh.rules.report import remedy

WATCHED = ("docs", "posts", "bulletins", "overrides")
_LOG = logging.getLogger("mkdocs.kfh")
_BODY = re.compile(rb"<body[^>]*>")
_HTML = ("Content-Type", "text/html; charset=utf-8")
_WORDS = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    Path(__file__).with_suffix(".html").read_text("utf-8")
)


class Standing(NamedTuple):
    """How things were when the last build ended: what its check found, and what it `said` if it failed, or ""."""

    problems: tuple[Problem, ...] = ()
    said: str = ""

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]


Seen = frozenset[tuple[str, int, int]]


def look(root: Path) -> Seen:
    """The files that a preview of the site at `root` follows, each with its size and last change in nanoseconds."""
    found = set()
    for file in (root / ledger.FILE, *(file for folder in WATCHED for file in (root / folder).rglob("*"))):
        try:
            about = file.lstat()
        except OSError:
            continue  # gone meanwhile
        found.add((str(file), about.st_size, about.st_mtime_ns))
    return frozenset(found)


def prepare(server: LiveReloadServer, root: Path, seen: Seen, problems: Callable[[], tuple[Problem, ...]]) -> None:
    """Follow the folders of articles and templates, and show each visitor what is to be mended or looked at.

    `seen` is what `look` saw before the first build, and `problems` gives what the last check found. Errors, and
    whatever else stops a build, are answered in place of each page, with the status 503; warnings stand on the page.
    """
    _follow(server, root)
    build, standing = server.builder, [Standing(problems())]
    inject: Any = server._inject_js_into_html  # noqa: SLF001 (the script that reloads a page after the next build)

    def builder(*args: Any, **options: Any) -> None:
        said = ""
        try:
            build(*args, **options)
        except (Exception, SystemExit) as error:  # noqa: BLE001 (whatever it is, the person at the preview must see it)
            said = str(error) or type(error).__name__
            _LOG.error(said)
        standing[0] = Standing(problems(), said)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/livereload/"):
            return server.serve_request(environ, start_response)
        answer: list[Any] = []
        body = server.serve_request(environ, lambda *given: answer.extend(given))  # waits while a build runs
        status, headers = answer
        now = standing[0]
        if now.errors or now.said:
            page = inject(_words("page", now.errors, now.said), server._visible_epoch)  # noqa: SLF001 (as in all pages)
            status, headers, body = "503 Service Unavailable", [_HTML], [page]
        elif now.problems and dict(headers).get("Content-Type", "").startswith("text/html"):
            headers, body = [_HTML], [_with_strip(b"".join(body), now.problems)]
        start_response(status, headers)
        return body

    server.builder = builder
    server.set_app(application)
    server._want_rebuild = look(root) != seen  # noqa: SLF001 (nobody followed the files while the first build ran)


def _follow(server: LiveReloadServer, root: Path) -> None:
    """Have the server look at what MkDocs follows, the folders and the ledger, and at no link: some lead in a ring."""
    observer: Any = PollingObserverVFS(os.lstat, os.scandir, polling_interval=server.observer.timeout)
    server.observer = observer
    followed = [*server._watched_paths]  # noqa: SLF001 (its observer has not started yet)
    server._watched_paths.clear()  # noqa: SLF001
    for name in WATCHED:
        with suppress(FileExistsError):
            (root / name).mkdir()
    for path in (*followed, *(str(root / name) for name in WATCHED)):
        server.watch(path)
    server.watch(str(root), recursive=False)  # the ledger may not be there yet


def _with_strip(page: bytes, problems: Iterable[Problem]) -> bytes:
    strip = _words("strip", list(problems))
    return _BODY.sub(lambda found: found[0] + strip, page, count=1)


def _words(name: str, *values: Any) -> bytes:
    module: Any = _WORDS.make_module({"remedy": remedy})
    return str(getattr(module, name)(*values)).strip().encode()
