"""Sites built as their editors build them: what readers find there."""

import re
from itertools import pairwise

import feedparser
import pytest
from lxml import html
from tests.sites import Site, bulletin, post

from kfh.values.slugs import destination

ARCHIVES = {
    "all/": range(60),
    "blog/": range(1, 60, 2),
    "bulletins/": range(0, 60, 2),
    "tag/workforce/": range(1, 60, 2),
    "tag/amilliondecisions/": range(0, 60, 2),
    "work-stream/quality-and-impact/": range(1, 60, 2),
    "author/leads-group/": range(0, 60, 2),
    "2018/": range(60),
}
"""Archives of the site of sixty, with the numbers of the articles that belong there."""

STREAM = "work_streams:\n  - Quality and impact\n"

PAGES_OF_THE_REAL_SITE = r"(about|contact|subscribe|privacy|accessibility|writing)/"
"""What the templates link to, and the small sites of these tests do not have."""


def page(site, path):
    return html.fromstring(site.read(f"{path}index.html").encode())


def links(tree, where):
    return [re.sub(r"^(\.\./)+|^\./", "", href) for href in tree.xpath(f"{where}//a/@href")]


def numbered(folder, numbers):
    """A site with some of sixty articles, each 1 to 28 of a month, posts and bulletins in turn."""
    site = Site(folder, {"feed_size": 7, "page_size": 4})
    for number in numbers:
        day = f"2018-{1 + number // 28:02}-{1 + number % 28:02}"
        text = f"Opening of {number}.\n\n<!-- more -->\n\n## Rest\n\nRest of {number}."
        if number % 2:
            site.write(f"posts/{day}-post-{number}.md", post(f"Post {number}", day, text, STREAM))
        else:
            site.write(f"bulletins/{day}-leads-{number}.md", bulletin(f"Leads {number}", day, "2017-12-01", text))
    done = site.build()
    assert done.code == 0, done.text
    return site


@pytest.fixture(scope="module")
def sixty(tmp_path_factory):
    return numbered(tmp_path_factory.mktemp("sixty"), range(60))


def listed(site, path):
    """The articles that an archive lists on all its pagers, in order."""
    found, number = [], 1
    while True:
        tree = page(site, path if number == 1 else f"{path}page/{number}/")
        found += links(tree, "//main//article//*[self::h2 or self::h3]")
        number += 1
        if not [href for href in tree.xpath("//nav//a/@href") if href.endswith(f"{path}page/{number}/")]:
            return found


@pytest.mark.parametrize("path", ARCHIVES)
def test_the_pagers_of_an_archive_hold_every_article_once_newest_first(sixty, path):
    numbers = [int(re.search(r"(\d+)/$", href)[1]) for href in listed(sixty, path)]
    assert numbers == sorted(ARCHIVES[path], reverse=True)


@pytest.mark.parametrize("path", ARCHIVES)
def test_the_feed_of_an_archive_holds_its_newest_articles_up_to_the_setting(sixty, path):
    feed = "feed.xml" if path == "all/" else f"{path}feed.xml"
    numbers = [int(entry.link.rstrip("/").rpartition("-")[2]) for entry in feedparser.parse(sixty.read(feed)).entries]
    assert numbers == sorted(ARCHIVES[path], reverse=True)[:7]


def test_a_month_lists_its_own_articles_only(sixty):
    assert len(listed(sixty, "2018/01/")) == 28
    assert len(listed(sixty, "2018/03/")) == 4


def test_each_pager_says_where_it_stands_and_leads_to_its_neighbours(sixty):
    tree = page(sixty, "blog/page/3/")
    assert tree.xpath("//nav//a[@aria-current='page' and contains(@href, 'page/3/')]")
    assert {"blog/page/2/", "blog/page/4/"} <= set(links(tree, "//nav"))


def test_newer_and_older_lead_through_all_articles_of_a_kind(sixty):
    paths = listed(sixty, "blog/")
    for newer, older in pairwise(paths):
        assert links(page(sixty, newer), "//nav").count(older) == 1
        assert links(page(sixty, older), "//nav").count(newer) == 1


def test_a_bulletin_leads_to_earlier_updates_of_its_group(sixty):
    newest, *earlier = listed(sixty, "bulletins/")
    assert set(earlier[:3]) <= set(links(page(sixty, newest), "//main"))


