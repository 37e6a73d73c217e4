"""A file can be taken back by one line of a register, and none takes the place of another by its name."""

import pytest
import yaml
from tests.sites import DOT, PDF, Site, bulletin, post

POST = "posts/2018-03-01-a-post.md"
LATER = "posts/2018-04-09-later.md"
PAGE = "docs/about.md"
BULLETIN = "bulletins/2018-03-09-leads-update.md"
RETIRED = "docs/vocabulary/retired.yml"
NEWER = PDF.replace(b"1.4", b"1.7")
WHY = "It named a patient."
BODY = """See [the map of *all* libraries](map.pdf "The map"), [the map][map] and <a href="https://kfh.test/media/map.pdf">it</a>.

![Libraries by county](2018/county.png)

[map]: map.pdf
"""
FRONT = "image: 2018/county.png\nimage_alt: Libraries by county\n"


def page(body):
    return f"---\ntitle: About\n---\n\n{body}\n"


@pytest.fixture
def published(site):
    """A site whose files are in its ledger: beside articles, in a folder, and among the pages."""
    site.write(POST, post(body=BODY, more=FRONT))
    site.write(PAGE, page("[The guide](guide.pdf), [the map](../posts/map.pdf)"))
    site.write("posts/map.pdf", PDF)
    site.write("posts/2018/county.png", DOT)
    site.write("docs/guide.pdf", PDF)
    assert update(site).code == 0
    return site


def update(site, *options):
    return site.run("kfh", "ledger", "update", *options)


def retire(site, *addresses):
    site.write(RETIRED, yaml.safe_dump(dict.fromkeys(addresses, WHY)))


def codes(site):
    return [problem.code for problem in site.problems()]


def line(site, address):
    rows = (site.root / "ledger.txt").read_text("utf-8").splitlines()
    return next(row.split("\t")[1:] for row in rows if row.startswith(f"{address}\t"))


FILES = {
    "/media/map.pdf": "posts/map.pdf",
    "/media/2018/county.png": "posts/2018/county.png",
    "/guide.pdf": "docs/guide.pdf",
}


@pytest.mark.parametrize("deleted", [True, False])
def test_a_line_of_the_register_takes_files_back_and_the_words_stay(published, deleted):
    """Whether the files are deleted as well or not, and with no change to the texts that name them."""
    assert published.build("-q").code == 0
    before = published.built()
    assert {address[1:] for address in FILES} < before.keys()
    retire(published, *FILES)
    for file in FILES.values() if deleted else ():
        (published.root / file).unlink()
    assert published.problems() == ()
    done = published.build("-q")
    assert done.code == 0, done.text
    after = published.built()
    assert not [path for path in after if path.endswith((".pdf", "county.png"))]
    text = after["blog/2018/03/01/a-post/index.html"].decode()
    assert "See the map of <em>all</em> libraries, the map and it." in text
    assert "Libraries by county" in text
    assert "The guide, the map" in after["about/index.html"].decode()
    for path, content in after.items():
        assert not [name for name in (b"map.pdf", b"county.png", b"guide.pdf") if name in content], path
    assert update(published).code == 0
    assert {line(published, address)[0] for address in FILES} == {"retired"}
    assert line(published, "/guide.pdf") == ["retired", "", "docs/guide.pdf", WHY]
    assert published.problems() == ()
    (published.root / RETIRED).unlink()
    for address, file in FILES.items():
        published.write(file, before[address[1:]])
    assert published.build("-q").code == 0
    assert published.built() == before


def test_the_promise_of_a_file_is_kept_until_it_is_given_up(published):
    """Also where nothing names it any more, or the article that named it was withdrawn."""
    published.write(POST, post(body="No more.", more="status: withdrawn\n"))
    published.write(PAGE, page("No more."))
    assert codes(published) == []
    assert published.build("-q").code == 0
    assert {address[1:] for address in FILES} < published.built().keys()
    (published.root / "posts/map.pdf").unlink()
    (problem,) = published.problems()
    assert (problem.path, problem.code, problem.fix) == ("posts/map.pdf", "KFH808", "/media/map.pdf: …")
    assert RETIRED in problem.message
    published.write(RETIRED, problem.fix.replace("…", WHY))
    assert codes(published) == []


def test_a_text_that_names_what_was_given_up_is_advised(published):
    retire(published, *FILES)
    done = published.check("--advice")
    assert done.code == 0
    assert done.out.count("KFH813") == 6, done.out


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://kfh.test/media/map.pdf", "/media/map.pdf"),
        ("https://kfh.test/media/2018/c%6Funty.png", "/media/2018/county.png"),
        ("posts/map.pdf", "/media/map.pdf"),
        ("docs/guide.pdf", "/guide.pdf"),
        ("media/map.pdf", "/media/map.pdf"),
        ("/media/maps.pdf", "/media/map.pdf"),
        ("/../../etc/passwd", ""),
        ("/nothing/like/that.pdf", ""),
    ],
)
def test_an_address_that_was_never_published_is_told_with_the_one_that_is_meant(published, written, meant):
    retire(published, written)
    (problem,) = published.problems()
    assert (problem.path, problem.line, problem.code) == (RETIRED, 1, "KFH312")
    assert problem.fix == (f"{meant}: {WHY}" if meant else "")


