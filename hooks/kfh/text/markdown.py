"""The one Markdown of the site: what every text is read and rendered with.

The parser of `kfh.text.gfm` reads a text as the host's preview does; Python-Markdown and its extensions, which authors
know, do with its tree what they do with their own.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from html import unescape
from importlib import import_module
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown, util
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from kfh.text import extension_blocks, gfm
from kfh.text.tree import BARE, Tree
from kfh.text.words import SIGNS, Words

OWN = (
    "def_list", "fenced_code", "md_in_html", "pymdownx.betterem", "pymdownx.magiclink", "pymdownx.tilde",
    "sane_lists", "tables",
)  # fmt: skip
"""The parser knows what these add: they may be listed, and are not loaded."""

BLOCKS = (
    "admonition", "pymdownx.blocks.admonition", "pymdownx.blocks.caption", "pymdownx.blocks.definition",
    "pymdownx.blocks.details", "pymdownx.blocks.html", "pymdownx.blocks.tab", "pymdownx.details", "pymdownx.tabbed",
)  # fmt: skip
"""Their blocks are rules of the parser; see `kfh.text.extension_blocks`."""

TREE = ("abbr", "attr_list", "footnotes", "pymdownx.highlight", "pymdownx.superfences", "pymdownx.tasklist", "toc")
"""They work on the tree, or on one element of it."""

KNOWN = frozenset((*OWN, *BLOCKS, *TREE, *SIGNS))
"""Every extension that may be listed."""


_RESERVED = str.maketrans(dict.fromkeys((util.STX, util.ETX), ""))
_FRAMES = 4_000
"""Calls within calls: enough to render a text that is as deep as it may be (kfh.reading.limits)."""

_FUNCTION = "!!python/name:"
_MODULES = ("material.extensions.emoji", "pymdownx.emoji", "pymdownx.slugs", "pymdownx.superfences")
"""What options may take functions from."""
_PLAIN = {"true": True, "false": False, "null": None, "~": None}
_SAMPLE = "## A `b`\n\n- [ ] c[^1] :smile:\n\n```py\nd\n```\n\n[^1]: e"
"""A text with something for most extensions to do, so that an option of a wrong kind is met."""


class Rendered(NamedTuple):
    """The HTML of a text, its links as they are written there, and its sections, each with its id and title."""

    html: str = ""
    sections: tuple[tuple[str, str], ...] = ()


class Rendering(NamedTuple):
    """A text's tokens, each block's with its lines, and what was rendered from them; `fault` says why nothing was."""

    tokens: list[Token]
    rendered: Rendered
    fault: str = ""


Render = Callable[[str], Rendering]
"""What renders a text."""


class ExtensionRefused(ValueError):
    """An extension that cannot work on what the parser reads, or not with its options."""


class HostMarkdown(Extension):  # type: ignore[misc]  # it is not typed
    """Has a Markdown read texts as the host does, with the extensions that a site lists, by their names and options."""

    def __init__(self, extensions: Iterable[str], configs: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """Raise ExtensionRefused for an extension that is not KNOWN."""
        super().__init__()
        self._names, self._configs = [*dict.fromkeys(extensions)], configs or {}
        for name in self._names:
            if name not in KNOWN:
                message = f'the Markdown extension "{name}" cannot be used here; those that can are'
                raise ExtensionRefused(f"{message} {', '.join(sorted(KNOWN))}")

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (their name)
        loaded = dict.fromkeys((*self._names, "footnotes"))
        md.registerExtensions([name for name in loaded if name not in (*OWN, "toc")], self._configs)
        md.registerExtensions([_Toc(**self._configs.get("toc", {}))], {})
        signs = [sign for name, sign in SIGNS.items() if name in self._names]
        self._words = Words(md, signs) if signs else None
        self._with_www, self._without = (self._parser(md, www=www) for www in (True, False))
        fences = _named(md.preprocessors, "fenced_code_block")
        md.parser = self._tree = Tree(
            md, self.read, self.read_words, fences.run if hasattr(fences, "highlight") else None, self._words
        )
        for name in _names(md.parser.blockprocessors):
            md.parser.blockprocessors[name].parser = md.parser
        for name in _names(md.preprocessors):
            md.preprocessors.deregister(name)
        md.preprocessors.register(_Source(md), "source", 30)
        if hasattr(fences, "highlight"):
            md.preprocessors.register(_Idle(fences), "fenced_code_block", 25)
        for name in ("inline", "footnote", "footnote-reorder", "footnote-duplicate"):
            if name in md.treeprocessors:
                md.treeprocessors.deregister(name)
        if "attr_list" in self._names:
            md.treeprocessors.register(_Attributes(md), "attr_list", 8)
        md.treeprocessors.register(_WithoutTags(md), "without_tags", -1)
        md.registerExtension(self)

    def _parser(self, md: Markdown, *, www: bool) -> gfm.Gfm:
        made = gfm.parser(www=www)
        blocks = md.parser.blockprocessors
        extension_blocks.enable(made, {name: blocks[name] for name in _names(blocks)})
        if "def_list" in self._names:
            made.use(deflist_plugin)
        return made

    def read(self, text: str) -> list[Token]:
        """The tokens of a text, with those of the texts before since `reset`: links may lead by their references."""
        return self._reader(text).parse(text, self._env)

    def read_words(self, text: str) -> list[Token]:
        """The tokens of words that are no text of their own, such as a title."""
        return [child for token in self._reader(text).parseInline(text, self._env) for child in token.children or ()]

    def _reader(self, text: str) -> gfm.Gfm:
        return self._with_www if "www." in text else self._without

    def reset(self) -> None:
        """Forget the last text; Python-Markdown calls this."""
        self._env: dict[str, Any] = {}
        self._tree.reset()
        if self._words:
            self._words.reset()


@cache
def options_of(name: str, written: str) -> dict[str, Any]:
    """The options of an extension, from JSON in which each value is the text that stands in YAML.

    Raises ExtensionRefused where the extension cannot work with them.
    """
    options = {option: _value(value) for option, value in (json.loads(written) or {}).items()}
    if options:
        try:
            Markdown(extensions=[name], extension_configs={name: options}).convert(_SAMPLE)
        except Exception as error:  # noqa: BLE001 (whatever it is, this extension met it with these options)
            raise ExtensionRefused(f"{type(error).__name__}: {error}") from None
    return options


def _value(written: Any) -> Any:
    if isinstance(written, dict):
        return {name: _value(value) for name, value in written.items()}
    if isinstance(written, list):
        return [_value(value) for value in written]
    if written.startswith(_FUNCTION):
        module, _, name = written.removeprefix(_FUNCTION).rpartition(".")
        if module not in _MODULES:
            raise ExtensionRefused(f'"{written}" is in none of {", ".join(_MODULES)}')
        return getattr(import_module(module), name)
    return _PLAIN.get(written, int(written) if written.isdecimal() else written)


@cache
def renderer(extensions: tuple[tuple[str, str], ...]) -> Render:
    """What renders the texts of a site that lists these extensions, each with its options as `options_of` reads them.

    Raises ExtensionRefused for one that cannot be used.
    """
    configs = {name: options_of(name, written) for name, written in extensions}
    markdown = Markdown(extensions=[HostMarkdown(configs, configs)])

    def render(text: str) -> Rendering:
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _FRAMES))
        fault = html = ""
        try:
            html = markdown.reset().convert(text)
        except RecursionError:
            fault = "it is too deep in lists and quotes"
        except ValueError as error:
            fault = str(error)
        toc = markdown.toc_tokens if html else ()
        sections = tuple((entry["id"], unescape(entry["name"])) for entry in toc)
        return Rendering(markdown.parser.tokens, Rendered(html, sections), fault)

    return render


class _Source(Preprocessor):  # type: ignore[misc]  # it is not typed
    """Takes out the characters between which Python-Markdown puts its placeholders."""

    def run(self, lines: list[str]) -> list[str]:
        return "\n".join(lines).translate(_RESERVED).split("\n")


class _Idle:
    """Stands where others look for a preprocessor's settings: it is asked for each fence, not for a whole text."""

    def __init__(self, preprocessor: Any) -> None:
        self._preprocessor = preprocessor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._preprocessor, name)

    def run(self, lines: list[str]) -> list[str]:
        return lines


