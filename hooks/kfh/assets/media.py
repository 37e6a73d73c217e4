"""Addresses of the site's own pictures and attachments, as an edition holds them."""

from urllib.parse import quote, unquote, urlsplit

from kfh.editions.edition import ROOT


def address_of(path: str) -> str:
    """The address of what is published at `path` below the site's root."""
    return ROOT + quote(path)


def path_of(address: str) -> str:
    """The path below the site's root that `address` (absolute, as in an edition) leads to, or "" for another site."""
    return unquote(urlsplit(address).path).lstrip("/") if address.startswith(ROOT) else ""
