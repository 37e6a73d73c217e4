"""Picture files without what cameras and programs write beside the pixels: when, where and by whom, earlier versions.

Only the parts that make the picture are kept, and they are listed, so that what nobody thought of goes too. Pixels,
movement and the colour profile stay as they are, and so does the orientation, of all that a camera noted. AVIF has no
parts that can be dropped so simply: `pictures` encodes it anew.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator

from PIL import Image

_ORIENTATION = 0x0112
_TURNED = range(2, 9)
"""The tag of a picture's orientation, and the values of it that turn or mirror the picture (Exif 2.3)."""
_EXIF = b"Exif\0\0"


class Damaged(ValueError):
    """A file is of no known kind, or breaks off before its end."""


def form(content: bytes) -> str:
    """The kind of picture that a file is, by its first bytes, as Pillow names it. Raises Damaged where it is none."""
    starts = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"GIF87a": "GIF", b"GIF89a": "GIF"}
    found = next((name for start, name in starts.items() if content.startswith(start)), "")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and any(brand in content[8:64] for brand in (b"avif", b"avis")):
        return "AVIF"
    if not found:
        raise Damaged("it is none")
    return found


def removed(content: bytes) -> bytes:
    """A JPEG, PNG, GIF or WebP file with its picture and nothing else. Raises Damaged where it breaks off."""
    try:
        return b"".join(_PARTS[form(content)](content))
    except (IndexError, struct.error):
        raise Damaged("it breaks off before its end") from None


def _jpeg(content: bytes) -> Iterator[bytes]:
    """The segments that a decoder needs (ITU T.81, annex B), up to the end of the first picture."""
    segments = list(_jpeg_segments(content))
    noted = (data for marker, data, _ in segments if marker == _EXIF_MARKER and data.startswith(_EXIF))
    own = _orientation(next(noted, b"").removeprefix(_EXIF))
    yield b"\xff\xd8"
    for marker, data, _ in segments:
        if marker == _JFIF_MARKER and data.startswith(b"JFIF\0"):
            yield _segment(marker, data[:12] + b"\0\0")  # without the small picture that may follow
    if own:
        yield _segment(_EXIF_MARKER, _EXIF + own)
    for marker, data, scan in segments:
        start, length = _NEEDED.get(marker, (b"", len(data)))
        if marker in _DECODED or (start and data.startswith(start)):
            yield _segment(marker, data[:length]) + scan
    yield b"\xff\xd9"


