"""Marks that the host shows and no author means: each named at its line."""

import pytest
from tests.sites import post

POST = "posts/2018-03-01-a-post.md"
FIRST = 8
"""The line of the file in which a body starts."""

WRONG = {
    "a heading without a space": ("KFH550", "##What we decided", 0, "## What we decided"),
    "bold that never closes": ("KFH551", "Words.\n\n**Please note: the date", 2, ""),
    "bold with a space within": ("KFH551", "See ** this **word", 0, ""),
    "slanted that never closes": ("KFH551", "An _important day", 0, ""),
    "a space before the address": ("KFH542", "[the plan] (https://www.example.com/plan)", 0, ""),
    "a space in the address": ("KFH542", "Our [plan](the plan.pdf)", 0, ""),
    "brackets that are no link": ("KFH542", "[notes] [minutes]", 0, ""),
    "a picture frame of WordPress": ("KFH553", '[caption id="a"]words[/caption]', 0, ""),
    "a command of Hugo": ("KFH553", 'Words {{< figure src="a.png" >}}', 0, ""),
    "a command of Jekyll": ("KFH553", "{% include a.html %}", 0, ""),
    "a box of Pandoc": ("KFH553", "::: note\nWords\n:::", 0, ""),
    "typed bullets": ("KFH543", "We need:\n\n• tea\n• cake", 2, "- tea"),
    "a mark without a note": ("KFH541", "A claim.[^1]", 0, ""),
    "a note without a mark": ("KFH563", "A claim.\n\n[^1]: From where.", 2, ""),
    "a note given twice": ("KFH541", "A[^1].\n\n[^1]: One.\n[^1]: Two.", 3, ""),
    "prose that is code": ("KFH556", "Words.\n\n    Please send your answers soon.", 2, ""),
    "tags in indented code": ("KFH556", "<table>\n\n    <td>\n\n</table>", 2, ""),
    "a single tilde": ("KFH557", "10~20 people, 5~6 guests", 0, ""),
    "a box that is a sentence": ("KFH558", "!!! Book now", 0, ""),
    "a comment that never ends": ("KFH540", "Words.\n\n<!-- more ->\n\nLost.", 2, ""),
    "a table without its line": ("KFH560", "| Day | Room |\n| Monday | 3 |", 0, ""),
    "braces after a picture": ("KFH561", "![A map](map.png){width=300}", 0, ""),
    "a tag that never closes": ("KFH562", "<details>\n<summary>S</summary>\n\nWords.", 0, ""),
}

RIGHT = [
    "## What we decided",
    "#AMillionDecisions at the start of a line",
    "**Please note:** the _important_ snake_case_word and 2 * 3 * 4",
    "`**not bold` and `[a] (b)` and `{{< x >}}` and `~10 to ~20`",
    "[the plan](https://www.example.com/plan) (PDF) and [a] note",
    "A claim.[^1] Again.[^1]\n\n[^1]: From where.",
    "~~gone~~ and about ~10 people",
    '!!! tip "Book now"\n    Words.\n\n!!! warning\n    Words.',
    "Words.\n\n<!-- more -->\n\nMore.",
    "| Day | Room |\n| --- | --- |\n| Monday | 3 |",
    "<details>\n<summary>S</summary>\n\nWords.\n\n</details>",
    "```\n• code\n**x\n```",
    "Words.\n\n    x = [1, 2]\n    print(x)",
]


def found(site, body):
    site.write(POST, post(body=body))
    site.write("posts/map.png", (b"\x89PNG"))
    return [problem for problem in site.problems() if problem.path == POST]


@pytest.mark.parametrize(("code", "body", "line", "fix"), WRONG.values(), ids=WRONG)
def test_it_is_named_at_its_line(site, code, body, line, fix):
    problems = [problem for problem in found(site, body) if problem.code == code]
    assert [problem.line for problem in problems][:1] == [FIRST + line]
    assert fix in problems[0].fix


@pytest.mark.parametrize("body", RIGHT)
def test_what_is_meant_is_left_alone(site, body):
    assert not [problem.code for problem in found(site, body) if "KFH539" <= problem.code <= "KFH562"]
