"""Configuration for web servers of one's own: nginx and Apache, with former addresses, content types and headers.

It stands in a folder beside the site, never in it: it is for the server's administrator, not for readers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from kfh import headers
from kfh.content.slugs import is_plain
from kfh.permanence import redirects
from kfh.permanence.redirects import listed
from kfh.plan.table import EntryKind, Fixed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kfh.permanence.redirects import Rules
    from kfh.plan.plan import Plan

_LONGEST_LINE = 1000
"""Apache reads no more than 1,024 characters of a line of a map."""
_ENCODED = re.compile("%[0-9A-F]{2}")
MINUTES, DAY = "max-age=300", "max-age=86400"

_UNSERVED = "".join(f"|{fixed.path}$" for fixed in Fixed if fixed.kind is EntryKind.HOST)
_COMPRESSED = "text/css text/javascript text/plain text/x-opml application/javascript application/json image/svg+xml"
_NGINX_REDIRECTS = """# Former addresses. For nginx: put this file into /etc/nginx/conf.d/, beside kfh-site.conf.
map_hash_max_size {size};
map_hash_bucket_size 2048;

map $uri $kfh_bare {{
    "~^(?<kfh_path>.+)/$" $kfh_path;
    default $uri;
}}

map $kfh_bare $kfh_moved {{
{moved}
    {pages} {everything};
}}

map $request_uri $kfh_moved_upload {{
    {uploads} {media}$kfh_upload;
}}

map "$uri?p=$arg_p" $kfh_moved_post {{
{posts}
}}

map "$kfh_bare?$args" $kfh_moved_query {{
{queries}
}}
"""
_NGINX_SITE = """# The site. For nginx: put this file into /etc/nginx/conf.d/, and change the lines that end in # here
map $uri $kfh_cache {{
    default "{day}";
    ~(/|\\.html|\\.xml|\\.json|\\.opml)$ "{minutes}";
}}

server {{
    listen 80; # here: with TLS, listen 443 ssl, and ssl_certificate and ssl_certificate_key
    server_name {host};
    root /srv/www/kfh; # here: the folder that holds the site; with a path in the site's address, the folder above it

    server_tokens off;
    absolute_redirect off;
    index index.html;
    error_page 404 {missing};
    charset utf-8;
    charset_types text/html text/css text/plain text/xml text/javascript application/javascript {types};
    gzip on;
    gzip_vary on;
    gzip_types {compressed} {types};

    add_header Cache-Control $kfh_cache always;
{headers}

    if ($kfh_moved_query) {{ return 301 $kfh_moved_query; }}
    if ($kfh_moved_post) {{ return 301 $kfh_moved_post; }}
    if ($kfh_moved) {{ return 301 $kfh_moved; }}
    if ($kfh_moved_upload) {{ return 301 $kfh_moved_upload; }}

    location ~ "/(\\.(?!well-known/){unserved})" {{ return 404; }}
{locations}
}}
"""
_APACHE = """# The site. For Apache 2.4, inside <VirtualHost>; modules: rewrite, headers, mime, deflate, dir.
# Before it: Define KFH_HOSTING /folder/of/kfh-redirects.txt
DirectoryIndex index.html
ErrorDocument 404 {missing}
AddDefaultCharset utf-8
AddCharset utf-8 .css .js .json .opml .svg .txt .xml
{types}
AddOutputFilterByType DEFLATE text/html {compressed} {feed_types}
Header always set Cache-Control "{day}"
Header always set Cache-Control "{minutes}" "expr=%{{REQUEST_URI}} =~ m#(/|\\.html|\\.xml|\\.json|\\.opml)$#"
{headers}

