"""What must be filled in before a site is published, and how a day's check says that something must."""

import re
import shutil
import time

import pytest
from tests.site.test_statement import SAID
from tests.sites import NOW, PROJECT, Site, bulletin, post

import kfh.site
from kfh.reading.sources import Sources
from kfh.values import dates

POST = "posts/2018-03-01-a-post.md"
BULLETIN = "bulletins/2018-03-09-leads-update.md"


def to_fill_in(site):
    """What publishing refuses; that a small site has no accessibility statement is another matter."""
    found = kfh.site.check(Sources(site.root), dates.as_of(NOW), publish=True).problems
    return [problem for problem in found if problem.code != "KFH704" or (site.root / problem.path).exists()]


def fill_in(site):
    """Do what `--publish` asks for, from the end of each file, so that the places before stay."""
    for problem in reversed(to_fill_in(site)):
        file = site.root / problem.path
        lines = file.read_text("utf-8").split("\n")
        found = re.match(r'"(.+)" is a placeholder', problem.message)
        if found:
            line, start = lines[problem.line - 1], problem.column - 1
            assert line[start:].startswith(found[1])
            real = "None." if found[1][0] == "[" else re.sub(r"[\w.]*example\.org", "kfh.test", found[1])
            lines[problem.line - 1] = line[:start] + real + line[start + len(found[1]) :]
        else:
            assert problem.message.startswith('"accessibility" must say')
            lines.insert(problem.line, "    accessibility:")
            lines[problem.line + 1 : 1] = [f"      {name}: {said}" for name, said in SAID.items()]
        file.write_text("\n".join(lines), "utf-8")


@pytest.fixture
def copy(tmp_path):
    """A copy of this project's own texts and settings."""
    for name in ("docs", "posts", "bulletins", "schemas"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "mkdocs.yml", tmp_path)
    site = Site.__new__(Site)
    site.root = tmp_path
    return site


def test_this_project_can_be_published_once_all_that_is_named_is_filled_in(copy):
    assert {problem.code for problem in to_fill_in(copy)} == {"KFH701"}
    fill_in(copy)
    assert to_fill_in(copy) == []


def test_no_command_writes_what_publishing_refuses(copy):
    fill_in(copy)
    (copy.root / "schemas/post.json").unlink()
    page = copy.root / "docs/writing.md"
    page.write_text(page.read_text("utf-8").replace("| `guid` | No |", "| `guid` | Never |"), "utf-8")
    for command in (("schema",), ("new", "post", "A"), ("new", "bulletin", "B")):
        done = copy.run("kfh", *command)
        assert done.code == 0, done.text
    assert "| `guid` | No |" in page.read_text("utf-8")
    assert to_fill_in(copy) == []


def test_the_first_bulletin_of_a_site_names_a_page_of_the_site_for_contact(site):
    site.write("docs/contact.md", "---\ntitle: Contact us\n---\n\nWrite to us.\n")
    made = site.root / site.run("kfh", "new", "bulletin", "Leads update").out.strip()
    assert "  page: https://kfh.test/contact/\n" in made.read_text("utf-8")


@pytest.mark.parametrize(
    "body",
    [
        "Write `us@example.org`, or `` `www.example.org` ``.",
        "```\nhttps://example.org\n```",
        "One.\n\n    https://example.org\n",
        "!!! note\n\n    ~~~\n    [name – to be filled in]\n    ~~~\n",
        "<!-- [name – to be filled in] -->",
        "See https://my-example.org/ and https://example.org.uk/.",
    ],
)
def test_an_example_in_code_is_no_placeholder(site, body):
    for path, text in ((POST, post(body=f"Text.\n\n{body}")), ("docs/a.md", f"---\ntitle: A\n---\n\n{body}\n")):
        site.write(path, text)
    assert to_fill_in(site) == []


def test_a_note_in_the_settings_or_a_register_is_no_placeholder(site):
    for path in ("mkdocs.yml", "docs/vocabulary/tags.yml"):
        site.write(path, f"# https://example.org\n{(site.root / path).read_text('utf-8')}\n# [x – to be filled in]\n")
    assert to_fill_in(site) == []


