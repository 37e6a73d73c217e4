"""After any change, a build on top of earlier ones makes the same site as one from nothing, byte for byte."""

import os
import shutil
import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pytest
import yaml
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from tests.sites import DOT, PROJECT, REGISTERS, Site, bulletin, post

SEQUENCES = int(os.environ.get("KFH_SEQUENCES", "100"))
DAYS = ["2018-03-01", "2018-03-05", "2018-04-01", "2018-06-01"]
"""Days that may count as today: some articles are scheduled on some of them, and some have expired."""
IN_MEMORY = Path("/dev/shm")  # noqa: S108 (thousands of folders are made and removed sooner there)
NUMBERS = st.integers(1, 9)
BODIES = [
    "Text.",
    "First.\n\n<!-- more -->\n\n## Second\n\nThe HEE met.",
    "[Number 1](2018-02-01-number.md) and [about](../docs/about.md).",
    "[Number 2](2018-02-02-number.md#second)",
    "![A dot](dot.png)\n\n[The agenda](agenda.txt)",
    "A note[^1].\n\n[^1]: The note.\n\n| A | B |\n|---|--:|\n| 1 | 2 |",
]
OF_OTHERS = "The HEE met [number 1](2018-02-01-number.md). ![A dot](dot.png) [The agenda](agenda.txt)"
MORE = [
    "",
    "status: draft\n",
    "status: withdrawn\n",
    "expires: 2018-04-01\n",
    "summary: In short.\n",
    "image: dot.png\nimage_alt: A dot\n",
    "aliases:\n  - /old/\n",
    "discussion: closed\n",
    "authors:\n  - Sarah Hennessy\n",
]
TEMPLATES = ["base.html", "article.html", "archive.html", "partials/macros.html", "redirect.html"]
ANYWHERE = st.randoms(use_true_random=False)


