"""Attributes in braces, `{: .class }`, which the page takes for instructions and never shows.

Where it does so follows Python-Markdown's own extension attr_list: at the end of a heading or a cell, on the last line
of a paragraph, right after a link, a picture, code or emphasis. Of those of a fence superfences takes only `data-…`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from markdown_it.token import Token

from kfh.problems.problem import Problem
from kfh.reading import markup
from kfh.rules.checked_text import Text
from kfh.rules.registry import rule

_BRACES = r"(\{:?[ ]*([^}\n ][^\n]*?)\})"
_ANY = re.compile(r"\{[^{}\n]+\}")
_AT_END = re.compile(rf"[ ]{_BRACES}[ ]*$")
_ALONE = re.compile(rf"[ ]*{_BRACES}[ ]*$")
_AT_START = re.compile(_BRACES)
_PART = re.compile(r"""([^ =}]+)(?:=("[^"]*"|'[^']*'|[^ =}]+))?""")


class Braces(NamedTuple):
    """Attributes for an element; `tag` is "" where its name is not known."""

    line: int
    written: str
    tag: str
    attributes: list[tuple[str, str | None]]


def found_in(text: Text) -> Iterator[Braces]:
    """Every pair of braces in the text that stands where the page takes attributes."""
    before: Token | None = None
    for line, token in text.tokens:
        if token.type == "fence" and "{" in token.info and (found := _AT_START.search(token.info)):
            attributes = [(name, value) for name, value in _parts(found[2]) if name.startswith("data-")]
            yield Braces(line, found[1], "", attributes)
        elif token.type == "inline" and "{" in token.content and before:
            yield from _in_block(line, before.tag, token)
        before = token if token.nesting == 1 else before


def _in_block(line: int, tag: str, block: Token) -> Iterator[Braces]:
    """The braces in the words of a block, and those at its end, which belong to the block itself."""
    previous: Token | None = None
    for child in block.children or ():
        if child.type == "text" and previous and (name := _element(previous)):
            found = _AT_START.match(child.content)
            if found:
                yield Braces(line, found[1], name, _parts(found[2]))
        line += child.type in ("softbreak", "hardbreak")
        previous = child
    lines = block.content.split("\n")
    in_one = tag in ("h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt")
    found = _AT_END.search(lines[-1]) if in_one else _ALONE.match(lines[-1]) if len(lines) > 1 else None
    if found and "}" not in found[2] and previous and previous.type == "text":
        yield Braces(line, found[1], tag, _parts(found[2]))


def _element(token: Token) -> str:
    """The name of the element that ends with a token; "" where none does."""
    if token.type in ("code_inline", "image"):
        return token.tag
    return token.tag if token.nesting == -1 else ""


def _parts(written: str) -> list[tuple[str, str | None]]:
    """What stands between braces as attributes: `#id`, `.class`, `name=value` or a name alone."""
    found: list[tuple[str, str | None]] = []
    for name, value in _PART.findall(written):
        if not value and name[0] in ".#":
            found.append(("class" if name[0] == "." else "id", name[1:]))
        else:
            found.append((name.lower(), value.strip("\"'") or None))
    return found


@rule("KFH561")
def braces_after_pictures_are_attributes(text: Text) -> Iterator[Problem]:
    for index, (number, token) in enumerate(text.tokens):
        before = text.tokens[index - 1][1] if index else None
        found = _ANY.match(token.content) if token.type == "text" and before and before.type == "image" else None
        if found and not found[0].startswith(("{:", "{#", "{.")):
            message = f'"{found[0]}" is shown as it stands: an attribute is written {{: …}}'
            yield text.problem_at("KFH561", message, number, found)


@rule("KFH502", "KFH503", "KFH504", "KFH523")
def braces_are_allowed(text: Text) -> Iterator[Problem]:
    """What `{: …}` adds to an element."""
    for found in found_in(text):
        for refusal in markup.refusals(found.tag, found.attributes):
            message = refusal.message
            if refusal.code == "KFH523":
                message = (
                    f'braces here give an attribute to the page and are not shown, and "{refusal.place}" is none that '
                    "it takes: take it out; for braces that readers are to see write \\{"
                )
            column = max(text.lines[found.line].find(found.written), 0)
            yield text.problem(refusal.code, message, found.line, (column, column + len(found.written)))
