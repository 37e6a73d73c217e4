"""Pictures of the site: what is wrong with them, how they are published, and smaller copies for small screens.

Every picture is published without what cameras and programs noted in it, wherever it is named; see `metadata`. What a
look into a file told, and what was made of it, is kept in `.cache/` for as long as the file is as it was.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import PIL
from PIL import Image, ImageOps, ImageSequence

from kfh.assets import metadata
from kfh.assets.attachments import HEAVY, shown_size
from kfh.model.article import Kind
from kfh.plan.table import Fixed
from kfh.problems.problem import Problem
from kfh.reading.sources import Mark, Sources
from kfh.rules.registry import rule
from kfh.rules.whole import Whole
from kfh.runtime import parallel
from kfh.runtime.fingerprint import contents, digest
from kfh.runtime.store import Shelf
from kfh.values.file_types import PICTURE_TYPES, ending
from kfh.values.slugs import MEDIA

WIDTHS = (480, 800, 1280)
"""In pixels: a phone, a phone with a fine screen or a small window, and a column of text on a fine screen."""
LARGEST, LONGEST = 50_000_000, 500_000_000
"""How many pixels a picture may have, and all frames of one that moves: what has more fills the memory of a phone."""
ENOUGH = 20
"""From how many pictures on forking saves more than it costs."""
_QUALITY, _ANEW = 80, 90
"""Of copies, and of a picture of which there is nothing else: AVIF, encoded anew."""
_ARTICLES = tuple(f"{kind.folder}/" for kind in Kind)
_ORIENTATION, _ON_ITS_SIDE = 0x0112, range(5, 9)
"""The tag of a picture's orientation (Exif 2.3), and the values of it that turn a picture by a quarter."""
_OTHERS = {
    b"II*\0": "a TIFF file", b"MM\0*": "a TIFF file", b"%!PS": "an EPS file", b"\xc5\xd0\xd3\xc6": "an EPS file",
    b"%PDF": "a PDF file", b"BM": "a BMP file", b"8BPS": "a Photoshop file", b"<": "a web page, or an SVG file",
}  # fmt: skip
"""What is often given the name of a picture, by how it starts."""

Image.MAX_IMAGE_PIXELS = None  # LARGEST is asked before anything is decoded, and has words for editors


class Seen(NamedTuple):
    """What a look into a file told. It holds while the file has this `mark`; `key` stands for all that it holds.

    Measures are in pixels, as browsers show the picture, which a camera may have saved on its side. `faults` are codes
    of checks, each with what is wrong. `made` are width, height and bytes of what is published of it: the file itself
    first, then its copies.
    """

    mark: Mark
    key: str
    form: str = ""
    width: int = 0
    height: int = 0
    moves: bool = False
    faults: tuple[tuple[str, str], ...] = ()
    made: tuple[tuple[int, int, int], ...] = ()


class Size(NamedTuple):
    """A picture of one width: `path` below the site's root, measures in pixels; `key` stands for its bytes."""

    path: str
    width: int
    height: int
    bytes: int
    key: str


@dataclass(frozen=True)
class Picture:
    """`own` stands at the picture's own address; `sizes` are from the smallest to the one shown where there is room.

    The last of these is `own`, unless that is wider than the widest copy.
    """

    source: str
    form: str
    moves: bool
    own: Size
    sizes: tuple[Size, ...]

    @property
    def shown(self) -> Size:
        return self.sizes[-1]


