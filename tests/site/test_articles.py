"""What becomes of one article: on its page, in lists, in the preview's absence."""

from collections import Counter

import pytest
import yaml
from lxml import html
from tests.sites import DOT, Site, bulletin, post

POST = "posts/2018-03-01-a-post.md"
PAGE = "blog/2018/03/01/a-post/index.html"


def build(site, **environment):
    done = site.build(**environment)
    assert done.code == 0, done.text
    return site.built()


def text(content):
    return " ".join(html.fromstring(content).text_content().split())


def test_an_article_shows_all_its_fields(site):
    site.write(
        "bulletins/2018-03-09-leads-update.md",
        bulletin(
            more="updated: 2018-03-10\nchange_note: Link mended\nnext_meeting: 2018-06-01\n"
            "work_streams:\n  - Quality and impact\n"
        ),
    )
    shown = text(build(site)["bulletins/2018/03/09/leads-update/index.html"])
    for words in (
        "Leads update", "9 March 2018", "10 March 2018", "Link mended", "26 February 2018", "1 June 2018",
        "Library managers", "The leads", "Leads Group", "#AMillionDecisions", "Quality and impact",
    ):  # fmt: skip
        assert words in shown


def test_the_file_readme_is_no_article(site):
    site.write("posts/README.md", "How to write.")
    assert not [path for path in build(site) if "readme" in path.lower()]


def test_pictures_and_attachments_beside_an_article_are_published_where_its_links_find_them(site):
    site.write("posts/2018/2018-03-01-a-post.md", post(body="![A map](map.png)\n\n[The plan](files/plan.pdf)"))
    site.write("posts/2018/map.png", DOT)
    site.write("posts/2018/files/plan.pdf", b"pdf")
    built = build(site)
    assert built["media/2018/map.png"] == DOT
    assert built["media/2018/files/plan.pdf"] == b"pdf"
    for path in (PAGE, "blog/index.html"):
        tree = html.fromstring(built[path])
        tree.make_links_absolute(f"https://kfh.test/{path.removesuffix('index.html')}")
        assert "https://kfh.test/media/2018/map.png" in tree.xpath("//main//img/@src")
        assert "https://kfh.test/media/2018/files/plan.pdf" in tree.xpath("//main//a/@href")


def test_links_by_the_real_place_in_the_repository_work_both_ways(site):
    site.write("docs/about.md", "---\ntitle: About\n---\n\n[A post](../posts/2018-03-01-a-post.md)\n")
    site.write(POST, post(body="[About](../docs/about.md), [a bulletin](../bulletins/2018-03-09-leads-update.md#more)"))
    site.write("bulletins/2018-03-09-leads-update.md", bulletin(body="## More\n\nText."))
    built = build(site)
    assert 'href="../../../../../about/"' in built[PAGE].decode()
    assert 'href="../../../../../bulletins/2018/03/09/leads-update/#more"' in built[PAGE].decode()
    assert 'href="../blog/2018/03/01/a-post/"' in built["about/index.html"].decode()


@pytest.mark.parametrize("more", ["", "status: draft\n"])
def test_what_is_scheduled_or_a_draft_is_nowhere_in_a_build(site, more):
    site.write("posts/2018-07-01-later.md", post("Nobody knows yet", "2018-07-01", more=more))
    assert not [path for path, content in build(site, KFH_AS_OF="2018-06-30").items() if b"Nobody knows yet" in content]


def test_a_scheduled_article_is_published_from_its_hour_on_and_any_day_can_be_built_again(site):
    site.write("posts/2018-07-01-later.md", post("Now known", "2018-07-01 14:00"))
    path = "blog/2018/07/01/later/index.html"
    assert path not in build(site, KFH_AS_OF="2018-07-01 13:59")
    assert path in build(site, KFH_AS_OF="2018-07-01 14:00")
    assert path not in build(site, KFH_AS_OF="2018-06-30")


def test_a_withdrawn_article_keeps_its_address_and_leaves_lists_and_feeds(site):
    site.write(POST, post("Taken back", more="status: withdrawn\n"))
    built = build(site)
    assert "withdrawn" in text(built[PAGE])
    assert 'content="noindex"' in built[PAGE].decode()
    pages = [path for path, content in built.items() if b"Taken back" in content and b"has moved" not in content]
    assert pages == [PAGE]
    assert "a-post" not in built["sitemap.xml"].decode()
    assert "2018/03/01/index.html" not in built


def test_a_former_address_leads_to_the_article(site):
    site.write(POST, post(more="aliases:\n  - /2017/old-title/\n  - /old.html\n"))
    built = build(site)
    for path in ("2017/old-title/index.html", "old.html"):
        tree = html.fromstring(built[path])
        assert tree.xpath("//a/@href") == ["https://kfh.test/blog/2018/03/01/a-post/"]
        assert tree.xpath("//link[@rel='canonical']/@href") == ["https://kfh.test/blog/2018/03/01/a-post/"]
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_lists_run_from_a_to_z_by_what_readers_see(site):
    """Neither the slug, nor the case, the accent or the # of a label puts it elsewhere."""
    labels = {
        "z1": "#AMillionDecisions",
        "a1": "Zest",
        "m1": "e-learning",
        "b1": "Équipe",
        "c1": "Workforce",
        "d1": "EHR",
    }
    site.write("docs/vocabulary/tags.yml", yaml.safe_dump({slug: {"label": label} for slug, label in labels.items()}))
    names = {"z2": "amy Ash", "a2": "Zoë Young", "k2": "Olive Oak"}
    site.write("docs/vocabulary/authors.yml", yaml.safe_dump({slug: {"name": name} for slug, name in names.items()}))
    tags = "".join(f"  - {label.lstrip('#')}\n" for label in labels.values() if label != "Workforce")
    authors = "".join(f"  - {name}\n" for name in names.values())
    site.write(POST, post(more=f"{tags}authors:\n{authors}"))
    built = build(site)
    page = html.fromstring(built["tags/index.html"])
    in_order = ["#AMillionDecisions", "e-learning", "EHR", "Équipe", "Workforce", "Zest"]
    assert page.xpath("//section//li/a/text()") == in_order
    assert page.xpath("//section/h2/text()") == ["A", "E", "W", "Z"]
    assert page.xpath("//h2[.='Authors']/following-sibling::ul[1]/li/a/text()") == ["amy Ash", "Olive Oak", "Zoë Young"]
    feeds = html.fromstring(built["feeds.opml"]).xpath("//outline[@text='Tags']/outline/@text")
    assert [next(label for label in in_order if label in feed) for feed in feeds] == in_order


