"""Where the check runs: in every build, before a commit, and on a pull request."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.sites import NOW, PROJECT, post

WORKFLOW = PROJECT / ".github/workflows/review.yml"


def test_a_build_without_the_hooks_that_check_fails(site):
    settings = yaml.safe_load((site.root / "mkdocs.yml").read_text("utf-8"))
    site.write("mkdocs.yml", yaml.safe_dump(settings | {"hooks": []}))
    site.write("docs/about.md", "---\ntitle: About\n---\n")
    assert site.build().code != 0


def test_a_page_that_the_checks_have_not_seen_is_not_published(site):
    settings = yaml.safe_load((site.root / "mkdocs.yml").read_text("utf-8"))
    site.write("moved.py", "def on_config(config):\n    config.docs_dir = config.docs_dir[:-4] + 'pages'\n")
    site.write("mkdocs.yml", yaml.safe_dump(settings | {"hooks": [*settings["hooks"], "moved.py"]}))
    site.write("pages/index.md", "---\ntitle: Tilte: x\n---\n")
    done = site.build()
    assert done.code != 0
    assert "index.md was not checked" in done.text
    assert not (site.root / "site").exists()


def test_a_build_with_a_fault_that_only_the_check_sees_fails(site):
    site.write("posts/2018-03-02-a-post.md", post())
    done = site.build()
    assert done.code != 0
    assert "KFH402" in done.text


def test_a_site_for_reviewers_has_drafts_and_asks_search_engines_to_stay_away(site):
    site.write("posts/2018-03-01-a-post.md", post(more="status: draft\n"))
    assert site.build(KFH_HIDDEN="1").code == 0
    page = site.read("blog/2018/03/01/a-post/index.html")
    assert '<meta name="robots" content="noindex">' in page
    assert "Disallow: /" in site.read("robots.txt")
    assert site.build().code == 0
    assert not (site.root / "site/blog/2018/03/01/a-post").exists()
    assert "noindex" not in site.read("index.html")


def test_where_says_which_page_shows_an_article(site):
    site.write("posts/2018-03-01-a-post.md", post())
    done = site.run("kfh", "where", "posts/2018-03-01-a-post.md", "docs/index.md")
    assert done.out == "posts/2018-03-01-a-post.md\tblog/2018/03/01/a-post/index.html\n"


@pytest.fixture
def git(site):
    def run(*command):
        name = ["-c", "user.name=A", "-c", "user.email=a@kfh.test", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *name, *command], cwd=site.root, check=True, capture_output=True)  # noqa: S607 (the one that git users have)

    run("init", "--initial-branch=main")
    return run


def test_the_workflow_marks_the_lines_of_what_a_change_touches_alone(site, git):
    site.write("posts/2018-03-01-old.md", post(body="[here](https://example.com/)"))
    git("add", ".")
    git("commit", "-m", "One")
    site.write("posts/2018-03-02-new.md", post(date="2018-03-02", body="[here](https://example.com/)\n\n# Heading"))
    git("add", ".")
    git("commit", "-m", "Two")
    steps = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["review"]["steps"]
    script = next(step["run"] for step in steps if "--format github" in step.get("run", ""))
    done = subprocess.run(
        ["bash", "-e", "-c", script.replace(".venv/bin/kfh", f"{sys.executable} -m kfh")],  # noqa: S607 (the host's)
        cwd=site.root,
        env=os.environ | {"BASE": "HEAD~1", "KFH_AS_OF": NOW},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    marks = re.findall(r"^::(\w+) file=(.*?),line=(\d+),.*title=(\w+)", done.stdout, re.MULTILINE)
    new = "posts/2018-03-02-new.md"
    assert marks == [("notice", new, "8", "KFH511"), ("error", new, "10", "KFH506")]
    assert done.returncode != 0


@pytest.mark.slow
def test_a_reviewer_gets_a_pdf_of_each_changed_article_beside_the_preview(site, git, tmp_path_factory):
    folder = tmp_path_factory.mktemp("preview")
    site.write("posts/2018-03-01-old.md", post())
    git("add", ".")
    git("commit", "-m", "One")
    site.write("posts/2018-03-02-new.md", post(date="2018-03-02", body="Something new."))
    site.write("bulletins/notes.txt", "x")
    git("add", ".")
    git("commit", "-m", "Two")
    done = subprocess.run(
        [PROJECT / ".ci/preview", "HEAD~1", folder],
        cwd=site.root,
        env=os.environ | {"BIN": str(Path(sys.executable).parent), "CHROME": "/usr/bin/chromium", "KFH_AS_OF": NOW},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (pdf,) = folder.rglob("*.pdf")
    assert pdf == folder / "posts/2018-03-02-new.pdf"
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert "noindex" in (folder / "site/blog/2018/03/02/new/index.html").read_text("utf-8")


def test_every_action_of_the_workflow_is_pinned_to_a_commit():
    uses = re.findall(r"uses: (\S+)", WORKFLOW.read_text("utf-8"))
    assert uses
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action) for action in uses)


def test_the_workflow_checks_before_it_builds_and_may_only_read():
    workflow = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    steps = [str(step.get("run", "")) for step in workflow["jobs"]["review"]["steps"]]
    check, preview = (
        next(i for i, step in enumerate(steps) if words in step) for words in ("kfh check", ".ci/preview")
    )
    assert check < preview
    assert workflow["permissions"] == {"contents": "read"}


def test_the_hook_before_a_commit_runs_the_check_on_the_whole_site():
    (repository,) = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    (hook,) = repository["hooks"]
    assert hook["entry"].endswith("kfh check")
    assert not hook["pass_filenames"]
    for path in ("posts/2018/a.md", "bulletins/b.md", "docs/vocabulary/tags.yml", "mkdocs.yml"):
        assert re.search(hook["files"], path)
