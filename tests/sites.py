"""Small sites, made for one test each, with this project's own hooks and templates."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from tests import commands

from kfh.model.settings import load
from kfh.problems.problem import Problem
from kfh.reading.sources import NOTHING, Sources
from kfh.site import check
from kfh.text.markdown import renderer
from kfh.values import dates

PROJECT = Path(__file__).parents[1]
NOW = "2018-06-01"
"""The day that counts as today in every test that does not choose another."""

REAL = yaml.load((PROJECT / "mkdocs.yml").read_text("utf-8"), yaml.CSafeLoader)
"""The settings of the real site."""

RENDER = renderer(load(Sources(PROJECT))[0].markdown_extensions)
"""What renders a text, as on the real site."""

DOT = (PROJECT / "tests/permanence/dot.png").read_bytes()
"""The smallest of pictures."""

PDF = b"%PDF-1.4\n%%EOF\n"
"""The least that passes for a PDF file."""

REGISTERS = {
    "tags": {
        "amilliondecisions": {"label": "#AMillionDecisions", "aliases": ["million decisions"]},
        "workforce": {"label": "Workforce"},
    },
    "work_streams": {"quality-and-impact": {"label": "Quality and impact"}},
    "authors": {
        "leads-group": {"name": "Leads Group"},
        "regional-leads": {"name": "Regional Leads", "group": True},
        "sarah-hennessy": {"name": "Sarah Hennessy"},
    },
}
PUBLISHING = {
    "organisation": "Library services",
    "authority": {"name": "kfh.test", "since": "2017-01-01"},
    "wordpress_until": "2018-12-31",
    "discussion": {"space": "https://talk.test/", "article": "https://talk.test/?t={title}&u={permalink}"},
}
POST = """---
title: {title}
date: {date}
tags:
  - Workforce
{more}---

{body}
"""
BULLETIN = """---
title: {title}
date: {date}
tags:
  - AMillionDecisions
summary: What the leads talked about.
issued_by: Leads Group
meeting_date: {meeting}
audience: Library managers
contact:
  name: The leads
  page: https://kfh.test/contact/
{more}---

{body}
"""


def post(title="A post", date="2018-03-01", body="Text.", more=""):
    return POST.format(title=title, date=date, body=body, more=more)


def bulletin(
    title="Leads update", date="2018-03-09", meeting="2018-02-26", body="Text.\n\nWrite to the leads.", more=""
):
    return BULLETIN.format(title=title, date=date, meeting=meeting, body=body, more=more)


def first_quick(values: Iterable[Any], number: int = 1) -> list[Any]:
    """Values to parametrise a test with, of which the quick suite takes the first ones, and `make test-all` each."""
    values = [value if isinstance(value, tuple) else (value,) for value in values]
    return [*(pytest.param(*one) for one in values[:number]),
            *(pytest.param(*one, marks=pytest.mark.slow) for one in values[number:])]  # fmt: skip


class Site:
    """A site in a folder of its own; `run` is a command there as an editor would start it."""

    def __init__(self, root: Path, publishing: dict | None = None, **settings: object) -> None:
        self.root = root
        self.write("mkdocs.yml", yaml.safe_dump(self.settings(publishing or {}, settings), sort_keys=False))
        for name, entries in REGISTERS.items():
            self.write(f"docs/vocabulary/{name}.yml", yaml.safe_dump(entries))
        self.write("docs/index.md", "---\ntitle: Welcome\ntemplate: home.html\n---\n\nWelcome.\n")

    @staticmethod
    def settings(publishing: dict, changes: dict) -> dict:
        return {
            "site_name": "Knowledge for Healthcare",
            "site_url": "https://kfh.test/",
            "site_description": "News for libraries",
            "theme": {"name": "material", "custom_dir": str(PROJECT / "overrides")},
            "nav": [{"Home": "index.md"}, {"Blog": []}],
            "hooks": [str(PROJECT / "hooks/publish.py")],
            "plugins": REAL["plugins"],
            "markdown_extensions": REAL["markdown_extensions"],
            "validation": REAL["validation"],
            "extra": {"publishing": PUBLISHING | publishing},
        } | changes

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    @staticmethod
    def environment(**changes: str) -> dict[str, str]:
        return os.environ | {"KFH_AS_OF": NOW, "NO_MKDOCS_2_WARNING": "1"} | changes

    def run(self, *command: str, **environment: str) -> SimpleNamespace:
        ours = all(name.startswith("KFH_") for name in environment)  # Python and libraries read others as they start
        return (commands.forked if ours else commands.started)(command, self.root, self.environment(**environment))

    def problems(
        self, as_of: str = NOW, *, laid_over: Mapping[str, bytes] = NOTHING, **options: bool
    ) -> tuple[Problem, ...]:
        """What the check finds, without starting a command: for tests of many small faults.

        What is `laid_over` the files, by path, is read in their place, as what stands on standard input is.
        """
        return check(Sources(self.root, laid_over), dates.as_of(as_of), **options).problems

    def check(self, *options: str, **environment: str) -> SimpleNamespace:
        return self.run("kfh", "check", *options, **environment)

    def build(self, *options: str, **environment: str) -> SimpleNamespace:
        return self.run("mkdocs", "build", "--strict", *options, **environment)

    def read(self, path: str) -> str:
        return (self.root / "site" / path).read_text("utf-8")

    def built(self, name: str = "site") -> dict[str, bytes]:
        folder = self.root / name
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
