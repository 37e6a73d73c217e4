"""One tiny site per fault: what the editor is told, to the letter where it matters."""

import json

import pytest
from tests.sites import DOT, Site, bulletin, post

POST = "posts/2018-03-01-a-post.md"
ACRONYMS = "docs/vocabulary/acronyms.yml"
BULLETIN = "bulletins/2018-03-09-leads-update.md"


def changed(text, old, new):
    assert old in text
    return text.replace(old, new)


CASES = {
    "not UTF-8": ({POST: post().encode() + b"caf\xe9"}, [(POST, 9, 4, "KFH101")]),
    "no fields": ({POST: "Text."}, [(POST, 1, 1, "KFH102")]),
    "no title": ({POST: changed(post(), "title: A post\n", "")}, [(POST, 1, 1, "KFH201")]),
    "empty title": ({POST: changed(post(), "title: A post", "title:")}, [(POST, 2, 1, "KFH203")]),
    "unknown key": ({POST: post(more="colour: red\n")}, [(POST, 6, 1, "KFH202")]),
    "misspelt key": ({POST: post(more="sumary: Red\n")}, [(POST, 6, 1, "KFH202")]),
    "a list for text": ({POST: changed(post(), "title: A post", "title: [A, B]")}, [(POST, 2, 8, "KFH204")]),
    "text for a list": ({POST: changed(post(), "tags:\n  - Workforce", "tags: Workforce")}, [(POST, 4, 7, "KFH218")]),
    "empty tags": ({POST: changed(post(), "tags:\n  - Workforce", "tags:")}, [(POST, 4, 1, "KFH204")]),
    "empty entry": ({POST: changed(post(), "- Workforce", "- Workforce\n  -")}, [(POST, 6, 4, "KFH203")]),
    "no date": ({POST: post(date="soon")}, [(POST, 3, 7, "KFH205")]),
    "unknown status": ({POST: post(more="status: ready\n")}, [(POST, 6, 9, "KFH206")]),
    "long summary": ({POST: post(more=f"summary: {'x' * 301}\n")}, [(POST, 6, 10, "KFH207")]),
    "no address": ({POST: post(more="discussion: talk\n")}, [(POST, 6, 13, "KFH208")]),
    "no e-mail": (
        {BULLETIN: changed(bulletin(), "page: https://kfh.test/contact/", "email: the leads")},
        [(BULLETIN, 12, 10, "KFH209")],
    ),
    "no way to a contact": (
        {BULLETIN: changed(bulletin(), "  page: https://kfh.test/contact/\n", "")},
        [(BULLETIN, 11, 3, "KFH215")],
    ),
    "no alternative text": ({POST: post(more="image: p.png\n"), "posts/p.png": DOT}, [(POST, 6, 8, "KFH210")]),
    "no picture": ({POST: post(more="image: p.png\nimage_alt: P\n")}, [(POST, 6, 8, "KFH406")]),
    "picture outside": (
        {POST: post(more="image: ../docs/p.png\nimage_alt: P\n"), "docs/p.png": DOT},
        [(POST, 6, 8, "KFH406")],
    ),
    "meeting after publication": ({BULLETIN: bulletin(meeting="2018-03-10")}, [(BULLETIN, 8, 15, "KFH211")]),
    "next meeting before": ({BULLETIN: bulletin(more="next_meeting: 2018-02-01\n")}, [(BULLETIN, 13, 15, "KFH211")]),
    "bad slug": ({POST: post(more="slug: ../../etc\n")}, [(POST, 6, 7, "KFH212")]),
    "alias outside": ({POST: post(more="aliases:\n  - /../x/\n")}, [(POST, 7, 5, "KFH212")]),
    "updated before": ({POST: post(more="updated: 2018-02-01\n")}, [(POST, 6, 10, "KFH213")]),
    "tag twice": ({POST: changed(post(), "- Workforce", "- Workforce\n  - Workforce")}, [(POST, 6, 5, "KFH214")]),
    "unknown tag": ({POST: changed(post(), "Workforce", "Astronomy")}, [(POST, 5, 5, "KFH301")]),
    "tag in other letters": ({POST: changed(post(), "Workforce", "workforce")}, [(POST, 5, 5, "KFH302")]),
    "tag by an alias": ({POST: changed(post(), "Workforce", "million decisions")}, [(POST, 5, 5, "KFH302")]),
    "unknown author": ({POST: post(more="authors:\n  - Nobody\n")}, [(POST, 7, 5, "KFH301")]),
    "register misspelt": (
        {"docs/vocabulary/tags.yml": "a: {lable: A}"},
        [("docs/vocabulary/tags.yml", 1, 5, "KFH202")],
    ),
    "register broken": ({"docs/vocabulary/tags.yml": "a: {"}, [("docs/vocabulary/tags.yml", 1, 5, "KFH104")]),
    "two labels alike": (
        {"docs/vocabulary/tags.yml": "a: {label: One}\nb: {label: '#one'}"},
        [("docs/vocabulary/tags.yml", 2, 1, "KFH305")],
    ),
    "an author's e-mail": (
        {"docs/vocabulary/authors.yml": "a: {name: A, role: a@x.test}"},
        [("docs/vocabulary/authors.yml", 1, 20, "KFH306")],
    ),
    "file name without a date": ({"posts/a-post.md": post()}, [("posts/a-post.md", 1, 1, "KFH401")]),
    "file name of another day": ({"posts/2017-03-01-a.md": post()}, [("posts/2017-03-01-a.md", 3, 7, "KFH402")]),
    "no picture inside": ({"posts/p.png": b"<html>"}, [("posts/p.png", 1, 1, "KFH410")]),
    "no picture by its name": (
        {POST: post(more="image: p.pdf\nimage_alt: P\n"), "posts/p.pdf": b"p"},
        [(POST, 6, 8, "KFH208")],
    ),
    "acronyms in a list": ({ACRONYMS: "- HEE\n"}, [(ACRONYMS, 1, 1, "KFH303")]),
    "acronym without a meaning": ({ACRONYMS: "LKS: library services\nHEE:\n"}, [(ACRONYMS, 2, 1, "KFH303")]),
    "acronym of several words": ({ACRONYMS: "HEE LKS: the leads\n"}, [(ACRONYMS, 1, 1, "KFH303")]),
    "acronym in brackets": ({ACRONYMS: "(HEE): the leads\n"}, [(ACRONYMS, 1, 1, "KFH303")]),
    "acronym twice": ({ACRONYMS: "HEE: one\nHEE: two\n"}, [(ACRONYMS, 2, 1, "KFH106")]),
    "type that browsers run": ({"posts/a.html": "<script>"}, [("posts/a.html", 1, 1, "KFH407")]),
    "script": ({POST: post(body="One.\n\n<script>x</script>")}, [(POST, 10, 1, "KFH501")]),
    "frame in a note": ({POST: post(body="!!! note\n\n    <iframe src=x></iframe>")}, [(POST, 10, 5, "KFH501")]),
    "the end of the page": ({POST: post(body="One.\n\n</body>\n\nTwo.")}, [(POST, 10, 1, "KFH501")]),
    "a file in HTML": ({POST: post(body='One <a href="plan.pdf">two</a>')}, [(POST, 8, 14, "KFH522")]),
    "a file in HTML of its own": (
        {POST: post(body='<div>\n  <a href="plan.pdf">two</a>\n</div>')}, [(POST, 9, 12, "KFH522")],
    ),
    "an address that is none": ({POST: post(body="[A](http://[bad)")}, [(POST, 8, 1, "KFH521")]),
    "the same in HTML": ({POST: post(body='<a href="http://[bad">A</a>')}, [(POST, 8, 10, "KFH522")]),
    "a hashtag lost in a register": (
        {"docs/vocabulary/tags.yml": "workforce:\n  label: Workforce\n  description: For #NHS70 days\n"},
        [("docs/vocabulary/tags.yml", 3, 20, "KFH105")],
    ),
    "a tag of another alphabet": (
        {POST: changed(post(), "Workforce", "Здоровье"), "docs/vocabulary/tags.yml": "a: {label: 🎉}\nb: {label: 健}"},
        [(POST, 5, 5, "KFH301")],
    ),
    "event handler": ({POST: post(body="A <b onclick='x'>word</b>")}, [(POST, 8, 6, "KFH502")]),
    "link that runs": ({POST: post(body="[A](javascript:x) <a href='JavaScript:x'>B</a>")}, [(POST, 8, 22, "KFH503")]),
    "picture from elsewhere": ({POST: post(body="![A](https://x.test/p.png)")}, [(POST, 8, 1, "KFH504")]),
    "ordinary page": ({"docs/about.md": "---\ntitle: About: us\n---\n"}, [("docs/about.md", 2, 13, "KFH104")]),
}  # fmt: skip


