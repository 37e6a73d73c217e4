"""How long a writer waits: from saving a file to the browser showing the new page, in a preview of many articles."""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import yaml
from playwright.sync_api import Page, sync_playwright

from bench import corpus

ARTICLES = 2000
ROUNDS = 3
START = 120
"""Seconds in which a preview must have started."""
LOOKS = 0.5
"""Seconds between two looks of the preview at its files: each save is at another moment between them."""
PATIENCE = 30_000
"""Milliseconds in which a change must be seen."""


class Wait(NamedTuple):
    """The seconds from saving something to seeing it, one after the other."""

    saved: str
    seconds: list[float]

    def __str__(self) -> str:
        return f"{self.saved} saved, and seen in the browser {statistics.median(self.seconds):.2f} seconds later"


def measure() -> list[Wait]:
    chromium = shutil.which("chromium") or sys.exit("the preview was not measured: it takes Debian's package chromium")
    with TemporaryDirectory() as folder:
        root = _site(Path(folder))
        article = sorted((root / "posts").glob("*.md"))[ARTICLES // 3]
        with _served(root) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(f"{address}blog/{article.stem.replace('-', '/', 3)}/", wait_until="domcontentloaded")
            saved = (
                (f"an article of {ARTICLES:,}", article, "\n\n## "),
                (f"a template of {ARTICLES:,} articles", root / "overrides/article.html", "<article>"),
            )
            return [
                Wait(what, [_save(page, file, place, number) for number in range(ROUNDS)])
                for what, file, place in saved
            ]


def _site(folder: Path) -> Path:
    """With templates of its own, to be changed."""
    root = corpus.write(folder, ARTICLES).root
    shutil.copytree("overrides", root / "overrides")
    settings = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))
    settings["theme"]["custom_dir"] = "overrides"
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), "utf-8")
    return root


@contextmanager
def _served(root: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"KFH_AS_OF": str(corpus.LAST_DAY), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}"]
    preview = subprocess.Popen(command, cwd=root, env=environment)
    try:
        _await(preview, port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        preview.terminate()
        preview.wait()


def _await(preview: subprocess.Popen, port: int) -> None:
    end = time.monotonic() + START
    while preview.poll() is None and time.monotonic() < end:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("the preview did not start")


def _save(page: Page, file: Path, place: str, number: int) -> float:
    words = f"Saved {file.stem}, {number}."
    time.sleep(number * LOOKS / ROUNDS)
    start = time.perf_counter()
    file.write_text(file.read_text("utf-8").replace(place, f"\n\n{words}{place}", 1), "utf-8")
    page.get_by_text(words).wait_for(timeout=PATIENCE)
    return time.perf_counter() - start
