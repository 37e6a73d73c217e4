"""What the check sees only when it looks at the whole site."""

import re
from io import BytesIO

import pytest
from lxml import html
from PIL import Image
from tests.sites import NOW, Site, bulletin, post

import kfh.site
from kfh.reading.sources import Sources
from kfh.values import dates

POST = "posts/2018-03-01-a-post.md"


def picture():
    content = BytesIO()
    Image.new("RGB", (2, 2)).save(content, "JPEG")
    return content.getvalue()


def problems(site, as_of=NOW, **options):
    found = kfh.site.check(Sources(site.root), dates.as_of(as_of), **options).problems
    return [(problem.code, problem.path, problem.line, problem.column, problem.fix) for problem in found]


@pytest.mark.parametrize(
    ("link", "code", "fix"),
    [
        ("[A](2018-03-02-b.md)", "KFH408", "See [A](2018-03-02-other.md)."),
        ("[A](../posts/2018-03-02-othr.md)", "KFH408", "See [A](2018-03-02-other.md)."),
        ("[A](../docs/abuot.md)", "KFH408", "See [A](../docs/about.md)."),
        ("[A](/blog/2018/03/02/other/)", "KFH408", "See [A](2018-03-02-other.md)."),
        ("[A](/about/)", "KFH408", "See [A](../docs/about.md)."),
        ("[A](https://kfh.test/blog/2018/03/02/gone/)", "KFH408", ""),
        ("[A](nothing-like-it.md)", "KFH408", ""),
        ("![A](stand.jpg)", "KFH408", "See ![A](stands.jpg)."),
        ("[A](#no-such)", "KFH411", ""),
        ("[A](#What-follows)", "KFH411", "See [A](#what-follows)."),
        ("[A](2018-03-02-other.md#our-plan)", "KFH411", "See [A](2018-03-02-other.md#our-plans)."),
        ("[A](../docs/about.md#who-we-were)", "KFH411", "See [A](../docs/about.md#who-we-are)."),
        ("[A](2018-03-03-draft.md)", "KFH409", ""),
        ("[A](2018-07-01-later.md)", "KFH409", ""),
    ],
)
def test_a_link_that_readers_cannot_follow_is_told_with_its_line(site, link, code, fix):
    site.write("posts/2018-03-02-other.md", post(date="2018-03-02", body="![Stands](stands.jpg)\n\n## Our plans"))
    site.write("posts/2018-03-03-draft.md", post(date="2018-03-03", more="status: draft\n"))
    site.write("posts/2018-07-01-later.md", post(date="2018-07-01"))
    site.write("posts/stands.jpg", picture())
    site.write("docs/about.md", "---\ntitle: About\n---\n\n## Who we are\n")
    site.write(POST, post(body=f"One.\n\nSee {link}.\n\n## What follows"))
    assert problems(site) == [(code, POST, 10, 5, fix)]


MADE = {
    "/tags/": "tags/",
    "/tags": "tags/",
    "/tags/index.html": "tags/",
    "../tags/index.md": "tags/",
    "/tag/workforce/": "tag/workforce/",
    "/tag/workforce/feed.xml": "tag/workforce/feed.xml",
    "/feed.xml": "feed.xml",
    "../docs/feed.xml": "feed.xml",
    "/search/": "search/",
    "../search/index.md": "search/",
    "/feeds.opml": "feeds.opml",
    "../feeds.opml": "feeds.opml",
    "/sitemap.xml": "sitemap.xml",
    "../robots.txt": "robots.txt",
    "/blog/page/2/": "blog/page/2/",
    "../blog/page/2/index.md": "blog/page/2/",
    "/category/workforce/": "tag/workforce/",
    "/tag/old-label/": "tag/workforce/",
    "/tags/#w": "tags/#w",
}
"""How links may name what the build makes, each with the address that it then has."""


