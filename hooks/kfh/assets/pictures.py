"""Pictures beside articles: their sizes, and smaller copies of large ones for small screens."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import PIL
from PIL import Image, ImageOps

from kfh.content.file_types import PICTURE_TYPES, ending
from kfh.content.problems import Problem
from kfh.content.slugs import media_path
from kfh.plan.plan import SIZES_PATH
from kfh.shelf import prune

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

WIDTHS = (480, 800, 1280)
"""In pixels: a phone, a phone with a fine screen or a small window, and a column of text on a fine screen."""
FOLDER = ".cache/pictures"
_COPIED = ("JPEG", "PNG", "WEBP")
_QUALITY = 80
_ORIENTATION, _ON_ITS_SIDE = 0x0112, range(5, 9)
"""The tag of a picture's orientation (Exif 2.3), and the values of it that turn a picture by a quarter."""


class Size(NamedTuple):
    """A picture of one width: `path` below the site's root, `file` on disk, measures in pixels."""

    path: str
    file: Path
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """`sizes` from the smallest to the one that is shown where there is room: the file itself, unless it is large."""

    sizes: tuple[Size, ...]

    @property
    def shown(self) -> Size:
        return self.sizes[-1]


def read(root: Path, sources: Iterable[str]) -> dict[str, Picture]:
    """The pictures among `sources` (paths below `root`) by published path; their copies are kept in `.cache/`."""
    pictures = (source for source in sources if ending(source) in PICTURE_TYPES)
    found = {media_path(source): _picture(root, source) for source in pictures}
    if (root / FOLDER).exists():
        prune(root / FOLDER, {size.file.name for picture in found.values() for size in picture.sizes})
    return found


def check(root: Path, sources: Iterable[str]) -> Iterator[Problem]:
    """A problem for each picture that cannot be read, and would be an empty frame to readers."""
    for source in sources:
        if ending(source) in PICTURE_TYPES:
            try:
                _measures(root / source)
            except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
                message = "this file cannot be read as a picture: save it anew, as JPEG or PNG"
                yield Problem(source, 1, 1, "KFH410", message)


def _measures(file: Path) -> tuple[int, int]:
    """Width and height as browsers show the picture, which a camera may have saved on its side."""
    with Image.open(file) as image:
        turned = image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
        return (image.height, image.width) if turned else (image.width, image.height)


def _picture(root: Path, source: str) -> Picture:
    file = root / source
    width, height = _measures(file)
    own = Size(media_path(source), file, width, height)
    smaller = [size for size in WIDTHS if size < width]
    copies = tuple(_copies(root, own, smaller)) if smaller else ()
    large = copies and copies[-1].width == WIDTHS[-1]
    return Picture(copies if large else (*copies, own))


def _copies(root: Path, own: Size, widths: list[int]) -> Iterator[Size]:
    """A copy of each width that is lighter than the picture itself."""
    key = hashlib.sha256(f"{PIL.__version__} {_QUALITY} ".encode() + own.file.read_bytes()).hexdigest()[:24]
    for width in widths:
        kept = root / FOLDER / f"{key}-{width}{own.file.suffix.lower()}"
        height = max(1, round(own.height * width / own.width))
        if not kept.exists():
            _write(own.file, kept, (width, height))
        if 0 < kept.stat().st_size < own.file.stat().st_size:
            yield Size(f"{SIZES_PATH}/{width}/{own.path.partition('/')[2]}", kept, width, height)


def _write(source: Path, target: Path, measures: tuple[int, int]) -> None:
    """Write the smaller picture in one step; an empty file stands for one of a kind that is left as it is."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    unfinished.touch()
    with Image.open(source) as image:
        small = _smaller(image, measures)
        if small:
            profile = image.info.get("icc_profile")
            small.save(unfinished, image.format, quality=_QUALITY, optimize=True, progressive=True, icc_profile=profile)
    unfinished.replace(target)


def _smaller(image: Image.Image, measures: tuple[int, int]) -> Image.Image | None:
    """The picture resized; None where it moves, is of another kind, or breaks off before its end."""
    if image.format not in _COPIED or getattr(image, "is_animated", False):
        return None
    image.draft(image.mode, (max(measures), max(measures)))
    try:
        upright = ImageOps.exif_transpose(image)
    except (OSError, SyntaxError):
        return None
    if upright.mode in ("1", "P"):
        upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    return upright.resize(measures, Image.Resampling.LANCZOS)
