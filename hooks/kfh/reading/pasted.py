"""Lines of front matter as they stand in the file, before YAML reads them.

YAML drops, misreads or refuses what comes along from word processors and web pages, and says so in its own words or
not at all. A check takes a line and gives the column, code and message of what it finds, with the line put right.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kfh.values.quoting import LEAD, in_quotes, parts

SPACES = "\u00a0\u2007\u202f"
UNSEEN = "\u00ad\u200b\u2060\ufeff"
"""Characters without width that have no use in English; those that join letters or emoji are left alone."""

_OTHER_LETTER = r"[^\W\d_a-zA-Z\u00c0-\u024f]"
"""A letter of an alphabet other than ours; some of these are written without spaces, and break at such characters."""
INVISIBLE = re.compile(
    rf"(?!(?<=[^\W_])[{SPACES}](?=\d)|(?<=[£$€])[{SPACES}](?=\d)|(?<=\d)[{SPACES}](?=[^\W_]|[%‰°£$€]))[{SPACES}]"
    rf"|(?!(?<={_OTHER_LETTER})[{UNSEEN}](?={_OTHER_LETTER}))[{UNSEEN}]"
)
"""What is left over from other programs; a no-break space between a number and its unit is right."""
_CURLY = re.compile(r"[“”„‟](?P<double>[^“”„‟\"]*)[“”„‟\"]|[‘’‚‛](?P<single>[^“”„‟\"]*)[‘’‚‛]")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_LOST = re.compile(
    rf"(?P<lead>(?>{LEAD}))"
    r"(?P<value>[^\s\"'#].*?)??(?P<lost>(?:^|(?<=\s))\#.*)$"
)
"""A line whose value, not in quotes, is cut short by a #."""

_LOST_IN_LIST = re.compile(r"(?P<lead>\w+:\s+)(?P<value>\[(?:[^\"'#]*,)?)(?P<lost>#.*)")
"""The same in a list on one line, where a # need not follow a space."""

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_HASHTAG = re.compile(rf"{_QUOTED.pattern}|#[^,\]]+")
"""What stands in quotes in a list on one line, and a hashtag that does not."""


def _as_windows_reads(first: int, last: int) -> str:
    """The characters that a program of Windows shows for bytes, as a set for a pattern (WHATWG, windows-1252)."""
    shown = (bytes([byte]).decode("cp1252", "replace") for byte in range(first, last + 1))
    return "".join(re.escape(mark if mark != "\ufffd" else chr(first + at)) for at, mark in enumerate(shown))


_REST = f"[{_as_windows_reads(0x80, 0xBF)}]"
_MISREAD = re.compile(
    f"[ÂÃ]{_REST}|[ÄÅ](?![‘’“”–—…]){_REST}|[âï]{_REST}{{2}}|ð{_REST}{{3}}|Â(?=\\s|$)|[\x80-\x9f]"
    "|(?P<torn>â€|(?<=[a-z])Ã(?=\\s|$))"
)
"""UTF-8 that was read as windows-1252, such as `â€™` for ’; `torn` is what has lost a part on its way."""
_LEADS = re.compile("[ÂÃÄÅâïð\x80-\x9f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufffe\uffff]")
BREAKS = "\x0b\x0c\u2028\u2029"


class Misread(NamedTuple):
    """What stands at a span of a text in place of other characters: those that were meant, or None."""

    span: tuple[int, int]
    meant: str | None


class Residue(NamedTuple):
    column: int
    code: str
    message: str
    line: str


def visible(text: str) -> str:
    """`text` with plain spaces, and without characters that have no width, where these are left over."""
    return INVISIBLE.sub(lambda found: " " if found[0] in SPACES else "", text)


def invisible(line: str) -> Residue | None:
    found = INVISIBLE.search(line)
    if not found:
        return None
    kind = "a no-break space" if found[0] in SPACES else "a character that cannot be seen"
    return Residue(found.start() + 1, "KFH111", f"{kind} stands here: type a plain space, or none", visible(line))


def misread(text: str) -> Iterator[Misread]:
    """Where a text was read in another code than it was saved in, each run with what it should be."""
    for found in _MISREAD.finditer(text) if _LEADS.search(text) else ():
        yield Misread(found.span(), None if found["torn"] else _meant(found[0]))


