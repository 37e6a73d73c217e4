"""A real browser, and sites served to it on loopback."""

import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
OPTIONS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False, args=OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    with browser.new_context() as context:
        yield context.new_page()


class _Below(SimpleHTTPRequestHandler):
    """Serves a folder below a path, and nothing elsewhere, as a host does with a site that has no domain of its own."""

    def __init__(self, *arguments, below, **options):
        self.below = below
        super().__init__(*arguments, **options)

    def translate_path(self, path):
        inside = path.startswith(self.below)
        return super().translate_path("/" + path.removeprefix(self.below)) if inside else str(Path(self.directory, "-"))

    def log_message(self, *_):
        pass


@contextmanager
def serving(folder, below="/"):
    """The address at which `folder` is served, for as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Below, directory=folder, below=below))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{below}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
