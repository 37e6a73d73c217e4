"""What was published once is missed when it would be gone."""

import json
import os
import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
import yaml
from tests.commands import started
from tests.sites import DOT, PDF, REGISTERS, Site, bulletin, post

from kfh.problems import edits

POST = "posts/2018-03-01-a-post.md"
BULLETIN = "bulletins/2018-03-09-leads-update.md"
PAGE = "docs/news.md"
GUID = "tag:kfh.test,2018-03-01:post/a-post"


def news(more=""):
    return f"---\ntitle: News\n{more}---\n\nNews.\n"


@pytest.fixture
def published(site):
    """A site whose addresses are in its ledger."""
    site.write(POST, post(more="aliases:\n  - /older/\n"))
    site.write(BULLETIN, bulletin())
    site.write(PAGE, news())
    done = update(site)
    assert done.code == 0, done.text
    return site


def update(site, *options, **environment):
    return site.run("kfh", "ledger", "update", *options, **environment)


def lines(site):
    rows = (site.root / "ledger.txt").read_text("utf-8").splitlines()[1:]
    return {row.split("\t")[0]: row.split("\t")[1:] for row in rows}


def problems(site):
    done = site.check("--format", "json")
    return [(found["path"], found["code"], found["fix"]) for found in json.loads(done.out)]


def test_the_ledger_has_every_address_that_must_live_sorted_one_a_line(published):
    found = lines(published)
    assert found["/blog/2018/03/01/a-post/"] == ["article", "2018-03-01", POST, GUID]
    assert found["/news/"] == ["page", "", PAGE]
    assert found["/tag/workforce/"] == ["archive", "", "docs/vocabulary/tags.yml", "Workforce"]
    assert found["/tag/workforce/feed.xml"] == ["feed"]
    assert found["/older/"] == ["redirect", "", POST]
    assert {"/", "/all/", "/blog/feed.json", "/2018/", "/2018/03/", "/author/leads-group/"} <= found.keys()
    rows = (published.root / "ledger.txt").read_text("utf-8").splitlines()[1:]
    assert rows == sorted(rows)
    assert problems(published) == []


def test_what_is_not_recorded_yet_is_no_error_and_is_added_by_the_next_update(published):
    before = (published.root / "ledger.txt").read_text("utf-8")
    published.write("posts/2018-04-01-new.md", post("New", "2018-04-01"))
    published.write("posts/2018-07-01-later.md", post("Later", "2018-07-01"))
    assert [code for _, code, _ in problems(published)] == []
    assert update(published).code == 0
    added = set((published.root / "ledger.txt").read_text("utf-8").splitlines()) - set(before.splitlines())
    assert {row.split("\t")[0] for row in added} == {"/blog/2018/04/01/new/", "/2018/04/", "/2018/04/feed.xml"}
    again = (published.root / "ledger.txt").read_bytes()
    assert update(published).code == 0
    assert (published.root / "ledger.txt").read_bytes() == again


def test_an_article_that_vanished_is_missed(published):
    (published.root / POST).unlink()
    assert (POST, "KFH805", "status: withdrawn") in problems(published)
    done = published.build()
    assert done.code != 0
    assert "published at /blog/2018/03/01/a-post/ on 2018-03-01 and is gone" in done.text


@pytest.mark.parametrize("more", ["status: draft\n", "status: withdrawn\n"])
def test_an_article_may_be_withdrawn_but_not_drafted_again(published, more):
    published.write(POST, post(more=f"aliases:\n  - /older/\n{more}"))
    expected = [] if "withdrawn" in more else [(POST, "KFH805", "status: withdrawn")]
    assert [found for found in problems(published) if found[1] == "KFH805"] == expected


def test_a_date_in_the_future_would_take_a_published_article_away(published):
    (published.root / POST).unlink()
    published.write(
        "posts/2018-08-01-a-post.md", post(date="2018-08-01", more=f"guid: {GUID}\naliases:\n  - /older/\n")
    )
    assert ("posts/2018-08-01-a-post.md", "KFH805", "status: withdrawn") in problems(published)