class Changes(RuleBasedStateMachine):
    @initialize()
    def start(self):
        self.folder = Path(tempfile.mkdtemp(dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
        self.site = Site(self.folder / "site-of-many-builds", theme={"name": "material", "custom_dir": "overrides"})
        shutil.copytree(PROJECT / "overrides", self.site.root / "overrides")
        self.site.write("docs/about.md", "---\ntitle: About\n---\n\nAbout.\n")
        self.site.write("posts/dot.png", DOT)
        self.site.write("posts/agenda.txt", "Agenda")
        self.site.write("posts/2018-02-01-number.md", post("Number", "2018-02-01"))
        self.site.write("posts/2018-02-03-of-others.md", post("Of others", "2018-02-03", OF_OTHERS))
        self.site.write("bulletins/2018-03-09-leads-update.md", bulletin())
        self.day = DAYS[-1]
        self.build()

    def teardown(self):
        self.compare()
        shutil.rmtree(self.folder)

    def build(self):
        return self.site.build("-q", KFH_AS_OF=self.day).code

    @rule()
    def compare(self):
        before = self.site.built()
        done = self.build()
        clean = Site.__new__(Site)
        clean.root = self.folder / "clean"
        ignored = shutil.ignore_patterns("site", ".site*", "site-hosting", ".cache")
        shutil.copytree(self.site.root, clean.root, ignore=ignored)
        assert clean.build("-q", KFH_AS_OF=self.day).code == done
        now, expected = self.site.built(), clean.built() if done == 0 else before
        assert sorted(now) == sorted(expected)
        assert [path for path in now if now[path] != expected[path]] == []
        shutil.rmtree(clean.root)

    @rule(number=NUMBERS, title=st.sampled_from(["Number", "Other"]), body=st.sampled_from(BODIES),
          more=st.sampled_from(MORE), tag=st.sampled_from(["Workforce", "AMillionDecisions"]))  # fmt: skip
    def write_a_post(self, number, title, body, more, tag):
        day = f"2018-02-{number:02}" if number < 8 else f"2018-03-{number - 6:02}"
        text = post(title, day, body, more).replace("- Workforce", f"- {tag}")
        self.site.write(f"posts/{day}-number.md", text)
        self.build()

    @rule(slug=st.sampled_from(["number", "moved"]))
    def move_a_post_that_others_link_to(self, slug):
        self.site.write("posts/2018-02-01-number.md", post("Number", "2018-02-01", more=f"slug: {slug}\n"))
        self.build()

    @rule(which=ANYWHERE)
    def delete_a_post(self, which):
        found = sorted((self.site.root / "posts").glob("*.md"))
        if found:
            which.choice(found).unlink()
            self.build()

    @rule(summary=st.sampled_from(["What was said.", "What came of it."]), body=st.sampled_from(BODIES[:2]))
    def edit_the_bulletin(self, summary, body):
        text = bulletin(body=f"{body}\n\nWrite to the leads.").replace("What the leads talked about.", summary)
        self.site.write("bulletins/2018-03-09-leads-update.md", text)
        self.build()

    @rule(label=st.sampled_from(["Workforce", "Work force"]), new=st.booleans())
    def change_the_register_of_tags(self, label, new):
        tags = REGISTERS["tags"] | {"workforce": {"label": label, "aliases": ["Workforce"] * (label != "Workforce")}}
        tags |= {"new": {"label": "New"}} if new else {}
        self.site.write("docs/vocabulary/tags.yml", yaml.safe_dump(tags))
        self.build()

    @rule(meaning=st.sampled_from(["Health Education England", "Higher Education Everywhere"]))
    def change_the_register_of_acronyms(self, meaning):
        self.site.write("docs/vocabulary/acronyms.yml", yaml.safe_dump({"HEE": meaning}))
        self.build()

    @rule(text=st.sampled_from(["About.", "About us.", "See [1](../posts/2018-02-01-number.md)."]))
    def edit_a_page(self, text):
        self.site.write("docs/about.md", f"---\ntitle: About\n---\n\n{text}\n")
        self.build()

    @rule(content=st.sampled_from([b"Agenda", b"Another agenda", b"adnegA", b"The agenda of another day"]))
    def change_an_attachment(self, content):
        self.site.write("posts/agenda.txt", content)
        self.build()

    @rule(name=st.sampled_from(TEMPLATES), words=st.sampled_from(["<!-- a -->", "<!-- b -->"]))
    def edit_a_template(self, name, words):
        template = self.site.root / "overrides" / name
        text = (PROJECT / "overrides" / name).read_text("utf-8")
        place = "</head>" if name in ("base.html", "redirect.html") else "</article>"
        template.write_text(text.replace(place, words + place), "utf-8")
        self.build()

    @rule(settings_=st.sampled_from([{"page_size": 2}, {"feed_size": 1}, {"organisation": "Others"},
                                     {"permalinks": {"post": "/{year}/{slug}/"}}]))  # fmt: skip
    def change_a_setting(self, settings_):
        found = yaml.safe_load((self.site.root / "mkdocs.yml").read_text("utf-8"))
        found["extra"]["publishing"] |= settings_
        self.site.write("mkdocs.yml", yaml.safe_dump(found, sort_keys=False))
        self.build()

    @rule(day=st.sampled_from(DAYS))
    def let_days_pass(self, day):
        self.day = day
        self.build()

    @rule(which=ANYWHERE, how=st.sampled_from(["edit", "remove", "add"]))
    def meddle_with_the_output(self, which, how):
        found = sorted(path for path in (self.site.root / "site").rglob("*") if path.is_file())
        file = which.choice(found)
        if how == "remove":
            file.unlink()
        else:
            (file.with_name("mine.html") if how == "add" else file).write_bytes(b"x" * file.stat().st_size)
        if how == "add":
            assert self.build() != 0
            file.with_name("mine.html").unlink()
        self.build()

    @rule(which=ANYWHERE, how=st.sampled_from(["cut", "flip", "foreign", "remove"]))
    def damage_what_is_kept(self, which, how):
        found = sorted(path for path in (self.site.root / ".cache").rglob("*") if path.is_file())
        for file in which.sample(found, max(1, len(found) // 3)):
            _damage(file, which, how)
        self.build()


def _damage(file, which, how):
    content = bytearray(file.read_bytes())
    if how == "remove":
        file.unlink()
    elif how == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif how == "foreign":
        file.write_bytes(b"\x80\x05}q" * 20)
    elif content:
        content[which.randrange(len(content))] ^= 1
        file.write_bytes(content)


def run(number, *, derandomize):
    options = settings(
        max_examples=number, stateful_step_count=6, deadline=None, database=None, derandomize=derandomize,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink],
    )  # fmt: skip
    run_state_machine_as_test(Changes, settings=options)


def test_a_few_changes_one_after_the_other():
    run(3, derandomize=True)


@pytest.mark.slow
def test_many_changes_one_after_the_other():
    run(SEQUENCES, derandomize=SEQUENCES == 100)
