"""What a built site owes its subscribers."""

import shutil
import subprocess

import feedparser
import pytest
from click.testing import CliRunner
from lxml import etree
from tests.permanence.conftest import HOSTILE
from tests.sites import Site, post

from kfh.__main__ import main
from kfh.built import contract


@pytest.fixture
def copy(moved, tmp_path):
    """A copy of the built site, to be spoilt."""
    return shutil.copytree(moved.root / "site", tmp_path / "site")


def spoil(folder, path, old, new):
    file = folder / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_built_site_keeps_the_contract(moved):
    done = moved.run("kfh", "check-site", "site")
    assert done.code == 0, done.text
    assert moved.run("kfh", "check-site", "docs").code == 1


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("feed.xml", "</channel>", "", "well-formed"),
        ("feed.xml", 'version="2.0"', 'version="0.9"', "no RSS 2.0"),
        ("feed.json", "{", "", "well-formed"),
        ("blog/atom.xml", "<updated>", "<was>", "well-formed"),
        ("feed.xml", "<description>", "<about>", "well-formed"),
        ("feed.json", '"feed_url"', '"feed"', "feed_url"),
        ("feed.xml", " +0100</pubDate>", "</pubDate>", "time zone"),
        ("feed.json", "+01:00", "", "time zone"),
        ("atom.xml", "https://kfh.test/blog/", "/blog/", "absolute"),
        ("feed.xml", "https://kfh.test/media/", "../media/", "absolute"),
        ("tag/workforce/feed.xml", "blog/2018/03/26/summer/", "blog/elsewhere/", "must have the address"),
        ("tags/index.html", 'rel="alternate" type="application/', 'rel="alternate" type="image/', "must name a feed"),
        ("blog/index.html", 'href="../blog/feed.xml"', 'href="../blog/gone.xml"', "is not there"),
        ("_redirects", "/latest/ /news/ 301", "/latest/ /old.html 301", "in one step"),
        ("_redirects", "/latest/ /news/ 301", "/latest/ /nowhere/ 301", "is not there"),
    ],
)
def test_what_breaks_the_contract_is_found(copy, path, old, new, said):
    spoil(copy, path, old, new)
    faults = contract.check(copy)
    assert any(fault.path == path and said in fault.message for fault in faults), faults


LINKED = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("feed.json", "[" * 5000),
        ("feed.json", '{"items": [{"content_html": 3, "url": "http://[x", "title": 4}]}'),
        ("feed.xml", "<rss version='2.0'><channel><item><link>http://[x</link></item></channel></rss>"),
        ("x/index.html", ""),
        ("x/index.html", "<!-- -->"),
        ("x/index.html", "<link type='application/rss+xml' href='http://[x'>"),
        *(("x/index.html", LINKED.format(data)) for data in ("", "[1", "[1]", "3", '{"@type": "BlogPosting"}')),
        ("x/index.html", LINKED.format('{"@type": "BlogPosting", "@id": 3, "headline": 4}')),
        ("_redirects", "/\xff /b 301"),
    ],
)
def test_a_damaged_file_of_a_site_is_a_fault_and_no_traceback(moved, copy, path, content):
    (copy / path).parent.mkdir(exist_ok=True)
    (copy / path).write_bytes(content.encode("latin-1"))
    for command in (["check-site", str(copy)], ["diff", str(moved.root / "site"), str(copy)]):
        done = CliRunner().invoke(main, command)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    assert path in {fault.path for fault in contract.check(copy)}


def test_entries_out_of_order_or_twice_are_found(copy):
    file = copy / "feed.xml"
    tree = etree.parse(file)
    channel = tree.getroot().find("channel")
    items = channel.findall("item")
    channel.append(items[0])
    tree.write(file)
    assert [fault.message for fault in contract.check(copy)] == ["must have its entries newest first"]


@pytest.mark.parametrize("path", ["feed.xml", "atom.xml"])
def test_a_subscribers_reader_gets_hostile_titles_as_they_are(moved, path):
    feed = feedparser.parse(moved.built()[path])
    assert not feed.bozo
    assert HOSTILE.replace("<", "&lt;").replace(">", "&gt;") in {
        entry.title.replace("<", "&lt;").replace(">", "&gt;") for entry in feed.entries
    }
    assert all(entry.published_parsed for entry in feed.entries)


def test_summer_time_is_told_from_winter_time(moved):
    feed = moved.read("feed.json")
    assert "2018-03-26T09:00:00+01:00" in feed
    assert "2018-03-01T09:00:00+00:00" in feed


def test_every_feed_stands_in_the_opml_file_and_that_on_the_subscribe_page(moved):
    tree = etree.fromstring(moved.built()["feeds.opml"])
    found = {address.removeprefix("https://kfh.test/") for address in tree.xpath("//@xmlUrl")}
    feeds = {path for path in contract.BuiltSite(moved.root / "site").feeds if path.endswith("feed.xml")}
    copies = {"tag/million-decisions/feed.xml", "tag/training-skills/feed.xml", "category/jobs/feed.xml"}
    assert found == feeds - copies


def test_what_did_not_change_stays_byte_for_byte_and_what_did_keeps_its_id(tmp_path):
    """A new slug, title and site_url change no id; an edit is told by `updated` alone."""

    def entries(site):
        done = site.build("-q")
        assert done.code == 0, done.text
        tree = etree.fromstring(site.built()["atom.xml"])
        return {entry.findtext("{*}id"): entry for entry in tree.findall("{*}entry")}

    site, name = Site(tmp_path), "posts/2018-03-01-a-post.md"
    site.write(name, post())
    site.write("posts/2018-04-01-other.md", post("Other", "2018-04-01"))
    before = entries(site)
    site.write(name, post("New title", body="New text.", more="updated: 2018-05-01\nslug: new\n"))
    after = entries(site)
    one, other = "tag:kfh.test,2018-03-01:post/a-post", "tag:kfh.test,2018-04-01:post/other"
    assert before.keys() == after.keys() == {one, other}
    assert etree.tostring(before[other]) == etree.tostring(after[other])
    assert before[one].findtext("{*}published") == after[one].findtext("{*}published")
    assert after[one].findtext("{*}updated").startswith("2018-05-01")
    text = (site.root / "mkdocs.yml").read_text()
    site.write("mkdocs.yml", text.replace("https://kfh.test/", "https://moved.test/"))
    assert entries(site).keys() == before.keys()


@pytest.mark.slow
def test_a_real_feed_reader_takes_every_entry(moved, tmp_path):
    """Newsboat (Debian) reads the feed from a file, and prints what it has not read yet."""
    (tmp_path / "urls").write_text(f"file://{moved.root}/site/feed.xml\n")
    command = ["/usr/bin/newsboat", "-u", tmp_path / "urls", "-c", tmp_path / "cache.db", "-C", tmp_path / "config"]
    (tmp_path / "config").write_text("")
    subprocess.run(
        [*command, "-x", "reload"], check=True, capture_output=True, env={"HOME": str(tmp_path), "LANG": "C.UTF-8"}
    )
    done = subprocess.run(
        [*command, "-x", "print-unread"], check=True, capture_output=True, text=True, env={"HOME": str(tmp_path)}
    )
    assert done.stdout.split()[0] == str(len(feedparser.parse(moved.built()["feed.xml"]).entries))
