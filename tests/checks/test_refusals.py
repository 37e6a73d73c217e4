"""What each command says where the site is none, or where the computer refuses: a sentence, and never a traceback."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.sites import NOW, PROJECT, first_quick, post

from kfh.__main__ import main

POST = "posts/2018-03-01-a-post.md"
GIT = ("/usr/bin/git", "-c", "user.name=T", "-c", "user.email=t@kfh.test")
COMMANDS = {
    "check": ["check"],
    "publish": ["check", "--publish", "--format", "sarif"],
    "fix": ["check", "--fix", "--advice"],
    "ledger": ["ledger", "update"],
    "retire": ["ledger", "update", "--retire", "/a/", "--why", "b"],
    "new post": ["new", "post", "B"],
    "new bulletin": ["new", "bulletin", "B"],
    "schema": ["schema"],
    "tags": ["tags"],
    "where": ["where", POST],
    "check-site": ["check-site", "."],
    "diff": ["diff", "docs", "."],
}


def folder(site, path):
    file = site.root / path
    if file.is_file():
        file.unlink()
    file.mkdir(parents=True, exist_ok=True)


def nothing(site, path):
    """A link that leads nowhere."""
    (site.root / path).unlink(missing_ok=True)
    (site.root / path).symlink_to("/nowhere/at/all")


def plain(site, path):
    """A file where a folder should be."""
    shutil.rmtree(site.root / path, ignore_errors=True)
    site.write(path, "x")


def text(content):
    return lambda site, path: site.write(path, content)


@pytest.mark.parametrize(
    ("path", "make"),
    first_quick(
        [
            ("docs/vocabulary/tags.yml", nothing),
            (POST, folder),
            ("docs", plain),
            ("ledger.txt", text(b"/a/\xff\tpage\n/\x00\tpage\n")),
            *(
                ("mkdocs.yml", text(content))
                for content in ("", "- a\n- b\n", "a: [", "a", b"\x00\xff\x80", "[" * 5000)
            ),
            ("mkdocs.yml", folder),
            ("mkdocs.yml", nothing),
            ("docs/vocabulary/tags.yml", folder),
            ("docs/vocabulary/acronyms.yml", folder),
            ("docs/vocabulary", plain),
            ("ledger.txt", folder),
            ("posts", plain),
            ("docs/accessibility.md", folder),
            ("docs/writing.md", folder),
            ("schemas", plain),
            (".cache", plain),
            ("site", plain),
        ],
        4,
    ),
)
def test_no_command_ends_in_a_traceback(site, monkeypatch, path, make):
    site.write("docs/writing.md", "---\ntitle: Writing\n---\n\nHow.\n")
    site.write("posts/2018-03-02-b.md", post(date="2018-03-02"))
    make(site, path)
    monkeypatch.chdir(site.root)
    for name, command in COMMANDS.items():
        done = CliRunner().invoke(main, command, env={"KFH_AS_OF": NOW})
        assert done.exception is None or isinstance(done.exception, SystemExit), (name, done.exc_info)
        assert done.exit_code in (0, 1, 2), name
        assert name == "where" or done.output.strip(), name


def made(site, target):
    """What `make site` and the like do here, with the tools of this project."""
    tools = Path(sys.executable).parent
    command = ("make", "-f", str(PROJECT / "Makefile"), "-o", ".venv/site", f"BIN={tools}", target)
    return subprocess.run(
        command, cwd=site.root, env=site.environment(), capture_output=True, encoding="utf-8", check=False
    )


def deep(levels):
    return text("".join(f"{' ' * level}a:\n" for level in range(levels)))


@pytest.mark.parametrize(
    ("make", "words"),
    first_quick(
        [
            (folder, "KFH103 this file cannot be read: Is a directory"),
            (nothing, "KFH413 this is a link"),
            (deep(3000), "KFH104 there are more than 100 brackets or lists"),
            (text("a: " + "[" * 3000 + "]" * 3000), "KFH104 there are more than 100 brackets or lists"),
            (text("a: [b\n c: {"), "KFH104 this line cannot be read"),
            (text(b"\x00\xff\x80"), "KFH101 the file must be saved as UTF-8"),
            (text(""), "KFH601"),
            (text("- a\n"), "KFH601"),
        ],
        2,
    ),
)
def test_settings_that_cannot_be_read_end_no_build_and_no_preview_in_a_traceback(site, make, words):
    make(site, "mkdocs.yml")
    for target in ("site", "serve"):
        done = made(site, target)
        assert done.returncode
        assert words in done.stderr
        assert "Traceback" not in done.stderr + done.stdout
    assert words in site.check().text


def test_what_only_the_engine_finds_at_fault_in_the_settings_ends_in_a_sentence(site):
    settings = (site.root / "mkdocs.yml").read_text("utf-8")
    site.write("mkdocs.yml", f"{settings}copyright: !!python/object/apply:int ['x']\n")
    done = made(site, "site")
    assert done.returncode
    assert "Error: mkdocs.yml, or what it names, cannot be used: invalid literal for int()" in done.stderr
    assert "Traceback" not in done.stderr
    site.write("mkdocs.yml", settings)
    assert made(site, "site").returncode == 0
    assert (site.root / "site/index.html").exists()


def without_rights(site, *command, **environment):
    """What a command says that may do no more than the rights of files allow; the superuser's own are taken away."""
    alone = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    return subprocess.run(
        [*alone, sys.executable, "-m", *command],
        cwd=site.root,
        env=site.environment(**environment),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("path", "rights", "command", "words"),
    first_quick(
        [
            (POST, 0, ("kfh", "check"), f"{POST}:1:1: error KFH103 this file cannot be read: Permission denied"),
            ("docs/vocabulary/tags.yml", 0, ("kfh", "check"), "tags.yml:1:1: error KFH103"),
            ("docs/vocabulary/tags.yml", 0, ("mkdocs", "build", "-q"), "tags.yml:1:1: error KFH103"),
            ("posts", 0, ("kfh", "check"), "posts cannot be used: Permission denied"),
            ("posts", 0, ("mkdocs", "build", "-q"), "posts"),
            ("docs", 0, ("kfh", "tags"), "Permission denied"),
            ("mkdocs.yml", 0, ("kfh", "check"), "mkdocs.yml:1:1: error KFH103"),
            ("posts", stat.S_IRUSR | stat.S_IXUSR, ("kfh", "new", "post", "B"), "cannot be written: Permission denied"),
            (".", stat.S_IRUSR | stat.S_IXUSR, ("kfh", "ledger", "update"), "cannot be used: Permission denied"),
            (".", stat.S_IRUSR | stat.S_IXUSR, ("mkdocs", "build", "-q"), "Permission denied"),
            (".", stat.S_IRUSR | stat.S_IXUSR, ("kfh", "check"), "No problems found"),
        ],
        2,
    ),
)
def test_what_may_not_be_read_or_written_is_named(site, path, rights, command, words):
    site.write(POST, post())
    (site.root / path).chmod(rights)
    try:
        done = without_rights(site, *command)
    finally:
        (site.root / path).chmod(0o755)
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == (words != "No problems found")


