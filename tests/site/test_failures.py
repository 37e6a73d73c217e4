"""A build that fails says why, and harms nothing that was built before."""

import pytest
from tests.sites import post

"""More articles than it takes for them to be rendered by several processes."""

POST = "posts/2018-03-01-a-post.md"


@pytest.fixture
def stands(site):
    """A site that was built once."""
    site.write(POST, post())
    assert site.build().code == 0
    return site, site.built()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (post(title="#Lost"), f"{POST}:2:8: error KFH105"),
        (post(body="[A](missing.md)"), "missing.md"),
        (post(body="![A](missing.png)"), "missing.png"),
        (post(body="[A](#nowhere)"), "#nowhere"),
        (post(body="[A](../docs/index.md#nowhere)"), "#nowhere"),
    ],
)
@pytest.mark.parametrize("options", [[], pytest.param(["-q"], marks=pytest.mark.slow)], ids=["", "quiet"])
def test_a_build_that_fails_leaves_the_site_as_it_was(stands, text, words, options):
    site, before = stands
    site.write(POST, text)
    done = site.build(*options)
    assert done.code != 0
    assert options or words in done.text
    assert "Traceback" not in done.text
    assert site.built() == before
    assert not list(site.root.glob(".site.stage-*"))


def test_a_template_at_fault_leaves_the_site_as_it_was(stands):
    site, before = stands
    settings = (site.root / "mkdocs.yml").read_text("utf-8")
    site.write("broken/base.html", "{% if %}")
    site.write("mkdocs.yml", settings.replace("custom_dir: ", "custom_dir: broken #"))
    assert site.build().code != 0
    assert site.built() == before
    assert not list(site.root.glob(".site.stage-*"))


CODE = '- A\n\n      <iframe src="https://x.test/"></iframe>\n'
"""Code as the host's preview shows it, and an element to Markdown as it was first described."""


@pytest.mark.parametrize(
    ("path", "text", "page"),
    [
        (POST, post(body=CODE), "blog/2018/03/01/a-post/index.html"),
        ("docs/about.md", f"---\ntitle: About\n---\n\n{CODE}", "about/index.html"),
    ],
)
def test_what_is_code_to_those_who_check_it_is_code_to_readers(site, path, text, page):
    site.write(path, text)
    assert [problem.code for problem in site.problems()] == ["KFH556"]
    done = site.build()
    assert done.code == 0, done.text
    assert '<code>&lt;iframe src="https://x.test/"&gt;&lt;/iframe&gt;' in site.read(page).replace("&quot;", '"')


def test_now_must_be_a_date(stands):
    site, before = stands
    done = site.build(KFH_AS_OF="03/04/2018")
    assert done.code != 0
    assert "KFH_AS_OF" in done.text
    assert site.built() == before


def test_a_dirty_build_is_refused(stands):
    site, before = stands
    assert "--dirty" in site.build("--dirty").text
    assert site.built() == before


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({POST: post(more="aliases:\n  - /css/site.css\n")}, "would both be /css/site.css"),
        ({POST: post(more="aliases:\n  - /css/site.css/\n")}, "a folder /css/site.css, a file already"),
    ],
)
def test_nothing_is_written_over_something_else(stands, files, words):
    site, before = stands
    for path, text in files.items():
        site.write(path, text)
    done = site.build()
    assert done.code != 0
    assert words in done.text
    assert site.built() == before


def test_folders_of_ones_own_beside_the_site_are_left_alone(stands):
    site, _ = stands
    site.write(".site-notes/kept.txt", "Mine.")
    assert site.build().code == 0
    assert (site.root / ".site-notes/kept.txt").exists()


def test_a_site_that_is_a_link_to_a_folder_stays_one(site):
    (site.root / "www").mkdir()
    (site.root / "site").symlink_to("www")
    site.write(POST, post())
    assert site.build().code == 0
    assert (site.root / "site").is_symlink()
    assert (site.root / "www/index.html").exists()
