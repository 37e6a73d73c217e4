"""What is kept between builds saves time, and nothing else."""

import os
import pickle
import re
import shutil
import subprocess
import sys
from hashlib import blake2b

import pytest
from tests.sites import DOT, PROJECT, Site, first_quick, post

EDITED, OTHER = "posts/2018-02-01-a-post.md", "posts/2018-03-01-a-post.md"
PAGE_OF = {EDITED: "blog/2018/02/01/a-post/index.html", OTHER: "blog/2018/03/01/a-post/index.html"}
EDITS = 20
FOREIGN = """
import sys
from pathlib import Path
import cbor2
from kfh.runtime.store import Shelf
old, new = (text.encode() for text in sys.argv[2:])
root = Path(sys.argv[1])
for file in (root / ".cache/kfh").glob("*/*"):
    if file.name != "probe":
        Shelf(root, file.parent.name, object).put(file.name, cbor2.loads(file.read_bytes()[32:].replace(old, new)))
"""
"""Keeps everything anew, with a text changed to one of the same length."""


class Payload:
    """What runs when it is unpickled."""

    def __init__(self, file):
        self.file = file

    def __reduce__(self):
        return os.mkdir, (str(self.file),)


@pytest.fixture
def stands(site):
    """A site that was built twice, so that the tree for the next build stands beside it."""
    for file, title in ((EDITED, "Edited"), (OTHER, "Other")):
        site.write(file, post(title, file[6:16]))
    assert site.build().code == site.build().code == 0
    return site


def made(done):
    return int(re.search(r"([\d,]+) files made", done.text)[1])


def indexed(done):
    return ", search " in done.text


def times(site):
    return {path: (site.root / "site" / path).stat().st_mtime_ns for path in PAGE_OF.values()}


def test_where_nothing_changed_nothing_is_made(stands):
    before = times(stands)
    done = stands.build()
    assert made(done) == 0
    assert not indexed(done)
    assert times(stands) == before


def test_the_search_index_is_made_again_where_a_text_changed_and_only_there(stands):
    index = {path: content for path, content in stands.built().items() if path.startswith("pagefind/")}
    stands.write(EDITED, post("Edited", "2018-02-01", more="expires: 2018-12-31\n"))
    assert not indexed(stands.build())
    assert {path: content for path, content in stands.built().items() if path.startswith("pagefind/")} == index
    stands.write(EDITED, post("Edited", "2018-02-01", "Other words."))
    assert indexed(stands.build())


def test_of_a_changed_template_pages_are_made_again_and_nothing_else(tmp_path):
    site = Site(tmp_path, theme={"name": "material", "custom_dir": "overrides"})
    shutil.copytree(PROJECT / "overrides", site.root / "overrides")
    site.write(EDITED, post("Edited", "2018-02-01"))
    assert site.build().code == site.build().code == 0
    before = site.built()
    template = site.root / "overrides/partials/footer.html"
    template.write_text(template.read_text("utf-8").replace("<ul>", '<ul class="new">'), "utf-8")
    done = site.build()
    changed = {path for path, content in site.built().items() if content != before[path]}
    assert {PAGE_OF[EDITED], "blog/index.html", "tags/index.html", "index.html", "404.html"} <= changed
    assert not indexed(done)
    assert made(done) <= sum(path.endswith(".html") or path == "sitemap.xml" for path in before)
    template = site.root / "overrides/entry.html"
    template.write_text(template.read_text("utf-8") + "<p>See you.</p>", "utf-8")
    page = site.root / "site" / PAGE_OF[EDITED]
    before = page.stat().st_mtime_ns
    site.build()
    assert "See you." in site.read("feed.xml")
    assert page.stat().st_mtime_ns == before


