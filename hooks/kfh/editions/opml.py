"""A list of all feeds (OPML 2.0), for feed readers that take up many at once."""

from __future__ import annotations

from lxml import etree

from kfh.editions.feeds import title, xml_text
from kfh.model.settings import Settings
from kfh.plan.archives import Archive, By, FeedFormat
from kfh.plan.site_plan import Plan
from kfh.runtime.fingerprint import Values


def values(plan: Plan) -> Values:
    """The RSS feed of every archive, in groups; each archive has one."""
    settings = plan.settings
    return {
        "title": f"Feeds of {settings.site_name}",
        "groups": [
            {"name": by.group, "feeds": [_feed(archive, settings) for archive in plan.archives_by(by)]} for by in By
        ],
    }


def write(values: Values) -> str:
    top = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(top, "head"), "title").text = xml_text(values["title"])
    body = etree.SubElement(top, "body")
    for group in values["groups"]:
        outline = etree.SubElement(body, "outline", text=group["name"])
        for feed in group["feeds"]:
            etree.SubElement(outline, "outline", feed)
    text: bytes = etree.tostring(top, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return text.decode()


def _feed(archive: Archive, settings: Settings) -> Values:
    feed = archive.feed(FeedFormat.RSS)
    label = xml_text(title(feed, settings))
    home = settings.root if archive.by is By.ALL else settings.root + archive.path
    return {"type": "rss", "text": label, "title": label, "xmlUrl": settings.root + feed.path, "htmlUrl": home}
