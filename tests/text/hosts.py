"""What the host's preview shows of a text, by cmark-gfm itself, in a form that can be compared with ours."""

import re

import cmarkgfm
from cmarkgfm.cmark import Options
from lxml import etree, html
from markdown import Markdown

from kfh.text.markdown import HostMarkdown

LISTED = ("toc", "tables", "fenced_code", "attr_list", "footnotes", "md_in_html", "sane_lists", "pymdownx.tilde")
_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
_NOTES = "//section[@class='footnotes'] | //div[@class='footnote'] | //sup"


def converted(text, *extensions, **configs):
    """The HTML that we make of a text, with these extensions beside those that are always listed."""
    names = {name.replace("__", "."): options for name, options in configs.items()}
    return Markdown(extensions=[HostMarkdown((*LISTED, *extensions), names)]).convert(text)


def shown(text):
    """Elements, addresses and words of what the host shows."""
    return skeleton(cmarkgfm.github_flavored_markdown_to_html(text, _OPTIONS))


def skeleton(content):
    """Elements, addresses and words of some HTML, without notes, whose form is each system's own."""
    tree = html.fragment_fromstring(content or "", create_parent="div")
    for notes in tree.xpath(_NOTES):
        notes.drop_tree()
    for comment in list(tree.iter(etree.Comment)):
        comment.drop_tree()
    return list(_parts(tree))


def _parts(element):
    address = element.get("href") or element.get("src")
    yield f"<{element.tag} {address}>" if address else f"<{element.tag}>"
    yield from _words(element.text)
    for child in element:
        yield from _parts(child)
        yield from _words(child.tail)
    yield f"</{element.tag}>"


def _words(text):
    words = re.sub(r"\s+", " ", text or "").strip()
    return [words] if words else []
