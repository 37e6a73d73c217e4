"""Advice on style: acronyms, and addresses of people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kfh.model.acronyms import written_out
from kfh.problems.problem import Problem
from kfh.rules.checked_text import Text
from kfh.rules.registry import rule
from kfh.values import addresses

_EMAIL = re.compile(r"(?<![\w.])(?:(?<=:)%20)?(?P<mailbox>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")
_ACRONYM = re.compile(r"[A-Z](?<![\w#@/.\-&=?].)[A-Z&]*[A-Z](?=s?\b)(?![\w@/]|\.\w)")
"""What stands before is looked at after the first letter: a pattern that starts with a letter is found much sooner."""
_CAPITALS = re.compile("[A-Z][A-Z&]")
_KNOWN = frozenset((
    "AGM", "AM", "BBC", "BST", "CEO", "COVID", "CV", "DIY", "DVD", "EU", "FAQ", "GB", "GMT", "GP", "HR", "HTML", "ID",
    "IP", "IT", "KB", "MB", "MP", "NHS", "OK", "PC", "PDF", "PM", "PR", "RSS", "SMS", "TL", "TV", "UK", "URL", "US",
    "USA", "USB",
))  # fmt: skip
_LOUD = re.compile(r"\b[A-Z]+(?: [A-Z]+){2,}\b|\b(?:[A-Z]+ )?[A-Z]{7,}(?: [A-Z]+)?\b")
"""Words in capitals that are no acronyms: three in a row, and long ones with their neighbours."""
_ROMAN = re.compile(r"[IVX]+")


@rule("KFH517")
def no_personal_addresses(text: Text) -> Iterator[Problem]:
    """An address that a link has as its words too is told once."""
    for number, line in enumerate(text.prose):
        told: set[str] = set()
        for found in _EMAIL.finditer(line) if "@" in line else ():
            mailbox = found["mailbox"]
            if addresses.is_personal(mailbox) and mailbox.lower() not in told:
                told.add(mailbox.lower())
                message = f'"{mailbox}" looks like a person\'s address: give the shared mailbox of a role or a team'
                yield text.problem("KFH517", message, number, found.span("mailbox"))


@rule("KFH520")
def acronyms_are_explained(text: Text) -> Iterator[Problem]:
    body, seen = "\n".join(text.prose), set(_KNOWN)
    for number, line in enumerate(text.prose):
        quiet = _LOUD.sub(lambda loud: loud[0].lower(), line) if _CAPITALS.search(line) else ""
        for found in _ACRONYM.finditer(quiet):
            acronym = found[0]
            if acronym in seen or _ROMAN.fullmatch(acronym) or line.lstrip().startswith(("#", "|", "[")):
                continue
            seen.add(acronym)
            if not _explained(acronym, body) and acronym not in text.reading.registers.acronyms:
                message = f'"{acronym}" is never explained: at its first use write it out, with ({acronym}) after it'
                yield text.problem("KFH520", message, number, found.span())


_USES = 4
"""How many uses of an acronym are looked at for its author's own words."""


def _explained(acronym: str, body: str) -> bool:
    short = re.escape(acronym)
    if re.search(rf"\({short}s?\)|\b{short}s? \((?=[^)]*[a-z])|\b{short}, (?:the|an?|our)\b", body):
        return True
    uses = islice(re.finditer(rf"{short}(?=s?\b)(?<!\w{short})", body), _USES)
    return any(written_out(acronym, body, use.span()) for use in uses)
