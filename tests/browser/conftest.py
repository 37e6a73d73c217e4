import os
import re
import shutil

import pytest
from playwright.sync_api import sync_playwright
from tests.browser import real_site, sample
from tests.browser.served import Shown, served
from tests.sites import PROJECT

SAMPLE_ONLY = pytest.mark.parametrize("shown", ["sample"], indirect=True)
"""Marks a test of what only the sample has."""

SCREENSHOTS = PROJECT / "tests/screenshots"
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def needed(found, words):
    """Go on only with what was found: without it a test is skipped, but never where all checks must run."""
    if not found:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(words)
    return found


@pytest.fixture(scope="session")
def chromium():
    return needed(shutil.which("chromium"), "no browser: the tests in a browser need Debian's package chromium")


@pytest.fixture(scope="session", params=["sample", pytest.param("real", marks=pytest.mark.slow)])
def shown(request):
    """Each site that browsers are shown: the sample, which has all kinds of page and of content, and the real one."""
    if request.param == "sample":
        return Shown(request.getfixturevalue("sampled"), sample.ROOT, sample.PAGES)
    return Shown(request.getfixturevalue("real"), real_site.ROOT, real_site.PAGES)


@pytest.fixture(scope="session")
def address(shown):
    """Where the site is served, with the policy of its pages alone."""
    with served(shown) as root:
        yield root


@pytest.fixture(params=[False, pytest.param(True, marks=pytest.mark.slow)], ids=["", "alike"])
def pages(request, shown):
    """The paths of all kinds of page, by kind: first one of each template, then those that are like another."""
    return {kind: path for kind, path in shown.pages.items() if (kind in sample.ALIKE) is request.param}


@pytest.fixture(scope="session")
def browser(chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, request):
    """Open pages, each in a browser that has never been used; what was on the screen is kept where a test fails."""
    contexts = []

    def open_page(address, width=1280, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    failed = getattr(request.node, "failed", False)
    for number, context in enumerate(contexts):
        for page in context.pages if failed else ():
            name = re.sub(r"[^\w-]+", "-", f"{request.node.name}-{number}").strip("-")
            page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
        context.close()


@pytest.fixture
def page(visit):
    return visit("about:blank")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    item.failed = getattr(item, "failed", False) or report.failed
    return report
