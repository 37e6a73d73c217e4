"""The pages that the law asks for: their words, their gaps, their age."""

import re

import pytest
from lxml import html
from tests.sites import PROJECT, Site

from kfh.model.statement import HEADINGS

SAID = {
    "prepared": "2018-01-08",
    "reviewed": "2018-02-01",
    "tested": "2018-01-30",
    "tested_by": "the web team",
    "compliance": "partially compliant",
    "reply_days": 5,
}


@pytest.fixture
def stated(tmp_path):
    """Make a site with the project's own statement and these settings for it."""

    def make(accessibility=None, change=("", "")):
        site = Site(tmp_path, {"accessibility": SAID if accessibility is None else accessibility})
        text = (PROJECT / "docs/accessibility.md").read_text("utf-8")
        assert change[0] in text
        filled = re.sub(r"\[[^\]\n]*to be filled in\]", "None.", text).replace("example.org", "kfh.test")
        site.write("docs/accessibility.md", filled.replace(*change).replace("(contact.md)", "(index.md)"))
        return site

    return make


def test_the_statement_has_the_model_s_words_and_what_the_settings_say(stated):
    site = stated()
    done = site.build()
    assert done.code == 0, done.text
    main = html.fromstring(site.read("accessibility/index.html").encode()).find(".//main")
    assert [f"{'#' * int(found.tag[1])} {found.text}" for found in main.xpath(".//h2 | .//h3")] == list(HEADINGS)
    words = " ".join(main.text_content().split())
    for sentence in (
        "This accessibility statement applies to the Knowledge for Healthcare blog and bulletins at https://kfh.test/.",
        "(Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018",
        "Library services is committed to making its website accessible",
        "partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard, due to the",
        "prepared on 8 January 2018. It was last reviewed on 1 February 2018.",
        "last tested on 30 January 2018 against the WCAG 2.2 AA standard. The test was carried out by the web team.",
        "reply within 5 working days",
    ):
        assert sentence in words
    assert not re.search(r"[{}]|to be filled in", words)


def test_what_the_settings_say_stands_there_as_words(stated):
    site = stated(SAID | {"tested_by": "<b>the</b> web *team* & others"})
    assert site.build().code == 0
    assert "carried out by &lt;b&gt;the&lt;/b&gt; web *team* &amp; others." in site.read("accessibility/index.html")


def test_a_statement_without_gaps_can_be_published(stated):
    done = stated().check("--publish")
    assert (done.code, done.out) == (0, "")


def test_a_gap_in_the_statement_warns_in_a_build_and_stops_publication(stated):
    site = stated({name: said for name, said in SAID.items() if name not in ("reviewed", "compliance")})
    words = '"accessibility" must say reviewed, compliance'
    build, publish = site.build(), site.check("--publish")
    assert build.code == 0
    assert re.search(r"warning KFH702 .* names the gaps in mkdocs\.yml$", build.err, re.MULTILINE)
    assert "[compliance – to be filled in]" in site.read("accessibility/index.html")
    assert publish.code == 1
    assert f"error KFH701 {words}" in publish.out


def test_a_placeholder_in_a_page_by_duty_warns_in_a_build_and_stops_publication(stated):
    site = stated()
    site.write("docs/privacy.md", "---\ntitle: Privacy\n---\n\nWe keep logs.\n\n[how long – to be filled in]\n")
    build, publish = site.build(), site.check("--publish")
    assert build.code == 0
    assert re.search(r"warning KFH702 .* names the gaps in docs/privacy\.md$", build.err, re.MULTILINE)
    assert publish.code == 1
    assert "docs/privacy.md:7:1: error KFH701" in publish.out


@pytest.mark.parametrize(("day", "old"), [("2019-02-01", False), ("2019-02-02", True)])
def test_a_review_of_more_than_twelve_months_ago_warns(stated, day, old):
    done = stated().check("--as-of", day)
    assert done.code == 0
    assert ("warning KFH703" in done.out) is old
    assert ("1 February 2018" in done.out) is old


@pytest.mark.parametrize(
    "change",
    [
        ("## Enforcement procedure", "## Enforcement"),
        ("this website's accessibility", "this website’s accessibility"),
        ("### Disproportionate burden\n", ""),
        ("### Compliance status", "## Compliance status"),
    ],
)
def test_another_heading_than_the_model_s_is_an_error_with_the_words_to_paste(stated, change):
    done = stated(change=change).check()
    assert done.code == 1
    assert re.search(r"docs/accessibility\.md:\d+:1: error KFH704", done.out)
    wanted = next(heading for heading in HEADINGS if change[0].strip() in heading)
    assert wanted in done.out


def test_a_statement_that_claims_full_compliance_gives_no_reasons(stated):
    site = stated(SAID | {"compliance": "fully compliant"})
    assert site.build().code == 0
    assert "AA standard." in " ".join(html.fromstring(site.read("accessibility/index.html")).text_content().split())


def test_compliance_is_one_of_the_model_s_three(stated):
    done = stated(SAID | {"compliance": "excellent"}).check()
    assert done.code == 1
    assert "fully compliant" in done.out


@pytest.mark.parametrize("name", ["prepared", "reviewed", "tested"])
def test_what_is_said_to_have_been_done_is_not_after_today(stated, name):
    site = stated(SAID | {name: "2199-02-01"})
    assert [(found.code, found.severity) for found in site.problems()] == [("KFH230", "error")]
