"""Slugs and paths: the last part of an address, and addresses that stay inside the site."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ARTICLE_FILE = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)\.md")
PERMALINK_PARTS = ("year", "month", "day", "slug")
MEDIA = "media/"
"""Where pictures and attachments are published."""

PLAIN = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9_.~-]*(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*/?")
"""A path that needs no encoding anywhere; one of up to LONGEST_NAME characters is safe."""
_LEADS_AWAY = re.compile(r"[\x00-\x1f\x7f\\]|^[A-Za-z]:|(?:^|/)[. ]*(?:/|$)")
"""Control characters, the drives and backslashes of Windows, and parts that are empty, `.` or `..`; Windows drops dots
and spaces at the end of a name, so `.. ` is one of these too."""
LONGEST_NAME, _WHOLE = 255, 1000
"""The bytes that a name may have on common file systems, and that leave room for the folder of the site on macOS."""


def slugify(text: str) -> str:
    """ASCII lower case, words joined by hyphens: `#AMillionDecisions – progress` → `amilliondecisions-progress`."""
    ascii_text = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", "")).encode("ascii", "ignore")
    return "-".join(re.findall(r"[a-z0-9]+", ascii_text.decode().lower()))


def alphabetical(text: str) -> str:
    """A label as readers look for it from A to Z: without its #, its case and its accents."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark)).casefold()
    return re.sub(r"^[\W_]+", "", plain) or plain


def article_path(pattern: str, date: datetime, slug: str) -> str:
    """The site-relative path of an article, by a pattern such as `/blog/{year}/{month}/{day}/{slug}/`."""
    parts = {"year": f"{date:%Y}", "month": f"{date:%m}", "day": f"{date:%d}", "slug": slug}
    return pattern.format_map(parts).strip("/") + "/"


def page_path(source: str) -> str:
    """Where a file of `docs/` is published: `docs/about.md` → `about/`."""
    path = PurePosixPath(*PurePosixPath(source).parts[1:])
    if path.suffix != ".md":
        return str(path)
    folder = path.parent if path.stem in ("index", "README") else path.with_suffix("")
    return "" if str(folder) == "." else f"{folder}/"


def media_path(source: str) -> str:
    """Where an attachment beside articles is published: `posts/2018/map.pdf` → `media/2018/map.pdf`."""
    return f"{MEDIA}{'/'.join(PurePosixPath(source).parts[1:])}"


def is_safe(path: str) -> bool:
    """Whether a path below the site's root can name only something below it, on every host and file system.

    `path` is relative, and may end in `/`. What percent-encoding hides is looked at too, for hosts decode it.
    """
    if len(path) <= LONGEST_NAME and PLAIN.fullmatch(path):  # most are, of tens of thousands
        return True
    if _size(path) > _WHOLE:
        return False
    readings = [path.removesuffix("/")]
    while (decoded := unquote(readings[-1])) != readings[-1]:
        readings.append(decoded)
    return not any(map(_leads_away, readings))


def _leads_away(path: str) -> bool:
    may_be_long = len(path) > LONGEST_NAME // 4  # no character has more than four bytes
    return bool(_LEADS_AWAY.search(path)) or (may_be_long and any(_size(one) > LONGEST_NAME for one in path.split("/")))


def is_plain(path: str) -> bool:
    """Whether a path is safe, and made of letters, digits and hyphens that need no encoding anywhere."""
    return is_safe(path) and bool(PLAIN.fullmatch(path))


def former_address(written: str) -> str | None:
    """The address of this site that `written` stands for, below its root and in one spelling; None where it is none.

    Any address may have been one: `/Caf%c3%a9` → `Caf%C3%A9/`, with its query: `/?p=12` → `?p=12` (RFC 3986). None is
    below a name that starts with a dot, which hosts keep to themselves.
    """
    start, _, query = written.partition("?")
    if not query and start.startswith("/") and is_plain(start[1:]):
        return as_folder(start[1:])
    path = unquote(start[1:], errors="surrogateescape")
    is_path = is_safe(path) and "/." not in f"/{path}" if path else bool(query)
    if not (start.startswith("/") and is_path) or "#" in start or _NO_QUERY.search(query):
        return None
    encoded = quote(path if query else as_folder(path), errors="surrogateescape")
    address = f"{encoded}?{quote(query, safe=_IN_QUERY)}" if query else encoded
    return address if len(address) <= _LONGEST else None


def path_and_query(address: str) -> tuple[str, str]:
    """The parts of what `former_address` gives, the path decoded; bytes that are no UTF-8 are surrogates (PEP 383)."""
    path, _, query = address.partition("?")
    return unquote(path, errors="surrogateescape"), query


_NO_QUERY = re.compile(r"[\x00-\x1f\x7f#]")
_IN_QUERY = "!$&'()*+,;=:@/?%[]{}|^`"
"""What browsers leave as it is in a query (WHATWG URL, section 1.3); servers are asked in that spelling."""
_LONGEST = 500
"""Apache and Cloudflare Pages read lines of up to 1,000 characters, and a rule is two addresses."""


def _size(name: str) -> int:
    return len(name.encode("utf-8", "surrogatepass"))


def as_folder(path: str) -> str:
    """A path as the site writes it, ending in `/` unless it names a file: `old-title` → `old-title/`."""
    return path if path.endswith("/") or PurePosixPath(path).suffix else f"{path}/"


def folders(file: str) -> Iterator[str]:
    """The paths above a file: `a/b/c` → `a/b`, `a`."""
    end = file.rfind("/")
    while end > 0:
        yield file[:end]
        end = file.rfind("/", 0, end)


def destination(path: str) -> str:
    """The file that answers for a path: `a/b/` → `a/b/index.html`."""
    return f"{path}index.html" if path.endswith("/") or not path else path
