"""What is offered to be written instead, written, leaves fewer faults: for every check that offers it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sites import DOT, NOW, RENDER, post
from tests.unit.test_check_mistakes import BULLETIN_PATH, ISSUED, MEETINGS, PLAIN, POST_PATH, ROWS

from kfh import site as sites
from kfh.model.vocabulary import Author, Registers, Term
from kfh.problems import edits
from kfh.problems.catalogue import CHECKS
from kfh.reading import sources
from kfh.rules import one_file
from kfh.values import dates

SAME = {"derandomize": True, "deadline": None, "database": None}


def registers():
    found = Registers()
    for name, aliases in (("#AMillionDecisions", ("million decisions",)), ("HEE", ()), ("Workforce", ("staff",))):
        found.tags.add(Term(slug=name.lstrip("#").lower(), label=name, aliases=aliases))
    found.tags.add(Term(slug="partnerships", label="Partnerships"))
    found.tags.add(Term(slug="bulletins", label="Bulletins"))
    found.tags.add(Term(slug="current-awareness", label="Current awareness"))
    found.authors.add(Author(slug="leads-group", name="Leads Group"))
    found.authors.add(Author(slug="sarah-hennessy", name="Sarah Hennessy"))
    found.work_streams.add(Term(slug="quality-and-impact", label="Quality and impact"))
    return found


KNOWN = registers()


def found_in(path, text):
    found = one_file.check(path, text.encode(), KNOWN, RENDER).problems
    return [problem.written_out(text.split("\n")) for problem in found]


def offered(problems, filled_in=""):
    """Those with a remedy that is whole, or that the text `filled_in` makes whole."""
    return [
        problem
        for problem in problems
        if (problem.edit or problem.fix)
        and ("…" not in problem.fix or filled_in)
        and not problem.fix.startswith(("kfh ", "git "))
    ]


def written(text, problem):
    """The text as it is when an editor has done what the problem says: the lines that are shown stand in it."""
    lines = text.split("\n")
    edit = problem.edit or edits.Edit.of_line(problem.line, lines[problem.line - 1], problem.fix)
    after = edits.apply(text, [edit])
    assert problem.fix in after, problem
    return after


def assert_fewer(path, text):
    before = found_in(path, text)
    for problem in offered(before):
        after = found_in(path, written(text, problem))
        assert len(after) < len(before), (problem, [new for new in after if new not in before])


FIELDS = [
    *(mistake.made_in(PLAIN) for mistake in ROWS),
    *(post(more=f"{field}\n") for field in (
        "category: News", "categories:\n  - HEE", "categories: [Workforce]", "keywords: HEE; News", "excerpt: A note.",
        "description: |\n  Two\n  lines", "layout: post", "author: Sarah Hennessy", "Author:\n  - sarah hennessy",
        "draft: true", "published: false", "draft: false", "comments: false", "lastmod: 2 March 2018", "toc: true",
        "featured_image: stand.jpg", "permalink: /old/", "redirect_from:\n  - /old/", "hide:\n  - toc\n  - nav",
        "publishDate: 2018-03-01", "subtitle: More", "pinned: true", "tag: HEE", "taxonomy:\n  tag: [a]",
        "work stream: quality and impact", "authors: Leads Group and Sarah Hennessy", "authors:\n  - leads group; HEE",
        "discussion: www.x.org/a", "discussion: https:/x.org/a", "discussion: Closed.", "discussion: <https://x.org>",
        "status: Draft", "status: withdraw", "slug: A slug", "summary:", "guid:", "image: ../x.png", "authors:\n  -",
        "updated: 03.13.2018 2pm", "expires: 31 June 2019", "expires: 2018-01-01", "aliases: /old/", "aliases:\n  -",
        "tags:\n  - HEE", "title: “Again”", "aliases:\n  - /old/\n  - /old/", "actions: Do it", "actions:\n  - Do it",
        "actions:\n  - text: Do\n    lnk: www.x.org", "pinned_until: 2018-02-30",
        "authors: [Sarah Henessy, leads group]",
    )),
    *(post().replace("tags:\n  - Workforce", tags) for tags in (
        "tags:\n  -", "tags: []", "tags: ['']", "tags:\n  - ''\n  - HEE", "tags: {a: b}", "tags: [HEE, hee]",
        "tags:\n  -   HEE, staff\n  -   workforce", "tags: HEE, Workforce, hee", 'tags: ["#HEE #Workforce"]',
        "Tags: hee",
        "tags:\n- hee\n- HEE", "tags: #HEE, #Workforce", "tags:\n  - HEE / Workforce\n  - Unknown, HEE",
    )),
]  # fmt: skip
BODIES = [
    post(body=body) for body in (
        "# A post\n\nText.", "A post\n======\n\nText.", "# Another\n\n#### Deep", "Two\nlines\n=====", "#HEE and more",
        "- #HEE", "## One\n\n#### Three\n\n##### Four", "![](stand.jpg)", '<img src="x">', "**Bold line**\n\nText.",
        "!!! note\n\n    **Bold line**\n\n    Text.", "See [here](http://a.test) and [here](http://a.test/b).",
        "[http://a.test](http://a.test)", "[a][l] and [b][l]\n\n[l]: http://a.test 'T'", "<http://a.test>",
        "A [link\nof two lines](http://a.test)", "[a](https:/x.org)", '[a](htps://x.org "T")', "[a](a@b.org)",
        "[a](http:/x.org/p.pdf)", "[a](https://login.proxy.x.org/login?url=http://j.test/1)", "[a](mailto: a@b.org)",
        "The\u00a0new\u00a0plan", "Work\u200bforce", "10\u00a0kg",
        "[a](https://nam.safelinks.protection.outlook.com/?url=http%3A%2F%2Fa.test)",
        "<p onclick='x'>a</p>", "[a]()", "[a](localhost:8000)", "[a](C:\\plan.docx)",
        "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> main\n\n>>>>>>> left", "[Report](https://x.org/a.pdf)",
    )
]  # fmt: skip


@pytest.mark.parametrize("text", [*FIELDS, *BODIES], ids=range(len(FIELDS) + len(BODIES)))
def test_what_is_offered_for_a_post_leaves_fewer_faults(text):
    assert_fewer(POST_PATH, text)


@pytest.mark.parametrize("mistake", MEETINGS, ids=lambda mistake: mistake.name)
def test_what_is_offered_for_a_bulletin_leaves_fewer_faults(mistake):
    assert_fewer(BULLETIN_PATH, mistake.made_in(ISSUED))


MANY = st.lists(st.sampled_from(ROWS), max_size=4, unique_by=lambda mistake: mistake.old)
"""Each in another place: what stands within a mistake is another one than the table says."""


@settings(max_examples=150, **SAME)
@given(MANY, st.lists(st.sampled_from(BODIES), max_size=1))
def test_what_is_offered_among_several_mistakes_leaves_fewer_faults(mistakes, bodies):
    text = bodies[0] if bodies else PLAIN
    for mistake in mistakes:
        text = text.replace(mistake.old, mistake.new, 1)
    assert_fewer(POST_PATH, text)


def checked(site):
    return sites.check(sources.Sources(site.root), dates.as_of(NOW), advice=True).problems


def text_of(site, path):
    return sources.as_text(path, (site.root / path).read_bytes())[0]


TAGS, AUTHORS = "docs/vocabulary/tags.yml", "docs/vocabulary/authors.yml"
OTHER = "posts/2018-03-02-other.md"
OWN = "/blog/2018/03/01/a-post/"
HERE = {OTHER: post("Other", "2018-03-02", "## Part one\n\nText.")}
SITES = {
    "its own address": ({POST_PATH: post(more=f"aliases:\n  - {OWN}\n")}, "KFH403", ""),
    "its own address among others": ({POST_PATH: post(more=f"aliases:\n  - /x/\n  - {OWN}\n")}, "KFH403", ""),
    "its own address in brackets": ({POST_PATH: post(more=f"aliases: [/x/, {OWN}]\n")}, "KFH403", "aliases: [/x/]"),
    "a page's own address": ({"docs/about.md": "---\ntitle: A\naliases: [/about/]\n---\n\nText.\n"}, "KFH403", ""),
    "an archive's address": ({POST_PATH: post(more="aliases:\n  - /blog/\n")}, "KFH403", ""),
    "a picture's capitals": (
        {POST_PATH: post(more="image: stand.jpg\nimage_alt: A stand\n"), "posts/Stand.JPG": DOT},
        "KFH406",
        "image: Stand.JPG",
    ),
    "capitals": ({POST_PATH: post(body="![A](stand.jpg)"), "posts/stand.JPG": DOT}, "KFH408", "![A](stand.JPG)"),
    "letters in two parts": (
        {POST_PATH: post(body="[A](caf\u00e9.pdf)"), "posts/cafe\u0301.pdf": b"%PDF-1.4"},
        "KFH408",
        "[A](cafe%CC%81.pdf)",
    ),
    "letters in one part": (
        {POST_PATH: post(body="[A](cafe\u0301.pdf)"), "posts/caf\u00e9.pdf": b"%PDF-1.4"},
        "KFH408",
        "[A](caf%C3%A9.pdf)",
    ),
    "another name": (HERE | {POST_PATH: post(body='[A](2018-03-02-othr.md "T")')}, "KFH408", f'[A]({OTHER[6:]} "T")'),
    "a label": (
        HERE | {POST_PATH: post(body="[A][b], [c].\n\n[b]: 2018-03-02-othr.md#part-one\n[c]: 2018-03-02-other.md")},
        "KFH408",
        f"[b]: {OTHER[6:]}#part-one",
    ),
    "a place": (HERE | {POST_PATH: post(body=f"[A]({OTHER[6:]}#part-on)")}, "KFH411", f"[A]({OTHER[6:]}#part-one)"),
    "an address for a file": (
        HERE | {POST_PATH: post(body="[A](/blog/2018/03/02/other/#part-one)")},
        "KFH408",
        f"[A]({OTHER[6:]}#part-one)",
    ),
    "www": ({POST_PATH: post(body="[A](www.x.org/a)")}, "KFH433", "[A](https://www.x.org/a)"),
    "a site's name": ({POST_PATH: post(body="[A](nhs.uk) b")}, "KFH433", "[A](https://nhs.uk) b"),
    "one slash": ({POST_PATH: post(body="[A](https:/x.org/a)")}, "KFH537", "[A](https://x.org/a)"),
    "no indents": ({TAGS: "workforce:\nlabel: Workforce\ndescription: Staff\n"}, "KFH303", "  label: Workforce\n  des"),
    "half of the indents": ({TAGS: "workforce:\n  label: Workforce\naliases:\n- staff\n"}, "KFH303", "  aliases:"),
    "no slug": ({AUTHORS: "name: Leads Group\nrole: A group\n"}, "KFH303", "leads-group:\n  name: Leads Group\n  role"),
    "no indents in several": (
        {TAGS: "workforce:\nlabel: Workforce\naliases:\n- staff\n\nhee:\nlabel: HEE\n"},
        "KFH303",
        "  label: Workforce\n  aliases:\n  - staff",
    ),
    "no indents in the one after": ({TAGS: "a:\n  label: A\nhee:\nlabel: HEE\n"}, "KFH303", "  label: HEE"),
    "no indents, and other names": ({TAGS: "workforce:\nName: Workforce\n"}, "KFH303", "  label: Workforce"),
    "no indents, and no colon": ({TAGS: "workforce\nlabel: Workforce\n"}, "KFH303", "workforce:\n  label: Workforce"),
    "an indent of one space": ({TAGS: "a:\n label: A\ndescription: B\n"}, "KFH303", " description: B"),
    "no slugs": ({TAGS: "label: Workforce\nlabel: HEE\n"}, "KFH303", "workforce:\n  label: Workforce\nhee:\n  l"),
    "one slug for two": (
        {TAGS: "workforce:\nlabel: Workforce\ndescription: A\nlabel: HEE\n"},
        "KFH303",
        "  label: Workforce\n  description: A\nhee:\n  label: HEE",
    ),
    "no indents among authors": (
        {AUTHORS: "leads-group:\nname: Leads Group\nrole: A group\ngroup: true\n"},
        "KFH303",
        "  name: Leads Group\n  role: A group\n  group: true",
    ),
    "a list of groups": (
        {TAGS: "# Tags\n- label: Workforce\n  description: Staff\n- slug: hee\n  label: HEE\n  aliases:\n    - a\n"},
        "KFH303",
        "workforce:\n  label: Workforce\n  description: Staff\nhee:\n  label: HEE\n  aliases:\n    - a",
    ),
    "a list of names and groups": (
        {AUTHORS: "  - Leads Group\n  - name: Sarah\n\n"},
        "KFH303",
        "leads-group:\n  name: Leads Group\nsarah:\n  name: Sarah",
    ),
    "names alone": ({TAGS: "- Workforce\n- HEE\n"}, "KFH303", "workforce:\n  label: Workforce\nhee:\n  label: HEE"),
    "a name beside the slug": ({TAGS: "workforce: Workforce\n"}, "KFH303", "workforce:\n  label: Workforce"),
    "an author's label": ({AUTHORS: "leads-group:\n  label: Leads Group\n"}, "KFH202", "  name: Leads Group"),
    "an author's description": ({AUTHORS: "a:\n  name: A\n  description: Lead\n"}, "KFH202", "  role: Lead"),
    "a tag's name": ({TAGS: "workforce:\n  name: Workforce\n"}, "KFH202", "  label: Workforce"),
    "a slug in words": ({TAGS: "Health Literacy:\n  label: Health literacy\n"}, "KFH304", "health-literacy:"),
    "aliases on a line": ({TAGS: "hee:\n  label: HEE\n  aliases: a, b\n"}, "KFH218", "  aliases:\n    - a\n    - b"),
    "a colon in a register": ({TAGS: "hee:\n  label: HEE: us\n"}, "KFH104", '  label: "HEE: us"'),
    "merged on no day": (
        {TAGS: "a:\n  label: A\n  merged_into: health\n  description: B\nhealth:\n  label: Health\n"},
        "KFH310",
        "  merged_on: …",
    ),
    "merged in brackets on no day": (
        {TAGS: "a: {label: A, merged_into: health}\nhealth: {label: Health}\n"},
        "KFH310",
        "a: {label: A, merged_into: health, merged_on: …}",
    ),
    "merged into nothing": (
        {TAGS: "a:\n  label: A\n  merged_into: helth\n  merged_on: 2018-03-01\nhealth:\n  label: Health\n"},
        "KFH309",
        "  merged_into: health",
    ),
}  # fmt: skip


GROUPS = {
    "at the margin": ("contact:\nname: Us\npage: https://x.org/", "contact:\n  name: Us\n  page: https://x.org/"),
    "half of it": ("contact:\n   name: Us\npage: https://x.org/", "contact:\n   name: Us\n   page: https://x.org/"),
    "a note within": ("contact:\n# Us\nName: Us\nE-mail: us@x.org", "contact:\n  # Us\n  name: Us\n  email: us@x.org"),
    "a name beside it": ("contact: Us\npage: https://x.org/", "contact:\n  name: Us\n  page: https://x.org/"),
    "a list": (
        "actions:\n- text: Do\nlink: https://x.org/\nby: 2018-05-01",
        "actions:\n- text: Do\n  link: https://x.org/\n  by: 2018-05-01",
    ),
    "a list without hyphens": (
        "actions:\ntext: Do\nlink: https://x.org/\ntext: Do more\nby: 2018-05-01",
        "actions:\n  - text: Do\n    link: https://x.org/\n  - text: Do more\n    by: 2018-05-01",
    ),
}


@pytest.mark.parametrize("name", GROUPS)
def test_the_fields_of_a_group_at_the_margin_are_told_once_and_moved_in(name):
    at_margin, fix = GROUPS[name]
    before, contact, after = ISSUED.partition("contact:\n  name: The leads\n  page: https://kfh.test/contact/")
    text = before + (at_margin if at_margin.startswith("contact") else f"{contact}\n{at_margin}") + after
    (problem,) = (found for found in found_in(BULLETIN_PATH, text) if found.severity == "error")
    assert (problem.code, problem.fix) == ("KFH204", fix)
    assert not [found for found in found_in(BULLETIN_PATH, written(text, problem)) if found.severity == "error"]


@pytest.mark.parametrize("name", SITES)
def test_what_is_offered_for_a_site_is_right_and_leaves_fewer_faults(site, name):
    files, code, fix = SITES[name]
    for path, content in files.items():
        site.write(path, content)
    before = checked(site)
    told = [problem for problem in before if problem.code == code]
    assert told, before
    assert any(problem.edit and problem.fix.startswith(fix) and bool(problem.fix) == bool(fix) for problem in told), (
        told
    )
    for problem in offered(before, filled_in="2018-03-01" if code == "KFH310" else ""):
        text = text_of(site, problem.path)
        site.write(problem.path, written(text, problem).replace("merged_on: …", "merged_on: 2018-03-01"))
        after = checked(site)
        assert len(after) < len(before), (problem, [new for new in after if new not in before])
        site.write(problem.path, text)


def test_a_name_that_two_folders_have_is_changed_once_in_the_newer_file(site):
    site.write(POST_PATH, post())
    assert site.run("kfh", "ledger", "update").code == 0
    site.write("posts/2018/2018-03-01-a-post.md", post("Another"))
    (problem,) = checked(site)
    assert (problem.path, problem.code, problem.fix) == ("posts/2018/2018-03-01-a-post.md", "KFH403", "")
    assert problem.message.endswith("rename this file to 2018-03-01-a-post-2.md")
    (site.root / problem.path).rename(site.root / "posts/2018/2018-03-01-a-post-2.md")
    assert not checked(site)


def test_a_name_that_several_folders_have_is_not_guessed(site):
    site.write(POST_PATH, post(body="[Map](map.pdf)"))
    for folder in ("2017", "2018"):
        site.write(f"posts/{folder}/map.pdf", b"%PDF-1.4")
    problem = next(problem for problem in checked(site) if problem.code == "KFH408")
    assert problem.message.endswith('did you mean "2017/map.pdf" or "2018/map.pdf"?')
    assert not problem.fix


@pytest.mark.parametrize("heading", ["# A post", "# **A post** #", "A post\n======", "#  a Post"])
def test_a_title_that_stands_in_the_text_again_is_taken_out(heading):
    text = post(body=f"{heading}\n\nThe text.")
    (problem,) = found_in(POST_PATH, text)
    assert problem.code == "KFH506"
    assert "the title stands on the page already" in problem.message
    assert written(text, problem) == post(body="\nThe text.")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("categories: [Workforce, News]", 'here it is "tags", which this file has too: write "News" there, and take'),
        ("category: Workforce", "which this file has too: take this out"),
        ("excerpt: Words", 'here it is "summary"'),
        ("layout: post", "has no use here: take it out"),
        ("time: 14:00", 'here it is "date", which this file has too: write "14:00" there'),
    ],
)
def test_a_field_of_another_system_is_told_by_the_name_that_it_has_here(field, words):
    problem = next(problem for problem in found_in(POST_PATH, post(more=f"{field}\n")) if problem.code == "KFH202")
    assert words in problem.message
    assert re.match(r'"\w+" is a field of other systems', problem.message)


def test_categories_become_tags_where_there_are_none():
    text = post(more="categories:\n  - HEE\n").replace("tags:\n  - Workforce\n", "")
    (problem,) = found_in(POST_PATH, text)
    assert (problem.code, problem.fix) == ("KFH202", "tags:")
    assert not found_in(POST_PATH, written(text, problem))


def test_a_register_names_the_fields_that_there_are(site):
    site.write(AUTHORS, "leads-group:\n  name: Leads Group\n  email: leads@x.org\n")
    problem = next(problem for problem in checked(site) if problem.code == "KFH202")
    assert "the fields are name, role, aliases, merged_into, merged_on, group" in problem.message


def test_a_picture_of_a_telephone_is_to_be_saved_as_jpeg(site):
    site.write(POST_PATH, post(body="![A stand](stand.HEIC)", more="image: stand.heic\nimage_alt: A stand\n"))
    site.write("posts/stand.HEIC", b"ftypheic")
    told = {problem.code: problem.message for problem in checked(site)}
    assert "save it as JPEG" in told["KFH407"]
    assert "save it as JPEG" in told["KFH208"]


def made_of(example):
    """A post with a wrong example of the catalogue in it: fields in place of its own, and else as its text."""
    if example.startswith("- "):
        return PLAIN.replace("- Workforce", example.rstrip())
    names = re.findall(r"^(\w+):", example, re.MULTILINE)
    if not names:
        return post(body=f"Some words.\n\n{example}\n\nText.")
    fields = re.findall(r"^\w+:.*\n(?:[ -].*\n)*", PLAIN.split("---\n")[1], re.MULTILINE)
    kept = [field for field in fields if field.partition(":")[0] not in names]
    return f"---\n{''.join(kept)}{example.rstrip()}\n---\n\nText.\n"


@pytest.mark.parametrize("code", CHECKS)
def test_what_is_offered_for_an_example_of_the_catalogue_leaves_fewer_faults(code):
    for path in (POST_PATH, BULLETIN_PATH):
        assert_fewer(path, made_of(CHECKS[code].wrong))