def test_a_new_slug_needs_the_old_address_as_an_alias_and_is_fine_with_it(published):
    published.write(POST, post(more="slug: new\naliases:\n  - /older/\n"))
    assert problems(published) == [(POST, "KFH806", "aliases:\n  - /older/\n  - /blog/2018/03/01/a-post/")]
    published.write(POST, post(more="slug: new\naliases:\n  - /older/\n  - /blog/2018/03/01/a-post/\n"))
    assert problems(published) == []
    assert update(published).code == 0
    assert {"/blog/2018/03/01/a-post/", "/blog/2018/03/01/new/"} <= lines(published).keys()


def test_an_old_address_must_lead_to_its_own_article(published):
    published.write(POST, post(more="slug: new\naliases:\n  - /older/\n"))
    published.write("posts/2018-03-01-other.md", post("Other", more="slug: a-post\n"))
    assert (POST, "KFH806", "aliases:\n  - /older/\n  - /blog/2018/03/01/a-post/") in problems(published)


def test_a_renamed_file_changes_the_guid_and_is_told_the_old_one(published):
    (published.root / POST).rename(published.root / "posts/2018-03-01-renamed.md")
    more = "slug: a-post\naliases:\n  - /older/\n"
    published.write("posts/2018-03-01-renamed.md", post(more=more))
    assert problems(published) == [("posts/2018-03-01-renamed.md", "KFH804", f'guid: "{GUID}"')]
    published.write("posts/2018-03-01-renamed.md", post(more=f'{more}guid: "{GUID}"\n'))
    assert problems(published) == []


@pytest.mark.parametrize("aliases", ["aliases:\n  - /older/\n", "aliases: [/older/]\n", ""])
def test_a_file_renamed_is_asked_about_before_the_links_that_it_breaks(published, aliases):
    other = "posts/2018-03-02-other.md"
    published.write("docs/about.md", f"---\ntitle: About\n---\n\n[A](../{POST})\n")
    published.write(other, post("Other", "2018-03-02", f"[A]({POST[6:]})"))
    published.write(POST, post(more=aliases))
    (published.root / POST).rename(published.root / "posts/2018-03-01-another-name.md")
    report = published.check().out
    first = report.partition("\n")[0]
    assert first.startswith("posts/2018-03-01-another-name.md:1:1: error KFH804 renamed? ")
    assert POST in first
    told = {problem.path: problem for problem in published.problems() if problem.code in ("KFH804", "KFH408")}
    assert told[other].fix == "[A](2018-03-01-another-name.md)"
    assert told["docs/about.md"].fix == "[A](../posts/2018-03-01-another-name.md)"
    for path, problem in told.items():
        published.write(path, edits.apply((published.root / path).read_text(), [problem.edit]))
    assert [code for _, code, _ in problems(published)] == ([] if aliases else ["KFH806"])
    assert update(published).code == (0 if aliases else 1)


def test_a_page_renamed_is_asked_about_with_its_old_address(published):
    (published.root / PAGE).rename(published.root / "docs/newest.md")
    assert problems(published) == [("docs/newest.md", "KFH806", "aliases:\n  - /news/")]
    (problem,) = published.problems()
    assert problem.message.startswith("renamed? docs/news.md")
    published.write("docs/newest.md", edits.apply(news(), [problem.edit]))
    assert problems(published) == []


def test_what_follows_from_an_article_that_is_gone_is_not_told_of_its_aliases_too(published):
    (published.root / POST).unlink()
    assert [code for _, code, _ in problems(published)] == ["KFH805"]


def test_another_authority_would_make_every_article_new_and_another_site_url_none(published):
    text = (published.root / "mkdocs.yml").read_text()
    published.write("mkdocs.yml", text.replace("https://kfh.test/", "https://elsewhere.test/"))
    assert problems(published) == []
    published.write("mkdocs.yml", text.replace("name: kfh.test", "name: other.test"))
    assert [code for _, code, _ in problems(published)] == ["KFH804", "KFH804"]


