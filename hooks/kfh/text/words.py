"""The inline marks that extensions add, such as `==marked==` and `++ctrl+c++`, read by their own patterns.

Python-Markdown's patterns see one text, in which what the parser has found already stands as placeholders; so they can
fill what it left, and change nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown, util
from markdown.treeprocessors import InlineProcessor
from markdown_it.token import Token

SIGNS = {"pymdownx.mark": "==", "pymdownx.caret": "^", "pymdownx.keys": "++", "pymdownx.emoji": ":"}
"""The sign without which a text holds no mark of an extension, by the extension's name."""

_LOOKS_LIKE_ENTITY = re.compile(r"&(?=#[0-9]+;|#x[0-9a-f]+;|[0-9a-z]+;)", re.IGNORECASE)
_PATTERNS = ("delimiter", "keys", "keys-custom", "emoji")
"""The names under which these extensions register their patterns."""


class Words(InlineProcessor):  # type: ignore[misc]  # it is not typed
    def __init__(self, markdown: Markdown, signs: Iterable[str]) -> None:
        super().__init__(markdown)
        self._sign = re.compile("|".join(map(re.escape, signs)))
        self._kept: dict[str, Element] = {}
        self.inlinePatterns = util.Registry()
        for name, number in [(one.name, one.priority) for one in markdown.inlinePatterns._priority]:  # noqa: SLF001
            if name in _PATTERNS:
                self.inlinePatterns.register(markdown.inlinePatterns[name], name, number)

    @property
    def stashed_nodes(self) -> dict[str, Element]:
        """Elements by the number in their placeholders; not emptied at each run, as its own are."""
        return self._kept

    @stashed_nodes.setter
    def stashed_nodes(self, _: Any) -> None:
        pass

    def reset(self) -> None:
        self._kept.clear()

    def has_sign(self, token: Token) -> bool:
        return token.type == "text" and bool(self._sign.search(token.content))

    def read(self, parent: Element, tokens: Sequence[Token], make: Callable[[Token], Element]) -> None:
        """Put the elements of inline tokens into `parent`; `make` gives that of a token."""
        stack: list[tuple[Element, list[str], bool]] = [(parent, [], False)]
        for token in tokens:
            words = stack[-1][1]
            if token.type == "text":
                words.append(escaped(token.content))
            elif token.type == "text_special":
                words.append(kept(token.content))
            elif token.type == "softbreak":
                words.append("\n")
            elif token.type == "html_inline":
                words.append(self.md.htmlStash.store(token.content))
            elif token.nesting == 1:
                stack.append((make(token), [], token.info == "auto"))
            elif token.nesting == -1:
                element, within, is_address = stack.pop()
                if is_address:
                    element.text = util.AtomicString("".join(within))
                else:
                    self._fill(element, "".join(within), [one.tag for one, _, _ in stack])
                stack[-1][1].append(self._stash(element))
            else:
                words.append(self._stash(make(token)))
        self._fill(parent, "".join(stack[0][1]), [])

    def _fill(self, element: Element, text: str, ancestors: list[str]) -> None:
        element.text = text
        box = Element("div")
        box.append(element)
        self.run(box, ancestors)

    def _stash(self, element: Element) -> str:
        number = f"{len(self._kept):04}"
        self._kept[number] = element
        return str(util.INLINE_PLACEHOLDER % number)


def kept(text: str) -> str:
    """Characters that no extension may read as marks: their author wrote a backslash before them, or their names."""
    return "".join(map(_kept, text))


def _kept(mark: str) -> str:
    if mark == "&":
        return "&amp;"
    return f"{util.STX}{ord(mark)}{util.ETX}" if mark in "{}:=^+()[]!*" else mark


def escaped(text: str) -> str:
    """A text that the serialiser, which leaves what looks like an entity, writes as it is."""
    return _LOOKS_LIKE_ENTITY.sub("&amp;", text) if "&" in text else text
