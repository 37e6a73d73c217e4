"""The ranked mistakes of editors: each in real forms, with its exact place and what to paste, which is sound."""

import re
from typing import NamedTuple

import pytest
from tests.sites import BULLETIN, POST, RENDER

from kfh.model.article import Kind
from kfh.model.vocabulary import Author, Registers, Term
from kfh.problems import edits
from kfh.problems.catalogue import Severity
from kfh.problems.problem import has_errors
from kfh.rules import one_file

POST_PATH = "posts/2018-03-01-a-post.md"
BULLETIN_PATH = "bulletins/2018-03-09-leads-update.md"
PLAIN = POST.format(title="A post", date="2018-03-01", body="Text.", more="")
ISSUED = BULLETIN.format(
    title="Leads update", date="2018-03-09", meeting="2018-02-26", body="Text.\n\nWrite to the leads.", more=""
)


@pytest.fixture(scope="module")
def registers():
    found = Registers()
    for slug, label, aliases in (
        ("amilliondecisions", "#AMillionDecisions", ("million decisions",)),
        ("partnerships", "Partnerships", ()),
        ("bulletins", "Bulletins", ()),
        ("current-awareness", "Current awareness", ()),
        ("hee", "HEE", ("Health Education England",)),
        ("workforce", "Workforce", ()),
    ):
        found.tags.add(Term(slug=slug, label=label, aliases=aliases))
    found.authors.add(Author(slug="leads-group", name="Leads Group"))
    return found


class Mistake(NamedTuple):
    """`new` in place of `old` is the mistake; the rest is what must be said of it."""

    name: str
    old: str
    new: str
    code: str
    line: int
    column: int
    fix: str

    def made_in(self, text):
        assert self.old in text
        return text.replace(self.old, self.new, 1)

    @property
    def said(self):
        return self.code, self.line, self.column, self.fix