def test_a_report_that_nobody_reads_is_no_fault(site):
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "kfh", "explain"]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, cwd=site.root, check=False)
    os.close(theirs)
    assert done.stderr == b""


@pytest.mark.parametrize("closed", first_quick(["<&- >&- 2>&-", "<&-", ">&-", "2>&-"]))
@pytest.mark.parametrize("command", ["check", "new post B"])
def test_a_command_may_be_started_with_nothing_to_read_from_or_write_to(site, closed, command):
    site.write(POST, post(body="## One\n\n#### Two"))
    done = subprocess.run(
        ["/bin/bash", "-c", f"{sys.executable} -m kfh {command} {closed}"],
        cwd=site.root,
        env=site.environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


@pytest.mark.slow
def test_words_that_a_terminal_cannot_show_are_shown_as_far_as_it_can(site):
    site.write(POST, post(title="“Plans”: №\u00a01"))
    site.write("posts/caf\udce9.exe", b"x")
    for environment in (
        {"PYTHONIOENCODING": "utf-8:strict"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ):
        for form in ("text", "json", "sarif"):
            done = site.check("--format", form, **environment)
            assert (done.code, "Traceback" in done.err) == (1, False)


def test_the_folder_of_the_site_s_files_is_not_taken_for_a_built_site(site):
    done = site.run("kfh", "check-site", ".")
    assert done.code == 1
    assert '"." is not the folder of a built site: build it first, and name the folder of the build' in done.err
    assert done.out == ""


@pytest.fixture
def committed(site):
    """A site of one post, in git."""
    site.write(POST, post())
    site.write(".gitignore", ".cache/\n/site*\n/.site*\n")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "One")):
        subprocess.run([*GIT, *command], cwd=site.root, check=True)
    return site