class Pictures:
    """The pictures among `files`: what is published, each file's path there with its place in the repository."""

    def __init__(self, sources: Sources, files: Mapping[str, str]) -> None:
        self._sources, self._shelf = sources, Shelf(sources.root, "pictures", bytes)
        paths = {source: path for path, source in files.items() if is_picture(source)}
        seen = _look(sources, paths)
        missing = [(source, one) for source, one in seen.items() if not one.made]
        for share in parallel.shared(self._make_all, missing, ENOUGH):
            seen |= share
        if missing:
            _keep(sources, seen)
        self.by_path = {path: _picture(path, source, seen[source]) for source, path in paths.items()}
        self._shelf.keep({size.key for one in self.by_path.values() for size in (one.own, *one.sizes)})

    def content(self, picture: Picture, size: Size) -> bytes:
        """The bytes of one size of a picture. Raises OSError where the file is no longer the one that was checked."""
        kept: bytes | None = self._shelf.get(size.key)
        if kept is None:
            source, whole = picture.source, self._read(picture.source)
            kept = whole if size is picture.own else self._copied(source, whole, picture.form, size.width, size.height)
        return kept

    def _make_all(self, share: Sequence[tuple[str, Seen]]) -> dict[str, Seen]:
        return {source: seen._replace(made=tuple(self._make(source, seen))) for source, seen in share}

    def _make(self, source: str, seen: Seen) -> Iterator[tuple[int, int, int]]:
        """The file as it is published, and a copy of each width that is lighter; one of the widest in any case.

        Mail programs and feed readers that do not fit a picture to their window must get one that fits.
        """
        whole = self._read(source)
        if seen.form == "AVIF":
            self._shelf.put(_name(seen, seen.width), whole)
        yield seen.width, seen.height, len(whole)
        for width in WIDTHS if source.startswith(_ARTICLES) else ():
            if width < seen.width and (width == WIDTHS[-1] or not seen.moves):
                height = max(1, round(seen.height * width / seen.width))
                copy = self._copied(source, whole, seen.form, width, height)
                if width == WIDTHS[-1] or len(copy) < len(whole):
                    self._shelf.put(_name(seen, width), copy)
                    yield width, height, len(copy)

    def _read(self, source: str) -> bytes:
        """The file as it is published."""
        content, problems = self._sources.raw(source)
        if problems:
            raise OSError(errno.EIO, problems[0].message, source)
        with self._decoding(source):
            return _anew(content) if metadata.form(content) == "AVIF" else metadata.removed(content)

    def _copied(self, source: str, whole: bytes, form: str, width: int, height: int) -> bytes:
        with self._decoding(source):
            return _copy(whole, form, width, height)

    @contextmanager
    def _decoding(self, source: str) -> Iterator[None]:
        """Raise OSError where a decoder gives up on a picture that was found sound: the file may be another by now."""
        try:
            yield
        except Exception:  # noqa: BLE001 (they do so in many ways)
            message = "this picture cannot be decoded any more: save it anew"
            raise OSError(errno.EIO, message, source) from None


def is_picture(source: str) -> bool:
    return ending(source) in PICTURE_TYPES


@rule("KFH103", "KFH410", "KFH425", "KFH426")
def pictures_can_be_shown(whole: Whole) -> Iterator[Problem]:
    """A problem for each picture that browsers cannot show, or that is too large for a phone."""
    yield from faults(whole.sources, (source for _, source in whole.collection.addressed))


def faults(sources: Sources, paths: Iterable[str]) -> Iterator[Problem]:
    """The same of the pictures among the files at `paths`."""
    for source, seen in _look(sources, filter(is_picture, paths)).items():
        yield from (Problem(source, 1, 1, code, message) for code, message in seen.faults)


def _look(sources: Sources, paths: Iterable[str]) -> dict[str, Seen]:
    """What is seen in each file, by its path; files that are as they were are not opened."""
    old = Shelf(sources.root, "looks", dict[str, Seen]).get(_tools()) or {}
    found: dict[str, Seen] = {}
    for source in paths:
        mark = sources.mark(source)
        found[source] = old[source] if source in old and old[source].mark == mark else Seen(mark, "")

    known = {seen.key: seen for seen in old.values()}

    def look(share: Sequence[str]) -> dict[str, Seen]:
        return {source: _seen(sources, source, found[source].mark, known) for source in share}

    missing = [source for source, seen in found.items() if not seen.key]
    for share in parallel.shared(look, missing, ENOUGH):
        found |= share
    if missing or old.keys() != found.keys():
        _keep(sources, found)
    return found


def _keep(sources: Sources, seen: dict[str, Seen]) -> None:
    """Keep what was seen for the next time, but nothing of what stands in no file."""
    if sources.overlay:
        return
    shelf = Shelf(sources.root, "looks", dict[str, Seen])
    shelf.put(_tools(), seen)
    shelf.keep({_tools()})


def _seen(sources: Sources, path: str, mark: Mark, known: Mapping[str, Seen]) -> Seen:
    """What is seen in a file; where one with the same content is `known`, by its key, that holds for this one too."""
    content, problems = sources.raw(path)
    if problems:
        return Seen(mark, "", faults=tuple((problem.code, problem.message) for problem in problems))
    seen = Seen(mark, digest(_tools().encode() + content))
    if seen.key in known:
        return known[seen.key]._replace(mark=mark)
    try:
        return _opened(seen, content)
    except metadata.Damaged as fault:
        other = next((name for start, name in _OTHERS.items() if content.lstrip().startswith(start)), "")
        what = f"it is {other}" if other else str(fault)
    except Exception:  # noqa: BLE001 (decoders give up in many ways: SyntaxError, RuntimeError, struct.error, …)
        what = "no decoder can read it"
    message = f"this file must be a picture that browsers show, and {what}: save it anew, as JPEG or PNG"
    return seen._replace(faults=(("KFH410", message),))


