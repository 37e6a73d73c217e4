"""Whether every word of a text stands in what was rendered from it, so that nothing vanishes without a word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import Any, NamedTuple

from lxml import etree
from lxml.html import HtmlElement
from markdown_it.token import Token

_WORD = re.compile(r"[^\W_]+")
_TEXTS: Any = etree.XPath(".//text()[not(parent::comment())]", smart_strings=False)
_TAGS = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_TAKEN = re.compile(r"\{[^{}]*\}|\+\+[\w+-]+\+\+|:[\w+-]+:|\[[xX]\]|\[TOC\]")
"""Words that extensions take for themselves: attributes, keys, emoji, the mark of a task, the place of the contents."""


class Lost(NamedTuple):
    """A word that is missing, and the line of the block that it stands in, from 0."""

    word: str
    line: int


class _Block(NamedTuple):
    line: int
    words: str
    is_code: bool


def first(tokens: Sequence[Token], tree: HtmlElement) -> Lost | None:
    """The first word of the tokens of a text that is not in its tree (of lxml); None where each is there."""
    blocks = list(_blocks(tokens))
    whole = tree.text_content()
    if "".join("".join(block.words for block in blocks).split()) == "".join(whole.split()):
        return None  # all is there, in order
    there = Counter(_WORD.findall(" ".join(_TEXTS(tree))))
    read = [_Block(block.line, _TAKEN.sub(" ", block.words), block.is_code) for block in blocks]
    missing = Counter(_words(block for block in read if not block.is_code)) - there
    for block in read:  # code in colours has an element for each part of a word
        for word in _WORD.findall(block.words):
            if word not in whole or (not block.is_code and word in missing):
                return Lost(word, block.line)
    return None


def _words(blocks: Iterable[_Block]) -> list[str]:
    return _WORD.findall(" ".join(block.words for block in blocks))


def _blocks(tokens: Sequence[Token]) -> Iterator[_Block]:
    for token in tokens:
        line = token.map[0] if token.map else 0
        if token.type == "inline":
            yield _Block(line, "".join(map(_inline, token.children or ())), is_code=False)
        elif token.type in ("fence", "code_block"):
            yield _Block(line, token.content, is_code=True)
        elif token.type == "html_block":
            yield _Block(line, _of_html(token.content), is_code=False)


def _inline(token: Token) -> str:
    """The words of a token; one that is no text parts those beside it."""
    if token.type in ("text", "text_special"):
        return token.content
    if token.type == "html_inline":
        return f" {_of_html(token.content)} "
    return f" {token.content} " if token.type == "code_inline" else " "


def _of_html(content: str) -> str:
    return unescape(_TAGS.sub(" ", content))
