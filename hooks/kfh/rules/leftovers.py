"""What is left in a text and was not meant for readers: from other programs, and from an article's beginnings.

A draft may have these beginnings, and of an article that is withdrawn nothing is shown.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from markdown_it.token import Token

from kfh.model import scaffold
from kfh.problems.problem import Problem
from kfh.reading.pasted import INVISIBLE, SPACES, UNSEEN, misread, of_misread, repaired, replaced, visible
from kfh.rules.checked_text import Text, commands_in
from kfh.rules.registry import rule

_LETTER = r"[a-zA-Z\u00c0-\u024f]"
_WITHIN_WORDS = re.compile(
    rf"(?:(?<={_LETTER})|(?<={_LETTER}[,;:!?)])|(?<={_LETTER}{{2}}\.))[{SPACES}](?={_LETTER})"
    rf"|(?:^|(?<={_LETTER}))[{UNSEEN}]+(?={_LETTER})"
)
"""Where a plain space, or none, changes nothing but where a line may break.

Beside marks it could make a list of a line, a link of brackets, or a code block of an indent.
"""
_MAY_BE_LEFT = re.compile(f"[{SPACES}{UNSEEN}]")
_NO_WORDS = re.compile(r"<[^>]*>?|\]\([^)]*\)?|\[[^\]]*\](?!\()|\{[^}]*\}?|https?:\S+")
"""Tags, addresses, labels and attributes, where each character counts."""
_INDENTED = re.compile(r" {4}| {0,3}\t| {0,3}\[")
"""Lines that may be code, and those that say where a label leads."""
_LEFTOVER = re.compile(
    r"<(?P<tag>span|font|center|o:p|b|i|u|big|small|tt)\b|\s(?P<name>style|bgcolor|align|face)\s*=|class\s*=\s*[\"']?(?P<word>Mso)"
    r"|<!--\[if|<!--StartFragment",
    re.IGNORECASE,
)


@rule("KFH515")
def no_invisible_characters(text: Text) -> Iterator[Problem]:
    lines = [(number, line) for number, line in enumerate(text.prose) if _MAY_BE_LEFT.search(line)]
    untouched = set(_lines_to_leave(text)) if lines else ()
    for number, line in lines:
        found = list(INVISIBLE.finditer(line))
        within = _within_words(line) if found and number not in untouched else ()
        inner = {column for one in within for column in range(*one.span())}
        for is_inner in (True, False):
            first = next((one for one in found if is_inner == (one.start() in inner)), None)
            if first:
                yield _left_over(text, number, first, line if is_inner else "")


def _left_over(text: Text, number: int, found: re.Match[str], prose: str) -> Problem:
    """A problem for the first such character of a line; `prose` is the line where a program may put it right."""
    kind = "a no-break space" if found[0] in SPACES else "a character that cannot be seen"
    message = f"{kind} stands here: delete it, and type a plain space where one belongs"
    raw = text.lines[number]
    mended = _without(prose, raw)[found.start() :] if prose else None
    return text.problem("KFH515", message, number, (found.start(), len(raw)), mended)


def _within_words(prose: str) -> Iterator[re.Match[str]]:
    """What can go from a line without changing what is shown; `prose` is the line with its code blanked."""
    words = _NO_WORDS.sub(lambda found: "_" * len(found[0]), prose)
    return (found for found in _WITHIN_WORDS.finditer(words) if INVISIBLE.match(prose, found.start()))


def _without(prose: str, raw: str) -> str:
    gone = ((*found.span(), " " * (found[0] in SPACES)) for found in _within_words(prose))
    return replaced(raw, gone)


def _lines_to_leave(text: Text) -> Iterator[int]:
    """The lines where a character may be part of code or HTML."""
    for number, line in enumerate(text.prose):
        if _INDENTED.match(line):
            yield number
    for _, token in text.tokens:
        if token.map and (token.type == "html_block" or (token.type == "inline" and _goes_on(text, token))):
            yield from range(*token.map)


def _goes_on(text: Text, token: Token) -> bool:
    """Whether code, or a tag, may go on over the end of a line."""
    assert token.map
    is_open = any("`" in line for line in text.prose[slice(*token.map)])
    return is_open or any(child.type == "html_inline" and "\n" in child.content for child in token.children or ())


@rule("KFH514")
def no_leftovers(text: Text) -> Iterator[Problem]:
    for piece in text.html:
        found = _LEFTOVER.search(piece.content)
        if found:
            message = f'"{found[0].strip()}" is left over from a word processor or a web page: paste as plain text'
            yield text.problem("KFH514", message, *piece.place((found.end() - len(found[0].lstrip()), found.end())))


@rule("KFH534")
def letters_are_as_they_were_typed(text: Text) -> Iterator[Problem]:
    for number, line in enumerate(text.prose):
        found = None if line.isascii() else next(misread(line), None)
        if found:
            raw, start = text.lines[number], found.span[0]
            mended = repaired(raw, line)
            message = of_misread(line[slice(*found.span)], is_known=mended != raw)
            instead = mended[start:] if mended != raw else None
            yield text.problem("KFH534", message, number, (start, len(raw)), instead)


@rule("KFH553")
def no_commands_of_other_systems(text: Text) -> Iterator[Problem]:
    for number, line in enumerate(text.prose):
        for found in commands_in(line):
            message = f'"{found[0][:40]}" is a command of another system, and would be shown to readers: take it out'
            yield text.problem("KFH553", message, number, found.span())


_NOTES = ("[todo", "[tbc", "[tbd", "[fixme")
_LEFT = re.compile(
    "|".join(re.escape(prompt) + (r"\s*$" if prompt.startswith("#") else "") for prompt in scaffold.PROMPTS)
    + rf"|(?:{'|'.join(map(re.escape, _NOTES))})\b[^\[\]\n]*\](?![(\[])|\[[^\[\]\n]*to be filled in[^\[\]\n]*\]"
    rf"|\[{scaffold.GAP}\](?=[(\[])|\(PDF, {scaffold.GAP}MB\)|lorem ipsum dolor|^\W*lorem ipsum\b",
    re.IGNORECASE,
)
"""What a new article, a remedy of a check, or a person who goes on with something else writes for the time being."""

_SIGNS = (
    *(prompt.lower() for prompt in scaffold.PROMPTS), *_NOTES, "to be filled in", f"[{scaffold.GAP}]",
    f"{scaffold.GAP}mb", "lorem ipsum",
)  # fmt: skip
"""Without one of these, in small letters, nothing of that is there; they are found at a fraction of the cost."""

_GAPS = (scaffold.GAP, "...")
_REMEDY = 'write your own words there, or keep the article back with "status: draft"'
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SHOWN = ("inline", "fence", "code_block", "html_block")


@rule("KFH530")
def article_is_filled_in(text: Text) -> Iterator[Problem]:
    reading = text.reading
    if reading.is_shown:
        fields = reading.fields.value
        for name, node in fields.items() if isinstance(fields, dict) else ():
            for leaf in node.leaves() if name in reading.sound else ():
                value = str(leaf.value).strip()
                if value in _GAPS or _LEFT.search(value):
                    message = f'"{value}" still stands in "{name}": {_REMEDY}'
                    yield Problem(reading.path, leaf.place.line, leaf.place.column, "KFH530", message)
        lowered = "\n".join(text.prose).lower()
        for number, line in enumerate(text.prose) if any(sign in lowered for sign in _SIGNS) else ():
            for found in _LEFT.finditer(line):
                message = f'"{found[0].strip()}" still stands in the text: {_REMEDY}'
                yield text.problem("KFH530", message, number, found.span())


@rule("KFH531")
def article_has_a_text(text: Text) -> Iterator[Problem]:
    """Dots for what is to come are none. Of fields that are never closed, that is told already."""
    reading = text.reading
    if reading.is_shown and reading.is_closed and not any(_words(text)):
        message = 'there must be a text below the fields: write it, or keep the article back with "status: draft"'
        yield reading.body_problem("KFH531", message, line=-1)


def _words(text: Text) -> Iterator[str]:
    """What readers see of each part of the text."""
    for _, token in text.tokens:
        if token.type in _SHOWN:
            yield visible(html.unescape(_COMMENT.sub("", token.content))).strip(f" \n.{scaffold.GAP}")
