import gzip

import yaml
from tests.sites import REGISTERS, Site, bulletin, post

LETTERS = "abcdefgh"


def index_of(site):
    return {name: content for name, content in site.built().items() if name.startswith("pagefind/")}


def test_two_builds_have_the_same_index_byte_for_byte(site):
    """With many values to each filter: two orders of them are seldom the same by chance."""
    tags = REGISTERS["tags"] | {f"tag-{letter}": {"label": f"Tag {letter}"} for letter in LETTERS}
    site.write("docs/vocabulary/tags.yml", yaml.safe_dump(tags))
    for year, letter in enumerate(LETTERS, 2010):
        text = post(f"Post {letter}", f"{year}-03-01", body=f"Word{letter}.")
        site.write(f"posts/{year}-03-01-post.md", text.replace("  - Workforce", f"  - Workforce\n  - Tag {letter}"))
    builds = []
    for _ in range(2):
        done = site.build()
        assert done.code == 0, done.text
        builds.append(index_of(site))
    assert builds[0] == builds[1]
    assert any(b"Tag h" in gzip.decompress(content) for name, content in builds[0].items() if "filter" in name)


def test_the_index_comes_without_the_interfaces_that_the_site_does_not_use(site):
    site.write("posts/2018-03-01-a-post.md", post())
    assert site.build().code == 0
    scripts = sorted(name for name in index_of(site) if name.endswith((".js", ".css")))
    assert scripts == ["pagefind/pagefind-worker.js", "pagefind/pagefind.js"]


def test_a_site_without_articles_is_built_and_says_that_there_is_nothing_to_search(site):
    done = site.build()
    assert done.code == 0, done.text
    assert not index_of(site)
    assert "There is nothing to search yet." in site.read("search/index.html")


def test_no_article_can_take_the_place_of_search_or_its_index(tmp_path):
    pattern = {"permalinks": {"post": "/{slug}/", "bulletin": "/{slug}/"}}
    site = Site(tmp_path, pattern)
    site.write("posts/2018-03-01-search.md", post("Search"))
    site.write("bulletins/2018-03-09-pagefind.md", bulletin())
    found = site.check()
    assert found.code == 1
    assert "/search/ can be given once; the search page has it already" in found.out
    assert "/pagefind/ can be given once; the search index has it already" in found.out
