from datetime import date

import pytest

from kfh.values.slugs import article_path, destination, is_plain, is_safe, slugify


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


@pytest.mark.parametrize("path", ["old/", "2017/old-title/", "old.html", "a_b/~c/", "a/" * 400])
def test_a_path_inside_the_site_is_safe_and_plain(path):
    assert is_safe(path)
    assert is_plain(path)


@pytest.mark.parametrize(
    "path",
    ["media/Übersicht (März) 50%.pdf", "caf%c3%a9/", "a b/", "a?b/", ".well-known/security.txt", "media/caf\udce9.pdf"],
)
def test_a_path_may_be_safe_and_not_plain(path):
    assert is_safe(path)
    assert not is_plain(path)


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "/etc/", "//host/share", "..", "../x", "a/../../b/", "a/..", "a//b", "./a", "a/./b", "a/.. /b",
        "a/...", "a\\b", "..\\x", "C:/x", "c:x", "a\0b", "a\nb", "a\tb", "a\x7fb", "%2e%2e/x", "a/%2E./x",
        "%252e%252e/x", "a%5cb", "a%2f%2fb", "a%00", "a%0ab", "x" * 256, "é" * 128, "a/" * 600,
    ],
)  # fmt: skip
def test_a_path_that_could_leave_the_site_or_that_no_disk_takes_is_not_safe(path):
    assert not is_safe(path)
    assert not is_plain(path)


def test_a_folder_answers_by_its_index():
    assert [destination(path) for path in ("", "a/b/", "feed.xml")] == ["index.html", "a/b/index.html", "feed.xml"]
