import os
import subprocess
import sys
from collections import Counter

import pytest
from tests.browser import sample
from tests.sites import NOW, PROJECT, Site


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory):
    """A place for the key of what builds keep, so that tests need none that they can write, and leave nothing."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


@pytest.fixture(scope="session")
def real(tmp_path_factory):
    """The files of the real site, built as of a fixed day."""
    folder = tmp_path_factory.mktemp("real") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=PROJECT,
        env=os.environ | {"KFH_AS_OF": NOW, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="session")
def sampled(tmp_path_factory):
    """The files of the sample site, built for an address below its host's root."""
    site = Site(tmp_path_factory.mktemp("sample"))
    sample.write(site)
    done = site.build()
    assert done.code == 0, done.text
    return site.built()


@pytest.fixture(scope="session")
def real_pages(real):
    return pages_of(real)


def pages_of(files):
    """The pages of a built site: not the feeds that stand at former addresses, under the names of pages."""
    named = {path: body for path, body in files.items() if path.endswith(".html")}
    return {path: body for path, body in named.items() if not body.startswith(b"<?xml")}


def pytest_collection_modifyitems(items):
    """The file whose tests take longest comes first: the cores that have done with theirs would wait for it."""
    items.sort(key=lambda item: item.path.name != "test_incremental.py")


def pytest_terminal_summary(terminalreporter):
    """One line for each reason to skip, with the number of tests."""
    reasons = Counter(report.longrepr[2] for report in terminalreporter.getreports("skipped"))
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"{count} skipped: {reason.removeprefix('Skipped: ')}")
