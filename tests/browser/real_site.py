"""The real site, as browsers are shown it: every article, and each kind of page that it has."""

from tests.browser import sample

ROOT = "https://kfh.example.org/"
PAGES = {kind: path for kind, path in sample.PAGES.items() if kind != "second page"} | {
    "article": "blog/2017/07/04/amilliondecisions-re-launched/",
    "bulletins of a year": "bulletins/2018/",
}
