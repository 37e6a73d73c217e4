import json

from kfh.problems.problem import Problem
from kfh.rules.report import as_github, as_json, as_text

PROBLEMS = [
    Problem("posts/b.md", 2, 8, "KFH105", "the text after # would be lost", 'title: "#One"', field="title"),
    Problem("posts/a.md", 1, 1, "KFH102", "100 % of\nfields, lost: all"),
]


def test_text_sorts_by_file_and_line_and_sets_the_fix_on_lines_of_its_own():
    assert as_text(PROBLEMS).splitlines() == [
        r"posts/a.md:1:1: error KFH102 100 % of\nfields, lost: all",
        "posts/b.md:2:8: error KFH105 the text after # would be lost",
        "  write:",
        '    title: "#One"',
    ]


def test_json_is_a_list_of_objects_with_every_part():
    first = json.loads(as_json(PROBLEMS))[1]
    assert first == {
        "path": "posts/b.md",
        "line": 2,
        "column": 8,
        "field": "title",
        "code": "KFH105",
        "severity": "error",
        "message": "the text after # would be lost",
        "fix": 'title: "#One"',
    }


def test_github_commands_escape_what_would_end_them():
    assert as_github(PROBLEMS).splitlines()[0] == (
        "::error file=posts/a.md,line=1,col=1,title=KFH102::100 %25 of%0Afields, lost: all"
    )
