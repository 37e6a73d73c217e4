"""The publishing workflow: what it may do, what it starts, and what its scripts do in a repository of their own."""

import contextlib
import functools
import http.server
import re
import shutil
import subprocess
import sys
import threading

import pytest
import yaml
from tests.sites import PROJECT, Site, bulletin, first_quick, post

FILE = PROJECT / ".github/workflows/publish.yml"
WORKFLOW = yaml.safe_load(FILE.read_text("utf-8"))
JOBS = WORKFLOW["jobs"]
REVIEW = yaml.safe_load((PROJECT / ".github/workflows/review.yml").read_text("utf-8"))
GUARD = PROJECT / ".ci/guard-ledger"


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
        "ledger": {"contents": "read"},
        "record": {"contents": "write"},
        "stay-awake": {"actions": "write"},
    }


@pytest.mark.parametrize("name", ["deploy", "ledger", "record"])
def test_only_the_main_branch_deploys_and_records(name):
    assert "github.ref == 'refs/heads/main'" in JOBS[name]["if"]


def scripts(jobs):
    """The scripts of some jobs, by the names of their steps."""
    return {step.get("name", step["run"]): step["run"] for job in jobs for step in job["steps"] if "run" in step}


def test_nothing_of_the_repository_runs_in_a_job_that_may_write():
    writing = [job for job in JOBS.values() if "write" in job["permissions"].values()]
    found = scripts(writing)
    assert len(found) == 3
    commands = {line.split()[0] for script in found.values() for line in script.strip().split("\n")}
    assert commands <= {"cp", "gh", "git", "rm"}
    own = [step["uses"] for job in writing for step in job["steps"] if "uses" in step]
    assert own
    assert all(name.startswith("actions/") for name in own)


def test_credentials_stay_only_in_the_job_that_needs_them():
    for name, job in (*JOBS.items(), *REVIEW["jobs"].items()):
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert (step.get("with", {}).get("persist-credentials") is False) is (name != "record")


def test_the_host_takes_no_words_of_the_repository_for_its_commands():
    """The report of the review's marks is made of commands, and escapes what it quotes."""
    found = scripts([*JOBS.values(), *REVIEW["jobs"].values()])
    printing = {
        name for name, script in found.items() if re.search(r"kfh (check|diff|ledger)|make site$|preview ", script)
    }
    assert len(printing) == 7
    for name in printing:
        first = 'echo "::stop-commands::$(openssl rand -hex 16)"'
        assert "--format github" in found[name] or found[name].startswith(first)


def test_no_words_of_a_pull_request_reach_a_shell():
    """Expressions in scripts are filled in before the shell reads them (GitHub, script injections)."""
    found = scripts([*JOBS.values(), *REVIEW["jobs"].values()]).values()
    assert found
    assert not [script for script in found if "${{" in script]


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

    def record(self, meanwhile=lambda: None):
        """Whether both jobs that record what was published succeed; the second has a clone of its own."""
        code, outputs = self.step("ledger", "Add to the ledger what was published")
        if code or outputs == ["changed=false"]:
            return code == 0
        handed_on = self.outputs.parent / "ledger"
        handed_on.mkdir(exist_ok=True)
        (handed_on / "ledger.txt").write_bytes((self.site.root / "ledger.txt").read_bytes())
        git(self.site.root, "stash", "--include-untracked", "--quiet")
        meanwhile()
        return self.step("record", "Record what was published")[0] == 0


