"""Whoever follows a feed is shown what is new, once, and nothing old as new, whatever becomes of it.

An article that gets a tag is new under that tag, whether by hand or in a merger; so those who follow the tag that stays
are shown the articles that joined it, and nobody else is.
"""

import json
import sqlite3
import subprocess

import feedparser
import pytest
import yaml
from tests.sites import Site, first_quick, post

FEEDS = ("feed.xml", "atom.xml", "blog/feed.xml", "tag/workforce/feed.xml", "tag/staff/feed.xml")
SIZE = 4
STAFF = {"label": "Staff"}
POST = "posts/2018-03-0{0}-post.md"


def tags(**entries):
    return yaml.safe_dump({"workforce": {"label": "Workforce"}} | entries)


def text(number, more="", title="Post {0}", tag="Workforce"):
    return post(title.format(number), f"2018-03-0{number}", f"Text {number}.", more).replace("Workforce", tag)


def renamed(site):
    more = "slug: renamed\naliases:\n  - /blog/2018/03/05/post/\nupdated: 2018-05-01\n"
    site.write(POST.format(5), text(5, more, "A new title"))


def edited(site):
    site.write(POST.format(4), text(4, "updated: 2018-05-02\n") + "\nMore.\n")


def withdrawn(site):
    site.write(POST.format(5), text(5, "status: withdrawn\n"))


def moved(site):
    settings = (site.root / "mkdocs.yml").read_text()
    site.write("mkdocs.yml", settings.replace("https://kfh.test/", "https://elsewhere.test/news/"))


def merged(site):
    site.write("docs/vocabulary/tags.yml", tags(staff=STAFF | {"merged_into": "workforce", "merged_on": "2018-04-01"}))
    for number in (2, 6):
        site.write(POST.format(number), text(number))


def retagged(site):
    site.write("docs/vocabulary/tags.yml", tags(**{"staff-news": STAFF | {"aliases": ["/tag/staff/"]}}))


def given_another_short_name(site):
    site.write("docs/vocabulary/tags.yml", tags(people=STAFF))


@pytest.fixture
def followed(tmp_path):
    """A site with more articles than its feeds hold."""
    site = Site(tmp_path / "site", {"feed_size": SIZE})
    site.write("docs/vocabulary/tags.yml", tags(staff=STAFF))
    for number in range(1, 8):
        site.write(POST.format(number), text(number, tag="Staff" if number in (2, 6) else "Workforce"))
    build(site)
    return site


def build(site):
    done = site.build("-q")
    assert done.code == 0, done.text


def entries(site):
    """The ids in each feed."""
    found = {path: {entry.id for entry in feedparser.parse(site.read(path)).entries} for path in FEEDS}
    return found | {"feed.json": {item["id"] for item in json.loads(site.read("feed.json"))["items"]}}


@pytest.mark.parametrize(
    "change", first_quick([merged, renamed, edited, withdrawn, moved, retagged, given_another_short_name], 2)
)
def test_nothing_old_is_shown_as_new(followed, change):
    before = entries(followed)
    assert all(before.values()), before
    change(followed)
    build(followed)
    after = entries(followed)
    joined = {"tag/workforce/feed.xml"} if change is merged else set()
    assert {path for path in before if after[path] - before[path]} == joined


def test_after_a_merger_what_is_new_under_the_other_tag_comes_to_those_who_follow_the_old_one(followed):
    merged(followed)
    build(followed)
    before = entries(followed)
    followed.write("posts/2018-05-01-new.md", post("New", "2018-05-01"))
    build(followed)
    after = entries(followed)
    assert all(after[path] - before[path] == {"tag:kfh.test,2018-05-01:post/new"} for path in before)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["feed.xml", "atom.xml", "tag/staff/feed.xml"])
def test_a_real_feed_reader_shows_nothing_old_as_new_after_all_of_that(followed, tmp_path, path):
    """Newsboat (Debian) keeps what it has read in a database, in which everything is marked as read between builds."""
    (tmp_path / "urls").write_text(f"file://{followed.root}/site/{path}\n")
    (tmp_path / "config").write_text("")
    command = ["/usr/bin/newsboat", "-u", tmp_path / "urls", "-c", tmp_path / "cache.db", "-C", tmp_path / "config"]

    def unread():
        environment = {"HOME": str(tmp_path), "LANG": "C.UTF-8"}
        subprocess.run([*command, "-x", "reload"], check=True, capture_output=True, env=environment)
        done = subprocess.run([*command, "-x", "print-unread"], check=True, capture_output=True, env=environment)
        with sqlite3.connect(tmp_path / "cache.db") as database:
            database.execute("UPDATE rss_item SET unread = 0")
        database.close()
        return int(done.stdout.split()[0])

    assert unread() > 0
    for change in (renamed, edited, withdrawn, merged, moved):
        change(followed)
        build(followed)
        assert unread() == 0, change.__name__
    followed.write("posts/2018-05-01-new.md", post("New", "2018-05-01"))
    build(followed)
    assert unread() == 1
