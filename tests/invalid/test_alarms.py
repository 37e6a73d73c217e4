"""What is right is left alone, and what is wrong is not passed over: the check's false alarms and silences."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.sites import post

from kfh.content import dates
from kfh.content.article import State
from kfh.site import check

POST = "posts/2018-03-01-a-post.md"
TAGS = "docs/vocabulary/tags.yml"


def told(site, *, advice=False):
    """Each problem's code and line, and what is to stand there instead."""
    return [(found.code, found.line, found.fix) for found in site.problems(advice=advice)]


def codes(site, *, advice=False):
    return [found.code for found in site.problems(advice=advice)]


# Days


@pytest.mark.parametrize(
    ("updated", "found"),
    [
        ("2018-03-01", []),
        ("1 March 2018", []),
        ("2018-03-01 14:00", []),
        ("2018-03-01 09:00", ["KFH213"]),
        ("2018-02-28", ["KFH213"]),
    ],
)
def test_an_update_on_the_day_of_publication_is_not_before_it(site, updated, found):
    site.write(POST, post(date="2018-03-01 14:00", more=f"updated: {updated}\n"))
    assert codes(site) == found


def test_an_article_never_changed_before_it_was_published(site):
    site.write(POST, post(date="2018-03-01 14:00", more="updated: 2018-03-01\n"))
    assert site.build().code == 0
    assert "2018-03-01T14:00:00+00:00" in site.read("blog/2018/03/01/a-post/index.html")
    assert "2018-03-01T09:00" not in site.read("blog/2018/03/01/a-post/index.html") + site.read("atom.xml")


@pytest.mark.parametrize("path", [POST, "docs/about.md"])
def test_an_update_after_the_real_day_is_a_fault_and_one_after_an_earlier_day_is_none(site, path):
    def written(day):
        return post(more=f"updated: {day}\n") if path == POST else f"---\ntitle: About\nupdated: {day}\n---\n"

    today = datetime.now(UTC)
    site.write(path, written(f"{today:%Y-%m-%d}"))
    assert not site.problems(as_of="2018-06-01")
    far = today + timedelta(days=20)
    site.write(path, written(f"{far:%Y-%m-%d}"))
    (problem,) = site.problems(as_of="2018-06-01")
    assert (problem.code, problem.path) == ("KFH230", path)
    assert dates.shown(far) in problem.message
    assert problem.fix.startswith("updated: 20")
    assert not site.problems(as_of=f"{far:%Y-%m-%d}")


@pytest.mark.parametrize(
    "more",
    [
        "expires: 2018-10-01 # the offer ends\n",
        "expires: 1 October 2018 # the offer ends\n",
        "actions:\n  - text: Answer\n    by: 2018-05-31 # agreed\n",
        "actions:\n  - by: 2018-05-31 # agreed\n    text: Answer\n",
        "aliases:\n  - /old/ # from the old blog\n",
        "pinned_until: 2018-05-31 # agreed\n",
    ],
)
def test_a_comment_after_a_value_of_one_word_loses_nothing(site, more):
    site.write(POST, post(more=more))
    assert codes(site) == []


def test_a_comment_after_words_would_still_lose_them(site):
    site.write(POST, post(more="actions:\n  - text: 70 for #NHS70\n    by: 2018-05-31\n"))
    assert told(site) == [("KFH105", 7, '  - text: "70 for #NHS70"')]
    site.write(POST, post(more="actions:\n  - text: Answer: now\n    by: 2018-05-31\n"))
    assert told(site) == [("KFH104", 7, '  - text: "Answer: now"')]


@pytest.mark.parametrize(
    ("more", "instead"),
    [
        ("expires: 1 October 2018\n", "expires: 2018-10-01"),
        ("actions:\n  - text: Answer\n    by: 31 May 2018\n", "    by: 2018-05-31"),
    ],
)
def test_every_date_may_be_in_words_and_is_best_in_figures(site, more, instead):
    site.write(POST, post(more=more))
    assert codes(site) == []
    assert [(code, fix) for code, _, fix in told(site, advice=True)] == [("KFH216", instead)]


def test_the_day_of_a_merger_may_be_in_words(site):
    entry = "workforce:\n  label: Workforce\nstaff:\n  label: Staff\n  merged_into: workforce\n  merged_on: {}\n"
    for day in ("9 March 2018", "2018-03-09"):
        site.write(TAGS, entry.format(day))
        assert codes(site) == []
    site.write(TAGS, entry.format("26/02/2018"))
    (problem,) = site.problems()
    assert (problem.code, problem.line, problem.edit.text) == ("KFH205", 6, "2018-02-26")


def test_what_has_been_published_never_waits_again_when_clocks_go_back(site):
    """An article of the hour that London's clock shows twice, on the last Sunday of October."""
    site.write("posts/2018-10-28-a-post.md", post(date="2018-10-28 01:30"))

    def state(moment):
        return check(site.root, dates.as_of(moment)).collection.articles[0].state

    assert state("2018-10-28T00:10Z") is State.SCHEDULED
    for moment in ("2018-10-28T00:30Z", "2018-10-28T00:50Z", "2018-10-28T01:10Z", "2018-10-28T01:50Z"):
        assert state(moment) is State.PUBLISHED
