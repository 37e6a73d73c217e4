"""The blocks that extensions add, as rules of the parser: `!!!`, `???`, `===`, `///`, and `*[…]:` for abbreviations.

The extension's own pattern knows the head; where the block ends, and what is in it, is told here, in the place where it
stands, by the rules of Markdown that hold everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from kfh.text.gfm import INTERRUPTS

KINDS = frozenset((
    "abstract", "attention", "bug", "caution", "danger", "error", "example", "failure", "hint", "important", "info",
    "note", "question", "quote", "success", "tip", "warning",
))  # fmt: skip
"""The kinds of admonition that need no title in quotes; `!!! Book now` is a sentence."""

DEEPEST = 20
"""How many of these blocks may stand one within another; the heads of deeper ones are words."""

BODY = 4
"""By how many columns the body of a block without an end mark is indented."""

_DEPTH = "extension_depth"
_MARKS = {"!!!": "admonition", "???": "details", "===": "tabbed"}
"""The processors of blocks without an end mark, by how a head starts."""
_STARTS = tuple(_MARKS)
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_KIND = re.compile(r"(?:!!!|\?\?\?\+?) ?([\w-]+)")


def enable(md: MarkdownIt, processors: Mapping[str, Any]) -> None:
    """Have a parser know the blocks of these processors."""
    rules = _Rules(processors)
    md.block.ruler.before("fence", "extension_indented", rules.indented, INTERRUPTS)
    if "blocks" in processors:
        md.block.ruler.before("fence", "extension_ended", rules.ended, INTERRUPTS)
    if "abbr" in processors:
        md.block.ruler.before("fence", "abbreviation", rules.abbreviation, {"alt": ["paragraph"]})


class _Rules:
    def __init__(self, processors: Mapping[str, Any]) -> None:
        self._processors = processors

    def indented(self, state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 (their signature)
        """A head and, below it, the lines that stand four columns to the right."""
        if not state.src.startswith(_STARTS, state.bMarks[start] + state.tShift[start]):
            return False
        head = _line(state, start)
        name = _MARKS.get(head[:3], "")
        if (
            _is_too_deep(state)
            or state.is_code_block(start)
            or name not in self._processors
            or not self._is_head(name, head)
        ):
            return False
        last, line = start + 1, start + 1
        while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent + BODY):
            line += 1
            last = last if state.isEmpty(line - 1) else line
        if not silent:
            _push(state, (start, start + 1, last), state.blkIndent + BODY, {"name": name, "head": head, "end": ""})
            state.line = last
        return True

    def _is_head(self, name: str, head: str) -> bool:
        processor = self._processors[name]
        pattern: re.Pattern[str] = getattr(processor, "RE", None) or processor.START
        if not pattern.match(head):
            return False
        kind = _KIND.match(head)
        return '"' in head or bool(kind and kind[1].lower() in KINDS)

    def ended(self, state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 (their signature)
        """`/// name | words`, its options below it four columns to the right, and all down to the closing `///`."""
        blocks = self._processors["blocks"]
        found = None if _is_too_deep(state) or state.is_code_block(start) else blocks.start.match(_line(state, start))
        if not found:
            return False
        body = start + 1
        while body < end and not state.isEmpty(body) and state.sCount[body] - state.blkIndent >= BODY:
            body += 1
        head = "\n".join((_line(state, start), *(_raw(state, line) for line in range(start + 1, body))))
        known = blocks.test(Element("div"), head)
        blocks.cached_block = None
        if not known:
            return False
        last = _closing(state, body, end, len(found[1]), blocks.end)
        if not silent:
            _push(state, (start, body, last), state.blkIndent, {"name": "blocks", "head": head, "end": found[1]})
            state.line = min(last + 1, end)
        return True

    def abbreviation(self, state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 (theirs)
        processor = self._processors["abbr"]
        found = None if state.is_code_block(start) else processor.RE.match(_line(state, start))
        if not found or not found["title"].strip():
            return False
        if not silent:
            processor.abbrs[found["abbr"].strip()] = found["title"].strip()
            state.line = start + 1
        return True


def _is_too_deep(state: StateBlock) -> bool:
    return bool(state.env.get(_DEPTH, 0) >= DEEPEST)


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip()


def _raw(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] : state.eMarks[number]]


def _closing(state: StateBlock, line: int, end: int, length: int, pattern: re.Pattern[str]) -> int:
    """The line with the mark that ends a block, outside fences; where there is none, the first line after the block."""
    fence = ""
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        text = _line(state, line)
        fenced = _FENCE.match(text)
        if fence:
            fence = "" if fenced and fenced[1].startswith(fence) and not fenced[2].strip() else fence
        elif fenced:
            fence = fenced[1]
        elif (found := pattern.match(text)) and len(found[1]) == length:
            return line
        line += 1
    return line


def _push(state: StateBlock, lines: tuple[int, int, int], indent: int, meta: dict[str, str]) -> None:
    """Tokens for a block whose head starts at the first of `lines`, its body at the second, and that ends at the third.

    `meta` gets the body's source too: what some processors take is no Markdown.
    """
    start, body, last = lines
    token = state.push("extension_open", "", 1)
    token.map = [start, last]
    token.meta = meta | {"source": state.getLines(body, last, indent, keepLastLF=False)}
    before = state.lineMax, state.blkIndent, state.parentType, state.tight
    state.lineMax, state.blkIndent, state.parentType = last, indent, "extension"
    state.env[_DEPTH] = state.env.get(_DEPTH, 0) + 1
    state.md.block.tokenize(state, body, last)
    state.env[_DEPTH] -= 1
    state.lineMax, state.blkIndent, state.parentType, state.tight = before
    state.push("extension_close", "", -1)
