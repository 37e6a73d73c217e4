"""What the host is to say of every page, so that a browser takes nothing from elsewhere and runs nothing inline."""

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


POLICY = _policy(_OWN)
"""The policy as each page carries it (Content Security Policy Level 3), for hosts that send no headers of ours."""

HEADERS = {
    # The worker that searches is bound by the header of its own script, and compiles WebAssembly.
    "Content-Security-Policy": _policy(_OWN | {"script-src": "'self' 'wasm-unsafe-eval'", "frame-ancestors": "'none'"}),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""The headers of every answer."""

FILE = "_headers"
"""The file in which Netlify and Cloudflare Pages look for them."""


def text() -> str:
    return "\n".join(("/*", *(f"  {name}: {value}" for name, value in HEADERS.items()), ""))