PLACES = {(12, "KFH701"), (16, "KFH701"), (16, "KFH530")}


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("draft", set()),
        ("published", PLACES),
        ("withdrawn", {(12, "KFH701"), (16, "KFH701")}),
        ("drafty", {(13, "KFH206")}),
        ("draft\nslug: ../x", {(14, "KFH212")}),
    ],
)
def test_each_placeholder_is_told_once_and_drafts_may_hold_some(site, status, told):
    """A misspelt "draft" counts as one: only that is told, and is to be mended first."""
    text = bulletin(
        body="Write to www.example.org, or [whom – to be filled in], or to the leads.", more=f"status: {status}\n"
    )
    site.write(BULLETIN, text.replace("page: https://kfh.test/contact/", "email: us@example.org"))
    found = to_fill_in(site)
    places = [(problem.line, problem.column) for problem in found]
    assert {(problem.line, problem.code) for problem in found} == told
    assert len(places) == len(set(places))
    assert status != "drafty" or found[0].fix == "status: draft"


@pytest.mark.parametrize(
    ("path", "old", "new", "place"),
    [
        ("mkdocs.yml", "News for libraries", "'News of #1, example.org'", (3, 32)),
        ("docs/vocabulary/tags.yml", "description: x", "description: At WWW.Example.org", (3, 19)),
        (POST, "Text.", "Text.\n\n> Ask us@EXAMPLE.org.", (10, 7)),
        (POST, "title: A post", "title: The site www.example.org", (2, 17)),
    ],
)
def test_a_placeholder_is_told_where_it_stands(site, path, old, new, place):
    site.write(POST, post())
    site.write("docs/vocabulary/tags.yml", "workforce:\n  label: Workforce\n  description: x\n")
    text = (site.root / path).read_text("utf-8")
    assert old in text
    site.write(path, text.replace(old, new, 1))
    assert [(found.path, found.line, found.column) for found in to_fill_in(site)] == [(path, *place)]


@pytest.mark.parametrize("line", ["a" * 50_000, "[a " * 20_000, "a." * 20_000 + " "])
def test_no_line_takes_long_to_look_through(site, line):
    site.write("docs/vocabulary/acronyms.yml", f"NHS: '{line} example.org'\n")
    started = time.process_time()
    assert [found.column for found in to_fill_in(site)] == [len(line) + 8]
    assert time.process_time() - started < 2


def test_a_day_s_check_says_in_one_line_that_the_site_has_gaps(copy):
    done = copy.check()
    assert done.code == 0
    (line,) = done.out.splitlines()
    assert line.startswith("docs/accessibility.md:1:1: warning KFH702 the site cannot be published yet")
    for path in ("docs/accessibility.md", "docs/contact.md", "docs/privacy.md", "mkdocs.yml"):
        assert path in line.partition("KFH702")[2]
    fill_in(copy)
    assert copy.check().out == ""


def test_an_editor_s_own_faults_come_last(copy):
    copy.write("bulletins/2018-01-01-a.md", bulletin(title="#Lost", date="2018-01-01"))
    copy.write("posts/2018-01-02-b.md", post(date="2018-01-02", body="## One\n\n#### Two"))
    copy.write("docs/about.md", "---\ntitle: #Lost\n---\n\n## One\n\n#### Two\n")
    done = copy.check()
    found = [line.split()[:3] for line in done.out.splitlines() if re.match(r"\S+:\d+:\d+: ", line)]
    assert [kind for _, kind, _ in found] == sorted((kind for _, kind, _ in found), reverse=True)
    assert [kind for _, kind, code in found if code == "KFH702"] == ["warning"]
    assert [place.partition("/")[0] for place, kind, _ in found if kind == "error"] == ["docs", *["bulletins"] * 3]
    assert done.err.splitlines()[-1] == f"What a code means: kfh explain {found[-1][2]}"
