"""Where the parts of a text stand in its lines: words, HTML, links and their addresses. All counts from 0."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkDestination
from markdown_it.token import Token

Columns = tuple[int, int]
"""The first column, and the one after the last."""

_DEFINITION = re.compile(r"\[(?P<label>(?:[^\[\]\\]|\\.)+)\]:[ \t]*(?:\n[ \t>]*)?(?P<address><[^<>\n]*>|[^\s<]\S*)")
_LEAD = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*")
"""What may stand before a definition: an indent, and the marks of quotations and lists."""
_CELLS = ("td_open", "th_open")


@dataclass
class Piece:
    """A part of a text: `content`, as the parser has it, from a line on; in `raw` are the whole lines that it is from.

    `after` is where the piece before it ends in its line, and `is_cell` says whether it is a cell of a table.
    """

    line: int
    content: str
    raw: Sequence[str]
    after: int = 0
    is_cell: bool = False

    @cached_property
    def _shown(self) -> list[str]:
        written = self.content.replace("|", "\\|") if self.is_cell else self.content
        return written.split("\n")

    @cached_property
    def _starts(self) -> list[int | None]:
        """The column at which each line of the content starts; None where that is not known."""
        return [self._start(raw, shown) for raw, shown in zip(self.raw, self._shown, strict=False)]

    def _start(self, raw: str, shown: str) -> int | None:
        raw, bare = raw.rstrip(), shown.strip()
        if not self.is_cell and raw.endswith(bare):
            return len(raw) - len(shown.rstrip())
        found = raw.find(bare, self.after)
        return found if found >= 0 else None

    @property
    def end(self) -> int:
        """Where the piece ends, if it stands in one line."""
        start = self._starts[0] if self._starts else None
        return self.after if start is None else start + len(self._shown[0])

    def place(self, span: tuple[int, int]) -> tuple[int, Columns | None]:
        """The line, and the columns in it, of a span of the content, as far as it stands in one line."""
        first, last = span
        number = self.content.count("\n", 0, first)
        begin = self.content.rfind("\n", 0, first) + 1
        found = self.content[first:last].partition("\n")[0]
        line, start = self.line + number, self._starts[number] if number < len(self._starts) else None
        if start is None:
            return line, self._once(number, found)
        if self.is_cell:
            start, found = start + self.content.count("|", begin, first), found.replace("|", "\\|")
        column = start + first - begin
        return line, (column, column + len(found))

    def _once(self, number: int, words: str) -> Columns | None:
        """The columns of words that stand in a line once."""
        raw = self.raw[number] if number < len(self.raw) else ""
        start = raw.find(words) if words and raw.count(words) == 1 else -1
        return (start, start + len(words)) if start >= 0 else None


class Html(NamedTuple):
    """HTML in a text: what it says, its first line, and where it starts in a larger piece."""

    content: str
    line: int
    whole: Piece
    start: int = 0

    def place(self, span: tuple[int, int]) -> tuple[int, Columns | None]:
        """See Piece.place."""
        return self.whole.place((self.start + span[0], self.start + span[1]))


class Anchor(NamedTuple):
    """A link or a picture: its line, its words and where it leads; `markup` is "autolink" for an address alone.

    `columns` are those of its words, with their brackets, or of a bare address; `address` is the line and the columns
    of its address, which may stand elsewhere. Either is None where nobody can tell.
    """

    line: int
    words: str
    target: str
    is_picture: bool
    markup: str
    columns: Columns | None
    address: tuple[int, Columns] | None


def pieces(tokens: list[Token], lines: list[str]) -> Iterator[tuple[Token, Piece]]:
    """Each token that has words or HTML, with where it stands."""
    after: dict[int, int] = {}
    before = ""
    for token in tokens:
        if token.type in ("inline", "html_block") and token.map:
            first, is_cell = token.map[0], before in _CELLS
            raw = lines[first : token.map[1]]
            piece = Piece(first, token.content, raw, after.get(first, 0), is_cell)
            if is_cell:
                after[first] = piece.end
            yield token, piece
        before = token.type


def html(tokens: list[Token], lines: list[str]) -> Iterator[Html]:
    """Every block of HTML and every tag among words, in order."""
    for token, piece in pieces(tokens, lines):
        if token.type == "html_block":
            yield Html(token.content, piece.line, piece)
        for child in token.children or ():
            if child.type == "html_inline":
                start = child.meta["at"][0]
                yield Html(child.content, piece.line + piece.content.count("\n", 0, start), piece, start)


def anchors(tokens: list[Token], lines: list[str], prose: list[str]) -> Iterator[Anchor]:
    """Every link and picture of a text, in order; `prose` are its lines with code and comments blanked."""
    defined = _definitions(prose)
    for token, piece in pieces(tokens, lines):
        if token.children and not token.content.isspace():
            yield from _in_block(token.children, piece, defined)


def _in_block(children: list[Token], block: Piece, defined: dict[str, tuple[int, Columns]]) -> Iterator[Anchor]:
    opened: Token | None = None
    words: list[str] = []
    done = 0
    for child in children:
        if child.type == "link_open":
            opened, words = child, []
        elif child.type == "link_close" and opened:
            at = opened.meta.get("at") or _next(block.content, "".join(words), done)
            yield _anchor(opened, "".join(words), at, block, defined)
            done, opened = at[1], None
        elif child.type == "image":
            yield _anchor(child, child.content, child.meta["at"], block, defined)
            words.append(child.content)
        elif child.type in ("text", "text_special", "code_inline"):
            words.append(child.content)
        done = max(done, child.meta.get("at", (0, 0))[1]) if child.type in ("code_inline", "html_inline") else done


def _next(content: str, words: str, after: int) -> tuple[int, int]:
    start = content.find(words, after)
    return (start, start + len(words)) if start >= 0 else (after, after)


def _anchor(
    token: Token, words: str, at: tuple[int, int], block: Piece, defined: dict[str, tuple[int, Columns]]
) -> Anchor:
    is_picture = token.type == "image"
    target = str(token.attrs["src" if is_picture else "href"])
    written = block.content[slice(*at)]
    if token.markup == "autolink":
        marks = written.startswith("<")
        line, columns = block.place((at[0] + marks, at[1] - marks))
        return Anchor(line, words, target, is_picture, token.markup, columns, columns and (line, columns))
    end, beside, label = _parts(written, target)
    line, columns = block.place((at[0], at[0] + end))
    if beside:
        number, there = block.place((at[0] + beside[0], at[0] + beside[1]))
        address = (number, there) if there else None
    else:
        address = defined.get(normalizeReference(label))
    return Anchor(line, words, target, is_picture, token.markup, columns, address)


def _parts(written: str, target: str) -> tuple[int, tuple[int, int] | None, str]:
    """Where the words of a link end, where its address stands beside them, or else the label that has it."""
    for found in re.finditer(r"\]\([ \t\n]*", written):
        parsed = parseLinkDestination(written, found.end(), len(written) - 1)
        rest = written[parsed.pos if parsed.ok else found.end() : -1].strip()
        if written.endswith(")") and parsed.str == target and (not rest or rest[0] + rest[-1] in ('""', "''", "()")):
            marked = written[found.end()] == "<"
            last = parsed.pos if parsed.ok else found.end()
            return found.start() + 1, (found.end() + marked, last - marked), ""
    divided = written.rfind("][")
    label = written[divided + 2 : -1]
    if divided > 0 and "[" not in label and "]" not in label.replace("\\]", ""):
        return divided + 1, None, label or written[written.index("[") + 1 : divided]
    return len(written), None, written[written.index("[") + 1 : -1]


def _definitions(prose: list[str]) -> dict[str, tuple[int, Columns]]:
    """Where the address of each label stands."""
    found: dict[str, tuple[int, Columns]] = {}
    for number, line in enumerate(prose):
        start = _LEAD.match(line)
        if "]:" in line and start and line.startswith("[", start.end()):
            text = f"{line}\n{prose[number + 1]}" if number + 1 < len(prose) else line
            if one := _DEFINITION.match(text, start.end()):
                label = normalizeReference(one["label"])
                found.setdefault(label, _place(text, number, one.span("address")))
    return found


def _place(text: str, number: int, span: tuple[int, int]) -> tuple[int, Columns]:
    first, last = (span[0] + 1, span[1] - 1) if text[span[0]] == "<" else span
    begin = text.rfind("\n", 0, first) + 1
    return number + (begin > 0), (first - begin, last - begin)
