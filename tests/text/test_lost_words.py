"""No word of a text is lost on the way to its page, and one that was would be told at its line."""

import pytest
from hypothesis import given, settings
from lxml import html
from tests.sites import RENDER, post
from tests.text.test_extensions import CASES
from tests.text.test_host import DIALECT, TEXTS

from kfh.model.vocabulary import Registers
from kfh.rules import one_file
from kfh.text import lost_words
from kfh.text.lost_words import Lost
from kfh.text.markdown import Rendered, renderer

TEXT = "One two three.\n\n- four\n- two\n\n> five `six`\n\n```\nseven = 8\n```\n\n<p>nine</p>\n"


def first(text, page):
    return lost_words.first(RENDER(text).tokens, html.fragment_fromstring(page, create_parent="div"))


@pytest.mark.parametrize(
    ("lost", "line"), [("three", 0), ("four", 2), ("five", 5), ("six", 5), ("seven", 7), ("nine", 11)]
)
def test_a_word_that_is_missing_from_the_page_is_told_at_the_line_of_its_block(lost, line):
    page = RENDER(TEXT).rendered.html
    assert first(TEXT, page) is None
    assert first(TEXT, page.replace(lost, "")) == Lost(lost, line)


def test_a_word_that_stands_twice_must_be_shown_twice():
    assert first(TEXT, RENDER(TEXT).rendered.html.replace("<li>two</li>", "")) == Lost("two", 0)


def test_what_follows_a_comment_that_nobody_closes_is_missing():
    text = "<div>a</div>\n\nShown.\n"
    assert first(text, "<div>a</div>\n<!-- <p>Shown.</p>") == Lost("Shown", 2)


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(TEXTS)
def test_of_random_texts_no_word_is_lost(text):
    assert first(text, RENDER(text).rendered.html) is None


@pytest.mark.parametrize("text", DIALECT.values(), ids=DIALECT)
def test_of_the_hosts_dialect_no_word_is_lost(text):
    assert first(text, RENDER(text).rendered.html) is None


@pytest.mark.parametrize("name", CASES)
def test_words_that_an_extension_takes_for_itself_are_not_missed(name):
    render = renderer(((name, "{}"), ("attr_list", "{}"), ("pymdownx.superfences", "{}")))
    for text in CASES[name]:
        rendering = render(text)
        tree = html.fragment_fromstring(rendering.rendered.html, create_parent="div")
        assert lost_words.first(rendering.tokens, tree) is None


def test_a_renderer_that_loses_a_word_is_told_of_at_its_line():
    def render(text):
        rendering = RENDER(text)
        return rendering._replace(rendered=Rendered(rendering.rendered.html.replace("lost", "")))

    raw = post(body="Words.\n\nOne is lost\nhere.").encode()
    found = one_file.check("posts/2018-03-01-a.md", raw, Registers(), render).problems
    assert [(problem.code, problem.line) for problem in found if problem.code == "KFH564"] == [("KFH564", 10)]