POST = "posts/2018-03-01-a-post.md"
IDENTITY = {f"GIT_{who}_{what}": "t@kfh.test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


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
    assert runner.record()
    assert runner.log() == ["Record what was published", "Change"]
    assert "/blog/2018/03/01/a-post/\tarticle" in git(runner.origin, "show", "main:ledger.txt")
    assert runner.record()
    assert len(runner.log()) == 2
    assert "needs.ledger.outputs.changed == 'true'" in JOBS["record"]["if"]


@pytest.mark.parametrize("ledger", first_quick([True, False]))
def test_it_is_recorded_on_top_of_what_came_meanwhile(runner, ledger):
    if ledger:
        assert runner.record()
        git(runner.author.root, "pull", "-q", "origin", "main")
        runner.site.write("posts/2018-03-02-b.md", post("B", "2018-03-02", "Another text."))
    before = len(runner.log())

    def meanwhile():
        runner.author.write("posts/2018-04-01-new.md", post("New", "2018-04-01", "A new text."))
        runner.push()

    assert runner.record(meanwhile)
    assert runner.log()[:2] == ["Record what was published", "Change"]
    assert len(runner.log()) == before + 2
    assert "/2018/04/01/new/" not in git(runner.origin, "show", "main:ledger.txt")


def test_a_ledger_that_cannot_be_pushed_fails_the_run_and_the_next_run_makes_up_for_it(runner):
    hook = runner.origin / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert not runner.record()
    assert runner.log() == ["Change"]
    hook.unlink()
    git(runner.site.root, "reset", "-q", "--hard", "origin/main")
    assert runner.record()
    assert runner.log() == ["Record what was published", "Change"]


def test_what_is_recorded_is_written_into_the_repository_alone(runner, tmp_path):
    (tmp_path / "elsewhere").write_text("Mine.")
    (runner.author.root / "ledger.txt").symlink_to(tmp_path / "elsewhere")
    runner.push()
    git(runner.site.root, "pull", "-q")
    (tmp_path / "ledger").mkdir()
    (tmp_path / "ledger/ledger.txt").write_text("/a/\tpage\n")
    assert runner.step("record", "Record what was published")[0] == 0
    assert (tmp_path / "elsewhere").read_text() == "Mine."
    assert git(runner.origin, "show", "main:ledger.txt") == "/a/\tpage"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """The repository of a site whose ledger is written."""
    site = Site(tmp_path_factory.mktemp("guard") / "site")
    site.write(POST, post())
    assert site.run("kfh", "ledger", "update").code == 0
    git(site.root, "init", "-q", "-b", "main")
    git(site.root, "add", "-A")
    git(site.root, "commit", "-qm", "One")
    return site


@pytest.mark.parametrize(
    "files", first_quick([{".gitattributes": "* binary\n"}, {".gitattributes": "ledger.txt -diff\n"}, {}])
)
@pytest.mark.parametrize(
    ("change", "allowed"),
    [
        (lambda text: text, True),
        (lambda text: text.replace("\tarchive\t\t\t2018\n", "\tretired\t\t\tWhy\n"), True),
        (lambda text: text.replace("/2018/\tarchive\t\t\t2018\n", ""), False),
        (lambda text: text.replace("/2018/\tarchive", "/2017/\tretired"), False),
        (lambda text: f"{text}/zzz/\tpage\n", False),
        (lambda text: f"{text}/zzz/\r::error::x\tpage\n", False),
        (lambda text: text.replace("/2018/\tarchive\t\t\t2018\n", "") + "\0", False),
        (lambda text: text[:0], False),
    ],
)
def test_a_branch_may_only_give_up_addresses_by_name(recorded, files, change, allowed):
    git(recorded.root, "switch", "-qC", "branch", "main")
    for path, text in files.items():
        recorded.write(path, text)
    ledger = recorded.root / "ledger.txt"
    with ledger.open("w", encoding="utf-8", newline="") as file:
        file.write(change(git(recorded.root, "show", "main:ledger.txt") + "\n"))
    git(recorded.root, "add", "-A")
    git(recorded.root, "commit", "-qm", "Branch", "--allow-empty")
    own = recorded.environment(GIT_EXTERNAL_DIFF="/bin/true")
    done = subprocess.run([GUARD, "main"], cwd=recorded.root, env=own, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is allowed, done
    assert len([line for line in done.stdout.splitlines() if line.lstrip().startswith("::")]) == (not allowed)


def test_the_guard_on_the_ledger_stands_in_both_workflows():
    for jobs in (JOBS, REVIEW["jobs"]):
        assert any(script.startswith(".ci/guard-ledger ") for script in scripts(jobs.values()).values())


def test_two_previews_of_one_name_stand_side_by_side(runner, tmp_path):
    """The browser's stand-in writes down which page it was shown."""
    browser = tmp_path / "browser"
    browser.write_text(
        '#!/bin/bash\nfor option; do case "$option" in --print-to-pdf=*) file="${option#*=}";; esac; done\n'
        'echo "$option" > "$file"\n'
    )
    browser.chmod(0o755)
    same = "2018-03-02-same.md"
    runner.author.write(f"posts/{same}", post("A", "2018-03-02", "One text."))
    runner.author.write(
        f"posts/more/{same}", post("B", "2018-03-02", "Some other text.", "slug: other\nguid: an-other\n")
    )
    runner.author.write(f"bulletins/{same}", bulletin("C", "2018-03-02"))
    runner.push()
    own = runner.author.environment(BIN=f"{sys.prefix}/bin", CHROME=str(browser))
    command = [PROJECT / ".ci/preview", "HEAD~1", tmp_path / "preview"]
    subprocess.run(command, cwd=runner.author.root, env=own, check=True)
    shown = {
        file.relative_to(tmp_path / "preview").as_posix(): file.read_text().partition("/site/")[2].strip()
        for file in (tmp_path / "preview").rglob("*.pdf")
    }
    assert shown == {
        "posts/2018-03-02-same.pdf": "blog/2018/03/02/same/index.html",
        "posts/more/2018-03-02-same.pdf": "blog/2018/03/02/other/index.html",
        "bulletins/2018-03-02-same.pdf": "bulletins/2018/03/02/same/index.html",
    }


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
        shutil.rmtree(runner.site.root / "site", ignore_errors=True)  # each run starts from a clone
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
