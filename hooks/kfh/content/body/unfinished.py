"""What is left of an article's beginnings; a draft may have it, and of one that is withdrawn nothing is shown."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from kfh.content import scaffold
from kfh.content.problems import Problem
from kfh.content.residue import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.body.text import Text

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


CHECKS = (article_is_filled_in, article_has_a_text)
