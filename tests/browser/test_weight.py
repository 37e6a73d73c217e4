"""How light pages are, and what Lighthouse says of them."""

import gzip
import json
import os
import subprocess

import pytest
from tests.browser.conftest import OPTIONS, needed
from tests.sites import PROJECT

LIGHTHOUSE = PROJECT / "node_modules/.bin/lighthouse"
LIMIT = 60 * 1000
SCORES = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 98}
"""The least that Lighthouse may give a page on its slow telephone."""


def test_the_first_visit_to_an_article_is_light(visit, address, shown):
    page = visit("about:blank")
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 (Playwright cannot mark a built-in)
    page.goto(address + shown.pages["bulletin"])
    weights = {answer.url: len(gzip.compress(answer.body())) for answer in answers}
    assert address + "css/site.css" in weights
    assert sum(weights.values()) <= LIMIT, weights


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["home", "article", "bulletins"])
def test_lighthouse_finds_pages_fast_and_sound(chromium, address, shown, kind):
    needed(LIGHTHOUSE.exists(), "no Lighthouse: npm ci fetches it")
    done = subprocess.run(
        [
            LIGHTHOUSE,
            address + shown.pages[kind],
            "--quiet",
            "--output=json",
            "--disable-full-page-screenshot",
            f"--only-categories={','.join(SCORES)}",
            f"--chrome-flags=--headless {' '.join(OPTIONS)}",
        ],
        env=os.environ | {"CHROME_PATH": chromium},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    scores = {name: round(category["score"] * 100) for name, category in report["categories"].items()}
    faults = [
        audit["title"] for audit in report["audits"].values() if audit["score"] is not None and audit["score"] < 1
    ]
    assert all(scores[name] >= least for name, least in SCORES.items()), (scores, faults)
