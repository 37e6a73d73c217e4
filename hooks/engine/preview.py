"""The preview: a fault in the sources becomes a page that says what to mend, and that goes when it is mended."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from mkdocs.livereload import LiveReloadServer

WATCHED = ("posts", "bulletins", "overrides")
_PAGE = """<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>To be mended</title></head>
<body><h1>Something needs mending</h1>
<p>This page goes away by itself when the files are mended.</p>
<pre>{report}</pre></body>
</html>
"""


def prepare(server: LiveReloadServer, root: Path, report: Callable[[], str]) -> None:
    """Follow the folders of articles and templates; while something is at fault, answer each request with what it is.

    `report` gives the words of the last check, or "".
    """
    for name in WATCHED:
        (root / name).mkdir(exist_ok=True)
        server.watch(str(root / name))
    build, fault = server.builder, [""]

    def builder(*args: Any, **options: Any) -> None:
        try:
            build(*args, **options)
            fault[0] = ""
        except (Exception, SystemExit) as error:  # noqa: BLE001 (whatever it is, the person at the preview must see it)
            fault[0] = str(error)

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        words = report() or fault[0]
        if not words or environ["PATH_INFO"].startswith("/livereload/"):
            return server.serve_request(environ, start_response)
        start_response("503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8")])
        return [_PAGE.format(report=html.escape(words)).encode()]

    server.builder = builder
    server.set_app(application)
