"""Configuration for web servers of one's own: nginx and Apache, with former addresses, content types and headers.

It stands in a folder beside the site, never in it: it is for the server's administrator, not for readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kfh.pages import headers
from kfh.plan import redirects
from kfh.plan.redirects import Rules, listed
from kfh.plan.site_plan import Plan
from kfh.plan.table import EntryKind, Fixed
from kfh.values.slugs import is_plain

_LONGEST_LINE = 1000
"""Apache reads no more than 1,024 characters of a line of a map."""
_ENCODED = re.compile("%[0-9A-F]{2}")
MINUTES, DAY = "max-age=300", "max-age=86400"

_UNSERVED = "".join(f"|{fixed.path}$" for fixed in Fixed if fixed.kind is EntryKind.HOST)
_TEMPLATES = Environment(  # noqa: S701 (servers read these files, and no browser does)
    loader=FileSystemLoader(Path(__file__).with_name("servers")),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    undefined=StrictUndefined,
)
_COMPRESSED = "text/css text/javascript text/plain text/x-opml application/javascript application/json image/svg+xml"


def is_own(path: str) -> bool:
    """Whether a file in the folder can be one of these, of this or an earlier edition."""
    return path.rpartition("/")[2].startswith("kfh-")


def files(plan: Plan) -> dict[str, str]:
    """The text of each file, by its path in the folder."""
    found = redirects.rules(plan)
    site = {
        "host": urlsplit(plan.settings.root).hostname or "_",
        "home": found.home,
        "missing": found.home + Fixed.NOT_FOUND.path,
        "unserved": _UNSERVED,
        "types": headers.TYPES,
        "compressed": _COMPRESSED,
        "headers": headers.HEADERS,
        "day": DAY,
        "minutes": MINUTES,
        "everything": found.everything,
        "media": found.media,
    }
    return {
        "nginx/kfh-redirects.conf": _nginx_redirects(found),
        "nginx/kfh-site.conf": _written("nginx-site.conf", **site),
        "apache/kfh-redirects.txt": _apache_redirects(found),
        "apache/kfh-site.conf": _written("apache-site.conf", **site),
    }


def _written(template: str, **values: Any) -> str:
    return _TEMPLATES.get_template(template).render(values)


def _moved(found: Rules) -> dict[str, str]:
    return {_bare(source): target for source, target in (found.exact | found.feeds).items()}


def _bare(path: str) -> str:
    return path.rstrip("/") or "/"


def _nginx(text: str) -> str:
    """A text as nginx reads it within quotes, where it is no value: `$` starts a variable only there."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _apache(path: str) -> Iterator[str]:
    """A path as Apache's own map "int:escape" gives it, which is how the keys of a text map are looked up.

    Some versions encode a `;`, and others do not.
    """
    if is_plain(path[1:]):
        yield path
        return
    encoded = quote(path, safe="$-_.+!*'(),:;@&=/~", errors="surrogateescape")
    escaped = _ENCODED.sub(lambda found: found[0].lower(), encoded)
    yield from dict.fromkeys((escaped, escaped.replace(";", "%3b")))


def _nginx_redirects(found: Rules) -> str:
    moved = _nginx_lines(_moved(found))
    home = re.escape(found.home)
    return _written(
        "nginx-redirects.conf",
        size=max(2048, 4 * len(found.exact | found.feeds)),
        moved=moved,
        posts=_nginx_lines({f"{found.home}?p={number}": target for number, target in found.posts.items()}),
        queries=_nginx_lines({f"{_bare(path)}?{query}": target for (path, query), target in found.queries.items()}),
        pages=_nginx(f"~^{home}page/[0-9]+$"),
        uploads=_nginx(f"~^{home}wp-content/uploads/(?<kfh_upload>[^?]+)"),
        everything=listed(found.everything),
        media=listed(found.media),
    )


def _nginx_lines(moved: dict[str, str]) -> str:
    """The lines of a map: nginx takes small letters and capitals for the same there, and refuses to have one twice."""
    once = {source.lower(): (source, target) for source, target in moved.items()}
    return "\n".join(f"    {_nginx(source)} {listed(target)};" for source, target in once.values())


def _apache_redirects(found: Rules) -> str:
    """The map; a line that Apache would cut is left out, and the page at the address leads on."""
    lines = [f"{key} {listed(target)}" for source, target in _moved(found).items() for key in _apache(source)]
    lines += (f"?p={number} {listed(target)}" for number, target in found.posts.items())
    for (path, query), target in found.queries.items():
        lines += (f"{key}?{query} {listed(target)}" for key in _apache(_bare(path)))
    short = (line for line in lines if len(line) <= _LONGEST_LINE)
    return "\n".join(("# Former addresses, each with the present one.", *short, ""))