def test_a_page_that_is_gone_needs_its_address_somewhere_else(published):
    (published.root / PAGE).unlink()
    assert problems(published) == [(PAGE, "KFH806", "aliases:\n  - /news/")]
    published.write("docs/latest.md", news("aliases:\n  - /news/\n"))
    assert problems(published) == []


FILES = "posts/map.pdf", "posts/2018/notes.pdf", "docs/guide.pdf"
ADDRESSES = "/media/map.pdf", "/media/2018/notes.pdf", "/guide.pdf"


@pytest.mark.parametrize(("file", "address"), list(zip(FILES, ADDRESSES, strict=True)))
def test_a_file_once_published_stays_unless_it_is_given_up(published, file, address):
    """One that an article names, one in a folder below it, and one among the pages that nothing names."""
    for path in FILES:
        published.write(path, PDF)
    body = "[The map (PDF, 1KB)](map.pdf), [notes](2018/notes.pdf)"
    published.write(POST, post(body=body, more="aliases:\n  - /older/\n"))
    assert update(published).code == 0
    assert lines(published)[address][:3] == ["file", "", file]
    (published.root / file).rename(published.root / file.replace(".pdf", "-2019.pdf"))
    published.write(POST, post(body="Text.", more="aliases:\n  - /older/\n"))
    (gone,) = (found for found in problems(published) if found[0] == file)
    assert gone == (file, "KFH808", f"{address}: …")
    assert update(published, "--retire", address, "--why", "It named a patient").code == 0
    assert file not in {path for path, _, _ in problems(published)}


def test_a_file_once_published_is_still_published_when_nothing_names_it(published):
    published.write("posts/map.pdf", PDF)
    published.write(POST, post(body="[The map (PDF, 1KB)](map.pdf)", more="aliases:\n  - /older/\n"))
    assert update(published).code == 0
    published.write(POST, post(body="Text.", more="aliases:\n  - /older/\n"))
    assert problems(published) == []
    assert published.build("-q").code == 0
    assert (published.root / "site/media/map.pdf").exists()


def test_a_file_that_only_drafts_and_scheduled_articles_name_may_still_go(published):
    published.write("posts/map.png", DOT)
    published.write("posts/plan.png", DOT)
    draft = post("Draft", "2018-04-01", "![A](map.png)", "status: draft\nimage: plan.png\nimage_alt: Plan\n")
    published.write("posts/2018-04-01-draft.md", draft)
    published.write("posts/2018-07-01-later.md", post("Later", "2018-07-01", "![A](map.png)"))
    assert update(published).code == 0
    assert not [address for address in lines(published) if address.startswith("/media/")]
    published.write(POST, post(body="![A map](map.png)", more="aliases:\n  - /older/\n"))
    assert update(published).code == 0
    assert [address for address in lines(published) if address.startswith("/media/")] == ["/media/map.png"]


def test_no_page_takes_the_address_of_a_file(published):
    published.write(POST, post(more="aliases:\n  - /older/\n  - /media/map.PDF\n"))
    assert [(path, code) for path, code, _ in problems(published)] == [(POST, "KFH412")]


def test_an_alias_once_published_stays(published):
    published.write(POST, post())
    assert problems(published) == [(POST, "KFH806", "aliases:\n  - /older/")]


def test_a_file_with_a_fault_of_its_own_is_not_called_gone(published):
    published.write(POST, post(more="colour: red\naliases:\n  - /older/\n"))
    published.write(PAGE, news("colour: red\n"))
    assert {code for _, code, _ in problems(published)} == {"KFH202"}


@pytest.mark.parametrize("body", ["## One\n\n#### Two", "[Click here](https://www.example.com/)"])
def test_what_is_told_of_a_file_besides_errors_keeps_none_of_its_promises_from_being_held(published, body):
    """A warning, and a piece of advice: beside them an old address would have died without a word."""
    published.write(POST, post(body=body))
    errors = [(found.path, found.code) for found in published.problems(advice=True) if found.severity == "error"]
    assert errors == [(POST, "KFH806")]


