"""What readers would get of a text: whether it may be published, whether it is whole, and where links can lead."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from html import unescape
from typing import Any
from urllib.parse import unquote

from lxml import etree, html
from lxml.html import HtmlElement

from kfh.model.references import Link
from kfh.problems.edits import Place
from kfh.problems.problem import Problem
from kfh.reading import limits, markup
from kfh.reading.markup import Refusal
from kfh.rules.checked_text import Text
from kfh.rules.hyperlinks import may_be_internal
from kfh.rules.registry import rule
from kfh.text import lost_words

_UNSEEN = ("html_block", "html_inline", "extension_open")
"""What may hold more than the rules of its source know."""
_TOLD = 10
"""How many reasons to refuse a text are told at once."""
_ANCHORS: Any = etree.XPath(".//@id | .//a/@name", smart_strings=False)
_ADDRESSES: Any = etree.XPath(".//@href | .//@src | .//@poster", smart_strings=False)
_TOO_DEEP: Any = etree.XPath(f"boolean(.//*[count(ancestor::*) > {limits.LEVELS}])")


class Shown:
    """What a text was rendered into; its rules look for what those of its source do not see, if these find no error."""

    def __init__(self, text: Text) -> None:
        self.text = text

    @property
    def html(self) -> str:
        return self.text.rendering.rendered.html

    @cached_property
    def tree(self) -> HtmlElement:
        """It is empty where no tree could hold the text."""
        return tree_of("" if any(limits.characters(self.html)) else self.html)

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        """The names that a link can lead to (HTML, section 7.4.6.4), sorted."""
        return tuple(sorted({*_ANCHORS(self.tree)}))

    def links(self) -> Iterator[Link]:
        """The links that are no `anchors` of the text: whole ones in HTML, and those in what extensions make.

        Of others in HTML it was said before that they must be whole.
        """
        known = {unquote(anchor.target) for anchor in self.text.anchors} | {f"#{name}" for name in self.anchors}
        in_html = unescape("".join(piece.content for piece in self.text.html))
        for target in dict.fromkeys(map(str.strip, _ADDRESSES(self.tree))):
            is_told = "://" not in target and target in in_html
            if unquote(target) not in known and not is_told and may_be_internal(target):
                yield Link(self._place(target), "", target, is_picture=False, edited=None)

    def _place(self, target: str) -> Place:
        """Where an address is first written; of one that is not found, the first line."""
        start = self.text.reading.body_line
        written = (Place(start + number, line.find(target) + 1) for number, line in enumerate(self.text.lines))
        return next((place for place in written if place.column), Place(start, 1))

    def deepest(self) -> int:
        """The line, from 0, of the block that stands in most others."""
        return max(self.text.tokens, key=lambda found: found[1].level, default=(0, None))[0]


@rule("KFH524", first=True)
def text_is_rendered(shown: Shown) -> Iterator[Problem]:
    if fault := shown.text.rendering.fault:
        yield shown.text.problem("KFH524", f"this text cannot be rendered: {fault}", shown.deepest())


@rule("KFH116", "KFH501", "KFH502", "KFH503", "KFH504", "KFH523", "KFH524", first=True)
def nothing_is_refused(shown: Shown) -> Iterator[Problem]:
    unseen = next((line for line, token in shown.text.tokens if token.type in _UNSEEN), 0)
    for refusal in refusals(shown.html, shown.tree):
        line = shown.deepest() if refusal.code == "KFH524" else unseen
        yield shown.text.problem(refusal.code, refusal.message, line)


@rule("KFH564")
def no_word_is_lost(shown: Shown) -> Iterator[Problem]:
    if lost := lost_words.first(shown.text.rendering.tokens, shown.tree):
        message = f'"{lost.word}" is not on the page that is made of this text: write this part in a simpler way'
        yield shown.text.problem("KFH564", message, lost.line)


def tree_of(content: str) -> HtmlElement:
    return html.fragment_fromstring(content, create_parent="div")


def refusals(content: str, tree: HtmlElement, own: str = "") -> list[Refusal]:
    """What of a text as it was rendered is not in its tree, could not stand in a feed, or must not be published.

    `own` is how the addresses of the site's own files start, or "" where they are relative.
    """
    too_deep = [limits.too_deep()] if _TOO_DEEP(tree) else []
    found = [*limits.too_long(content), *limits.characters(content), *markup.in_document(content), *too_deep]
    return found or list(dict.fromkeys(markup.in_tree(tree, own)))[:_TOLD]
