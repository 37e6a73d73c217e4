"""The places of a text, held against what Python-Markdown really makes of it, with the site's own settings."""

from pathlib import Path

import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from kfh.content import anchors

SETTINGS = yaml.safe_load(Path("mkdocs.yml").read_text("utf-8"))["markdown_extensions"]
EXTENSIONS = [entry if isinstance(entry, str) else next(iter(entry)) for entry in SETTINGS]

WORDS = st.sampled_from([
    "plan", "Plan", "NHS", "#Tag", "café", "Quality & impact", "**bold**", "*it*", "what's", "–", "“quote”", "a-b",
    "--", "2018", "1.", "(x)", "`code`", "~~s~~", "a/b", "£5", "?", " ", "x_y", "[l](a)", "\\#", "&amp;", "<b>q</b>",
    "[^1]", "{#own}", "{.cls}", "{: #plan }", "{ id=zed }",
])  # fmt: skip
BLOCKS = st.sampled_from([
    "words", "## {}", "##{}", "### {} ###", "> ## {}", "- ## {}", "1. ## {}", "{}\n====", "{}\n---", "words\n## {}",
    "!!! note\n    ## {}", "???+ note\n    ## {}", "    ## {}", "* item\n\n    ## {}", "```\n## {}\n```",
    '<a id="raw"></a>', '<a name="nm">x</a>', "para\n{: #para }", "*em*{#em}", "word[^1] more[^1]\n\n[^1]: note",
    "<div id='d'>\n\n## {}\n\n</div>", '<div markdown id="md">\n## {}\n</div>', "| a |\n|---|\n| b {#cell} |",
])  # fmt: skip


def rendered(body):
    tree = html.fragment_fromstring(markdown.markdown(body, extensions=EXTENSIONS), create_parent=True)
    return {*tree.xpath("//@id"), *tree.xpath("//a/@name")}


@st.composite
def texts(draw):
    blocks = draw(st.lists(st.tuples(BLOCKS, st.lists(WORDS, min_size=1, max_size=4)), min_size=1, max_size=6))
    return "\n\n".join(block.replace("{}", " ".join(words), 1) for block, words in blocks)


@given(texts())
def test_no_place_that_a_page_has_is_unknown(body):
    found = anchors.ids(body)
    assert found is None or rendered(body) <= set(found)


@pytest.mark.parametrize(
    "body",
    [
        "## What you can do\n\n## #AMillionDecisions – progress\n\n### Quality & impact: **now**\n",
        "## Plans\n\n## Plans\n\n## For all {.wide}\n\nOur plans\n---------\n",
        "One[^a] and[^a] two[^b].\n\n[^a]: First.\n[^b]: Second.\n",
    ],
)
def test_in_plain_texts_the_places_are_exactly_those_of_the_page(body):
    assert set(anchors.ids(body)) == rendered(body)


@pytest.mark.parametrize("heading", ["## [a][b] c", "## x_y", "## A &copy; B", "## \\#Tag", "## a[^1]", "## <b>A</b>"])
def test_where_the_words_of_a_heading_cannot_be_told_nothing_is_said_of_the_page(heading):
    assert anchors.ids(f"{heading}\n\nText.\n\n[^1]: note\n\n[b]: https://example.com/") is None