ROWS = [
    # 1: unquoted #
    Mistake("1 title lost", "title: A post", "title: #AMillionDecisions – progress", "KFH105", 2, 8,
        'title: "#AMillionDecisions – progress"'),
    Mistake("1 title cut", "title: A post", "title: 70 for #NHS70 endorsements", "KFH105", 2, 15,
        'title: "70 for #NHS70 endorsements"'),
    Mistake("1 tag lost", "  - Workforce", "  - #AMillionDecisions", "KFH105", 5, 5, '  - "#AMillionDecisions"'),
    Mistake("1 tags on one line", "tags:\n  - Workforce", "tags: [#AMillionDecisions, HEE]", "KFH105", 4, 8,
        'tags: ["#AMillionDecisions", HEE]'),
    # 3: tag variants
    Mistake("3 alias", "- Workforce", "- million decisions", "KFH302", 5, 5, "  - AMillionDecisions"),
    Mistake("3 case", "- Workforce", "- workforce", "KFH302", 5, 5, "  - Workforce"),
    Mistake("3 hash", "- Workforce", '- "#Workforce "', "KFH302", 5, 5, "  - Workforce"),
    Mistake("3 written out", "- Workforce", "- Health Education England", "KFH302", 5, 5, "  - HEE"),
    Mistake("3 misspelt", "- Workforce", "- Partenerships", "KFH307", 5, 5, "  - Partnerships"),
    Mistake("3 misspelt again", "- Workforce", "- Current Awarness", "KFH307", 5, 5, "  - Current awareness"),
    Mistake("3 plural", "- Workforce", "- bulletin", "KFH307", 5, 5, "  - Bulletins"),
    # 5: dates in other orders
    Mistake("5 slashes", "date: 2018-03-01", "date: 26/02/2018", "KFH205", 3, 7, "date: 2018-02-26"),
    Mistake("5 dots", "date: 2018-03-01", "date: 26.02.2018", "KFH205", 3, 7, "date: 2018-02-26"),
    Mistake("5 with a time", "date: 2018-03-01", "date: 26/02/2018 2pm", "KFH205", 3, 7, "date: 2018-02-26 14:00"),
    Mistake("5 American", "date: 2018-03-01", "date: 02/26/2018", "KFH205", 3, 7, "date: 2018-02-26"),
    # 6: unquoted colon
    Mistake("6 title", "title: A post", "title: Workforce: our response", "KFH104", 2, 17,
        'title: "Workforce: our response"'),
    Mistake("6 with quotes", "title: A post", 'title: "Facing the Facts": our response', "KFH104", 2, 26,
        "title: '\"Facing the Facts\": our response'"),
    Mistake("6 at the end", "title: A post", "title: What comes next:", "KFH104", 2, 23, 'title: "What comes next:"'),
    # 7: dates that disagree
    Mistake("7 file name", "date: 2018-03-01", "date: 2018-03-02", "KFH402", 3, 7, "date: 2018-03-01"),
    Mistake("7 last year", "date: 2018-03-01", "date: 2017-03-01", "KFH402", 3, 7, "date: 2018-03-01"),
    Mistake("7 with a time", "date: 2018-03-01", "date: 2018-01-03 14:00", "KFH402", 3, 7, "date: 2018-03-01"),
    # 8: missing or empty
    Mistake("8 no title", "title: A post\n", "", "KFH201", 1, 1, "title: A post"),
    Mistake("8 no date", "date: 2018-03-01\n", "", "KFH201", 1, 1, "date: 2018-03-01"),
    Mistake("8 empty date", "date: 2018-03-01", "date:", "KFH203", 3, 1, "date: 2018-03-01"),
    Mistake("8 empty title", "title: A post", "title:", "KFH203", 2, 1, "title: A post"),
    Mistake("8 empty tags", "tags:\n  - Workforce", "tags:", "KFH204", 4, 1, "tags:\n  - AMillionDecisions"),
    Mistake("8 empty entry", "  - Workforce", "  - Workforce\n  -", "KFH203", 6, 4, ""),
    # 9: time zone and summer time
    Mistake("9 no such time", "date: 2018-03-01", "date: 2018-03-25 01:30", "KFH222", 3, 7, "date: 2018-03-25 02:30"),
    Mistake("9 no such time in words", "date: 2018-03-01", "date: 25 March 2018 01:15", "KFH222", 3, 7,
        "date: 2018-03-25 02:15"),
    Mistake("9 no such time, quoted", "date: 2018-03-01", 'date: "2018-03-25T01:00"', "KFH222", 3, 7,
        "date: 2018-03-25 02:00"),
    # 10: keys
    Mistake("10 twice", "title: A post", "title: A post\ntitle: Another", "KFH106", 3, 1, ""),
    Mistake("10 case", "tags:", "Tags:", "KFH217", 4, 1, "tags:"),
    Mistake("10 all capitals", "title:", "TITLE:", "KFH217", 2, 1, "title: A post"),
    Mistake("10 misspelt", "title:", "tilte:", "KFH202", 2, 1, "title: A post"),
    Mistake("10 singular", "tags:", "tag:", "KFH202", 4, 1, "tags:"),
    # 11: paste residue
    Mistake("11 curly", "title: A post", "title: “Our plans”", "KFH110", 2, 8, 'title: "Our plans"'),
    Mistake("11 single curly", "title: A post", "title: ‘Our plans: 2018’", "KFH110", 2, 8, 'title: "Our plans: 2018"'),
    Mistake("11 no-break space", "title: A post", "title:\u00a0Our plans", "KFH111", 2, 7, "title: Our plans"),
    Mistake("11 zero width", "- Workforce", "- Work\u200bforce", "KFH111", 5, 9, "  - Workforce"),
    Mistake("11 soft hyphen", "title: A post", "title: Our\u00ad plans", "KFH111", 2, 11, "title: Our plans"),
    Mistake("11 entity", "title: A post", "title: The trust&rsquo;s plans", "KFH113", 2, 17,
        "title: The trust’s plans"),
    Mistake("11 ampersand", "title: A post", "title: Health &amp; care", "KFH113", 2, 15, "title: Health & care"),
    # 12: marks and missing parts
    Mistake("12 no colon", "title: A post", "title A post", "KFH108", 2, 1, "title: A post"),
    Mistake("12 inner quotes", "title: A post", 'title: "He said "yes" to us"', "KFH104", 2, 18,
        "title: 'He said \"yes\" to us'"),
    Mistake("12 tab", "title: A post", "title:\tA post", "KFH114", 2, 7, "title: A post"),
    Mistake("12 tab before a tag", "  - Workforce", "\t- Workforce", "KFH114", 5, 1, "  - Workforce"),
    Mistake("12 star", "title: A post", "title: *New* standards", "KFH107", 2, 8, 'title: "*New* standards"'),
    Mistake("12 ampersand", "title: A post", "title: &x", "KFH107", 2, 8, 'title: "&x"'),
    Mistake("12 exclamation mark", "title: A post", "title: !New standards", "KFH107", 2, 8, 'title: "!New standards"'),
    Mistake("12 at", "title: A post", "title: @UKMedLibs chat", "KFH104", 2, 8, 'title: "@UKMedLibs chat"'),
    Mistake("12 per cent", "title: A post", "title: %s of staff", "KFH104", 2, 8, 'title: "%s of staff"'),
    Mistake("12 bracket", "title: A post", "title: [Draft] A new standard", "KFH104", 2, 16,
        'title: "[Draft] A new standard"'),
    Mistake("12 unclosed quote", "title: A post", 'title: "Our plans', "KFH104", 2, 8, 'title: "Our plans"'),
    Mistake("12 apostrophe", "title: A post", "title: 'It's here'", "KFH104", 2, 12, 'title: "It\'s here"'),
    Mistake("12 indented field", "date: 2018-03-01", " date: 2018-03-01", "KFH108", 3, 1, "date: 2018-03-01"),
    Mistake("12 state in capitals", "title: A post", "status: Published\ntitle: A post", "KFH206", 2, 9,
        "status: published"),
    Mistake("12 no closing line", "---\n\nText", "\nText", "KFH102", 6, 1, "---"),
    Mistake("12 nothing below", "---\n\nText.\n", "", "KFH102", 6, 1, "---\n\n…"),
    Mistake("12 empty line above", "---\ntitle", "\n---\ntitle", "KFH102", 1, 1, "---"),
    Mistake("12 no opening line", "---\ntitle", "title", "KFH102", 1, 1, "---"),
    Mistake("12 dash", "---\ntitle", "—-\ntitle", "KFH102", 1, 1, "---"),
    Mistake("12 merge", "title: A post", "<<<<<<< HEAD\ntitle: A post\n=======\ntitle: B\n>>>>>>> main", "KFH115",
        2, 1, "title: A post"),
    Mistake("12 merge in the text", "Text.", "<<<<<<< HEAD\nText.\n=======\nWords.\n>>>>>>> main", "KFH115",
        8, 1, "Text."),
    # 14: repeated tags, and several on one line
    Mistake("14 twice", "  - Workforce", "  - Workforce\n  - Workforce", "KFH214", 6, 5, ""),
    Mistake("14 twice in two spellings", "  - Workforce", '  - AMillionDecisions\n  - "#AMillionDecisions"', "KFH214",
        6, 5, ""),
    Mistake("14 third", "  - Workforce", "  - Workforce\n  - HEE\n  - Workforce", "KFH214", 7, 5, ""),
    Mistake("14 commas", "tags:\n  - Workforce", "tags: HEE, Workforce", "KFH218", 4, 7,
        "tags:\n  - HEE\n  - Workforce"),
    Mistake("14 semicolons", "tags:\n  - Workforce", "tags: HEE; Workforce", "KFH218", 4, 7,
        "tags:\n  - HEE\n  - Workforce"),
    Mistake("14 one", "tags:\n  - Workforce", "tags: Workforce", "KFH218", 4, 7, "tags:\n  - Workforce"),
    Mistake("14 hyphens without a space", "tags:\n  - Workforce", "tags:\n  -HEE\n  -Workforce", "KFH218", 5, 3,
        "tags:\n  - HEE\n  - Workforce"),
    Mistake("14 two in an entry", "  - Workforce", "  - HEE, workforce", "KFH218", 5, 5, "  - HEE\n  - Workforce"),
    Mistake("14 two hashtags", "  - Workforce", '  - "#HEE #Workforce"', "KFH218", 5, 5, "  - HEE\n  - Workforce"),
    Mistake("14 two by and", "  - Workforce", "  - HEE and Workforce", "KFH218", 5, 5, "  - HEE\n  - Workforce"),
    Mistake("14 in brackets", "tags:\n  - Workforce", "tags: [HEE; Workforce]", "KFH218", 4, 8,
        "tags: [HEE, Workforce]"),
    # 15: impossible dates
    Mistake("15 June", "date: 2018-03-01", "date: 2018-06-31", "KFH205", 3, 7, "date: 2018-06-30"),
    Mistake("15 words", "date: 2018-03-01", "date: 31 June 2018", "KFH205", 3, 7, "date: 2018-06-30"),
    Mistake("15 with a time", "date: 2018-03-01", "date: 31 June 2018, 14:30", "KFH205", 3, 7,
        "date: 2018-06-30 14:30"),
    Mistake("15 leap year", "date: 2018-03-01", "date: 2018-02-29", "KFH205", 3, 7, "date: 2018-02-28"),
]  # fmt: skip


