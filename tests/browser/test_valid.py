import json
import shutil
import subprocess

import pytest
from tests.browser.conftest import needed
from tests.browser.sample import PAGES
from tests.browser.served import served
from tests.sites import PROJECT

pytestmark = pytest.mark.slow

CHECKER = PROJECT / "node_modules/vnu-jar/build/dist/vnu.jar"


def messages(*addresses):
    """What the Nu HTML checker says of these addresses: errors, warnings and remarks."""
    java = needed(shutil.which("java"), "no Java: the Nu HTML checker runs on it")
    needed(CHECKER.exists(), "no Nu HTML checker: npm ci fetches it")
    done = subprocess.run(
        [java, "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", CHECKER, "--format", "json", *addresses],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return [
        f"{message['url']}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(done.stderr)["messages"]
    ]


def test_every_kind_of_page_is_valid_html(sampled, address):
    not_found = "404.html"
    paths = [path for path in PAGES.values() if f"{path}index.html" in sampled]
    assert len(paths) == len(PAGES) - 1
    assert not messages(*(address + path for path in (*paths, not_found)))


def test_every_page_of_the_real_site_is_valid_html(real, real_pages):
    with served(real) as root:
        paths = [path.removesuffix("index.html") for path in sorted(real_pages)]
        assert not messages(*(root + path for path in paths))


def test_the_style_sheets_are_valid_css(address):
    assert not messages("--css", f"{address}css/site.css", f"{address}css/search.css")
