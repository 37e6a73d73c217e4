import pytest

from kfh.editions.edition import make
from kfh.editions.explained_acronyms import Acronyms

HEE, LKS = "Health Education England", "library and knowledge services"
ABBR = f'<abbr title="{HEE}">HEE</abbr>'
EXPLAIN = Acronyms({"HEE": HEE, "LKS": LKS})


def made(content, *changes):
    return make("a/", content, "https://kfh.test/", changes)


def explained(content):
    return made(content, EXPLAIN).feed


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>HEE met.</p>", f"<p>HEE ({HEE}) met.</p>"),
        ("<p>HEE met. HEE spoke.</p><p>HEE</p>", f"<p>HEE ({HEE}) met. {ABBR} spoke.</p><p>{ABBR}</p>"),
        ("<p><em>Now</em> HEE <b>and</b> HEE.</p>", f"<p><em>Now</em> HEE ({HEE}) <b>and</b> {ABBR}.</p>"),
        ("<p>HEE's plan</p>", f"<p>HEE's ({HEE}'s) plan</p>"),
        ("<p>HEE.</p><p>HEE’s plan</p>", f"<p>HEE ({HEE}).</p><p>{ABBR}’s plan</p>"),
        ("<p>Our funder (HEE) met.</p>", f"<p>Our funder (HEE, {HEE}) met.</p>"),
        ("<p>HEE LKS</p>", f"<p>HEE ({HEE}) LKS ({LKS})</p>"),
        ('<p><a href="https://x.test/">HEE</a></p>', f'<p><a href="https://x.test/">HEE ({HEE})</a></p>'),
        ("<ul><li>HEE</li></ul>", f"<ul><li>HEE ({HEE})</li></ul>"),
    ],
)
def test_the_first_use_is_written_out_and_later_ones_are_marked(content, expected):
    assert explained(content) == expected


@pytest.mark.parametrize(
    "first",
    [f"<p>{HEE} (HEE) met.</p>", f"<p>HEE ({HEE}) met.</p>", f"<p>HEE, the <em>{HEE}</em>, met.</p>"],
)
def test_what_the_author_has_written_out_stays_as_it_is(first):
    assert explained(f"{first}<p>HEE</p>") == f"{first}<p>{ABBR}</p>"


def test_a_heading_is_not_lengthened_and_leaves_the_first_use_to_the_text():
    assert explained("<h2>HEE</h2><p>HEE</p>") == f"<h2>{ABBR}</h2><p>HEE ({HEE})</p>"


@pytest.mark.parametrize(
    "content",
    [
        "<p><code>HEE</code></p>",
        "<pre>HEE</pre>",
        '<p><abbr title="Mine">HEE</abbr></p>',
        "<p>HEE–CILIP, non-HEE, HEELS, #HEE, HEE2, hee and www.HEE.nhs.uk</p>",
    ],
)
def test_code_and_parts_of_longer_names_are_left_alone(content):
    assert explained(content) == content


@pytest.mark.parametrize(
    "content",
    [
        "<p>Write to HEE@x.test, a.HEE@x.test or lks-HEE@x.test.</p>",
        "<p>See https://x.test/?q=HEE or www.x.test/?HEE, or plan.HEE.pdf</p>",
        '<p><a href="mailto:a">HEE@x.test</a></p>',
    ],
)
def test_addresses_stay_addresses(content):
    assert explained(content) == content


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<p><a name="x">What HEE plans</a> for HEE</p>', f'<p><a name="x">What {ABBR} plans</a> for HEE ({HEE})</p>'),
        ("<p>In “What HEE’s plans are”, HEE</p>", f"<p>In “What {ABBR}’s plans are”, HEE ({HEE})</p>"),
        ("<p>In ‘HEE and you’, HEE</p>", f"<p>In ‘{ABBR} and you’, HEE ({HEE})</p>"),
        ('<p>In "HEE and you", HEE</p>', f'<p>In "{ABBR} and you", HEE ({HEE})</p>'),
        ("<p>In <cite>HEE and you</cite>, HEE</p>", f"<p>In <cite>{ABBR} and you</cite>, HEE ({HEE})</p>"),
        ("<blockquote><p>HEE says</p></blockquote><p>HEE</p>",
         f"<blockquote><p>{ABBR} says</p></blockquote><p>HEE ({HEE})</p>"),
    ],
)  # fmt: skip
def test_words_of_others_are_not_lengthened_and_leave_the_first_use_to_the_text(content, expected):
    assert explained(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        "<p>The Health and Education Executive (HEE) met. HEE spoke.</p>",
        "<p>HEE (the Health and Education Executive) met.</p><p>HEE spoke.</p>",
        "<p>HEE, the Health and Education Executive, met.</p>",
        "<p>HEE stands for Health and Education Executive.</p>",
        "<p>Health, education, employment, otherwise known as HEE.</p>",
        "<p>A Health and Education Executive (HEE, founded in 2012)</p>",
    ],
)
def test_what_its_author_explains_in_other_words_is_not_contradicted(content):
    assert explained(content) == content


def test_a_slightly_other_form_of_the_words_explains_too():
    content = "<p>A library and knowledge service (LKS) met.</p>"
    assert explained(f"{content}<p>LKS</p>") == f'{content}<p><abbr title="{LKS}">LKS</abbr></p>'


def test_words_that_only_begin_with_the_same_letters_explain_nothing():
    assert explained("<p>HEE has eight employees.</p>") == f"<p>HEE ({HEE}) has eight employees.</p>"


def test_a_longer_acronym_is_not_taken_for_a_shorter_one():
    meanings = {"HE": "higher education", "HEE": HEE}
    assert made("<p>HEE</p>", Acronyms(meanings)).page == f"<p>HEE ({HEE})</p>"


def test_archives_and_feeds_explain_what_the_page_explains():
    edition = made("<p>HEE met.</p>", EXPLAIN)
    assert edition.excerpt == edition.feed == edition.page


def test_a_site_without_a_register_leaves_every_text_as_it_is():
    assert made("<p>HEE</p>", Acronyms({})).page == "<p>HEE</p>"
