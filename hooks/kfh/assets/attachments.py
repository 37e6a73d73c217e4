"""Links to files say what kind of file and how large, so that nobody opens one unawares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from lxml.html import HtmlElement

from kfh.assets.media import path_of
from kfh.problems.problem import Problem
from kfh.reading.sources import Sources
from kfh.rules.registry import rule
from kfh.rules.whole import Whole
from kfh.values.file_types import ending, name_of

HEAVY = 5 * 1024 * 1024
"""From how many bytes on a file takes long to come on a phone."""
_STEP = 1024
_SIZE = r"\d\s?(?:bytes|KB|MB|GB)\b"


class Attachments:
    """Labels the links of a text that lead to files of the site; `found` are their bytes, by published path."""

    def __init__(self, found: Mapping[str, int]) -> None:
        self._sizes = found

    def __call__(self, tree: HtmlElement) -> None:
        for link in tree.iter("a"):
            path = path_of(link.get("href", ""))
            if path in self._sizes and link.text_content().strip():
                _label(link, name_of(path), shown_size(self._sizes[path]))


def sizes(sources: Sources, files: Mapping[str, str]) -> dict[str, int]:
    """The bytes of each of `files`, which are places in the repository by published path; by that path too."""
    return {path: sources.mark(source)[1] for path, source in files.items()}


@rule("KFH103", "KFH426", "KFH427")
def files_are_what_their_names_say(whole: Whole) -> Iterator[Problem]:
    """A problem for each file that is not what its name says, not whole, or large for a phone, but for pictures."""
    for _, source in whole.collection.addressed:
        expected = _OPENED_BY.get(ending(source))
        if expected is not None:
            try:
                yield from (Problem(source, 1, 1, *fault) for fault in _faults(whole.sources, source, expected))
            except OSError as error:
                yield Problem(source, 1, 1, "KFH103", f"this file cannot be read: {error.strerror}")


def _faults(sources: Sources, path: str, expected: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The code of a check and what is wrong, for a file that may be one of the kinds `expected`."""
    size, head, end = sources.ends(path, _HEAD, _NEAR)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    found = next((kind for begin, kind in _STARTS.items() if start.startswith(begin)), "")
    if found and found not in expected:
        yield (
            "KFH427",
            f'this file is named "{PurePosixPath(path).suffix}", and is {found}: save it anew, or fetch it again',
        )
    elif _ENDS.get(found, b"") not in end:
        yield "KFH427", "this file breaks off before its end, as when it was not fetched whole: fetch it again"
    if size > HEAVY:
        yield "KFH426", f"this file has {shown_size(size)}, and takes long to come on a phone: save it smaller"


_PDF, _ZIP, _OLD, _RTF = (
    "a PDF file", "a ZIP file, or one of Word, Excel, PowerPoint or LibreOffice", "a file of an old Office",
    "a text in RTF",
)  # fmt: skip
_STARTS = {
    b"%PDF-": _PDF, b"PK\x03\x04": _ZIP, b"\xd0\xcf\x11\xe0": _OLD, b"{\\rtf": _RTF, b"<": "a web page",
    b"\xff\xd8\xff": "a picture", b"\x89PNG": "a picture",
}  # fmt: skip
_OPENED_BY: dict[str, tuple[str, ...]] = (
    {".pdf": (_PDF,), ".zip": (_ZIP,), ".csv": (), ".ics": ()}
    | dict.fromkeys((".odp", ".ods", ".odt"), (_ZIP,))
    | dict.fromkeys((".docx", ".pptx", ".xlsx"), (_ZIP, _OLD))  # the old form where it has a password
    | dict.fromkeys((".doc", ".ppt", ".xls"), (_OLD, _RTF, _ZIP))
)
"""What a file may be, by its ending, among what is known by how it starts; of what is not, nothing is said."""
_ENDS = {_PDF: b"%%EOF", _ZIP: b"PK\x05\x06"}
"""What stands near the end of each (ISO 32000-2, section 7.5.5; APPNOTE.TXT, section 4.3.16)."""
_HEAD, _NEAR = 1024, 70_000
"""How many bytes are looked at: white space may come first, and a ZIP file end with a comment of so many."""


def shown_size(size: int) -> str:
    """`size` bytes as people know them from their file manager: `840 bytes`, `120KB`, `1.2MB`."""
    if size < _STEP:
        return f"{size} bytes"
    if round(size / _STEP) < _STEP:
        return f"{round(size / _STEP)}KB"
    return f"{size / _STEP / _STEP:.1f}MB"


def _label(link: HtmlElement, name: str, size: str) -> None:
    """Put type and size at the end, in place of the type alone where its author gave that; a size given stays."""
    if re.search(rf"\([^()]*{_SIZE}[^()]*\)", link.text_content(), re.IGNORECASE):
        return
    last, words = (link[-1], "tail") if len(link) else (link, "text")
    given = rf"\s*\(\s*(?:{name}|{name.split(maxsplit=1)[0]})\s*\)\s*$"
    text = re.sub(given, "", getattr(last, words) or "", flags=re.IGNORECASE)
    setattr(last, words, f"{text.rstrip()} ({name}, {size})")
