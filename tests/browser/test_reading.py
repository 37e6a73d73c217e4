"""Read by keyboard, magnified, with wide spacing, in colours of one's own; see WCAG 2.2."""

import pytest
from tests.browser.conftest import SAMPLE_ONLY

pytestmark = pytest.mark.slow

WIDE_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
"""The text spacing that a reader may choose (WCAG 1.4.12)."""

SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
CUT_OFF = """() => [...document.querySelectorAll('body *')].filter(element => {
  const style = getComputedStyle(element);
  const hides = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
  return hides && (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
}).map(element => element.outerHTML.slice(0, 100))"""
FOCUS = """async later => {
  if (later) await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const element = document.activeElement;
  if (element === document.body) return null;
  const style = getComputedStyle(element);
  const line = element.getClientRects()[0];
  const fits = line.height <= innerHeight;
  const top = document.elementFromPoint(
    line.left + line.width / 2, fits ? line.top + line.height / 2 : innerHeight / 2);
  const inBox = element.closest('.scroll') !== null;  // Chromium leaves what is half in sight sideways where it is
  element.dataset.seen = (Number(element.dataset.seen) || 0) + !later;
  return {
    what: element.outerHTML.slice(0, 120),
    seen: Number(element.dataset.seen),
    inSight: (fits ? line.top >= 0 && line.bottom <= innerHeight + 1 : line.top < innerHeight && line.bottom > 0)
      && (inBox || line.left >= 0 && line.right <= innerWidth + 1),
    uncovered: inBox || element === top || element.contains(top) || top?.contains(element),
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
  };
}"""
FOCUSABLE = """[...document.querySelectorAll('a[href], summary, input, select, button, [tabindex="0"]')]
  .filter(element => element.checkVisibility()).length"""
MOVING = """() => [...document.querySelectorAll('*')].filter(element => {
  const style = getComputedStyle(element);
  return style.animationName !== 'none' || parseFloat(style.transitionDuration) || style.scrollBehavior === 'smooth';
}).length"""
PAINTED = "new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))"
SHIFT = """() => {
  const observer = new PerformanceObserver(() => {});
  observer.observe({type: 'layout-shift', buffered: true});
  return observer.takeRecords().reduce((sum, entry) => sum + entry.value, 0);
}"""
BARE = """() => [...document.querySelectorAll(
  'button, input, select, .action, .admonition, .discussion, .facts, .kind, .notice, .pager a, .state, .tag, details')]
  .filter(element => element.checkVisibility() && !['Top', 'Right', 'Bottom', 'Left'].some(
    side => parseFloat(getComputedStyle(element)[`border${side}Width`])))
  .map(element => element.outerHTML.slice(0, 100))"""


def on_each(pages, page, address, look):
    """What `look` finds on each kind of page where it finds anything."""
    found = {}
    for kind, path in pages.items():
        page.goto(address + path)
        seen = look(page)
        if seen:
            found[kind] = seen
    return found


def _faults(focus):
    hidden = [name for name in ("inSight", "uncovered") if not focus[name]]
    return hidden + (["outline"] if focus["outline"] < 2 else [])


def walk(page):
    """Press Tab from the top of the page until the focus leaves it, and say what was wrong on the way."""
    wrong, steps = [], 0
    while True:
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None or focus["seen"] > 1:
            break
        steps += 1
        faults = _faults(focus) and _faults(page.evaluate(FOCUS, "later"))
        wrong += [f"{focus['what']}: {faults}"] if faults else []
    all_of_them = page.evaluate(FOCUSABLE)
    return wrong + ([f"{steps} of {all_of_them} reached"] if steps != all_of_them else [])


@pytest.mark.parametrize("width", [1280, 320])
def test_the_keyboard_reaches_everything_in_sight_and_is_trapped_nowhere(visit, address, pages, width):
    assert not on_each(pages, visit(address, width, 700), address, walk)


def test_the_first_key_leads_past_the_header_on_every_kind_of_page(visit, address, pages):
    def skip(page):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement.closest('main, footer') !== null")
        return page.evaluate("location.hash") != "#page.main" or not inside

    assert not on_each(pages, visit(address, 320, 700), address, skip)


def test_the_menu_is_reached_and_followed_by_keyboard(visit, address):
    page = visit(address)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Bulletins").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}bulletins/")
    assert page.get_by_role("heading", level=1).inner_text() == "Bulletins"
    current = page.locator("[aria-current=page]")
    assert current.inner_text() == "Bulletins"


