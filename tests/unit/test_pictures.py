from io import BytesIO

import pytest
from lxml import html
from PIL import Image, ImageOps, ImageSequence

from kfh.assets import cards
from kfh.assets.figures import Figures
from kfh.assets.pictures import Pictures
from kfh.editions.edition import make, placed
from kfh.model.article import Kind
from kfh.reading.sources import Sources


def photo(width, height, form="JPEG", **options):
    """A picture that no format can make very small."""
    written = BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(written, form, **options)
    return written.getvalue()


@pytest.fixture
def beside(tmp_path):
    """Puts a picture beside the posts and gives what is known of it."""

    def put(name, content):
        (tmp_path / "posts").mkdir(exist_ok=True)
        (tmp_path / "posts" / name).write_bytes(content)
        return Pictures(Sources(tmp_path), {f"media/{name}": f"posts/{name}"})

    return put


def edition(found, content):
    return make("a/", content, "https://kfh.test/", (Figures(found.by_path),))


def only(found):
    """The one picture, and the bytes of each of its sizes."""
    (picture,) = found.by_path.values()
    return picture, [found.content(picture, size) for size in picture.sizes]


def image(found, content, place="page"):
    text = placed(getattr(edition(found, content), place), "../")
    return html.fragment_fromstring(text, create_parent="div").xpath("//img")[-1]


def test_a_small_picture_gets_its_measures_and_no_copies(beside):
    found = image(beside("p.png", photo(300, 200, "PNG")), '<p><img src="../media/p.png" alt="P"></p>')
    assert dict(found.attrib) == {"src": "../media/p.png", "alt": "P", "width": "300", "height": "200"}


def test_a_large_picture_comes_in_sizes_up_to_what_a_column_needs(beside):
    found = image(beside("p.jpg", photo(3000, 2000)), '<p><img src="../media/p.jpg" alt="P"></p>')
    assert (found.get("src"), found.get("width"), found.get("height")) == ("../media/sizes/1280/p.jpg", "1280", "853")
    assert found.get("srcset") == ", ".join(f"../media/sizes/{width}/p.jpg {width}w" for width in (480, 800, 1280))
    assert "100vw" in found.get("sizes")


def test_a_picture_of_middle_size_is_its_own_largest_size(beside):
    found = image(beside("a b.webp", photo(900, 300, "WEBP")), '<p><img src="../media/a%20b.webp" alt="P"></p>')
    assert found.get("srcset") == (
        "../media/sizes/480/a%20b.webp 480w, ../media/sizes/800/a%20b.webp 800w, ../media/a%20b.webp 900w"
    )
    assert (found.get("src"), found.get("width")) == ("../media/a%20b.webp", "900")


@pytest.mark.parametrize(
    ("chosen", "measures"), [("150", ("150", "100")), ("900", ("300", "200")), ("50%", ("300", "200"))]
)
def test_a_width_that_the_author_chose_stays_but_blows_nothing_up(beside, chosen, measures):
    found = image(beside("p.jpg", photo(300, 200)), f'<p><img src="../media/p.jpg" alt="P" width="{chosen}"></p>')
    assert (found.get("width"), found.get("height")) == measures


def test_a_photo_taken_on_its_side_is_upright_in_every_size(beside):
    exif = Image.Exif()
    exif[0x0112] = 6
    picture, sizes = only(beside("p.jpg", photo(2000, 1000, exif=exif)))
    assert (picture.shown.width, picture.shown.height) == (1000, 2000)
    assert len(sizes) == 3
    for size, content in zip(picture.sizes, sizes, strict=True):
        with Image.open(BytesIO(content)) as copy:
            assert ImageOps.exif_transpose(copy).size == (size.width, size.height)
            assert len(content) == size.bytes


@pytest.mark.parametrize("mode", ["1", "L", "LA", "I;16", "P", "RGB", "RGBA"])
def test_a_picture_in_any_colours_has_a_copy(beside, mode):
    written = BytesIO()
    Image.effect_noise((1400, 20), 60).convert(mode if mode != "I;16" else "L").convert(mode).save(written, "PNG")
    picture, sizes = only(beside("p.png", written.getvalue()))
    assert picture.shown.width == Image.open(BytesIO(sizes[-1])).width == 1280


def test_a_smaller_copy_that_would_be_heavier_than_the_picture_is_not_made(beside):
    written = BytesIO()
    Image.linear_gradient("L").resize((1200, 256)).quantize(8).save(written, "PNG", optimize=True)
    picture, sizes = only(beside("p.png", written.getvalue()))
    assert all(len(content) <= len(written.getvalue()) for content in sizes)
    assert picture.shown.width == 1200


