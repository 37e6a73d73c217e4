import json
import shutil
import subprocess

import pytest
from tests.browser.conftest import SAMPLE_ONLY, needed
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


@SAMPLE_ONLY
def test_every_kind_of_page_is_valid_html(shown, address):
    paths = (shown.pages | {"not found": "404.html"}).values()
    assert not messages(*(address + path for path in paths))


@pytest.mark.parametrize("shown", ["real"], indirect=True)
def test_every_page_of_the_real_site_is_valid_html(address, real_pages):
    assert not messages(*(address + path.removesuffix("index.html") for path in sorted(real_pages)))


@SAMPLE_ONLY
def test_the_style_sheets_are_valid_css(address):
    assert not messages("--css", f"{address}css/site.css", f"{address}css/search.css")
