import re
from io import BytesIO
from urllib.parse import unquote, urljoin

import feedparser
import pytest
from lxml import html
from PIL import Image
from tests.sites import Site, post

PAGE = "blog/2018/03/01/plans/index.html"
PLAIN = "blog/2018/02/01/plain/index.html"
AGENDA = "Agenda (PDF, 2KB)"
BODY = """HEE met.[^1] HEE spoke.

![The stand](stand.jpg "Photo: A. Lee")

<!-- more -->

[Agenda](agenda.pdf)

## Later

![The stand again](stand.jpg)

[^1]: In London.
"""


def photo(width, height):
    written = BytesIO()
    Image.effect_noise((width, height), 60).save(written, "JPEG")
    return written.getvalue()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("assets"))
    site.write("docs/vocabulary/acronyms.yml", "HEE: Health Education England\n")
    front = "image: sub/the team.jpg\nimage_alt: The team\nimage_credit: 'Photo: B. Lee'\n"
    site.write("posts/2018-03-01-plans.md", post("Plans", body=BODY, more=front))
    site.write("posts/sub/the team.jpg", photo(1600, 800))
    site.write("posts/stand.jpg", photo(900, 600))
    site.write("posts/agenda.pdf", b"x" * 2000)
    site.write("posts/2018-02-01-plain.md", post("Plain", "2018-02-01"))
    done = site.build()
    assert done.code == 0, done.text
    return site.built()


def tree(built, path):
    return html.fromstring(built[path].decode())


def meta(built, path, name):
    return tree(built, path).xpath(f"//meta[@property='{name}' or @name='{name}']/@content")


@pytest.mark.parametrize("path", [PAGE, "tag/workforce/index.html", "feed.xml"])
def test_page_archive_and_feed_explain_an_acronym_once(built, path):
    text = built[path].decode().partition("</head>")[2]
    if path == "feed.xml":
        text = feedparser.parse(built[path]).entries[0].content[0].value
    assert text.count("HEE (Health Education England) met.") == 1
    assert '<abbr title="Health Education England">HEE</abbr> spoke.' in text


def test_page_and_feed_say_what_file_a_link_leads_to(built):
    entry = feedparser.parse(built["feed.xml"]).entries[0].content[0].value
    assert tree(built, PAGE).xpath(f"//a[. = '{AGENDA}']")
    assert html.fromstring(entry).xpath(f"//a[. = '{AGENDA}']/@href") == ["https://kfh.test/media/agenda.pdf"]


def test_every_picture_of_every_page_has_its_measures_and_is_there_in_every_size(built):
    pages = [path for path in built if path.endswith(".html") and b"<img" in built[path]]
    assert {PAGE, "tag/workforce/index.html"} <= set(pages)
    for path in pages:
        for image in tree(built, path).iter("img"):
            addresses = [image.get("src"), *re.findall(r"(\S+) \d+w", image.get("srcset", ""))]
            for address in addresses:
                name = unquote(urljoin(f"https://kfh.test/{path}", address)).removeprefix("https://kfh.test/")
                assert name in built
            assert image.get("width").isdecimal()
            assert image.get("height").isdecimal()


def test_the_picture_of_an_article_comes_first_in_sizes_with_its_credit(built):
    figure = tree(built, PAGE).xpath("//main//figure")[0]
    assert figure.xpath("img/@alt") == ["The team"]
    assert figure.xpath("img/@width") == ["1280"]
    assert not figure.xpath("img/@loading")
    assert figure.xpath("figcaption/text()") == ["Photo: B. Lee"]


def test_a_picture_in_the_text_shows_its_credit_and_later_ones_wait(built):
    figures = tree(built, PAGE).xpath("//div[contains(@class, 'text')]//figure")
    assert [figure.findtext("figcaption") for figure in figures] == ["Photo: A. Lee"]
    assert tree(built, PAGE).xpath("//img[@alt='The stand again']/@loading") == ["lazy"]


def test_a_shared_link_shows_the_article_s_own_picture(built):
    assert meta(built, PAGE, "og:image") == ["https://kfh.test/media/sizes/1280/sub/the%20team.jpg"]
    assert meta(built, PAGE, "og:image:alt") == ["The team"]


def test_a_shared_link_to_an_article_without_a_picture_shows_the_card_of_its_kind(built):
    assert meta(built, PLAIN, "og:image") == ["https://kfh.test/media/cards/post.png"]
    measures = Image.open(BytesIO(built["media/cards/post.png"])).size
    assert [str(number) for number in measures] == [*meta(built, PLAIN, "og:image:width"), "630"]


def test_links_within_a_page_stay_within_it(built):
    assert tree(built, PAGE).xpath("//a[contains(@class, 'footnote-ref')]/@href") == ["#fn:1"]


def test_no_article_can_take_the_place_of_copies_or_cards(site):
    site.write("posts/sizes/480/a.jpg", photo(10, 10))
    site.write("posts/cards/post.png", photo(10, 10))
    found = site.check()
    assert found.code == 1
    assert "/media/sizes/480/a.jpg can be given once; the smaller copies of pictures has it already" in found.out
    assert "/media/cards/post.png can be given once" in found.out
