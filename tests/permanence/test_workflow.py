"""The publishing workflow: what it may do, what it starts, and what its scripts do in a repository of their own."""

import contextlib
import functools
import http.server
import re
import subprocess
import sys
import threading

import pytest
import yaml
from tests.sites import PROJECT, Site, post

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


class Runner:
    """A clone of a site's repository, in which the scripts of the workflow run as the host would run them."""

    def __init__(self, folder):
        self.origin, self.outputs = folder / "origin.git", folder / "outputs"
        site = Site(folder / "author")
        site.write(POST, post())
        site.write(".gitignore", ".venv\n.cache/\n/site/\n/site-hosting/\n/.site*\n")
        git(folder, "init", "-q", "--bare", "-b", "main", self.origin)
        git(site.root, "init", "-q", "-b", "main")
        git(site.root, "remote", "add", "origin", self.origin)
        self.author = site
        self.push()
        git(folder, "clone", "-q", "--depth", "1", f"file://{self.origin}", folder / "clone")
        self.site = Site.__new__(Site)
        self.site.root = folder / "clone"
        (self.site.root / ".venv").symlink_to(sys.prefix)

    def push(self):
        git(self.author.root, "add", "-A")
        git(self.author.root, "commit", "-qm", "Change")
        git(self.author.root, "push", "-q", "origin", "main")

    def log(self):
        return git(self.origin, "log", "--format=%s", "main").split("\n")

    def step(self, job, name, **environment):
        """The exit code and the outputs of a step; the default shell is `bash -e` (GitHub, workflow syntax)."""
        (script,) = [step["run"] for step in JOBS[job]["steps"] if step.get("name") == name]
        self.outputs.write_text("")
        files = {"GITHUB_OUTPUT": str(self.outputs), "RUNNER_TEMP": str(self.outputs.parent)}
        own = self.site.environment(**files, **IDENTITY, **environment)
        done = subprocess.run(["/bin/bash", "-e", "-c", script], cwd=self.site.root, env=own, check=False)
        return done.returncode, self.outputs.read_text().split()


POST = "posts/2018-03-01-a-post.md"
IDENTITY = {f"GIT_{who}_{what}": "t@kfh.test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
RECORD = "record", "Record in the ledger what was published"


def git(folder, *command):
    environment = Site.environment(**IDENTITY)
    done = subprocess.run(
        ["/usr/bin/git", *command], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def runner(tmp_path):
    return Runner(tmp_path)


def test_what_was_published_is_recorded_once_and_pushed(runner):
    assert runner.step(*RECORD)[0] == 0
    assert runner.log() == ["Record what was published", "Change"]
    assert "/blog/2018/03/01/a-post/\tarticle" in git(runner.origin, "show", "main:ledger.txt")
    assert runner.step(*RECORD)[0] == 0
    assert len(runner.log()) == 2


def test_it_is_recorded_on_top_of_what_came_meanwhile(runner):
    runner.author.write("posts/2018-04-01-new.md", post("New", "2018-04-01"))
    runner.push()
    assert runner.step(*RECORD)[0] == 0
    assert runner.log() == ["Record what was published", "Change", "Change"]
    assert "/2018/04/01/new/" not in git(runner.origin, "show", "main:ledger.txt")


def test_a_ledger_that_cannot_be_pushed_fails_the_run_and_the_next_run_makes_up_for_it(runner):
    hook = runner.origin / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert runner.step(*RECORD)[0] != 0
    assert runner.log() == ["Change"]
    hook.unlink()
    git(runner.site.root, "reset", "-q", "--hard", "origin/main")
    assert runner.step(*RECORD)[0] == 0
    assert runner.log() == ["Record what was published", "Change"]


@pytest.mark.parametrize(
    ("change", "allowed"),
    [
        (lambda text: text, True),
        (lambda text: text.replace("\tarchive\t\t\t2018\n", "\tretired\t\t\tWhy\n"), True),
        (lambda text: text.replace("/2018/\tarchive\t\t\t2018\n", ""), False),
        (lambda text: text.replace("/2018/\tarchive", "/2017/\tretired"), False),
        (lambda text: f"{text}/zzz/\tpage\n", False),
        (lambda text: text[:0], False),
    ],
)
def test_a_branch_may_only_give_up_addresses_by_name(runner, change, allowed):
    assert runner.step(*RECORD)[0] == 0
    git(runner.site.root, "switch", "-qc", "branch")
    ledger = runner.site.root / "ledger.txt"
    ledger.write_text(change(ledger.read_text("utf-8")), "utf-8")
    git(runner.site.root, "commit", "-qam", "Branch", "--allow-empty")
    code, _ = runner.step("check", "Only the main branch writes the ledger", BASE="main")
    assert (code == 0) is allowed


@contextlib.contextmanager
def served(folder):
    """The address at which the folder is served."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def test_nothing_is_deployed_while_the_site_is_the_same(runner, tmp_path):
    def changed():
        assert runner.site.build("-q").code == 0
        return runner.step("check", "Compare with what was deployed last")

    deployed = tmp_path / "deployed"
    deployed.mkdir()
    with served(deployed) as address:
        settings = (runner.site.root / "mkdocs.yml").read_text("utf-8")
        runner.site.write("mkdocs.yml", settings.replace("https://kfh.test/", address))
        assert changed() == (0, ["changed=true"])
        (deployed / "build.txt").write_bytes((runner.site.root / "site/build.txt").read_bytes())
        assert changed() == (0, ["changed=false"])
        runner.site.write(POST, post(body="Another text."))
        assert changed() == (0, ["changed=true"])
    assert changed() == (0, ["changed=true"])
    assert "needs.check.outputs.changed == 'true'" in JOBS["deploy"]["if"]


@pytest.mark.parametrize("code", [0, 1])
def test_every_scheduled_run_has_the_schedule_go_on_or_fails(runner, tmp_path, code):
    """GitHub's own command stands in for itself: it writes down how it was called."""
    command = tmp_path / "bin/gh"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/called\nexit {code}\n')
    command.chmod(0o755)
    name = JOBS["stay-awake"]["steps"][0]["name"]
    path = f"{command.parent}:/usr/bin:/bin"
    assert runner.step("stay-awake", name, GITHUB_REPOSITORY="o/r", PATH=path)[0] == code
    assert (tmp_path / "called").read_text() == "api --method PUT repos/o/r/actions/workflows/publish.yml/enable\n"
    assert JOBS["stay-awake"]["if"] == "github.event_name == 'schedule'"
    assert "needs" not in JOBS["stay-awake"]
