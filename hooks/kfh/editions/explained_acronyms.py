"""Acronyms explained: the first in a text written out, where its author has not done so, and later ones marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import html
from lxml.html import HtmlElement

from kfh.model.acronyms import WORD, written_out

_TEXTS = ".//text()[not(ancestor::abbr or ancestor::code or ancestor::kbd or ancestor::pre or ancestor::samp)]"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (*_HEADINGS, "p", "li", "td", "th", "dt", "dd", "div", "blockquote", "figcaption", "caption", "summary")
_QUOTING = ("a", "blockquote", "cite", "q")
_UNBROKEN = re.compile(r"\S+")
_OPEN_QUOTE = re.compile(r"(?:^|(?<=[\s(\[]))[“‘\"](?:[^“”‘’\"]|’(?=\w))*$")
_JOINED = "&/–-"
"""Next to one of these an acronym is part of a longer name, such as HEE–CILIP, and is left alone."""


class Acronyms:
    """Explains the acronyms of `meanings` in a text."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        self.meanings = meanings
        known = "|".join(re.escape(name) for name in meanings) or "(?!)"
        self._pattern = re.compile(rf"(?<![\w#@.{_JOINED}])({known})(['’]s)?(?![\w{_JOINED}]|\.\w)")

    def __call__(self, tree: HtmlElement) -> None:
        explained: set[str] = set()
        whole = tree.text_content()
        if not any(name in whole for name in self.meanings):
            return
        given = dict(self._given(whole))
        for text in tree.xpath(_TEXTS):
            if self._pattern.search(text):
                _replace(text, list(self._parts(text, explained, given)))

    def _given(self, whole: str) -> Iterator[tuple[str, bool]]:
        """Each acronym that the author explains beside it, and whether in the register's words."""
        for found in self._pattern.finditer(whole):
            if words := written_out(found[1], whole, found.span(1)):
                yield found[1], _words(words) == _words(self.meanings[found[1]])

    def _parts(self, text: Any, explained: set[str], given: Mapping[str, bool]) -> Iterator[str | HtmlElement]:
        """The text in parts, with an element where one is to stand.

        Of the acronyms that their author has `given` in words, those with other words than the register's stay as they
        are: it must not contradict the text.
        """
        block, addresses, done = _block(text), list(_addresses(text)), 0
        words = _plain(block.text_content())
        for found in self._pattern.finditer(text):
            name, ending = found[1], found[2] or ""
            if given.get(name) is False or any(start <= found.start() < end for start, end in addresses):
                continue
            yield text[done : found.start()]
            done = found.end()
            if name not in explained and (name in given or self._meaning(name) in words):
                explained.add(name)
                yield found[0]
            elif name in explained or block.tag in _HEADINGS or _is_quoted(text, found):
                yield _marked(name, self.meanings[name])
                yield ending
            else:
                explained.add(name)
                yield _written_out(found[0], self.meanings[name] + ending, text[: found.start()])
        yield text[done:]

    def _meaning(self, name: str) -> str:
        return _plain(self.meanings[name])


def _marked(name: str, meaning: str) -> HtmlElement:
    element = html.Element("abbr", title=meaning)
    element.text = name
    return element


def _replace(text: Any, parts: list[str | HtmlElement]) -> None:
    """Put `parts` where `text` stands in its tree."""
    last, words = text.getparent(), "tail" if text.is_tail else "text"
    parent = last.getparent() if text.is_tail else last
    place = parent.index(last) + 1 if text.is_tail else 0
    setattr(last, words, "")
    for part in parts:
        if isinstance(part, str):
            setattr(last, words, (getattr(last, words) or "") + part)
        else:
            parent.insert(place, part)
            last, words, place = part, "tail", place + 1


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where e-mail addresses and those of the web stand."""
    for word in _UNBROKEN.finditer(text) if "@" in text or "://" in text or "www." in text.lower() else ():
        if "@" in word[0] or "://" in word[0] or word[0].lower().startswith("www."):
            yield word.span()


def _is_quoted(text: Any, found: re.Match[str]) -> bool:
    """Whether an acronym stands in words that are another's: a quotation, or a link that quotes the title of a page."""
    opening = max(text.rfind(mark, 0, found.start()) for mark in '“”‘"')
    if opening >= 0 and _OPEN_QUOTE.match(text, opening, found.start()):
        return True
    element = text.getparent().getparent() if text.is_tail else text.getparent()
    quoting = next((one for one in (element, *element.iterancestors()) if one.tag in _QUOTING), None)
    return quoting is not None and quoting.text_content().strip() != found[0]


def _words(text: str) -> list[str]:
    """Words to be compared, an ending s aside."""
    return [word.casefold().rstrip("s") for word in WORD.findall(text)]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _block(text: Any) -> HtmlElement:
    element = text.getparent().getparent() if text.is_tail else text.getparent()
    return next((one for one in (element, *element.iterancestors()) if one.tag in _BLOCKS), element)


def _written_out(name: str, meaning: str, before: str) -> str:
    """`HEE (Health Education England)`; within brackets, `HEE, Health Education England`."""
    return f"{name}, {meaning}" if before.count("(") > before.count(")") else f"{name} ({meaning})"
