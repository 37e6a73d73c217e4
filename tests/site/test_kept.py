"""What is kept between builds saves time, and nothing else."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from tests.sites import DOT, PROJECT, Site, post

EDITED, OTHER = "posts/2018-02-01-a-post.md", "posts/2018-03-01-a-post.md"
PAGE_OF = {EDITED: "blog/2018/02/01/a-post/index.html", OTHER: "blog/2018/03/01/a-post/index.html"}
EDITS = 20


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


def test_a_file_whose_name_is_no_utf_8_is_published(stands):
    name = os.fsdecode(b"caf\xe9.pdf")
    stands.write(f"docs/{name}", b"%PDF")
    done = stands.build()
    assert done.code == 0, done.text
    assert (stands.root / "site" / name).read_bytes() == b"%PDF"
    assert made(stands.build()) == 0


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


def test_what_is_kept_does_not_grow_with_the_number_of_edits(stands):
    stands.write("posts/dot.png", DOT)
    for number in range(EDITS):
        stands.write(EDITED, post("Edited", "2018-02-01", f"Words {number}."))
        assert stands.build("-q").code == 0
    assert len(list((stands.root / ".cache/kfh/renderings").iterdir())) < EDITS
    assert len(list((stands.root / ".cache/kfh/sites").iterdir())) < EDITS
