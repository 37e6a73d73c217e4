"""What HTML a text may hold: the one rule for elements, attributes and addresses, of articles and pages alike.

Whatever is not named here is refused. The checks ask it of the HTML in a source, where a fault has its line; the build
asks it again of what was rendered, which is what readers get. Pages carry the policy that goes with it; feeds do not,
and have nothing else to keep a reader safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

_CELL = "abbr align axis bgcolor char colspan headers height nowrap rowspan scope valign width"
_ROWS = "align bgcolor valign"
_SOUND = "controls loop muted preload src"
_EDIT = "cite datetime"

ELEMENTS = {
    # words
    "a": "alt download href hreflang name referrerpolicy rel target type", "abbr": "", "b": "", "bdi": "", "bdo": "",
    "big": "", "br": "clear", "cite": "", "code": "", "data": "value", "del": _EDIT, "dfn": "", "em": "",
    "font": "color face size", "i": "", "ins": _EDIT, "kbd": "", "mark": "", "nobr": "", "q": "cite", "rp": "",
    "rt": "", "ruby": "", "s": "", "samp": "", "small": "", "span": "align", "strike": "", "strong": "", "sub": "",
    "sup": "", "time": "datetime", "tt": "", "u": "", "var": "", "wbr": "",
    # blocks
    "address": "", "article": "", "aside": "", "blockquote": "align cite", "center": "", "dd": "",
    "details": "name open", "div": "align", "dl": "compact", "dt": "", "figcaption": "align", "figure": "align",
    "footer": "", "h1": "align", "h2": "align", "h3": "align", "h4": "align", "h5": "align", "h6": "align",
    "header": "", "hgroup": "", "hr": "align color noshade size width", "li": "type value", "nav": "",
    "ol": "compact reversed start type", "p": "align", "pre": "width", "section": "", "summary": "",
    "ul": "compact type",
    # tables
    "caption": "align", "col": "align span valign width", "colgroup": "align span valign width",
    "table": "align bgcolor border cellpadding cellspacing frame height rules summary width", "tbody": _ROWS,
    "td": _CELL, "tfoot": _ROWS, "th": _CELL, "thead": _ROWS, "tr": _ROWS,
    # pictures, sound and film
    "audio": _SOUND, "img": "align alt border decoding height hspace loading sizes src srcset vspace width",
    "picture": "", "source": "height media sizes src srcset type width", "track": "default kind label src srclang",
    "video": f"{_SOUND} height playsinline poster width",
}  # fmt: skip
"""Each element that a text may hold, with the attributes that it may have besides EVERYWHERE."""

EVERYWHERE = frozenset((
    "class", "data-address", "data-toc-label", "dir", "hidden", "id", "lang", "markdown", "role", "style", "tabindex",
    "title", "translate", "xml:lang",
))  # fmt: skip
"""The attributes of any element, with those whose names start with `aria-`."""

LINKS = frozenset(["cite", "href"])
"""Attributes with an address that a reader may choose to follow."""

FETCHED = frozenset(["poster", "src", "srcset"])
"""Attributes with addresses that a browser fetches by itself: they must be the site's own."""

SCHEMES = frozenset(["ftp", "geo", "http", "https", "mailto", "sms", "tel", "webcal"])
"""How a whole address may start that a link leads to."""

_RUN = frozenset(["javascript", "vbscript", "data"])
_ATTRIBUTES = {tag: EVERYWHERE.union(names.split()) for tag, names in ELEMENTS.items()}
_ANY = EVERYWHERE.union(*_ATTRIBUTES.values())
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_DROPPED = re.compile("[\t\n\r]|^[\0-\x20]+|[\0-\x20]+$")
_STYLE = re.compile(r"(?:[^\\@<>(){}]|\b(?:rgba?|hsla?|calc)\([^\\@<>(){}]*\))*", re.IGNORECASE)
"""A style that fetches nothing: CSS names an address within brackets, and a name may hide behind a backslash."""
_DOCUMENT = re.compile(r"</?(?:html|head|body)\b", re.IGNORECASE)


class Refusal(NamedTuple):
    """`message` says what cannot stand in a text, and what to write instead.

    `place` is the part of the element that it is about: the name of an attribute, or its value; "" for all of it.
    """

    code: str
    message: str
    place: str = ""


