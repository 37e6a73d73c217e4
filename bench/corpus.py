"""A site of any number of articles of real length, the same each time."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml
from tests.sites import REGISTERS, Site, bulletin, post

FIRST_DAY = date(2008, 1, 1)
LAST_DAY = date(2026, 1, 1)
TAGS = 20
WORDS = [
    "evidence",
    "library",
    "health",
    "knowledge",
    "service",
    "trust",
    "clinical",
    "search",
    "team",
    "decision",
    "quality",
    "funding",
    "reader",
    "nurse",
    "support",
    "training",
    "national",
    "local",
    "plan",
    "report",
    "guideline",
    "patient",
    "access",
    "review",
    "outcome",
    "catalogue",
    "summary",
]


@dataclass
class Article:
    """An article as every generator has it; `name` is that of its file without the ending."""

    name: str
    title: str
    date: date
    tags: list[str]
    body: str
    is_bulletin: bool


def articles(number: int, tags: int = TAGS) -> Iterator[Article]:
    """So many articles with about 700 words each, the same each time: one in five is a bulletin."""
    chance = random.Random(number)
    for index in range(number):
        day = FIRST_DAY + timedelta(days=index * (LAST_DAY - FIRST_DAY).days // number)
        is_bulletin = not index % 5
        title = f"{'Bulletin' if is_bulletin else 'Post'} {index}"
        labels = [f"Tag {tag}" for tag in chance.sample(range(tags), 3)]
        name = f"{day}-{title.lower().replace(' ', '-')}"
        yield Article(name, title, day, labels, _body(chance), is_bulletin)


def write(root: Path, number: int, tags: int = TAGS) -> Site:
    """A site of these articles below `root`."""
    site = Site(root, {"wordpress_until": str(FIRST_DAY)})
    register = {f"tag-{tag}": {"label": f"Tag {tag}"} for tag in range(tags)}
    site.write("docs/vocabulary/tags.yml", yaml.safe_dump(REGISTERS["tags"] | register))
    for article in articles(number, tags):
        day, labels = str(article.date), "".join(f"  - {tag}\n" for tag in article.tags)
        if article.is_bulletin:
            text = bulletin(article.title, day, day, article.body).replace("  - AMillionDecisions\n", labels)
            site.write(f"bulletins/{article.name}.md", text)
        else:
            text = post(article.title, day, article.body).replace("  - Workforce\n", labels)
            site.write(f"posts/{article.name}.md", text)
    return site


def _body(chance: random.Random) -> str:
    return "\n\n".join(
        [_sentences(chance, 4), "<!-- more -->", *(_section(chance) for _ in range(5)), "Ask the leads."]
    )


def _section(chance: random.Random) -> str:
    points = "\n".join(f"- {_sentence(chance)}" for _ in range(3))
    link = f"[{chance.choice(WORDS)}](https://libraries.test/{chance.randrange(1000)}/) and **{chance.choice(WORDS)}**."
    return f"## {_sentence(chance)}\n\n{_sentences(chance, 5)} {link}\n\n{points}\n\n{_sentences(chance, 3)}"


def _sentences(chance: random.Random, number: int) -> str:
    return " ".join(f"{_sentence(chance)}." for _ in range(number))


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(6, 16))).capitalize()
