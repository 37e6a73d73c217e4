"""Slips of Markdown that show readers bare marks, or hide what follows: each with what to write instead."""

import pytest
from tests.sites import post

from kfh.problems import edits

POST = "posts/2018-03-01-a-post.md"


def told(site, body):
    """Each problem's code and line in the body, and what is to stand there instead."""
    site.write(POST, post(body=body))
    return [(found.code, found.line - 7, found.fix) for found in site.problems()]


@pytest.mark.parametrize("mark", ["```", "~~~~", "```yaml"])
def test_code_that_is_never_closed_is_told_where_it_starts(site, mark):
    assert told(site, f"One.\n\n{mark}\ncode\n\nTwo.") == [("KFH539", 3, "")]
    closed = mark.rstrip("yaml")
    assert told(site, f"One.\n\n{mark}\ncode\n{closed}\n\nTwo.") == []
    assert told(site, f"- One\n\n  {mark}\n  code\n  {closed}\n\n!!! note\n\n    {mark}\n    a\n    {closed}\n") == []


def test_a_comment_that_is_never_closed_is_told(site):
    assert told(site, "One.\n\n<!-- ask Sarah\n\nTwo.") == [("KFH540", 3, "")]
    assert told(site, "One.\n\n<!--more\n\nTwo.") == [("KFH540", 3, "<!-- more -->")]
    assert told(site, "One.\n\n<!-- more -->\n\n<!-- ask\n\nSarah -->\n\nTwo `<!--`.") == []


def test_a_note_has_a_mark_and_words(site):
    assert told(site, "One.[^1]\n") == [("KFH541", 1, "")]
    assert told(site, "One.[^a]\n\n[^b]: A source.") == [("KFH541", 1, ""), ("KFH563", 3, "")]
    assert told(site, "One.[^1] Two.[^1]\n\n[^1]: A source.") == []
    assert told(site, "In the words of the plan[^1]: all is well.\n\n[^1]: A source.") == []
    assert told(site, r"The pattern [^abc] or `[^1]` or \[^1]") == []


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("See [our plans] (https://x.test/plans).", "See [our plans](https://x.test/plans)."),
        ("See [our plans]  (2018-03-01-a-post.md).", "See [our plans](2018-03-01-a-post.md)."),
        ("See (our plans)[https://x.test/plans].", "See [our plans](https://x.test/plans)."),
        ("See [our plans](https://x.test/plans", "See [our plans](https://x.test/plans)"),
        ("See [our plans](https://x.test/plans and more.", ""),
    ],
)
def test_what_was_meant_for_a_link_is_told_with_the_link(site, written, instead):
    assert told(site, written) == [("KFH542", 1, instead)]


@pytest.mark.parametrize(
    "written",
    [
        "See [our plans](https://x.test/plans).",
        "See [a] (and b), (a) [b], f(x)[0] and [1] (2018).",
        "See [our plans](https://x.test/plans\n'Plans').",
        "See [one](https://x.test/a), [two][2] (a note).\n\n[2]: https://x.test/b",
        "`[our plans] (https://x.test/plans)`",
    ],
)
def test_what_is_a_link_or_none_was_meant_is_left_alone(site, written):
    assert told(site, written) == []


def test_bullets_of_a_word_processor_become_a_list(site):
    body = "We need:\n• tea\n• cake\n\nText.\n\n● One"
    assert told(site, body) == [("KFH543", 2, "- tea"), ("KFH543", 3, "- cake"), ("KFH543", 7, "- One")]
    mended = edits.apply(post(body=body), [found.edit for found in site.problems()])
    assert mended == post(body="We need:\n\n- tea\n- cake\n\nText.\n\n- One")
    assert told(site, "- tea\n- cake • and more\n\n`• x`") == []


@pytest.mark.parametrize(
    "mark", ["<--- more --->", "<!- more ->", "<!-- read more -->", "&lt;!-- more --&gt;", "--more--"]
)
def test_a_mark_that_was_meant_to_end_the_excerpt_is_told_as_it_must_be(site, mark):
    assert ("KFH544", 3, "<!-- more -->") in told(site, f"One.\n\n{mark}\n\nTwo.")


@pytest.mark.parametrize(
    "line",
    [
        "<!-- more -->",
        "<!--MORE-->",
        "More.",
        "**More**",
        "(more)",
        "`<--- more --->`",
        "    <!-- read more -->",
        "## More",
    ],
)
def test_other_lines_with_more_are_left_alone(site, line):
    assert told(site, f"One.\n\n{line}\n\nTwo.") == []


def test_a_line_that_its_author_meant_for_a_notice_is_told(site):
    assert told(site, "!!! note\nBook by Friday.") == [("KFH545", 2, "    Book by Friday.")]
    assert told(site, '??? "More"\n  Book by Friday.') == [("KFH545", 2, "    Book by Friday.")]
    assert told(site, "!!! note\n    Book by Friday.\n\nThe end.") == []
    assert told(site, "!!! note\n\n    Book by Friday.\n\n```\n!!! note\nBook\n```\n") == []
