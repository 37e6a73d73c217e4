"""The command as editors and programs use it."""

import json
import subprocess
import sys

import pytest
from tests import commands
from tests.sites import first_quick, post

from kfh.problems.catalogue import CHECKS

POST = "posts/2018-03-01-a-post.md"
WRONG = post(title="Workforce: our response")
COLON = 'the value of "title" must stand in quotes: it holds a colon, which would start another field'


def test_the_report_shows_the_line_the_spot_and_what_to_write(site):
    site.write(POST, WRONG)
    done = site.check()
    assert done.code == 1
    assert done.out.splitlines() == [
        f"{POST}:2:17: error KFH104 {COLON}",
        "    title: Workforce: our response",
        "                    ^",
        "  write:",
        '    title: "Workforce: our response"',
    ]
    assert done.err.splitlines() == ["2 files, 1 error, 0 warnings.", "What a code means: kfh explain KFH104"]


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ("date: 2018-03-01\n", "", ["  add:", "    date: 2018-03-01"]),
        ("---\n\nText", "\nText", ["  add:", "    ---"]),
        ("  - Workforce", "  - Workforce\n  - Workforce", ["  take out this line"]),
        ("title", "tags: Workforce\ntitle", ["  take out these 2 lines"]),
    ],
)
def test_a_line_to_add_or_to_take_out_is_not_called_one_to_write(site, old, new, remedy):
    site.write(POST, post().replace(old, new, 1))
    assert site.check().out.splitlines()[-len(remedy) :] == remedy


def test_a_sound_site_is_said_to_be_so_with_the_number_of_files(site):
    site.write(POST, post())
    done = site.check()
    assert (done.code, done.out, done.err) == (0, "", "No problems found: 2 files.\n")


def test_advice_is_given_only_when_asked_for_and_never_stops_a_build(site):
    site.write(POST, post(body="[Click here](https://www.example.com/)"))
    assert site.check().out == ""
    done = site.check("--advice")
    assert (done.code, "advice KFH511" in done.out) == (0, True)
    assert "KFH511" not in site.build().text


@pytest.mark.parametrize("text", first_quick([WRONG, post(), post(body="## Part\n\n#### Detail")]))
def test_a_new_process_says_and_builds_what_those_of_the_tests_do(site, text):
    site.write(POST, text)
    new, copied = (by(("kfh", "check"), site.root, site.environment()) for by in (commands.started, commands.forked))
    assert new == copied
    build = ("mkdocs", "build", "--strict", "-q", "--site-dir")
    new, copied = (
        by((*build, name), site.root, site.environment())
        for by, name in ((commands.started, "new"), (commands.forked, "copied"))
    )
    assert new == copied
    assert site.built("new") == site.built("copied")


def test_a_warning_is_shown_by_check_and_build_and_fails_neither(site):
    site.write(POST, post(body="## Part\n\n#### Detail"))
    for done in (site.check(), site.build()):
        assert done.code == 0
        assert "warning KFH507" in done.text


def test_text_from_standard_input_is_checked_as_if_it_stood_at_its_place(site):
    site.write(POST, post())
    command = [sys.executable, "-m", "kfh", "check", "-", "--as", POST, "--format", "json"]
    done = subprocess.run(command, cwd=site.root, input=WRONG, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, [found["code"] for found in json.loads(done.stdout)]) == (1, ["KFH104"])
    assert site.check().code == 0


def test_a_name_ends_no_line_of_a_report(site):
    """A host that runs the check takes lines that start with :: for commands."""
    folder = "posts/a\n::error::b\r::warning::c\udcff"
    site.write(f"{folder}/2018-03-01-a.md", post(body="## One\n\n#### Two"))
    site.write(f"{folder}/2018-07-01-b.md", post(date="2018-07-01", body="Later."))
    site.write(f"{folder}/c.exe", b"x")
    site.write("posts/2018-07-02-c.md", post("C", date="2018-07-02", body="Again."))
    done = site.check()
    scheduled = [line for line in done.err.splitlines() if line.startswith("Scheduled: ")]
    assert scheduled == ["Scheduled: posts/2018-07-02-c.md will appear on 2 July 2018, 09:00."]
    assert done.out.count("error KFH414") == 3
    assert "posts/a\\n::error::b\\r::warning::c\\udcff/2018-03-01-a.md:1:1: error KFH414" in done.out
    assert not [line for line in done.text.splitlines() if line.lstrip().startswith("::")]


