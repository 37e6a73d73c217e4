from datetime import date

import pytest

from kfh.values import dates


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2018-03-09", "2018-03-09T09:00:00+00:00"),
        ("2018-07-09", "2018-07-09T09:00:00+01:00"),
        ("9 March 2018", "2018-03-09T09:00:00+00:00"),
        ("9th Mar 2018", "2018-03-09T09:00:00+00:00"),
        ("2018-07-09 14:30", "2018-07-09T14:30:00+01:00"),
        ("2018-07-09T14:30:00Z", "2018-07-09T15:30:00+01:00"),
        ("2018-07-09 23:30 +0000", "2018-07-10T00:30:00+01:00"),
        ("9 March 2018 9:05", "2018-03-09T09:05:00+00:00"),
    ],
)
def test_a_moment_is_in_london_and_nine_in_the_morning_unless_it_says_otherwise(text, shown):
    assert dates.moment(text).isoformat() == shown


@pytest.mark.parametrize(
    ("text", "fix", "words"),
    [
        ("26/02/2018", "2018-02-26", "year first"),
        ("02/26/2018", "2018-02-26", "year first"),
        ("03/04/2018", "", "either 2018-03-04 or 2018-04-03"),
        ("2016-06-31", "2016-06-30", "a day of the calendar"),
        ("31 June 2016", "2016-06-30", "a day of the calendar"),
        ("9 Marsh 2018", "", "no month"),
        ("last Friday", "", "year first"),
        ("2018-03-09 25:00", "", "time of day"),
        ("0218-03-09", "", "year in four figures"),
        ("9999-12-31 23:59 -0900", "", "year in four figures"),
    ],
)
def test_what_is_no_date_is_refused_with_the_date_to_write_where_only_one_can_be_meant(text, fix, words):
    with pytest.raises(dates.DateFault, match=words) as fault:
        dates.moment(text)
    assert fault.value.fix == fix


def test_a_day_as_now_means_its_end():
    assert dates.as_of("2018-03-09").isoformat() == "2018-03-09T23:59:59+00:00"
    assert dates.as_of("2018-03-09 12:00").isoformat() == "2018-03-09T12:00:00+00:00"


def test_an_hour_that_the_clock_shows_twice_is_counted_once():
    instants = ["2018-10-28T00:10Z", "2018-10-28T00:50Z", "2018-10-28T01:10Z", "2018-10-28T01:50Z", "2018-10-28T02:10Z"]
    found = [dates.as_of(text) for text in instants]
    assert [f"{at:%H:%M}" for at in found] == ["01:10", "01:50", "01:10", "01:50", "02:10"]
    assert found == sorted(found)


def test_dates_are_shown_in_words_with_the_day_it_was_in_london():
    assert dates.shown(date(2018, 2, 26)) == "26 February 2018"
    assert dates.shown(dates.moment("2018-07-09T23:30:00Z")) == "10 July 2018"
