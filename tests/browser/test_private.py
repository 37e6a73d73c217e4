"""Nothing leaves the site, nothing is stored, and everything is there without scripts."""

import pytest
from tests.browser.sample import BELOW, PAGES
from tests.browser.served import served

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
def root(request, sampled):
    """Where the site is served: with no header, or with headers and no policy in its pages."""
    files = sampled
    if request.param:
        start = b'<meta http-equiv="Content-Security-Policy"'
        files = {
            path: b"\n".join(line for line in body.split(b"\n") if not line.startswith(start))
            for path, body in sampled.items()
        }
        assert files["index.html"] != sampled["index.html"]
    with served(files, BELOW, headers=request.param) as address:
        yield address


def test_no_request_leaves_the_site_and_nothing_is_stored_or_refused(visit, root, pages):
    page = visit("about:blank")
    page.add_init_script(REFUSED)
    requests, said = [], []
    page.context.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for kind, path in pages.items():
        page.goto(root + path)
        assert page.evaluate("window.refused") == [], kind
        assert page.evaluate(STORED) == ["", 0, 0, 0, 0, 0], kind
    assert not [url for url in requests if not url.startswith(root)]
    assert page.context.cookies() == []
    assert [text for text in said if "404" not in text] == []


def test_the_policy_lets_nothing_in_even_if_a_page_asked_for_it(visit, root):
    page = visit("about:blank")
    page.add_init_script(REFUSED)
    left = []
    page.context.on("request", lambda request: left.append(request.url))
    page.goto(root + PAGES["article"])
    left.clear()
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


def test_without_scripts_a_reader_finds_an_article_by_tag_by_date_and_discusses_it(visit, address):
    page = visit(address, java_script_enabled=False)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Tags").click()
    page.get_by_role("main").get_by_role("link", name="Procurement").click()
    page.get_by_role("link", name="Update from HEE LKS Leads", exact=True).first.click()
    assert page.url == address + PAGES["bulletin"]
    link = page.get_by_role("link", name="Discuss this bulletin in the discussion space")
    assert link.get_attribute("href").startswith("https://discussion.example.org/")
    page.goto(address + "all/")
    page.get_by_role("link", name="2018", exact=True).click()
    page.get_by_role("link", name="March 2018").click()
    page.get_by_role("link", name="Update from HEE LKS Leads").click()
    assert page.url == address + PAGES["bulletin"]


def test_without_scripts_a_reader_turns_the_pages_of_an_archive_and_finds_its_feed(visit, address):
    page = visit(address + "blog/", java_script_enabled=False)
    assert page.get_by_role("link", name="Follow by RSS").get_attribute("href").endswith("blog/feed.xml")
    page.get_by_role("link", name="Older articles").click()
    assert page.url == f"{address}blog/page/2/"
    assert page.get_by_role("heading", level=1).inner_text() == "Blog, page 2"
