"""The site that stands is whole at every moment, whatever becomes of the next one."""

import errno
import importlib
import resource
import shutil
import subprocess
import sys
import time
from subprocess import PIPE

import pytest
import yaml
from tests.sites import PROJECT, first_quick, post

HOLDER = """
import sys
from pathlib import Path
from engine.stage import Stage
stage = Stage(Path(sys.argv[1]))
(stage.folder / "page.html").write_text("unfinished")
print(stage.folder, flush=True)
sys.stdin.read()
"""
LOOKER = """
import os, select, sys
print("looking", flush=True)
missed = 0
while not select.select([sys.stdin], [], [], 0)[0]:
    missed += sum(not os.path.exists(sys.argv[1]) for _ in range(100))
print(missed)
"""
AT_THE_RULES = """
import os, sys
def look(event, arguments):
    if event == "open" and str(arguments[0]).endswith("apache/kfh-site.conf"):
        {end}
sys.addaudithook(look)
"""
PAGE = "blog/2018/03/01/a-post/index.html"


@pytest.fixture
def stage_of(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(PROJECT / "hooks")
    module = importlib.import_module("engine.stage")

    def make(text):
        stage = module.Stage(tmp_path / "site")
        (stage.folder / "page.html").write_text(text)
        return stage

    return make


@pytest.fixture
def other_build(tmp_path):
    """Another process with a stage of the same site, and the folder of that stage."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "site")],
        cwd=PROJECT / "hooks",
        stdin=PIPE,
        stdout=PIPE,
        text=True,
    )
    folder = process.stdout.readline().strip()
    yield process, folder
    process.kill()
    process.communicate()


def publish(stage):
    stage.publish()
    stage.discard()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_site_is_never_missing_while_it_is_replaced(stage_of, tmp_path):
    publish(stage_of("0"))
    page = tmp_path / "site/page.html"
    with subprocess.Popen([sys.executable, "-c", LOOKER, page], stdin=PIPE, stdout=PIPE, text=True) as looker:
        assert looker.stdout.readline() == "looking\n"
        for number in range(300):
            publish(stage_of(str(number)))
        missed, _ = looker.communicate()
    assert missed == "0\n"
    assert page.read_text() == "299"
    assert names(tmp_path) == [".site.lock", ".site.twin", "site"]


def test_what_a_killed_build_left_is_cleared_by_the_next(stage_of, other_build, tmp_path):
    process, folder = other_build
    process.kill()
    process.wait()
    publish(stage_of("new"))
    assert names(tmp_path) == [".site.lock", "site"], folder


def test_two_builds_at_once_do_not_mix(stage_of, other_build, tmp_path):
    _, folder = other_build
    publish(stage_of("first"))
    assert folder.rpartition("/")[2] in names(tmp_path)
    assert (tmp_path / "site/page.html").read_text() == "first"


def test_of_two_first_builds_at_once_the_later_stands(stage_of, tmp_path):
    one, other = stage_of("one"), stage_of("other")
    publish(one)
    publish(other)
    assert (tmp_path / "site/page.html").read_text() == "other"
    assert names(tmp_path) == [".site.lock", "site"]


def test_where_folders_cannot_be_exchanged_the_next_build_mends_a_stop_between_two_renames(
    stage_of, tmp_path, monkeypatch
):
    monkeypatch.setattr(sys, "platform", "darwin")
    publish(stage_of("old"))
    stage = stage_of("new")
    (tmp_path / "site").rename(stage.folder.with_name(stage.folder.name + ".old"))
    stage_of("newer").discard()
    assert (tmp_path / "site/page.html").read_text() == "old"
    publish(stage)
    assert (tmp_path / "site/page.html").read_text() == "new"


@pytest.mark.parametrize(
    ("name", "target"), [(".site.twin", "posts"), (".site.lock", "mkdocs.yml"), (".site-hosting.twin", "posts")]
)
def test_nothing_is_written_through_a_link_beside_the_site(site, name, target):
    site.write("posts/2018-03-01-a-post.md", post())
    (site.root / name).symlink_to(target)
    before = {path: content for path, content in site.built(".").items() if not path.startswith(".")}
    done = site.build()
    assert done.code == 1
    assert name in done.text
    assert "Traceback" not in done.text
    assert {path: content for path, content in site.built(".").items() if not path.startswith(".")} == before
    (site.root / name).unlink()
    assert site.build().code == 0


def test_a_folder_that_is_a_link_in_the_twin_is_no_way_out(site):
    """It goes where the build makes the folder, else the build is refused; what it leads to stays."""
    site.write("posts/2018-03-01-a-post.md", post())
    for tree, folder in ((".site.twin", "blog"), (".site.twin", "mine"), (".site-hosting.twin", "nginx")):
        (site.root / tree).mkdir(exist_ok=True)
        (site.root / tree / folder).symlink_to(site.root / "posts")
    done = site.build()
    assert done.code == 1
    assert "a link to another place stands where a folder must be" in done.text
    (site.root / ".site-hosting.twin/nginx").unlink()
    assert site.build().code == 0
    assert names(site.root / "posts") == ["2018-03-01-a-post.md"]
    assert not [path for path in (site.root / "site").rglob("*") if path.is_symlink()]


def test_strict_mode_leaves_the_site_that_stood(site):
    site.write("posts/2018-03-01-a-post.md", post())
    assert site.build().code == 0
    before = site.built()
    site.write("posts/2018-03-01-a-post.md", post(body="Another text."))
    settings = yaml.safe_load((site.root / "mkdocs.yml").read_text("utf-8"))
    site.write(
        "warns.py", "import logging\n\ndef on_env(env, **_):\n    logging.getLogger('mkdocs').warning('beware')\n"
    )
    site.write("mkdocs.yml", yaml.safe_dump(settings | {"hooks": [*settings["hooks"], "warns.py"]}))
    for options in ((), ("-q",)):
        done = site.build(*options)
        assert done.code != 0
        assert "what stood before still stands" in done.err
        assert site.built() == before
    assert not list(site.root.glob(".site.stage-*"))
    assert site.run("mkdocs", "build").code == 0
    assert site.built() != before


def test_without_room_on_the_disk_the_site_that_stood_stays_and_the_reason_is_said(site):
    """A limit on the size of a file stands in for a full disk: writing fails in the same way."""
    site.write("posts/2018-03-01-a-post.md", post())
    assert site.build().code == 0
    before = site.built()
    hosting = site.built("site-hosting")
    site.write("posts/2018-03-01-a-post.md", post(body="Long text. " * 20000, more="aliases:\n  - /old/\n"))
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limit[1]))
    try:
        done = site.build()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert done.code != 0
    assert "what stood before still stands" in done.text
    assert "Traceback" not in done.text
    assert errno.errorcode[errno.EFBIG] not in done.text
    assert site.built() == before
    assert site.built("site-hosting") == hosting
    assert not list(site.root.glob(".site*.stage-*"))


@pytest.mark.parametrize("end", first_quick(["os.kill(os.getpid(), 9)", "raise OSError(28, os.strerror(28))"]))
def test_a_build_that_ends_while_it_writes_the_rules_for_web_servers_leaves_site_and_rules(site, end):
    site.write("posts/2018-03-01-a-post.md", post())
    assert site.build().code == 0
    before = site.built(), site.built("site-hosting")
    site.write("posts/2018-03-01-a-post.md", post(more="aliases:\n  - /old/\n"))
    site.write("lib/sitecustomize.py", AT_THE_RULES.format(end=end))
    assert site.build(PYTHONPATH=str(site.root / "lib")).code != 0
    assert (site.built(), site.built("site-hosting")) == before
    assert site.build().code == 0
    assert not list(site.root.glob(".site*.stage-*"))


@pytest.mark.slow
def test_killed_at_any_moment_a_build_leaves_a_whole_site_and_rules_that_lead_to_what_is_there(site):
    """The rules for web servers are whole too, and never newer than the site."""
    site.write("posts/2018-03-01-a-post.md", post(body="Old."))
    assert site.build().code == 0
    old = site.built(), site.built("site-hosting")
    site.write("posts/2018-03-01-a-post.md", post(body="New.", more="aliases:\n  - /old/\n"))
    start = time.monotonic()
    assert site.build("-d", "other").code == 0
    whole = time.monotonic() - start
    new = site.built("other"), site.built("other-hosting")
    seen = set()
    for step in (*range(50), None):
        with subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "build", "-q"], cwd=site.root, env=site.environment()
        ) as process:
            try:
                process.wait(timeout=None if step is None else step / 40 * whole)
            except subprocess.TimeoutExpired:
                process.kill()
        now = site.built(), site.built("site-hosting")
        assert now in (old, new, (new[0], old[1])), step
        seen.add(b"New." in now[0][PAGE])
    assert site.build().code == 0
    assert (site.built(), site.built("site-hosting")) == new
    assert not list(site.root.glob(".site*.stage-*"))
    assert seen == {False, True}


OTHERS = {
    ".git/config": "[core]",
    ".git/HEAD": "ref",
    "CNAME": "kfh.test",
    "blog/notes.txt": "Mine.",
    "photos/a.jpg": "",
}


def forget(site):
    shutil.rmtree(site.root / ".cache")


def forget_all(site):
    forget(site)
    for place in site.root.glob(".pub.*"):
        shutil.rmtree(place) if place.is_dir() else place.unlink()


@pytest.mark.parametrize("meanwhile", first_quick([forget_all, forget, lambda _: None]))
def test_a_site_in_which_other_things_were_put_is_left_as_it_is_and_they_are_named(site, meanwhile):
    site.write("posts/2018-03-01-a-post.md", post())
    assert site.build("-d", "pub").code == 0
    for path, text in OTHERS.items():
        site.write(f"pub/{path}", text)
    before = site.built("pub")
    meanwhile(site)
    done = site.build("-d", "pub")
    assert done.code != 0
    assert "pub/ holds what no build made, and it would be lost: .git, CNAME, blog/notes.txt, photos" in done.err
    assert "Traceback" not in done.text
    assert site.built("pub") == before


@pytest.mark.parametrize("path", first_quick(["media/mine.pdf", "pagefind/mine.txt", "feed/mine.html"]))
def test_what_was_put_where_the_build_writes_is_named_too(site, path):
    site.write("posts/2018-03-01-a-post.md", post())
    assert site.build().code == 0
    site.write(f"site/{path}", "Mine.")
    done = site.build()
    assert done.code != 0
    assert path in done.err
    assert site.read(path) == "Mine."


def test_a_folder_of_somebody_else_is_left_as_it_is(site):
    site.write("posts/2018-03-01-a-post.md", post())
    for number in range(9):
        site.write(f"pub/{number}.txt", "Mine.")
    site.write("pub/index.html", "<p>Mine, of https://kfh.test/")
    before = site.built("pub")
    done = site.build("-d", "pub")
    assert done.code != 0
    assert "0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 5 more" in done.err
    assert site.built("pub") == before
    assert not (site.root / ".pub.twin").exists()


@pytest.mark.parametrize("folder", ["posts/new", "bulletins"])
def test_no_site_is_built_among_the_sources(site, folder):
    site.write("posts/2018-03-01-a-post.md", post())
    done = site.build("-d", folder)
    assert done.code != 0
    assert f"{folder.partition('/')[0]}/ is for what the site is made of" in done.err
    assert not (site.root / folder).exists()


def test_a_folder_of_somebody_else_beside_the_site_is_left_as_it_is(site):
    site.write("posts/2018-03-01-a-post.md", post())
    site.write("site-hosting/nginx/mine.conf", "Mine.")
    done = site.build()
    assert done.code != 0
    assert "site-hosting/ holds what no build made, and it would be lost: nginx/mine.conf" in done.err
    assert (site.root / "site-hosting/nginx/mine.conf").read_text() == "Mine."
    assert not (site.root / "site").exists()


@pytest.mark.parametrize("meanwhile", first_quick([forget_all, forget, lambda _: None]))
def test_a_site_that_is_known_or_forgotten_is_built_again_less_what_is_gone_and_what_computers_leave(site, meanwhile):
    site.write("posts/2018-03-01-a-post.md", post(body="[The agenda](agenda.txt)"))
    site.write("posts/agenda.txt", "Agenda")
    site.write("posts/2018-03-02-another.md", post("Another", "2018-03-02"))
    assert site.build("-d", "pub").code == 0
    (site.root / "posts/2018-03-01-a-post.md").unlink()
    site.write("pub/blog/.DS_Store", "")
    meanwhile(site)
    done = site.build("-d", "pub")
    assert done.code == 0, done.text
    assert site.build("-d", "clean").code == 0
    assert site.built("pub") == site.built("clean")


def mounted(site, folder, size, *commands):
    """Run commands while a file system of some bytes is mounted at a folder, which nobody else sees."""
    script = " && ".join((f"mount -t tmpfs -o size={size} none {folder}", *commands))
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c", script]
    done = subprocess.run(command, cwd=site.root, env=site.environment(), capture_output=True, text=True, check=False)
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip("this machine mounts nothing for tests")
    return done


BUILD = f"{sys.executable} -m mkdocs build --strict"


@pytest.mark.slow
def test_a_site_that_is_a_volume_is_built_by_copying(site):
    site.write("posts/2018-03-01-a-post.md", post())
    (site.root / "site").mkdir()
    edit = "sed -i s/Text./Words./ posts/*.md"
    done = mounted(site, "site", "50m", BUILD, "cp -r site first", edit, BUILD, "cp -r site second", BUILD)
    assert done.returncode == 0, done.stderr
    assert " 0 files made" in done.stderr
    assert site.build("-d", "clean").code == 0
    assert site.built("second") == site.built("clean") != site.built("first")
    assert PAGE in site.built("first")


@pytest.mark.slow
def test_a_full_disk_below_what_is_kept_costs_time_only(site):
    for number in range(1, 29):
        site.write(
            f"posts/2018-02-{number:02}-a-post.md",
            post(f"Post {number}", f"2018-02-{number:02}", f"{number} words. " * 999),
        )
    (site.root / ".cache").mkdir()
    for size in ("4k", "64k"):
        done = mounted(site, ".cache", size, f"{BUILD} -d {size}", f"{BUILD} -d {size}")
        assert done.returncode == 0, done.stderr
    assert site.build("-d", "clean").code == 0
    assert site.built("4k") == site.built("64k") == site.built("clean")