def test_links_lead_to_all_that_the_build_makes_for_check_and_build_alike(site):
    site.write("docs/vocabulary/tags.yml", "workforce:\n  label: Workforce\n  aliases: [Old label]\n")
    site.write("posts/2018-03-02-other.md", post("Other", "2018-03-02", "Words of its own."))
    links = "\n".join(f"- [{number}]({link})" for number, link in enumerate(MADE))
    site.write(POST, post(body=links))
    site.write("docs/about.md", f"---\ntitle: About\n---\n\n{links}\n")
    settings = (site.root / "mkdocs.yml").read_text("utf-8")
    site.write("mkdocs.yml", settings.replace("publishing:\n", "publishing:\n    page_size: 1\n"))
    assert problems(site) == []
    done = site.build()
    assert done.code == 0, done.text
    for page, up in (("blog/2018/03/01/a-post/index.html", "../../../../../"), ("about/index.html", "../")):
        for number, address in enumerate(MADE.values()):
            assert re.search(rf'<a href="{up}{address}"[^>]*>{number}</a>', site.read(page)), (page, address)


@pytest.mark.parametrize(
    ("link", "fix"),
    [("/old-address/", "2018-03-02-other.md"), ("/2018/03/02/other/", "2018-03-02-other.md"), ("/pagefind/", "")],
)
def test_a_link_to_a_former_address_is_told_the_file_that_it_leads_to(site, link, fix):
    site.write("posts/2018-03-02-other.md", post(date="2018-03-02", more="aliases:\n  - /old-address/\n"))
    site.write(POST, post(body=f"See [A]({link})."))
    assert problems(site) == [("KFH408", POST, 8, 5, f"See [A]({fix})." if fix else "")]


@pytest.mark.parametrize(
    "link",
    [
        "[A](2018-03-02-other.md#part)",
        "[A](../posts/2018-03-02-other.md)",
        "[A](../docs/about.md)",
        "[A](../about.md)",
        "[A](https://kfh.test/blog/2018/03/02/other/)",
        "[A](https://kfh.test/feed.xml)",
        "[A](agenda%20of%20may.pdf)",
        "[A](mailto:leads@kfh.test)",
        "[A](#what-follows)",
        "[A](../docs/list.md#page.main)",
        "[A](../docs/checks.md#made-by-its-template)",
        "[A](../bulletins/index.md#made-too)",
        "`[A](gone.md)`",
        "<!-- [A](gone.md) -->",
    ],
)
def test_a_link_that_readers_can_follow_is_left_alone(site, link):
    site.write("posts/2018-03-02-other.md", post(date="2018-03-02", body="[May](agenda%20of%20may.pdf)\n\n## Part"))
    site.write("posts/agenda of may.pdf", b"x")
    site.write("docs/about.md", "---\ntitle: About\n---\n")
    site.write("docs/list.md", "---\ntitle: List\ntemplate: subscribe.html\n---\n")
    site.write("docs/checks.md", "---\ntitle: Checks\ntemplate: checks.html\n---\n")
    site.write(POST, post(body=f"See {link} there.\n\n## What follows"))
    assert problems(site) == []


