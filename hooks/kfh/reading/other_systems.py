"""Fields that other systems have in front matter, and what they are called here.

Sources: Jekyll, "Front Matter"; Hugo, "Front matter"; WordPress, "Posts Screen" and what its exporters write.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

_NAMES = {
    "title": "headline name post_title",
    "date": "created created_at date_published post_date pubdate publish_date publishdate published published_at \
published_on time",
    "updated": "date_modified last_modified last_modified_at last_updated lastmod modified post_modified updated_at",
    "expires": "expiry expiry_date expirydate unpublishdate",
    "tags": "categories category keywords label labels subjects tag topic topics",
    "summary": "abstract blurb deck description excerpt intro lead lede og_description standfirst subtitle teaser",
    "description": "abstract excerpt og_description summary",
    "authors": "author byline contributors creator",
    "slug": "basename post_name",
    "aliases": "alias old_url permalink redirect_from redirects url",
    "image": "banner cover cover_image feature_image featured_image header_image hero og_image thumbnail",
    "image_alt": "alt alt_text cover_alt featured_image_alt image_description thumbnail_alt",
    "image_credit": "credit image_caption photo_credit photographer",
    "status": "post_status state",
    "discussion": "comment_status",
    "pinned_until": "featured pin pinned sticky",
}
_MEANT = {
    ("draft", "true"): ("status", "draft"),
    ("draft", "false"): ("", ""),
    ("published", "false"): ("status", "draft"),
    ("published", "true"): ("", ""),
    ("comments", "false"): ("discussion", "closed"),
    ("comment_status", "closed"): ("discussion", "closed"),
    ("comment_status", "open"): ("", ""),
    ("featured", "false"): ("", ""),
    ("pin", "false"): ("", ""),
    ("pinned", "false"): ("", ""),
    ("sticky", "false"): ("", ""),
    ("post_status", "publish"): ("status", "published"),
    ("post_status", "pending"): ("status", "draft"),
    ("post_status", "private"): ("status", "draft"),
}
"""Values that mean another field, another value of it, or nothing."""

_OF_NO_USE = (
    "classes", "comments", "draft", "format", "guid_is_permalink", "header", "hide", "id", "lang", "language",
    "layout", "linktitle", "locale", "math", "menu", "menu_order", "nav_order", "order", "outputs", "parent",
    "part", "post_format", "post_id", "post_type", "readtime", "reading_time", "robots", "series", "share",
    "show_date", "sidebar", "sitemap", "taxonomy", "template", "toc", "toc_label", "type", "visibility", "weight",
    "wordpress_id", "wp_id",
)  # fmt: skip
_OURS: dict[str, list[str]] = {}
for _ours, _names in _NAMES.items():
    for _name in _names.split():
        _OURS.setdefault(_name, []).append(_ours)


class Field(NamedTuple):
    """A field as it is called here, with its value; a `name` of "" has no use here."""

    name: str
    value: str


def here(name: str, value: str, known: Collection[str]) -> Field | None:
    """The field `name` of another system as it is called in a file that has the fields `known`; None where it is none.

    `value` is the text after the colon, "" where the value stands below it.
    """
    name = name.lower().replace("-", "_").replace(" ", "_")
    meant = _MEANT.get((name, value.strip("\"'").lower()))
    if meant and (not meant[0] or meant[0] in known):
        return Field(*meant)
    if name in _OF_NO_USE:
        return Field("", "")
    ours = next((ours for ours in _OURS.get(name, ()) if ours in known), None)
    return Field(ours, value) if ours else None
