import re
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from tests.sites import PROJECT

from engine.converter import BLOCKS, INLINE, KNOWN, Converter, hasten

CONFIG = load_config(str(PROJECT / "mkdocs.yml"), hooks=[], plugins=[])
FILE = File("posts/a.md", str(PROJECT), CONFIG.site_dir, use_directory_urls=True)
PIECES = [
    "Plain words.",
    "## Same",
    "> Said `by` [us](https://us.test/)",
    "A note.[^1]",
    "[^1]: What it says.",
    "[Named][name] and ![picture][name]",
    "[name]: https://named.test/",
    "!!! note\n    Mind the gap.",
    '??? note "More"\n    Hidden.',
    "```\n`code` # [x] > y\n```",
    "- one\n- **two** ~~three~~",
    "| a | b |\n|---|---|\n| `c` | d |",
    '<div markdown="1" id="raw">\n*in*\n</div>',
    r"\`not code\` \\`code\\` \[not](a-link) ! [x] \# #",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=6).map("\n\n".join)
LINES = ["*one* __two__", "me <me@a.test> &amp; <b>you</b>", "first  \nsecond", "H~2~O ~~out~~", "<https://a.test/>"]
MARKS = st.text(alphabet='`[]()!>#?\\ \n"ab*', max_size=30)


def fresh() -> Markdown:
    return Markdown(extensions=CONFIG.markdown_extensions, extension_configs=CONFIG.mdx_configs)


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(st.lists(TEXTS | MARKS | st.lists(st.sampled_from(LINES)).map("\n".join), min_size=2, max_size=4))
def test_an_article_is_converted_as_if_it_were_the_only_one(texts):
    converter = Converter(CONFIG, Files([FILE]))
    for text in texts:
        page = SimpleNamespace(file=FILE, article=SimpleNamespace(body=text.replace("(", "(https://a.test/")))
        plain = fresh()
        assert converter.convert(page).html == plain.convert(page.article.body)
        assert [title for _, title in converter.convert(page).toc] == [token["name"] for token in plain.toc_tokens]


def test_all_patterns_of_the_site_are_known():
    assert len(fresh().inlinePatterns) == len(KNOWN) == sum(name in fresh().inlinePatterns for name in KNOWN)


def pattern(markdown: Markdown, name: str):
    if name in INLINE:
        return markdown.inlinePatterns[name].compiled_re
    return getattr(markdown.parser.blockprocessors[name], BLOCKS[name][0])


@pytest.mark.parametrize("name", [*INLINE, *BLOCKS])
def test_a_pattern_finds_what_it_found_before(name):
    plain, hastened = fresh(), fresh()
    hasten(hastened)
    before, now = pattern(plain, name), pattern(hastened, name)
    assert not isinstance(now, re.Pattern)

    @settings(max_examples=200, deadline=None, derandomize=True, database=None)
    @given(MARKS, st.integers(0, 5))
    def same(text, start):
        for search in ("match", "search"):
            assert spans([getattr(now, search)(text)]) == spans([getattr(before, search)(text)])
        assert spans(now.finditer(text, start)) == spans(before.finditer(text, start))

    same()


def spans(found):
    return [one and (one.span(), one.groups()) for one in found]
