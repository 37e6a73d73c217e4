"""What the host is to say of every page, so that a browser takes nothing from elsewhere and runs nothing inline."""

import base64
import hashlib

from kfh.plan.archives import MEDIA_TYPES
from kfh.plan.table import Fixed

_OWN = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def policy(data: str) -> str:
    """The policy as a page carries it (Content Security Policy Level 3), for hosts that send no headers of ours.

    `data` is the text of the page's one inline element, which describes the page and runs nothing, or "".
    """
    digest = base64.b64encode(hashlib.sha256(data.encode()).digest()).decode()
    return _policy(_OWN | ({"script-src": f"'self' 'sha256-{digest}'"} if data else {}))


HEADERS = {
    # The worker that searches is bound by the header of its own script, and compiles WebAssembly.
    "Content-Security-Policy": _policy(_OWN | {"script-src": "'self' 'wasm-unsafe-eval'", "frame-ancestors": "'none'"}),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""The headers of every answer."""

TYPES = {f"{form}": kind for form, kind in MEDIA_TYPES.items()} | {Fixed.OPML.path: "text/x-opml"}
"""The content type of each file whose name does not tell it."""


def text() -> str:
    """The file in which Netlify and Cloudflare Pages look for them; a `*` stands for any part of a path."""
    types = (line for name, kind in TYPES.items() for line in (f"/*{name}", f"  Content-Type: {kind}; charset=utf-8"))
    return "\n".join(("/*", *(f"  {name}: {value}" for name, value in HEADERS.items()), *types, ""))
