"""Plain cards that stand for articles without a picture where a link to them is shared: one for each kind."""

from __future__ import annotations

import math
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from kfh.content.article import Kind
from kfh.plan.plan import CARDS_PATH

WIDTH, HEIGHT = 1200, 630
"""The measures that sharing sites ask for (The Open Graph protocol leaves them open)."""
_MARGIN = 90
_PAPER, _BAND = "#fdfcf9", "#0b4447"
_LARGE, _SMALL = 128, 56


def path(kind: Kind) -> str:
    """Where the card of a kind is published, below the site's root."""
    return f"{CARDS_PATH}/{kind}.png"


def draw(kind: Kind, site_name: str) -> bytes:
    """A PNG with the kind and the site's name; a bulletin is light on dark, a post dark on light."""
    paper, ink = (_BAND, _PAPER) if kind is Kind.BULLETIN else (_PAPER, _BAND)
    card = Image.new("RGB", (WIDTH, HEIGHT), paper)
    drawing = ImageDraw.Draw(card)
    drawing.rectangle((0, 0, _MARGIN // 3, HEIGHT), fill=ink)
    drawing.text((_MARGIN, HEIGHT - _MARGIN), kind.capitalize(), ink, _font(kind.capitalize(), _LARGE), anchor="ls")
    drawing.text((_MARGIN, _MARGIN), site_name, ink, _font(site_name, _SMALL), anchor="lt")
    written = BytesIO()
    card.quantize(16).save(written, "PNG", optimize=True)
    return written.getvalue()


def _font(text: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own font, as large as `size` and the width of the card allow."""
    font = ImageFont.load_default(size)
    room = (WIDTH - 2 * _MARGIN) / max(font.getlength(text), 1)
    return font if room >= 1 else ImageFont.load_default(math.floor(size * room))