def _opened(seen: Seen, content: bytes) -> Seen:
    """Measures, and whether all can be decoded. Raises whatever a decoder raises."""
    form = metadata.form(content)
    plain = content if form == "AVIF" else metadata.removed(content)
    with Image.open(BytesIO(plain), formats=[form]) as image:
        width, height, frames = *image.size, getattr(image, "n_frames", 1)
        if width * height > LARGEST or width * height * frames > LONGEST:
            return seen._replace(faults=(("KFH425", _too_large(width, height, frames)),))
        if image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE:
            width, height = height, width
        image.draft(image.mode, (1, 1))  # as small as may be: that is quicker, and sees as much
        for frame in ImageSequence.Iterator(image):
            frame.load()
    heavy = f"this picture has {shown_size(len(plain))}, and takes long to come on a phone: save it smaller"
    faults = (("KFH426", heavy),) if len(plain) > HEAVY else ()
    return seen._replace(form=form, width=width, height=height, moves=frames > 1, faults=faults)


def _too_large(width: int, height: int, frames: int) -> str:
    if width * height > LARGEST:
        return (
            f"a picture may have up to {LARGEST // 1_000_000} million pixels; this one is {width:,} pixels wide and "
            f"{height:,} high: make it smaller"
        )
    return (
        f"a moving picture may have up to {LONGEST // 1_000_000} million pixels in all; this one has {frames:,} "
        f"frames, {width:,} pixels wide and {height:,} high: make it smaller or shorter"
    )


def _picture(path: str, source: str, seen: Seen) -> Picture:
    (width, height, size), *copies = seen.made
    own = Size(path, width, height, size, _name(seen, width))
    smaller = tuple(
        Size(f"{Fixed.SIZES.path}/{width}/{path.removeprefix(MEDIA)}", width, height, size, _name(seen, width))
        for width, height, size in copies
    )
    large = smaller and smaller[-1].width == WIDTHS[-1]
    return Picture(source, seen.form, seen.moves, own, smaller if large else (*smaller, own))


def _name(seen: Seen, width: int) -> str:
    return f"{seen.key}-{width}"


@cache
def _tools() -> str:
    """What stands for all that looks into pictures and makes them."""
    return digest(contents(Path(__file__).parent, "*.py") + PIL.__version__.encode())


def _copy(content: bytes, form: str, width: int, height: int) -> bytes:
    """A smaller picture, upright and of the same kind; one that moves goes on moving."""
    with Image.open(BytesIO(content), formats=[form]) as image:
        if getattr(image, "is_animated", False):
            frames = [_resized(frame.convert("RGBA"), width, height) for frame in ImageSequence.Iterator(image)]
            return _saved(frames[0], form, **_movement(image), append_images=frames[1:], disposal=_WHOLE.get(form, 0))
        image.draft(image.mode, (max(width, height), max(width, height)))
        small = _resized(ImageOps.exif_transpose(image), width, height)
        if image.mode == "P" and form == "PNG":
            small = small.quantize(256)  # as light as it was
        return _saved(small, form, icc_profile=image.info.get("icc_profile"))


def _resized(image: Image.Image, width: int, height: int) -> Image.Image:
    if image.mode in ("1", "P"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image.resize((width, height), Image.Resampling.LANCZOS)


_WHOLE = {"GIF": 2, "PNG": 1}
"""How each kind says that a frame takes the place of the one before, and is not laid over it."""


def _anew(content: bytes) -> bytes:
    """An AVIF file with the pixels and the profile of another; how it is turned stands in AVIF itself."""
    with Image.open(BytesIO(content), formats=["AVIF"]) as image:
        exif = Image.Exif()
        exif[_ORIENTATION] = image.getexif().get(_ORIENTATION, 1)
        more = _movement(image) if getattr(image, "is_animated", False) else {}
        return _saved(image, "AVIF", **more, quality=_ANEW, subsampling="4:4:4", exif=exif)


def _movement(image: Image.Image) -> dict[str, Any]:
    """How a picture moves, as Pillow is told."""
    durations = []
    for frame in ImageSequence.Iterator(image):
        frame.load()  # AVIF tells how long a frame is shown when it is decoded
        durations.append(frame.info.get("duration", 0))
    image.seek(0)
    return {"save_all": True, "duration": durations} | {key: image.info[key] for key in ("loop",) if key in image.info}


def _saved(image: Image.Image, form: str, **options: Any) -> bytes:
    """A file of a kind; how many cores a machine has must not change it, which AVIF is told by `max_threads`."""
    written = BytesIO()
    image.save(
        written, form, **{"quality": _QUALITY, "optimize": True, "progressive": True, "max_threads": 1} | options
    )
    return metadata.undated(written.getvalue()) if form == "AVIF" else written.getvalue()
