"""The preview, as an editor has it open in a browser while writing."""

import html
import importlib
import os
import re
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import contextmanager
from urllib.error import HTTPError

import pytest
import yaml
from mkdocs.livereload import LiveReloadServer
from tests.sites import NOW, PROJECT, REGISTERS, post

POST = "posts/2018-03-01-a-post.md"
PAGE = "blog/2018/03/01/a-post/"
TAGS = yaml.safe_dump(REGISTERS["tags"])
WITH_WARNING = post(body="[The evidence](https://login.proxy.example.com/evidence)")
EDITOR = """
from pathlib import Path
def on_post_build(config):
    post = Path("posts/2018-03-01-a-post.md")
    if "First words." in post.read_text():
        post.write_text(post.read_text().replace("First words.", "Second words."))
"""


class Preview:
    said = ""
    """What the terminal shows after the start, once the preview has ended."""

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
        running = Preview(f"http://127.0.0.1:{port}/")
        yield running
    finally:
        process.terminate()
        process.wait(30)
        running.said = process.stderr.read()
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
    assert f"{POST}, line 2" in shown
    assert "KFH105" in shown
    assert 'title: "#Lost"' in html.unescape(shown)
    assert "livereload(" in shown
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


def test_while_only_warnings_stand_pages_are_shown_with_a_strip_that_names_them(site):
    site.write(POST, WITH_WARNING)
    with serve(site) as preview:
        status, shown = preview.get(PAGE)
        assert status == 200
        strip = re.search(r'<body[^>]*><details class="kfh-strip">.*?</details>', shown, re.DOTALL)
        assert f"{POST}, line 8" in strip[0]
        assert "KFH518" in strip[0]
        assert "livereload(" in shown
        assert "kfh-strip" in preview.get("404.html")[1]
        assert "kfh-strip" not in preview.get("feed.xml")[1]
        preview.after(lambda: site.write(POST, post()))
        assert "kfh-strip" not in preview.get(PAGE)[1]


def test_warnings_are_told_in_the_terminal_and_never_on_a_published_page(site):
    site.write(POST, WITH_WARNING)
    done = site.build()
    assert done.code == 0
    assert "KFH518" in done.err
    assert not [path for path, content in site.built().items() if b"kfh-strip" in content]


def test_what_stops_a_build_and_is_no_fault_of_a_text_is_shown_too(site, preview):
    preview.after(lambda: site.write("mkdocs.yml", (site.root / "mkdocs.yml").read_text("utf-8") + "plugins: [nope]\n"))
    status, shown = preview.get(PAGE)
    assert status == 503
    assert "nope" in shown or "Aborted" in shown


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("ledger.txt", "# every address\n/gone/\tpage\t\tdocs/gone.md\n"),
        ("docs/vocabulary/tags.yml", "hee:\n  label: HEE\n"),
        ("docs/vocabulary/retired.yml", "/nothing/: [Gone]\n"),
    ],
)
def test_the_preview_follows_the_ledger_and_the_registers(site, preview, path, text):
    before = preview.get(PAGE)
    preview.after(lambda: site.write(path, text))
    assert preview.get(PAGE)[0] == 503
    epoch = preview.epoch()
    assert preview.get(PAGE)[0] == 503
    assert preview.epoch() == epoch, "a build is no change"
    preview.after(lambda: (site.root / path).unlink() if "tags" not in path else site.write(path, TAGS))
    assert preview.get(PAGE)[0] == before[0] == 200


def test_links_that_lead_in_a_ring_neither_stop_the_preview_nor_end_it_in_a_traceback(site):
    site.write(POST, post(body="First words."))
    rings = [site.root / folder / name for folder in ("docs", "posts", "overrides") for name in ("a", "b", "c")]
    (site.root / "overrides").mkdir()
    for ring in rings[6:]:
        ring.symlink_to(".")
    with serve(site) as preview:
        preview.after(lambda: site.write(POST, post(body="Second words.")))
        assert "Second words." in preview.get(PAGE)[1]
        for ring in rings[:6]:
            preview.after(lambda ring=ring: ring.symlink_to(".."))
        status, shown = preview.get(PAGE)
        assert (status, "KFH413" in shown) == (503, True)
        for ring in rings[:6]:
            preview.after(ring.unlink)
        assert "Second words." in preview.get(PAGE)[1]
    assert "Traceback" not in preview.said


def test_an_article_that_is_changed_while_the_first_build_runs_is_shown_as_it_is_now(site):
    site.write(POST, post(body="First words."))
    site.write("editor.py", EDITOR)
    settings = (site.root / "mkdocs.yml").read_text("utf-8")
    site.write("mkdocs.yml", settings.replace("publish.py\n", "publish.py\n- editor.py\n"))
    with serve(site) as preview:
        shown = preview.get(PAGE)[1]
        if "First words." in shown:  # it waits for the next build, as an open page does
            epoch = re.search(r"livereload\((\d+),", shown)[1]
            preview.get(f"livereload/{epoch}/1")
            shown = preview.get(PAGE)[1]
        assert "Second words." in shown


class Noted(dict):
    """A request that says when somebody looks at its path."""

    def __init__(self, path):
        super().__init__(PATH_INFO=path)
        self.looked_at = threading.Event()

    def __getitem__(self, key):
        self.looked_at.set()
        return super().__getitem__(key)


def test_of_a_page_that_is_asked_for_while_a_build_runs_that_fails_the_fault_is_shown(site, monkeypatch):
    monkeypatch.syspath_prepend(PROJECT / "hooks")
    preview = importlib.import_module("engine.preview")
    site.write("public/index.html", "<body>Old")
    request, answered = Noted("/"), []

    def build():
        thread.start()
        request.looked_at.wait()
        server.shutdown()
        raise ValueError("A fault")

    server = LiveReloadServer(build, "127.0.0.1", 0, str(site.root / "public"))
    preview.prepare(server, site.root, preview.look(site.root), lambda: ())
    server._want_rebuild = True  # noqa: SLF001 (as when a file has changed)

    def ask():
        answered.extend(server.get_app()(request, lambda status, _: answered.append(status)))

    thread = threading.Thread(target=ask)
    server._build_loop()  # noqa: SLF001 (what serve() does, without a port)
    thread.join()
    assert answered[0].startswith("503")
    assert b"A fault" in answered[1]