def errors(problems):
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def found_in(text, registers, path=POST_PATH):
    found = one_file.check(path, text.encode(), registers, RENDER).problems
    return [problem.written_out(text.split("\n")) for problem in found]


@pytest.mark.parametrize("mistake", ROWS, ids=lambda mistake: mistake.name)
def test_a_mistake_is_found_at_its_place_with_what_to_paste(registers, mistake):
    first = errors(found_in(mistake.made_in(PLAIN), registers))[0]
    assert (first.code, first.line, first.column, first.fix) == mistake.said


WHOLE = [mistake for mistake in ROWS if "…" not in mistake.said[3]]
"""Those whose remedy leaves nothing to be filled in."""


@pytest.mark.parametrize("mistake", WHOLE, ids=lambda mistake: mistake.name)
def test_what_is_pasted_is_sound(registers, mistake):
    text = mistake.made_in(PLAIN)
    first = errors(found_in(text, registers))[0]
    assert first.edit
    after = edits.apply(text, [first.edit])
    told = {problem.code for problem in errors(found_in(text, registers))} - {mistake.code}
    left = {problem.code for problem in errors(found_in(after, registers))}
    assert left <= told


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ('"2018-03-01"', "2018-03-01 09:00:00+00:00"),
        ("2018-03-01 09:00", "2018-03-01 09:00:00+00:00"),
        ("2018-03-01T10:30:00+0000", "2018-03-01 10:30:00+00:00"),
        ("2018-03-01 10:30:00 +01:00", "2018-03-01 09:30:00+00:00"),
        ("1 March 2018", "2018-03-01 09:00:00+00:00"),
        ("1st March 2018", "2018-03-01 09:00:00+00:00"),
        ("Thursday 1 March 2018", "2018-03-01 09:00:00+00:00"),
        ("March 1, 2018", "2018-03-01 09:00:00+00:00"),
        ("2018/03/01", "2018-03-01 09:00:00+00:00"),
        ("Thu 1 Mar 2018", "2018-03-01 09:00:00+00:00"),
        ("2018-03-01 2pm", "2018-03-01 14:00:00+00:00"),
        ("1 March 2018, 2.30 p.m.", "2018-03-01 14:30:00+00:00"),
        ("2018-03-01 at 10 am", "2018-03-01 10:00:00+00:00"),
        ("2018-03-01 noon", "2018-03-01 12:00:00+00:00"),
        ("2018-03-01 14.30 GMT", "2018-03-01 14:30:00+00:00"),
        ("2018-03-01 14:30 BST", "2018-03-01 13:30:00+00:00"),
    ],
)
def test_a_date_that_can_only_be_meant_one_way_is_taken(registers, written, date):
    kept = one_file.check(POST_PATH, PLAIN.replace("2018-03-01", written).encode(), registers, RENDER)
    assert not errors(kept.problems)
    assert str(kept.front.date) == date


