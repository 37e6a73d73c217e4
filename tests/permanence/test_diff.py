"""What will subscribers get from a change?"""

import json
import re
import shutil
import subprocess

import pytest
from lxml import html
from markdown_it import MarkdownIt
from tests.sites import DOT, PROJECT, Site, post

from kfh.built import changes
from kfh.built.changes import Changes


@pytest.fixture(scope="module")
def two_sites(tmp_path_factory):
    """A folder with the built sites `old` and `new`."""
    site = Site(tmp_path_factory.mktemp("diff"))
    for number in range(1, 6):
        site.write(f"posts/2018-01-0{number}-post.md", post(f"Post {number}", f"2018-01-0{number}"))
    site.write("posts/map.png", DOT)
    site.write("posts/2018-01-05-post.md", post("Post 5", "2018-01-05", "![A map](map.png)"))
    build(site, "old")
    (site.root / "posts/map.png").unlink()
    site.write("posts/2018-01-05-post.md", post("Post 5", "2018-01-05"))
    site.write("posts/2018-01-01-post.md", post("Post 1", "2018-01-01", "Another text."))
    site.write(
        "posts/2018-01-02-post.md",
        post("Post 2", "2018-01-02", more="slug: new\naliases:\n  - /blog/2018/01/02/post/\n"),
    )
    site.write("posts/2018-01-03-post.md", post("Post 3", "2018-01-03", more="status: withdrawn\n"))
    (site.root / "posts/2018-01-04-post.md").unlink()
    site.write("posts/2018-02-01-new.md", post("<New> *post*", "2018-02-01"))
    site.write("docs/vocabulary/tags.yml", "workforce: {label: Workforce}\nquality: {label: Quality}\n")
    build(site, "new")
    return site


def build(site, name):
    done = site.build("-q", "-d", name)
    assert done.code == 0, done.text


def test_articles_feeds_addresses_and_tags_are_compared(two_sites):
    done = two_sites.run("kfh", "diff", "old", "new", "--format", "json")
    assert done.code == 0, done.text
    found = json.loads(done.out)
    assert found["added"] == ["<New> *post* (/blog/2018/02/01/new/)"]
    assert found["changed"] == [
        "Post 1 (/blog/2018/01/01/post/)",
        "Post 2 (/blog/2018/01/02/new/)",
        "Post 5 (/blog/2018/01/05/post/)",
    ]
    assert found["withdrawn"] == ["Post 3 (/blog/2018/01/03/post/)"]
    assert found["gone"] == ["Post 4 (/blog/2018/01/04/post/)"]
    assert found["new_in_feeds"]["/feed.xml"] == ["<New> *post*"]
    assert found["new_in_feeds"]["/tag/workforce/feed.xml"] == ["<New> *post*"]
    assert "/2018/02/feed.xml" not in found["new_in_feeds"], "a feed that is new itself has no subscribers yet"
    assert found["tags_created"] == ["Quality"]
    assert "/tag/amilliondecisions/feed.xml" in found["feeds_gone"]
    assert "/blog/2018/01/04/post/" in found["addresses_gone"]
    assert "/blog/2018/01/02/post/" not in found["addresses_gone"]
    assert [address for address in found["addresses_gone"] if address.startswith("/media/")] == ["/media/map.png"]
    assert found["redirected"]["/blog/2018/01/02/post/"] == "https://kfh.test/blog/2018/01/02/new/"


def test_the_comment_shows_titles_as_they_are_and_says_when_nothing_changes(two_sites):
    comment = two_sites.run("kfh", "diff", "old", "new", "--format", "markdown").out
    assert "<li>&lt;New&gt; *post* (/blog/2018/02/01/new/)</li>" in MarkdownIt().render(comment)
    assert "### New to subscribers, feed by feed" in comment
    assert "Nothing changes" in two_sites.run("kfh", "diff", "new", "new").out


@pytest.mark.parametrize(
    "title",
    [
        "- 1. # > a\n\n::error::b",
        "![a](https://x.test/p.png) [b](https://x.test/) <https://x.test/>",
        "https://x.test/ www.x.test a@x.test",
        "~~a~~ `b` **c** _d_ <b>e</b> &lt; &#60; \\ | :+1:",
        "---",
        "\u2028\u202e\x1b[31m\udcff",
    ],
)
def test_a_hostile_title_is_text_on_one_line_in_every_report_for_people(title):
    found = Changes([title], [], [title], [], {title: [title]}, [], [title], [], [], {})
    page = MarkdownIt().enable("strikethrough").render(changes.as_markdown(found))
    shown = [item.text_content() for item in html.fromstring(page).iter("li")]
    named = title.replace("\n", "\\n")
    for mark in "\u2028\u202e\x1b\udcff":
        named = named.replace(mark, ascii(mark)[1:-1])
    assert [text.replace("\u200b", "") for text in shown] == [named, named, f"{named}: {named}", named]
    assert not {element.tag for element in html.fromstring(page).iter()} - {"div", "h2", "h3", "ul", "li"}
    assert not re.search(r"://|www\.|\w@", changes.as_markdown(found)), "a host makes links of these"
    assert changes.as_text(found).count("\n") == len(shown) + 4 + 3


def test_nobody_is_called_by_a_title():
    found = Changes(["@admin #12"], *[[]] * 3, {}, [], [], [], [], {})
    assert not re.search(r"@admin|#12", html.fromstring(MarkdownIt().render(changes.as_markdown(found))).text_content())


@pytest.mark.slow
def test_two_revisions_of_git_are_built_and_compared(tmp_path):
    site = Site(tmp_path / "site", hooks=["hooks/publish.py"], theme={"name": "material", "custom_dir": "overrides"})
    for name in ("hooks", "overrides"):
        shutil.copytree(PROJECT / name, site.root / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    git = ["git", "-c", "user.name=T", "-c", "user.email=t@kfh.test", "-C", site.root]
    subprocess.run([*git, "init", "-q"], check=True)
    for number in (1, 2):
        site.write(f"posts/2018-01-0{number}-post.md", post(f"Post {number}", f"2018-01-0{number}"))
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "-qm", f"Post {number}"], check=True)
    done = site.run("kfh", "diff", "HEAD~1", "HEAD")
    assert done.code == 0, done.text
    assert "New articles:\n  Post 2 (/blog/2018/01/02/post/)" in done.out
    assert site.run("kfh", "diff", "HEAD", "nothing").code == 1
