"""Files that must not stand where they are, or would never appear: each is told once, with what to do."""

import os
import socket

import pytest
from tests.sites import DOT, Site, bulletin, post

from kfh.reading.sources import Sources
from kfh.rules.report import as_text

PDF = b"%PDF-1.4\n%%EOF\n"
POST = "posts/2018-03-01-a-post.md"
PAGE = "---\ntitle: A page\n---\n\nText.\n"


def told(site):
    return {(found.path, found.code) for found in site.problems()}


def report(site):
    """All that a person is shown of the site's faults."""
    return as_text(site.problems(), Sources(site.root).lines)


def only(site, path):
    (found,) = (found for found in site.problems() if found.path == path)
    return found


@pytest.mark.parametrize("name", ["~$x.docx", "Thumbs.db", "desktop.ini", ".hidden", "a.pdf", "a.md", "folder"])
@pytest.mark.parametrize("folder", ["docs", "posts", "bulletins/2018", "docs/vocabulary"])
def test_a_link_of_any_name_is_refused_and_nothing_of_its_target_shown(site, tmp_path_factory, folder, name):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text("password: hunter2\n")
    (site.root / folder).mkdir(parents=True, exist_ok=True)
    (site.root / folder / name).symlink_to(secret if name != "folder" else secret.parent)
    assert told(site) == {(f"{folder}/{name}", "KFH413")}
    assert "hunter2" not in report(site)


READ = ["mkdocs.yml", "docs/vocabulary/tags.yml", "docs/vocabulary/acronyms.yml", "ledger.txt"]


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("target", ["secret", "pipe", "/dev/zero", "nowhere"])
def test_a_link_in_the_place_of_settings_registers_or_ledger_is_not_followed(site, tmp_path_factory, path, target):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "secret").write_text("password: hunter2: hunter3\n")
    os.mkfifo(elsewhere / "pipe")
    (site.root / path).unlink(missing_ok=True)
    (site.root / path).symlink_to(elsewhere / target)
    assert (path, "KFH413") in told(site)
    assert not [found for found in site.problems() if "hunter" in found.message + found.fix]


