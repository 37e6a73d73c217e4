"""Where a link, a picture or a tag is told to stand, and what its line is after the edit, in every part of a text."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.common.utils import unescapeAll
from tests.sites import DOT, RENDER, post

from kfh.problems import edits
from kfh.rules.checked_text import Text

POST, OTHER = "posts/2018-03-01-a-post.md", "posts/2018-03-02-other.md"
HERE = "▸"
"""Stands in a text before each place of which something is told."""

ANYWHERE = {
    "in a paragraph": "Some words, ▸[a](WRONG), and more.",
    "in a list": "- One\n- Two ▸[a](WRONG)\n  more",
    "in a nested list": "1. One\n   - ▸[a](WRONG)",
    "in a list after a tab": "-\tOne\n\n\t▸[a](WRONG)",
    "in a quotation": "> One\n> two ▸[a](WRONG)",
    "in a list in a quotation": "> - One\n>   two ▸[a](WRONG)",
    "in a lazy line of a quotation": "> One\ntwo ▸[a](WRONG)",
    "in a heading": "## A ▸[link](WRONG) ##",
    "in a heading with a line below": "A ▸[link](WRONG)\n---",
    "in a table": "| a | b |\n| --- | --- |\n| a | ▸[b](WRONG) |",
    "in a table without marks at the sides": "a | b\n--- | ---\na | ▸[b](WRONG)",
    "behind an escaped mark in a table": "| a | b |\n| --- | --- |\n| a \\| b | c \\| ▸[d](WRONG) |",
    "in a table, where cells are the same": "| a | b |\n| --- | --- |\n| ▸[a](WRONG) | ▸[a](WRONG) |",
    "in a notice": "!!! note\n    Some ▸[a](WRONG)",
    "in a note": "A[^1]\n\n[^1]: See ▸[a](WRONG)",
    "in HTML with Markdown": '<div markdown="1">\nSee ▸[a](WRONG)\n</div>',
    "in details": "<details>\n<summary>More</summary>\n\nSee ▸[a](WRONG)\n\n</details>",
    "in bold": "A **bold ▸[a](WRONG)** word",
    "twice in a line": "▸[a](WRONG) and ▸[a](WRONG)",
    "behind code that says the same": "`[a](SAME)` and ▸[a](WRONG)",
    "behind a comment that says the same": "A <!-- [a](SAME) --> and ▸[a](WRONG)",
    "behind a right link of the same words": "[a](2018-03-02-other.md) and ▸[a](WRONG)",
    "behind what is no link": "\\[a](SAME) and ▸[a](WRONG)",
    "behind its address as words": "SAME is ▸[a](WRONG)",
    "with a title": '▸[a](WRONG "A title") b',
    "with a title in other quotes": "▸[a](WRONG 'A (title)')",
    "with a title on the next line": '▸[a](WRONG\n"A title")',
    "in angle brackets": "▸[a](<WRONG>)",
    "with spaces around it": "▸[a](  WRONG  )",
    "with words of two lines": "A ▸[link\nof two lines](WRONG)",
    "with brackets in its words": "▸[a [b] c](WRONG)",
    "with code in its words": "▸[a `](x)` b](WRONG)",
    "around a picture": "[▸![A map of the town](WRONG)](2018-03-02-other.md)",
    "by a label": "See ▸[a][b] and c.\n\n[b]: WRONG",
    "by a label with a title": 'See ▸[a][b].\n\n[b]: <WRONG> "T"',
    "by its own words": "See ▸[Our plans] there.\n\n[our  PLANS]: WRONG",
    "by its own words with empty brackets": "See ▸[b][] there.\n\n[b]: WRONG",
    "by a label in a quotation": "See ▸[a][b].\n\n> [b]: WRONG",
    "by a label with its address below": "See ▸[a][b].\n\n[b]:\n  WRONG",
    "by one of two labels": "See [a][b] and ▸[a][c].\n\n[b]: 2018-03-02-other.md\n[c]: WRONG",
    "by a label given twice": "See ▸[a][b].\n\n[b]: WRONG\n[b]: elsewhere.md",
}  # fmt: skip
TOLD = {
    "http": ("KFH516", "- a [http://a.org](▸http://a.org)", "- a [http://a.org](https://a.org)"),
    "http, twice": ("KFH516", "[a](▸http://a.org/b) [a](▸http://a.org/b)", "[a](https://a.org/b) [a](https://a.org/b)"),
    "http in angle brackets": ("KFH516", "`http://a.org` <▸http://a.org>", "`http://a.org` <https://a.org>"),
    "a bare address": ("KFH512", "`https://a.org/` ▸https://a.org/", "`https://a.org/` […](https://a.org/)"),
    "a marked address": ("KFH512", "- ▸<https://a.org/>", "- […](https://a.org/)"),
    "an entity in an address": ("KFH516", "[a](▸http://a.org/?b&amp;c)", "[a](https://a.org/?b&c)"),
    "a link in HTML": ("KFH537", '<a href="https://a.org">b</a> <a href="▸htps://a.org">b</a>',
                       '<a href="https://a.org">b</a> <a href="https://a.org">b</a>'),
    "two links in HTML": ("KFH537", '- <a href="▸htps://a.org">b</a> <a href="▸htps://a.org">b</a>',
                          '- <a href="https://a.org">b</a> <a href="https://a.org">b</a>'),
    "a link in a block of HTML": ("KFH537", '> <p>\n> <a href="▸htps://a.org">b</a></p>',
                                  '> <p>\n> <a href="https://a.org">b</a></p>'),
    "a link in HTML with Markdown": ("KFH537", '<div markdown="1">\n<a href="▸htps://a.org">b</a>\n</div>',
                                     '<div markdown="1">\n<a href="https://a.org">b</a>\n</div>'),
    "pictures in HTML": ("KFH505", '<img src="map.png" alt="A map"> ▸<img src="map.png">',
                         '<img src="map.png" alt="A map"> <img alt="…" src="map.png">'),
    "a description in HTML": ("KFH538", '<b>image</b> <img src="map.png" alt="▸image">',
                              '<b>image</b> <img src="map.png" alt="…">'),
    "a description": ("KFH538", "`![image](map.png)` ▸![image](map.png)", "`![image](map.png)` ![…](map.png)"),
    "a tag that is never closed": ("KFH562", "<b>a</b> ▸<b>c", "<b>a</b> <b>c"),
    "what is no link, behind one": ("KFH542", "[a](https://a.org/) and [b▸](c d)", "[a](https://a.org/) and [b](c d)"),
    "vague words": ("KFH511", "`[here](b)` ▸[here](https://a.org/)", "`[here](b)` [here](https://a.org/)"),
}  # fmt: skip


def told_of(site, code, body):
    """Where a code is told, as (line, column) from the first of the body on, and the body after all its edits."""
    text = site.write(POST, post(body=body)).read_text("utf-8")
    found = sorted({problem for problem in site.problems(advice=True) if problem.code == code})
    start = post(body="▸").partition(HERE)[0].count("\n")
    after = edits.apply(text, {problem.edit for problem in found if problem.edit})
    return [(problem.line - start, problem.column) for problem in found], after.split("\n", start)[-1].rstrip("\n")


def marked(text):
    """A text without its marks, and the places of these."""
    places = [
        (number, column + 1)
        for number, line in enumerate(text.split("\n"), 1)
        for column in (at - before for before, at in enumerate(i for i, one in enumerate(line) if one == HERE))
    ]
    return text.replace(HERE, ""), places


@pytest.mark.parametrize("name", ANYWHERE)
@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("KFH408", "2018-03-02-othr.md", "2018-03-02-other.md"),
        ("KFH411", "2018-03-02-other.md#part-on", "2018-03-02-other.md#part-one"),
    ],
)
def test_a_link_is_told_at_its_place_and_its_address_is_changed_there(site, name, code, wrong, right):
    site.write(OTHER, post("Other", "2018-03-02", "## Part one\n\nText."))
    site.write("posts/map.png", DOT)
    template = ANYWHERE[name].replace("SAME", wrong)
    text, places = marked(template.replace("WRONG", wrong))
    assert told_of(site, code, text) == (places, template.replace("WRONG", right).replace(HERE, ""))


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_of_a_text_stands_there_and_is_changed_there(site, name):
    code, body, after = TOLD[name]
    site.write("posts/map.png", DOT)
    text, places = marked(body)
    assert told_of(site, code, text) == (places, after)


PIECES = [
    "[a](b)", '[a](b "t")', "![p](q.png)", "[a][r]", "[r]", "[r][]", "`[a](b)`", "\\[a](b)", "<https://a.org>",
    "https://a.org/x", "a@b.org", "www.c.org", " ", "\n", "\n\n", "> ", "- ", "1. ", "  ", "    ", "\t", "| ",
    "|\n|---|---|\n", "\\|", "**", "*", "<b>", "</b>", "<!-- x -->", "é", "&amp;", "[", "]", "(", ")", "!", "#", " ##",
    "~~", "[x\ny](z)", "[a `](x)` b](c)", "[![i](j)](k)", "[^1]", "\n[^1]: N ", "\n\n[r]: s 't'\n\n", "`", "\\",
    '<div markdown="1">\n', "</div>\n", "!!! note\n", '<a href="u">', "</a>",
]  # fmt: skip


@settings(max_examples=500, derandomize=True, deadline=None, database=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_in_any_text_what_stands_at_the_place_of_a_link_or_a_tag_is_that_link_or_tag(body):
    text = Text(SimpleNamespace(body=body, body_line=1), RENDER)
    for anchor in text.anchors:
        shown = text.lines[anchor.line][slice(*anchor.columns)]
        line, columns = anchor.address
        address = text.lines[line][slice(*columns)]
        if anchor.markup == "autolink":
            assert shown == address == anchor.words
        else:
            assert shown.startswith("![" if anchor.is_picture else "[")
            assert unescapeAll(address) == anchor.target
    for html in text.html:
        first = html.content.partition("\n")[0]
        line, columns = html.place((0, len(first)))
        assert not columns or text.lines[line][slice(*columns)] == first
