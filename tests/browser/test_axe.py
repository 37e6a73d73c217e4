import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OF_COLOUR = ["cat.color"]
"""The only rules that can find something in the dark that they do not find in the light."""


def faults(page, addresses):
    for address in addresses:
        page.goto(address)
        page.evaluate(Axe().axe_script)
        for scheme, rules in (("light", RULES), ("dark", OF_COLOUR)):
            page.emulate_media(color_scheme=scheme)
            options = {"runOnly": rules, "resultTypes": ["violations"]}
            result = AxeResults(page.evaluate("options => axe.run(options)", options))
            if result.violations_count:
                yield f"{address}, {scheme}: {result.generate_report()}"


@pytest.mark.parametrize("width", [1280, pytest.param(320, marks=pytest.mark.slow)])
def test_axe_finds_nothing_at_fault_on_any_kind_of_page_light_or_dark(visit, address, pages, width):
    found = list(faults(visit(address, width), (address + path for path in pages.values())))
    assert not found, "\n".join(found)
