"""The ready-made configuration, on the real servers."""

import gzip
import http.client
import os
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from tests.permanence.conftest import FORMER, NAMES

pytestmark = pytest.mark.slow

MODULES = ("mpm_event", "authz_core", "mime", "dir", "headers", "filter", "deflate", "rewrite")
NGINX = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types; access_log off;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    include {folder}/*.conf.part;
}}
"""
APACHE = """
ServerRoot {folder}
PidFile {folder}/pid
ErrorLog {folder}/error.log
ServerName kfh.test
Listen 127.0.0.1:{port}
{modules}
TypesConfig /etc/mime.types
Define KFH_HOSTING {folder}
<Directory {site}>
    Require all granted
</Directory>
<VirtualHost *:{port}>
    DocumentRoot {site}
    Include {folder}/kfh-site.conf
</VirtualHost>
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def nginx(site, folder, port):
    hosting = site.root / "site-hosting/nginx"
    for file in hosting.iterdir():
        text = (
            file.read_text("utf-8", "surrogateescape")
            .replace("listen 80;", f"listen 127.0.0.1:{port};")
            .replace("/srv/www/kfh;", f"{site.root}/site;")
        )
        (folder / f"{file.name}.part").write_text(text, "utf-8", "surrogateescape")
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder))
    return ["/usr/sbin/nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def apache(site, folder, port):
    for file in (site.root / "site-hosting/apache").iterdir():
        (folder / file.name).write_text(file.read_text())
    modules = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in MODULES)
    text = APACHE.format(folder=folder, port=port, modules=modules, site=site.root / "site")
    (folder / "httpd.conf").write_text(text)
    return ["/usr/sbin/apache2", "-X", "-f", str(folder / "httpd.conf")]


@pytest.fixture(scope="module", params=[nginx, apache], ids=["nginx", "apache"])
def get(request, moved, tmp_path_factory):
    """A function that asks the running server for a path: status, headers and body."""
    folder, port = tmp_path_factory.mktemp(request.param.__name__), free_port()
    for place in (folder, *folder.parents[:2], moved.root, moved.root.parent):
        place.chmod(0o755)
    command = request.param(moved, folder, port)
    if not Path(command[0]).exists():
        pytest.fail(f"{command[0]} is missing: install Debian's nginx-light and apache2")
    server = subprocess.Popen(command, env=os.environ | {"APACHE_RUN_DIR": str(folder)})

    def ask(path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path, headers={"Host": "kfh.test"} | headers)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, found, answer.read()

    deadline = time.monotonic() + 20
    while True:
        try:
            ask("/")
            break
        except OSError:
            assert server.poll() is None, (folder / "error.log").read_text()
            assert time.monotonic() < deadline
    yield ask
    server.terminate()
    server.wait(10)


@pytest.mark.parametrize(
    ("former", "target"),
    [
        ("/2018/old-title/", "/blog/2018/03/01/renamed/"),
        ("/2018/old-title", "/blog/2018/03/01/renamed/"),
        ("/old.html", "/blog/2018/03/01/renamed/"),
        ("/latest/", "/news/"),
        ("/start.html", "/"),
        ("/?p=123", "/blog/2018/03/01/renamed/"),
        ("/feed/", "/feed.xml"),
        ("/feed", "/feed.xml"),
        ("/tag/workforce/feed/", "/tag/workforce/feed.xml"),
        ("/feed/atom/", "/atom.xml"),
        ("/rss.xml", "/feed.xml"),
        ("/tag/training-skills/", "/tag/workforce/"),
        ("/category/jobs/", "/tag/workforce/"),
        ("/category/workforce/", "/tag/workforce/"),
        ("/category/workforce/page/2/", "/tag/workforce/page/2/"),
        ("/category/workforce/feed/", "/tag/workforce/feed.xml"),
        ("/category/quality-and-impact/", "/work-stream/quality-and-impact/"),
        ("/author/leads-group/feed/", "/author/leads-group/feed.xml"),
        ("/2018/03/01/a-post/", "/blog/2018/03/01/renamed/"),
        ("/a-post", "/blog/2018/03/01/renamed/"),
        ("/2018/03/09/leads-update/", "/bulletins/2018/03/09/leads-update/"),
        ("/renamed/", "/blog/2018/03/01/renamed/"),
        ("/2018/03/26/", "/2018/03/"),
        ("/page/2/", "/all/page/2/"),
        ("/page/77/", "/all/"),
        ("/wp-content/uploads/map.png", "/media/map.png"),
    ],
)
def test_a_former_address_is_moved_for_good_in_one_step(get, former, target):
    status, headers, _ = get(former)
    assert status == 301
    assert urlsplit(headers["location"]).path == target
    assert get(target)[0] == 200


@pytest.mark.parametrize("former", FORMER)
def test_any_address_that_once_was_leads_on(get, former):
    status, headers, _ = get(quote(former, safe="/?&=%;{}$*:'[]|^`"))
    assert status == 301
    assert urlsplit(headers["location"]).path == "/blog/2018/05/01/many/"
    assert not urlsplit(headers["location"]).query


@pytest.mark.parametrize("name", NAMES)
def test_a_page_with_any_name_is_found_by_its_former_address(get, name):
    status, headers, _ = get(f"/former/{quote(name)}")
    assert status == 301
    assert urlsplit(headers["location"]).path == f"/pages/{quote(name)}/"
    assert get(urlsplit(headers["location"]).path)[0] == 200


@pytest.mark.parametrize(
    ("asked", "target"), [("/?feed=atom", "/atom.xml"), ("/?p=12&utm=x", "/blog/2018/05/01/many/")]
)
def test_an_address_with_a_query_leads_to_what_was_asked_for(get, asked, target):
    status, headers, _ = get(asked)
    assert (status, urlsplit(headers["location"]).path) == (301, target)


@pytest.mark.parametrize("path", ["/?cat=6", "/?id=7&lang=cy", "/news/?page=2"])
def test_another_query_is_no_former_address(get, path):
    assert get(path)[0] == 200


@pytest.mark.parametrize("name", ["two%20words.png", "caf%C3%A9.png"])
def test_an_upload_of_wordpress_keeps_its_name(get, name):
    status, headers, _ = get(f"/wp-content/uploads/{name}")
    assert (status, unquote(urlsplit(headers["location"]).path)) == (301, f"/media/{unquote(name)}")


def test_nobody_can_write_a_header_by_an_address(get):
    for path in ("/wp-content/uploads/a%0d%0aX-Own:%201", "/former/a%0d%0aX-Own:%201/", "/?feed=a%0d%0aX-Own:1"):
        assert "x-own" not in get(path)[1]


@pytest.mark.parametrize("path", ["/tag/workforce/", "/author/leads-group/", "/2018/", "/2018/03/", "/?s=word"])
def test_what_stands_where_wordpress_had_it_is_served_there(get, path):
    assert get(path)[0] == 200


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/author/leads-group/", "text/html; charset=utf-8"),
        ("/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/tag/workforce/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/blog/feed.json", "application/feed+json; charset=utf-8"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
        ("/css/site.css", "text/css; charset=utf-8"),
    ],
)
def test_every_file_has_its_type_is_compressed_and_comes_with_the_headers(get, path, kind):
    status, headers, body = get(path, **{"Accept-Encoding": "gzip"})
    assert status == 200
    assert headers["content-type"].replace('"', "").lower() == kind
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body)
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == ("max-age=86400" if path.endswith(".css") else "max-age=300")
    assert headers.get("vary", "").lower() == "accept-encoding"


def test_whom_to_tell_of_a_weakness_is_served_where_people_look_for_it(get):
    """RFC 9116, section 3: `security.txt` below `/.well-known/`, as plain text."""
    status, headers, body = get("/.well-known/security.txt")
    assert (status, body) == (200, b"Contact: mailto:safety@kfh.test\n")
    assert headers["content-type"].replace('"', "").lower() == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "path", ["/nothing/", "/?p=999", "/_redirects", "/_headers", "/.git/config", "/.well-known/.git/config"]
)
def test_what_is_not_there_or_not_for_readers_is_not_served(get, path):
    status, _, body = get(path)
    if path == "/?p=999":
        assert status == 200
    else:
        assert status == 404
        assert b"There is no page here" in body


def test_an_unchanged_feed_is_not_sent_again(get):
    _, headers, _ = get("/feed.xml")
    assert get("/feed.xml", **{"If-None-Match": headers["etag"]})[0] == 304
