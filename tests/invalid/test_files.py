"""Files beside articles that readers could not open: each is named, and no decoder's own words reach anybody."""

import os
import random
import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from PIL import Image
from tests.sites import post

from kfh.assets import pictures
from kfh.assets.pictures import Pictures
from kfh.reading.sources import Sources

FORMS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "avif": "AVIF"}
PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
PAGE = b"\r\n<!DOCTYPE html><html><title>Log in</title></html>"


def picture(form, size=(90, 60), **options):
    written = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(written, form, **options)
    return written.getvalue()


def archive():
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        made.writestr("word/document.xml", "text " * 100)
    return written.getvalue()


def found(site, name, content):
    """What the check says of a file that an article names: code and words."""
    site.write("posts/2018-03-01-a.md", post(body=f"[The file]({name})"))
    site.write(f"posts/{name}", content)
    return [(problem.code, problem.message) for problem in site.problems() if problem.path == f"posts/{name}"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "an EPS file"),
        (picture("TIFF"), "a TIFF file"),
        (picture("BMP"), "a BMP file"),
        (PDF, "a PDF file"),
        (PAGE, "a web page"),
        (b"", "it is none"),
        (b"text", "it is none"),
    ],
)
@pytest.mark.parametrize("ending", ["jpg", "PNG", "avif"])
def test_what_only_has_the_name_of_a_picture_is_refused_and_said_to_be_what_it_is(site, content, kind, ending):
    ((code, message),) = found(site, f"p.{ending}", content)
    assert code == "KFH410"
    assert kind in message


@pytest.mark.parametrize("ending", FORMS)
@pytest.mark.parametrize("part", [0.02, 0.5, 0.97])
def test_a_picture_that_breaks_off_is_refused(site, ending, part):
    whole = picture(FORMS[ending], (300, 200))
    assert not found(site, f"p.{ending}", whole)
    ((code, message),) = found(site, f"p.{ending}", whole[: int(len(whole) * part)])
    assert code == "KFH410"
    assert "save it anew" in message


MOVES = {"save_all": True, "append_images": [Image.effect_noise((1300, 4), 60) for _ in range(3)], "duration": 100}


@pytest.mark.parametrize(
    ("ending", "moves"),
    [*((ending, False) for ending in FORMS), *((ending, True) for ending in FORMS if ending != "jpg")],
)
def test_whatever_is_damaged_is_named_or_built_and_never_a_traceback(tmp_path, ending, moves):
    """Bytes are turned over, taken out and put in twice: all of which cameras, sticks and networks do."""
    chance = random.Random(ending)  # noqa: S311 (the same each time)
    whole = picture(FORMS[ending], (1300, 4), **(MOVES if moves else {}))
    (tmp_path / "posts").mkdir()
    named = 0
    for _ in range(25):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30))):
            at, length = chance.randrange(len(damaged)), chance.randrange(1, 40)
            how = chance.choice(("over", "out", "twice"))
            if how == "over":
                damaged[at] = chance.randrange(256)
            else:
                damaged[at : at + length] = b"" if how == "out" else damaged[at : at + length] * 2
        (tmp_path / f"posts/p.{ending}").write_bytes(damaged)
        problems = list(pictures.faults(Sources(tmp_path), [f"posts/p.{ending}"]))
        named += bool(problems)
        if not problems:
            built = Pictures(Sources(tmp_path), {f"media/p.{ending}": f"posts/p.{ending}"})
            (one,) = built.by_path.values()
            assert all(built.content(one, size) for size in (one.own, *one.sizes))
    assert named


def test_a_picture_of_more_than_fifty_million_pixels_is_refused_and_one_of_as_many_is_not(site):
    written = BytesIO()
    Image.new("1", (10_000, 5_001)).save(written, "PNG")
    ((code, message),) = found(site, "p.png", written.getvalue())
    assert code == "KFH425"
    assert "up to 50 million pixels; this one is 10,000 pixels wide and 5,001 high" in message
    written = BytesIO()
    Image.new("1", (10_000, 5_000)).save(written, "PNG")
    assert not found(site, "p.png", written.getvalue())


def test_a_moving_picture_that_says_it_has_a_thousand_million_frames_is_refused_at_once(site):
    whole = picture("PNG")
    data = b"acTL" + struct.pack(">LL", 10**9, 0)
    chunk = struct.pack(">L", 8) + data + struct.pack(">L", zlib.crc32(data))
    ((code, message),) = found(site, "p.png", whole[:33] + chunk + whole[33:])
    assert code == "KFH425"
    assert "this one has 1,000,000,001 frames" in message


def test_a_file_of_more_than_five_megabytes_is_a_warning_and_what_follows_a_picture_does_not_count(site):
    written = BytesIO()
    Image.frombytes("RGB", (400, 4500), os.urandom(400 * 4500 * 3)).save(written, "PNG", compress_level=1)
    heavy = written.getvalue()
    assert [code for code, _ in found(site, "p.png", heavy)] == ["KFH426"]
    assert [code for code, _ in found(site, "a.pdf", PDF[:9] + bytes(6_000_000) + PDF[9:])] == ["KFH426"]
    assert not found(site, "p.jpg", picture("JPEG") + bytes(6_000_000))
    assert site.build().code == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", PAGE, 'named ".pdf", and is a web page'),
        ("a.docx", PAGE, 'named ".docx", and is a web page'),
        ("a.xls", PAGE, 'named ".xls", and is a web page'),
        ("a.csv", PAGE, 'named ".csv", and is a web page'),
        ("a.PDF", archive(), 'named ".PDF", and is a ZIP file'),
        ("a.pdf", picture("JPEG"), "is a picture"),
        ("a.pptx", PDF, "is a PDF file"),
        ("a.pdf", PDF[:40], "breaks off"),
        ("a.docx", archive()[:-30], "breaks off"),
        ("a.zip", archive()[:200], "breaks off"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_or_not_whole_is_refused(site, name, content, said):
    ((code, message),) = found(site, name, content)
    assert code == "KFH427"
    assert said in message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.pdf", b"\n\n" + PDF + bytes(2000)),
        ("a.docx", archive()),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("a.doc", b"{\\rtf1 Text}"),
        ("a.txt", b"<p>as it is written in HTML</p>"),
        ("a.csv", b"\xef\xbb\xbfname;number\n"),
    ],
)
def test_a_file_that_is_what_its_name_says_is_taken(site, name, content):
    assert not found(site, name, content)
