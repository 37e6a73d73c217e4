"""The text of a file as its checks see it: Markdown's tokens with their lines, and the lines without code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from markdown_it.token import Token

from kfh.problems.problem import Problem
from kfh.rules import places
from kfh.rules.checked_file import Reading
from kfh.rules.places import Anchor, Columns, Html
from kfh.text.markdown import Render, Rendering

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_COMMAND = re.compile(
    r"\[/?(?:audio|caption|code|column|contact-form|embed|gallery|playlist|table|video|vc_\w+|wp_\w+|youtube)\b[^\]\n]*\]"
    r"|\{\{[<%].*?[%>]\}\}|\{%.*?%\}|^:{3,}.*",
    re.IGNORECASE,
)
"""A shortcode of WordPress or Hugo, a tag of Liquid, or a box of Pandoc."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def commands_in(line: str) -> Iterator[re.Match[str]]:
    """The commands of other systems in a line: most have no mark of any."""
    may_be = "[" in line or "{" in line or line.startswith(":::")
    return _COMMAND.finditer(line) if may_be else iter(())


class Text:
    """The text of `reading`; `render` renders a text."""

    def __init__(self, reading: Reading, render: Render) -> None:
        self.reading, self._render = reading, render
        self.lines = reading.body.split("\n")

    @cached_property
    def rendering(self) -> Rendering:
        return self._render(self.reading.body)

    @cached_property
    def tokens(self) -> list[tuple[int, Token]]:
        """Every block and inline token with its line, counted from 0."""
        return list(_with_lines(self.rendering.tokens))

    def problem(
        self, code: str, message: str, line: int, columns: Columns | None = None, text: str | None = None
    ) -> Problem:
        """See Reading.body_problem; without columns, nothing can be written instead."""
        return self.reading.body_problem(
            code, message, line=line, columns=columns or (0, 0), text=text if columns else None
        )

    @cached_property
    def prose(self) -> list[str]:
        """The lines, with a space for each character of code and comments."""
        lines = _COMMENT.sub(_blank, "\n".join(self.lines)).split("\n")
        for _, token in self.tokens:
            if token.type in ("fence", "code_block") and token.map:
                for number in range(*token.map):
                    lines[number] = " " * len(lines[number]) if number < len(lines) else ""
        return [_CODE.sub(_blank, line) if "`" in line else line for line in lines]

    @cached_property
    def html(self) -> list[Html]:
        """Every block of HTML and every tag among words, in order."""
        return [*places.html(self.rendering.tokens, self.lines)]

    @cached_property
    def anchors(self) -> list[Anchor]:
        """Every link and picture, in order."""
        return [*places.anchors(self.rendering.tokens, self.lines, self.prose)]

    @cached_property
    def words(self) -> list[tuple[int, str]]:
        """The words of each line, less addresses, and less lines with a command of another system: it is named once."""
        commands = {number for number, line in enumerate(self.lines) if any(commands_in(line))}
        return [
            (line, token.content)
            for before, (line, token) in zip([None, *(token for _, token in self.tokens)], self.tokens, strict=False)
            if token.type == "text" and "://" not in token.content and line not in commands
            if not (before and before.type == "link_open" and before.markup == "autolink")
        ]

    def paragraphs(self) -> Iterator[tuple[int, str]]:
        """Each line of a paragraph, with its number from 0; a line of a quotation or an item without its marks."""
        for index, (_, token) in enumerate(self.tokens):
            if token.type == "inline" and token.map and self.tokens[index - 1][1].type == "paragraph_open":
                yield from zip(range(*token.map), token.content.split("\n"), strict=False)

    def find(self, number: int, words: str, length: int | None = None) -> Columns | None:
        """The columns at which `words` first stand in a line, if they do; the first `length` of them, if given."""
        start = self.line(number).find(words)
        return (start, start + (length or len(words))) if start >= 0 else None

    def problem_at(self, code: str, message: str, number: int, found: re.Match[str]) -> Problem:
        """A problem at what was found in the content of a token, looked for in its line."""
        around = found.string[found.start() : found.end() + 8].partition("\n")[0]
        return self.problem(code, message, number, self.find(number, around, len(found[0])))

    def line(self, number: int) -> str:
        """The line with a number from 0, or "" behind the last."""
        return self.lines[number] if number < len(self.lines) else ""


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _with_lines(tokens: list[Token]) -> Iterator[tuple[int, Token]]:
    """Every block and inline token with its line in the body, counted from 0."""
    for token in tokens:
        line = token.map[0] if token.map else 0
        yield line, token
        for child in token.children or ():
            yield line, child
            line += child.type in ("softbreak", "hardbreak")
            line += child.content.count("\n") if child.type == "html_inline" else 0
