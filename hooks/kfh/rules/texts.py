"""The text of a file as its checks see it: Markdown's tokens with their lines, and the lines without code."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from kfh.content.problems import Problem
    from kfh.content.reading import Reading
    from kfh.text.markdown import Render, Rendering

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
COMMAND = re.compile(
    r"\[/?(?:audio|caption|code|column|contact-form|embed|gallery|playlist|table|video|vc_\w+|wp_\w+|youtube)\b[^\]\n]*\]"
    r"|\{\{[<%].*?[%>]\}\}|\{%.*?%\}|^:{3,}.*",
    re.IGNORECASE,
)
"""A shortcode of WordPress or Hugo, a tag of Liquid, or a box of Pandoc."""
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class Anchor(NamedTuple):
    """A link or a picture: its line (from 0), its words and where it leads; `markup` is "autolink" for `<https://…>`.

    `after` is the column of its line in which the one before it ends, from 0.
    """

    line: int
    words: str
    target: str
    is_picture: bool
    markup: str
    after: int = 0


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
        self, code: str, message: str, line: int, columns: tuple[int, int] = (0, 0), text: str | None = None
    ) -> Problem:
        """See Reading.body_problem."""
        return self.reading.body_problem(code, message, line=line, columns=columns, text=text)

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
    def html(self) -> list[tuple[int, str]]:
        return [(line, token.content) for line, token in self.tokens if token.type in ("html_block", "html_inline")]

    @cached_property
    def words(self) -> list[tuple[int, str]]:
        """The words of each line, less addresses, and less lines with a command of another system: it is named once."""
        commands = {number for number, line in enumerate(self.lines) if COMMAND.search(line)}
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

    def find(self, number: int, words: str, length: int | None = None) -> tuple[int, int]:
        """The columns from 0 at which `words` stand in a line, or (0, 0); the first `length` of them, if given."""
        start = self.line(number).find(words)
        return (start, start + (length or len(words))) if start >= 0 else (0, 0)

    def problem_at(self, code: str, message: str, number: int, found: re.Match[str]) -> Problem:
        """A problem at what was found in the content of a token, looked for in its line."""
        around = found.string[found.start() : found.end() + 8].partition("\n")[0]
        return self.problem(code, message, number, self.find(number, around, len(found[0])))

    def line(self, number: int) -> str:
        """The line with a number from 0, or "" behind the last."""
        return self.lines[number] if number < len(self.lines) else ""

    def place(self, start: int, html: str, span: tuple[int, int]) -> tuple[int, tuple[int, int]]:
        """The line, and the columns in it, of what stands at `span` in HTML that starts at line `start`; from 0."""
        line = start + html.count("\n", 0, span[0])
        before, found = html[: span[0]].rpartition("\n")[2], html[slice(*span)].partition("\n")[0]
        written = self.lines[line] if line < len(self.lines) else ""
        column = written.find(before + found) + len(before)
        return line, (column, column + len(found)) if column >= len(before) else (0, 0)

    @cached_property
    def anchors(self) -> list[Anchor]:
        """Every link and picture of the text, in order."""
        found: list[Anchor] = []
        opened: list[tuple[int, Token]] = []
        words: list[str] = []
        for line, token in self.tokens:
            if token.type == "link_open":
                opened, words = [(line, token)], []
            elif token.type == "link_close" and opened:
                start, link = opened.pop()
                found.append(
                    Anchor(start, "".join(words), str(link.attrs["href"]), is_picture=False, markup=link.markup)
                )
            elif token.type == "image":
                found.append(Anchor(line, token.content, str(token.attrs["src"]), is_picture=True, markup=""))
                words.append(token.content)
            elif token.type in ("text", "text_special", "code_inline"):
                words.append(token.content)
        return list(self._in_order(found))

    def _in_order(self, anchors: list[Anchor]) -> Iterator[Anchor]:
        line = after = 0
        for anchor in anchors:
            found = anchor._replace(after=after if anchor.line == line else 0)
            line, after = anchor.line, self.columns(found)[1]
            yield found

    def columns(self, anchor: Anchor) -> tuple[int, int]:
        """Where a link's words or, failing these, its address stand in its line; from 0, end excluded."""
        line = self.prose[anchor.line] if anchor.line < len(self.prose) else ""
        mark = "![" if anchor.is_picture else "["
        bare = anchor.words if anchor.markup == "autolink" else ""
        for part in (bare, f"{mark}{anchor.words}]", anchor.target, f"{mark}{anchor.words.split(' ')[0]}"):
            start = line.find(part, anchor.after)
            start = start if start >= 0 else line.find(part)
            if start >= 0 and part:
                return start, start + len(part)
        return 0, 0

    def address(self, anchor: Anchor) -> tuple[int, tuple[int, int]] | None:
        """Where the address of a link stands, beside its words or by its label: the line and the columns, from 0."""
        forms = [anchor.target, unquote(anchor.target), anchor.target.replace("&", "&amp;")]
        forms += [anchor.words] if anchor.markup == "autolink" else []
        written = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
        lead = "<?" if anchor.markup == "autolink" else r"\]\(\s*<?"
        beside = re.compile(f"{lead}({written})")
        by_label = re.compile(rf" {{0,3}}\[[^\]]+\]:\s*<?({written})(?=[\s>]|$)")
        start, number = self.columns(anchor)[0], anchor.line
        while number < len(self.prose) and self.prose[number].strip():
            if found := beside.search(self.prose[number], start):
                return number, found.span(1)
            start, number = 0, number + 1
        labels = ((number, by_label.match(line)) for number, line in enumerate(self.prose))
        return next(((number, label.span(1)) for number, label in labels if label), None)


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