@pytest.mark.parametrize("written", ["03/04/2018", "3/4/2018", "04.03.2018"])
def test_a_date_that_can_be_meant_two_ways_is_never_guessed(registers, written):
    (problem,) = errors(found_in(PLAIN.replace("2018-03-01", written), registers))
    assert (problem.code, problem.fix) == ("KFH205", "")
    assert "either 2018-03-04 or 2018-04-03" in problem.message


def test_noon_and_midnight_are_never_guessed(registers):
    (problem,) = errors(found_in(PLAIN.replace("date: 2018-03-01", "date: 2018-03-01 12pm"), registers))
    assert (problem.code, problem.fix) == ("KFH205", "")
    assert "12:00 for noon" in problem.message


@pytest.mark.parametrize("title", ["2019", "15.2", "no", "007", "12:30", "yes", "null", "~", "1e3", "0x1F"])
def test_a_title_that_looks_like_another_kind_of_value_stays_text(registers, title):
    kept = one_file.check(POST_PATH, PLAIN.replace("A post", title).encode(), registers, RENDER)
    assert not kept.problems
    assert kept.front.title == title


@pytest.mark.parametrize(
    ("raw", "place", "code"),
    [
        (PLAIN.encode().replace(b"Text.", b"The trust\x92s plans."), (8, 10), "KFH101"),
        (PLAIN.encode().replace(b"A post", b"A \x93post\x94"), (2, 10), "KFH101"),
        (PLAIN.encode().replace(b"A post", b"Caf\xe9"), (2, 11), "KFH101"),
        (PLAIN.replace("\n", "\r\n").encode(), (1, 1), "KFH112"),
        (b"\xef\xbb\xbf" + PLAIN.encode(), (1, 1), "KFH112"),
        (PLAIN.encode("utf-16"), (1, 1), "KFH101"),
    ],
)
def test_how_a_file_was_saved_is_seen_with_its_place(registers, raw, place, code):
    problem = next(iter(one_file.check(POST_PATH, raw, registers, RENDER).problems))
    assert (problem.code, (problem.line, problem.column)) == (code, place)


