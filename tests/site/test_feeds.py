"""The feeds of the real site, read as a subscriber's reader reads them."""

import json
import re

import feedparser
import pytest
from lxml import etree, html
from tests.sites import PROJECT, Site, bulletin, post

TITLES = [
    "Update from HEE LKS Leads",
    "#AMillionDecisions – progress, plans and how you can be involved",
    "#AMillionDecisions re-launched",
]

ARCHIVE = re.compile(r"((tag|author|work-stream)/[a-z0-9-]+|blog|bulletins|\d{4}(/\d\d)?)/index\.html")


def words(element):
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def feed(real):
    return feedparser.parse(real["tag/amilliondecisions/feed.xml"])


def test_the_feed_of_a_tag_has_the_articles_of_its_archive_in_the_same_order(real, feed):
    tree = html.fromstring(real["tag/amilliondecisions/index.html"])
    headings = [" ".join(heading.text_content().split()) for heading in tree.xpath("//main//article//h2")]
    assert headings == TITLES
    assert [entry.title for entry in feed.entries] == TITLES
    shown = [href.rsplit("../", 1)[-1] for href in tree.xpath("//main//article//h2/a/@href")]
    assert [entry.link.removeprefix("https://kfh.example.org/") for entry in feed.entries] == shown


def test_an_entry_tells_all_that_a_reader_of_feeds_shows(feed):
    entry = feed.entries[0]
    assert entry.id == "tag:kfh.example.org,2018-03-09:bulletin/update-from-hee-lks-leads"
    assert entry.published == "Fri, 09 Mar 2018 09:00:00 +0000"
    assert entry.author == "HEE Library and Knowledge Service Leads Group"
    assert "#AMillionDecisions" in [tag.term for tag in entry.tags]
    assert entry.comments.startswith("https://discussion.example.org/")
    assert entry.summary != entry.content[0].value
    assert "https://kfh.example.org/blog/2017/07/04/amilliondecisions-re-launched/" in entry.content[0].value
    assert "How can" not in entry.summary


def test_the_feed_says_where_it_is_and_when_it_changed(feed):
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [
        "https://kfh.example.org/tag/amilliondecisions/feed.xml"
    ]
    assert feed.feed.link == "https://kfh.example.org/tag/amilliondecisions/"
    assert feed.feed.updated == "Fri, 09 Mar 2018 09:00:00 +0000"


def test_dates_keep_the_offset_of_the_day(real):
    summer = feedparser.parse(real["blog/feed.xml"]).entries[-1]
    assert summer.published == "Tue, 04 Jul 2017 09:00:00 +0100"


def test_every_archive_has_a_feed_beside_it_and_every_feed_is_well_formed(real):
    archives = [path for path in real if ARCHIVE.fullmatch(path)]
    assert len(archives) > 20
    for path in archives:
        etree.fromstring(real[path.replace("index.html", "feed.xml")])


@pytest.mark.parametrize("folder", ["", "blog/", "bulletins/"])
def test_atom_and_json_hold_the_same_entries(real, folder):
    rss = feedparser.parse(real[f"{folder}feed.xml"])
    atom = feedparser.parse(real[f"{folder}atom.xml"])
    items = json.loads(real[f"{folder}feed.json"])["items"]
    assert [entry.id for entry in rss.entries] == [entry.id for entry in atom.entries] == [item["id"] for item in items]
    assert [entry.content[0].value for entry in rss.entries] == [entry.content[0].value for entry in atom.entries]
    assert atom.feed.id.startswith("tag:kfh.example.org,")


def test_a_feed_holds_the_newest_articles_up_to_the_setting(tmp_path):
    site = Site(tmp_path, {"feed_size": 3})
    for number in range(1, 6):
        site.write(f"posts/2018-03-0{number}-p.md", post(f"P {number}", f"2018-03-0{number}"))
    assert site.build().code == 0
    assert [entry.title for entry in feedparser.parse(site.read("feed.xml")).entries] == ["P 5", "P 4", "P 3"]


def test_an_article_without_an_author_is_by_the_organisation(site):
    site.write("posts/2018-03-01-a-post.md", post())
    assert site.build().code == 0
    assert feedparser.parse(site.read("feed.xml")).entries[0].author == "Library services"


def test_an_update_keeps_id_and_date_and_says_when(site):
    site.write("posts/2018-03-01-a-post.md", post(more="updated: 2018-04-02 10:00\n"))
    assert site.build().code == 0
    (entry,) = feedparser.parse(site.read("atom.xml")).entries
    assert (entry.published, entry.updated) == ("2018-03-01T09:00:00+00:00", "2018-04-02T10:00:00+01:00")
    assert feedparser.parse(site.read("feed.xml")).feed.updated == "Mon, 02 Apr 2018 10:00:00 +0100"


def test_two_builds_give_the_same_bytes(site):
    site.write("posts/2018-03-01-a-post.md", post())
    assert site.build().code == 0
    first = site.built()
    assert site.build().code == 0
    assert site.built() == first


def test_an_entry_opens_with_the_picture_and_the_facts_of_a_bulletin(site):
    site.write("posts/p.png", (PROJECT / "tests/permanence/dot.png").read_bytes())
    site.write("posts/2018-03-01-a-post.md", post(more="image: p.png\nimage_alt: A dot\nimage_credit: S. Hennessy\n"))
    site.write("bulletins/2018-03-09-leads-update.md", bulletin(more="next_meeting: 2018-06-01\n"))
    assert site.build().code == 0
    update, first = (entry.content[0].value for entry in feedparser.parse(site.read("feed.xml")).entries)
    for part in ('src="https://kfh.test/media/p.png"', 'alt="A dot"', "S. Hennessy"):
        assert part in first
    facts = words(html.fromstring(update).find("dl"))
    for fact in ("Meeting 26 February 2018", "Next meeting 1 June 2018", "For Library managers", "The leads"):
        assert fact in facts
    shown = html.fromstring(site.read("bulletins/2018/03/09/leads-update/index.html"))
    assert words(shown.find_class("facts")[0]) == facts
