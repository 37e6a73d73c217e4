"""Articles that were withdrawn, that have an end, or that ask for something by a day."""

import json

import pytest
from lxml import html
from tests.sites import post

POST = "posts/2018-03-01-a-post.md"
PAGE = "blog/2018/03/01/a-post/index.html"
ACTIONS = """actions:
  - text: Answer <the> survey
    link: https://survey.test/?a=1&b=2
    by: 2018-05-31
  - text: Tell your lead
    by: 2018-06-01
"""


def text(site, path):
    return " ".join(html.fromstring(site.read(path)).text_content().split())


def built(site, **environment):
    done = site.build(**environment)
    assert done.code == 0, done.text
    return site.built()


def test_a_withdrawn_article_says_why(site):
    site.write(POST, post(more="status: withdrawn\nwithdrawn_because: The offer has ended.\n"))
    built(site)
    assert "This post has been withdrawn: The offer has ended." in text(site, PAGE)


def test_from_its_last_day_an_article_is_marked_and_leaves_home_but_keeps_its_address_and_feed(site):
    site.write(POST, post("Book now", more="expires: 2018-06-01\n"))
    before = built(site, KFH_AS_OF="2018-05-31")
    assert "Book now" in text(site, "index.html")
    assert "out of date" not in text(site, PAGE)
    after = built(site, KFH_AS_OF="2018-06-01")
    assert "Book now" not in text(site, "index.html")
    assert "out of date since 1 June 2018" in text(site, PAGE)
    assert "out of date" in text(site, "blog/index.html")
    assert after["feed.xml"] == before["feed.xml"]


def test_past_actions_are_marked_on_the_page_and_the_feed_does_not_change_with_the_days(site):
    site.write(POST, post(more=ACTIONS))
    early = built(site, KFH_AS_OF="2018-05-30")
    assert "by 31 May 2018 past" not in text(site, PAGE)
    late = built(site, KFH_AS_OF="2018-06-01")
    assert "Answer <the> survey, by 31 May 2018 past" in text(site, PAGE)
    assert "Tell your lead, by 1 June 2018 past" not in text(site, PAGE)
    assert early["feed.json"] == late["feed.json"]
    entry = json.loads(late["feed.json"])["items"][0]["content_html"]
    assert '<a href="https://survey.test/?a=1&amp;b=2">Answer &lt;the&gt; survey</a>, by 31 May 2018' in entry


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("withdrawn_because: The offer has ended.\n", "KFH225"),
        ("expires: 2018-03-01\n", "KFH226"),
        ("actions:\n  - link: https://survey.test/\n", "KFH201"),
        ("actions:\n  - text: Answer\n    link: survey\n", "KFH208"),
        ("actions:\n  - text: Answer\n    by: soon\n", "KFH205"),
    ],
)
def test_a_field_that_cannot_be_meant_is_refused(site, more, code):
    site.write(POST, post(more=more))
    done = site.check("--format", "json")
    assert [problem["code"] for problem in json.loads(done.out)] == [code]