def test_an_archive_once_published_stays_and_says_that_nothing_is_there_now(published):
    published.write(POST, post(more="aliases:\n  - /older/\n"))
    published.write("posts/2017-05-01-old.md", post("Old", "2017-05-01"))
    assert update(published).code == 0
    published.write("posts/2017-05-01-old.md", post("Old", "2017-05-01", more="status: withdrawn\n"))
    done = published.build("-q", "--no-strict")
    assert done.code == 0, done.text
    for path, title in (("2017/", "2017"), ("2017/05/", "May 2017")):
        page = published.read(f"{path}index.html")
        assert title in page
        assert "There is nothing here now." in page
        assert "<item>" not in published.read(f"{path}feed.xml")
        assert path not in published.read("sitemap.xml")


KINDS = {
    "tag/workforce": ("tags", "label"),
    "work-stream/quality-and-impact": ("work_streams", "label"),
    "author/leads-group": ("authors", "name"),
}
"""The register, and the name of the field that is shown, of each archive by its address."""


@pytest.mark.parametrize("recorded", [True, False])
def test_a_short_name_that_changes_is_followed_by_its_archive_and_feed(site, recorded):
    """The label tells which it is, whether the addresses have been recorded or not."""
    site.write(POST, post(more="work_streams:\n  - Quality and impact\n"))
    site.write(BULLETIN, bulletin())
    if recorded:
        assert update(site).code == 0
    for address, (name, _) in KINDS.items():
        entries = REGISTERS[name]
        slug = address.split("/")[1]
        renamed = {("renamed" if key == slug else key): entry for key, entry in entries.items()}
        site.write(f"docs/vocabulary/{name}.yml", yaml.safe_dump(renamed))
    assert site.problems() == ()
    done = site.build("-q")
    assert done.code == 0, done.text
    for address in KINDS:
        now = f"{address.split('/')[0]}/renamed"
        assert f"https://kfh.test/{now}/" in site.read(f"{address}/index.html")
        assert "<item>" in site.read(f"{address}/feed.xml")
        assert site.read(f"{address}/feed.xml") == site.read(f"{now}/feed.xml")
    assert update(site).code == 0
    kinds = {line[0] for address, line in lines(site).items() if address.strip("/") in KINDS}
    assert kinds == ({"redirect"} if recorded else set())
    assert site.problems() == ()


@pytest.mark.parametrize("address", KINDS)
def test_a_short_name_and_a_label_that_change_at_once_need_the_old_address(site, address):
    """Nothing is left by which to tell which it was: the check names the entry that is new, with the alias to paste."""
    name, shown = KINDS[address]
    slug = address.split("/")[1]
    site.write(POST, post())
    site.write(BULLETIN, bulletin().replace("Leads Group", "Regional Leads"))
    assert update(site).code == 0
    entries = {key: entry for key, entry in REGISTERS[name].items() if key != slug}
    site.write(f"docs/vocabulary/{name}.yml", yaml.safe_dump(entries | {"fresh": {shown: "Fresh", "aliases": ["New"]}}))
    site.write(POST, post().replace("Workforce", "Fresh" if name == "tags" else "Workforce"))
    (problem,) = site.problems()
    assert (problem.path, problem.code) == (f"docs/vocabulary/{name}.yml", "KFH811")
    assert f'"{slug}" was published at /{address}/ and is gone' in problem.message
    fixed = yaml.safe_load(problem.fix)
    assert fixed == {"fresh": {shown: "Fresh", "aliases": ["New", f"/{address}/"]}}
    site.write(f"docs/vocabulary/{name}.yml", yaml.safe_dump(entries | fixed))
    assert site.problems() == ()


