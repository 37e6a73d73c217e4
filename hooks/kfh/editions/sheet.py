"""The HTML of a text made fit for a page of the site.

Pages carry a policy that forbids inline styles, are printed, and are read on narrow screens: so the alignment of table
cells becomes a class, each link carries the address that paper shows, and a wide table scrolls by itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import html

from kfh.editions.edition import inner_html

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ALIGNMENT = re.compile(r"text-align:\s*(left|right|center)")


def on_page(content: str, address: str) -> str:
    """`content` for the page at `address` (absolute)."""
    tree = html.fragment_fromstring(content, create_parent="div")
    for element in tree.xpath(".//*[@style]"):
        _class_for_style(element)
    for link in tree.xpath(".//a[@href]"):
        _show_address(link, address)
    for number, table in enumerate(tree.xpath(".//table"), 1):
        _let_scroll(table, number)
    return inner_html(tree)


def _class_for_style(element: HtmlElement) -> None:
    found = _ALIGNMENT.search(element.attrib.pop("style"))
    if found:
        element.set("class", f"{element.get('class', '')} align-{found[1]}".strip())


def _show_address(link: HtmlElement, address: str) -> None:
    target = link.get("href")
    shown = (
        target.removeprefix("mailto:").partition("?")[0] if target.startswith("mailto:") else urljoin(address, target)
    )
    if not target.startswith("#") and shown != link.text_content().strip():
        link.set("data-address", shown)


def _let_scroll(table: HtmlElement, number: int) -> None:
    """Put the table into a box that the keyboard can scroll (WCAG 2.1.1)."""
    box = html.Element("div", {"class": "scroll", "role": "group", "aria-label": f"Table {number}", "tabindex": "0"})
    box.tail, table.tail = table.tail, None
    table.getparent().replace(table, box)
    box.append(table)
