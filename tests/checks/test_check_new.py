"""New files, and the files that are made from the models of the fields."""

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.sites import PROJECT, RENDER, bulletin

from kfh.model import guide, scaffold
from kfh.model.article import Kind
from kfh.model.vocabulary import Author, Registers, Term
from kfh.problems.problem import has_errors
from kfh.rules import fix, one_file
from kfh.values.slugs import SLUG

REGISTERS = Registers()
REGISTERS.tags.add(Term(slug="workforce", label="Workforce"))
REGISTERS.authors.add(Author(slug="leads-group", name="Leads Group"))
VALUES = {
    Kind.POST: {"tags": ["Workforce"], "authors": ["Leads Group"]},
    Kind.BULLETIN: {
        "tags": ["Workforce"],
        "issued_by": "Leads Group",
        "meeting_date": "2018-02-26",
        "contact": {"name": "The leads", "page": "https://kfh.test/contact/"},
    },
}


@settings(derandomize=True, deadline=None, database=None)
@given(st.text(max_size=80), st.sampled_from(Kind))
@example("#AMillionDecisions – progress", Kind.POST)
@example("“Our plans”", Kind.POST)
@example("Health &amp; care: what's “next”?", Kind.BULLETIN)
@example("---", Kind.POST)
@example("'", Kind.POST)
@example('It\'s "here" #now \\ or never:', Kind.POST)
@example("…", Kind.POST)
@example("Â", Kind.POST)
@example("Â\x08", Kind.POST)
@example("The trustâ€™s", Kind.POST)
def test_any_title_comes_back_from_a_new_file_that_has_no_fault(text, kind):
    title = scaffold.title_of(text)
    if not title:
        return
    made = scaffold.draft(kind, title, date(2018, 3, 9), VALUES[kind])
    kept = one_file.check(made.path, made.text.encode(), REGISTERS, RENDER)
    assert not has_errors(kept.problems), kept.problems
    assert kept.front.title == title
    assert SLUG.fullmatch(made.path.removesuffix(".md").partition("2018-03-09-")[2])
    assert fix.mended(made.path, made.text.encode(), REGISTERS, RENDER) is None


def test_a_slug_is_made_from_the_title(site):
    done = site.run("kfh", "new", "post", "#AMillionDecisions – progress")
    assert (done.code, done.out.strip()) == (0, "posts/2018-06-01-amilliondecisions-progress.md")
    assert site.check().err.startswith("No problems found")


def test_nothing_is_overwritten(site):
    file = site.write("posts/2018-06-01-a.md", "Here before.")
    done = site.run("kfh", "new", "post", "A")
    assert done.code == 1
    assert "is there already" in done.err
    assert file.read_text("utf-8") == "Here before."


def test_nothing_is_written_through_a_link(site, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (site.root / "posts").symlink_to(elsewhere)
    (site.root / "schemas").symlink_to(elsewhere)
    page = elsewhere / "writing.md"
    page.write_text("<!-- fields: title -->\n\n")
    for command, link in ((("new", "post", "A"), "posts"), (("schema",), "schemas")):
        if link == "schemas":
            site.write("docs/writing.md", page.read_bytes())
        done = site.run("kfh", *command)
        assert done.code == 1
        assert f"was not written; {link}: this is a link to a file or folder in another place" in done.err
    (site.root / "docs/writing.md").unlink()
    (site.root / "docs/writing.md").symlink_to(page)
    assert "docs/writing.md: this is a link" in site.run("kfh", "schema").err
    assert [*elsewhere.iterdir()] == [page]
    assert page.read_text() == "<!-- fields: title -->\n\n"


def test_a_bulletin_takes_over_group_audience_and_contact_from_the_last_one(site):
    last = bulletin().replace(
        "The leads\n  page: https://kfh.test/contact/", "The other leads\n  email: leads@kfh.test"
    )
    site.write("bulletins/2018-03-09-leads-update.md", last)
    site.write("bulletins/2018-02-09-leads-update.md", bulletin(date="2018-02-09", meeting="2018-02-01"))
    done = site.run("kfh", "new", "bulletin", "Leads update", "--meeting", "24 May 2018", "--tag", "workforce")
    assert done.code == 0, done.err
    text = (site.root / done.out.strip()).read_text("utf-8")
    for line in (
        "issued_by: Leads Group", "meeting_date: 2018-05-24", "audience: Library managers", "  name: The other leads",
        "  email: leads@kfh.test", "  - Workforce", "status: draft", "The group met on 24 May 2018.",
    ):  # fmt: skip
        assert line in text
    assert site.check().code == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("post", "A", "--tag", "Wrokforce"), 'did you mean "Workforce"?'),
        (("post", "A", "--date", "03/04/2018"), "either 2018-03-04 or 2018-04-03"),
        (("post", " \u200b "), "at least one letter"),
    ],
)
def test_what_cannot_be_made_is_said_in_plain_words(site, options, words):
    done = site.run("kfh", "new", *options)
    assert done.code == 2
    assert words in done.err


