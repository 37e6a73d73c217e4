"""Tokens as Python-Markdown's tree of elements, in which its extensions find what they know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown, util
from markdown.blockparser import BlockParser
from markdown.extensions.footnotes import FootnoteExtension
from markdown_it.token import Token
from mdurl import encode

from kfh.text.words import Words, escaped, kept

BARE = "bare"
"""The tag of elements that are written without one: Python-Markdown's extensions want each to have a name."""

_PLACE = re.compile(rf"\s*{util.STX}body:(\d+){util.ETX}\s*")
_BACK = "&#8617;"
_NO_BREAK = "&#160;"


class Tree(BlockParser):  # type: ignore[misc]  # it is not typed
    """Stands in the place of Python-Markdown's parser of blocks.

    `read` gives the tokens of a text, and `tokens` are those of the last whole text; `read_words` gives those of words
    alone. `fence`, which may be None, makes the lines of a fenced block into HTML; `words`, which may be None, reads
    the inline marks that extensions add.
    """

    def __init__(
        self,
        markdown: Markdown,
        read: Callable[[str], list[Token]],
        read_words: Callable[[str], list[Token]],
        fence: Callable[[list[str]], list[str]] | None,
        words: Words | None,
    ) -> None:
        super().__init__(markdown)
        self.blockprocessors = markdown.parser.blockprocessors
        self._read, self._read_words, self._fence, self._words = read, read_words, fence, words
        self.reset()

    def reset(self) -> None:
        self.tokens: list[Token] = []
        self._bodies: list[Sequence[Token] | None] = []
        self._built: set[Element] = set()
        self._notes: dict[str, Sequence[Token]] = {}
        self._marks: dict[str, int] = {}

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802 (their name)
        self.root = Element(self.md.doc_tag)
        self.tokens = self._read("\n".join(lines))
        self.build(self.root, self.tokens)
        self._add_notes(self.root)
        return ElementTree(self.root)

    def parseChunk(self, parent: Element, text: str) -> None:  # noqa: N802 (their name)
        """What a processor hands back: where it is the place of a body, that; else a text of its own."""
        found = _PLACE.fullmatch(text)
        if not found:
            self.build(parent, self._read(text))
            return
        tokens, self._bodies[int(found[1])] = self._bodies[int(found[1])], None
        before = len(parent)
        self.build(parent, tokens or ())
        self._built.update(parent[before:])

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802 (their name)
        text = "\n\n".join(blocks)
        blocks.clear()
        self.parseChunk(parent, text)

    def build(self, parent: Element, tokens: Sequence[Token]) -> None:
        """Put the elements of these tokens into `parent`."""
        stack, number = [parent], 0
        while number < len(tokens):
            token = tokens[number]
            if token.type == "inline":
                self.text(stack[-1], token.children or ())
            elif token.type in ("footnote_reference_open", "extension_open"):
                end = _end(tokens, number)
                self._take(stack[-1], token, tokens[number + 1 : end])
                number = end
            elif token.type == "paragraph_open" and token.hidden:
                self.text(_tight(stack[-1]), tokens[number + 1].children or ())
                number += 2
            elif token.nesting == 1:
                stack.append(_element(stack[-1], token))
            elif token.nesting == -1:
                stack.pop()
            else:
                self._leaf(stack[-1], token)
            number += 1

    def _take(self, parent: Element, token: Token, body: Sequence[Token]) -> None:
        if token.type == "extension_open":
            self._extension(parent, token.meta, body)
        else:
            self._notes.setdefault(token.meta["label"], body)

    def _leaf(self, parent: Element, token: Token) -> None:
        if token.type == "html_block":
            _bare(parent).text = self.md.htmlStash.store(token.content)
        elif token.type == "fence" and self._fence:
            fence = f"{token.markup}{token.info}"
            lines = self._fence([fence, *token.content.removesuffix("\n").split("\n"), token.markup])
            _bare(parent).text = "\n".join(lines)
        elif token.type in ("fence", "code_block"):
            code = SubElement(SubElement(parent, "pre"), "code")
            code.text = util.AtomicString(util.code_escape(token.content))
            if token.info.strip():
                code.set("class", f"language-{token.info.split()[0]}")
        else:
            SubElement(parent, token.tag)

    def _extension(self, parent: Element, meta: dict[str, Any], body: Sequence[Token]) -> None:
        """Have a processor make its elements around a place for the body, and put the body there."""
        processor = self.blockprocessors[meta["name"]]
        place = f"{util.STX}body:{len(self._bodies)}{util.ETX}"
        self._bodies.append(body)
        number, before = len(self._bodies) - 1, len(parent)
        if not self._run(processor, parent, _written(meta, place)):
            SubElement(parent, "p").text = escaped(meta["head"])
            self.build(parent, body)
        elif self._bodies[number] is not None:
            del parent[before:]
            self._run(processor, parent, _written(meta, meta["source"].strip("\n")))
        self._bodies[number] = None
        for element in parent[before:] or parent[-1:]:
            self._read_titles(element)

    def _run(self, processor: Any, parent: Element, block: str) -> bool:
        if not processor.test(parent, block):
            return False
        processor.run(parent, [block])
        return True

    def _read_titles(self, element: Element) -> None:
        """Read the words that a processor wrote, such as titles, as text of the article."""
        if element in self._built:
            return
        for child in list(element):
            self._read_titles(child)
        text = element.text
        if text and text.strip() and not isinstance(text, util.AtomicString) and element.tag not in ("pre", "code"):
            element.text = None
            self.text(element, self._read_words(text))
        self._built.add(element)

    def text(self, parent: Element, tokens: Sequence[Token]) -> None:
        """Put the elements of inline tokens into `parent`."""
        if self._words and any(map(self._words.has_sign, tokens)):
            self._words.read(parent, tokens, self._inline)
            self._built.add(parent)
            return
        stack = [parent]
        for token in tokens:
            if token.type == "text":
                _append(stack[-1], escaped(token.content))
            elif token.type == "text_special":
                _append(stack[-1], kept(token.content))
            elif token.type == "softbreak":
                _append(stack[-1], "\n")
            elif token.type == "html_inline":
                _append(stack[-1], self.md.htmlStash.store(token.content))
            elif token.nesting == -1:
                stack.pop()
            else:
                stack[-1].append(element := self._inline(token))
                if token.nesting == 1:
                    stack.append(element)

    def _inline(self, token: Token) -> Element:
        if token.type == "footnote_ref":
            return self._mark(token.meta["label"])
        element = Element({"s": "del", "": "code"}.get(token.tag, token.tag))
        for name, value in token.attrs.items():
            element.set(name, escaped(encode(str(value)) if name in ("href", "src") else str(value)))
        if token.type == "code_inline":
            element.text = util.AtomicString(util.code_escape(token.content))
        elif token.type == "image":
            element.set("alt", escaped("".join(map(_plain, token.children or ()))))
        return element

    def _mark(self, label: str) -> Element:
        notes = self._extension_of_notes
        self._marks[label] = self._marks.get(label, 0) + 1
        sup = Element("sup", {"id": notes.makeFootnoteRefId(label, found=True)})
        link = SubElement(sup, "a", {"href": f"#{notes.makeFootnoteId(label)}", "class": "footnote-ref"})
        link.text = notes.getConfig("SUPERSCRIPT_TEXT").format([*self._marks].index(label) + 1)
        return sup

    @property
    def _extension_of_notes(self) -> FootnoteExtension:
        return next(one for one in self.md.registeredExtensions if hasattr(one, "makeFootnoteId"))

    def _add_notes(self, root: Element) -> None:
        """The notes that have a mark, in the order of the marks; a note may have marks of others."""
        if not self._marks:
            return
        box = SubElement(root, "div", {"class": "footnote"})
        SubElement(box, "hr")
        entries, done = SubElement(box, "ol"), 0
        while done < len(self._marks):
            label = [*self._marks][done]
            done += 1
            entry = SubElement(entries, "li", {"id": self._extension_of_notes.makeFootnoteId(label)})
            self.build(entry, self._notes.get(label, ()))
        for number, (label, entry) in enumerate(zip(self._marks, entries, strict=True), 1):
            self._lead_back(entry, label, number)

    def _lead_back(self, entry: Element, label: str, number: int) -> None:
        """Links from a note to each of its marks, at its end."""
        notes = self._extension_of_notes
        last = entry[-1] if len(entry) and entry[-1].tag == "p" else SubElement(entry, "p")
        _append(last, _NO_BREAK if last.text or len(last) else "")
        for mark in range(1, self._marks[label] + 1):
            place = f"fnref{mark if mark > 1 else ''}{notes.get_separator()}{label}"
            title = notes.getConfig("BACKLINK_TITLE").format(number)
            link = SubElement(last, "a", {"class": "footnote-backref", "href": f"#{place}", "title": title})
            link.text = _BACK