def problems(site, *options):
    return json.loads(site.check("--format", "json", *options).out)


@pytest.mark.parametrize("name", CASES)
def test_the_fault_is_found_where_it_stands(site, name):
    files, expected = CASES[name]
    for path, text in files.items():
        site.write(path, text)
    found = [(problem.path, problem.line, problem.column, problem.code) for problem in site.problems()]
    places = {(path, line, code) for path, line, _, code in found}
    assert places == {(path, line, code) for path, line, _, code in expected}
    assert set(expected) & set(found)


@pytest.mark.parametrize("frame", ["<iframe src=https://x.test/></iframe>", "A <iframe src=x>\nB\n</iframe>"])
def test_an_element_is_told_once_at_its_start(site, frame):
    site.write(POST, post(body=frame))
    assert [(found.code, found.line) for found in site.problems()] == [("KFH501", 8)]


def test_an_address_in_html_is_named_with_what_to_write(site):
    site.write(POST, post(body='One <a href="plan.pdf">two</a>, <img src="map.png" alt="A map">'))
    link, picture = site.problems()
    assert '"plan.pdf"' in link.message
    assert "[words](plan.pdf)" in link.message
    assert "![words](map.png)" in picture.message


def test_code_may_show_what_a_text_must_not_hold(site):
    body = "Write `<script>` or\n\n```html\n<script>x</script>\n```\n\n!!! note\n\n    ```\n    <iframe>\n    ```\n"
    site.write(POST, post(body=body))
    assert problems(site) == []