def test_of_one_edit_only_what_shows_it_is_made_again(stands):
    before = times(stands)
    stands.write(EDITED, post("Edited", "2018-02-01", "Text.\n\nNew words."))
    done = stands.build()
    assert "New words." in stands.read(PAGE_OF[EDITED])
    assert 0 < made(done) < 40
    assert times(stands)[PAGE_OF[OTHER]] == before[PAGE_OF[OTHER]]
    assert made(stands.build()) == 0


def test_what_shows_another_article_is_made_again_with_it(stands):
    stands.write(EDITED, post("Renamed", "2018-02-01"))
    assert stands.build().code == 0
    assert "Renamed" in stands.read(PAGE_OF[OTHER])


def test_a_text_says_how_large_an_attachment_is_now(stands):
    stands.write("posts/agenda.txt", "Agenda")
    stands.write(EDITED, post("Edited", "2018-02-01", "[The agenda](agenda.txt)"))
    assert stands.build().code == 0
    assert "(plain text, 6 bytes)" in stands.read(PAGE_OF[EDITED])
    stands.write("posts/agenda.txt", "Another agenda")
    assert stands.build().code == 0
    assert "(plain text, 14 bytes)" in stands.read(PAGE_OF[EDITED])


def test_where_nothing_can_be_kept_the_site_is_the_same(stands, tmp_path_factory):
    elsewhere = Site(tmp_path_factory.mktemp("elsewhere"))
    for file in PAGE_OF:
        elsewhere.write(file, (stands.root / file).read_bytes())
    elsewhere.write(".cache", "A file where a folder should be.")
    done = elsewhere.build()
    assert done.code == 0, done.text
    assert elsewhere.built() == stands.built()


def test_builds_at_once_share_what_is_kept_and_make_whole_sites(site):
    for number in range(1, 29):
        site.write(f"posts/2018-02-{number:02}-a-post.md", post(f"Post {number}", f"2018-02-{number:02}"))
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--strict", "--site-dir"]
    builds = [subprocess.Popen([*command, f"site-{number}"], cwd=site.root, env=site.environment()) for number in "123"]
    assert [build.wait() for build in builds] == [0, 0, 0]
    assert site.built("site-1") == site.built("site-2") == site.built("site-3")
    assert site.build().code == 0
    assert site.built() == site.built("site-1")


@pytest.mark.slow
def test_what_is_kept_does_not_grow_with_the_number_of_edits(stands):
    stands.write("posts/dot.png", DOT)
    for number in range(EDITS):
        stands.write(EDITED, post("Edited", "2018-02-01", f"Words {number}."))
        assert stands.build("-q").code == 0
    assert len(list((stands.root / ".cache/kfh/editions").iterdir())) < EDITS
    assert len(list((stands.root / ".cache/kfh/trees").iterdir())) < EDITS


def fresh(site):
    """The site with nothing but `.cache/` to take anything from."""
    for folder in ("site", ".site.twin"):
        shutil.rmtree(site.root / folder)
    return site


def kept(site, kind="*"):
    return [file for file in (site.root / ".cache/kfh").glob(f"{kind}/*") if file.name != "probe"]


def keep_anew(site, old, new, **environment):
    command = [sys.executable, "-c", FOREIGN, site.root, old, new]
    subprocess.run(command, env=site.environment(**environment), check=True)
    assert any(new.encode() in file.read_bytes() for file in kept(site))


def git(site, *command):
    subprocess.run(["git", *command], cwd=site.root, check=True)  # noqa: S607 (the one that git users have)


def test_what_is_kept_runs_nothing(stands):
    before, code = stands.built(), pickle.dumps(Payload(stands.root / "ran"))
    for seal in (b"", blake2b(code, digest_size=16).digest()):
        for file in kept(stands):
            file.write_bytes(seal + code)
        assert fresh(stands).build().code == stands.build().code == 0
    assert stands.built() == before
    assert not (stands.root / "ran").exists()


def test_what_another_machine_kept_is_not_believed(stands, tmp_path_factory):
    before = stands.built()
    keep_anew(stands, "Other", "Evil!", XDG_CONFIG_HOME=str(tmp_path_factory.mktemp("home")))
    done = fresh(stands).build()
    assert done.code == 0, done.text
    assert stands.built() == before


