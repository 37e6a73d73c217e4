import re

import pytest

from kfh.assets.attachments import Attachments, shown_size
from kfh.editions.edition import make, placed
from kfh.values.file_types import PUBLISHED_TYPES

SIZES = {"media/agenda.pdf": 122_880, "media/north map.docx": 1_300_000, "media/p.png": 10}


def labelled(content):
    return placed(make("a/", content, "https://kfh.test/", (Attachments(SIZES),)).feed, "../")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Agenda", "Agenda (PDF, 120KB)"),
        ("<strong>Agenda</strong>", "<strong>Agenda</strong> (PDF, 120KB)"),
        ("Agenda (PDF)", "Agenda (PDF, 120KB)"),
        ("Agenda (pdf, 12 pages, 99 KB)", "Agenda (pdf, 12 pages, 99 KB)"),
        ("Agenda (draft)", "Agenda (draft) (PDF, 120KB)"),
    ],
)
def test_a_link_to_a_file_says_its_type_and_size_once(text, expected):
    assert labelled(f'<p><a href="../media/agenda.pdf">{text}</a></p>') == (
        f'<p><a href="../media/agenda.pdf">{expected}</a></p>'
    )


@pytest.mark.parametrize("text", ["Map", "Map (Word)", "Map (Word document)"])
def test_a_file_is_known_by_its_encoded_address(text):
    assert ">Map (Word document, 1.2MB)<" in labelled(f'<a href="../media/north%20map.docx#top">{text}</a>')


@pytest.mark.parametrize("ending", sorted(PUBLISHED_TYPES))
def test_every_type_that_can_be_published_has_a_name_for_readers(ending):
    label = Attachments({f"media/a{ending.upper()}": 1024})
    text = make("a/", f'<a href="../media/a{ending.upper()}">A</a>', "https://kfh.test/", (label,)).feed
    assert re.search(r">A \(\w[\w ]+, 1KB\)</a>", text)


@pytest.mark.parametrize(
    "content",
    [
        '<a href="https://x.test/media/agenda.pdf">Agenda</a>',
        '<a href="../about/">About</a>',
        '<a href="../media/p.png"><img src="../media/p.png" alt="P"></a>',
    ],
)
def test_links_elsewhere_and_round_pictures_are_left_alone(content):
    assert labelled(content) == content


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "0 bytes"), (1023, "1023 bytes"), (1024, "1KB"), (1_048_575, "1.0MB"), (5_767_168, "5.5MB")]
)
def test_a_size_is_shown_as_file_managers_show_it(size, shown):
    assert shown_size(size) == shown