def test_every_fault_of_a_bulletin_is_reported_in_one_run(site):
    text = changed(bulletin(title="#AMillionDecisions news"), "meeting_date: 2018-02-26\n", "")
    text = changed(changed(text, "tags:", "Tags:"), "- AMillionDecisions", "- Astronomy")
    site.write(BULLETIN, text)
    done = site.check()
    assert done.code == 1
    assert [
        line.split(" ")[0] + " " + line.split(" ")[2] for line in done.out.splitlines() if line.startswith(BULLETIN)
    ] == [
        f"{BULLETIN}:1:1: KFH201",
        f"{BULLETIN}:2:8: KFH105",
        f"{BULLETIN}:4:1: KFH217",
        f"{BULLETIN}:5:5: KFH301",
    ]
    assert 'title: "#AMillionDecisions news"' in done.out


@pytest.mark.parametrize(
    ("pattern", "other", "more", "free"),
    [
        ("/{slug}/", "bulletins/2018-04-09-leads-update.md", "", "leads-update-2018-04"),
        ("/{slug}/", "bulletins/2018-04-09-news.md", "slug: leads-update\n", "leads-update-2018-04"),
        ("/{slug}/", "bulletins/2018/2018-03-29-leads-update.md", "", "leads-update-2018-03"),
        ("/{year}/{slug}/", "bulletins/2018-05-09-leads-update.md", "", "leads-update-2018-05"),
    ],
)
def test_two_articles_of_one_slug_are_refused_by_name_with_a_free_slug_that_is_sound(
    tmp_path, pattern, other, more, free
):
    site = Site(tmp_path, {"permalinks": {"post": pattern, "bulletin": pattern}})
    site.write("bulletins/2018-03-09-leads-update.md", bulletin())
    date = other.rpartition("/")[2][:10]
    site.write(other, bulletin(date=date, meeting=date, more=more))
    (clash,) = problems(site)
    assert (clash["code"], clash["path"], clash["line"], clash["column"]) == ("KFH403", other, 1, 1)
    assert "bulletins/2018-03-09-leads-update.md" in clash["message"]
    assert clash["fix"] == f"slug: {free}"
    site.write(other, bulletin(date=date, meeting=date, more=f"slug: {free}\n"))
    assert not problems(site)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({POST: post(more="aliases:\n  - /blog/\n")}, 'the archive "Blog"'),
        ({POST: post(more="aliases:\n  - /feed.xml\n")}, "the feed of"),
        ({POST: post(more="aliases:\n  - /About/\n"), "docs/about.md": "---\ntitle: A\n---\n"}, "docs/about.md"),
        ({POST: post(more="aliases:\n  - /sitemap.xml\n")}, "a file of the build"),
        ({POST: post(more="aliases:\n  - /feed.xml/old/\n")}, "the feed of"),
        ({"docs/tags.md": "---\ntitle: A\n---\n"}, "the list of tags"),
        (
            {POST: post(body="[A](a.txt), [B](../bulletins/a.txt)"), "posts/a.txt": b"a", "bulletins/a.txt": b"b"},
            "a.txt",
        ),
        ({POST: post(body="[A](a.txt)"), "docs/media/a.txt": b"a", "posts/a.txt": b"b"}, "posts/a.txt"),
    ],
)
def test_two_things_at_one_address_are_refused(site, files, words):
    for path, text in files.items():
        site.write(path, text)
    (clash,) = (found for found in problems(site) if found["severity"] == "error")
    assert clash["code"] == "KFH403"
    assert words in clash["message"]