def test_a_picture_is_never_shown_wider_than_a_column_needs_even_where_its_copy_is_heavier(beside):
    written = BytesIO()
    Image.new("1", (2000, 10)).save(written, "PNG", optimize=True)
    assert only(beside("p.png", written.getvalue()))[0].shown.width == 1280


def test_copies_are_made_once_and_anew_when_the_picture_changes(beside, tmp_path):
    first, _ = only(beside("p.jpg", photo(1000, 10)))
    kept = {file: file.stat().st_mtime_ns for file in (tmp_path / ".cache").rglob("*-480")}
    again, _ = only(beside("p.jpg", (tmp_path / "posts/p.jpg").read_bytes()))
    assert again == first
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / ".cache").rglob("*-480")} == kept != {}
    other, _ = only(beside("p.jpg", photo(1000, 20)))
    assert other.sizes[0].key != first.sizes[0].key


def test_a_copy_that_is_gone_is_made_again(beside, tmp_path):
    found = beside("p.jpg", photo(1000, 10))
    picture, sizes = only(found)
    for file in (tmp_path / ".cache").rglob("*-480"):
        file.write_bytes(b"another picture")
    assert [found.content(picture, size) for size in picture.sizes] == sizes


@pytest.mark.parametrize(("form", "name"), [("WEBP", "p.webp"), ("GIF", "p.gif"), ("PNG", "p.png"), ("AVIF", "p.avif")])
def test_a_moving_picture_keeps_its_movement_in_its_one_copy(beside, form, name):
    frames = [Image.new("RGB", (1400, 10), colour) for colour in ("red", "lime", "blue")]
    written = BytesIO()
    frames[0].save(written, form, save_all=True, append_images=frames[1:], duration=[100, 200, 300])
    picture, (shown,) = only(beside(name, written.getvalue()))
    assert picture.shown.width == 1280
    with Image.open(BytesIO(shown)) as copy:
        moves = [
            (frame.convert("RGB").getpixel((9, 3)), frame.info["duration"]) for frame in ImageSequence.Iterator(copy)
        ]
    for (colour, shown_for), expected, length in zip(
        moves, ((255, 0, 0), (0, 255, 0), (0, 0, 255)), (100, 200, 300), strict=True
    ):
        assert max(abs(one - other) for one, other in zip(colour, expected, strict=True)) < 12
        assert shown_for == length


def test_a_small_moving_picture_has_no_copies(beside):
    frames = [Image.new("RGB", (1000, 10), colour) for colour in ("red", "blue")]
    written = BytesIO()
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    assert len(only(beside("p.webp", written.getvalue()))[1]) == 1


def test_pictures_further_down_are_fetched_when_the_reader_comes_near(beside):
    found = beside("p.jpg", photo(30, 20))
    picture = '<p><img src="../media/p.jpg" alt="P"></p>'
    assert image(found, picture).get("loading") is None
    assert image(found, f"<p>A</p><h2>B</h2>{picture}").get("loading") == "lazy"
    assert image(found, picture, "excerpt").get("loading") == "lazy"


def test_a_title_of_a_picture_that_stands_alone_becomes_a_caption(beside):
    found = beside("p.jpg", photo(30, 20))
    text = '<p><img src="../media/p.jpg" alt="P" title="Photo: A. Lee"></p>'
    figure = html.fragment_fromstring(edition(found, text).page)
    assert (figure.tag, figure[-1].tag, figure[-1].text) == ("figure", "figcaption", "Photo: A. Lee")
    assert figure[0].get("title") is None


def test_pictures_of_other_places_are_left_alone(beside):
    found = image(beside("p.jpg", photo(30, 20)), '<p><img src="../images/p.jpg" alt="P"></p>')
    assert dict(found.attrib) == {"src": "../images/p.jpg", "alt": "P"}


@pytest.mark.parametrize("name", ["Knowledge for Healthcare", "A very long name of a site " * 5])
def test_a_card_for_each_kind_holds_the_name_of_the_site(name):
    drawn = [Image.open(BytesIO(cards.draw(kind, name))).convert("L") for kind in Kind]
    assert [card.size for card in drawn] == [(1200, 630), (1200, 630)]
    assert drawn[0].tobytes() != drawn[1].tobytes()
    margin = drawn[0].crop((1115, 0, 1200, 630))
    assert margin.getextrema()[0] == margin.getextrema()[1]
