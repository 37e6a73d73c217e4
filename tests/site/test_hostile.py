"""Whatever stands in a field, pages and feeds hold it as text."""

import json

import feedparser
import pytest
from lxml import etree, html
from tests.sites import DOT, REGISTERS, Site, post

HOSTILE = """"><script>alert(1)</script>{{ 7*7 }}{% raw %} '</title>' ]]> & <b>é🎉</b> --> \\\\"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("hostile"), {"organisation": HOSTILE}, site_description=HOSTILE)
    register = {"workforce": {"label": "Workforce"}, "x": {"label": HOSTILE, "description": HOSTILE}}
    site.write("docs/vocabulary/tags.yml", json.dumps(register, ensure_ascii=False))
    authors = REGISTERS["authors"] | {"x": {"name": HOSTILE, "role": HOSTILE}}
    site.write("docs/vocabulary/authors.yml", json.dumps(authors, ensure_ascii=False))
    quoted = json.dumps(HOSTILE, ensure_ascii=False)
    more = "".join(f"{name}: {quoted}\n" for name in ("summary", "change_note", "image_alt", "image_credit"))
    more += f"updated: 2018-03-02\nimage: p.png\nauthors:\n  - {quoted}\npinned_until: 2019-01-01\n"
    text = post(quoted, more=more).replace("- Workforce", f"- {quoted}")
    site.write("posts/2018-03-01-a.md", text)
    site.write("posts/p.png", DOT)
    done = site.build()
    assert done.code == 0, done.text
    return site.built()


def test_no_page_holds_a_script_that_a_field_brought(built):
    for path, content in built.items():
        if path.endswith(".html"):
            tree = html.fromstring(content)
            assert not [
                script for script in tree.iter("script") if "alert" in (script.text or "") and not script.get("type")
            ], path
            assert "49" not in tree.findtext(".//title")


def test_the_title_is_shown_as_it_was_written(built):
    tree = html.fromstring(built["blog/2018/03/01/a/index.html"])
    assert tree.xpath("//h1")[0].text_content().strip() == HOSTILE
    assert tree.xpath("//meta[@property='og:title']/@content") == [HOSTILE]
    linked = json.loads(tree.xpath("//script[@type='application/ld+json']/text()")[0])
    assert linked["headline"] == HOSTILE
    assert linked["keywords"] == [HOSTILE]


@pytest.mark.parametrize("path", ["feed.xml", "atom.xml", "tag/x/feed.xml"])
def test_a_feed_reader_reads_the_same_words(built, path):
    etree.fromstring(built[path])
    feed = feedparser.parse(built[path], sanitize_html=False)
    assert not feed.bozo
    (entry,) = feed.entries
    assert entry.title == HOSTILE
    assert entry.summary == HOSTILE
    assert [tag.term for tag in entry.tags] == [HOSTILE]


def test_a_json_feed_holds_the_same_words(built):
    (item,) = json.loads(built["feed.json"])["items"]
    assert (item["title"], item["summary"], item["tags"]) == (HOSTILE, HOSTILE, [HOSTILE])