def test_a_pinned_article_stands_on_the_home_page_until_its_day(site):
    site.write(POST, post("Read this", more="pinned_until: 2018-06-01\n"))
    for number in range(5):
        site.write(f"posts/2018-04-0{number + 1}-p.md", post(f"P {number}", f"2018-04-0{number + 1}"))
    assert "Read this" in text(build(site, KFH_AS_OF="2018-06-01")["index.html"])
    assert "Read this" not in text(build(site, KFH_AS_OF="2018-06-02")["index.html"])


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", "https://talk.test/?t=A%20%26%20B%3F&u=https%3A%2F%2Fkfh.test%2Fblog%2F2018%2F03%2F01%2Fa-post%2F"),
        ("discussion: https://talk.test/42\n", "https://talk.test/42"),
    ],
)
def test_an_article_links_to_its_discussion_in_page_and_feed(site, more, expected):
    site.write(POST, post("A & B?", more=more))
    built = build(site)
    assert expected in html.fromstring(built[PAGE]).xpath("//section//a/@href")
    feed = html.fromstring(built["feed.xml"])
    assert feed.xpath("//item/comments/text()") == [expected]
    assert expected in html.fromstring(feed.xpath("//item/*[local-name()='content:encoded']/text()")[0]).xpath(
        "//a/@href"
    )


def test_a_closed_discussion_says_so_and_none_is_none(site):
    site.write(POST, post(more="discussion: closed\n"))
    site.write("posts/2018-03-02-b.md", post(date="2018-03-02", more="discussion: none\n"))
    built = build(site)
    assert "closed" in text(built[PAGE])
    other = html.fromstring(built["blog/2018/03/02/b/index.html"])
    assert not other.xpath("//*[contains(@href, 'talk.test')]")
    assert not html.fromstring(built["feed.xml"]).xpath("//comments")


def test_a_site_with_nothing_in_it_builds_and_says_that_there_is_nothing_yet(site):
    built = build(site)
    for path in ("blog/index.html", "bulletins/index.html", "tags/index.html", "tag/workforce/index.html"):
        assert "nothing here yet" in text(built[path]).lower()
    assert b"<item>" not in built["feed.xml"]


def test_root_permalinks_build(tmp_path):
    site = Site(tmp_path, {"permalinks": {"post": "/{slug}/", "bulletin": "/{slug}/"}})
    site.write(POST, post())
    built = build(site)
    assert "A post" in text(built["a-post/index.html"])
    assert 'href="./a-post/"' in built["index.html"].decode()


def test_a_site_below_the_root_of_its_host_links_below_it(tmp_path):
    site = Site(tmp_path, site_url="https://kfh.test/news/")
    site.write(POST, post())
    built = build(site)
    assert 'href="/news/"' in built["404.html"].decode()
    assert "https://kfh.test/news/blog/2018/03/01/a-post/" in built["feed.xml"].decode()


def test_a_page_shows_what_its_author_saw_in_the_hosts_preview(site):
    body = "We need:\n- tea\n  - green\n\nSee https://x.test/a_b, or write to lks_leads@x.test.\n\nOn {date}, #NHS70"
    site.write(POST, post(body=body))
    site.write("docs/about.md", f"---\ntitle: About\n---\n\n{body}\n")
    built = build(site)
    for page in (PAGE, "about/index.html"):
        shown = html.fromstring(built[page])
        assert len(shown.xpath("//main//li/ul/li")) == 1
        assert shown.xpath("//main//a[@href='https://x.test/a_b']")
        assert shown.xpath("//main//a[@href='mailto:lks_leads@x.test']")
        assert "On {date}, #NHS70" in shown.text_content()
    assert "&lt;li&gt;tea" in built["feed.xml"].decode()


def test_each_article_is_rendered_once(site):
    """Counted by what Python runs before all else, in whatever process; enough articles to fork for."""
    site.write("sitecustomize.py", COUNTER)
    for number in range(60):
        day = f"2018-{1 + number // 28:02}-{1 + number % 28:02}"
        site.write(f"posts/{day}-p.md", post(f"P {number}", day, f"Text {number}."))
    build(site, PYTHONPATH=str(site.root))
    seen = (site.root / "counted.txt").read_text("utf-8").splitlines()
    assert Counter(line for line in seen if line.startswith("Text")) == {f"Text {number}.": 1 for number in range(60)}


COUNTER = """
from markdown import Markdown

def counted(markdown, text, convert=Markdown.convert):
    with open("counted.txt", "a") as file:
        file.write(text)
    return convert(markdown, text)

Markdown.convert = counted
"""
