"""What must hold for any file, title or mistake at all."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.sites import POST, RENDER

from kfh.model.vocabulary import Author, Registers, Term
from kfh.problems.catalogue import CHECKS
from kfh.reading import pasted
from kfh.rules import fix, one_file

settings.register_profile("same-every-time", derandomize=True, deadline=None, database=None)
settings.load_profile("same-every-time")

REGISTERS = Registers()
REGISTERS.tags.add(Term(slug="workforce", label="Workforce", aliases=("staff",)))
REGISTERS.authors.add(Author(slug="leads-group", name="Leads Group"))
PATH = "posts/2018-03-01-a-post.md"
PLAIN = POST.format(title="A post", date="2018-03-01", body="Text.", more="")
PIECES = (
    "---", "\n", " ", ":", ": ", "- ", "#", '"', "'", "“", "”", "\u00a0", "\u200b", "\t", "\r\n", "[", "]", "{", "&",
    "*", "!", "|", ">", "title", "date", "tags", "Tags", "summary", "image", "meeting_date", "2018-03-01", "31/12/2018",
    "Workforce", "staff", "&rsquo;", "<<<<<<< a", "=======", ">>>>>>> b", "```", "`", "<!--", "-->", "<img>", "<script",
    "![](", "[a](b)", "http://", "#A", "## ", "|-|", "!!! note", "    ", "é", "\x00", "\ufeff", "contact:\n  name: x",
)  # fmt: skip
MISTAKES = {
    "title: A post": ("title: A: post", "title: #A post", "title: “A post”", "title:\u00a0A post", "title:\tA &amp; B"),
    "date: 2018-03-01": ("date: 1 March 2018", "Date: 2018-03-01", 'date: "1st March 2018"'),
    "tags:": ("Tags:", "TAGS:"),
    "  - Workforce": ("  - staff", "  - workforce", "  - Workforce\n  - Workforce", "\t- Workforce"),
    "Text.": ("The\u00a0text.", "Te\u200bxt `code\u00a0` text", "Text.\n\n```\nco\u00a0de\n```", "Text.\r"),
}


@given(st.binary(max_size=400))
@example(b"")
@example(b"---\n---")
@example(b"---\ntitle: \xff\xfe\n")
def test_any_bytes_give_problems_and_never_an_exception(raw):
    for path in (PATH, "bulletins/2018-03-01-a.md", "docs/about.md"):
        problems = one_file.check(path, raw, REGISTERS, RENDER).problems
        assert path == "docs/about.md" or problems


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_pieces_of_articles_in_any_order_give_problems_at_places_that_exist(text):
    for start in ("", "---\n", "---\ntitle: A\n---\n"):
        raw = f"{start}{text}".encode()
        lines = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for found in one_file.check("bulletins/2018-03-01-a.md", raw, REGISTERS, RENDER).problems:
            problem = found.written_out(lines)
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
            assert CHECKS[problem.code]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_mending_any_text_twice_is_the_same_as_once(text):
    raw = f"---\n{text}".encode()
    first = fix.mended(PATH, raw, REGISTERS, RENDER)
    if first:
        assert fix.mended(PATH, first.after, REGISTERS, RENDER) is None


@given(st.data())
def test_mending_changes_the_lines_at_fault_and_leaves_all_others_to_the_byte(data):
    extra = "# a note\n\nimage_credit:   Ann   \n"
    template = PLAIN.replace("---\n\nText.", f"{extra}---\n\nText.\n\n  *  odd   spaces  \n\n\nend")
    written, sound = [], []
    for line in template.split("\n"):
        drawn = data.draw(st.sampled_from((line, *MISTAKES.get(line, ()))))
        written.append(drawn)
        sound += [line] if drawn == line else []
    text = "\n".join(written)
    change = fix.mended(PATH, text.encode(), REGISTERS, RENDER)
    after = change.after.decode() if change else text
    rest = iter(after.split("\n"))
    assert all(line in rest for line in sound), after
    assert pasted.visible("co\u00a0de") not in after
    codes = {problem.code for problem in one_file.check(PATH, after.encode(), REGISTERS, RENDER).problems}
    assert not {code for code in codes if CHECKS[code].mended}