def test_two_articles_with_one_permanent_id_are_refused(site):
    site.write("posts/a/2018-03-01-a.md", post(more="slug: one\n"))
    site.write("posts/b/2018-03-01-a.md", post(more="slug: two\n"))
    assert [found["code"] for found in problems(site)] == ["KFH405"]


def test_a_missing_register_is_named(site):
    (site.root / "docs/vocabulary/tags.yml").unlink()
    done = site.check()
    assert done.code == 1
    assert "docs/vocabulary/tags.yml:1:1: error KFH103" in done.out


@pytest.mark.parametrize("name", ["2018_03_01_our_plans", "2018.03.01 Our plans", "20180301-our-plans", "our_plans"])
def test_a_file_without_a_dated_name_is_offered_one(site, name):
    site.write(f"posts/{name}.md", post())
    (found,) = problems(site)
    assert found["message"].endswith("rename it to 2018-03-01-our-plans.md")


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("quality:\n  label: Quality\n\tdescription: x\n", ("KFH114", 3, "  description: x")),
        ("Quality:\n  label: Quality\n", ("KFH304", 1, "quality:")),
        ("quality:\n  label: Quality\n  aliases: Standards\n", ("KFH218", 3, "  aliases:\n    - Standards")),
        ("quality:\n  label: Quality: all of it\n", ("KFH104", 2, '  label: "Quality: all of it"')),
        ("quality:\n  label: [Quality\n", ("KFH104", 2, "")),
        ("quality:\n  label: “Quality”\n", ("KFH110", 2, '  label: "Quality"')),
        ("quality:\n  label: Qual\u200bity\n", ("KFH111", 2, "  label: Quality")),
        ("- Quality\n", ("KFH303", 1, "quality:\n  label: Quality")),
        ("Quality\n", ("KFH303", 1, "")),
        ("quality:\n  lable: Quality\n", None),
    ],
)
def test_a_slip_in_a_register_is_told_once_and_not_again_for_each_article(site, entry, found):
    site.write("docs/vocabulary/tags.yml", "workforce:\n  label: Workforce\n" * (not found) + entry)
    site.write(POST, changed(post(), "Workforce", "Quality"))
    told = problems(site)
    assert {problem["path"] for problem in told} == {"docs/vocabulary/tags.yml"}
    assert not found or [(problem["code"], problem["line"], problem["fix"]) for problem in told] == [found]
    assert not any(word in problem["message"] for problem in told for word in ("token", "mapping", "scalar", "block"))


def test_a_slip_in_one_entry_of_a_register_hides_no_other_fault(site):
    site.write("docs/vocabulary/tags.yml", "quality:\n  lable: Quality\n")
    site.write(POST, changed(post(), "Workforce", "Qualty"))
    assert POST in {problem["path"] for problem in problems(site)}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("organisation: Library services", "organization: Library services", 'did you mean "organisation"'),
        ("site_description: News for libraries", "site_description:", '"site_description" is empty'),
        ("since: '2017-01-01'", "since: then", '"authority.since" must be a date'),
        ("organisation: Library services", "page_size: none\n    organisation: Library services", "whole number"),
        ("https://talk.test/?t={title}&u={permalink}", "https://talk.test/?t={name}", "discussion.article"),
        ("https://talk.test/?t={title}&u={permalink}", "https://talk.test/?t={title!r:>10}", "discussion.article"),
        ("publishing:", "publish:", '"publishing" below "extra"'),
        ("hooks:", "docs_dir: /etc\nhooks:", '"docs_dir" must be "docs" or left out; found "/etc"'),
        ("hooks:", "exclude_docs: a.md\nhooks:", '"exclude_docs" must be left out: all pages are shown; found "a.md"'),
        ("hooks:", "use_directory_urls: false\nhooks:", '"use_directory_urls" must be true or left out'),
        ("site_description: News for", "site_description: #News for", 'site_description: "#News for libraries"'),
    ],
)
def test_settings_at_fault_are_told_in_a_line_and_build_nothing(site, old, new, words):
    settings = (site.root / "mkdocs.yml").read_text("utf-8")
    site.write("mkdocs.yml", changed(settings, old, new))
    done = site.check()
    assert done.code == 1
    assert words in done.out
    built = site.build()
    assert built.code != 0
    assert words in built.text
    assert "Traceback" not in built.text


