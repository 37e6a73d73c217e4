import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OF_COLOUR = ["cat.color"]
"""The only rules that can find something in the dark that they do not find in the light."""


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_at_fault_on_any_kind_of_page_light_or_dark(visit, address, pages, width):
    page = visit(address, width)
    found = []
    for kind, path in pages.items():
        page.goto(address + path)
        for scheme, rules in (("light", RULES), ("dark", OF_COLOUR)):
            page.emulate_media(color_scheme=scheme)
            result = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
            found += [f"{kind}, {scheme}: {result.generate_report()}"] if result.violations_count else []
    assert not found, "\n".join(found)
