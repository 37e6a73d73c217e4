"""Search as a reader meets it, on a site that stands below a path of its host."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.browser.served import Shown, served
from tests.sites import Site, bulletin, post

pytestmark = pytest.mark.slow

PAGEFIND = re.compile("/pagefind/")
MANY = 23
ROOT = "https://kfh.test/our/blog/"


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("search"), site_url=ROOT)
    for day in range(1, MANY + 1):
        text = post(f"Letter {day}", f"2017-05-{day:02}", body=f"Word of the {day}th letter on apricots.")
        site.write(f"posts/2017-05-{day:02}-letter-{day}.md", text)
    site.write(
        "posts/2018-03-01-pilot.md",
        post(
            "The pilot",
            body="## Early news\n\nThe quality pilot starts with `<b>twelve</b>` librarians & friends of apricots.",
            more="work_streams:\n  - Quality and impact\n",
        ),
    )
    body = "Our plums and apricots.\n\n<!-- more -->\n\nThe zucchini stands below the mark."
    site.write("bulletins/2018-03-09-leads-update.md", bulletin(body=body))
    gone = post("Withdrawn advice", "2018-03-02", body="Rhubarb.", more="status: withdrawn\n")
    site.write("posts/2018-03-02-withdrawn.md", gone)
    done = site.build()
    assert done.code == 0, done.text
    with served(Shown(site.built(), ROOT, {})) as base:
        yield base


@pytest.fixture
def search(page, address):
    page.goto(f"{address}search/")
    return page


def ask(page, words):
    page.get_by_role("searchbox", name="Search posts and bulletins").fill(words)
    page.get_by_role("button", name="Search", exact=True).click()


def titles(page):
    return page.locator("#search-results h3")


def test_a_search_gives_headings_with_marked_excerpts_and_says_how_many(search):
    ask(search, "zucchini")
    expect(search.get_by_role("status")).to_have_text("1 result for ‘zucchini’")
    found = search.get_by_role("region", name="Results")
    expect(found.get_by_role("heading", level=2)).to_have_text("Results")
    expect(found.get_by_role("heading", level=3)).to_have_text("Leads update")
    expect(found.locator("mark")).to_have_text(re.compile("zucchini", re.IGNORECASE))
    expect(found.get_by_role("listitem")).to_contain_text("Bulletin 9 March 2018")


def test_a_word_is_found_in_its_other_forms(search):
    ask(search, "librarian")
    expect(titles(search)).to_have_text("The pilot")


def test_a_result_leads_to_its_article_below_the_path_of_the_site(search, address):
    ask(search, "zucchini")
    search.get_by_role("link", name="Leads update").click()
    expect(search.get_by_role("heading", level=1)).to_have_text("Leads update")
    assert search.url == f"{address}bulletins/2018/03/09/leads-update/"


@pytest.mark.parametrize(
    ("label", "choice", "expected"),
    [
        ("Kind", "Bulletins", ["Leads update"]),
        ("Tag", "#AMillionDecisions", ["Leads update"]),
        ("Work stream", "Quality and impact", ["The pilot"]),
        ("Year", "2018", ["Leads update", "The pilot"]),
    ],
)
def test_a_choice_narrows_what_is_found(search, label, choice, expected):
    ask(search, "apricots")
    expect(search.get_by_role("status")).to_contain_text(f"{MANY + 2} results")
    search.get_by_label(label, exact=True).select_option(choice)
    expect(search.get_by_role("status")).to_contain_text(f"{len(expected)} result")
    assert sorted(titles(search).all_text_contents()) == expected


def test_a_choice_alone_lists_its_articles_newest_first(search):
    search.get_by_label("Year").select_option("2018")
    expect(search.get_by_role("status")).to_have_text("2 results")
    expect(titles(search)).to_have_text(["Leads update", "The pilot"])


def test_a_link_to_a_search_opens_with_its_results_and_choices(page, address):
    page.goto(f"{address}search/?q=apricots&year=2018&kind=Bulletins")
    expect(page.get_by_role("status")).to_have_text("1 result for ‘apricots’")
    expect(page.get_by_role("searchbox")).to_have_value("apricots")
    expect(page.get_by_label("Year")).to_have_value("2018")
    expect(page).to_have_title(re.compile("^apricots – Search"))


def test_each_search_has_an_address_that_back_returns_to(search, address):
    ask(search, "zucchini")
    expect(titles(search)).to_have_text("Leads update")
    ask(search, "pilot")
    expect(titles(search)).to_have_text("The pilot")
    assert search.url == f"{address}search/?q=pilot"
    search.go_back()
    expect(search.get_by_role("searchbox")).to_have_value("zucchini")
    expect(titles(search)).to_have_text("Leads update")


def test_more_results_come_on_request_and_take_the_focus(search):
    ask(search, "apricots")
    expect(search.get_by_role("status")).to_have_text(f"{MANY + 2} results for ‘apricots’, the first 10 shown")
    expect(titles(search)).to_have_count(10)
    more = search.get_by_role("button", name="Show more results")
    more.click()
    expect(titles(search).nth(10).get_by_role("link")).to_be_focused()
    more.click()
    expect(titles(search)).to_have_count(MANY + 2)
    expect(search.get_by_role("status")).to_have_text(f"{MANY + 2} results for ‘apricots’")
    expect(more).to_be_hidden()
    assert len(set(titles(search).all_text_contents())) == MANY + 2


def test_a_search_that_finds_nothing_says_what_to_try(search):
    ask(search, "xylophone")
    expect(search.get_by_role("status")).to_contain_text("No results for ‘xylophone’. Check the spelling")
    expect(search.get_by_role("region", name="Results")).to_be_hidden()


@pytest.mark.parametrize("words", ["rhubarb", "managers", "workforce", "subscribe"])
def test_only_the_text_of_articles_that_are_listed_is_found(search, words):
    ask(search, words)
    expect(search.get_by_role("status")).to_contain_text("No results")


def test_code_in_a_text_is_shown_as_code_in_an_excerpt(search):
    ask(search, "twelve")
    expect(search.get_by_role("listitem").filter(has_text="The pilot")).to_contain_text("<b>twelve</b>")


def test_nothing_of_the_index_is_fetched_before_a_search(page, address):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    for path in ("", "search/", "bulletins/2018/03/09/leads-update/"):
        page.goto(f"{address}{path}", wait_until="networkidle")
    assert not [url for url in fetched if PAGEFIND.search(url)]
    page.goto(f"{address}search/")
    ask(page, "plums")
    expect(titles(page)).to_have_text("Leads update")
    assert [url for url in fetched if PAGEFIND.search(url)]
    assert all(url.startswith((address, "blob:")) for url in fetched)


def test_a_missing_index_is_said_and_leaves_the_lists(search):
    search.route(PAGEFIND, lambda route: route.fulfill(status=404))
    ask(search, "plums")
    expect(search.get_by_role("status")).to_contain_text("The lists below lead to every article")
    search.unroute(PAGEFIND)
    expect(search.get_by_role("link", name="Everything, newest first")).to_be_visible()


def test_without_javascript_the_page_offers_lists_and_no_form(browser, address):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}search/?q=plums")
        expect(page.get_by_role("searchbox")).to_be_hidden()
        expect(page.locator("noscript p")).to_contain_text("Searching by words needs JavaScript")
        page.get_by_role("link", name="#AMillionDecisions").click()
        expect(page.get_by_role("heading", name="Leads update")).to_be_visible()


def test_the_keyboard_alone_searches(search):
    search.get_by_role("searchbox").focus()
    search.keyboard.type("zucchini")
    search.keyboard.press("Enter")
    expect(titles(search)).to_have_text("Leads update")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_results_have_no_fault_that_axe_finds_and_need_no_sideways_scroll(browser, address, width, scheme):
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{address}search/?q=apricots")
        expect(titles(page)).to_have_count(10)
        found = Axe().run(page)
        assert not found.response["violations"], found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_a_reader_types_before_the_script_has_come_is_not_lost(page, address):
    held = []
    page.route("**/js/search.js", lambda route: held.append(route))  # noqa: PLW0108 (it looks at what it is given)
    with page.expect_request("**/js/search.js"):
        page.goto(f"{address}search/", wait_until="commit")
    box = page.get_by_role("searchbox", name="Search posts and bulletins")
    box.fill("librarians")
    held[0].continue_()
    page.wait_for_load_state("load")
    assert box.input_value() == "librarians"
