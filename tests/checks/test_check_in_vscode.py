"""What the extension "remark" of Visual Studio Code, which runs .remarkrc.mjs, says of front matter."""

import json
import os
import subprocess

import pytest
from tests.sites import PROJECT, bulletin, post

pytestmark = pytest.mark.slow

SCRIPT = """
import { readFileSync } from "node:fs";
import { remark } from "remark";
import settings from "./.remarkrc.mjs";
const file = await remark().use(settings).process({ path: process.argv[1], value: readFileSync(0) });
console.log(JSON.stringify(file.messages));
"""


def messages(path, text):
    """What is said of `text` at `path`: lines and messages."""
    if not (PROJECT / "node_modules/remark").exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no remark: npm ci fetches it")
    command = ("node", "--input-type=module", "--eval", SCRIPT, path)
    done = subprocess.run(command, cwd=PROJECT, input=text, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return [
        (found["place"]["start"]["line"] if "place" in found else None, found["message"])
        for found in json.loads(done.stdout)
    ]


def test_sound_articles_are_left_alone():
    assert messages("bulletins/2018-03-09-b.md", bulletin()) == []
    assert messages("posts/2018/2018-03-09-b.md", post("2019", more="slug: 2018\nupdated: 2018-04-01\n")) == []
    for file in (*PROJECT.glob("posts/2*.md"), *PROJECT.glob("bulletins/2*.md")):
        assert messages(file.relative_to(PROJECT).as_posix(), file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("right", "wrong", "place", "words"),
    [
        ("meeting_date: 2018-02-26", "meeting_date: 2018-02-30", "meeting_date", 'Must match format "date"'),
        ("title: ", "status: drafted\ntitle: ", "status", "Must be equal to one of the allowed values: `draft`"),
        ("title: ", "title: #", "title", "Must NOT have fewer than 1 characters"),
        ("issued_by: ", "isued_by: ", "", "Must have required property 'issued_by'"),
    ],
)
def test_a_fault_is_shown_at_its_field(right, wrong, place, words):
    text = bulletin()
    assert right in text
    changed = text.replace(right, wrong, 1)
    lines = [number for number, line in enumerate(changed.split("\n"), 1) if place and line.startswith(f"{place}:")]
    found = messages("bulletins/2018-03-09-b.md", changed)
    assert any(message.startswith(words) and (not lines or line == lines[0]) for line, message in found), found
