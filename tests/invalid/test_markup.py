"""What would run, fetch or follow something is refused at its line: in articles and pages alike."""

import pytest
from tests.sites import Site, post

POST = "posts/2018-03-01-a-post.md"
PAGE = "docs/about.md"
HEAD = "---\ntitle: About\n---\n\n"

REFUSED = {
    "a link of SVG": ('<a xlink:href="javascript:x">A</a>', "KFH523", 4),
    "SVG": ('<svg><a href="https://x.test/">A</a></svg>', "KFH501", 1),
    "a picture by its old name": ('<image src="https://x.test/p.png">', "KFH501", 1),
    "a part of another picture": ('<use href="https://x.test/p.svg#a"/>', "KFH523", 1),
    "a picture as a button": ('<input type=image src="https://x.test/p.png">', "KFH501", 1),
    "a target that is set": ('<set attributeName="href" to="javascript:x"/>', "KFH523", 1),
    "a target that is animated": ('<animate attributeName="href" values="javascript:x"/>', "KFH523", 1),
    "a background": ('<table background="https://x.test/p.png"><tr><td>1</td></tr></table>', "KFH523", 8),
    "a picture for sharp screens": ('<img alt="A" srcset="https://x.test/p.png 2x">', "KFH504", 14),
    "one of several": ('<img alt="A" srcset="p.png 1x, //x.test/p.png 2x">', "KFH504", 14),
    "a picture before a film": ('<video poster="https://x.test/p.png"></video>', "KFH504", 8),
    "a recording": ('<audio><source src="https://x.test/a.mp3"></audio>', "KFH504", 16),
    "subtitles": ('<video><track src="//x.test/a.vtt"></video>', "KFH504", 15),
    "a host after backslashes": (r'<img alt="A" src="\\x.test\p.png">', "KFH504", 14),
    "a count of clicks": ('<a href="https://x.test/" ping="https://y.test/">A</a>', "KFH523", 27),
    "a form without a form": ('<button formaction="javascript:x">A</button>', "KFH501", 1),
    "a style that fetches": ('<p style="background: url(https://x.test/p.png)">A</p>', "KFH523", 4),
    "a style that hides it": (r'<p style="background: u\72l(https://x.test/p.png)">A</p>', "KFH523", 4),
    "words for the search": ("<p data-pagefind-ignore>A</p>", "KFH523", 4),
    "a handler after a slash": ("A <a/onclick=x>word</a>", "KFH502", 6),
    "a handler in braces": ('*A*{: onmouseover="x" }', "KFH502", 4),
    "a handler for a heading": ("## A {: onmouseover=x }", "KFH502", 6),
    "a handler for a cell": ("| A {: onclick=x } |\n|---|\n| 1 |", "KFH502", 5),
    "a handler of a picture": ("[A](https://x.test/){onclick=x}", "KFH502", 21),
    "search words of a fence": ("```{.python data-pagefind-ignore=x}\nA\n```", "KFH523", 4),
    "words in braces": ("## Using {glue}", "KFH523", 10),
    "a script": ("[A](javascript:x)", "KFH503", 1),
    "a script in capitals": ("[A](JAVASCRIPT:x)", "KFH503", 1),
    "a script by numbers": ("[A](javascript&#58;x)", "KFH503", 1),
    "a script by names": ("[A](javascript&colon;x)", "KFH503", 1),
    "a script with a tab": ('<a href="java&#9;script:x">A</a>', "KFH503", 4),
    "a script after spaces": ('<a href=" &#x6A;avascript:x">A</a>', "KFH503", 4),
    "a script by reference": ("[A]\n\n[A]: javascript:x", "KFH503", 1),
    "a script between angle brackets": ("<javascript:x>", "KFH503", 2),
    "a page in an address": ("[A](data:text/html,x)", "KFH503", 1),
    "a picture in an address": ("![A](data:image/png;base64,x)", "KFH504", 1),
    "a file of one computer": ("[A](wyciwyg://x)", "KFH503", 1),
    "a name in angle brackets": ("Dear <name>, hello", "KFH523", 6),
    "a paragraph of Word": ("A <o:p></o:p>", "KFH523", 3),
    "a program": ("<?php echo 1 ?>", "KFH501", 1),
    "a section of XML": ("<![CDATA[words]]>", "KFH501", 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_must_not_stand_in_a_text_is_refused_where_it_stands(site, name):
    text, code, column = REFUSED[name]
    site.write(POST, post(body=text))
    site.write(PAGE, HEAD + text)
    found = {(problem.path, problem.line, problem.column, problem.code) for problem in site.problems()}
    assert {(POST, 8, column, code), (PAGE, 5, column, code)} <= found


ALLOWED = """
## A heading {#own .quiet}

Words with *emphasis*{.quiet}, `code`{: title="A name" lang=en }, <kbd>Ctrl</kbd>, <abbr title="x">X</abbr>,
H<sub>2</sub>O, ~~old~~, <mark>new</mark>, <br> a break, <https://x.test/>, <lks@x.test>,
[a link](https://x.test/){: target=_blank rel=noopener}, [a number](tel:+441234), [mail](mailto:lks@x.test),
3 < 4, \\<b>, a {name} in braces, and a note[^1].
{: lang=en }

[^1]: The note.

| Left | Right |
|:-----|------:|
| 1    | 2     |

<details open markdown>
<summary>More</summary>

Words.

</details>

<table class="wide" border="1" cellpadding="2"><tr><th scope="row" style="width: 10%; color: rgb(1, 2, 3)">A</th>
<td align="right" colspan="2" valign="top">1</td></tr></table>

<div align="center" id="here" aria-label="A place"><font color="red">Red</font>
<time datetime="2018-03-01">1 March</time></div>

```{.python #it hl_lines="1" title="A file"}
x = {"<script>": "javascript:"}
```

``` html
<script>1</script> [A](javascript:x)
```
"""


def test_what_does_no_harm_is_allowed(site):
    site.write(POST, post(body=ALLOWED))
    site.write(PAGE, HEAD + ALLOWED)
    assert [problem for problem in site.problems() if problem.path in (POST, PAGE)] == []
    done = site.build()
    assert done.code == 0, done.text
    for path in ("blog/2018/03/01/a-post/index.html", "about/index.html"):
        page = site.read(path)
        assert 'title="A name"' in page
        assert 'rel="noopener"' in page
        assert 'class="align-right"' in page
        assert '<font color="red">' in page


def test_a_name_in_angle_brackets_is_offered_as_words(site):
    site.write(POST, post(body="Dear <your name>, hello"))
    (problem,) = site.problems()
    assert problem.fix == "Dear &lt;your name&gt;, hello"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("javascript:alert(1)", "KFH503"),
        ("data:text/html,x", "KFH503"),
        ("htps://x.test/", "KFH537"),
        ("http://localhost/", "KFH535"),
        ("https://x.test/", ""),
        ("mailto:leads@x.test", ""),
        ("index.md", ""),
    ],
)
def test_the_menu_may_lead_where_a_text_may(tmp_path, address, code):
    site = Site(tmp_path, nav=[{"Home": "index.md"}, {"More": address}])
    assert [(found.path, found.code) for found in site.problems()] == [("mkdocs.yml", code)] * bool(code)