def test_what_a_folder_leads_to_is_not_read_for_registers(site, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (site.root / "docs/vocabulary").rename(elsewhere / "vocabulary")
    (site.root / "docs/vocabulary").symlink_to(elsewhere / "vocabulary")
    site.write(POST, post())
    assert {("docs/vocabulary", "KFH413")} == {found for found in told(site) if found[0].startswith("docs/")}


def test_the_mark_that_emacs_leaves_while_one_writes_is_no_fault(site):
    (site.root / "docs/.#index.md").symlink_to("somebody@their.computer.123:456")
    assert told(site) == set()


@pytest.mark.parametrize("path", ["docs/pipe", "docs/pipe.md", "posts/2018-03-01-pipe.md", "bulletins/pipe.pdf"])
def test_nobody_waits_for_a_pipe(site, path):
    (site.root / path).parent.mkdir(exist_ok=True)
    os.mkfifo(site.root / path)
    assert told(site) == {(path, "KFH415")}


@pytest.mark.parametrize("path", READ)
def test_nobody_waits_for_a_pipe_in_the_place_of_what_is_always_read(site, path):
    (site.root / path).unlink(missing_ok=True)
    os.mkfifo(site.root / path)
    assert (path, "KFH415") in told(site)


@pytest.mark.parametrize("command", [("build",), ("build", "--no-strict")])
def test_no_build_waits_for_a_pipe(site, command):
    for path in ("docs/pipe", "docs/pipe.md", "docs/vocabulary/pipe.yml"):
        os.mkfifo(site.root / path)
    done = site.run("mkdocs", *command)
    assert done.code != 0
    assert "docs/pipe.md:1:1: error KFH415" in done.text
    assert "Traceback" not in done.text


def test_a_socket_is_no_file(site, monkeypatch):
    monkeypatch.chdir(site.root)  # the path of a socket may have a hundred characters
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind("docs/socket")
    assert told(site) == {("docs/socket", "KFH415")}


NAMES = {
    "a\nb.pdf": "a-b.pdf",
    "a\tb.pdf": "a-b.pdf",
    "a\x1b[31mb.pdf": "a-[31mb.pdf",
    "a\x7fb.pdf": "a-b.pdf",
    "fdp.\u202eexe.pdf": "fdp.-exe.pdf",
    "zero\u200bwidth.pdf": "zero-width.pdf",
    "no\u00a0break.pdf": "no-break.pdf",
    "line\u2028end.pdf": "line-end.pdf",
    os.fsdecode(b"caf\xe9.pdf"): "caf.pdf",
    os.fsdecode(b"\xe9.pdf"): "file.pdf",
    "a:b.pdf": "a-b.pdf",
    'a"b?.pdf': "a-b.pdf",
    "back\\slash.pdf": "back-slash.pdf",
    " a.pdf": "a.pdf",
    "a.pdf ": "a.pdf",
    "a.pdf.": "a.pdf",
    "aux.pdf": "aux-1.pdf",
    "Com7.notes.pdf": "Com7-1.notes.pdf",
}


@pytest.mark.parametrize("folder", ["docs", "posts", "bulletins/2018"])
def test_a_name_that_cannot_be_seen_or_held_everywhere_is_refused_with_another(site, folder):
    for name in NAMES:
        site.write(f"{folder}/{name}", b"%PDF")
    found = site.problems()
    assert {problem.code for problem in found} == {"KFH414"}
    offered = {problem.path: problem.message.rpartition("for example to ")[2] for problem in found}
    assert offered == {f"{folder}/{name}": better for name, better in NAMES.items()}


@pytest.mark.parametrize(("name", "better"), [("a .md", "a.md"), ("a..md", "a.md")])
def test_the_name_of_a_page_can_be_that_of_its_folder(site, name, better):
    site.write(f"docs/{name}", PAGE)
    found = only(site, f"docs/{name}")
    assert (found.code, found.message.rpartition(" ")[2]) == ("KFH414", better)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("retired.yaml", "rename it to docs/vocabulary/retired.yml"),
        ("Tags.yml", "rename it to docs/vocabulary/tags.yml"),
        ("work-streams.yml", "rename it to docs/vocabulary/work_streams.yml"),
        ("old/tags.yml", "rename it to docs/vocabulary/tags.yml"),
        ("logo.png", "move it to another folder"),
    ],
)
def test_a_register_that_nothing_reads_is_told_its_name(site, name, meant):
    site.write(f"docs/vocabulary/{name}", "a: b\n")
    found = only(site, f"docs/vocabulary/{name}")
    assert (found.code, found.message.rpartition(": ")[2]) == ("KFH431", meant)


@pytest.mark.parametrize("folder", ["con", "a\nb", "2018 "])
def test_the_name_of_a_folder_is_looked_at_too(site, folder):
    site.write(f"posts/{folder}/2018-03-01-a.md", post())
    assert told(site) == {(f"posts/{folder}/2018-03-01-a.md", "KFH414")}


def test_names_in_other_alphabets_and_with_signs_are_taken(site):
    for name in ("Übersicht (März) 50% & mehr", "年報", "emoji 🎉", "d'été, #1; {x} $y", "v1.2", "leaflet.pl"):
        site.write(f"docs/{name}.pdf", PDF)
    assert told(site) == set()


RUN = ["a.html", "a.HTM", "a.xhtml", "a.svg", "a.Svg", "a.js", "a.mjs", "a.xml", "a.wasm", "a.css", "a.php", "a.swf"]


@pytest.mark.parametrize("folder", ["docs", "posts", "bulletins", "docs/.well-known"])
def test_no_type_is_published_that_a_browser_or_a_host_would_run(site, folder):
    names = [*RUN, "a.html.pdf", "a.PHP.txt", "a.unknown", "none", "CNAME" if folder != "docs" else "cname"]
    for name in names:
        site.write(f"{folder}/{name}", "<script>alert(1)</script>")
    assert told(site) == {(f"{folder}/{name}", "KFH407") for name in names}
    assert "alert" not in report(site)


@pytest.mark.parametrize("name", ["a.MD", "a.markdown", "a.mkd", "a.mdown"])
@pytest.mark.parametrize("folder", ["docs", "posts"])
def test_a_page_by_another_ending_is_told_what_to_call_it(site, folder, name):
    site.write(f"{folder}/{name}", PAGE)
    found = only(site, f"{folder}/{name}")
    assert (found.code, found.message.rpartition(" ")[2]) == ("KFH401", "a.md")


