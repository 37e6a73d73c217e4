"""What a published article must not have left of its beginnings; a draft may."""

from datetime import date

import pytest
from tests.sites import bulletin, post

from kfh.model import scaffold
from kfh.model.article import Kind

POST = "posts/2018-03-01-a-post.md"
BULLETIN = "bulletins/2018-03-09-leads-update.md"
TEXT = "One two three four five six seven eight nine ten."
DRAFT = "status: draft\n"


def found(site, *codes):
    return [(problem.path, problem.line, problem.code) for problem in site.problems() if problem.code in codes]


def new(kind):
    values = {"tags": ["Workforce"]}
    if kind is Kind.BULLETIN:
        contact = {"name": "The leads", "page": "https://kfh.test/contact/"}
        values |= {"issued_by": "Leads Group", "meeting_date": "2018-02-26", "contact": contact}
    return scaffold.draft(kind, "A title", date(2018, 3, 9), values)


@pytest.mark.parametrize("kind", Kind)
def test_a_new_article_has_no_fault_as_a_draft_and_each_prompt_is_one_when_it_is_published(site, kind):
    made = new(kind)
    site.write(made.path, made.text)
    assert site.problems() == ()
    text = made.text.replace("status: draft\n", "")
    site.write(made.path, text)
    prompts = {number for number, line in enumerate(text.split("\n"), 1) if any(p in line for p in scaffold.PROMPTS)}
    assert len(prompts) == {Kind.POST: 4, Kind.BULLETIN: 5}[kind]
    assert {line for _, line, _ in found(site, "KFH530")} == prompts


@pytest.mark.parametrize("kind", Kind)
def test_no_line_of_a_new_article_escapes_the_list_of_its_prompts(kind):
    """What a new article says by itself is a prompt, or what its author would write there too."""
    kept = (
        "The group met on 26 February 2018.",
        "## Comments and queries",
        "Please send comments or queries to The leads.",
    )
    body = new(kind).text.rpartition("---\n")[2].replace("<!-- more -->", "")
    for part in (*scaffold.PROMPTS, *kept):
        body = body.replace(part, "")
    assert not body.split()


@pytest.mark.parametrize("kind", Kind)
def test_a_web_editor_s_form_that_is_sent_as_it_is_names_every_gap(site, kind):
    made = scaffold.blank(kind)
    text = made.text.replace("YYYY-MM-DD", "2018-03-01").replace("status: draft\n", "")
    text = text.replace("email: …", "email: leads@kfh.test")
    site.write(made.path.replace("YYYY-MM-DD", "2018-03-01"), text)
    gaps = {number for number, line in enumerate(text.split("\n"), 1) if "…" in line}
    assert len(gaps) >= 3
    assert gaps <= {problem.line for problem in site.problems()}


@pytest.mark.parametrize(
    "line",
    [
        "[TODO]",
        "[TODO: ask Jane]",
        "[todo – ask Jane]",
        "[TBC]",
        "Ask [whom – to be filled in].",
        "Lorem ipsum dolor sit amet.",
        "> Lorem ipsum",
        "See […](https://www.kfh.org/).",
        "See [the plan (PDF, …MB)](https://www.kfh.org/a.pdf).",
    ],
)
def test_a_note_for_later_is_an_error_at_its_line_in_what_is_published(site, line):
    for more, expected in (("", [(POST, 10, "KFH530")]), (DRAFT, []), ("status: withdrawn\n", [])):
        site.write(POST, post(body=f"Text.\n\n{line}", more=more))
        assert found(site, "KFH530") == expected
    site.write(POST, post())
    site.write("docs/about.md", f"---\ntitle: About\n---\n\n{line}\n")
    assert found(site, "KFH530") == []


@pytest.mark.parametrize("line", ["title: …", "title: '...'", "summary: '[TODO]'", "summary: Lorem ipsum dolor."])
def test_a_field_with_a_note_for_later_is_an_error_in_what_is_published(site, line):
    text = post(body=TEXT).replace("title: A post", line if "title" in line else f"title: A\n{line}")
    site.write(POST, text)
    assert [code for _, _, code in found(site, "KFH530")] == ["KFH530"]
    site.write(POST, text.replace("tags:", "status: draft\ntags:"))
    assert site.problems() == ()


@pytest.mark.parametrize(
    "body",
    [
        "He said “one […] two” … and left.",
        "Write `[TODO]` in the list.",
        "```\nLorem ipsum dolor\n```",
        "- [to do lists](https://www.kfh.org/)\n- [TBC news](https://www.kfh.org/)",
        "The text Lorem ipsum has filled pages since the sixteenth century.",
        "Write the rest of the plan here. The first heading is long.",
        "## The first heading of all\n\nText.",
        "<!-- [TODO] -->\n\nText.",
    ],
)
def test_ordinary_words_are_no_notes_for_later(site, body):
    site.write(POST, post(body=body))
    assert site.problems() == ()


@pytest.mark.parametrize("body", ["", "\n \n", "<!-- more -->", "&nbsp;\u200b", "<!-- a\n\nb -->", "…", "…\n\n..."])
def test_an_article_without_a_text_is_an_error_when_it_is_published(site, body):
    site.write(POST, post(body=body))
    assert found(site, "KFH531") == [(POST, 6, "KFH531")]
    for more in (DRAFT, "status: withdrawn\n"):
        site.write(POST, post(body=body, more=more))
        assert found(site, "KFH531") == []


@pytest.mark.parametrize(
    "body",
    [
        "Text.", "```\na\n```", "    a", "<p>a</p>", "- a", "| a |\n|---|\n| b |", "> a", "## A", "![A](a.png)", "…a",
        "<!-- a\n\nb -->\n\n## A",
    ],
)  # fmt: skip
def test_a_short_text_is_one(site, body):
    site.write(POST, post(body=body))
    assert found(site, "KFH531") == []


@pytest.mark.parametrize("end", ["", "\n", "\n\n \n"])
def test_of_a_file_that_ends_within_its_fields_that_alone_is_told(site, end):
    site.write(POST, post().partition("\n---\n\n")[0] + end)
    (problem,) = site.problems()
    assert (problem.code, problem.fix) == ("KFH102", "---\n\n…")
    assert "the text below it" in problem.message
    site.write(POST, post().partition("\n---\n\n")[0] + "\n---")
    assert [found.code for found in site.problems()] == ["KFH531"]


def test_a_text_that_another_article_has_is_an_error_in_the_later_one(site):
    site.write(POST, post(body=TEXT))
    site.write(BULLETIN, bulletin(body=f"\n{TEXT}  \n"))
    assert found(site, "KFH532") == [(BULLETIN, 1, "KFH532")]
    assert POST in next(problem.message for problem in site.problems() if problem.code == "KFH532")
    for more in (DRAFT, "status: withdrawn\n"):
        site.write(BULLETIN, bulletin(body=TEXT, more=more))
        assert found(site, "KFH532") == []
    for path, body in ((POST, "No news this month."), (BULLETIN, "No news this month.")):
        site.write(path, post(body=body) if path == POST else bulletin(body=body))
    assert found(site, "KFH532") == []
