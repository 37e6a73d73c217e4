"""The preview as the README starts it: in a fresh clone, for somebody who never built anything."""

import os
import shutil
import signal
import socket
import subprocess

import pytest
from playwright.sync_api import expect
from tests.sites import PROJECT

NO_SOURCES = (".git", ".venv", ".cache", "site", "site-hosting", ".site*", "node_modules", ".*_cache", "__pycache__")


@pytest.fixture
def clone(tmp_path):
    """A copy of the project without anything that builds, tests and tools leave; what is installed is shared."""
    folder = tmp_path / "clone"
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns(*NO_SOURCES))
    (folder / ".venv").symlink_to(PROJECT / ".venv")
    for file in (folder / "pyproject.toml", *folder.glob("requirements/*.txt")):
        os.utime(file, (0, 0))  # older than what is installed, which must stay as it is
    return folder


@pytest.mark.slow
def test_the_preview_of_a_fresh_clone_shows_the_home_page_and_what_is_left_to_fill_in(clone, tmp_path, visit):
    home = tmp_path / "home"
    home.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "KFH_", "PYTHON"))}
    process = subprocess.Popen(
        ["make", "serve", f"ADDRESS={address}"],  # noqa: S607 (as the README says)
        cwd=clone,
        env=kept | {"HOME": str(home)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        lines = []
        while not any("Serving on" in line for line in lines):
            line = process.stderr.readline()
            assert line, "".join(lines)
            lines.append(line)
        page = visit(f"http://{address}/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page).to_have_title("Knowledge for Healthcare")
        strip = page.locator(".kfh-strip")
        expect(strip.locator("li").first).to_be_hidden()
        strip.locator("summary").click()
        expect(strip.locator("li").first).to_be_visible()
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
        process.stderr.close()