PLACES = {
    "## [Plans](https://x.test/) for 2018": ["plans-for-2018"],
    "## Plans\n\n## Plans\n\n### Plans": ["plans", "plans_1", "plans_2"],
    "## x_y and `code` &copy; \\#Tag": ["x_y-and-code-tag"],
    "Our plans\n---------": ["our-plans"],
    "- an item\n\n  ## Within": ["within"],
    "!!! note\n    ## In a box": ["in-a-box"],
    "## Mine {#own}\n\nWords\n{: #words }": ["own", "words"],
    '<p id="raw">Raw</p> <a name="old">B</a>\n\n<div id=d markdown>\n## In HTML\n</div>': [
        "raw",
        "old",
        "d",
        "in-html",
    ],
    "One[^a] and[^a] two[^b].\n\n[^a]: First.\n[^b]: Second.": ["fn:a", "fnref:a", "fnref2:a", "fn:b"],
}
"""Texts, and places in each that links can lead to."""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('!!! note "See [A](gone.md)"\n    Words.', [("KFH408", 8, 19)]),
        ('??? tip "See [A](2018-03-02-other.md#gone)"\n    Words.', [("KFH411", 8, 18)]),
        ('<a href="https://kfh.test/gone/">A part</a>', [("KFH408", 8, 10)]),
        ('<a href="gone.md">A part</a>', [("KFH522", 8, 10)]),
        ('!!! note "See [A](2018-03-02-other.md)"\n    Words.', []),
        ('<a href="https://kfh.test/tags/">A part</a>', []),
    ],
)
def test_links_in_html_and_in_titles_of_boxes_are_followed_too(site, text, found):
    site.write("posts/2018-03-02-other.md", post(date="2018-03-02", body="Other."))
    site.write(POST, post(body=text))
    assert [(code, line, column) for code, _, line, column, _ in problems(site)] == found


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("<script>alert(1)</script>", "KFH501"),
        ("<b onclick=x>A</b>", "KFH502"),
        ("[A](javascript:x)", "KFH503"),
        ("![A map](https://x.test/a.png)", "KFH504"),
    ],
)
def test_what_must_not_be_published_is_told_by_the_check_where_only_the_page_shows_it(site, title, code):
    site.write(POST, post(body=f'Words.\n\n!!! note "{title}"\n    More.'))
    assert [(code, line) for code, _, line, _, _ in problems(site)] == [(code, 10)]


def test_a_link_in_the_title_of_a_box_leads_to_the_page_of_the_file(site):
    site.write("docs/about.md", '---\ntitle: About\n---\n\n!!! note "[A](../posts/2018-03-01-a-post.md)"\n    B\n')
    site.write(POST, post())
    assert site.build("-q").code == 0
    assert '<a href="../blog/2018/03/01/a-post/"' in site.read("about/index.html")


@pytest.mark.parametrize(
    ("address", "is_there"),
    [
        ("nowhere.md", False),
        ("/tags/", True),
        ("index.md#welcome", False),
        ("bulletins/page/2/index.md", False),
        ("posts/2018-07-01-later.md", False),
        ("tags/index.md", True),
        ("bulletins/index.md", True),
        ("posts/2018-03-01-a-post.md", True),
        ("https://x.test/", True),
    ],
)
def test_the_menu_leads_to_what_the_build_finds(tmp_path, address, is_there):
    site = Site(tmp_path, nav=[{"Home": "index.md"}, {"Blog": []}, {"More": address}])
    site.write(POST, post())
    site.write("posts/2018-07-01-later.md", post(date="2018-07-01"))
    assert [code for code, *_ in problems(site)] == ([] if is_there else ["KFH408"])


@pytest.mark.parametrize("text", PLACES)
def test_the_places_of_a_text_are_those_of_its_page_and_no_others(site, text):
    links = [f"[The part called {name}](#{name})" for name in PLACES[text]]
    site.write(POST, post(body="\n\n".join((text, *links))))
    assert "KFH411" not in {problem.code for problem in site.problems()}
    site.write(POST, post(body="\n\n".join((text, *links, "[Another part](#nowhere)"))))
    assert [problem.code for problem in site.problems() if problem.code == "KFH411"] == ["KFH411"]


def test_the_places_that_the_check_knows_are_on_the_page(site):
    for number, text in enumerate(PLACES, 1):
        site.write(f"posts/2018-02-{number:02}-a.md", post(date=f"2018-02-{number:02}", body=text))
    assert site.build("-q").code == 0
    for number, names in enumerate(PLACES.values(), 1):
        page = html.fromstring(site.read(f"blog/2018/02/{number:02}/a/index.html"))
        assert set(names) <= {*page.xpath("//@id"), *page.xpath("//a/@name")}


def test_a_draft_may_link_to_a_draft_and_a_later_article_to_an_earlier_one(site):
    for name, more in (("2018-03-03-x", "status: draft\n"), ("2018-03-04-y", "status: draft\n")):
        site.write(f"posts/{name}.md", post(date=name[:10], more=more, body="[A](2018-03-03-x.md)"))
    site.write("posts/2018-07-01-later.md", post(date="2018-07-01"))
    site.write("posts/2018-07-02-latest.md", post(date="2018-07-02", body="[A](2018-07-01-later.md)"))
    assert problems(site) == []


