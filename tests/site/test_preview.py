"""The preview, as an editor has it open in a browser while writing."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from urllib.error import HTTPError

import pytest
from tests.sites import NOW, post

POST = "posts/2018-03-01-a-post.md"
PAGE = "blog/2018/03/01/a-post/"


class Preview:
    def __init__(self, address):
        self.address = address

    def get(self, path):
        """The status and text of a page."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()

    def epoch(self):
        """The moment of the last build, as the preview tells it to open pages."""
        return int(self.get("livereload/0/1")[1])

    def after(self, change):
        """Make a change and wait, as an open page does, until the preview has built it."""
        before = self.epoch()
        change()
        self.get(f"livereload/{before}/1")


@contextmanager
def serve(site):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=site.root,
        env=os.environ | {"KFH_AS_OF": NOW, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        lines = []
        while not any("Serving on" in line for line in lines):
            line = process.stderr.readline()
            assert line, "".join(lines)
            lines.append(line)
        yield Preview(f"http://127.0.0.1:{port}/")
    finally:
        process.terminate()
        process.wait(30)
        process.stderr.close()


@pytest.fixture
def preview(site):
    site.write(POST, post(body="First words."))
    with serve(site) as running:
        yield running


def test_the_preview_follows_articles_and_shows_a_fault_until_it_is_mended(site, preview):
    assert "First words." in preview.get(PAGE)[1]
    preview.after(lambda: site.write(POST, post(body="Second words.")))
    assert "Second words." in preview.get(PAGE)[1]
    preview.after(lambda: site.write(POST, post(title="#Lost")))
    status, shown = preview.get(PAGE)
    assert status == 503
    assert f"{POST}:2:8: error KFH105" in shown
    assert re.search(r'http-equiv="refresh"', shown)
    preview.after(lambda: site.write(POST, post(body="Third words.")))
    assert "Third words." in preview.get(PAGE)[1]


def test_drafts_and_scheduled_articles_are_shown_with_a_mark(site, preview):
    preview.after(lambda: site.write(POST, post(more="status: draft\n")))
    assert re.search(r">\s*draft\s*<", preview.get(PAGE)[1], re.IGNORECASE)
    preview.after(lambda: site.write("posts/2018-07-01-later.md", post("Later", "2018-07-01")))
    assert re.search(r">\s*scheduled\s*<", preview.get("blog/")[1], re.IGNORECASE)


def test_a_preview_carries_no_policy_for_it_would_block_the_script_that_reloads_pages(preview):
    assert "Content-Security-Policy" not in preview.get(PAGE)[1]


def test_a_preview_that_starts_with_a_fault_shows_it(site):
    site.write(POST, post(title="#Lost"))
    with serve(site) as preview:
        assert preview.get("")[0] == 503
        preview.after(lambda: site.write(POST, post("Mended")))
        assert "Mended" in preview.get(PAGE)[1]