@pytest.mark.parametrize("text", ["- /media/map.pdf\n", "/media/map.pdf:\n", "/media/map.pdf: [a]\n"])
def test_the_register_is_told_apart_from_what_it_is_not(published, text):
    published.write(RETIRED, text)
    assert codes(published) == ["KFH303"]


def test_only_what_is_a_file_goes_by_the_register_alone(published):
    published.write(BULLETIN, bulletin())
    assert update(published).code == 0
    retire(published, "/about/", "/blog/2018/03/01/a-post/", "/tag/workforce/", "/feed.xml")
    found = [problem for problem in published.problems() if problem.code == "KFH814"]
    assert [problem.line for problem in found] == [1, 2, 3, 4]
    assert "posts/2018-03-01-a-post.md still stands there" in found[1].message
    (published.root / POST).unlink()
    (published.root / PAGE).unlink()
    published.write("docs/vocabulary/tags.yml", "amilliondecisions: {label: '#AMillionDecisions'}\n")
    retire(published, "/about/", "/blog/2018/03/01/a-post/", "/tag/workforce/", *FILES)
    assert codes(published) == []
    assert update(published).code == 0
    assert line(published, "/tag/workforce/feed.xml")[0] == "retired"
    (published.root / RETIRED).unlink()
    assert set(codes(published)) == {"KFH417"}, "what nothing names any more is not published"


def test_the_menu_leads_to_nothing_that_was_given_up(tmp_path):
    site = Site(tmp_path, nav=[{"Home": "index.md"}, {"Map": "map.pdf"}])
    site.write("docs/map.pdf", PDF)
    retire(site, "/map.pdf")
    assert [(problem.path, problem.code) for problem in site.problems()] == [("mkdocs.yml", "KFH814")]


def test_a_site_that_was_never_published_may_give_a_file_up_too(site):
    site.write(POST, post(body="[The map](map.pdf)"))
    retire(site, "/media/map.pdf")
    assert codes(site) == []
    assert site.build("-q").code == 0


def test_the_command_writes_the_register(published):
    published.write(RETIRED, "# Given up.\n/guide.pdf: Old")
    assert update(published, "--retire", "/media/map.pdf", "--why", 'Named: a "patient"\n#1').code == 0
    found = yaml.safe_load((published.root / RETIRED).read_text())
    assert found == {"/guide.pdf": "Old", "/media/map.pdf": 'Named: a "patient" #1'}
    assert line(published, "/media/map.pdf")[0] == "retired"
    before = (published.root / RETIRED).read_text()
    assert update(published, "--retire", "/media/map.pdf", "--why", "Again").code == 0
    assert (published.root / RETIRED).read_text() == before
    assert codes(published) == []


def test_another_file_of_the_same_name_is_told_with_a_name_of_its_own(published):
    """Next month's map over last month's: the article of last month would lead to it too."""
    published.write("posts/map.pdf", NEWER)
    published.write(LATER, post("Later", "2018-04-09", "[The map (PDF, 1KB)](map.pdf)"))
    (problem,) = published.problems()
    assert (problem.path, problem.code, problem.severity) == ("posts/map.pdf", "KFH812", "warning")
    assert '"A post" of 1 March 2018' in problem.message
    assert "save it as map-2018-04-09.pdf" in problem.message
    published.write("posts/map-2018-04-09.pdf", NEWER)
    published.write("posts/map.pdf", PDF)
    published.write(LATER, post("Later", "2018-04-09", "[The map (PDF, 1KB)](map-2018-04-09.pdf)"))
    assert codes(published) == []


@pytest.mark.parametrize("content", [NEWER, PDF + b" ", b"%PDF" + b" " * 200_000 + b"%%EOF"])
def test_a_newer_edition_may_take_the_old_name(published, content):
    published.write("posts/map.pdf", content)
    (problem,) = published.problems()
    assert "map-2018-06-01.pdf" in problem.message
    assert update(published).code == 0
    assert codes(published) == []


def test_a_ledger_that_knows_no_fingerprints_yet_tells_of_no_file(published):
    rows = (published.root / "ledger.txt").read_text("utf-8").splitlines()
    plain = ["\t".join(row.split("\t")[:4]) if "\tfile\t" in row else row for row in rows]
    published.write("ledger.txt", "\n".join([*plain, ""]))
    published.write("posts/map.pdf", NEWER)
    assert codes(published) == []
    assert update(published).code == 0
    assert (published.root / "ledger.txt").read_text("utf-8").splitlines() != rows
    assert len(line(published, "/media/map.pdf")) == 4


def test_a_file_that_only_a_page_names_may_be_replaced(published):
    published.write("docs/guide.pdf", NEWER)
    assert codes(published) == []
