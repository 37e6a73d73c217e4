"""The files of the real site and of the sample, read for what would reach out from a reader's browser."""

import re

import pytest
from lxml import html
from tests.conftest import pages_of

FETCHED = (
    "//link[not(@rel='canonical' or @rel='alternate')]/@href | //*[not(self::a or self::link)]/@href | //@src"
    " | //@srcset | //@poster | //@data | //@action | //@formaction | //@ping | //@background"
)
INLINE = (
    "//style | //@style | //script[not(@src) and not(@type='application/ld+json')] | //@*[starts-with(name(), 'on')]"
)


@pytest.fixture(scope="module", params=["real", "sampled"])
def files(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def pages(files):
    found = {path: html.document_fromstring(body) for path, body in pages_of(files).items()}
    assert len(found) > 20
    return found


def test_no_page_fetches_anything_from_elsewhere(pages):
    for path, page in pages.items():
        assert not [link for link in page.xpath(FETCHED) if re.match(r"\s*([a-z]+:)?//", link, re.IGNORECASE)], path


def test_no_page_holds_an_inline_script_or_style(pages):
    for path, page in pages.items():
        assert not page.xpath(INLINE), path


def test_each_page_carries_the_policy_before_anything_it_rules(pages):
    for path, page in pages.items():
        if not page.xpath("//meta[@http-equiv='refresh']"):
            first = page.xpath("//head/*[not(self::meta[@charset])]")[0]
            assert first.get("http-equiv") == "Content-Security-Policy", path
            assert "script-src 'self'" in first.get("content"), path
            assert "unsafe" not in first.get("content"), path


def test_no_style_sheet_fetches_anything(files):
    sheets = {path: body.decode() for path, body in files.items() if path.endswith(".css")}
    assert sheets
    for path, text in sheets.items():
        assert not re.search(r"@import|url\(|image-set\(|src\(", text), path


def test_nothing_of_the_theme_is_served(files):
    assert not [path for path in files if path.startswith("assets/")]


def test_hosts_are_told_the_same_policy(files):
    text = files["_headers"].decode()
    assert text.startswith("/*\n")
    assert "script-src 'self' 'wasm-unsafe-eval';" in text
    assert "frame-ancestors 'none'" in text
    assert "unsafe-inline" not in text
