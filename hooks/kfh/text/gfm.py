"""Markdown as the host's preview reads it, as tokens with their lines: GitHub Flavored Markdown, and blocks on top.

Sources: CommonMark 0.31.2; GitHub Flavored Markdown Spec 0.29; where both are silent, cmark-gfm.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from string import punctuation

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, backtick, html_inline, image, link
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

DEEPEST, DEEPEST_WORDS = 220, 60
"""How many blocks, and how many links and emphases, may stand one within another: deeper than that, nothing is read."""

INTERRUPTS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
"""What a rule of blocks may end that has gone on without an empty line."""

_MARKED = re.compile(r"[\\`*_~\[<&]|://|www\.|  \n")
"""What a text has in it that holds anything but words and single line ends."""
_SCHEMES = ("http", "https", "ftp")
_LETTERS_AT_END = re.compile(r"[A-Za-z]*\Z")
_TO_SPACE = re.compile(r"[^\s<]*", re.ASCII)
_BOX_BACKWARDS = re.compile(r"[A-Za-z0-9.+_-]*(?::otliam|:ppmx)?")
_HOST = re.compile(r"[A-Za-z0-9_-]+(?:[.][A-Za-z0-9][A-Za-z0-9_-]*)+")
_ENTITY_AT_END = re.compile(r"&[A-Za-z]+;\Z")
_MARKDOWN_WITHIN = re.compile(
    r"<(?P<tag>[a-z][a-z0-9-]*)\b(?P<before>[^<>]*?)\s+markdown(?:=(?P<q>[\"']?)\w+(?P=q))?(?P<after>[^<>]*)>\s*",
    re.IGNORECASE,
)


class Gfm(MarkdownIt):
    """Addresses stay as they are written, so that the checks find them again; these refuse them too."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 (their signature)
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (their name)
        return url

    def normalizeLinkText(self, url: str) -> str:  # noqa: N802 (their name)
        return url


def parser(*, www: bool) -> Gfm:
    """A parser of texts; only with `www` it looks at each w for an address, which costs a tenth more."""
    words, md = _gfm(DEEPEST_WORDS), _gfm(DEEPEST)
    words.inline.ruler.push("address", _address)
    for name, rule in _PLACED.items():
        words.inline.ruler.at(name, partial(_placed, rule))
    if www:
        words.inline.add_terminator_char("w")
    md.block.ruler.before("html_block", "markdown_within", _markdown_within, INTERRUPTS)
    md.core.ruler.at("inline", partial(_inline, words))
    md.core.ruler.at("text_join", _emails)  # what was escaped stays apart, so that nobody takes it for a mark
    return md


_PLACED = {"link": link, "image": image, "autolink": autolink, "html_inline": html_inline, "backticks": backtick}
_TYPES = ("link_open", "image", "html_inline", "code_inline")


def _placed(rule: Callable[[StateInline, bool], bool], state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Apply a rule, and note in its token, as `at`, the start and the end of what it read in the words of the block."""
    first, start = len(state.tokens), state.pos
    if not rule(state, silent):
        return False
    if token := next((token for token in state.tokens[first:] if token.type in _TYPES), None):
        token.meta["at"] = start, state.pos
    return True


def _gfm(deepest: int) -> Gfm:
    md = Gfm("commonmark", {"html": True, "maxNesting": deepest, "strikethrough_single_tilde": True})
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin, inline=False, move_to_end=False)
    return md


def _markdown_within(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 (their signature)
    """A line `<div markdown="1">`, alone: what follows is Markdown, without an empty line between (md_in_html)."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<", begin) or state.is_code_block(start):
        return False
    found = _MARKDOWN_WITHIN.fullmatch(state.src[begin : state.eMarks[start]])
    if not found:
        return False
    if not silent:
        state.line = start + 1
        token = state.push("html_block", "", 0)
        token.map = [start, state.line]
        token.content = f"<{found['tag']}{found['before']}{found['after']}>\n"
    return True


