from urllib.parse import quote

import pytest
import yaml
from tests.sites import PROJECT, REGISTERS, Site, bulletin, post

HOSTILE = 'Fish & <chips> "]]>" – 5 > 3 \U0001f41f'
"""A title with all that XML, HTML and JSON give a meaning to."""


NAMES = (
    "about us",
    "semi;colon",
    "{braces}",
    "cost$10",
    "half 50%",
    "it's",
    "café",
    "a+b&c=d",
    "50%41",
    "c#",
)
"""What a page of `docs/` may be called: all that means something in the configuration of a server."""

FORMER = (
    "/caf%c3%a9/",
    "/na\u00efve/",
    "/two%20words/",
    "/semi;colon/",
    "/a{b}/",
    "/cost$10/",
    "/100%25/",
    "/c%23/",
    "/say%22hi%22/",
    "/it's/",
    "/it's-old.html",
    "/*star*/",
    "/at:b/",
    "/what%3f/",
    "/caf%e9/",
    f"/{'long-' * 40}/{'long-' * 40}/",
    "/index.php?id=7&lang=cy",
    "/shelf?id=7",
    "/Shelf/?ID=7",
    "/?cat=5",
    "/?p=12",
    "/caf%c3%a9/?page=2",
    "/list?a[]=1&b={2}|^`3",
)
"""Addresses that an article had on other sites, as they stood there."""


@pytest.fixture(scope="session")
def moved(tmp_path_factory):
    """A site whose articles, pages and tags have former addresses, built once; nobody may change it."""
    site = Site(
        tmp_path_factory.mktemp("moved"),
        {"page_size": 2},
        nav=[{"Home": "index.md"}, {"Blog": []}, {"News": "news/index.md"}],
    )
    tags = REGISTERS["tags"] | {
        "workforce": {"label": "Workforce", "aliases": ["Training & skills", "/category/jobs/", "/jobs.rss"]}
    }
    site.write("docs/vocabulary/tags.yml", yaml.safe_dump(tags))
    site.write("docs/.well-known/security.txt", "Contact: mailto:safety@kfh.test\n")
    site.write("docs/news/index.md", "---\ntitle: News\naliases:\n  - /latest/\n---\n\nNews.\n")
    site.write(
        "docs/index.md",
        "---\ntitle: Welcome\ntemplate: home.html\naliases: [/start.html, /rss.xml, '/?feed=atom']\n---\n\nWelcome.\n",
    )
    old = "guid: https://old.test/?p=123\naliases:\n  - /2018/old-title/\n  - /old.html\nslug: renamed\n"
    site.write("posts/2018-03-01-a-post.md", post("Renamed", "2018-03-01", more=old))
    site.write(
        "posts/2018-03-26-summer.md", post("Summer time", "2018-03-26", "[A](2018-03-01-a-post.md) ![A map](map.png)")
    )
    site.write("posts/map.png", (PROJECT / "tests/permanence/dot.png").read_bytes())
    site.write("posts/2018-04-01-hostile.md", post(yaml_text(HOSTILE), "2018-04-01", "`]]>` & <b>bold</b> \u2028 end"))
    for name in NAMES:
        title = yaml.safe_dump({"title": name, "aliases": [f"/former/{quote(name)}/"]}, allow_unicode=True)
        site.write(f"docs/pages/{name}.md", f"---\n{title}---\n\nText.\n")
    had = yaml.safe_dump({"aliases": list(FORMER)}, allow_unicode=True, width=10_000)
    site.write("posts/2018-05-01-many.md", post("Many", "2018-05-01", more=had))
    site.write("posts/2018-04-02-gone.md", post("Gone", "2018-04-02", more="status: withdrawn\n"))
    site.write("bulletins/2018-03-09-leads-update.md", bulletin())
    done = site.build()
    assert done.code == 0, done.text
    return site


def yaml_text(text):
    return yaml.safe_dump(text, allow_unicode=True, width=1000, default_style="'").strip()
