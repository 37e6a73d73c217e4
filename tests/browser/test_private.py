"""Nothing leaves the site, nothing is stored, and everything is there without scripts."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import SAMPLE_ONLY
from tests.browser.served import served

pytestmark = pytest.mark.slow

REFUSED = """window.refused = [];
document.addEventListener('securitypolicyviolation', event => window.refused.push(event.violatedDirective));"""
STORED = """async () => [document.cookie, localStorage.length, sessionStorage.length,
  (await indexedDB.databases()).length, (await caches.keys()).length,
  (await navigator.serviceWorker.getRegistrations()).length]"""
BREAK_IN = """async () => {
  const script = document.createElement('script');
  script.textContent = 'window.ran = true';
  document.body.append(script);
  const picture = new Image();
  picture.src = 'https://elsewhere.test/pixel.png';
  document.body.append(picture);
  document.body.setAttribute('style', 'color: red');
  await fetch('https://elsewhere.test/').catch(() => {});
  return [window.ran, getComputedStyle(document.body).color === 'rgb(255, 0, 0)'];
}"""


@pytest.fixture(params=[False, True], ids=["policy in the page", "policy in the header"])
def root(request, shown):
    """Where the site is served: with no header, or with headers and no policy in its pages."""
    files = shown.files
    if request.param:
        start = b'<meta http-equiv="Content-Security-Policy"'
        files = {
            path: b"\n".join(line for line in body.split(b"\n") if not line.startswith(start))
            for path, body in shown.files.items()
        }
        assert files["index.html"] != shown.files["index.html"]
    with served(shown._replace(files=files), headers=request.param) as address:
        yield address


@pytest.fixture
def watched(page):
    """A page, with a list of all that was asked of the network, and one of the complaints of the browser."""
    seen = SimpleNamespace(page=page, requests=[], complaints=[])
    page.add_init_script(REFUSED)
    page.context.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    return seen


def refused_or_stored(page):
    """What the policy refused on this page, and what is stored for its site."""
    return page.evaluate("window.refused") + page.context.cookies() + [kept for kept in page.evaluate(STORED) if kept]


def test_no_request_leaves_the_site_and_nothing_is_stored_or_refused(watched, root, pages):
    for kind, path in pages.items():
        watched.page.goto(root + path)
        assert not refused_or_stored(watched.page), kind
    assert not [url for url in watched.requests if not url.startswith(root)]
    assert not [text for text in watched.complaints if "404" not in text]


def test_a_search_begun_far_down_works_under_the_policy_and_leaves_no_trace(watched, root, shown):
    page = watched.page
    page.goto(root + shown.pages["bulletin"])
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").fill("librarians")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ results? for ‘librarians’"))
    assert not refused_or_stored(page)
    page.get_by_role("region", name="Results").get_by_role("link").first.click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("librarian", re.IGNORECASE))
    assert not [url for url in watched.requests if not url.startswith((root, f"blob:{root.partition('/library/')[0]}"))]
    assert not watched.complaints


def test_the_policy_lets_nothing_in_even_if_a_page_asked_for_it(watched, root, shown):
    page = watched.page
    page.goto(root + shown.pages["article"])
    assert page.evaluate(BREAK_IN) == [None, False]
    assert {name.removesuffix("-elem").removesuffix("-attr") for name in page.evaluate("window.refused")} == {
        "script-src",
        "img-src",
        "style-src",
        "connect-src",
    }


def test_every_kind_of_page_reads_without_scripts(visit, address, pages):
    page = visit(address, java_script_enabled=False)
    for path in pages.values():
        page.goto(address + path)
        assert page.get_by_role("heading", level=1).is_visible()
        assert page.get_by_role("main").inner_text()
        for name in ("Blog", "Bulletins", "Tags", "Subscribe"):
            assert page.get_by_role("navigation", name="Main").get_by_role("link", name=name).is_visible()
        for name in ("Accessibility statement", "Privacy and cookies", "Contact"):
            assert page.get_by_role("contentinfo").get_by_role("link", name=name).is_visible()


def test_without_scripts_a_reader_finds_an_article_by_tag_by_date_and_discusses_it(visit, address, shown):
    page = visit(address, java_script_enabled=False)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Tags").click()
    page.get_by_role("main").get_by_role("link", name="Procurement").click()
    page.get_by_role("link", name="Update from HEE LKS Leads", exact=True).first.click()
    assert page.url == address + shown.pages["bulletin"]
    link = page.get_by_role("link", name="Discuss this bulletin in the discussion space")
    assert link.get_attribute("href").startswith("https://discussion.example.org/")
    page.goto(address + "all/")
    page.get_by_role("link", name="2018", exact=True).click()
    page.get_by_role("link", name="March 2018").click()
    page.get_by_role("link", name="Update from HEE LKS Leads").click()
    assert page.url == address + shown.pages["bulletin"]


@SAMPLE_ONLY
def test_without_scripts_a_reader_turns_the_pages_of_an_archive_and_finds_its_feed(visit, address):
    page = visit(address + "blog/", java_script_enabled=False)
    assert page.get_by_role("link", name="Follow by RSS").get_attribute("href").endswith("blog/feed.xml")
    page.get_by_role("link", name="Older articles").click()
    assert page.url == f"{address}blog/page/2/"
    assert page.get_by_role("heading", level=1).inner_text() == "Blog, page 2"
