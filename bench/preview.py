"""How long a writer waits: from saving a file to the browser having the new page, in a preview of 2,000 articles."""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from playwright.sync_api import sync_playwright

from bench import corpus

ARTICLES = 2000
ROUNDS = 3
BROWSER = shutil.which("chromium")
PATIENCE = 60_000
"""Milliseconds."""


def main() -> None:
    with TemporaryDirectory() as folder:
        root = corpus.write(Path(folder), ARTICLES).root
        shutil.copytree("overrides", root / "overrides")
        settings = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))
        settings["theme"]["custom_dir"] = "overrides"
        (root / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), "utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        environment = os.environ | {"KFH_AS_OF": str(corpus.LAST_DAY), "NO_MKDOCS_2_WARNING": "1"}
        command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address]
        preview = subprocess.Popen(command, cwd=root, env=environment)
        try:
            measure(root, f"http://{address}/")
        finally:
            preview.terminate()
            preview.wait()


def measure(root: Path, address: str) -> None:
    article = sorted((root / "posts").glob("*.md"))[ARTICLES // 3]
    template = root / "overrides/article.html"
    path = article.stem.replace("-", "/", 2).replace("-", "/", 1)
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"]).new_page()
        wait_for(page, f"{address}blog/{path}/")
        for what, file, place in (("an article", article, "\n\n## "), ("a template", template, '<div class="text">')):
            waits = [save(page, file, place, f"Words{number}.") for number in range(ROUNDS)]
            sys.stdout.write(f"{what} of {ARTICLES:,} saved, and seen {statistics.median(waits):.2f} seconds later\n")


def wait_for(page, address: str) -> None:
    """Open a page once the preview has started."""
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        try:
            page.goto(address)
        except Exception:  # noqa: BLE001, S112 (nothing listens yet)
            continue
        return


def save(page, file: Path, place: str, words: str) -> float:
    start = time.perf_counter()
    file.write_text(file.read_text("utf-8").replace(place, f"\n\n{words}{place}", 1), "utf-8")
    page.get_by_text(words).wait_for(timeout=PATIENCE)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
