"""The types of files, in one table: what each is, what readers are told that it is, and what a browser does with it."""

from __future__ import annotations

import posixpath
from enum import Enum, auto
from typing import NamedTuple
from urllib.parse import unquote, urlsplit


class FileKind(Enum):
    """`TEXT` is what people write articles in where they should not; `OTHER` is all that is neither."""

    PICTURE = auto()
    TEXT = auto()
    OTHER = auto()


class InBrowser(Enum):
    """What a browser does with a file that it is sent: only what it shows or saves is published."""

    SHOWN = auto()
    SAVED = auto()
    RUN = auto()


class FileType(NamedTuple):
    """`name` is how readers and editors know the type: "PDF", "Word document"."""

    kind: FileKind
    name: str
    in_browser: InBrowser


def _types(kind: FileKind, in_browser: InBrowser, names: dict[str, str]) -> dict[str, FileType]:
    """`names` are by endings, with spaces between them."""
    return {f".{end}": FileType(kind, name, in_browser) for ends, name in names.items() for end in ends.split()}


FILE_TYPES = {
    **_types(
        FileKind.PICTURE,
        InBrowser.SHOWN,
        {"avif": "AVIF", "gif": "GIF", "jpeg jpg": "JPEG", "png": "PNG", "webp": "WebP"},
    ),
    **_types(FileKind.TEXT, InBrowser.SHOWN, {"txt": "plain text"}),
    **_types(FileKind.TEXT, InBrowser.SAVED, {"doc docx": "Word document", "odt": "OpenDocument text"}),
    **_types(FileKind.OTHER, InBrowser.SHOWN, {"mp3": "MP3", "mp4": "MP4", "pdf": "PDF"}),
    **_types(
        FileKind.OTHER,
        InBrowser.SAVED,
        {
            "csv": "CSV", "ics": "calendar file", "odp": "OpenDocument slides", "ods": "OpenDocument spreadsheet",
            "ppt pptx": "PowerPoint slides", "xls xlsx": "Excel spreadsheet", "zip": "ZIP",
        },
    ),
    **_types(
        FileKind.OTHER,
        InBrowser.RUN,
        {
            "hta htm html mht mhtml xht xhtml": "web page", "svg svgz": "drawing that can hold scripts",
            "cjs jar js mjs swf wasm": "program", "css": "style sheet", "rdf xml xsl xslt": "XML document",
            "asp aspx cgi jsp phar php phtml shtml var": "program of a web server",
        },
    ),
}  # fmt: skip
"""By ending, in small letters with its dot."""

PUBLISHED_TYPES = frozenset(end for end, found in FILE_TYPES.items() if found.in_browser is not InBrowser.RUN)
PICTURE_TYPES = frozenset(end for end in PUBLISHED_TYPES if FILE_TYPES[end].kind is FileKind.PICTURE)

_SAVE_AS = {
    f".{end}": better
    for better, ends in {
        "JPEG": "heic heif jfif jp2 jxl psd raw tif tiff",
        "PNG": "ai bmp eps ico svg svgz",
        "MP4": "avi m4v mov webm wmv",
        "MP3": "m4a wav wma",
        "PDF": "key numbers pages pub rtf wps xps",
        "ZIP": "7z rar",
    }.items()
    for end in ends.split()
}
"""What a program can save as another type, which everybody can open."""


def ending(path: str) -> str:
    """The ending of a file's name, in small letters with its dot, or "": `posts/Map.PDF` → `.pdf`."""
    return posixpath.splitext(path.rstrip("/"))[1].lower()


def name_of(path: str) -> str:
    """What readers are told that the file at `path` is; its ending must be one of FILE_TYPES."""
    return FILE_TYPES[ending(path)].name


def save_as(path: str) -> str:
    """What to do with a file that is not published, as the end of a sentence: `: save it as JPEG`; or ""."""
    better = _SAVE_AS.get(ending(path), "")
    return f": save it as {better}" if better else ""


def names_a_file(address: str) -> bool:
    """Whether an address ends as that of a file that may be published."""
    try:
        return ending(unquote(urlsplit(address).path)) in PUBLISHED_TYPES
    except ValueError:
        return False
