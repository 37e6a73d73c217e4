from io import BytesIO

import pytest
from lxml import html
from PIL import Image

from kfh.assets import cards, pictures
from kfh.assets.figures import Figures
from kfh.content.article import Kind
from kfh.editions.edition import make, placed


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
        return pictures.read(tmp_path, [f"posts/{name}"])

    return put


def edition(found, content):
    return make("a/", content, "https://kfh.test/", (Figures(found),))


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


def test_a_photo_taken_on_its_side_is_upright_and_its_copies_do_not_say_where_it_was_taken(beside):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    found = beside("p.jpg", photo(2000, 1000, exif=exif))["media/p.jpg"]
    assert (found.shown.width, found.shown.height) == (1000, 2000)
    assert len(found.sizes) == 3
    for size in found.sizes[:-1]:
        with Image.open(size.file) as copy:
            assert copy.size == (size.width, size.height)
            assert not copy.getexif()


def test_a_copy_that_would_be_heavier_than_the_picture_is_not_made(beside):
    written = BytesIO()
    Image.new("P", (2000, 10)).save(written, "PNG", optimize=True)
    plain = beside("p.png", written.getvalue())["media/p.png"]
    assert all(size.file.stat().st_size <= len(written.getvalue()) for size in plain.sizes)


def test_copies_are_made_once_and_anew_when_the_picture_changes(beside):
    first = beside("p.jpg", photo(1000, 10))["media/p.jpg"].sizes[0].file
    made = first.stat().st_mtime_ns
    again = beside("p.jpg", first.parents[2].joinpath("posts/p.jpg").read_bytes())["media/p.jpg"].sizes[0].file
    assert (again, again.stat().st_mtime_ns) == (first, made)
    assert beside("p.jpg", photo(1000, 20))["media/p.jpg"].sizes[0].file != first


def test_a_moving_picture_keeps_its_movement(beside):
    frames = [Image.new("RGB", (1000, 10), colour) for colour in ("red", "blue")]
    written = BytesIO()
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    assert len(beside("p.webp", written.getvalue())["media/p.webp"].sizes) == 1


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


def test_a_file_that_is_no_picture_is_named(tmp_path):
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/p.jpg").write_bytes(b"<html>")
    (tmp_path / "posts/q.pdf").write_bytes(b"%PDF")
    found = list(pictures.check(tmp_path, ["posts/p.jpg", "posts/q.pdf"]))
    assert [(problem.path, problem.code) for problem in found] == [("posts/p.jpg", "KFH410")]


def test_a_picture_that_breaks_off_is_shown_without_copies(beside):
    assert len(beside("p.jpg", photo(1000, 800)[:9000])["media/p.jpg"].sizes) == 1


@pytest.mark.parametrize("name", ["Knowledge for Healthcare", "A very long name of a site " * 5])
def test_a_card_for_each_kind_holds_the_name_of_the_site(name):
    drawn = [Image.open(BytesIO(cards.draw(kind, name))).convert("L") for kind in Kind]
    assert [card.size for card in drawn] == [(1200, 630), (1200, 630)]
    assert drawn[0].tobytes() != drawn[1].tobytes()
    margin = drawn[0].crop((1115, 0, 1200, 630))
    assert margin.getextrema()[0] == margin.getextrema()[1]
