"""A change goes where the README says: each kind is made in a copy of the project, by the steps that it names alone."""

import re
import shutil

import pytest
from tests.sites import PROJECT, Site, bulletin, post

README = (PROJECT / "README.md").read_text("utf-8")
PLACES = {"hooks/kfh": PROJECT / "hooks/kfh", "": PROJECT}
"""What the paths of the steps count from."""


class Copy:
    """A site with hooks and templates of its own, in which a newcomer makes a change."""

    def __init__(self, folder):
        for name in ("hooks", "overrides", "schemas"):
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(PROJECT / name, folder / name, ignore=ignored)
        self.root = folder
        self.site = Site(
            folder,
            theme={"name": "material", "custom_dir": "overrides"},
            hooks=["hooks/publish.py"],
        )
        self.site.write("docs/writing.md", (PROJECT / "docs/writing.md").read_bytes())
        for page in ("checks", "contact"):
            self.site.write(f"docs/{page}.md", "---\ntitle: A page\n---\n\nText.\n")
        self.touched = set()

    def add(self, path, text, *, above=""):
        """Put `text` into a file, above the line that starts with some words, or at its end."""
        file = self.root / path
        old = file.read_text("utf-8") if file.exists() else ""
        place = old.index(f"\n{above}") + 1 if above else len(old)
        file.write_text(old[:place] + text + old[place:], "utf-8")
        self.touched.add(path)

    def run(self, *command):
        return self.site.run(*command, PYTHONPATH=str(self.root / "hooks"), PYTHONDONTWRITEBYTECODE="1")

    def build(self):
        done = self.run("mkdocs", "build", "--strict", "--quiet")
        assert done.code == 0, done.text


@pytest.fixture
def copy(tmp_path):
    return Copy(tmp_path)


def steps(change):
    """The files and folders that the README names for a change."""
    found = re.search(rf"\*\*{change}\*\*(.*?)(?=\n- \*\*|; \*\*|\n\n)", README, re.DOTALL)
    assert found, change
    named = re.findall(r"`([\w/]+(?:/|\.(?:py|yml|html)))`", found[1])
    assert named, found[0]
    return {
        next(f"{base}/{name}".lstrip("/") for base, place in PLACES.items() if (place / name).exists())
        for name in named
    }


def require_steps(copy, change):
    """Nothing was touched but what the README names."""
    named = steps(change)
    others = {
        path for path in copy.touched if not any(path == one or path.startswith(f"{one.rstrip('/')}/") for one in named)
    }
    assert not others, named


@pytest.mark.slow
def test_a_new_check(copy):
    copy.add(
        "hooks/kfh/rules/style.py",
        """

@rule("KFH599")
def nothing_is_exciting(text: Text) -> Iterator[Problem]:
    for line, words in text.words:
        if "exciting" in words:
            yield text.problem("KFH599", '"exciting" says nothing: say what is new', line)
""",
    )
    copy.add(
        "hooks/kfh/problems/catalogue.yml",
        "KFH599:\n  rule: A text says what is new.\n  why: Readers decide for themselves.\n"
        "  wrong: An exciting plan.\n  right: A plan for 2019.\n",
    )
    require_steps(copy, "A new check")
    copy.site.write("posts/2018-03-01-a-post.md", post(body="One.\n\nAn exciting plan."))
    done = copy.run("kfh", "check")
    assert done.code == 1
    assert 'posts/2018-03-01-a-post.md:10:1: error KFH599 "exciting" says nothing: say what is new' in done.out
    assert "Readers decide for themselves." in copy.run("kfh", "explain", "KFH599").out


@pytest.mark.slow
def test_a_new_field(copy):
    text = bulletin(more="venue: Leeds\n")
    copy.site.write("bulletins/2018-03-09-update.md", text)
    assert '"venue"' in copy.run("kfh", "check").out
    copy.add(
        "hooks/kfh/model/schema.py",
        '    venue: Text | None = _field("Where the leads met", "Leeds", default=None)\n',
        above="\nclass OrdinaryPage",
    )
    require_steps(copy, "A new field")
    done = copy.run("kfh", "check")
    assert done.code == 0, done.text
    copy.site.write("bulletins/2018-03-09-update.md", text.replace("venue: Leeds", "venue: [Leeds, York]"))
    assert '"venue" must be one piece of text' in copy.run("kfh", "check").out
    copy.site.write("bulletins/2018-03-09-update.md", text.replace("venue", "venu"))
    assert 'did you mean "venue"' in copy.run("kfh", "check").out
    assert copy.run("kfh", "schema").code == 0
    assert "| `venue` | No | Where the leads met | `venue: Leeds` |" in (copy.root / "docs/writing.md").read_text(
        "utf-8"
    )
    assert '"Where the leads met"' in (copy.root / "schemas/bulletin.json").read_text("utf-8")


@pytest.mark.slow
def test_a_new_archive(copy):
    copy.add(
        "hooks/kfh/plan/archives.py",
        '    yield Archive(By.TO_DO, "to-do/", "What to do", (), ever=tuple(one for one in articles if one.actions))\n',
        above="    yield from _by_date(articles)",
    )
    copy.add("hooks/kfh/plan/archives.py", '    TO_DO = "to-do", "to-do/", "Things to do"\n', above="\n    def __new__")
    require_steps(copy, "A new archive")
    more = "actions:\n  - text: Answer the survey\n    link: https://survey.test/\n"
    copy.site.write("posts/2018-03-01-a-post.md", post(body="See [what to do](/to-do/).", more=more))
    copy.site.write("posts/2018-03-02-other.md", post("Other", "2018-03-02"))
    copy.build()
    assert "A post" in copy.site.read("to-do/index.html")
    assert "Other" not in copy.site.read("to-do/index.html")
    assert "A post" in copy.site.read("to-do/feed.xml")
    assert "https://kfh.test/to-do/" in copy.site.read("sitemap.xml")
    assert "https://kfh.test/to-do/feed.xml" in copy.site.read("feeds.opml")
    assert copy.run("kfh", "ledger", "update").code == 0
    assert "/to-do/\tarchive\t" in (copy.site.root / "ledger.txt").read_text("utf-8")
    copy.site.write("posts/2018-03-03-thief.md", post("Thief", "2018-03-03", more="aliases:\n  - /to-do/\n"))
    assert "KFH" in copy.run("kfh", "check").out


@pytest.mark.slow
def test_a_new_page_of_the_whole_site(copy):
    copy.add(
        "hooks/kfh/plan/table.py",
        '    COLOPHON = "colophon/", EntryKind.LIST, "the colophon", "Colophon", "colophon.html"\n',
        above="    INDEX = ",
    )
    copy.add(
        "overrides/colophon.html", '{% extends "base.html" %}{% block content %}<h1>{{ here.title }}</h1>{% endblock %}'
    )
    require_steps(copy, "a new page or\n  file of the whole site")
    copy.site.write("posts/2018-03-01-a-post.md", post(body="See [the colophon](/colophon/)."))
    copy.build()
    assert "<h1>Colophon</h1>" in copy.site.read("colophon/index.html")
    assert "https://kfh.test/colophon/" in copy.site.read("sitemap.xml")