def test_an_entry_that_is_gone_is_to_come_back_or_be_merged(published):
    published.write(POST, post(more="aliases:\n  - /older/\n").replace("Workforce", "AMillionDecisions"))
    tags = {"amilliondecisions": REGISTERS["tags"]["amilliondecisions"]}
    published.write("docs/vocabulary/tags.yml", yaml.safe_dump(tags))
    (problem,) = published.problems()
    assert (problem.code, problem.fix) == ("KFH811", "workforce:\n  label: Workforce")
    tags["amilliondecisions"] = {"label": "Workforce", "aliases": ["AMillionDecisions"]}
    published.write("docs/vocabulary/tags.yml", yaml.safe_dump(tags))
    published.write(POST, post(more="aliases:\n  - /older/\n"))
    published.write(BULLETIN, bulletin().replace("AMillionDecisions", "Workforce"))
    (problem,) = published.problems()
    merged = yaml.safe_load(problem.fix)["workforce"]
    assert (problem.code, merged["merged_into"], str(merged["merged_on"])) == (
        "KFH809",
        "amilliondecisions",
        "2018-06-01",
    )


def test_a_tag_that_took_another_in_would_be_all_new_to_those_who_follow_the_other(published):
    workforce = {"label": "Workforce", "aliases": ["AMillionDecisions"]}
    published.write("docs/vocabulary/tags.yml", yaml.safe_dump({"workforce": workforce}))
    published.write(BULLETIN, bulletin().replace("AMillionDecisions", "Workforce"))
    ((path, code, fix),) = problems(published)
    assert (path, code) == ("docs/vocabulary/tags.yml", "KFH809")
    entry = yaml.safe_load(fix.replace("2018-06-01", "2018-03-09"))
    published.write("docs/vocabulary/tags.yml", yaml.safe_dump({"workforce": {"label": "Workforce"}} | entry))
    assert problems(published) == []
    done = published.build("-q", "--no-strict")
    assert done.code == 0, done.text
    assert "/tag/workforce/" in published.read("tag/amilliondecisions/index.html")
    assert "Leads update" in published.read("tag/amilliondecisions/feed.xml")
    assert "A post" in published.read("tag/workforce/feed.xml")
    assert "A post" not in published.read("tag/amilliondecisions/feed.xml")


def test_a_tag_may_have_a_new_slug_and_its_old_address_goes_on(published):
    tags = {"million-decisions": {"label": "#AMillionDecisions", "aliases": ["/tag/amilliondecisions/"]}}
    published.write("docs/vocabulary/tags.yml", yaml.safe_dump(tags | {"workforce": {"label": "Workforce"}}))
    assert problems(published) == []
    assert update(published).code == 0
    assert lines(published)["/tag/amilliondecisions/"][0] == "redirect"
    assert problems(published) == []
    done = published.build("-q")
    assert done.code == 0, done.text
    assert published.read("tag/amilliondecisions/feed.xml") == published.read("tag/million-decisions/feed.xml")


@pytest.mark.parametrize(("more", "code"), [("", "KFH310"), (", merged_on: soon", "KFH205")])
def test_a_merger_has_its_day(site, more, code):
    site.write("docs/vocabulary/tags.yml", f"a: {{label: A, merged_into: b{more}}}\nb: {{label: B}}\n")
    assert [(path, found) for path, found, _ in problems(site)] == [("docs/vocabulary/tags.yml", code)]


def test_an_address_is_given_up_only_by_name_and_with_a_reason(published):
    (published.root / PAGE).unlink()
    assert update(published).code == 1
    assert "/news/" in lines(published)
    assert update(published, "--retire", "/news/").code == 2
    assert update(published, "--retire", "/nothing/", "--why", "It").code == 1
    assert update(published, "--retire", "/news/", "--why", "Asked for\nby the lawyers").code == 0
    assert lines(published)["/news/"] == ["retired", "", PAGE, "Asked for by the lawyers"]
    assert problems(published) == []


def test_a_ledger_that_was_edited_or_merged_badly_is_refused(published):
    text = (published.root / "ledger.txt").read_text()
    for bad in (
        "<<<<<<< HEAD\n",
        "/a/\tmade up\n",
        "blog/\tpage\n",
        "/all/\tarchive\n",
        "# /tag/workforce/\tarchive\n",
    ):
        published.write("ledger.txt", text + bad)
        found = problems(published)
        assert [(path, code) for path, code, _ in found] == [("ledger.txt", "KFH803")], bad