def test_the_files_as_they_stand_are_compared_with_a_revision(committed):
    committed.write("posts/2018-03-02-b.md", post("Not yet committed", "2018-03-02"))
    done = committed.run("kfh", "diff", "HEAD", ".")
    assert done.code == 0, done.text
    assert "New articles:\n  Not yet committed (/blog/2018/03/02/b/)\n" in done.out
    assert not (committed.root / "site").exists()
    trees = subprocess.run([*GIT, "worktree", "list"], cwd=committed.root, capture_output=True, text=True, check=True)
    assert len(trees.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("old", "path", "words"),
    [
        ("nothing", None, '"nothing" is neither a folder here nor a revision that git knows'),
        ("--help-me", None, "No such option"),
        ("HEAD", "/nowhere", "git is not installed"),
        ("docs", None, '"docs" is no folder of a built site, and none with the files of a site'),
    ],
)
def test_what_cannot_be_compared_is_named(committed, old, path, words):
    done = committed.run("kfh", "diff", old, ".", **({"PATH": path} if path else {}))
    assert done.code in (1, 2)
    assert words in done.err
    assert "Traceback" not in done.err


def test_a_revision_that_cannot_be_built_is_named_with_the_reason(committed):
    committed.write(POST, post(title="#Lost"))
    done = committed.run("kfh", "diff", ".", "HEAD")
    assert done.code == 1
    assert ". cannot be built" in done.err
    assert "KFH105" in done.err


def test_a_folder_without_a_repository_has_no_revisions(site):
    done = site.run("kfh", "diff", "HEAD", ".", GIT_CEILING_DIRECTORIES=str(site.root.parent))
    assert done.code == 1
    assert "not a git repository" in done.err


@pytest.mark.parametrize(
    ("name", "near"),
    [("nope.html", ""), ("../base.html", "base.html"), ("chekcs.html", "checks.html"), ("partials", "")],
)
def test_a_template_that_is_not_there_is_told_at_its_line(site, name, near):
    site.write("docs/about.md", f"---\ntitle: About\ntemplate: {name}\n---\n\nText.\n")
    (problem,) = site.problems()
    assert (problem.path, problem.line, problem.code) == ("docs/about.md", 3, "KFH603")
    assert "checks.html, main.html, subscribe.html" in problem.message
    assert problem.edit
    assert problem.fix == (f"template: {near}" if near else "")
    done = site.build()
    assert done.code == 1
    assert "KFH603" in done.text
    assert "Traceback" not in done.text


TEMPLATES = sorted(file.name for file in (PROJECT / "overrides").glob("*.html"))
OF_OTHERS = {
    "404.html",
    "archive.html",
    "article.html",
    "entry.html",
    "redirect.html",
    "search.html",
    "sitemap.html",
    "tags.html",
}


def test_every_template_that_the_check_passes_shows_the_page(site):
    """Those of articles, lists and the build's own pages show nothing of it, and home.html shows the home page."""
    for path, start in (("docs/index.md", ""), ("docs/sub/index.md", "sub/"), ("docs/about.md", "about/")):
        refused = set()
        for name in TEMPLATES:
            site.write(path, f"---\ntitle: About us\ntemplate: {name}\n---\n\nWords that are there.\n")
            refused |= {name for problem in site.problems() if (problem.path, problem.line) == (path, 3)}
        assert refused == OF_OTHERS | ({"home.html"} if start else set())
        (site.root / path).unlink()
    for name in {*TEMPLATES} - OF_OTHERS:
        path = "index" if name == "home.html" else name.removesuffix(".html")
        text = f"---\ntitle: About us\ntemplate: {name}\n---\n\nWords that are there.\n"
        site.write(f"docs/{path}.md", text)
    assert site.build().code == 0
    pages = [site.read(f"{path}/index.html") for path in ("base", "main", "checks", "subscribe", "writing", ".")]
    assert all("<p>Words that are there.</p>" in page for page in pages)
    assert all("<h1>About us</h1>" in page for page in pages[:-1])


@pytest.mark.parametrize(
    ("template", "words"),
    [("{% if %}", "base.html, line 1"), ("{{ nothing.at.all }}", "at fault"), ("{{ 1 / 0 }}", "ZeroDivisionError")],
)
def test_a_template_at_fault_ends_a_build_with_a_sentence(site, template, words):
    overrides = site.root / "overrides"
    shutil.copytree(PROJECT / "overrides", overrides)
    (overrides / "base.html").write_text(template)
    settings = (site.root / "mkdocs.yml").read_text("utf-8")
    site.write("mkdocs.yml", settings.replace(str(PROJECT / "overrides"), "overrides"))
    done = site.build()
    assert done.code == 1
    assert words in done.text
    assert "Traceback" not in done.text
    assert not (site.root / "site").exists()


def test_a_site_without_a_repository_address_is_built(site):
    site.write("docs/writing.md", "---\ntitle: Writing\ntemplate: writing.html\n---\n\nHow.\n")
    site.write(POST, post())
    done = site.build()
    assert done.code == 0, done.text
