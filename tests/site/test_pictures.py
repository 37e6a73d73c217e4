"""Pictures as readers get them: with what makes the picture, and nothing that a camera or a program noted."""

import re
import struct
import zlib
from html import unescape
from io import BytesIO

import pytest
from lxml import html
from PIL import Image, ImageCms, ImageOps, ImageSequence, PngImagePlugin
from tests.sites import Site, post

SECRET = b"51.5074N-0.1278W"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
ON_ITS_SIDE = 6


def noise(width=60, height=40, mode="RGB"):
    return Image.effect_noise((width, height), 60).convert(mode)


def exif(orientation=ON_ITS_SIDE):
    """What a camera notes: how it was held, by whom, and where."""
    noted = Image.Exif()
    noted[0x0112], noted[0x013B] = orientation, SECRET.decode()
    noted.get_ifd(0x8825)[2] = (51.0, 30.0, 26.0)
    return noted


def saved(image, form, **options):
    written = BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def segment(marker, data):
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg(image=None, **options):
    """A photo with all that programs put beside it: Exif, XMP, a comment, Photoshop's own, a small picture of it."""
    found = saved(image or noise(), "JPEG", **{"exif": exif(), "xmp": SECRET, "comment": SECRET} | options)
    small = segment(0xE0, b"JFXX\0\x13" + SECRET)
    return found[:2] + small + segment(0xED, b"Photoshop 3.0\0" + SECRET) + found[2:] + SECRET


def with_small_picture():
    """A photo whose first segment holds a small picture of itself, with what was cut off the large one."""
    found = saved(noise(), "JPEG")
    (length,) = struct.unpack(">H", found[4:6])
    head = found[6:16] + struct.pack(">BB", 2, 3) + SECRET + b"\0\0"
    return found[:2] + segment(0xE0, head) + found[4 + length :]


def mpo():
    """Two pictures in one file, as phones that note depth save them."""
    return saved(noise(1400, 700), "MPO", save_all=True, append_images=[noise(70, 35)], exif=exif(1)) + SECRET


def chunk(kind, data):
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def png(image=None, **options):
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_text("Comment", SECRET.decode(), zip=True)
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    found = saved(image or noise(mode="RGBA"), "PNG", **{"exif": exif(), "pnginfo": texts} | options)
    return found[:-12] + chunk(b"tIME", b"\x07\xe2\3\1\0\0\0") + chunk(b"prVt", SECRET) + found[-12:] + SECRET


def webp(image=None, **options):
    found = saved(image or noise(mode="RGBA"), "WEBP", **{"exif": exif(), "xmp": SECRET, "lossless": True} | options)
    body = found[12:] + b"PRIV" + struct.pack("<L", len(SECRET)) + SECRET
    return b"RIFF" + struct.pack("<L", len(body) + 4) + b"WEBP" + body + SECRET


def gif(**options):
    found = saved(noise(mode="P"), "GIF", comment=SECRET, **options)
    xmp = b"\x21\xff\x0bXMP DataXMP" + bytes([len(SECRET)]) + SECRET + b"\0"
    plain = b"\x21\xf9\4\0\0\0\0\0" + b"\x21\1\x0c" + bytes(12) + bytes([len(SECRET)]) + SECRET + b"\0"
    return found[:-1] + xmp + plain + b"\x3b" + SECRET


def avif(image=None, **options):
    return saved(image or noise(), "AVIF", **{"exif": exif(), "xmp": SECRET} | options)


def moving(colours=("red", "lime", "blue")):
    """Frames that are each unlike the one before, with how long each is shown."""
    frames = [Image.new("RGB", (64, 48), colour) for colour in colours]
    for step, frame in enumerate(frames):
        frame.paste("white", (step * 8, 8, step * 8 + 8, 16))
    return {"save_all": True, "append_images": frames[1:], "duration": [100, 200, 300], "loop": 3}, frames[0]


