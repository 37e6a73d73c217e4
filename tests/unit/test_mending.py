"""What `kfh check --fix` changes is not seen on the page, but for what its message says."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.config import load_config
from tests.sites import PROJECT, RENDER, post

from kfh.model.vocabulary import Registers, Term
from kfh.rules import fix, one_file

CONFIG = load_config(str(PROJECT / "mkdocs.yml"), hooks=[], plugins=[])
REGISTERS = Registers()
REGISTERS.tags.add(Term(slug="workforce", label="Workforce"))
PATH = "posts/2018-03-01-a-post.md"
LEFT_OVER = "\u00a0\u2007\u202f\u00ad\u200b\u2060\ufeff"
PIECES = (
    *LEFT_OVER, "\u00a0" * 4, "  ", " ", "\n", "\n\n", "    ", "\t", "word", "Go", "é", "7", "10", "kg", "%", "£", ".",
    ",", "!", "-", "- ", "1. ", "1", "#", "## ", "> ", "*", "**", "_", "`", "```\n", "~~~", "|", "|-|-|\n", "a | b\n",
    "[", "]", "(", ")", "[a](b.md)", "[a b]", "[a\u00a0b]: https://a.test/", "![", "<b>", "</b>", "<pre>", '<a title="',
    '">', "<!--", "-->", "{: .", "}", "!!!", " note", "??? ", "[^1]", "[^1]: ", "\\", "&nbsp;", "&shy;",
    "https://a.test/", "👩\u200d💻", "ไทย", "\u200c", "\r\n", "$x\u00a0y$", "~", "===", "---", "\u2011",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
PLAIN_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f", " ") | dict.fromkeys("\u00ad\u200b\u2060\ufeff", None))


def mended(body, title="A post"):
    change = fix.mended(PATH, post(title=title, body=body).encode(), REGISTERS, RENDER)
    text = change.after.decode() if change else post(title=title, body=body)
    return text.partition("\n---\n\n")[2].removesuffix("\n")


def page(body):
    return Markdown(extensions=CONFIG.markdown_extensions, extension_configs=CONFIG.mdx_configs).convert(body)


def seen(html):
    """A page with plain spaces for no-break ones, and without characters that have no width."""
    return html.translate(PLAIN_SPACES)


def kept(html):
    """What must stay to the letter: code, and each no-break space beside a number."""
    return re.findall(r"(?s)<(?:code|pre)\b.*?</(?:code|pre)>|\d[\u00a0\u202f]\w|\w[\u00a0\u202f]\d", html)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(TEXTS)
@example("\u00a0\u00a0\u00a0\u00a0indented")
@example("The end\u00a0\u00a0\nof a line")
@example("**Bold**\u200b**er**")
@example("a\u00a0b `c\nd\u00a0e` f")
@example("#\u00a0Not a heading\n\n-\u00a0no item\n\n1.\u00a0nor this")
def test_what_is_shown_is_the_same_before_and_after(body):
    before, after = page(body), page(mended(body))
    assert seen(after) == seen(before)
    assert kept(after) == kept(before)


@pytest.mark.parametrize(
    "body",
    [
        "A dose of 10\u00a0mg for 7\u202f000 people, 5\u00a0% of them, for £\u00a030 on page\u00a05.",
        "\u00a0\u00a0\u00a0\u00a0An indent",
        "A line\u00a0\u00a0\nand another",
        "-\u00a0no item",
        "!\u200b[no picture](a.png)",
        "A family 👨\u200d👩\u200d👧 and نامه\u200cای",
        "Words in ไทย\u200bไทย",
        "    code\u00a0with a space",
        "[a plan](my\u00a0plan.pdf)",
        "<pre>one\u00a0two</pre>",
        '<abbr title="a\u00a0b">AB</abbr>',
        "A line  \nwith a break, and a non\u2011breaking hyphen",
        "J.\u00a0Smith",
    ],
)
def test_what_is_meant_or_could_show_is_left_to_the_byte(body):
    assert mended(body) == body


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("The\u00a0new\u00a0standards", "The new standards"),
        ("One,\u00a0two.\u00a0Three", "One, two. Three"),
        ("Work\u200bforce and co\u00adoperation", "Workforce and cooperation"),
        ("\ufeffThe text", "The text"),
        ("In `co\u00a0de` the\u00a0text, 5\u00a0kg", "In `co\u00a0de` the text, 5\u00a0kg"),
    ],
)
def test_what_is_left_over_within_a_sentence_is_mended(body, after):
    assert mended(body) == after


@pytest.mark.parametrize("title", ["A dose of 10\u00a0mg", "£\u00a05 a day", "A dose of 10&nbsp;mg", "On page\u00a05"])
def test_a_number_and_its_unit_stay_together_in_a_title(title):
    raw = post(title=title).encode()
    change = fix.mended(PATH, raw, REGISTERS, RENDER)
    after = change.after if change else raw
    front = one_file.check(PATH, after, REGISTERS, RENDER).front
    assert front.title == title.replace("&nbsp;", "\u00a0")


@pytest.mark.parametrize("body", ["A dose of 10\u00a0mg", "ไทย\u200bไทย", "👩\u200d💻"])
def test_nothing_is_said_of_what_is_right(body):
    assert not one_file.check(PATH, post(body=body).encode(), REGISTERS, RENDER).problems


@pytest.mark.parametrize(
    "date", ["9\u00a0March 2018 14:30:15", "2018-10-28 01:30 +00:00", "2018-03-09T14:30:15Z", "9 March 2018"]
)
def test_a_date_put_into_figures_is_the_same_moment(date):
    raw = post(date=date).encode()
    change = fix.mended(PATH.replace("03-01", "03-09"), raw, REGISTERS, RENDER)
    after = change.after if change else raw

    def moment(text):
        return one_file.check(PATH.replace("03-01", "03-09"), text, REGISTERS, RENDER).front

    before = moment(raw)
    assert not before or moment(after).date.timestamp() == before.date.timestamp()
