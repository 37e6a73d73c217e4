"""A site on loopback, as a host would serve it: from one address down, with or without its headers."""

import contextlib
import gzip
import itertools
import mimetypes
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit

COMPRESSED = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/rss+xml")


class Shown(NamedTuple):
    """A built site: its files by path, the address that it says it has, and the paths of its pages by kind."""

    files: dict[str, bytes]
    root: str
    pages: dict[str, str]


@contextlib.contextmanager
def served(shown, *, headers=False):
    """Serve a site below the same path as at its own address; give the address that its root has meanwhile."""
    files, below = shown.files, urlsplit(shown.root).path
    sent = dict(_headers(files["_headers"].decode())) if headers else {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            name = self.path.partition("?")[0].removeprefix(below)
            name = f"{name}index.html" if name.endswith("/") or not name else name
            found = self.path.startswith(below) and name in files
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream" if found else "text/html"
            body = files[name] if found else files["404.html"]
            self.send_response(200 if found else 404)
            if kind.startswith(COMPRESSED) and "gzip" in self.headers.get("Accept-Encoding", ""):
                body = gzip.compress(body, mtime=0)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
            self.send_header("Content-Length", str(len(body)))
            for key, value in sent.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{below}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _headers(text):
    """Those of every answer: the lines below the first path, which is that of all."""
    of_all = itertools.takewhile(lambda line: line.startswith("  "), text.splitlines()[1:])
    return (line.strip().split(": ", 1) for line in of_all)
