"""The same articles for other generators, each with tags, lists and feeds as far as it makes them.

Their themes are their own or, for Hugo and Eleventy, the least that shows an article and a list: what they cost differs
for that alone.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import yaml

from bench.corpus import Article

BENCH = Path(".venv/bench/bin")
"""Where `make bench` installs the peers that are Python packages."""
ELEVENTY = Path("bench/node_modules/.bin/eleventy")


@dataclass
class Peer:
    """A generator, with the command that builds the site in the current folder."""

    name: str
    command: list[str]

    @property
    def is_installed(self) -> bool:
        return Path(self.command[0]).exists()


def material(root: Path, articles: list[Article]) -> Peer:
    plugins = ["blog", "tags", "search", {"rss": {"match_path": "blog/posts/.*", "use_git": False,
               "date_from_meta": {"as_creation": "date"}}}]  # fmt: skip
    settings = {"site_name": "Bench", "site_url": "https://bench.test/", "plugins": plugins,
                "theme": {"name": "material", "font": False}}  # fmt: skip
    _write(root / "mkdocs.yml", yaml.safe_dump(settings))
    _write(root / "docs/index.md", "# Bench\n")
    _write(root / "docs/tags.md", "# Tags\n")
    _write(root / "docs/blog/index.md", "# Blog\n")
    for article in articles:
        front = {"date": article.date, "tags": article.tags}
        body = f"# {article.title}\n\n{article.body}"
        _write(root / f"docs/blog/posts/{article.name}.md", _front(front) + body)
    return Peer("Material (blog, tags, rss, search)", [str(BENCH.absolute() / "mkdocs"), "build", "-q"])


def pelican(root: Path, articles: list[Article]) -> Peer:
    settings = {
        "SITENAME": "Bench",
        "SITEURL": "https://bench.test",
        "PATH": "content",
        "DEFAULT_PAGINATION": 10,
        "TIMEZONE": "Europe/London",
        "TAG_URL": "tag/{slug}/",
        "TAG_SAVE_AS": "tag/{slug}/index.html",
        "TAG_FEED_RSS": "feeds/{slug}.rss.xml",
        "FEED_ALL_RSS": "feeds/all.rss.xml",
        "DELETE_OUTPUT_DIRECTORY": True,
        "LOAD_CONTENT_CACHE": False,
    }
    _write(root / "pelicanconf.py", "\n".join(f"{name} = {value!r}" for name, value in settings.items()))
    for article in articles:
        front = f"Title: {article.title}\nDate: {article.date}\nTags: {', '.join(article.tags)}\n\n"
        _write(root / f"content/{article.name}.md", front + article.body)
    return Peer("Pelican", [str(BENCH.absolute() / "pelican"), "-q", "-s", "pelicanconf.py"])


def hugo(root: Path, articles: list[Article]) -> Peer:
    settings = {"baseURL": "https://bench.test/", "title": "Bench", "taxonomies": {"tag": "tags"},
                "pagination": {"pagerSize": 10}}  # fmt: skip
    _write(root / "hugo.json", json.dumps(settings))
    page = "<!doctype html><html><head><title>{{ .Title }}</title></head><body><h1>{{ .Title }}</h1>%s</body></html>"
    tags = '{{ range .Params.tags }}<a href="/tags/{{ . | urlize }}/">{{ . }}</a> {{ end }}'
    paginate = "(.Paginate .Pages).Pages"
    entry = '<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>{{ .Summary }}'
    listed = f"{{{{ range {paginate} }}}}{entry}{{{{ end }}}}"
    _write(root / "layouts/_default/single.html", page % ("{{ .Content }}" + tags))
    _write(root / "layouts/_default/list.html", page % listed)
    for article in articles:
        front = {"title": article.title, "date": article.date, "tags": article.tags}
        _write(root / f"content/blog/{article.name}.md", _front(front) + article.body)
    return Peer("Hugo", [str(BENCH.absolute() / "hugo"), "--quiet", "--cleanDestinationDir"])


def eleventy(root: Path, articles: list[Article]) -> Peer:
    _write(root / "_includes/article.html", "<!doctype html><html><head><title>{{ title }}</title></head>"
           "<body><h1>{{ title }}</h1>{{ content }}</body></html>")  # fmt: skip
    listed = '{% for post in posts %}<h2><a href="{{ post.url }}">{{ post.data.title }}</a></h2>{% endfor %}'
    _write(root / "index.html", "---\npagination:\n  data: collections.all\n  size: 10\n  alias: posts\n---\n" + listed)
    _write(root / "tags.html", "---\npagination:\n  data: collections\n  size: 1\n  alias: tag\n"
           'permalink: "/tags/{{ tag | slugify }}/"\n---\n'
           + listed.replace("in posts", "in collections[tag]"))  # fmt: skip
    for article in articles:
        front = {"title": article.title, "date": article.date, "tags": article.tags, "layout": "article.html"}
        _write(root / f"blog/{article.name}.md", _front(front) + article.body)
    return Peer("Eleventy", [str(ELEVENTY.absolute()), "--quiet"])


PEERS = {"material": material, "pelican": pelican, "hugo": hugo, "eleventy": eleventy}
OUTPUTS = ("site", "output", "public", "_site", ".cache", "resources")
"""Where they write."""


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def _front(fields: dict[str, object]) -> str:
    return f"---\n{yaml.safe_dump(fields, sort_keys=False)}---\n\n"
