"""Whatever the check passes, a strict build builds."""

from datetime import date

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.sites import DOT, PDF, Site, bulletin, post

from kfh.problems.problem import has_errors

SOUND = (
    "/tags/", "/tags", "/tags/index.html", "/tags/#x", "//kfh.test/tags/", "https://kfh.test/tags/", "https://kfh.test",
    "../tags/", "?x=1", "/search/?q=x", "/feed.xml", "/feed.json", "/tag/workforce/", "/2018/", "/2018/02/", "/all/",
    "/bulletins/2018/", "/category/workforce/", "\\tags\\", "2018-02-01-other.md", "2018-02-01-other.md#part",
    "<2018-02-01-other.md>", "../posts/2018-02-01-other.md", "2018-02-01-other.md 'A title'", "dot.png", "f.pdf",
    "../posts/dot.png", "../docs/about.md", "../docs/about.md#who", "../docs/index.md", "mailto:a@x.test", "tel:1",
    "../bulletins/2018-03-09-update.md", "https://x.test/a b",
)  # fmt: skip
DOUBTFUL = (
    "/", "/#x", "/TAGS/", "tags/", "..", ".", "./", "", "<>", "#part", "#top", "/?p=1", "/tag/workforce/page/2/",
    "/author/", "/pagefind/", "/css/site.css", "/robots.txt", "/sitemap.xml", "/404.html", "/media/dot.png",
    "/media/f.pdf", "/other/", "/blog/2018/02/01/other/", "/2018/02/01/other/", "%2ftags/", "other.md",
    "2018-02-01-other.md#gone", "about.md", "posts/2018-02-01-other.md", "../docs/about",
    "../docs/vocabulary/tags.yml", "../README.md", "../../etc/passwd",
    "www.x.test", "javascript:x", "http://[",
)  # fmt: skip
TO = st.one_of(*[st.sampled_from(SOUND)] * 5, st.sampled_from(DOUBTFUL))
LINKS = st.one_of(
    TO.map("[words]({})".format),
    TO.map("![a dot]({})".format),
    TO.map("[words][r]\n\n[r]: {}".format),
    TO.map('<a href="{}">words</a>'.format),
    TO.map("- one\n  1. [words]({})".format),
    TO.map("| a | b |\n|---|---|\n| [words]({}) | c |".format),
    TO.map("!!! note\n    [words]({})".format),
    TO.map("## A [heading]({}) that links".format),
    TO.map("> ![a dot]({})".format),
    TO.map("<details>\n<summary>S</summary>\n\n[words]({})\n\n</details>".format),
)
BLOCKS = st.sampled_from(
    ["Note[^1].\n\n[^1]: x", "Note[^1].\n\n[^1]:\n    - a\n    - b", "- a\n  1. b\n     > c", "## Part",
     "## Part {#id}", "[words](#id)", '=== "T"\n    a\n\n=== "U"\n    b', "<div markdown>\n*a*\n</div>",
     "## `code` & <b>b</b>", "One\n---", "~~~\n[x](y)\n~~~", "`` [x](y) ``", "<https://x.test>", "*[HEE]: x\n\nHEE",
     "&copy; &amp;lt;", "a\\\nb", "***a** b*", "<!-- c -->", "<!-- more -->", '<p id="id">x</p>', "<b>x", "</p>",
     "![a dot](dot.png){ width=10 }", "{: #id }", '??? tip "T"\n    ![a dot](dot.png)', "[![a dot](dot.png)](f.pdf)",
     "Term\n:   what it is", "- [x] done", "\\[x\\](y)"]
)  # fmt: skip
BODIES = st.lists(LINKS | BLOCKS, min_size=1, max_size=4).map("\n\n".join)
FIELDS = st.lists(
    st.sampled_from(
        ["summary: A sentence.", "updated: 2018-03-02", "authors:\n  - Sarah Hennessy", "slug: other", "slug: tags",
         "work_streams:\n  - Quality and impact", "aliases:\n  - /tags/", "aliases:\n  - /old/\n  - /?p=7",
         "status: draft", "status: withdrawn", "status: withdrawn\nwithdrawn_because: It ended.",
         "expires: 2018-04-01", "guid: a b", "image: dot.png\nimage_alt: A dot", "image: gone.png\nimage_alt: A dot",
         "pinned_until: 2018-07-01", "discussion: none", "discussion: https://talk.test/t",
         "actions:\n  - text: Do it\n    link: /tags/"]
    ),
    max_size=3,
    unique=True,
).map(lambda lines: "".join(f"{line}\n" for line in lines))  # fmt: skip
DAYS = st.dates(date(2018, 2, 26), date(2018, 7, 1)).map(str)


def page(day, _, body):
    return "docs/one-more.md", f"---\ntitle: One more\nupdated: {day}\n---\n\n{body}\n"


def article(make, folder):
    return lambda day, more, body: (f"{folder}/{day}-one-more.md", make("One more", day, body=body, more=more))


MAKERS = st.sampled_from([page, article(post, "posts"), article(bulletin, "bulletins")])
FILES = st.builds(lambda make, *parts: make(*parts), MAKERS, DAYS, FIELDS, BODIES)


@pytest.fixture(scope="module")
def around(tmp_path_factory):
    """A site for one more article or page."""
    site = Site(tmp_path_factory.mktemp("around"))
    site.write("docs/about.md", "---\ntitle: About\n---\n\n## Who\n\nWe.\n")
    site.write("posts/2018-02-01-other.md", post("Other", "2018-02-01", "Words.\n\n## Part\n\nMore."))
    site.write("bulletins/2018-03-09-update.md", bulletin())
    site.write("posts/dot.png", DOT)
    site.write("posts/f.pdf", PDF)
    return site


@pytest.mark.slow
def test_what_the_check_passes_a_strict_build_builds(around):
    passed = []

    @settings(max_examples=200, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(FILES)
    def builds(file):
        path, text = file
        written = around.write(path, text)
        try:
            if not has_errors(around.problems()):
                passed.append(path)
                done = around.build("--quiet")
                assert done.code == 0, f"{text}\n{done.text}"
        finally:
            written.unlink()

    builds()
    assert len(passed) > 20
