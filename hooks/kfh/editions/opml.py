"""A list of all feeds (OPML 2.0), for feed readers that take up many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from kfh.editions.feeds import title, xml_text
from kfh.plan.archives import By, FeedFormat

if TYPE_CHECKING:
    from kfh.plan.plan import Plan

FILE = "feeds.opml"
_GROUPS = {
    By.ALL: "Everything",
    By.KIND: "Posts and bulletins",
    By.TAG: "Tags",
    By.WORK_STREAM: "Work streams",
    By.AUTHOR: "Authors",
    By.YEAR: "Years",
    By.MONTH: "Months",
    By.BULLETIN_YEAR: "Bulletins of one year",
}


def write(plan: Plan) -> str:
    """The RSS feed of every archive, in groups; each archive has one."""
    settings = plan.settings
    top = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(top, "head"), "title").text = xml_text(f"Feeds of {settings.site_name}")
    body = etree.SubElement(top, "body")
    for by, name in _GROUPS.items():
        group = etree.SubElement(body, "outline", text=name)
        for archive in plan.archives_by(by):
            feed = archive.feed(FeedFormat.RSS)
            label = xml_text(title(feed, settings))
            home = settings.root if by is By.ALL else settings.root + archive.path
            address = settings.root + feed.path
            etree.SubElement(group, "outline", type="rss", text=label, title=label, xmlUrl=address, htmlUrl=home)
    text: bytes = etree.tostring(top, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return text.decode()