def test_an_archive_shows_each_article_down_to_the_mark_with_a_link_on(sixty):
    first = page(sixty, "blog/").xpath("//main//article")[0].text_content()
    assert "Opening of 59." in first
    assert "Rest of 59." not in first


def test_home_shows_the_newest_bulletin_and_five_posts_and_leads_on(sixty):
    found = links(page(sixty, ""), "//main")
    assert [href for href in found if re.search(r"post-\d+/$", href)] == listed(sixty, "blog/")[:5]
    assert listed(sixty, "bulletins/")[0] in found
    assert {"blog/", "bulletins/", "all/"} <= set(found)


def test_all_tags_stand_in_order_with_their_counts(sixty):
    letters = page(sixty, "tags/").xpath("//section[h2]")
    assert [" ".join(letter.text_content().split()) for letter in letters] == [
        "A #AMillionDecisions (30)",
        "W Workforce (30)",
    ]


def test_all_bulletins_of_a_year_stand_whole_on_one_page_for_meetings(sixty):
    bulletins = page(sixty, "bulletins/2018/").xpath("//main//article")
    assert [re.findall(r"Rest of \d+", bulletin.text_content()) for bulletin in bulletins] == [
        [f"Rest of {number}"] for number in range(58, -1, -2)
    ]
    assert "bulletins/2018/" in links(page(sixty, "bulletins/"), "//aside")


def test_no_page_grows_with_the_number_of_articles(sixty, tmp_path):
    """With three times as many there may be longer counts and another link to a pager, and nothing else."""
    few = numbered(tmp_path, [*range(20, 36), *range(56, 60)])
    paths = ["", "tags/", "search/", *ARCHIVES, "2018/02/", *listed(few, "all/")[:2]]
    grown = {path: len(sixty.read(f"{path}index.html")) - len(few.read(f"{path}index.html")) for path in paths}
    assert max(grown.values()) < 200, grown


def test_a_post_leads_to_those_that_share_its_tags(sixty):
    shown = page(sixty, "blog/2018/03/04/post-59/").xpath("//main//section//h3/a/text()")
    assert shown == ["Post 57", "Post 55", "Post 53"]


def test_the_site_map_has_the_dates_of_the_articles(sixty):
    assert "<loc>https://kfh.test/blog/2018/03/04/post-59/</loc><lastmod>2018-03-04</lastmod>" in sixty.read(
        "sitemap.xml"
    )


def test_an_article_says_what_it_is_in_its_head(sixty):
    head = page(sixty, "blog/2018/03/04/post-59/").find("head")
    assert head.xpath("link[@rel='canonical']/@href") == ["https://kfh.test/blog/2018/03/04/post-59/"]
    assert head.xpath("meta[@property='og:title']/@content") == ["Post 59"]
    assert head.xpath("meta[@name='description']/@content") == ["Opening of 59."]
    own = ("", "blog/", "tag/workforce/", "work-stream/quality-and-impact/", "2018/", "2018/03/")
    assert {f"{archive}feed.xml" for archive in own} == {
        re.sub(r"^(\.\./)+", "", href) for href in head.xpath("link[@rel='alternate']/@href")
    }


def test_the_site_is_the_same_without_the_blog_plugin(sixty, tmp_path):
    other = Site(tmp_path, {"feed_size": 7, "page_size": 4}, plugins=[])
    for folder in ("posts", "bulletins"):
        for file in (sixty.root / folder).iterdir():
            other.write(f"{folder}/{file.name}", file.read_bytes())
    assert other.build().code == 0
    assert other.built() == sixty.built()


def dead_links(built, root):
    """Each link to something below `root` that is not there, after the page that has it."""
    for path, content in built.items():
        if path.endswith(".html"):
            tree = html.fromstring(content)
            tree.make_links_absolute(root + path.removesuffix("index.html"))
            for _, _, href, _ in tree.iterlinks():
                target = href.partition("#")[0].removeprefix(root)
                if not target.startswith(("https:", "mailto:")) and destination(target) not in built:
                    yield path, target


def test_every_link_inside_the_site_leads_to_something(sixty):
    dead = dead_links(sixty.built(), "https://kfh.test/")
    assert not [link for link in dead if not re.match(PAGES_OF_THE_REAL_SITE, link[1])]


def test_every_link_inside_the_real_site_leads_to_something(real):
    assert not list(dead_links(real, "https://kfh.example.org/"))
