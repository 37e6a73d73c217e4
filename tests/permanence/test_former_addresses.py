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


@pytest.mark.parametrize("path", ["café", "naïve", "two words", "semi;colon", "a{b}", "cost$10", "100%", "c#", "it's"])
def test_an_address_in_any_letters_has_a_page_at_the_letters_themselves(moved, path):
    assert "This page has moved" in moved.read(f"{path}/index.html")


def test_a_page_leads_on_to_a_page_whose_name_needs_encoding(moved):
    page = html.fromstring(moved.read("former/half 50%/index.html"))
    assert page.xpath("//a/@href") == ["https://kfh.test/pages/half%2050%25/"]


def test_what_no_file_can_be_named_by_has_rules_alone(moved):
    assert not [path for path in moved.built() if set(path) & set('?"*:<>|') and not path.startswith("pages/")]
    rules = moved.read("_redirects").splitlines()
    for source in (
        "/at%3Ab/",
        "/%2Astar%2A/",
        "/what%3F/",
        "/what%3f/",
        "/caf%E9/",
        "/caf%e9/",
        "/caf%C3%A9/",
        "/caf%c3%a9/",
    ):
        assert f"{source} /blog/2018/05/01/many/ 301" in rules


def test_netlify_gets_the_queries_and_cloudflare_passes_over_them(moved):
    lines = [line.split() for line in moved.read("_redirects").splitlines()]
    many = "/blog/2018/05/01/many/"
    for source in (["/", "p=12"], ["/index.php", "id=7", "lang=cy"], ["/", "cat=5"], ["/caf%C3%A9/", "page=2"]):
        assert [*source, many, "301!"] in lines
    assert ["/", "feed=atom", "/atom.xml", "301!"] in lines


def test_every_word_of_a_rule_is_plain(moved):
    """Spaces, comments and placeholders mean something there, and are encoded."""
    rules = [line for line in moved.read("_redirects").splitlines() if not line.startswith("#")]
    assert all(len(line.split(" ")) <= 5 and line.isascii() for line in rules)
    words = [word for line in rules for word in line.split(" ") if word.startswith("/") and "*" not in word]
    assert not [word for word in words if set(word) & set("#:*\"'{}$;") and not word.endswith(":splat")]


def test_what_only_some_hosts_can_redirect_is_a_warning(site):
    site.write(POST, post(more="aliases:\n  - /?p=12\n  - /index.php?id=7\n  - /what%3f/\n"))
    found = {problem.code: (problem.path, problem.message) for problem in site.problems()}
    assert "2 addresses such as /?p=12 cannot be redirected by Cloudflare Pages" in found["KFH802"][1]
    assert found["KFH705"][0] == POST
    assert "1 former addresses such as /what%3F/" in found["KFH705"][1]


@pytest.mark.parametrize("more", ["/?p=12", "/caf%c3%a9/", "/index.php?a=1&b=2"])
def test_a_former_address_can_be_given_once(site, more):
    for day in ("01", "02"):
        site.write(f"posts/2018-03-{day}-a-{day}.md", post(date=f"2018-03-{day}", more=f"aliases:\n  - {more}\n"))
    assert "KFH403" in [problem.code for problem in site.problems()]
    site.write("posts/2018-03-01-a-01.md", post(more=f"aliases:\n  - {more}\n  - {more.replace('%c3', '%C3')}\n"))
    assert "KFH214" in [problem.code for problem in site.problems()]


@pytest.mark.parametrize(
    "address", ["https://ex;ample.test/", "https://a b.test/", "https://kfh.test/a;b/", "https://kfh.test/{a}/"]
)
def test_the_address_of_the_site_can_write_no_configuration(tmp_path, address):
    site = Site(tmp_path, site_url=address)
    assert next(problem.code for problem in site.problems()) in ("KFH706", "KFH208")


@pytest.mark.parametrize("name", ["a\nb", "a\tb", "a\\b"])
def test_a_page_whose_name_would_break_a_rule_is_refused(site, name):
    site.write(f"docs/{name}.md", "---\ntitle: Old\naliases: [/old/]\n---\n\nText.\n")
    assert [(problem.path, problem.code) for problem in site.problems()] == [(f"docs/{name}.md", "KFH414")]


@pytest.mark.parametrize("address", ["/?p=12", "/caf%c3%a9/", "/two%20words/", "/index.php?id=7", "/caf%e9/"])
def test_a_former_address_that_was_published_is_kept(site, address):
    site.write(POST, post(more=f"aliases:\n  - {address}\n"))
    assert site.run("kfh", "ledger", "update").code == 0
    assert not [problem for problem in site.problems() if problem.code not in ("KFH705", "KFH802")]
    site.write(POST, post())
    (lost,) = [problem for problem in site.problems() if problem.code == "KFH806"]
    site.write(POST, post(more=f"{lost.fix}\n"))
    assert not [problem for problem in site.problems() if problem.code not in ("KFH705", "KFH802")]


@pytest.mark.parametrize(
    ("alias", "said"),
    [
        ("/blog/2018/03/01/a-post/", "cannot be one of its former ones: take it out"),
        ("/blog/2018/03/01/a-post", "cannot be one of its former ones: take it out"),
        ("/tag/workforce/", 'the archive "Workforce" has it already'),
        ("/_redirects", "a file of the build has it already"),
        ("//elsewhere.test/a/", "must be addresses on this site"),
        ("https://elsewhere.test/a/", "must be addresses on this site"),
        ("/../a/", "must be addresses on this site"),
        ("/%2e%2e/a/", "must be addresses on this site"),
        ("/a%0ab/", "must be addresses on this site"),
        ("/a%5Cb/", "must be addresses on this site"),
        ("/a/#part", "must be addresses on this site"),
        ("/.git/config", "must be addresses on this site"),
        ("/?", "must be addresses on this site"),
        (f"/{'%c3%a9' * 100}/", "must be addresses on this site"),
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
    assert '    "/kfh/old" /kfh/blog/2018/03/01/a-post/;' in nginx


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