class _Places(TocTreeprocessor):  # type: ignore[misc]  # it is not typed
    """Gives headings their ids; a list of them is made for a text alone that asks for it, since that takes its time."""

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        return super().build_toc_div(toc_list) if self._is_wanted() else Element("div")

    def replace_marker(self, root: Element, elem: Element) -> None:
        if self._is_wanted():
            super().replace_marker(root, elem)

    def _is_wanted(self) -> bool:
        return bool(self.marker) and any(self.marker in line for line in self.md.lines)


class _Toc(TocExtension):  # type: ignore[misc]  # it is not typed
    TreeProcessorClass = _Places


class _WithoutTags(Treeprocessor):  # type: ignore[misc]  # it is not typed
    def run(self, root: Element) -> None:
        for element in list(root.iter(BARE)):
            element.tag = None  # type: ignore[assignment]  # its serialiser knows what this means


def _names(registry: Any) -> list[str]:
    return [one.name for one in list(registry._priority)]  # noqa: SLF001 (there is no other way)


def _named(registry: Any, name: str) -> Any:
    """What stands in one of Python-Markdown's registries under a name, or None."""
    return registry[name] if name in registry else None  # noqa: SIM401 (it has no get)


class _Attributes(AttrListTreeprocessor):  # type: ignore[misc]  # it is not typed
    """Takes `{: …}`, `{#id}` and `{.class}` only: other words in braces are words."""

    _BASE = r"\{(?::[ ]*(?=[^\}\n ])|(?=[#.][A-Za-z_]))([^\}\n]*)\}"
    HEADER_RE = re.compile(rf"[ ]+{_BASE}[ ]*$")
    BLOCK_RE = re.compile(rf"\n[ ]*{_BASE}[ ]*$")
    INLINE_RE = re.compile(rf"^{_BASE}")

    def run(self, doc: Element) -> None:
        if any("{" in line for line in self.md.lines):
            super().run(doc)