@pytest.mark.parametrize(
    ("pattern", "days", "fix"),
    [
        ("/{slug}/", ("2018-03-09", "2018-04-09"), "slug: leads-update-2018-04"),
        ("/{year}/{slug}/", ("2018-03-09", "2018-05-09"), "slug: leads-update-2018-05"),
        ("/{year}/{month}/{slug}/", ("2018-03-09", "2018-03-23"), "slug: leads-update-2018-03"),
    ],
)
def test_a_recurring_title_on_a_taken_address_is_refused_with_a_free_slug(tmp_path, pattern, days, fix):
    site = Site(tmp_path, {"permalinks": {"bulletin": pattern}})
    for day in days:
        site.write(f"bulletins/{day}-leads-update.md", bulletin(date=day, meeting=day))
    path = f"bulletins/{days[1]}-leads-update.md"
    assert problems(site) == [("KFH403", path, 1, 1, fix)]
    text = (tmp_path / path).read_text("utf-8")
    site.write(path, text.replace("---\n", f"---\n{fix}\n", 1))
    assert problems(site) == []


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2018-07-01", "1 July 2018, 09:00"),
        ("2018-06-02 14:30", "2 June 2018, 14:30"),
        ("2018-12-01T10:00:00+00:00", "1 December 2018, 10:00"),
    ],
)
def test_an_article_of_a_later_day_is_said_to_be_scheduled(site, date, shown):
    site.write(f"posts/{date[:10]}-later.md", post(date=date))
    done = site.check()
    assert done.code == 0
    assert f"Scheduled: posts/{date[:10]}-later.md will appear on {shown}." in done.err


@pytest.mark.parametrize(
    ("body", "fix"),
    [
        ("[the plan](https://example.com/plan.pdf)", "[the plan (PDF, …MB)](https://example.com/plan.pdf)"),
        (
            "[the plan (PDF)](https://example.com/plan.PDF?v=2)",
            "[the plan (PDF, …MB)](https://example.com/plan.PDF?v=2)",
        ),
    ],
)
def test_the_size_of_a_pdf_file_of_another_site_is_part_of_the_advice(site, body, fix):
    site.write(POST, post(body=f"Read {body}."))
    assert problems(site) == []
    assert problems(site, advice=True) == [("KFH519", POST, 8, 6, f"Read {fix}.")]


def test_links_that_the_site_labels_itself_or_that_say_their_size_are_left_alone(site):
    site.write("posts/agenda.pdf", b"x" * 120_400)
    site.write(POST, post(body="Read [the agenda](agenda.pdf) and [the plan (PDF, 1.2MB)](https://example.com/a.pdf)."))
    assert problems(site, advice=True) == []


@pytest.mark.parametrize("name", ["2018-03-01-News.MD", "2018-03-01-news.markdown"])
def test_an_article_whose_name_does_not_end_in_md_is_told_what_to_call_it(site, name):
    site.write(f"posts/{name}", post())
    done = site.check()
    assert done.code == 1
    assert f"posts/{name}:1:1: error KFH401" in done.out
    assert "rename the file to 2018-03-01-news.md" in done.out


def test_a_missing_picture_is_named_and_the_one_in_other_letters_offered(site):
    site.write("posts/stand.jpg", picture())
    site.write(POST, post(more="image: Stand.JPG\nimage_alt: A stand\n"))
    done = site.check()
    assert 'did you mean "stand.jpg"?' in done.out


def test_what_was_kept_is_forgotten_when_a_register_or_the_file_changes(site):
    site.write(POST, post())
    assert problems(site) == []
    assert list((site.root / ".cache/kfh/checks").iterdir())
    site.write("docs/vocabulary/tags.yml", "quality: {label: Quality}\n")
    assert [problem[0] for problem in problems(site)] == ["KFH301"]
    site.write(POST, post().replace("Workforce", "Quality"))
    assert problems(site) == []
    site.write(POST, post().replace("Workforce", "Quality").replace("A post", "A: post"))
    assert [problem[0] for problem in problems(site)] == ["KFH104"]


