"""The extensions that a site may list do what they do in Python-Markdown itself."""

import pytest
from markdown import Markdown
from tests.text.hosts import LISTED, converted, skeleton

from kfh.text.markdown import KNOWN, ExtensionRefused, HostMarkdown

EMOJI = {"emoji_generator": __import__("pymdownx.emoji", fromlist=["to_alt"]).to_alt}
CASES = {
    "admonition": [
        '!!! note\n    Mind **this**.\n\n    - a list\n\n!!! tip "A *title*"\n    Text.',
        "- item\n\n    !!! warning\n        Within.",
    ],
    "pymdownx.details": ['??? note "More"\n    Hidden.\n\n???+ tip\n    Shown.', '!!! x ""\n    no title'],
    "pymdownx.tabbed": ['=== "One"\n    First.\n\n=== "Two"\n    Second.'],
    "pymdownx.blocks.admonition": ["/// note | Title *here*\nText **bold**.\n\n- list\n///"],
    "pymdownx.blocks.details": ["/// details | More\n    open: true\n\nHidden.\n///"],
    "pymdownx.blocks.tab": ["/// tab | One\nFirst.\n///\n\n/// tab | Two\nSecond.\n///"],
    "pymdownx.blocks.html": ["/// html | div.box\nText *em*.\n///"],
    "pymdownx.blocks.caption": ["![p](q.png)\n\n/// caption\nA *caption*.\n///"],
    "pymdownx.blocks.definition": ["/// define\nTerm\n\n- What it means.\n///"],
    "pymdownx.mark": ["Some ==marked *words*== here."],
    "pymdownx.caret": ["^^inserted^^ and H^2^O"],
    "pymdownx.keys": ["Press ++ctrl+alt+del++."],
    "pymdownx.emoji": ["Good :smile: day"],
    "pymdownx.tasklist": ["- [x] done\n- [ ] to do"],
    "pymdownx.superfences": ['```python title="a.py"\nx = 1\n```', "```\nplain\n```"],
    "pymdownx.tilde": ["~~gone~~"],
    "abbr": ["The HTML text.\n\n*[HTML]: Hyper Text"],
    "def_list": ["Term\n:   What it means."],
    "attr_list": ["## Head {#mine}\n\nText\n{: .lead}\n\n[a](b){.button}"],
    "footnotes": ["A[^1].\n\n[^1]: Note."],
    "md_in_html": ['<div class="x" markdown="1">\n\n**in**\n\n</div>'],
    "toc": ["## One\n\n## One\n\n[TOC]"],
}
ALIKE = {"pymdownx.highlight": "pymdownx.superfences", "tables": "", "fenced_code": "", "sane_lists": "",
         "pymdownx.betterem": "", "pymdownx.magiclink": ""}  # fmt: skip
"""Those that have no syntax of their own, or only the host's."""


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in CASES.items() for text in texts])
def test_an_extension_makes_what_it_makes_in_python_markdown(name, text):
    options = {name: EMOJI} if name == "pymdownx.emoji" else {}
    own = Markdown(extensions=[*LISTED, name], extension_configs=options)
    ours = Markdown(extensions=[HostMarkdown((*LISTED, name), options)])
    assert skeleton(ours.convert(text)) == skeleton(own.convert(text))


def test_every_known_extension_has_a_case():
    assert CASES.keys() | ALIKE.keys() == KNOWN


@pytest.mark.parametrize("name", ["pymdownx.critic", "pymdownx.snippets", "pymdownx.arithmatex", "nl2br", "no_such"])
def test_an_extension_that_cannot_work_is_refused_by_name(name):
    with pytest.raises(ExtensionRefused, match=name):
        HostMarkdown([name])


def test_a_sentence_that_starts_with_exclamation_marks_stays_one():
    assert converted("!!! Book now", "admonition") == "<p>!!! Book now</p>"


@pytest.mark.parametrize("title", ["# one", "- two", "<p>three</p>", "> four", "1. five"])
def test_a_title_keeps_all_its_words(title):
    assert title.replace("> ", "&gt; ") in converted(f'!!! note "{title}"\n    Text.', "admonition")


def test_words_in_braces_stay_words():
    assert "{a=b}" in converted("A **word** {a=b}")


def test_a_mark_that_its_author_escaped_is_none():
    assert "<mark>" not in converted(r"\==not\==", "pymdownx.mark")
    assert converted(r"Text \{: .x}") == "<p>Text {: .x}</p>"


def test_marks_within_code_and_addresses_are_none():
    html = converted("`==a==` https://x.test/==b==c ==d==", "pymdownx.mark")
    assert html.count("<mark>") == 1


def test_an_extension_block_keeps_the_hosts_lists():
    html = converted("!!! note\n    We need:\n    - tea\n      - green\n", "admonition")
    assert html.count("<ul>") == 2
