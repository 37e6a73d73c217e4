"""Details of pages and feeds that only a close look shows, on a site below the root of its host."""

import json
from collections import Counter

import feedparser
import pytest
from lxml import etree, html
from tests.sites import DOT, Site, bulletin, post

ROOT = "https://kfh.test/news/"
LATE = "blog/2018/03/01/a-late/"
EARLY = "blog/2018/03/01/b-early/"
MARCH = "bulletins/2018/03/09/march/"
NOTED = "## Part\n\nText.[^1]\n\nWrite to the leads.\n\n[^1]: A note."
LATE_FIELDS = """  - AMillionDecisions
authors:
  - Sarah Hennessy
  - Regional Leads
updated: 2018-05-02 10:00
guid: https://old.test/?p=7
image: stand.png
image_alt: Two librarians at a stand
image_credit: "Photograph: the team"
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Two posts of one day, the later one first by its name; three bulletins of one group; two ordinary pages."""
    made = Site(
        tmp_path_factory.mktemp("details"),
        {"page_size": 1, "authority": {"name": "ids.test", "since": "2017-01-01"}},
        site_url=ROOT,
        repo_url="https://git.test/kfh/",
        edit_uri="edit/main/",
    )
    made.write("posts/2018/2018-03-01-a-late.md", post("Late", "2018-03-01 17:00", more=LATE_FIELDS))
    made.write("posts/2018/stand.png", DOT)
    made.write("posts/2018-03-01-b-early.md", post("Early", "2018-03-01 08:00"))
    for month, name in ((2, "February"), (3, "March"), (4, "April")):
        day = f"2018-{month:02}-09"
        made.write(
            f"bulletins/{day}-{name.lower()}.md",
            bulletin(name, day, f"2018-{month:02}-01", NOTED.replace("Text.", f"{name}.")),
        )
    made.write("docs/about.md", "---\ntitle: About\nupdated: 2018-04-20\n---\n\nText.\n")
    made.write("docs/contact.md", "---\ntitle: Contact\n---\n\nText.\n")
    done = made.build()
    assert done.code == 0, done.text
    return made


@pytest.fixture(scope="module")
def page(site):
    """Gives the page at a path, its links absolute."""

    def read(path):
        tree = html.fromstring(site.read(f"{path}index.html").encode())
        tree.make_links_absolute(ROOT + path)
        return tree

    return read


@pytest.fixture(scope="module")
def items(site):
    """The entries of the JSON feed of everything."""
    return json.loads(site.read("feed.json"))["items"]


def words(element):
    return " ".join(element.text_content().split())


def linked_data(tree):
    return json.loads(tree.xpath("//script[@type='application/ld+json']/text()")[0])


def test_an_id_from_the_old_blog_stays_and_others_are_by_the_authority_of_the_settings(page, items):
    ids = {item["title"]: item["id"] for item in items}
    assert ids["Late"] == linked_data(page(LATE))["@id"] == "https://old.test/?p=7"
    assert ids["Early"] == linked_data(page(EARLY))["@id"] == "tag:ids.test,2018-03-01:post/b-early"


def test_articles_of_one_day_are_in_the_order_of_their_hours(items, page):
    assert page("").xpath("//section[@class='posts']//h3/a/text()") == ["Late", "Early"]
    assert [item["title"] for item in items] == ["April", "March", "Late", "Early", "February"]


def test_an_article_names_the_newer_and_the_older_one_of_its_kind(page):
    steps = page(MARCH).xpath("//nav[@aria-label='Newer and older']//li")
    assert [words(step) for step in steps] == [
        "Newer bulletin April 9 April 2018",
        "Older bulletin February 9 February 2018",
    ]


def test_earlier_updates_are_those_before_this_one(page):
    assert page(MARCH).xpath("//section[@class='onward']//h3/a/text()") == ["February"]


def test_the_picture_of_an_article_is_found_described_and_credited(site, page):
    figure = page(LATE).xpath("//figure")[0]
    assert figure.xpath("img/@src") == [f"{ROOT}media/2018/stand.png"]
    assert figure.xpath("img/@alt") == ["Two librarians at a stand"]
    assert words(figure) == "Photograph: the team"
    assert page(LATE).xpath("//meta[@property='og:image']/@content") == figure.xpath("img/@src")
    assert page(LATE).xpath("//meta[@property='og:image:alt']/@content") == figure.xpath("img/@alt")
    assert site.built()["media/2018/stand.png"] == DOT