@pytest.mark.parametrize("value", ["{slug}/../x", "/{slug", "/{year}/", "/{slug}/{hour}/", "/{slug.__class__}/"])
def test_a_pattern_of_addresses_that_cannot_work_is_refused(tmp_path, value):
    site = Site(tmp_path, {"permalinks": {"post": value}})
    assert [found["code"] for found in problems(site)] == ["KFH602"]


def test_an_extension_that_would_show_something_else_is_refused_by_name_and_line(site):
    settings = (site.root / "mkdocs.yml").read_text("utf-8")
    site.write("mkdocs.yml", settings.replace("- admonition\n", "- admonition\n- pymdownx.critic: {mode: view}\n"))
    (problem,) = [problem for problem in site.problems() if problem.code == "KFH610"]
    assert problem.line == 2 + settings[: settings.index("- admonition")].count("\n")
    assert "pymdownx.critic" in problem.message
    built = site.build()
    assert built.code != 0
    assert "pymdownx.critic" in built.text
    assert "Traceback" not in built.text


@pytest.mark.parametrize(
    "option",
    ["toc: {nonsense: 1}", "toc: {slugify: no-function}", "toc: {slugify: !!python/name:os.system }",
     "footnotes: {BACKLINK_TITLE: [x]}"],
)  # fmt: skip
def test_options_that_an_extension_cannot_work_with_are_refused_at_their_line(site, option):
    settings = (site.root / "mkdocs.yml").read_text("utf-8")
    name = option.partition(":")[0]
    site.write("mkdocs.yml", settings.replace("- admonition\n", f"- admonition\n- {option}\n"))
    assert [(problem.code, name in problem.message) for problem in site.problems()] == [("KFH610", True)]
    assert "Traceback" not in site.build().text


def test_options_change_what_check_and_build_make_of_a_text(site):
    settings = (site.root / "mkdocs.yml").read_text("utf-8")
    site.write("mkdocs.yml", settings.replace("permalink: false", "separator: _"))
    site.write(POST, post(body="## One Part\n\n[The part](#one_part)"))
    assert [problem.code for problem in site.problems()] == []
    assert site.build().code == 0
    assert '<h2 id="one_part">' in site.read("blog/2018/03/01/a-post/index.html")


def test_the_command_is_told_what_it_did_not_understand(site):
    assert site.check("--format", "xml").code == 2
    assert site.check(KFH_AS_OF="then").code == 2
    (site.root / "mkdocs.yml").unlink()
    done = site.check()
    assert done.code == 2
    assert "mkdocs.yml" in done.err


def test_only_the_problems_of_the_named_paths_are_shown(site):
    site.write(POST, "Text.")
    site.write("posts/2018-03-02-b.md", "Text.")
    assert {found["path"] for found in problems(site, POST)} == {POST}
    assert len(problems(site, "posts")) == 2
    assert problems(site, "docs") == []


def test_placeholders_are_refused_only_where_a_site_is_published(site):
    site.write("docs/about.md", "---\ntitle: About\n---\n\nWrite to us@example.org.\n\n```\nhttps://example.org\n```\n")
    assert site.check().code == 0
    done = site.check("--publish")
    assert done.code == 1
    assert done.out.startswith("docs/about.md:5:10: error KFH701")
    assert done.out.count("KFH701") == 1


@pytest.mark.parametrize("path", ["posts/a.pdf", POST, "docs/a.md", "docs/a", "posts"])
def test_what_a_symbolic_link_leads_to_is_never_published(site, tmp_path_factory, path):
    secret = tmp_path_factory.mktemp("elsewhere")
    (secret / "2018-03-01-a.md").write_text(post(body="A secret."))
    link = site.root / path
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(secret if "." not in path else secret / "2018-03-01-a.md")
    assert [(found["path"], found["code"]) for found in problems(site)] == [(path, "KFH413")]
    done = site.build()
    assert done.code != 0
    assert "put the file itself here" in done.text
