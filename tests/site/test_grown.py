"""A page or an archive more is one entry: in a copy of the code, with nothing else changed but a template."""

import json
import shutil

import pytest
from tests import commands
from tests.sites import PROJECT, Site, post

ENTRIES = {
    "plan/table.py": (
        '    INDEX = "pagefind"',
        '    NEWS = "news/", EntryKind.LIST, "the page of news", "News", "news.html"\n',
    ),
    "plan/archives.py": ("    def __new__(", '    LONG = "long", "long/", "Long reads"\n\n'),
}
ARCHIVE = '    yield Archive(By.LONG, "long/", "Long", (), ever=articles)\n'


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """What runs a command in a site whose code has a page `news/` and an archive `long/` more."""
    root = tmp_path_factory.mktemp("grown")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("hooks", "overrides"):
        shutil.copytree(PROJECT / name, root / name, ignore=ignored)
    for path, (before, entry) in ENTRIES.items():
        file = root / "hooks/kfh" / path
        file.write_text(changed(file.read_text("utf-8"), before, entry + before), "utf-8")
    file = root / "hooks/kfh/plan/archives.py"
    file.write_text(changed(file.read_text("utf-8"), "    yield from _by_date(", f"{ARCHIVE}    yield from _by_date("))
    (root / "overrides/news.html").write_text('{% extends "base.html" %}{% block content %}<h1>New</h1>{% endblock %}')
    theme = {"name": "material", "custom_dir": str(root / "overrides")}
    site = Site(root / "site", hooks=[str(root / "hooks/publish.py")], theme=theme)
    site.write(
        "posts/2018-03-01-a-post.md", post(body="See [news](/news/), [long reads](/long/), [feed](/long/feed.xml).")
    )
    return site, lambda *command: commands.started(command, site.root, site.environment(PYTHONPATH=str(root / "hooks")))


def changed(text, old, new):
    assert text.count(old) == 1, old
    return text.replace(old, new)


def test_a_new_page_and_a_new_archive_take_part_in_all_that_addresses_do(grown):
    site, run = grown
    done = run("mkdocs", "build", "--strict")
    assert done.code == 0, done.text
    assert "<h1>New</h1>" in site.read("news/index.html")
    assert "A post" in site.read("long/index.html")
    assert "A post" in site.read("long/feed.xml")
    article = site.read("blog/2018/03/01/a-post/index.html")
    assert all(f'href="../../../../../{path}"' in article for path in ("news/", "long/", "long/feed.xml"))
    assert all(f"<loc>https://kfh.test/{path}</loc>" in site.read("sitemap.xml") for path in ("news/", "long/"))
    assert "long/feed.xml" in site.read("feeds.opml")


def test_they_are_recorded_and_keep_their_addresses(grown):
    site, run = grown
    assert run("kfh", "ledger", "update").code == 0
    assert "/long/\tarchive\t\t\tLong\n" in (site.root / "ledger.txt").read_text("utf-8")
    site.write("docs/news.md", "---\ntitle: News\n---\n\nWords.\n")
    site.write("docs/long.md", "---\ntitle: Long\n---\n\nWords.\n")
    found = json.loads(run("kfh", "check", "--format", "json").out)
    said = {problem["path"]: problem["message"] for problem in found if problem["code"] == "KFH403"}
    assert "the page of news has it already" in said["docs/news.md"]
    assert 'the archive "Long" has it already' in said["docs/long.md"]
