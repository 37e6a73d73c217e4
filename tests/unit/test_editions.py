import pytest
from lxml import html

from kfh.editions.edition import make, placed, refused

PATH = "blog/2018/03/01/a/"


def edition(content, path=PATH):
    return make(path, content, "https://kfh.test/")


def excerpt(content, root="", path=PATH):
    return placed(edition(content, path).excerpt, root)


def feed(content, root=""):
    return placed(edition(content).feed, root)


def test_an_excerpt_ends_at_the_mark_wherever_it_stands():
    assert excerpt("<p>One</p>\n<!-- more -->\n<p>Two</p>").strip() == "<p>One</p>"
    nested = excerpt("<ul><li>One<!-- more --> tail</li><li>Two</li></ul><p>Three</p>")
    assert nested.replace("\n", "") == "<ul><li>One</li></ul>"


def test_comments_of_the_author_reach_no_reader():
    text = "<p>One<!-- ask Sarah --> two</p><!-- More --><p>Three</p>"
    assert feed(text) == "<p>One two</p><p>Three</p>"
    assert excerpt(text) == "<p>One two</p>"


def test_an_article_without_a_mark_is_shown_whole():
    whole = edition("<p>One</p><p>Two</p>")
    assert not whole.has_more
    assert whole.excerpt == "<p>One</p><p>Two</p>"


def test_headings_go_one_level_down_but_never_below_the_sixth():
    assert [tag.tag for tag in html.fragments_fromstring(excerpt("<h2>A</h2><h5>B</h5><h6>C</h6>"))] == [
        "h3",
        "h6",
        "h6",
    ]


def test_links_and_pictures_lead_to_the_same_place_from_every_page():
    up = "../../../../../"
    content = f'<p><a href="{up}about/">A</a> <a href="https://x.test/">B</a> <img alt="" src="{up}media/p.png"></p>'
    assert 'href="../about/"' in excerpt(content, "../")
    assert 'src="../media/p.png"' in excerpt(content, "../")
    assert 'href="https://kfh.test/sub/about/"' in feed(content, "https://kfh.test/sub/")
    assert 'href="https://x.test/"' in feed(content, "https://kfh.test/sub/")


def test_ids_do_not_repeat_where_two_articles_share_a_page():
    content = '<h2 id="x">A</h2><sup id="fnref:1">1</sup><input id="t" name="t"><label for="t">T</label>'
    one, other = (html.fragment_fromstring(excerpt(content, path=path), "div") for path in ("blog/a/", "blog/b/"))
    assert not set(one.xpath("//@id")) & set(other.xpath("//@id"))
    assert set(one.xpath("//@for")) <= set(one.xpath("//@id"))
    assert set(one.xpath("//@name")).isdisjoint(other.xpath("//@name"))


def test_a_link_within_an_article_leads_to_the_article_from_an_archive():
    assert f'href="../{PATH}#fn:1"' in excerpt('<a href="#fn:1">1</a>', "../")


def test_a_link_within_an_article_stays_on_a_page_that_holds_the_whole_of_it():
    found = html.fragment_fromstring(edition('<a href="#fn:1">1</a><p id="fn:1">Note</p>').whole, "div")
    assert found.xpath("//a/@href") == [f"#{found.xpath('//p/@id')[0]}"]


@pytest.mark.parametrize(
    "content",
    [
        "<script>1</script>",
        '<p onclick="x">A</p>',
        '<a href=" javascript:x">A</a>',
        '<iframe src="https://x.test/"></iframe>',
        '<img alt="" src="https://x.test/p.png">',
        '<img alt="" src="//x.test/p.png">',
        '<a href="data:text/html,x">A</a>',
        '<a href="java&#10;script:x">A</a>',
        '<a href="&#1;javascript:x">A</a>',
        '<a xlink:href="https://x.test/">A</a>',
        '<svg><a href="https://x.test/">A</a></svg>',
        '<input type="image" src="p.png">',
        '<table background="p.png"><tr><td>A</td></tr></table>',
        '<img alt="" src="p.png" srcset="https://x.test/p.png 2x">',
        '<img alt="" src="p.png" srcset="p.png 2x">',
        '<video poster="//x.test/p.png"></video>',
        '<a href="a/" ping="https://x.test/">A</a>',
        '<p style="background: URL(https://x.test/p.png)">A</p>',
        "<p data-pagefind-meta=x>A</p>",
        "<name>A</name>",
        "<p>A</p></body><p>B</p>",
        "<p>A<![CDATA[B]]></p>",
        f"{'<div>' * 201}A",
        f"{'<div>' * 10_000}A",
    ],
)
def test_what_would_run_or_fetch_is_seen_in_the_rendered_text(content):
    assert edition(content).refused


def test_plain_text_is_not_taken_for_what_would_run():
    content = '<p><a href="../x/">A</a> <img alt="" src="p.png"> <code>&lt;script&gt;</code> <a href="https://x.test">B</a></p>'
    assert not edition(content).refused


def test_what_the_editions_of_a_text_hold_is_allowed_in_them():
    table = '<table><tr><td style="text-align: right">1</td></tr></table>'
    whole = edition(f'<h2 id="a">A</h2><p><a href="https://x.test/">B</a><!-- more --></p>{table}<p>C</p>')
    assert not whole.refused
    for text in (whole.feed, whole.page, whole.excerpt, whole.whole):
        assert not refused(text)
        assert refused(f"{text}<script>1</script>")


def test_a_feed_gets_no_more_style_than_pages():
    content = '<table><tr><td style="color: red; text-align: right">1</td></tr></table><p style="color: red">A</p>'
    assert feed(content) == '<table><tr><td style="text-align: right">1</td></tr></table><p>A</p>'


def test_two_hundred_levels_are_kept():
    text = f"{'<div>' * 200}A{'</div>' * 200}"
    assert not edition(text).refused
    assert edition(text).page == text


def test_the_opening_is_the_first_paragraph_cut_at_a_word():
    assert edition("<h2>No</h2><p>One <em>two</em>\nthree.</p>").opening == "One two three."
    long = edition(f"<p>{'word, ' * 60}</p>").opening
    assert long.endswith("word …")
    assert len(long) <= 202


NOTE = '<div class="admonition note"><p class="admonition-title">Note</p><p>Mind the date.</p></div>'
FOOTNOTES = '<div class="footnote"><hr><ol><li id="fn:1"><p>A source.</p></li></ol></div>'


@pytest.mark.parametrize(
    ("content", "opening"),
    [
        (f"{NOTE}<p>Text.</p>", "Mind the date."),
        ('<p><img alt="A stand" src="p.png"></p><p>Text.</p>', "Text."),
        ("<p>\u00a0</p><p>…</p><p>Text.</p>", "Text."),
        ("<p><del>Old news.</del></p><p>New <s>old</s> text.</p>", "New text."),
        ("<p>One <del>two</del> three.</p>", "One three."),
        (f"<h2>Part</h2><ul><li>An item</li></ul>{FOOTNOTES}", "An item"),
        (f"<p>Text.<sup id='fnref:1'><a href='#fn:1'>1</a></sup></p>{FOOTNOTES}", "Text."),
        ("<figure><img alt='' src='p.png'><figcaption><p>A stand</p></figcaption></figure><p>Text.</p>", "Text."),
        ("<details><summary><p>More</p></summary><p>Text.</p></details>", "Text."),
        (FOOTNOTES, ""),
    ],
)
def test_the_opening_is_made_of_words_that_its_author_means_to_open_with(content, opening):
    assert edition(content).opening == opening
