"""A site of any number of articles of real length, the same each time."""

import random
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


def write(root: Path, number: int) -> Site:
    """A site of `number` articles with about 700 words each below `root`: one in five is a bulletin."""
    site = Site(root, {"wordpress_until": str(FIRST_DAY)})
    tags = {f"tag-{tag}": {"label": f"Tag {tag}"} for tag in range(TAGS)}
    site.write("docs/vocabulary/tags.yml", yaml.safe_dump(REGISTERS["tags"] | tags))
    chance = random.Random(number)
    for index in range(number):
        day = str(FIRST_DAY + timedelta(days=index * (LAST_DAY - FIRST_DAY).days // number))
        labels = "".join(f"  - Tag {tag}\n" for tag in chance.sample(range(TAGS), 3))
        if index % 5:
            text = post(f"Post {index}", day, _body(chance)).replace("  - Workforce\n", labels)
            site.write(f"posts/{day}-post-{index}.md", text)
        else:
            text = bulletin(f"Bulletin {index}", day, day, _body(chance)).replace("  - AMillionDecisions\n", labels)
            site.write(f"bulletins/{day}-bulletin-{index}.md", text)
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