def _written(meta: dict[str, Any], body: str) -> str:
    """A block as its processor knows it."""
    if meta["end"]:
        return f"{meta['head']}\n\n{body}\n\n{meta['end']}"
    return f"{meta['head']}\n" + "\n".join(f"    {line}" for line in body.split("\n"))


def _end(tokens: Sequence[Token], start: int) -> int:
    """The number of the token that closes the one at `start`."""
    depth, number = 1, start
    kinds = tokens[start].type, tokens[start].type.replace("_open", "_close")
    while depth:
        number += 1
        depth += tokens[number].nesting if tokens[number].type in kinds else 0
    return number


def _element(parent: Element, token: Token) -> Element:
    element = SubElement(parent, token.tag)
    for name, value in token.attrs.items():
        element.set(name, str(value))
    return element


def _bare(parent: Element) -> Element:
    """A place for text within an element that has other elements already: it is written without a tag of its own."""
    found = SubElement(parent, BARE)
    found.tail = "\n"
    return found


def _tight(item: Element) -> Element:
    """Where the words of a tight item go: its text, or after what it holds already."""
    return _bare(item) if len(item) else item


def _append(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _plain(token: Token) -> str:
    """The words of a token within the description of a picture."""
    if token.children:
        return "".join(map(_plain, token.children))
    return "\n" if token.type in ("softbreak", "hardbreak") else "" if token.type == "html_inline" else token.content