MOVES, FIRST = moving()
UNTOUCHED = {
    "photo.jpg": jpeg(icc_profile=PROFILE),
    "slow.jpeg": jpeg(progressive=True, quality=90),
    "grey.jpg": jpeg(noise(mode="L")),
    "print.jpg": jpeg(noise(mode="CMYK")),
    "small.jpg": with_small_picture(),
    "depth.jpg": mpo(),
    "drawing.png": png(icc_profile=PROFILE),
    "few.png": png(noise(mode="P")),
    "moves.png": png(FIRST, **MOVES),
    "photo.webp": webp(icc_profile=PROFILE),
    "lossy.webp": webp(lossless=False),
    "moves.webp": webp(FIRST, **MOVES),
    "still.gif": gif(),
    "LOUD.GIF": saved(FIRST, "GIF", comment=SECRET, **MOVES) + SECRET,
}
ANEW = {
    "photo.avif": avif(icc_profile=PROFILE),
    "moves.avif": avif(FIRST, **{key: value for key, value in MOVES.items() if key != "loop"}, exif=exif(1)),
}
PICTURES = UNTOUCHED | ANEW


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Each picture is named in another way: as that of an article, in its text, by a link, and in a page of `docs/`."""
    made = Site(tmp_path_factory.mktemp("pictures"))
    texts = [f"![Grey noise]({name})" if number % 2 else f"[The noise]({name})" for number, name in enumerate(PICTURES)]
    front = "image: wide.jpg\nimage_alt: Wide grey noise\n"
    made.write("posts/2018-03-01-all.md", post("All", body="\n\n".join(texts), more=front))
    made.write("posts/wide.jpg", jpeg(noise(2000, 500), exif=exif(1)))
    made.write("docs/about.md", "---\ntitle: About\n---\n\n![Grey noise](map.jpg) and [a plan](plan.png).\n")
    made.write("docs/map.jpg", jpeg())
    made.write("docs/plan.png", png())
    for name, content in PICTURES.items():
        made.write(f"posts/{name}", content)
    done = made.build()
    assert done.code == 0, done.text
    return made


@pytest.fixture(scope="module")
def built(site):
    return site.built()


def frames(content):
    """All frames of a picture with how long each is shown, as a browser shows them: every channel of every pixel."""
    with Image.open(BytesIO(content)) as image:
        turned = ImageOps.exif_transpose(image)
        if not getattr(image, "is_animated", False) or image.format == "MPO":
            return [(turned.size, turned.mode, turned.tobytes())]
        return [
            (frame.size, frame.info.get("duration"), image.info.get("loop"), frame.convert("RGBA").tobytes())
            for frame in ImageSequence.Iterator(image)
        ]


@pytest.mark.parametrize("name", UNTOUCHED)
def test_the_pixels_of_a_picture_and_how_it_is_turned_and_moves_stay_as_they_were(built, name):
    assert frames(built[f"media/{name}"]) == frames(UNTOUCHED[name])


def parts(content):
    """What a reader of files finds beside the pixels."""
    with Image.open(BytesIO(content)) as image:
        image.load()
        return {name: value for name, value in image.info.items() if name not in _PLAIN}, dict(image.getexif())


_PLAIN = (
    "jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "adobe", "adobe_transform", "progression",
    "progressive", "icc_profile", "transparency", "background", "version", "duration", "loop", "default_image",
    "disposal", "blend", "timestamp", "extension", "bbox",
)  # fmt: skip


@pytest.mark.parametrize("path", [*(f"media/{name}" for name in PICTURES), "media/wide.jpg", "map.jpg", "plan.png"])
def test_nothing_is_published_of_what_was_noted_but_how_a_picture_is_turned(built, path):
    content = built[path]
    found, noted = parts(content)
    assert SECRET not in content
    assert set(found) <= {"exif"}
    assert set(noted) <= {0x0112}


@pytest.mark.parametrize("name", ["photo.jpg", "drawing.png", "photo.webp", "photo.avif"])
def test_the_colour_profile_of_a_picture_stays(built, name):
    with Image.open(BytesIO(built[f"media/{name}"])) as image:
        assert image.info["icc_profile"] == PROFILE


@pytest.mark.parametrize("name", ANEW)
def test_an_avif_looks_as_it_did_and_moves_as_it_did(built, name):
    before, after = frames(ANEW[name]), frames(built[f"media/{name}"])
    assert [frame[:-1] for frame in after] == [frame[:-1] for frame in before]
    for (*_, old), (*_, new) in zip(before, after, strict=True):
        assert sum(abs(one - other) for one, other in zip(old, new, strict=True)) / len(old) < 4


def test_the_copies_of_a_picture_hold_nothing_else_either(built):
    copies = [path for path in built if path.startswith("media/sizes/")]
    assert {"media/sizes/1280/wide.jpg", "media/sizes/1280/depth.jpg"} <= set(copies)
    for path in copies:
        assert SECRET not in built[path]
        assert not parts(built[path])[1]


def test_a_photo_of_two_pictures_has_sizes(built):
    image = html.fromstring(built["blog/2018/03/01/all/index.html"]).xpath("//img[contains(@src, 'depth.jpg')]")[0]
    assert (image.get("width"), image.get("height")) == ("1280", "640")
    assert image.get("srcset").count("depth.jpg") == 3


@pytest.mark.parametrize("feed", ["feed.xml", "atom.xml", "feed.json"])
def test_feeds_name_no_picture_wider_than_a_column(built, feed):
    text = unescape(built[feed].decode()).replace('\\"', '"')
    shown = set(re.findall(r'(?:src="|srcset="|, )https://kfh\.test/(\S+?)["\s]', text))
    assert {"media/sizes/1280/wide.jpg", "media/sizes/1280/depth.jpg"} <= shown
    assert all(Image.open(BytesIO(built[path])).width <= 1280 for path in shown)


def test_a_link_to_a_picture_says_how_large_the_file_is_that_readers_get(built):
    page = html.fromstring(built["blog/2018/03/01/all/index.html"])
    (words,) = page.xpath("//a[contains(@href, 'photo.jpg')]/text()")
    size = len(built["media/photo.jpg"])
    assert words == f"The noise (JPEG, {round(size / 1024)}KB)"


def test_pictures_are_the_same_bytes_in_each_build(site, built, tmp_path):
    again = Site(tmp_path)
    for path in ("posts", "docs"):
        for file in (site.root / path).rglob("*"):
            if file.is_file():
                again.write(file.relative_to(site.root).as_posix(), file.read_bytes())
    done = again.build()
    assert done.code == 0, done.text
    assert {path: content for path, content in again.built().items() if path.startswith("media/")} == {
        path: content for path, content in built.items() if path.startswith("media/")
    }