def test_what_was_kept_does_not_hide_that_a_picture_or_a_link_is_gone_or_that_time_passed(site):
    site.write("posts/stand.jpg", picture())
    site.write("posts/2018-07-01-later.md", post(date="2018-07-01"))
    text = post(body="[A](2018-07-01-later.md)", more="image: stand.jpg\nimage_alt: A stand\n")
    site.write(POST, text)
    assert [problem[0] for problem in problems(site)] == ["KFH409"]
    assert problems(site, "2018-07-02") == []
    (site.root / "posts/stand.jpg").unlink()
    (site.root / "posts/2018-07-01-later.md").unlink()
    assert [problem[0] for problem in problems(site)] == ["KFH406", "KFH408"]


@pytest.mark.parametrize(
    "damaged",
    [lambda _: b"", lambda _: b"nonsense", lambda kept: kept[:-20], lambda kept: kept.replace(b"KFH104", b"KFH105")],
)
def test_what_was_kept_and_is_damaged_is_not_used(site, damaged):
    site.write(POST, post(title="A: post"))
    before = problems(site)
    for kept in (site.root / ".cache/kfh/checks").iterdir():
        kept.write_bytes(damaged(kept.read_bytes()))
    assert problems(site) == before != []


def test_a_folder_that_cannot_be_written_does_not_stop_the_check(site):
    site.write(POST, post())
    site.write(".cache", "a file where the folder would be")
    assert problems(site) == []


def test_a_merged_tag_is_taken_for_the_new_one_and_its_feed_goes_on(site):
    site.write(
        "docs/vocabulary/tags.yml",
        "staff: {label: Staff, merged_into: workforce, merged_on: 2018-03-01}\nworkforce: {label: Workforce}\n",
    )
    site.write(POST, post().replace("- Workforce", "- Staff"))
    assert problems(site) == [("KFH308", POST, 5, 5, "  - Workforce")]
    done = site.build()
    assert done.code == 0, done.text
    page = site.read("tag/staff/index.html")
    assert 'now under <a href="../../tag/workforce/">Workforce</a>' in page
    assert "A post" in site.read("tag/staff/feed.xml")
    assert "A post" in site.read("tag/workforce/index.html")
    assert "tag/staff/" not in site.read("tags/index.html")


@pytest.mark.parametrize("into", ["nothing", "staff"])
def test_a_tag_is_merged_only_into_one_that_stays(site, into):
    site.write(
        "docs/vocabulary/tags.yml",
        f"a: {{label: A, merged_into: {into}}}\n"
        "staff: {label: Staff, merged_into: workforce, merged_on: 2018-03-01}\nworkforce: {label: Workforce}\n",
    )
    assert [problem[:3] for problem in problems(site)] == [("KFH309", "docs/vocabulary/tags.yml", 1)]


def test_the_list_of_tags_has_counts_singletons_and_likenesses(site):
    site.write(
        "docs/vocabulary/tags.yml",
        "workforce: {label: Workforce}\nbulletin: {label: Bulletin}\nbulletins: {label: Bulletins}\n"
        "old: {label: Old, merged_into: workforce, merged_on: 2018-03-01}\n",
    )
    site.write(POST, post())
    site.write(
        "posts/2018-03-02-b.md", post(date="2018-03-02", more="").replace("- Workforce", "- Workforce\n  - Bulletin")
    )
    lines = site.run("kfh", "tags").out.split("\n")
    assert lines[:3] == ["    2  Workforce", "    1  Bulletin", "    0  Bulletins"]
    assert lines[lines.index("Used once:") + 1] == "  Bulletin"
    assert lines[lines.index("Never used:") + 1] == "  Bulletins"
    assert "  Bulletin and Bulletins" in lines
    assert lines[lines.index("Merged:") + 1] == "  Old into Workforce"
