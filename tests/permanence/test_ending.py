"""Articles that were withdrawn, that have an end, or that ask for something by a day."""

import json

import pytest
from lxml import html
from tests.sites import bulletin, post

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


BULLETIN = "bulletins/2018-03-09-leads.md"
SHEET = "bulletins/2018/03/09/leads/index.html"
SECTIONS = "\n\n".join(f"## Part {number}\n\nText." for number in range(1, 5)) + "\n\nWrite to the leads."


def first_words(site, path):
    """What a page says between its title and the facts of a bulletin."""
    return " ".join(html.fromstring(site.read(path)).xpath("string(//header[h1]/h1/following-sibling::*[1])").split())


def asked(site, path):
    """What a page asks its readers to do: actions, and to discuss it."""
    return html.fromstring(site.read(path)).xpath("//section[@class='actions' or @class='discussion']//h2/text()")


def test_a_withdrawn_article_asks_for_nothing_any_more_and_says_so_before_all_else(site):
    site.write(BULLETIN, bulletin(body=SECTIONS, more=ACTIONS))
    built(site)
    assert asked(site, SHEET) == ["What you can do", "What do you think?"]
    more = "status: withdrawn\nwithdrawn_because: The offer has ended.\n"
    site.write(BULLETIN, bulletin(body=SECTIONS, more=ACTIONS + more))
    files = built(site)
    assert asked(site, SHEET) == []
    assert first_words(site, SHEET) == "This bulletin has been withdrawn: The offer has ended."
    told = [path for path, content in files.items() if b"survey.test" in content or b"talk.test/?t=Leads" in content]
    assert not told


def test_an_expired_bulletin_says_so_before_its_facts_and_its_contents(site):
    site.write(BULLETIN, bulletin(body=SECTIONS, more=ACTIONS + "expires: 2018-05-01\n"))
    built(site)
    assert text(site, SHEET).index("Bulletin Out of date Leads update") >= 0
    assert first_words(site, SHEET) == "This bulletin has been out of date since 1 May 2018."
    assert asked(site, SHEET) == ["What you can do", "What do you think?"]


def test_from_its_last_day_an_article_is_marked_and_leaves_home_but_keeps_its_address_and_feed(site):
    site.write(POST, post("Book now", more="expires: 2018-06-01\n"))
    before = built(site, KFH_AS_OF="2018-05-31")
    assert "Book now" in text(site, "index.html")
    assert "out of date" not in text(site, PAGE)
    after = built(site, KFH_AS_OF="2018-06-01")
    assert "Book now" not in text(site, "index.html")
    assert "out of date since 1 June 2018" in text(site, PAGE)
    assert "Post Out of date 1 March 2018" in text(site, "blog/index.html")
    assert after["feed.xml"] == before["feed.xml"]
    assert "This post is out of date from 1 June 2018 on." in after["feed.xml"].decode()


def test_past_actions_are_marked_on_the_page_and_the_feed_does_not_change_with_the_days(site):
    site.write(POST, post(more=ACTIONS))
    early = built(site, KFH_AS_OF="2018-05-30")
    assert "by 31 May 2018 past" not in text(site, PAGE)
    late = built(site, KFH_AS_OF="2018-06-01")
    assert "Answer <the> survey, by 31 May 2018 past" in text(site, PAGE)
    assert "Tell your lead, by 1 June 2018 past" not in text(site, PAGE)
    assert early["feed.json"] == late["feed.json"]
    entry = json.loads(late["feed.json"])["items"][0]["content_html"]
    assert '<a href="https://survey.test/?a=1&amp;b=2">Answer &lt;the&gt; survey</a>' in entry
    assert "Answer <the> survey, by 31 May 2018 Tell your lead" in " ".join(
        html.fromstring(entry).text_content().split()
    )


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