def test_bulletins_that_share_a_page_keep_their_headings_below_their_titles_and_their_ids_apart(page):
    tree = page("bulletins/2018/")
    assert tree.xpath("//article//h2/a/text()") == ["April", "March", "February"]
    assert tree.xpath("//article//h3/text()") == ["Part"] * 3
    repeated = [name for name, count in Counter(tree.xpath("//@id")).items() if count > 1]
    assert not repeated


def test_each_page_of_an_archive_says_what_it_is_in_its_head(page):
    head = page("blog/page/2/").find("head")
    assert head.findtext("title") == "Blog, page 2 – Knowledge for Healthcare"
    assert head.xpath("meta[@name='description']/@content") == ["Blog: News for libraries"]
    feeds = [f"{ROOT}blog/{name}" for name in ("feed.xml", "atom.xml", "feed.json")]
    assert head.xpath("link[@rel='alternate']/@href") == feeds
    assert page("all/").xpath("//meta[@name='description']/@content") == ["All posts and bulletins, newest first."]


def test_search_engines_are_kept_from_archives_with_nothing_in_them(site, page):
    assert page("work-stream/quality-and-impact/").xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not page("blog/page/2/").xpath("//meta[@name='robots']")
    assert "quality-and-impact" not in site.read("sitemap.xml")


def test_the_linked_data_of_an_article_tell_when_it_was_published_and_changed(page):
    data = linked_data(page(LATE))
    assert (data["datePublished"], data["dateModified"]) == ("2018-03-01T17:00:00+00:00", "2018-05-02T10:00:00+01:00")


def test_the_linked_data_of_an_article_tell_people_from_groups(page):
    written = {
        path: [(author["@type"], author["name"]) for author in linked_data(page(path))["author"]]
        for path in (LATE, MARCH)
    }
    assert written == {
        LATE: [("Person", "Sarah Hennessy"), ("Organization", "Regional Leads")],
        MARCH: [("Organization", "Leads Group")],
    }


def test_an_entry_has_a_whole_address_and_all_tags(site, items):
    (item,) = (item for item in items if item["title"] == "Late")
    (entry,) = (entry for entry in feedparser.parse(site.read("feed.xml")).entries if entry.title == "Late")
    assert item["url"] == entry.link == ROOT + LATE
    assert item["tags"] == [tag.term for tag in entry.tags] == ["Workforce", "#AMillionDecisions"]


def test_the_archive_of_a_month_has_its_name(page):
    for path, title in (("2018/02/", "February 2018"), ("2018/03/", "March 2018"), ("2018/04/", "April 2018")):
        assert words(page(path).find(".//h1")) == title


def test_the_site_map_is_named_and_has_the_day_on_which_each_page_last_changed(site):
    assert f"Sitemap: {ROOT}sitemap.xml" in site.read("robots.txt").splitlines()
    entries = etree.fromstring(site.read("sitemap.xml").encode())
    days = {entry.findtext("{*}loc"): entry.findtext("{*}lastmod") for entry in entries}
    assert {path: days[ROOT + path] for path in ("", LATE, EARLY, "about/", "contact/")} == {
        "": "2018-05-02",
        LATE: "2018-05-02",
        EARLY: "2018-03-01",
        "about/": "2018-04-20",
        "contact/": None,
    }


@pytest.mark.parametrize(
    ("path", "source"),
    [(LATE, "posts/2018/2018-03-01-a-late.md"), (MARCH, "bulletins/2018-03-09-march.md"), ("about/", "docs/about.md")],
)
def test_a_page_leads_to_the_editing_of_its_own_file(page, path, source):
    assert page(path).xpath("//a[.='Edit this page']/@href") == [f"https://git.test/kfh/edit/main/{source}"]


def test_the_registers_are_no_part_of_the_site(site):
    assert not [path for path in site.built() if "vocabulary" in path or path.endswith(".yml")]


def test_all_that_the_404_page_links_to_is_below_the_root_of_the_site(site):
    addresses = html.fromstring(site.read("404.html")).xpath("//@href | //@src")
    assert "/news/tags/" in addresses
    assert not [address for address in addresses if not address.startswith(("/news/", "#", "https:"))]