def _inline(reader: Gfm, state: StateCore) -> None:
    """Read the words within blocks; those without any mark, which most are, need no more than their lines."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if _MARKED.search(token.content):
            reader.inline.parse(token.content, reader, state.env, token.children)
        else:
            token.children += _unmarked(token.content)


def _unmarked(text: str) -> Iterator[Token]:
    first, *others = text.split("\n")
    yield Token("text", "", 0, content=first.rstrip(" ") if others else first)
    for number, line in enumerate(others, 1):
        yield Token("softbreak", "br", 0)
        yield Token(
            "text", "", 0, content=line.lstrip(" \t").rstrip(" ") if number < len(others) else line.lstrip(" \t")
        )


def _address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (their signature)
    """Link an address that stands without marks around it (GFM, 6.9, "extended url autolink")."""
    if silent or state.linkLevel or state.src[state.pos] not in ":w":
        return False
    before = _before(state)
    if before is None:
        return False
    start = state.pos - before
    prefix = "" if before else "http://"
    domain = state.pos + 3 if before else state.pos
    end = _end_of_domain(state.src, domain, short=bool(before))
    if end is None:
        return False
    end = start + _trimmed(state.src[start : _TO_SPACE.match(state.src, end).end()])  # type: ignore[union-attr]
    if end <= state.pos:
        return False
    if before:
        state.pending = state.pending[:-before]
    for token in _link(state.src[start:end], prefix):
        new = state.push(token.type, token.tag, token.nesting)
        new.content, new.attrs, new.markup, new.info = token.content, token.attrs, token.markup, token.info
        new.meta["at"] = start, end
    state.pos = end
    return True


def _before(state: StateInline) -> int | None:
    """How many characters before this one belong to an address that has a mark here; None where there is no such."""
    src, pos = state.src, state.pos
    if src[pos] == "w":
        stands_alone = not pos or src[pos - 1] in " \t\n\v\f\r*_~("
        return 0 if src.startswith("www.", pos) and stands_alone else None
    if not src.startswith("://", pos) or not src[pos + 3 : pos + 4].isalnum():
        return None
    found = _LETTERS_AT_END.search(state.pending[-len("https_") :])
    return len(found[0]) if found and found[0].lower() in _SCHEMES else None


def _end_of_domain(text: str, start: int, *, short: bool) -> int | None:
    """Where the domain name ends that starts at `start`; a `short` one may be without a full stop."""
    parts, pos = [0], start + 1
    last = len(text) - text[-1:].isascii()  # cmark-gfm looks at neither the first byte nor the text's last
    while pos < last:
        mark = text[pos]
        if mark == "_":
            parts[-1] += 1
        elif mark == ".":
            parts.append(0)
        elif mark != "-" and (mark.isspace() or _is_punctuation(mark)):
            break
        pos += 1
    too_odd = any(parts[-2:]) and len(parts) <= 11  # noqa: PLR2004 (cmark-gfm's own number)
    return None if too_odd or (len(parts) == 1 and not short) else pos


def _is_punctuation(mark: str) -> bool:
    return mark in punctuation if mark.isascii() else unicodedata.category(mark)[0] == "P"


def _trimmed(address: str) -> int:
    """The length of an address without the marks that end the sentence around it (GFM, 6.9)."""
    surplus = address.count(")") - address.count("(")
    end = len(address)
    while end:
        last = address[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
        elif last == ";":
            entity = _ENTITY_AT_END.search(address, 0, end)
            end = entity.start() + 1 if entity else end
        elif last not in "?!.,:*_~'\"":
            break
        end -= 1
    return end


def _link(words: str, prefix: str) -> tuple[Token, Token, Token]:
    opening = Token("link_open", "a", 1, attrs={"href": prefix + words}, markup="autolink", info="auto")
    return opening, Token("text", "", 0, content=words), Token("link_close", "a", -1, markup="autolink", info="auto")


def _emails(state: StateCore) -> None:
    """Link e-mail addresses that stand without marks around them (GFM, 6.9, "extended email autolink")."""
    for token in state.tokens:
        if token.children and "@" in token.content:
            token.children = list(_with_emails(token.children))


def _with_emails(children: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    for token in children:
        if token.type == "html_inline":
            tag = token.content[:3].lower()
            depth += (tag[:2] == "<a" and not tag[2:].isalnum()) - (tag == "</a")
        depth += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type == "text" and depth <= 0 and "@" in token.content:
            yield from _emails_in(token)
        else:
            yield token


def _emails_in(token: Token) -> Iterator[Token]:
    done, text = 0, token.content
    for start, end in _emails_of(text):
        if start < done:
            continue
        if start > done:
            yield Token("text", "", 0, content=text[done:start], level=token.level)
        has_protocol = text.startswith(("mailto:", "xmpp:"), start)
        yield from _link(text[start:end], "" if has_protocol else "mailto:")
        done = end
    if done < len(text):
        yield Token("text", "", 0, content=text[done:], level=token.level)


def _emails_of(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each address; the part before the @ is read from there backwards."""
    at = text.find("@")
    while at >= 0:
        box, host = _BOX_BACKWARDS.match(text[:at][::-1]), _HOST.match(text, at + 1)
        if box and box[0] and host and host[0][-1].isalpha() and text[host.end() : host.end() + 1] != "@":
            start = at - box.end()
            yield start, start + _trimmed(text[start : host.end()])
        at = text.find("@", at + 1)