def test_letters_in_an_old_code_of_windows_hide_no_other_fault(registers):
    raw = PLAIN.encode().replace(b"A post", b"Caf\xe9: our plans").replace(b"tags:", b"Tags:")
    codes = [problem.code for problem in one_file.check(POST_PATH, raw, registers, RENDER).problems]
    assert codes == ["KFH101", "KFH104", "KFH217"]


MEETINGS = [
    Mistake("later", "meeting_date: 2018-02-26", "meeting_date: 2018-12-18", "KFH211", 8, 15, ""),
    Mistake(
        "next year", "meeting_date: 2018-02-26", "meeting_date: 2019-02-26", "KFH211", 8, 15, "meeting_date: 2018-02-26"
    ),
    Mistake("another day", "Text.", "The group met on 27 February 2018.", "KFH219", 8, 15, "meeting_date: 2018-02-27"),
    Mistake(
        "another day, no year", "Text.", "The group met on 25th February.", "KFH219", 8, 15, "meeting_date: 2018-02-25"
    ),
    Mistake("long ago", "meeting_date: 2018-02-26", "meeting_date: 2018-01-02", "KFH220", 8, 15, ""),
    Mistake("no contact", "Write to the leads.", "That is all.", "KFH221", 17, 1, ""),
    Mistake("next on the same day", "audience", "next_meeting: 2018-02-26\naudience", "KFH211", 9, 15, ""),
]


@pytest.mark.parametrize("mistake", MEETINGS, ids=lambda mistake: mistake.name)
def test_what_a_bulletin_says_of_its_meeting_must_agree(registers, mistake):
    problems = found_in(mistake.made_in(ISSUED), registers, BULLETIN_PATH)
    found = [(problem.code, problem.line, problem.column, problem.fix) for problem in problems]
    assert found == [mistake.said]


@pytest.mark.parametrize(
    "text",
    ["The group met on 26 February 2018.", "This bulletin of 9 March reports.", "We met on 26 February and on 3 May."],
)
def test_a_first_paragraph_that_agrees_is_left_alone(registers, text):
    assert not found_in(ISSUED.replace("Text.", text), registers, BULLETIN_PATH)


