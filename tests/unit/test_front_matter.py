import pytest

from kfh.reading import front_matter
from kfh.reading.yaml_places import YamlFault, parse

KNOWN = ("title", "date", "tags", "summary", "contact")


def read(*lines):
    raw = ["---", *lines, "---", "", "The text."]
    block = front_matter.read("a.md", "\n".join(raw), KNOWN)
    block.problems = [problem.written_out(raw) for problem in block.problems]
    return block


def found(block):
    return [(problem.code, problem.line, problem.column, problem.fix) for problem in block.problems]


def test_every_value_stays_the_text_that_stands_in_the_file():
    block = read("title: 2019", "date: 12:30", "tags:", "  - no", "  - 007", "summary: 15.20")
    assert block.fields.plain() == {"title": "2019", "date": "12:30", "tags": ["no", "007"], "summary": "15.20"}
    assert not block.problems


def test_the_body_starts_below_the_fields():
    block = read("title: A")
    assert (block.body, block.body_line) == ("\nThe text.", 4)


@pytest.mark.parametrize(
    ("line", "column", "fix", "value"),
    [
        ("title: #AMillionDecisions", 8, 'title: "#AMillionDecisions"', "#AMillionDecisions"),
        ("title: 70 for #NHS70", 15, 'title: "70 for #NHS70"', "70 for #NHS70"),
        ('title: He said "no" #NHS70', 21, "title: 'He said \"no\" #NHS70'", 'He said "no" #NHS70'),
        ("tags: [#one, Two]", 8, 'tags: ["#one", Two]', ["#one", "Two"]),
    ],
)
def test_a_hash_that_would_cut_a_value_short_is_reported_and_read_as_meant(line, column, fix, value):
    block = read(line)
    assert found(block) == [("KFH105", 2, column, fix)]
    assert next(iter(block.fields.plain().values())) == value


@pytest.mark.parametrize(
    "line", ['title: "#One"', "title: One#Two", "# a note", "summary: >\n  One #two", "title: 'a # b'"]
)
def test_a_hash_that_harms_nothing_is_left_alone(line):
    assert not read(line).problems


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("title: Update: what is new", 'title: "Update: what is new"'),
        ('title: "Unclosed', 'title: "Unclosed"'),
        ("title: @home", 'title: "@home"'),
        ("title: %s", 'title: "%s"'),
        ("title: &now", 'title: "&now"'),
        ("title: *bold*", 'title: "*bold*"'),
        ("title:\u00a0Pasted", "title: Pasted"),
    ],
)
def test_a_value_that_needs_quotes_is_reported_with_the_line_to_write(line, fix):
    block = read(line, "date: 2018-03-09")
    assert [(problem.line, problem.fix) for problem in block.problems] == [(2, fix)]
    assert not read(fix).problems
    assert block.fields.plain() == read(fix, "date: 2018-03-09").fields.plain()


def test_a_broken_field_hides_no_other_and_is_not_called_missing():
    block = read("title: [one, two", "Date: 2018-03-09", "colour: red")
    assert block.broken == {"title"}
    assert [(problem.code, problem.line) for problem in block.problems] == [("KFH104", 2), ("KFH217", 3)]
    assert block.fields.plain() == {"date": "2018-03-09", "colour": "red"}


def test_a_field_given_twice_is_reported_at_the_second():
    assert found(read("title: A", "date: 2018-03-09", "title: B"))[0][:2] == ("KFH106", 4)


def test_a_line_that_is_no_field_is_reported_with_the_field_it_may_be():
    assert found(read("title A post")) == [("KFH108", 2, 1, "title: A post")]
    assert found(read("<<<<<<< HEAD")) == [("KFH115", 2, 1, "")]


@pytest.mark.parametrize("text", ["", "title: A", "\n---\ntitle: A\n---\n", "---\ntitle: A\n"])
def test_fields_without_their_two_lines_of_hyphens_are_reported(text):
    assert [problem.code for problem in front_matter.read("a.md", text, KNOWN).problems][:1] == ["KFH102"]


def test_a_tag_of_yaml_makes_no_object():
    assert parse("a: !!python/object/apply:os.getcwd []").plain() == {"a": []}


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: *x",
        "a: 1\na: 2",
        "? [a]\n: 1",
        "a: 1\n---\nb: 2",
        "a: [",
        "a: \x00",
        "a: " + "[" * 3000 + "]" * 3000,
    ],
)
def test_yaml_that_could_surprise_is_refused(text):
    with pytest.raises(YamlFault):
        parse(text)
