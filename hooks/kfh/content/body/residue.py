"""What comes along when text is pasted from a word processor or a web page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kfh.content.residue import SPACES, UNSEEN, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.content.body.text import Text
    from kfh.content.problems import Problem

_INVISIBLE = re.compile(f"[{SPACES}{UNSEEN}]")
_LEFTOVER = re.compile(
    r"<(?P<tag>span|font|center|o:p|b|i|u|big|small|tt)\b|\s(?P<name>style|bgcolor|align|face)\s*=|class\s*=\s*[\"']?(?P<word>Mso)"
    r"|<!--\[if|<!--StartFragment",
    re.IGNORECASE,
)


def no_invisible_characters(text: Text) -> Iterator[Problem]:
    for number, line in enumerate(text.prose):
        found = _INVISIBLE.search(line)
        if found:
            kind = "a no-break space" if found[0] in SPACES else "a character that cannot be seen"
            message = f"{kind} stands here: delete it, and type a plain space where one belongs"
            raw = text.lines[number]
            kept = "".join(
                visible(mark) if in_prose == mark else mark for mark, in_prose in zip(raw, line, strict=True)
            )
            yield text.problem("KFH515", message, number, (found.start(), len(raw)), kept[found.start() :])


def no_leftovers(text: Text) -> Iterator[Problem]:
    for start, html in text.html:
        found = _LEFTOVER.search(html)
        if found:
            line = start + html[: found.start()].count("\n")
            column = max(text.lines[line].find(found[0].strip()), 0) if line < len(text.lines) else 0
            message = f'"{found[0].strip()}" is left over from a word processor or a web page: paste as plain text'
            yield text.problem("KFH514", message, line, (column, column))


CHECKS = (no_invisible_characters, no_leftovers)
