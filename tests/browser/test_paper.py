"""Sheets for meetings: a page printed to PDF, and its text read back."""

import io
import re

import pytest
from pypdf import PdfReader
from tests.browser.conftest import SAMPLE_ONLY

pytestmark = pytest.mark.slow

NAVIGATION = (
    "Skip to the text",
    "Subscribe",
    "On this page",
    "Accessibility statement",
    "Follow by RSS",
    "Edit this page",
)


@pytest.fixture
def printed(visit, address, shown):
    """The text of each sheet of a page on A4 paper."""

    def sheets(kind):
        pdf = visit(address + shown.pages[kind], color_scheme="dark").pdf(format="A4")
        return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(pdf)).pages]

    return sheets


def test_a_bulletin_on_paper_says_first_what_it_is_and_where_it_came_from(printed, shown):
    first = printed("bulletin")[0].replace("lks- leads", "lks-leads")
    for words in (
        "Update from HEE LKS Leads",
        "26 February 2018",
        "9 March 2018",
        "HEE Library and Knowledge Service Leads Group",
        "lks-leads@example.org",
        shown.root + shown.pages["bulletin"],
    ):
        assert words in first
        assert first.index(words) < first.index("The Health Education England (HEE) Library")


def test_a_post_on_paper_says_first_who_wrote_it_when_and_where(printed, shown):
    first = printed("post")[0]
    for words in ("Regional Library Leads", "4 September 2017", shown.root + shown.pages["post"]):
        assert first.index(words) < first.index("carries one message")


@pytest.mark.parametrize("kind", ["bulletin", "article", "bulletins of a year"])
def test_paper_has_no_navigation(printed, kind):
    text = " ".join(printed(kind))
    assert not [words for words in NAVIGATION if words in text]


def test_paper_shows_where_links_lead(printed, shown):
    assert f"({shown.root}{shown.pages['post']})" in "".join(printed("bulletin")).replace(" ", "")


@SAMPLE_ONLY
def test_paper_shows_the_whole_of_a_long_address(printed):
    text = "".join(printed("article")).replace(" ", "")
    assert "(https://example.com/a/rather/long/address/that-does-not-end?soon=true)" in text


@SAMPLE_ONLY
def test_an_acronym_is_explained_once_on_paper(printed):
    assert "on HLG (Health Libraries Group), with struck words. HLG again." in " ".join(printed("article"))


@SAMPLE_ONLY
def test_the_number_of_a_note_has_no_address_on_paper(printed):
    assert "#fn" not in "".join(printed("blog"))


@SAMPLE_ONLY
def test_paper_shows_what_a_box_hides_on_the_screen(printed):
    assert "Ask your library lead." in " ".join(printed("article"))


@SAMPLE_ONLY
def test_no_point_of_a_list_is_split_over_two_sheets(printed):
    sheets = printed("bulletins of a year")
    points = [set(re.findall(r"Point (\d+) begins", sheet)) for sheet in sheets]
    assert sum(bool(found) for found in points) > 2
    assert points == [set(re.findall(r"point (\d+) ends", sheet)) for sheet in sheets]


@SAMPLE_ONLY
def test_each_bulletin_of_a_year_starts_a_sheet_of_its_own_with_its_key_facts(printed):
    starts = [sheet for sheet in printed("bulletins of a year") if "Questions to" in sheet]
    assert [re.findall(r"Published (\d+ \w+ \d+)", sheet) for sheet in starts] == [
        ["8 December 2017"],
        ["13 October 2017"],
    ]
    assert starts[1].startswith("Bulletin 13 October 2017 Update from HEE LKS Leads Meeting 2 October 2017")


def test_paper_is_black_on_white_whatever_the_screen_is(visit, address, shown):
    page = visit(address + shown.pages["bulletin"], color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate(
        """() => [...document.querySelectorAll('main *')].flatMap(element => {
          if (!element.checkVisibility()) return [];
          const style = getComputedStyle(element);
          return [`ink ${style.color}`, `paper ${style.backgroundColor}`];
        })"""
    )
    assert set(colours) <= {"ink rgb(0, 0, 0)", "paper rgb(255, 255, 255)", "paper rgba(0, 0, 0, 0)"}


def test_what_is_smaller_than_the_text_on_the_screen_is_smaller_on_paper(visit, address, shown):
    page = visit(address + shown.pages["bulletin"])
    page.emulate_media(media="print")
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    label, text = (page.locator(name).first.evaluate(size) for name in (".facts dt", ".text p"))
    assert 9 < label * 72 / 96 < text * 72 / 96 < 12
