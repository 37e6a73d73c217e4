from datetime import date

import pytest

from kfh.content.slugs import article_path, destination, is_safe, slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("#AMillionDecisions – progress", "amilliondecisions-progress"),
        ("Café: what's new?", "cafe-whats-new"),
        ("  Two   words ", "two-words"),
        ("—", ""),
    ],
)
def test_a_slug_is_plain_words_joined_by_hyphens(text, slug):
    assert slugify(text) == slug


def test_an_article_path_follows_its_pattern():
    assert article_path("/blog/{year}/{month}/{day}/{slug}/", date(2017, 9, 4), "x") == "blog/2017/09/04/x/"
    assert article_path("/{slug}/", date(2017, 9, 4), "x") == "x/"


@pytest.mark.parametrize("path", ["/old/", "/2017/old-title/", "/old.html", "/a_b/~c/"])
def test_a_path_inside_the_site_is_safe(path):
    assert is_safe(path)


@pytest.mark.parametrize(
    "path", ["/../etc/", "/a/../../b/", "/a//b/", "/./a/", "/.git/", "/a b/", "/a\\b/", "/a?b/", "/é/", "/"]
)
def test_a_path_that_could_leave_the_site_or_confuse_a_host_is_not(path):
    assert not is_safe(path)


def test_a_folder_answers_by_its_index():
    assert [destination(path) for path in ("", "a/b/", "feed.xml")] == ["index.html", "a/b/index.html", "feed.xml"]