def test_a_link_that_is_asked_for_is_told_of_and_a_file_elsewhere_refused(site, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "a.md"
    elsewhere.write_text(post())
    (site.root / "posts").mkdir(exist_ok=True)
    (site.root / POST).symlink_to(elsewhere)
    done = site.check(POST)
    assert (done.code, "error KFH413" in done.out) == (1, True)
    done = site.check(str(elsewhere))
    assert (done.code, "is not inside this site" in done.err) == (2, True)


@pytest.mark.parametrize("options", [("-",), ("-", "--as", "../elsewhere.md"), ("nothing.md",), ("--format", "xml")])
def test_a_command_that_was_not_understood_says_so_in_one_line_and_ends_with_2(site, options):
    done = site.check(*options)
    assert done.code == 2
    assert "Traceback" not in done.err


def test_sarif_holds_the_rule_the_place_and_the_replacement(site):
    site.write(POST, WRONG)
    (run,) = json.loads(site.check("--format", "sarif").out)["runs"]
    (result,) = run["results"]
    assert (result["ruleId"], result["level"]) == ("KFH104", "error")
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 17}
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"]["text"] == 'title: "Workforce: our response"'
    assert run["tool"]["driver"]["rules"][0]["id"] == "KFH104"


def test_sarif_names_files_as_addresses(site):
    site.write("posts/2018-03-01 a post.md", post())
    (run,) = json.loads(site.check("--format", "sarif").out)["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "posts/2018-03-01%20a%20post.md"


def test_github_calls_advice_a_notice(site):
    site.write(POST, post(body="[Click here](https://www.example.com/)"))
    assert site.check("--advice", "--format", "github").out.startswith(
        f"::notice file={POST},line=8,col=1,title=KFH511::"
    )


def test_explain_prints_why_and_both_examples(site):
    done = site.run("kfh", "explain", "kfh105")
    assert done.code == 0
    for part in ("KFH105 (error)", "title: 70 for #NHS70", 'title: "70 for #NHS70"', "kfh check --fix"):
        assert part in done.out
    assert site.run("kfh", "explain", "KFH999").code == 2


def test_the_page_of_checks_holds_every_check(site):
    site.write("docs/checks.md", "---\ntitle: Checks\ntemplate: checks.html\n---\n\nAll checks.\n")
    assert site.build().code == 0
    page = site.read("checks/index.html")
    for code in CHECKS:
        assert f'id="{code.lower()}"' in page


MESS = (
    "---\r\n# kept\r\nTitle:   Workforce: our response\r\ndate: 1 March 2018   # the day\r\n\r\ntags: "
    "million decisions, workforce\r\nsummary: >\r\n  As it   stands: #1\r\n---\r\n\r\n"
    "The\u00a0text, `with\u00a0code`.   \r\n"
)
MENDED = (
    '---\n# kept\ntitle: "Workforce: our response"\ndate: 2018-03-01   # the day\n\ntags:\n  - AMillionDecisions\n'
    "  - Workforce\nsummary: >\n  As it   stands: #1\n---\n\nThe text, `with\u00a0code`.   \n"
)


def test_fix_mends_what_loses_nothing_and_keeps_the_rest_to_the_byte(site):
    file = site.write(POST, MESS)
    done = site.check("--fix")
    assert file.read_bytes().decode() == MENDED
    assert f"mended {POST}: KFH217" in done.err
    assert done.code == 0
    again = site.check("--fix")
    assert "mended" not in again.err
    assert file.read_bytes().decode() == MENDED


def test_diff_shows_the_change_and_writes_nothing(site):
    file = site.write(POST, MESS)
    done = site.check("--diff")
    assert '+title: "Workforce: our response"' in done.out
    assert file.read_bytes().decode() == MESS


def test_fix_leaves_files_that_were_not_asked_for(site):
    site.write(POST, MESS)
    other = site.write("posts/2018-03-02-b.md", MESS)
    site.check("--fix", POST)
    assert other.read_bytes().decode() == MESS


def test_fix_leaves_an_old_code_of_windows_to_the_editor(site):
    raw = WRONG.encode().replace(b"Text.", b"Caf\xe9.")
    file = site.write(POST, raw)
    assert site.check("--fix").code == 1
    assert file.read_bytes() == raw
