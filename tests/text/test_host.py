"""What an author saw in the host's preview is what readers get."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.text.hosts import converted, shown, skeleton

DIALECT = {
    "a list right after a line": "We need:\n- tea\n- cake",
    "numbers right after a line": "We need:\n1. tea\n2. cake",
    "nesting by two spaces": "- one\n  - two\n    - three\n- four",
    "nesting by three spaces": "1. one\n   1. two\n   2. three",
    "a loose item": "- one\n\n  more of it\n- two",
    "a fence in a tight list": "- one\n  ```\n  code\n  ```\n- two",
    "numbers with a bracket": "1) one\n2) two",
    "a number that is a year": "It was in\n1986. A good year",
    "a bare address": "See https://x.test/a_b_c?q=1&r=2, and www.x.test/a(b).",
    "a bare mailbox": "Write to lks_leads@nhs.test or joe.b@x.test.",
    "Markdown in <details>": "<details>\n<summary>More</summary>\n\n- one\n- **two**\n\n</details>",
    "Markdown in a cell": "<table><tr><td>\n\n**in**\n\n</td></tr></table>",
    "braces that are words": "## A {b} heading {2018}\n\nA **word** {x} and {a=b}\n\nAt the end {a=b}",
    "a break by a backslash": "one\\\ntwo",
    "a break by two spaces": "one  \ntwo",
    "a table right after a line": "Costs:\n\n| a | b |\n|---|--:|\n| c \\| d | `e` |",
    "a windows path": r"In C:\Users\me and \*not\* this",
    "an entity written out": "AT&amp;T &copy; &amp;copy; &lt;b&gt;",
    "emphasis within a word": "un*frigging*believable and snake_case_word and __bold__",
    "a strike": "~~gone~~ ~gone~ 10~20",
    "code with backticks": "`` a ` b `` and `<b>`",
    "inline HTML": "a <kbd>Ctrl</kbd> <b>b</b><br>c",
    "a reference": "[the Plan][plan] and [plan]\n\n[plan]: https://x.test/plan 'The Plan'",
    "a picture": '![two **people**](a%20b.png "At the stand")',
    "a link with brackets": "[a](https://x.test/a_(b)) and [c](<d e.md>)",
    "headings": "# One\n\nTwo\n---\n\n### Three ###\n\n##Four",
    "quotes": "> one\ntwo\n> - three\n>   four",
    "a rule and a list": "- one\n***\n* two",
    "indented code": "a\n\n    code &copy; <b>\n\nb",
    "an unclosed fence": "```\ncode",
    "tabs": "-\tone\n\n\ttwo\n\n\t\tcode",
}


@pytest.mark.parametrize("text", DIALECT.values(), ids=DIALECT)
def test_the_hosts_dialect_is_shown_as_the_host_shows_it(text):
    assert skeleton(converted(text)) == shown(text)


WORDS = st.sampled_from(
    ["tea", "A & B", "1986.", "*one* two", "**bold**", "_em_", "__b__", "`code`", "~~no~~", "snake_case", "[a](b.md)",
     "![p](q.png)", "https://x.test/a_b", "www.x.test/?q=1", "joe@x.test", "<kbd>K</kbd>", "a\\*b", "{x}", "1) no",
     "**a *b* c**", "x<br>y", "&copy;", "(see", "[r]", "[x](y 'z')", "- no", "#tag", "a|b", '"q"', "é – ü"]
)  # fmt: skip
LINES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)


def indented(text, width):
    return text.replace("\n", "\n" + " " * width)


def items(blocks):
    marks = st.sampled_from(["- ", "* ", "+ ", "1. ", "2) ", "10. "])
    entries = st.lists(blocks, min_size=1, max_size=4)
    gaps = st.sampled_from(["\n", "\n\n"])
    return st.builds(
        lambda mark, all_, gap: gap.join(mark + indented(one, len(mark)) for one in all_), marks, entries, gaps
    )


def nested(blocks):
    joined = st.lists(blocks, min_size=1, max_size=3).flatmap(
        lambda some: st.sampled_from(["\n", "\n\n"]).map(lambda gap: gap.join(some))
    )
    quotes = joined.map(lambda text: "> " + text.replace("\n", "\n> "))
    details = joined.map(lambda text: f"<details>\n<summary>S</summary>\n\n{text}\n\n</details>")
    return items(joined) | quotes | details


LEAVES = (
    PARAGRAPHS
    | st.builds("{} {}".format, st.sampled_from(["#", "##", "###"]), LINES)
    | st.builds("```\n{}\n```".format, LINES)
    | st.builds("| a | b |\n|---|:-:|\n| {} | c |".format, WORDS.filter(lambda word: "|" not in word))
    | st.just("---")
)
TEXTS = st.lists(st.recursive(LEAVES, nested, max_leaves=8), min_size=1, max_size=4).map("\n\n".join)

DIFFERENCES = {
    "an address after a bracket that nobody closes": r"[(\[]see.*(https|www|@)",
}


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(TEXTS)
def test_random_texts_are_shown_as_the_host_shows_them(text):
    assert skeleton(converted(text)) == shown(text)


ADDRESSES = st.lists(
    st.sampled_from(
        ["http://", "https://", "ftp://", "HTTP://", "www.", "x.test", "a.b", "/p", "?q=1", "&amp;", "&", ";", ")", "(",
         ".", ",", "_", "-", "*", "~", "@", "joe", "mailto:", " ", "\n", ":", "'", '"', "é", "!", "]", "<", ">", "w",
         "1", "a_b.c", "a.b_c", "+", "#"]
    ),
    min_size=2,
    max_size=9,
).map("".join)  # fmt: skip


@settings(max_examples=1000, deadline=None, derandomize=True, database=None)
@given(ADDRESSES)
@example("x@a.testjoe@b.test")
@example("www.a_b.c")
def test_bare_addresses_are_links_where_they_are_on_the_host(text):
    assert addresses(skeleton(converted(text))) == addresses(shown(text))


def addresses(parts):
    return [part for part in parts if part.startswith("<a ")]


def test_an_address_after_a_no_break_space_is_a_link():
    assert 'href="https://x.test/"' in converted("See\u00a0https://x.test/")


def test_nothing_within_a_link_is_one():
    assert converted('<a href="/b/">joe@x.test</a>').count("<a ") == 1


def test_notes_are_numbered_by_their_marks():
    html = converted("One[^z], two[^a], one again[^z].\n\n[^a]: A.\n[^z]: https://x.test/\n[^no]: Nobody's.")
    assert re.findall(r'href="#fn:(\w)">(\d)<', html) == [("z", "1"), ("a", "2"), ("z", "1")]
    assert re.findall(r'<li id="fn:(\w)">', html) == ["z", "a"]
    assert re.findall(r'href="#(fnref\d?:\w)"', html) == ["fnref:z", "fnref2:z", "fnref:a"]
    assert "Nobody" not in html


def test_a_note_may_have_several_blocks_and_marks_of_others():
    html = converted("A[^1].\n\n[^1]: One[^2].\n\n    - list\n\n[^2]: Two.")
    assert re.findall(r'<li id="fn:(\d)">', html) == ["1", "2"]
    assert "<li>list</li>" in html
