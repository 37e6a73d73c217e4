"""Slugs and paths: the last part of an address, and addresses that stay inside the site."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ARTICLE_FILE = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)\.md")
PERMALINK_PARTS = ("year", "month", "day", "slug")
_PATH_PART = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9_.~-]*")


def slugify(text: str) -> str:
    """ASCII lower case, words joined by hyphens: `#AMillionDecisions – progress` → `amilliondecisions-progress`."""
    ascii_text = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", "")).encode("ascii", "ignore")
    return "-".join(re.findall(r"[a-z0-9]+", ascii_text.decode().lower()))


def article_path(pattern: str, date: datetime, slug: str) -> str:
    """The site-relative path of an article, by a pattern such as `/blog/{year}/{month}/{day}/{slug}/`."""
    parts = {"year": f"{date:%Y}", "month": f"{date:%m}", "day": f"{date:%d}", "slug": slug}
    return pattern.format_map(parts).strip("/") + "/"


def is_safe(path: str) -> bool:
    """Whether a site-relative path can name only something inside the site, on every host and file system."""
    return all(_PATH_PART.fullmatch(part) for part in path.strip("/").split("/"))


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
