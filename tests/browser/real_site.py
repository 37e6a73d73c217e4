"""The real site, as browsers are shown it: its articles, and each kind of page that is not the same in the sample."""

from tests.browser import sample

ROOT = "https://kfh.example.org/"
SAME_OR_MISSING = ("second page", "empty", "about", "privacy", "contact", "writing")
PAGES = {kind: path for kind, path in sample.PAGES.items() if kind not in SAME_OR_MISSING} | {
    "article": "blog/2017/07/04/amilliondecisions-re-launched/",
    "bulletins of a year": "bulletins/2018/",
}