ATTACKS = {
    "the posts removed": "/tag/../../posts\tarchive\t\tdocs/vocabulary/tags.yml\tX",
    "a file outside": "/../../../x/\tarchive\t\t\tX",
    "an absolute path": "//etc/\tarchive\t\t\tX",
    "encoded": "/tag/%2e%2e/%2e%2e/posts/\tarchive\t\t\tX",
    "encoded twice": "/tag/%252e%252e/x/\tarchive\t\t\tX",
    "an empty part": "/tag//x/\tarchive\t\t\tX",
    "a dot": "/tag/./x/\tarchive\t\t\tX",
    "backslashes": "/tag/..\\\\..\\\\posts/\tarchive\t\t\tX",
    "a drive": "/C:/x/\tarchive\t\t\tX",
    "the end of a text": "/tag/\0/\tarchive\t\t\tX",
    "a very long name": f"/tag/{'x' * 300}/\tarchive\t\t\tX",
    "an address that no archive has": "/pagefind/\tarchive\t\t\tX",
    "a file of the build as a folder": "/feed.xml/\tarchive\t\t\tX",
    "configuration": "/_headers\tarchive\t\t\tX",
    "a source elsewhere": "/gone/\tarticle\t2018-01-01\t../../../../etc/passwd\tguid",
    "a source of another kind": "/gone/\tpage\t\t.git/config",
    "an escape for the terminal": "/tag/x/\tarchive\t\t\t\x1b]0;X\x07",
    "a day that is none": "/gone/\tarticle\tsoon\tposts/a.md\tguid",
    "a part too many": "/tag/x/\tarchive\t\t\tX\tY",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_no_line_of_the_ledger_writes_removes_or_shows_what_is_not_the_sites(published, name):
    text = (published.root / "ledger.txt").read_text()
    hostile = f"{text}{ATTACKS[name]}\n"
    published.write("ledger.txt", hostile)
    (fault,) = published.problems()
    assert (fault.path, fault.line, fault.code) == ("ledger.txt", hostile.count("\n"), "KFH803")
    assert not [character for character in fault.message if not character.isprintable()]
    assert "checkout" not in fault.message + fault.fix
    assert fault.message.count("x") < 100


def test_a_build_refuses_a_hostile_ledger_and_leaves_all_that_stands(published):
    assert published.build().code == 0
    before = published.built(".")
    published.write("ledger.txt", before["ledger.txt"] + b"/tag/../../posts\tarchive\t\t\tX\n")
    for done in (published.build(), update(published), update(published, "--retire", "/news/", "--why", "Asked")):
        assert done.code == 1
        assert "ledger.txt:" in done.text
        assert "Traceback" not in done.text
    after = published.built(".")
    assert {path for path in before if before[path] != after.get(path)} == {"ledger.txt"}


def test_a_ledger_that_is_a_link_shows_nothing_of_what_it_leads_to(published, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text("/secret/\tpage\n")
    (published.root / "ledger.txt").unlink()
    for target in (secret, secret.with_name("nothing")):
        (published.root / "ledger.txt").symlink_to(target)
        done = update(published)
        assert done.code == 1
        assert "KFH413" in done.text
        assert "/secret/" not in done.text
        (published.root / "ledger.txt").unlink()


NAMES = ["posts/a\tb.pdf", "posts/a\nb.pdf", "docs/a\tb.md", "docs/a\nb.pdf", "docs/a\\b.md", "docs/a\rb.md"]


def test_an_update_writes_no_line_that_the_check_refuses(published):
    before = (published.root / "ledger.txt").read_bytes()
    published.write(POST, post(body="[All](<a\tb.pdf>)", more="aliases:\n  - /older/\n"))
    for name in NAMES:
        published.write(name, news() if name.endswith(".md") else PDF)
        assert name in {fault.path for fault in published.problems()}
        if name != NAMES[-1]:
            (published.root / name).unlink()
    assert update(published).code == 1
    assert (published.root / "ledger.txt").read_bytes() == before


def test_marks_of_a_merge_are_to_go_and_the_lines_around_them_to_stay(published):
    head, *rows = (published.root / "ledger.txt").read_text().splitlines()
    rows[1:1] = ["<<<<<<< HEAD", "/x/\tpage", "=======", "/y/\tpage", ">>>>>>> main"]
    published.write("ledger.txt", "\n".join([head, *rows, ""]))
    found = [fault for fault in published.problems() if fault.code == "KFH803"]
    assert [fault.line for fault in found] == [3, 5, 7]
    repaired = edits.apply("\n".join([head, *rows, ""]), [fault.edit for fault in found])
    published.write("ledger.txt", repaired)
    assert {"/x/", "/y/"} < lines(published).keys()
    assert "KFH803" not in {fault.code for fault in published.problems()}


def test_the_ledger_works_from_a_fresh_clone(published, tmp_path):
    published.write(".gitignore", ".cache/\n")
    git = ["git", "-c", "user.name=T", "-c", "user.email=t@kfh.test", "-C", published.root]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "All"], check=True)
    subprocess.run([*git, "clone", "-q", published.root, tmp_path / "clone"], check=True)
    clone = Site.__new__(Site)
    clone.root = tmp_path / "clone"
    assert problems(clone) == []
    (clone.root / POST).unlink()
    assert (POST, "KFH805", "status: withdrawn") in problems(clone)


