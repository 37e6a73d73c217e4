"""The publishing workflow: what it may do, and what it starts."""

import re

import pytest
import yaml
from tests.sites import PROJECT

FILE = PROJECT / ".github/workflows/publish.yml"
WORKFLOW = yaml.safe_load(FILE.read_text("utf-8"))
JOBS = WORKFLOW["jobs"]


def test_every_action_is_pinned_by_a_commit_and_names_its_version():
    used = re.findall(r"uses: (.*)", FILE.read_text("utf-8"))
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line) for line in used), used


def test_nothing_is_permitted_but_what_a_job_needs():
    assert WORKFLOW["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "check": {"contents": "read"},
        "comment": {"pull-requests": "write"},
        "deploy": {"pages": "write", "id-token": "write"},
        "record": {"contents": "write"},
        "stay-awake": {"actions": "write"},
    }


@pytest.mark.parametrize("name", ["deploy", "record"])
def test_only_the_main_branch_deploys_and_records(name):
    assert "github.ref == 'refs/heads/main'" in JOBS[name]["if"]


def test_no_words_of_a_pull_request_reach_a_shell():
    """Expressions in scripts are filled in before the shell reads them (GitHub, script injections)."""
    scripts = [step["run"] for job in JOBS.values() for step in job["steps"] if "run" in step]
    assert scripts
    assert not [script for script in scripts if "${{" in script]


def test_it_runs_every_hour():
    minute, *rest = WORKFLOW[True]["schedule"][0]["cron"].split()  # YAML 1.1 reads the key "on" as true
    assert minute.isdecimal()
    assert rest == ["*"] * 4