def test_a_file_saved_in_another_unicode_hides_no_other_fault(registers):
    raw = PLAIN.replace("tags:", "Tags:").encode("utf-16")
    assert [problem.code for problem in one_file.check(POST_PATH, raw, registers, RENDER).problems] == [
        "KFH101",
        "KFH217",
    ]


@pytest.mark.parametrize("text", ["", "Words alone.\n\nMore words.\n"])
def test_a_file_without_fields_gets_those_to_fill_in(registers, text):
    (problem,) = errors(found_in(text, registers))
    assert (problem.code, problem.line) == ("KFH102", 1)
    assert edits.apply(text, [problem.edit]) == f"---\ntitle: …\ndate: …\ntags:\n  - …\n---\n\n{text}"


def test_a_contact_on_one_line_becomes_a_group(registers):
    text = re.sub(r"contact:\n(  .*\n)+", "contact: your leads\n", ISSUED)
    (problem,) = errors(found_in(text, registers, BULLETIN_PATH))
    assert (problem.code, problem.fix) == ("KFH204", "contact:\n  name: your leads\n  email: …")


def test_the_heading_below_one_of_the_first_level_is_told_as_it_must_be_when_both_are_right(registers):
    text = PLAIN.replace("Text.", "# First\n\n#### Second")
    assert [problem.fix for problem in found_in(text, registers)] == ["## First", "### Second"]


def test_of_two_tags_in_one_entry_one_unknown_none_is_lost(registers):
    text = PLAIN.replace("  - Workforce", "  - HEE, Knitting")
    first, second = found_in(text, registers)
    assert (first.code, first.fix, second.code) == ("KFH218", "  - HEE\n  - Knitting", "KFH301")
    assert [found.code for found in found_in(edits.apply(text, [first.edit]), registers)] == ["KFH301"]


def test_what_a_value_was_meant_to_be_hides_no_other_fault(registers):
    text = PLAIN.replace("date: 2018-03-01", "date: 26/02/2018").replace(
        "  - Workforce", "  - workforce\n  - HEE\n  - hee"
    )
    assert {found.code for found in found_in(text, registers)} == {"KFH205", "KFH402", "KFH302", "KFH214"}


def test_unpublished_is_no_slip_of_published(registers):
    (problem,) = found_in(PLAIN.replace("title:", "status: unpublished\ntitle:"), registers)
    assert (problem.code, problem.fix) == ("KFH206", "")


def test_a_tag_at_fault_hides_none_that_is_repeated(registers):
    text = PLAIN.replace("  - Workforce", "  - Unknown\n  - Workforce\n  - workforce\n  -\n  -")
    found = [(problem.code, problem.line) for problem in found_in(text, registers)]
    assert sorted(found) == [("KFH203", 8), ("KFH203", 9), ("KFH214", 7), ("KFH301", 5), ("KFH302", 7)]


def test_ten_mistakes_in_one_file_are_all_reported_in_one_run(registers):
    text = (
        "---\nTitle: Workforce: our response\ndate: 31 June 2018\ndate: 2018-03-01\ntags: million decisions\n"
        "authors:\n  - Nobody\nsummary: 70 for #NHS70\nimage_credit: “Ann”\ncolour: red\nslug: My Slug\n---\n\n"
        "# Heading\n\n![](stand.jpg)\n\n<script>x</script>\n"
    )
    found = {problem.code for problem in found_in(text, registers)}
    assert found >= {
        "KFH217", "KFH104", "KFH106", "KFH218", "KFH301", "KFH105", "KFH110", "KFH202", "KFH212", "KFH506", "KFH505",
        "KFH501",
    }  # fmt: skip


def test_each_kind_of_article_is_known_by_its_folder():
    assert [one_file.kind_of(path) for path in ("posts/a.md", "bulletins/b.md", "docs/c.md")] == [*Kind, None]


def test_a_sound_article_has_nothing_said_of_it(registers):
    assert not has_errors(found_in(PLAIN, registers))
    assert not found_in(ISSUED, registers, BULLETIN_PATH)
