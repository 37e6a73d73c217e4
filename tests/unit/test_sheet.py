from lxml import html

from kfh.editions.edition import on_page

ROOT, PATH = "https://kfh.test/sub/", "blog/2018/03/01/a/"


def page(content):
    return html.fragment_fromstring(on_page(content, PATH, ROOT), create_parent="div")


def test_paper_shows_the_whole_address_of_a_link():
    targets = ("../../../../../about/", "https://x.test/y", "mailto:a@x.test?subject=Z")
    links = page(" ".join(f'<a href="{target}">A</a>' for target in targets))
    assert links.xpath("//a/@data-address") == ["https://kfh.test/sub/about/", "https://x.test/y", "a@x.test"]


def test_paper_does_not_repeat_an_address_that_the_text_shows():
    assert not page('<a href="https://x.test/y">https://x.test/y</a> <a href="mailto:a@x.test">a@x.test</a>').xpath(
        "//@data-address"
    )


def test_a_link_within_the_page_shows_no_address_on_paper():
    assert not page('<a href="#fn:1">1</a>').xpath("//@data-address")


def test_no_inline_style_is_left_for_the_policy_to_refuse():
    cells = page('<table><tr><td style="text-align: right;">1</td><td style="color: red" class="a">2</td></tr></table>')
    assert not cells.xpath("//@style")
    assert cells.xpath("//td/@class") == ["align-right", "a"]


def test_a_wide_table_can_be_scrolled_with_the_keyboard():
    boxes = page("<p>A</p><table></table>tail<table></table>").xpath("//div[@tabindex='0'][table]")
    assert [box.get("aria-label") for box in boxes] == ["Table 1", "Table 2"]
    assert boxes[0].tail == "tail"