def refusals(tag: str, attributes: Iterable[tuple[str, str | None]], own: str = "") -> Iterator[Refusal]:
    """What is wrong with an element of these attributes, whose names are in small letters and their values decoded.

    `own` is how the addresses of the site's own files start, or "" where they are relative. Without a tag, whatever
    any element may have is allowed.
    """
    known = _ATTRIBUTES.get(tag) if tag else _ANY
    if known is None:
        yield _element(tag)
        return
    for name, value in attributes:
        if name not in known and not name.startswith("aria-"):
            yield _attribute(tag, name)
        elif name in LINKS:
            yield from _link(name, value or "")
        elif name in FETCHED:
            yield from _fetched(tag, name, value or "", own)
        elif name == "style" and not _STYLE.fullmatch(value or ""):
            message = f'"style=" must fetch nothing and hold no functions; found "{_short(value or "")}": take it out'
            yield Refusal("KFH523", message, name)


def in_tree(tree: Any, own: str) -> Iterator[Refusal]:
    """Likewise, of all that stands in a text as it was rendered (an element of lxml)."""
    for node in tree.iter():
        if isinstance(node.tag, str):
            yield from refusals(node.tag, node.attrib.items(), own)
        elif is_lost(node.text or ""):
            yield no_markup(f"<{'!' * (node.text[0] == '[')}{_short(node.text)}>")


def in_document(text: str) -> Iterator[Refusal]:
    """What is wrong with HTML as a whole: a tag after which a browser, or a feed reader, may read no more."""
    found = _DOCUMENT.search(text)
    if found:
        yield _element(found[0].strip("</").lower())


def is_lost(comment: str) -> bool:
    """Whether what a browser takes for a comment was meant to be more than a note: `<?…>` or `<![CDATA[…`."""
    return comment.startswith(("?", "[CDATA["))


def no_markup(found: str) -> Refusal:
    return Refusal("KFH501", f"{found} cannot stand in a text: no browser shows it; write &lt; for <, or take it out")


def plain(address: str) -> str:
    r"""An address as a browser takes it (WHATWG URL, section 4.4): less what it passes over, and with `/` for `\`."""
    return _DROPPED.sub("", address).replace("\\", "/")


def scheme(address: str) -> str:
    """How an address starts, in small letters and without the colon; "" for one that is relative."""
    found = _SCHEME.match(plain(address))
    return found[1].lower() if found else ""


def _element(tag: str) -> Refusal:
    if tag in _EMBEDS:
        message = f"<{tag}> cannot stand in a text: pages run no scripts and embed nothing; link to it instead"
        return Refusal("KFH501", message)
    message = (
        f"<{_short(tag)}> is nothing that a text may hold: pages run no scripts and fetch nothing from elsewhere; "
        f"to show it write &lt;{_short(tag)}&gt;, else take it out"
    )
    return Refusal("KFH523", message)


_EMBEDS = frozenset((
    "applet", "area", "base", "body", "button", "canvas", "dialog", "embed", "form", "frame", "frameset", "head",
    "html", "iframe", "image", "input", "isindex", "link", "main", "map", "math", "meta", "noembed", "noframes",
    "noscript", "object", "option", "param", "plaintext", "portal", "script", "select", "slot", "style", "svg",
    "template", "textarea", "title", "xmp",
))  # fmt: skip
"""Elements that run, embed or ask for something, or end the page; anything else is only unknown."""


def _attribute(tag: str, name: str) -> Refusal:
    short = _short(name)
    if name.startswith("on"):
        return Refusal("KFH502", f'"{short}=" cannot stand in a text: pages run no scripts; take it out', name)
    where = f" in <{tag}>" if tag else ""
    message = (
        f'"{short}=" cannot stand{where}: pages run no scripts and fetch nothing from elsewhere; take it out, and '
        "check that every quote has its pair"
    )
    return Refusal("KFH523", message, name)


def _link(name: str, value: str) -> Iterator[Refusal]:
    found = scheme(value)
    if found in _RUN:
        yield Refusal("KFH503", "a link must lead to an address; this one would run a script", name)
    elif found and found not in SCHEMES:
        message = f'a link must lead to a file, or to an address that starts with https://; found "{_short(found)}:"'
        yield Refusal("KFH503", message, name)


def _fetched(tag: str, name: str, value: str, own: str) -> Iterator[Refusal]:
    if all(_is_own(address, own) for address in _addresses(name, value)):
        return
    kind = "a picture" if tag in ("img", "picture", "") else "a recording"
    message = f"{kind} must be a file beside the article: one from another site tells that site who reads this page"
    yield Refusal("KFH504", message, name)


def _addresses(name: str, value: str) -> list[str]:
    """The addresses of an attribute; those of `srcset` stand before a space, and commas part them."""
    return [part.split()[0] for part in value.split(",") if part.strip()] if name == "srcset" else [value]


def _is_own(address: str, own: str) -> bool:
    found = plain(address)
    return found.startswith(own) if own else not scheme(found) and not found.startswith("//")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


_SHOWN = 40