_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""Starts a segment; within a scan, other bytes follow an FF."""
_END, _SCAN, _JFIF_MARKER, _EXIF_MARKER = 0xD9, 0xDA, 0xE0, 0xE1
_ALONE = (0x01, 0xD8)
"""Markers without a segment."""
_DECODED = (*range(0xC0, 0xD0), *range(0xDA, 0xE0))
"""Frames, scans, and tables for them. What is no application's and no comment stays out as well."""
_NEEDED = {0xE2: (b"ICC_PROFILE\0", None), 0xEE: (b"Adobe", 12)}
"""The segments of applications that say what colours are meant: how each starts, and its length."""


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each segment up to the end of the picture: its marker, what it holds, and what it has a decoder read next."""
    at = 2
    while True:
        at = _next_marker(content, at) + 2
        marker = content[at - 1]
        if marker == _END:
            return
        if marker not in _ALONE:
            start, at = at + 2, _fits(content, at + int.from_bytes(content[at : at + 2]))
            scan = content[at : _next_marker(content, at)] if marker == _SCAN else b""
            yield marker, content[start:at], scan
            at += len(scan)


def _next_marker(content: bytes, at: int) -> int:
    found = _MARKER.search(content, at)
    if not found:
        raise Damaged("it breaks off before its end")
    return found.start()


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _png(content: bytes) -> Iterator[bytes]:
    """The chunks that say how the picture looks (PNG, third edition, section 11), up to its end."""
    yield content[:8]
    own = b"".join(_orientation(data) for kind, data in _png_chunks(content) if kind == b"eXIf")
    for kind, data in _png_chunks(content):
        if kind in _SHOWN:
            yield _png_chunk(kind, data)
        if kind == b"IHDR" and own:
            yield _png_chunk(b"eXIf", own)


_SHOWN = frozenset((
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"cLLI", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
))  # fmt: skip


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, kind = 8, b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">L", content, at)
        end = _fits(content, at + 12 + length)
        kind = content[at + 4 : at + 8]
        if zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end]):
            raise Damaged("a part of it is not as it was written")
        yield kind, content[at + 8 : end - 4]
        at = end


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def _webp(content: bytes) -> Iterator[bytes]:
    """The chunks of the picture, its frames and its profile (RFC 9649, section 2.7)."""
    end = _fits(content, 8 + struct.unpack_from("<L", content, 4)[0])
    found = list(_webp_chunks(content[12:end]))
    own = b"".join(_orientation(data.removeprefix(_EXIF)) for kind, data in found if kind == b"EXIF")
    body = b"".join(_webp_chunk(kind, _webp_data(kind, data, own)) for kind, data in found if kind in _LOOKS)
    body += _webp_chunk(b"EXIF", own) if own else b""
    yield b"RIFF" + struct.pack("<L", len(body) + 4) + b"WEBP" + body


_LOOKS = (b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L")
_FRAME = 16
"""How many bytes of a frame stand before its own chunks."""
_HAS_EXIF, _HAS_XMP = 0x08, 0x04


def _webp_data(kind: bytes, data: bytes, own: bytes) -> bytes:
    if kind == b"VP8X":
        return bytes([data[0] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if own else 0)]) + data[1:]
    if kind == b"ANMF":
        inner = _webp_chunks(data[_FRAME:])
        return data[:_FRAME] + b"".join(_webp_chunk(*chunk) for chunk in inner if chunk[0] in _LOOKS)
    return data


def _webp_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(content):
        (length,) = struct.unpack_from("<L", content, at + 4)
        end = _fits(content, at + 8 + length)
        yield content[at : at + 4], content[at + 8 : end]
        at = end + length % 2


def _webp_chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<L", len(data)) + data + b"\0" * (len(data) % 2)


def _gif(content: bytes) -> Iterator[bytes]:
    """The frames, with how long each is shown, and the extensions that loop and colour them (GIF89a)."""
    at = 13 + _colours(content[10])
    yield content[: _fits(content, at)]
    control = b""
    while content[at] != 0x3B:  # noqa: PLR2004 (the trailer)
        start = at
        if content[at] == 0x2C:  # noqa: PLR2004 (a frame)
            at = _after_blocks(content, at + 11 + _colours(content[at + 9]))
            yield control + content[start:at]
            control = b""
        elif content[at] == 0x21:  # noqa: PLR2004 (an extension)
            at = _after_blocks(content, at + 2)
            label, name = content[start + 1], content[start + 3 : start + 14]
            if label == 0xF9:  # noqa: PLR2004 (it is about the frame or the text that comes next)
                control = content[start:at]
            elif label == 0x01:
                control = b""
            elif label == 0xFF and name in _LOOPS_OR_COLOURS:  # noqa: PLR2004
                yield content[start:at]
        else:
            raise Damaged("a part of it is not as it was written")
    yield b"\x3b"


_LOOPS_OR_COLOURS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")


def _colours(flags: int) -> int:
    """The bytes of a table of colours, where there is one."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(content: bytes, at: int) -> int:
    while content[at]:
        at += content[at] + 1
    return at + 1


def undated(content: bytes) -> bytes:
    """A moving AVIF file without the times of its making, which its encoder notes (ISO/IEC 14496-12, section 8)."""
    found = bytearray(content)
    for at in _dated(content, 0, len(content)):
        length = 16 if content[at] else 8  # by the version of the box
        found[at + 4 : at + 4 + length] = bytes(length)
    return bytes(found)


def _dated(content: bytes, at: int, end: int) -> Iterator[int]:
    """Where the boxes with a time begin, after their heads."""
    while at + 8 <= end:
        length, kind = struct.unpack_from(">L4s", content, at)
        after = at + length if length else end
        if kind in (b"moov", b"trak", b"mdia"):
            yield from _dated(content, at + 8, after)
        elif kind in (b"mvhd", b"tkhd", b"mdhd"):
            yield at + 8
        at = max(after, at + 8)


def _fits(content: bytes, end: int) -> int:
    if end > len(content):
        raise Damaged("it breaks off before its end")
    return end


def _orientation(exif: bytes) -> bytes:
    """What a camera noted (Exif 2.3), with nothing but the orientation; "" where that is upright, or not to be read."""
    found = Image.Exif()
    try:
        found.load(exif)
        orientation = found.get(_ORIENTATION)
    except Exception:  # noqa: BLE001 (Pillow has many ways to give up, and a browser shows such a picture upright)
        return b""
    if orientation not in _TURNED:
        return b""
    return b"MM\0*" + struct.pack(">LHHHLHHL", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)


_PARTS: dict[str, Callable[[bytes], Iterator[bytes]]] = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp, "GIF": _gif}