def test_no_page_scrolls_sideways_at_four_times_the_size(visit, address, pages):
    assert not on_each(pages, visit(address, 320, 256), address, lambda page: page.evaluate(SIDEWAYS))


@SAMPLE_ONLY
def test_a_wide_table_scrolls_by_itself_with_the_keyboard(visit, address, shown):
    page = visit(address + shown.pages["article"], 320, 700)
    box = page.get_by_role("group", name="Table 2")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    box.focus()
    page.keyboard.press("ArrowRight")
    page.evaluate("new Promise(resolve => document.activeElement.onscrollend = resolve)")
    assert box.evaluate("box => box.scrollLeft > 0")


def test_wide_text_spacing_cuts_nothing_off(visit, address, pages):
    def spaced(page):
        page.add_style_tag(content=WIDE_SPACING)
        return page.evaluate(SIDEWAYS) or page.evaluate(CUT_OFF)

    assert not on_each(pages, visit(address, 320, 700, bypass_csp=True), address, spaced)


def test_text_twice_as_large_cuts_nothing_off(visit, address, pages):
    def large(page):
        page.add_style_tag(content="html { font-size: 200% }")
        return page.evaluate(SIDEWAYS) or page.evaluate(CUT_OFF)

    assert not on_each(pages, visit(address, 768, 700, bypass_csp=True), address, large)


def test_nothing_moves(visit, address, pages):
    page = visit(address, reduced_motion="reduce")
    assert not on_each(pages, page, address, lambda page: page.evaluate(MOVING))


@pytest.mark.parametrize("width", [1280, 320])
def test_no_page_shifts_while_it_loads(visit, address, pages, width):
    page = visit("about:blank", width)
    late = []
    page.route("**/media/**", lambda route: late.append(route))  # noqa: PLW0108 (Playwright cannot mark a built-in)
    for kind, path in pages.items():
        page.goto(address + path, wait_until="domcontentloaded")
        page.evaluate(PAINTED)
        while late:
            late.pop().continue_()
        page.wait_for_load_state()
        page.evaluate(PAINTED)
        assert page.evaluate(SHIFT) == 0, kind


def test_in_forced_colours_whatever_is_a_box_has_an_edge(visit, address, pages):
    page = visit(address, forced_colors="active")
    assert not on_each(pages, page, address, lambda page: page.evaluate(BARE))


def test_in_forced_colours_links_kinds_the_present_place_and_the_focus_can_be_told(visit, address):
    page = visit(address + "all/", forced_colors="active")
    bulletin, post = page.locator(".brief.bulletin").first, page.locator(".brief.post").first
    width = "element => parseFloat(getComputedStyle(element).borderLeftWidth)"
    assert bulletin.evaluate(width) > 4 * post.evaluate(width) > 0
    link = page.locator(".brief a").first
    assert link.evaluate("link => getComputedStyle(link).textDecorationLine") == "underline"
    page.goto(address + "bulletins/")
    lines = "all => all.map(link => getComputedStyle(link).borderBottomColor)"
    menu = page.get_by_role("navigation", name="Main")
    current = menu.locator("[aria-current]").evaluate_all(lines)
    assert not set(current) & set(menu.locator("a:not([aria-current])").evaluate_all(lines))
    assert not walk(page)


def test_bulletins_and_posts_are_told_apart_by_words(visit, address):
    page = visit(address + "all/")
    for kind in ("bulletin", "post"):
        labels = page.locator(f".brief.{kind} .kind").all_inner_texts()
        assert set(labels) == {kind.capitalize()}


def test_links_in_text_are_underlined(visit, address, shown):
    page = visit(address + shown.pages["bulletin"])
    lines = page.locator(".text a").evaluate_all("all => all.map(a => getComputedStyle(a).textDecorationLine)")
    assert set(lines) == {"underline"}


def test_lines_are_of_a_length_that_is_read_with_ease(visit, address, shown):
    page = visit(address + shown.pages["bulletin"])
    lines = page.locator(".text > p").evaluate_all(
        """paragraphs => paragraphs.map(paragraph => {
          const range = document.createRange();
          range.selectNodeContents(paragraph);
          const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
          return paragraph.textContent.trim().length / lines.size;
        })"""
    )
    assert 45 < max(lines) < 75
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "19px"
