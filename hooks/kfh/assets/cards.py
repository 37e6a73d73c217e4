"""Plain cards that stand for articles without a picture where a link to them is shared: one for each kind."""

from __future__ import annotations

import math
from collections.abc import Iterator
from io import BytesIO

from PIL import ImageFont

from kfh.model.article import Kind
from kfh.plan.table import Fixed

Colour = tuple[int, int, int]

WIDTH, HEIGHT = 1200, 630
"""The measures that sharing sites ask for (The Open Graph protocol leaves them open)."""
_MARGIN = 90
_PAPER, _BAND = (253, 252, 249), (11, 68, 71)
_SHADES = 16
_LARGE, _SMALL = 128, 56


def path(kind: Kind) -> str:
    """Where the card of a kind is published, below the site's root."""
    return f"{Fixed.CARDS.path}/{kind}.png"


def draw(kind: Kind, site_name: str) -> bytes:
    """A PNG with the kind and the site's name; a bulletin is light on dark, a post dark on light.

    It is drawn in grey, whose few shades are coloured then: colours would take each build fifteen times as long.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415 (it takes long to load, and few builds draw)

    paper, ink = (_BAND, _PAPER) if kind is Kind.BULLETIN else (_PAPER, _BAND)
    card = Image.new("L", (WIDTH, HEIGHT), 0)
    drawing = ImageDraw.Draw(card)
    drawing.rectangle((0, 0, _MARGIN // 3, HEIGHT), fill=255)
    drawing.text((_MARGIN, HEIGHT - _MARGIN), kind.capitalize(), 255, _font(kind.capitalize(), _LARGE), anchor="ls")
    drawing.text((_MARGIN, _MARGIN), site_name, 255, _font(site_name, _SMALL), anchor="lt")
    shades = card.point([level * _SHADES // 256 for level in range(256)])
    shades.putpalette([channel for step in range(_SHADES) for channel in _between(paper, ink, step / (_SHADES - 1))])
    written = BytesIO()
    shades.save(written, "PNG", bits=4)
    return written.getvalue()


def _between(one: Colour, other: Colour, part: float) -> Iterator[int]:
    return (round(start + (end - start) * part) for start, end in zip(one, other, strict=True))


def _font(text: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own font, as large as `size` and the width of the card allow."""
    from PIL import ImageFont  # noqa: PLC0415 (as above)

    font = ImageFont.load_default(size)
    room = (WIDTH - 2 * _MARGIN) / max(font.getlength(text), 1)
    return font if room >= 1 else ImageFont.load_default(math.floor(size * room))
