"""What a text refers to: links, and the picture that its fields name."""

from __future__ import annotations

from typing import NamedTuple

from kfh.problems.edits import Place


class Link(NamedTuple):
    """A link to a file, a place or an address of this site, with where it stands.

    `edited` is where its address is written, which may be by a label; None where nobody can tell.
    """

    place: Place
    words: str
    target: str
    is_picture: bool
    edited: tuple[Place, Place] | None


class NamedPicture(NamedTuple):
    """A picture that a field of an article's front matter names, and where."""

    field: str
    name: str
    place: Place
