"""Pictures in words: what a reader who cannot see them is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kfh.problems.problem import Problem
from kfh.rules.checked_file import Reading
from kfh.rules.checked_text import Text
from kfh.rules.registry import rule

DESCRIPTION_LENGTH = 125
_IMG = re.compile(r"<img\b(?![^>]*\salt\s*=)[^>]*>", re.IGNORECASE)
_ALT = re.compile(
    r"<img\b[^>]*\salt\s*=\s*(?P<mark>[\"']?)(?P<words>.*?)(?P=mark)(?=[\s/>])", re.IGNORECASE | re.DOTALL
)
_SAYS_NOTHING = re.compile(
    r"(?:an? |the )?(?:alt(?:ernative)?[ _-]?text|figure|graphic|image|img|photo|photograph|pic|picture|placeholder"
    r"|screen[ _-]?shot|spacer|thumbnail|untitled)s?[ _-]*(?:of|here)?[ _-]*\W?\d*\W?"
    r"|(?:img|dscn?|dscf|pxl|wp|screen[ _-]?shot|whatsapp image|signal)[ _-]?\d{2}.*"
    r"|\S.*\.(?:avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)|\W+",
    re.IGNORECASE,
)
"""A word for any picture, a name that a camera or telephone gives, that of a file (WCAG 2.2, failure F30), or marks."""
_NO_ALT = re.compile(r"!\[\s*\](?=[(\[])")


@rule("KFH210")
def picture_is_described(reading: Reading) -> Iterator[Problem]:
    if reading.kind and "image" in reading.fields.value and not reading.sound.get("image_alt"):
        message = '"image_alt" must say what the picture shows, for readers who cannot see it'
        yield reading.with_lines(reading.problem("KFH210", message, at=("image",)), "image_alt: …")


@rule("KFH538")
def the_picture_s_description_says_something(reading: Reading) -> Iterator[Problem]:
    words = reading.sound.get("image_alt")
    if words and says_nothing(words):
        yield reading.problem("KFH538", f'"image_alt": {not_described(words)}', at=("image_alt",))


@rule("KFH224")
def description_is_short(reading: Reading) -> Iterator[Problem]:
    words = reading.sound.get("image_alt") or ""
    if len(words) > DESCRIPTION_LENGTH:
        message = f'"image_alt" has {len(words)} characters; up to {DESCRIPTION_LENGTH} are read out whole'
        yield reading.problem("KFH224", message, at=("image_alt",))


@rule("KFH505")
def pictures_are_described(text: Text) -> Iterator[Problem]:
    message = "a picture must be described, for readers who cannot see it: write what it shows between [ and ]"
    for number, line in enumerate(text.prose):
        for found in _NO_ALT.finditer(line):
            yield text.problem("KFH505", message, number, found.span(), "![…]")
    for piece in text.html:
        for found in _IMG.finditer(piece.content):
            words = 'a picture must be described, for readers who cannot see it: write alt="…" in it'
            place = piece.place((found.start(), found.start() + len("<img")))
            yield text.problem("KFH505", words, *place, '<img alt="…"')


def says_nothing(description: str) -> bool:
    """Whether the description of a picture is none: a word such as "image", or the name of a file."""
    return bool(_SAYS_NOTHING.fullmatch(description.strip()))


@rule("KFH538")
def descriptions_say_something(text: Text) -> Iterator[Problem]:
    for anchor in text.anchors:
        if anchor.is_picture and says_nothing(anchor.words):
            yield text.problem("KFH538", not_described(anchor.words), anchor.line, anchor.columns, "![…]")
    for piece in text.html:
        for found in _ALT.finditer(piece.content):
            if says_nothing(found["words"]):
                yield text.problem("KFH538", not_described(found["words"]), *piece.place(found.span("words")), "…")


def not_described(words: str) -> str:
    return f'"{words}" does not say what the picture shows, for readers who cannot see it: describe it in a few words'
