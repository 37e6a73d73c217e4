"""To add a field is a line of the schema: in a copy of the code, one of each type is added and tried."""

import json
import os
import shutil
import subprocess
import sys

import pytest
from tests.sites import DOT, NOW, PROJECT, Site, post

TAG = "\n  - Workforce"
ADDED = {
    "text_": ("Text | None", "Some words", {"[a, b]": "KFH204", "": "KFH203"}),
    "short": ("Summary | None", "Some words", {"x" * 301: "KFH207"}),
    "day": ("Day | None", "2018-03-09", {"31 June 2018": "KFH205", "9 March 2018": "KFH216"}),
    "moment": ("Moment | None", "2018-03-09 10:00", {"2018-03-25 01:30": "KFH222"}),
    "part": ("Slug | None", "a-part", {"A part": "KFH212"}),
    "page": ("Address | None", "https://kfh.org/", {"www.kfh.org": "KFH208", "http://localhost/": "KFH535"}),
    "box": ("Email | None", "library@kfh.org", {"library at kfh": "KFH209"}),
    "banner": ("Picture | None", "map.png", {"/map.png": "KFH208", "Map.png": "KFH406"}),
    "editor": ("Author | None", "Sarah Hennessy", {"Nobody": "KFH301", "sarah hennessy": "KFH302"}),
    "topics": ("tuple[Tag, ...]", TAG, {TAG * 2: "KFH214", "Workforce": "KFH218"}),
    "groups": ("tuple[Author, ...]", "\n  - Leads Group", {"\n  - Leads Grup": "KFH307"}),
    "older": ("tuple[Alias, ...]", "\n  - /old/", {"\n  - /old/\n  - /old/": "KFH214"}),
    "state": ("Status | None", "draft", {"ready": "KFH206"}),
    "desk": (
        "Contact | None", "\n  name: Us\n  page: https://kfh.org",
        {"Us": "KFH204", "\n  name: Us\n  page: a.org": "KFH208"},
    ),
    "steps": ("tuple[Action, ...]", "\n  - text: Do", {"Do": "KFH218", "\n  - text: Do\n    by: 5 May 2018": "KFH216"}),
}  # fmt: skip
"""By name: the type, a sound value, and others with the code by which each is told."""

CHECKS = """
import json, sys
from pathlib import Path
from kfh import site
from kfh.values import dates
from kfh.reading.sources import Sources
found = {}
for name, text in json.loads(sys.stdin.read()).items():
    Path("posts/2018-03-01-a-post.md").write_text(text)
    checked = site.check(Sources(Path.cwd()), dates.as_of(sys.argv[1]), advice=True)
    found[name] = sorted({problem.code for problem in checked.problems})
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def added(tmp_path_factory):
    """Runs Python in a site of its own, with a copy of the code in which the schema has more fields for posts."""
    root = tmp_path_factory.mktemp("added")
    shutil.copytree(PROJECT / "hooks", root / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    schema = root / "hooks/kfh/model/schema.py"
    last = "    discussion: Discussion | None = _field("
    lines = [
        f'    {name}: {kind} = _field("More", "…", default={"()" if kind.startswith("tuple") else None})\n'
        for name, (kind, _, _) in ADDED.items()
    ]
    text = schema.read_text("utf-8").replace(last, "".join(lines) + last)
    schema.write_text(text.replace("    Summary,\n", "    Summary,\n    Tag,\n"), "utf-8")
    site = Site(root / "site")
    site.write("posts/map.png", DOT)

    def run(*command, given=None):
        environment = os.environ | {"PYTHONPATH": str(root / "hooks"), "KFH_AS_OF": NOW}
        done = subprocess.run(
            (sys.executable, *command),
            cwd=site.root,
            env=environment,
            input=given,
            text=True,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run.site = site
    return run


def with_field(name, value):
    return post(
        more=f"{name}:{'' if value.startswith(chr(10)) else ' '}{value}\n", body="![A map of the town](map.png)"
    )


def test_a_field_of_any_type_is_checked_as_those_that_there_are(added):
    cases = {
        f"{name}: {value}": (with_field(name, value), [code] if code else [])
        for name, (_, sound, wrong) in ADDED.items()
        for value, code in {sound: "", **wrong}.items()
    }
    texts = {name: text for name, (text, _) in cases.items()}
    found = json.loads(added("-c", CHECKS, NOW, given=json.dumps(texts)))
    assert found == {name: codes for name, (_, codes) in cases.items()}


def test_a_field_of_any_type_is_in_what_editors_and_their_tools_are_told(added):
    added.site.write("docs/writing.md", (PROJECT / "docs/writing.md").read_bytes())
    added("-m", "kfh", "schema")
    fields = json.loads((added.site.root / "schemas/post.json").read_text("utf-8"))["properties"]
    assert fields.keys() >= ADDED.keys()
    assert fields["topics"]["type"] == "array"