OWN = ["_worker.js", "_Worker.js", "_routes.json", "functions/", "functions/a/", "FUNCTIONS/", "cdn-cgi/", "web.config"]


@pytest.mark.parametrize("address", [*OWN, "%5Fworker.js", "CNAME"])
def test_no_former_address_is_a_name_that_hosts_take_as_their_own(site, address):
    site.write(POST, post(more=f"aliases:\n  - /{address}\n"))
    assert (POST, "KFH416") in told(site)


def test_no_page_or_article_has_an_address_that_hosts_take_as_their_own(tmp_path):
    site = Site(tmp_path, {"permalinks": {"post": "/{slug}/"}})
    site.write("docs/functions.md", PAGE)
    site.write("docs/Functions/a.md", PAGE)
    site.write("posts/2018-03-01-functions.md", post(more="slug: cdn-cgi\n"))
    paths = {path for path, code in told(site) if code == "KFH416"}
    assert paths == {"docs/functions.md", "docs/Functions/a.md", "posts/2018-03-01-functions.md"}


MISPLACED = {
    "2018-03-01-a.md": "move it to posts/2018-03-01-a.md",
    "update.md": "move it to posts/2018-03-01-update.md",
    "2018-03-01-a.docx": "save its words as plain text, in posts/2018-03-01-a.md",
    "post/2018-03-01-a.md": "move it to posts/2018-03-01-a.md",
    "blog/2018-03-01-a.md": "move it to posts/2018-03-01-a.md",
    "Posts/2018/2018-03-01-a.md": "move it to posts/2018/2018-03-01-a.md",
    "Posts/p.png": "move it to posts/p.png",
    "_posts/2018-03-01-a.md.txt": "move it to posts/2018-03-01-a.md",
    "docs/2018-03-01-a.md": "move it to posts/2018-03-01-a.md",
    "docs/posts/2018-03-01-a.md": "move it to posts/2018-03-01-a.md",
    "posts/2018-03-01-a.md.txt": "rename it to posts/2018-03-01-a.md",
    "posts/sub/Our Plans.txt": "rename it to posts/sub/2018-03-01-our-plans.md",
}


@pytest.mark.parametrize("path", MISPLACED)
def test_an_article_that_would_never_appear_is_told_once_and_where_it_must_stand(site, path):
    site.write(path, DOT if path.endswith(".png") else post())
    (found,) = site.problems()
    assert (found.path, found.code) == (path, "KFH418")
    assert found.message.endswith(MISPLACED[path])


@pytest.mark.parametrize("folder", ["posts", "docs", "Bulletin"])
def test_a_bulletin_in_another_folder_is_told_once_and_where_it_must_stand(site, folder):
    path = f"{folder}/2018-03-09-update.md"
    site.write(path, bulletin())
    (found,) = site.problems()
    assert (found.path, found.code) == (path, "KFH418")
    assert found.message.endswith("move it to bulletins/2018-03-09-update.md")


def test_a_post_among_the_bulletins_is_told_in_one_message(site):
    path = "bulletins/2018/2018-03-01-a.md"
    site.write(path, post(more="summary: News.\n"))
    (found,) = site.problems()
    assert (found.path, found.code) == (path, "KFH418")
    assert "move it to posts/2018/2018-03-01-a.md; if it is a bulletin, give it issued_by, meeting" in found.message
    assert found.message.endswith("_date, audience and contact")
    site.write(path, bulletin(date="2018-03-01").replace("audience: Library managers\n", ""))
    assert [found.code for found in site.problems()] == ["KFH201"]
    site.write(path, post(more="contact: {name: The leads, page: 'https://kfh.test/'\n"))
    assert "KFH418" not in {found.code for found in site.problems()}


def test_a_document_that_nothing_names_may_be_an_article(site):
    site.write("posts/2018-03-01-a.docx", b"PK")
    (found,) = site.problems()
    assert (found.code, found.severity) == ("KFH417", "warning")
    assert found.message.endswith("if it is an article, save its words as plain text, in posts/2018-03-01-a.md")
    site.write(POST, post(body="[A](2018-03-01-a.docx)"))
    assert site.problems() == ()


def test_what_belongs_beside_the_folders_is_left_alone(site):
    for name in ("README.md", "CHANGELOG.md", "requirements.txt", "hosts/2018-03-01-a.md", "posts/README.md"):
        site.write(name, "# Read me\n")
    assert site.problems() == ()