def at_terminal(site, *command, answers):
    """What a command shows to a person at a terminal who types these lines."""
    ours, theirs = pytest.importorskip("pty").openpty()
    command = [sys.executable, "-m", "kfh", *command]
    with subprocess.Popen(
        command, cwd=site.root, env=site.environment(), stdin=theirs, stdout=theirs, stderr=theirs
    ) as run:
        os.close(theirs)
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
        shown = b""
        with suppress(OSError):  # that is how Linux says that the other side has gone
            while part := os.read(ours, 4096):
                shown += part
    os.close(ours)
    assert run.returncode == 0, shown
    return shown.decode()


def test_at_a_terminal_one_is_asked_again_where_an_answer_cannot_be_read(site):
    answers = ("Wrokforce", "Workforce", "31/05/2018", "2018-05-31")
    shown = at_terminal(site, "new", "bulletin", "Leads update", answers=answers)
    assert 'did you mean "Workforce"?' in shown
    assert "must be written year first" in shown
    made = (site.root / "bulletins/2018-06-01-leads-update.md").read_text("utf-8")
    assert "tags:\n  - Workforce\n" in made
    assert "meeting_date: 2018-05-31\n" in made


def test_nobody_is_named_as_the_author_who_was_not_named(site):
    at_terminal(site, "new", "post", "Our plans", answers=("", ""))
    made = (site.root / "posts/2018-06-01-our-plans.md").read_text("utf-8")
    assert "  - AMillionDecisions\n" in made
    assert "authors:" not in made


def test_the_page_for_editors_has_links_to_forms_that_are_filled_in(site):
    site.write("mkdocs.yml", (site.root / "mkdocs.yml").read_text("utf-8") + "repo_url: https://git.test/kfh/site\n")
    site.write("docs/writing.md", "---\ntitle: Writing\ntemplate: writing.html\n---\n\nHow.\n")
    assert site.build().code == 0
    links = re.findall(r'href="(https://git.test/kfh/site/new/[^"]*)"', site.read("writing/index.html"))
    post, bulletin_ = (parse_qs(urlsplit(link.replace("&amp;", "&")).query) for link in links)
    assert post["filename"] == ["YYYY-MM-DD-short-title.md"]
    assert "issued_by: …" in bulletin_["value"][0]
    filled = post["value"][0].replace("YYYY-MM-DD", "2018-03-09").replace("- …", "- Workforce", 1)
    filled = filled.replace("- …", "- Leads Group")
    assert not one_file.check("posts/2018-03-09-short-title.md", filled.encode(), REGISTERS, RENDER).problems


@pytest.mark.parametrize("path", guide.files())
def test_the_schema_files_are_those_of_the_models(path):
    assert (PROJECT / path).read_text("utf-8") == guide.files()[path], "run kfh schema"


def test_the_tables_of_fields_are_those_of_the_models():
    page = (PROJECT / guide.PAGE).read_text("utf-8")
    assert guide.with_tables(page) == page, "run kfh schema"
    named = re.findall(r"<!-- fields: (.*?) -->", page)
    assert sorted(" ".join(named).split()) == sorted(Kind.BULLETIN.model.model_fields)


def test_the_schema_asks_for_what_the_check_asks_for_and_knows_no_null():
    schema = json.loads(guide.json_schema(Kind.BULLETIN))
    assert set(schema["required"]) == {
        "title", "date", "tags", "summary", "issued_by", "meeting_date", "audience", "contact"
    }  # fmt: skip
    assert "null" not in json.dumps(schema)