def _meant(shown: str) -> str | None:
    """The characters that were meant; some texts have been read amiss more than once."""
    raw = b"".join(mark.encode("latin-1" if "\x80" <= mark <= "\x9f" else "cp1252") for mark in shown)
    try:
        return visible(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return "" if shown == "Â" else visible(raw.decode("cp1252", "ignore")) if len(shown) == 1 else None


def repaired(raw: str, prose: str) -> str:
    """A line with what was read in the wrong code put right, where the same place in `prose` holds it too."""
    while found := [(*one.span, one.meant) for one in misread(prose) if one.meant is not None]:
        prose, raw = replaced(prose, found), replaced(raw, found)
    return raw


def replaced(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """A text with others in place of some spans of it: (start, end, other), in their order."""
    found, at = list[str](), 0
    for start, end, other in changes:
        found += (text[at:start], other)
        at = end
    return "".join((*found, text[at:]))


def wrongly_read(line: str) -> Residue | None:
    found = None if line.isascii() else next(misread(line), None)
    if not found:
        return None
    mended, shown = repaired(line, line), line[slice(*found.span)]
    return Residue(found.span[0] + 1, "KFH534", of_misread(shown, is_known=mended != line), mended)


def of_misread(shown: str, *, is_known: bool) -> str:
    shown = shown if shown.isprintable() else f"U+{ord(shown[0]):04X}"
    what = "write what was meant, as below" if is_known else "type what was meant"
    return f'"{shown}" is a letter or a mark that was read in the wrong code on its way here: {what}'


def control(line: str) -> Residue | None:
    found = _CONTROL.search(line)
    if not found:
        return None
    mended = _CONTROL.sub(lambda mark: " " if mark[0] in BREAKS else "", line.lstrip(BREAKS))
    message = f"a control character (U+{ord(found[0]):04X}) stands here, which nobody can see: delete it"
    return Residue(found.start() + 1, "KFH109", message, mended)


def tab(line: str) -> Residue | None:
    if "\t" not in line:
        return None
    mended = re.sub(r"^\s*", lambda indent: indent[0].replace("\t", "  "), line)
    message = "a tab stands here: use spaces, never the Tab key"
    return Residue(line.index("\t") + 1, "KFH114", message, re.sub(r"\t+", " ", mended))


def entity(line: str) -> Residue | None:
    found = _ENTITY.search(line)
    if not found or html.unescape(found[0]) == found[0]:
        return None
    meant = visible(_ENTITY.sub(lambda name: html.unescape(name[0]), line))
    lead, value = parts(meant)
    if '"' in value[1:-1] or re.search(r"\s#|:\s", value):
        meant = f"{lead.rstrip()} {in_quotes(value)}"
    character = visible(html.unescape(found[0]))
    instead = f'type "{character}"' if character else "take it out"
    message = f'"{found[0]}" is HTML, and would be shown letter by letter: {instead}'
    return Residue(found.start() + 1, "KFH113", message, meant)


def curly_quotes(line: str) -> Residue | None:
    lead, value = parts(line)
    found = _CURLY.fullmatch(value.strip()) if lead.strip() else None
    if not found:
        return None
    message = "the quotes around a value must be straight ones, typed here: curly ones would be shown to readers"
    inner = found["double"] if found["double"] is not None else found["single"]
    return Residue(len(lead) + 1, "KFH110", message, f"{lead.rstrip()} {in_quotes(inner)}")


def lost_text(line: str, *, one_word: bool = False) -> Residue | None:
    """Where YAML drops a # and what follows; in a value of `one_word`, and after a list, what follows is a comment."""
    in_brackets = parts(line)[1].startswith("[")
    plain = _QUOTED.sub(lambda text: "_" * len(text[0]), line) if in_brackets else line
    found = None if line.lstrip().startswith("#") else _LOST.match(plain) or _LOST_IN_LIST.match(plain)
    before = found["value"] or "" if found else ""
    if not found or (before and one_word) or (in_brackets and before.rstrip().endswith("]")):
        return None
    lead, value = found["lead"], line[found.end("lead") :]
    if lead.strip() and in_brackets and value.rstrip().endswith("]"):
        mended = lead + _HASHTAG.sub(lambda tag: in_quotes(tag[0]) if tag[0].startswith("#") else tag[0], value)
    else:
        mended = f"{lead.rstrip()} {in_quotes(value)}" if lead.strip() else line
    message = "the text after # would be lost: put the whole value in quotes"
    return Residue(found.start("lost") + 1, "KFH105", message, mended)


def instruction(line: str) -> Residue | None:
    lead, value = parts(line)
    if not lead.strip() or value[:1] not in ("!", "&", "*") or not value[1:]:
        return None
    message = f"a value that starts with {value[0]} must stand in quotes: the mark would change its meaning"
    return Residue(len(lead) + 1, "KFH107", message, f"{lead.rstrip()} {in_quotes(value)}")


EVERYWHERE = (wrongly_read, control, invisible, tab)
IN_VALUES = (entity, curly_quotes, lost_text, instruction)
_TOLD_OF = re.compile(r"[\x00-\x1f\x7f#&!*]")
"""A line of ASCII without any of these has nothing of which a check here would tell."""


def found_in(line: str, *, in_text: bool, one_word: bool) -> Iterator[Residue]:
    """What each check finds in a line, one after another, each in the line that the last one has put right."""
    if line.isascii() and not _TOLD_OF.search(line):
        return
    for check in EVERYWHERE if in_text else EVERYWHERE + IN_VALUES:
        found = lost_text(line, one_word=one_word) if check is lost_text else check(line)
        if found:
            yield found
            line = found.line
