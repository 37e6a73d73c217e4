"""The HTML of a text made fit for a page of the site.

Pages carry a policy that forbids inline styles, are printed, and are read on narrow screens: so the alignment of table
cells becomes a class, each link carries the address that paper shows, and a wide table scrolls by itself.
"""

from __future__ import annotations

import re

from lxml import html
from lxml.html import HtmlElement

_ALIGNMENT = re.compile(r"text-align:\s*(left|right|center)")


def fit(tree: HtmlElement, path: str, root: str, shown_root: str) -> None:
    """Change the tree of the page at `path`, whose addresses are absolute below `root`; paper shows `shown_root`."""
    for element in tree.xpath(".//*[@style]"):
        _class_for_style(element)
    for element in tree.xpath(".//*[@data-address]"):
        del element.attrib["data-address"]
    for link in tree.iter("a"):
        _show_address(link, f"{root}{path}#", root, shown_root)
    for number, table in enumerate(tree.xpath(".//table"), 1):
        _let_scroll(table, number)


def keep_alignment(tree: HtmlElement) -> None:
    """Take every style out but the alignment of cells: a feed has no style sheet, and gets no more than pages do."""
    for element in tree.xpath(".//*[@style]"):
        found = _ALIGNMENT.search(element.attrib.pop("style"))
        if found:
            element.set("style", f"text-align: {found[1]}")


def _class_for_style(element: HtmlElement) -> None:
    found = _ALIGNMENT.search(element.attrib.pop("style"))
    if found:
        element.set("class", f"{element.get('class', '')} align-{found[1]}".strip())


def _show_address(link: HtmlElement, itself: str, root: str, shown_root: str) -> None:
    target = link.get("href", itself)
    if target.startswith("mailto:"):
        target = target.removeprefix("mailto:").partition("?")[0]
    elif target.startswith(root):
        target = target if target.startswith(itself) else shown_root + target.removeprefix(root)
    if not target.startswith(itself) and target != link.text_content().strip():
        link.set("data-address", target)


def _let_scroll(table: HtmlElement, number: int) -> None:
    """Put the table into a box that the keyboard can scroll (WCAG 2.1.1)."""
    box = html.Element("div", {"class": "scroll", "role": "group", "aria-label": f"Table {number}", "tabindex": "0"})
    box.tail, table.tail = table.tail, None
    table.getparent().replace(table, box)
    box.append(table)
