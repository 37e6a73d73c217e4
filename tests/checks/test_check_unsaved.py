"""A text that is not saved yet, as an editor's tool gives it on standard input, counts in place of its file."""

import json
import subprocess
import sys

import pytest
from tests.sites import DOT, PDF, post

from kfh.model.statement import HEADINGS

GAPS = {("docs/accessibility.md", "KFH702")}
POST = "posts/2018-03-01-a-post.md"
TAGS = "docs/vocabulary/tags.yml"
FAULTS = [
    ("mkdocs.yml", "a: [\n", "KFH104"),
    (TAGS, "workforce:\n  label: [\n", "KFH104"),
    ("docs/vocabulary/acronyms.yml", "NHS:\n", "KFH303"),
    ("docs/vocabulary/retired.yml", "/old-page/:\n", "KFH303"),
    ("docs/index.md", "---\ntitle: Welcome\ntemplate: nope.html\n---\n\nWords.\n", "KFH603"),
    ("docs/accessibility.md", "---\ntitle: Accessibility\n---\n\nWords.\n", "KFH704"),
    ("ledger.txt", "# Every address\nnonsense\n", "KFH803"),
    (POST, post(body="See [it](gone.md)."), "KFH408"),
    ("posts/agenda.pdf", b"PK\x03\x04", "KFH427"),
    ("posts/dot.png", b"<html>", "KFH410"),
]
"""A text with a fault for each kind of source, and the code of that."""
NEW = [
    ("docs/vocabulary/people.yml", "a: b\n", "KFH431"),
    ("posts/run.exe", b"MZ", "KFH407"),
    ("posts/alone.pdf", PDF, "KFH417"),
    ("post/2018-03-02-b.md", post("B"), "KFH418"),
    ("2018-03-02-b.md", post("B"), "KFH418"),
    ("posts/2018-03-02-b.md", post("B", "2018-03-02", more="aliases:\n  - /2018/03/\n"), "KFH403"),
]
"""The same of files that are not there yet."""


@pytest.fixture
def sound(site):
    """A site that has one of everything, without a fault."""
    site.write("docs/accessibility.md", statement())
    site.write(POST, post(body="See [the agenda](agenda.pdf) and ![a dot](dot.png)."))
    site.write("posts/agenda.pdf", PDF)
    site.write("posts/dot.png", DOT)
    site.write("docs/vocabulary/acronyms.yml", "NHS: National Health Service\n")
    site.write("docs/vocabulary/retired.yml", "/old-page/: nobody needs it\n")
    site.write("ledger.txt", "# Every address\n/old-page/\tpage\t\tdocs/old-page.md\n")
    assert errors(site) == set()
    return site


def statement():
    headings = "\n\nWords.\n\n".join(HEADINGS)
    return f"---\ntitle: Accessibility\n---\n\n{headings}\n\nWords.\n"


def errors(site, **options):
    return {(problem.path, problem.code) for problem in site.problems(**options) if problem.severity != "advice"} - GAPS


def as_bytes(content):
    return content.encode() if isinstance(content, str) else content


@pytest.mark.parametrize(("path", "content", "code"), [*FAULTS, *NEW], ids=str)
def test_what_is_not_saved_is_checked_and_nothing_is_kept_of_it(sound, path, content, code):
    kept = sound.built(".cache")
    assert (path, code) in errors(sound, laid_over={path: as_bytes(content)})
    assert sound.built(".cache") == kept
    assert errors(sound) == set()


@pytest.mark.parametrize(("path", "content", "code"), FAULTS, ids=str)
def test_what_mends_a_file_is_sound_before_it_is_saved(sound, path, content, code):
    before = (sound.root / path).read_bytes()
    sound.write(path, content)
    assert (path, code) in errors(sound)
    assert errors(sound, laid_over={path: before}) == set()


def test_a_tag_of_a_register_that_is_not_saved_is_known(sound):
    sound.write(POST, post().replace("Workforce", "Brand new"))
    assert errors(sound) == {(POST, "KFH301"), ("posts/agenda.pdf", "KFH417"), ("posts/dot.png", "KFH417")}
    tags = (sound.root / TAGS).read_bytes() + b"brand-new:\n  label: Brand new\n"
    assert (POST, "KFH301") not in errors(sound, laid_over={TAGS: tags})


def test_the_command_looks_at_what_stands_on_standard_input_for_publishing_too(sound):
    settings = (sound.root / "mkdocs.yml").read_text("utf-8")
    command = [sys.executable, "-m", "kfh", "check", "--publish", "-", "--as", "mkdocs.yml", "--format", "json"]
    for text, told in ((settings, set()), (settings.replace("News for", "example.org for"), {"KFH701"})):
        done = subprocess.run(command, cwd=sound.root, input=text, capture_output=True, encoding="utf-8", check=False)
        found = [problem for problem in json.loads(done.stdout) if "placeholder" in problem["message"]]
        assert {problem["code"] for problem in found} == told