RewriteEngine On
RewriteMap kfh "txt:${{KFH_HOSTING}}/kfh-redirects.txt"
RewriteMap kfh_encoded int:escape
RewriteRule "/(\\.(?!well-known/){unserved})" - [R=404,L]
RewriteCond %{{QUERY_STRING}} .
RewriteCond ${{kfh:${{kfh_encoded:$1}}?%{{QUERY_STRING}}}} "^(/.*)$"
RewriteRule "^(/.*?)/?$" %1 [R=301,L,QSD,NE]
RewriteCond %{{QUERY_STRING}} "(?:^|&)p=([0-9]+)(?:&|$)"
RewriteCond ${{kfh:?p=%1}} "^(/.+)$"
RewriteRule "^{home}$" %1 [R=301,L,QSD,NE]
RewriteCond ${{kfh:${{kfh_encoded:$1}}}} "^(/.*)$"
RewriteRule "^(/.+?)/?$" %1 [R=301,L,NE]
RewriteRule "^{home}page/[0-9]+/?$" {everything} [R=301,L]
RewriteRule "^{home}wp-content/uploads/(.+)$" {media}$1 [R=301,L]
"""


def is_own(path: str) -> bool:
    """Whether a file in the folder can be one of these, of this or an earlier edition."""
    return path.rpartition("/")[2].startswith("kfh-")


def files(plan: Plan) -> dict[str, str]:
    """The text of each file, by its path in the folder."""
    found = redirects.rules(plan)
    return {
        "nginx/kfh-redirects.conf": _nginx_redirects(found),
        "nginx/kfh-site.conf": _nginx_site(found, urlsplit(plan.settings.root).hostname or "_"),
        "apache/kfh-redirects.txt": _apache_redirects(found),
        "apache/kfh-site.conf": _apache_site(found),
    }


def _moved(found: Rules) -> dict[str, str]:
    return {_bare(source): target for source, target in (found.exact | found.feeds).items()}


def _bare(path: str) -> str:
    return path.rstrip("/") or "/"


def _nginx(text: str) -> str:
    """A text as nginx reads it within quotes, where it is no value: `$` starts a variable only there."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _apache(path: str) -> Iterator[str]:
    """A path as Apache's own map "int:escape" gives it, which is how the keys of a text map are looked up.

    Some versions encode a `;`, and others do not.
    """
    if is_plain(path[1:]):
        yield path
        return
    encoded = quote(path, safe="$-_.+!*'(),:;@&=/~", errors="surrogateescape")
    escaped = _ENCODED.sub(lambda found: found[0].lower(), encoded)
    yield from dict.fromkeys((escaped, escaped.replace(";", "%3b")))


def _nginx_redirects(found: Rules) -> str:
    moved = _nginx_lines(_moved(found))
    home = re.escape(found.home)
    return _NGINX_REDIRECTS.format(
        size=max(2048, 4 * len(found.exact | found.feeds)),
        moved=moved,
        posts=_nginx_lines({f"{found.home}?p={number}": target for number, target in found.posts.items()}),
        queries=_nginx_lines({f"{_bare(path)}?{query}": target for (path, query), target in found.queries.items()}),
        pages=_nginx(f"~^{home}page/[0-9]+$"),
        uploads=_nginx(f"~^{home}wp-content/uploads/(?<kfh_upload>[^?]+)"),
        everything=listed(found.everything),
        media=listed(found.media),
    )


def _nginx_lines(moved: dict[str, str]) -> str:
    """The lines of a map: nginx takes small letters and capitals for the same there, and refuses to have one twice."""
    once = {source.lower(): (source, target) for source, target in moved.items()}
    return "\n".join(f"    {_nginx(source)} {listed(target)};" for source, target in once.values())


def _nginx_site(found: Rules, host: str) -> str:
    locations = "\n".join(
        f'    location ~ "/{name.replace(".", "[.]")}$" {{ types {{ }} default_type {kind}; }}'
        for name, kind in headers.TYPES.items()
    )
    lines = "\n".join(f'    add_header {name} "{value}" always;' for name, value in headers.HEADERS.items())
    return _NGINX_SITE.format(
        day=DAY,
        minutes=MINUTES,
        host=host,
        missing=found.home + Fixed.NOT_FOUND.path,
        unserved=_UNSERVED,
        types=" ".join(headers.TYPES.values()),
        compressed=_COMPRESSED,
        headers=lines,
        locations=locations,
    )


def _apache_redirects(found: Rules) -> str:
    """The map; a line that Apache would cut is left out, and the page at the address leads on."""
    lines = [f"{key} {listed(target)}" for source, target in _moved(found).items() for key in _apache(source)]
    lines += (f"?p={number} {listed(target)}" for number, target in found.posts.items())
    for (path, query), target in found.queries.items():
        lines += (f"{key}?{query} {listed(target)}" for key in _apache(_bare(path)))
    short = (line for line in lines if len(line) <= _LONGEST_LINE)
    return "\n".join(("# Former addresses, each with the present one.", *short, ""))


def _apache_site(found: Rules) -> str:
    types = "\n".join(
        f'<Files "{name}">\n    ForceType "{kind}; charset=utf-8"\n</Files>' for name, kind in headers.TYPES.items()
    )
    lines = "\n".join(f'Header always set {name} "{value}"' for name, value in headers.HEADERS.items())
    return _APACHE.format(
        home=found.home,
        missing=found.home + Fixed.NOT_FOUND.path,
        unserved=_UNSERVED,
        types=types,
        feed_types=" ".join(headers.TYPES.values()),
        compressed=_COMPRESSED,
        day=DAY,
        minutes=MINUTES,
        headers=lines,
        everything=found.everything,
        media=found.media,
    )
