"""Whoever comes by a former address finds what stood there."""

import fnmatch
import json

import pytest
from lxml import html
from tests.sites import Site, post

POST = "posts/2018-03-01-a-post.md"


@pytest.mark.parametrize(
    ("former", "target"),
    [
        ("2018/old-title/index.html", "blog/2018/03/01/renamed/"),
        ("old.html", "blog/2018/03/01/renamed/"),
        ("latest/index.html", "news/"),
        ("start.html", ""),
        ("tag/million-decisions/index.html", "tag/amilliondecisions/"),
        ("tag/training-skills/index.html", "tag/workforce/"),
        ("category/jobs/index.html", "tag/workforce/"),
        ("renamed/index.html", "blog/2018/03/01/renamed/"),
        ("a-post/index.html", "blog/2018/03/01/renamed/"),
        ("2018/03/01/a-post/index.html", "blog/2018/03/01/renamed/"),
        ("2018/03/09/leads-update/index.html", "bulletins/2018/03/09/leads-update/"),
        ("2018/03/26/index.html", "2018/03/"),
        ("page/2/index.html", "all/page/2/"),
        ("category/workforce/index.html", "tag/workforce/"),
        ("category/workforce/page/2/index.html", "tag/workforce/page/2/"),
        ("category/quality-and-impact/index.html", "work-stream/quality-and-impact/"),
    ],
)
def test_a_former_address_is_a_page_that_leads_on_by_itself_and_by_a_link(moved, former, target):
    page = html.fromstring(moved.read(former))
    address = f"https://kfh.test/{target}"
    assert page.xpath("//link[@rel='canonical']/@href") == [address]
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={address}"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//a/@href") == [address]
    assert page.xpath("//a")[0].text.strip()
    assert (moved.root / "site" / target / "index.html").is_file()
    assert f"<loc>https://kfh.test/{former.removesuffix('index.html')}</loc>" not in moved.read("sitemap.xml")


@pytest.mark.parametrize(
    ("former", "feed"),
    [
        ("feed/index.html", "feed.xml"),
        ("feed/atom/index.html", "atom.xml"),
        ("rss.xml", "feed.xml"),
        ("jobs.rss", "tag/workforce/feed.xml"),
        ("tag/training-skills/feed.xml", "tag/workforce/feed.xml"),
        ("tag/training-skills/feed/index.html", "tag/workforce/feed.xml"),
        ("tag/workforce/feed/index.html", "tag/workforce/feed.xml"),
        ("category/workforce/feed/index.html", "tag/workforce/feed.xml"),
        ("author/leads-group/feed/index.html", "author/leads-group/feed.xml"),
    ],
)
def test_a_feeds_former_address_is_a_copy_of_the_feed(moved, former, feed):
    assert moved.read(former) == moved.read(feed)


def test_of_two_articles_with_one_slug_the_older_has_the_plain_address(site):
    site.write("posts/2018-03-01-update.md", post("Older", "2018-03-01"))
    site.write("posts/2018-04-01-update.md", post("Newer", "2018-04-01"))
    site.write("posts/2018-05-01-blog.md", post("Called blog", "2018-05-01"))
    assert site.build().code == 0
    assert "/blog/2018/03/01/update/" in site.read("update/index.html")
    assert "has moved" not in site.read("blog/index.html")


@pytest.mark.parametrize(
    ("alias", "said"),
    [
        ("/blog/2018/03/01/a-post/", "posts/2018-03-01-a-post.md has it already"),
        ("/blog/2018/03/01/a-post", "posts/2018-03-01-a-post.md has it already"),
        ("/tag/workforce/", 'the archive "Workforce" has it already'),
        ("/_redirects", "a file of the build has it already"),
        ("//elsewhere.test/a/", "must be addresses on this site"),
        ("https://elsewhere.test/a/", "must be addresses on this site"),
        ("/../a/", "must be addresses on this site"),
    ],
)
def test_an_alias_that_shadows_loops_or_leaves_the_site_is_refused(site, alias, said):
    site.write(POST, post(more=f"aliases:\n  - {alias}\n"))
    done = site.check()
    assert done.code == 1
    assert said in done.out