def test_of_a_text_that_was_kept_it_is_asked_again_whether_it_may_be_published(stands):
    before = stands.built()
    keep_anew(stands, "Text.</p>", "<i onx=1>")
    assert fresh(stands).build().code == 0
    assert stands.built() == before


def test_what_a_check_has_rendered_a_build_takes_with_warnings_or_without(site):
    site.write(EDITED, post("Edited", "2018-02-01", "See.\n\n##What we did"))
    site.write(OTHER, post("Other", "2018-03-01", "Some words."))
    assert {problem.code for problem in site.problems() if problem.path == EDITED} == {"KFH550"}
    for word in ("See", "Some"):
        keep_anew(site, f"<p>{word}", f"<p>{word.upper()}")
    assert site.build().code == 0
    assert "<p>SEE" in site.read(PAGE_OF[EDITED])
    assert "<p>SOME" in site.read(PAGE_OF[OTHER])


def test_what_was_kept_under_one_name_does_not_stand_for_another(stands):
    stands.write(OTHER, post("Other", "2018-03-01", "Other words."))
    assert stands.build().code == 0
    before = stands.built()
    texts = {file: file.read_bytes() for file in kept(stands, "editions")}
    other = next(text for text in texts.values() if b"Other words." in text)
    for file in texts:
        file.write_bytes(other)
    assert fresh(stands).build().code == 0
    assert stands.built() == before


@pytest.mark.parametrize(
    "key", first_quick([None, b"", b"short", bytes(32)]), ids=["none", "empty", "short", "for all to read"]
)
def test_a_key_is_made_where_there_is_none_that_nobody_else_can_read(stands, tmp_path_factory, key):
    home = tmp_path_factory.mktemp("home")
    if key is not None:
        (home / "kfh").mkdir()
        (home / "kfh/seal.key").write_bytes(key)
        (home / "kfh/seal.key").chmod(0o644)
    done = stands.build(XDG_CONFIG_HOME=str(home))
    assert done.code == 0, done.text
    assert made(done) > 0
    assert (home / "kfh/seal.key").read_bytes() != key
    assert (home / "kfh/seal.key").stat().st_mode & 0o777 == 0o600
    assert made(stands.build(XDG_CONFIG_HOME=str(home))) == 0


@pytest.mark.parametrize("home", first_quick(["{root}/.config", "/proc", "/dev/null", "relative"]))
def test_a_home_that_keeps_no_key_of_ones_own_costs_time_only(stands, home):
    """One in the site's own tree could have come with it."""
    before = stands.built()
    for _ in range(2):
        done = stands.build(XDG_CONFIG_HOME=home.format(root=stands.root))
        assert done.code == 0, done.text
        assert made(done) > 0
    assert stands.built() == before


def test_nothing_is_written_or_removed_where_a_link_leads(stands, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for number in range(EDITS):
        (elsewhere / f"{number}").write_text("Mine.")
    for file in kept(stands, "checks"):
        file.unlink()
        file.symlink_to(elsewhere / "0")
    shutil.rmtree(stands.root / ".cache/kfh/editions")
    (stands.root / ".cache/kfh/editions").symlink_to(elsewhere)
    assert fresh(stands).build().code == 0
    assert {file.read_text() for file in elsewhere.iterdir()} == {"Mine."}
    assert len(list(elsewhere.iterdir())) == EDITS


def test_git_must_not_keep_what_builds_keep(stands):
    stands.write(".gitignore", ".cache/")
    git(stands, "init", "-q")
    assert not [problem for problem in stands.problems() if problem.code == "KFH430"]
    git(stands, "add", "-f", ".cache")
    assert [problem.path for problem in stands.problems() if problem.code == "KFH430"] == [".cache"]
    assert stands.build().code != 0
