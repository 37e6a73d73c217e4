"""What will subscribers get from a change?"""

import json
import shutil
import subprocess

import pytest
from tests.sites import DOT, PROJECT, Site, post


@pytest.fixture(scope="module")
def two_sites(tmp_path_factory):
    """A folder with the built sites `old` and `new`."""
    site = Site(tmp_path_factory.mktemp("diff"))
    for number in range(1, 6):
        site.write(f"posts/2018-01-0{number}-post.md", post(f"Post {number}", f"2018-01-0{number}"))
    site.write("posts/map.png", DOT)
    site.write("posts/plan.png", DOT)
    build(site, "old")
    (site.root / "posts/map.png").unlink()
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
    assert found["changed"] == ["Post 1 (/blog/2018/01/01/post/)", "Post 2 (/blog/2018/01/02/new/)"]
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
    assert "- \\<New\\> \\*post\\* (/blog/2018/02/01/new/)" in comment
    assert "### New to subscribers, feed by feed" in comment
    assert "Nothing changes" in two_sites.run("kfh", "diff", "new", "new").out


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