@pytest.fixture
def memory(tmp_path):
    """A folder in memory, where there is one (Linux): what a disk takes for 2,000 folders changes by the minute."""
    in_memory = Path("/dev/shm")  # noqa: S108 (a folder of its own is made there)
    if not os.access(in_memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=in_memory) as folder:
        yield Path(folder)


@pytest.mark.slow
def test_ten_thousand_lines_and_two_thousand_aliases_cost_less_than_half_a_second(memory):
    """Of processor time, the system's too, in a build that knows nothing from before."""

    def seconds(site):
        shutil.rmtree(site.root / ".cache", ignore_errors=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = started(("mkdocs", "build", "--strict", "-q"), site.root, site.environment())
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert done.code == 0, done.text
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    plain, full = Site(memory / "plain"), Site(memory / "full")
    for number in range(10):
        aliases = "".join(f"  - /old/address-{number}-{index}/\n" for index in range(200))
        name = f"posts/2018-03-{number + 10}-post.md"
        plain.write(name, post(date=f"2018-03-{number + 10}"))
        full.write(name, post(date=f"2018-03-{number + 10}", more=f"aliases:\n{aliases}"))
    assert update(full).code == 0
    text = (full.root / "ledger.txt").read_text()
    more = (f"/gone/address-{index}/\tretired\t2018-01-01\t\tA test" for index in range(8000))
    full.write("ledger.txt", text + "\n".join(more) + "\n")
    assert len(lines(full)) > 10000
    took = [(seconds(full), seconds(plain)) for _ in range(6)]  # in turn: what else the machine does slows down both
    extra = min(one for one, _ in took) - min(other for _, other in took)
    assert extra < 0.5, f"{extra:.2f} s"


def test_a_feed_that_nothing_makes_any_more_is_missed(published):
    """As the feed of an address pattern of before: no archive of the ledger keeps it."""
    file = published.root / "ledger.txt"
    head, *rows = file.read_text("utf-8").splitlines()
    published.write("ledger.txt", "\n".join([head, *sorted([*rows, "/old-news/feed.xml\tfeed"])]) + "\n")
    assert [(path, code) for path, code, _ in problems(published)] == [("ledger.txt", "KFH807")]


@pytest.mark.parametrize("kind", ["article", "page", "file", "redirect", "feed"])
def test_what_came_from_a_file_that_nobody_noted_is_missed_at_its_line_of_the_ledger(site, kind):
    site.write("ledger.txt", f"# Every address\n/blog/\tarchive\n/old/feed.pdf\t{kind}\n")
    assert {(problem.path, problem.line, problem.edit) for problem in site.problems()} == {("ledger.txt", 3, None)}
