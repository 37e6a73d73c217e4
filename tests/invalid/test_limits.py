"""Nothing of a text is lost without a word, and no text, however made, keeps a check or a build waiting."""

import time

import pytest
from tests.sites import RENDER, first_quick, post

from kfh.editions import edition
from kfh.editions.explained_acronyms import Acronyms
from kfh.model import vocabulary
from kfh.problems.problem import has_errors
from kfh.reading.sources import Sources
from kfh.rules import fix, report

POST = "posts/2018-03-01-a-post.md"
PAGE = "docs/about.md"
TAGS = "docs/vocabulary/tags.yml"
HEAD = "---\ntitle: About\n---\n\n"
CHARACTERS = 20_000
SECONDS = 2
"""Of the processor's time, whoever else uses it."""

SORTS = (
    "[", "![", "<", "<a ", "[](<", "<!-- ", "<![CDATA[", "{", "*", "_", "`", ">", "|", "#", ":", "(", "&", "~", "\\",
    "!", "]", "'", '"', "-", "=", "+", "1. ", "- ", "> ", "@", "A", "HEE ", "“HEE ", "<x>", "</x>", "<b>", "<p>",
    "<div>", "<?", "<!", "</", "[^", "[^1]", "![](", "[a](b", "<a href='", "http://", "www.", "&#", "&lt;", "\\[",
    "{: a=b }", "**a", "_a __b", "!!! ", "??? ", "\t", "\u00a0", "`` ` ", "<a \n\n", "#\n", "[\n\n", "|\n", "a\n: ",
    "a\u00a0", "a\u200b", "5~6 ", "“~a ", "H~2~O ", "`~a ", "\\<a ",
)  # fmt: skip
TEXTS = {repr(sort): sort * (CHARACTERS // len(sort)) for sort in SORTS}
TEXTS["unknown elements"] = "".join(f"<t{number}>" for number in range(10_000))


def converted(body):
    """The HTML of a text, as the build renders an article; no links are resolved."""
    return RENDER(body).rendered.html


@pytest.mark.parametrize("name", first_quick(TEXTS, 20))
def test_a_text_of_one_sort_is_refused_or_rendered_in_no_time(site, name):
    site.write(POST, post(body=TEXTS[name]))
    started = time.process_time()
    problems = site.problems()
    if not has_errors(problems):
        explained = Acronyms({"HEE": "Health Education England"})
        edition.make("blog/a/", converted(TEXTS[name]), "https://kfh.test/", [explained])
    assert time.process_time() - started < SECONDS
    assert len(report.as_text(problems)) < 200_000


FIELDS = ("title: {}\n", "summary: {}\n", "{}: x\n", "tags: {}\n", "aliases:\n  - {}\n", "guid: '{}'\n", "{}\n")


@pytest.mark.parametrize("sort", ["[", "{", "a ", " ", "#", ":", "- ", "'", "&", "*", "“", ","])
def test_fields_of_one_sort_are_checked_in_no_time(site, sort):
    for number, field in enumerate(FIELDS, 1):
        site.write(f"posts/2018-03-0{number}-a.md", post(more=field.format(sort * (CHARACTERS // len(sort)))))
    started = time.process_time()
    problems = site.problems()
    assert time.process_time() - started < SECONDS * len(FIELDS)
    assert len(report.as_text(problems)) < 200_000


@pytest.mark.parametrize("path", [TAGS, "docs/vocabulary/acronyms.yml", "mkdocs.yml"])
@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, "{" * 20_000, "- " * 20_000, "a: " * 2_000, "\n".join(f"{' ' * level}a:" for level in range(300))],
)
def test_a_register_deep_in_brackets_is_refused_at_its_place(site, path, text):
    site.write(path, text)
    started = time.process_time()
    found = [(problem.path, problem.code) for problem in site.problems()]
    assert time.process_time() - started < SECONDS
    assert (path, "KFH104") in found


NOTES = "".join(f"{'    ' * level}!!! note\n\n" for level in range(201)) + "    " * 201


@pytest.mark.parametrize(
    "deep", ["> " * 201, "- " * 101, "1. " * 101, "<div>" * 201, "<b>" * 201, NOTES], ids=lambda deep: deep[:5]
)
def test_what_would_be_dropped_for_its_depth_is_refused(site, deep):
    site.write(POST, post(body=f"{deep}The end."))
    site.write(PAGE, f"{HEAD}{deep}The end.")
    found = {problem.path: problem.code for problem in site.problems() if problem.code == "KFH524"}
    assert found == {POST: "KFH524", PAGE: "KFH524"}


@pytest.mark.parametrize(
    "text", ["> " * 199 + "The end.", "- " * 99 + "The end.", f"{'<div>' * 199}The end.{'</div>' * 199}"]
)
def test_what_is_a_little_less_deep_is_published_whole(site, text):
    site.write(POST, post(body=text))
    assert not has_errors(site.problems())
    made = edition.make("blog/a/", converted(text), "https://kfh.test/")
    assert "The end." in made.page


@pytest.mark.parametrize("deep", ["> " * 10_000, "1. " * 7_000, "<div>" * 4_000, "[" * 20_000, "*a **b " * 3_000])
def test_mending_a_deep_text_ends_in_no_traceback(site, deep):
    raw = post(body=f"{deep}The\u00a0end.").encode()
    change = fix.mended(POST, raw, vocabulary.load(Sources(site.root)), RENDER)
    assert change is None or "The end." in change.after.decode()


def test_a_text_of_more_than_ten_megabytes_is_refused(site):
    site.write(POST, post(body="Words. " * 1_500_000))
    assert [(problem.line, problem.code) for problem in site.problems()] == [(7, "KFH524")]


def test_what_the_check_takes_for_code_the_build_shows_as_code(site):
    site.write(PAGE, f"{HEAD}- a\n\n      {'<div>' * 300}")
    assert not has_errors(site.problems())
    assert site.build().code == 0
    assert "&lt;div&gt;" * 300 in site.read("about/index.html")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (post(body="A\ufffeB"), (8, 2, "KFH116")),
        (post(body="A\x00B"), (8, 2, "KFH116")),
        (post(body="[A](https://x.test/&#1;)"), (8, 20, "KFH116")),
        (post(body="A &#xD800; B"), (8, 3, "KFH116")),
        (post(body="`A\x01B`"), (8, 3, "KFH116")),
        (post(body="```\nA\x01B\n```"), (9, 2, "KFH116")),
        (post(more="discussion: https://x.test/&#1;\n"), (6, 28, "KFH113")),
        (post(title="A\x00B"), (2, 9, "KFH109")),
        (post(more='guid: "a\\uFFFEb"\n'), (6, 7, "KFH109")),
        (post(more='guid: "a\\x01b"\n'), (6, 7, "KFH109")),
        (post(more="guid: a\ufffeb\n"), (6, 8, "KFH109")),
        (post(more='discussion: "https://x.test/\\uFFFE"\n'), (6, 13, "KFH109")),
        (post(more="discussion: https://x.test/\x01\n"), (6, 28, "KFH109")),
        (post(more='guid: "a\\uD800b"\n'), (6, 11, "KFH104")),
        (post(more='aliases:\n  - "/a\\x01/"\n'), (7, 5, "KFH109")),
        (post(body="A").encode() + b"\xed\xa0\x80", (9, 1, "KFH101")),
    ],
)
def test_a_character_that_no_feed_can_hold_is_refused_at_its_place(site, text, place):
    site.write(POST, text)
    assert [(problem.line, problem.column, problem.code) for problem in site.problems()] == [place]


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        (TAGS, 'workforce:\n  label: "W\\uFFFE"\n', (2, 10, "KFH109")),
        (TAGS, "workforce:\n  label: W\x01\n", (2, 11, "KFH109")),
        (TAGS, "# \x01\nworkforce:\n  label: W\n", (1, 3, "KFH109")),
        ("docs/vocabulary/acronyms.yml", 'HEE: "W\\uFFFE"\n', (1, 6, "KFH109")),
    ],
)
def test_so_is_one_in_a_register(site, path, text, place):
    site.write(path, text)
    assert [(problem.line, problem.column, problem.code) for problem in site.problems()] == [place]


def test_code_may_name_such_a_character(site):
    site.write(POST, post(body="Write `&#1;`.\n\n```\n&#1;\n```\n"))
    assert site.problems() == ()


def test_of_many_faults_of_one_kind_the_first_are_told_and_how_many_more_there_are(site):
    site.write(POST, post(body="![](https://x.test/p.png)\n\n" * 150))
    told = [problem for problem in site.problems() if problem.code == "KFH505"]
    assert len(told) == 100
    assert "50 more of this kind" in told[-1].message