def test_an_alias_of_a_page_or_a_tag_is_checked_as_well(site):
    site.write("docs/news.md", "---\ntitle: News\naliases:\n  - /tags/\n---\n\nNews.\n")
    site.write("docs/vocabulary/tags.yml", "workforce:\n  label: Workforce\n  aliases:\n    - /../x/\n")
    site.write("docs/vocabulary/work_streams.yml", "a:\n  label: A\n  aliases:\n    - /news/\n")
    done = site.check("--format", "json")
    found = {(problem["path"], problem["code"]) for problem in json.loads(done.out)}
    assert ("docs/vocabulary/tags.yml", "KFH212") in found
    site.write("docs/vocabulary/tags.yml", "workforce:\n  label: Workforce\n")
    done = site.check("--format", "json")
    found = {(problem["path"], problem["code"]) for problem in json.loads(done.out)}
    assert found == {("docs/news.md", "KFH403"), ("docs/vocabulary/work_streams.yml", "KFH403")}


def test_more_redirects_than_a_host_takes_and_queries_are_warned_of(site):
    aliases = "".join(f"  - /old-{number}/\n" for number in range(2001))
    site.write(POST, post(more=f"guid: https://old.test/?p=7\naliases:\n{aliases}"))
    done = site.check("--format", "json")
    problems = {problem["code"]: problem for problem in json.loads(done.out)}
    assert done.code == 0
    assert "more than Cloudflare Pages takes (2000)" in problems["KFH801"]["message"]
    assert "/?p=7" in problems["KFH802"]["message"]


def test_the_rules_for_netlify_and_cloudflare_are_read_as_cloudflare_reads_them(moved):
    """Cloudflare passes over lines without a known status, and rules with a * must come last."""
    lines = [line.split() for line in moved.read("_redirects").splitlines() if not line.startswith("#")]
    understood = [line for line in lines if len(line) == 3 and line[2] == "301"]
    sources = [source for source, _, _ in understood]
    assert len(sources) == len(set(sources))
    first_splat = next(index for index, source in enumerate(sources) if "*" in source)
    assert all("*" in source for source in sources[first_splat:])
    found = {source: target for source, target, _ in understood}
    assert found["/2018/old-title/"] == "/blog/2018/03/01/renamed/"
    assert found["/feed/"] == "/feed.xml"
    assert ["/feed/", "/feed.xml", "301!"] in lines
    assert ["/", "p=123", "/blog/2018/03/01/renamed/", "301!"] in lines
    assert not set(found) & set(found.values())


def test_a_site_below_a_path_has_its_rules_below_it(tmp_path):
    site = Site(tmp_path, site_url="https://host.test/kfh/")
    site.write(POST, post(more="aliases:\n  - /old/\n"))
    assert site.build().code == 0
    assert site.run("kfh", "check-site", "site").code == 0
    assert "/kfh/old/ /kfh/blog/2018/03/01/a-post/ 301" in site.read("_redirects")
    assert "https://host.test/kfh/blog/2018/03/01/a-post/" in site.read("old/index.html")
    nginx = (site.root / "site-hosting/nginx/kfh-redirects.conf").read_text()
    assert "    /kfh/old /kfh/blog/2018/03/01/a-post/;" in nginx


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/feed.xml", "application/rss+xml"),
        ("/tag/workforce/feed.xml", "application/rss+xml"),
        ("/atom.xml", "application/atom+xml"),
        ("/blog/feed.json", "application/feed+json"),
        ("/feeds.opml", "text/x-opml"),
    ],
)
def test_netlify_and_cloudflare_are_told_the_type_of_each_feed_once(moved, path, kind):
    """Both take a `*` for any part of a path; where several rules fit they send all that these say."""
    found, fits = [], False
    for line in moved.read("_headers").splitlines():
        if line.startswith("/"):
            fits = fnmatch.fnmatchcase(path, line)
        elif fits and line.startswith("  Content-Type: "):
            found.append(line.removeprefix("  Content-Type: "))
    assert found == [f"{kind}; charset=utf-8"]


def test_the_files_for_web_servers_are_not_published(moved):
    assert (moved.root / "site-hosting/nginx/kfh-site.conf").is_file()
    assert not [path for path in moved.built() if path.endswith((".conf", "kfh-redirects.txt"))]
