"""Addresses as people copy them: what of them leads other readers nowhere, or not straight to the page."""

from __future__ import annotations

import difflib
import ipaddress
import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit


class AddressFault(NamedTuple):
    """What is wrong with an address: `message` follows the name of the link; `instead` is what to write, or ""."""

    code: str
    message: str
    instead: str = ""


_STARTS = {"https": "https://", "http": "http://", "mailto": "mailto:"}
_SCHEME = re.compile(r"(?P<name>[A-Za-z]{2,7})(?P<mark>[:;]?)(?P<slashes>/*)(?P<rest>.*)", re.DOTALL)
_DOUBLED = re.compile(
    r"(?:(?:https?|file|mailto)(?:[:/\s]|%20)+)+(?P<meant>(?P<start>https?://|mailto:).+)", re.IGNORECASE
)
_MAILBOX = re.compile(r"[^@\s<>\"'/:?]+@[\w-]+(?:\.[\w-]+)+")
_OWN_FILE = re.compile(r"file:|[A-Za-z]:[\\/]|\\", re.IGNORECASE)
_OWN_COMPUTER = re.compile(r"(?:.+\.)?localhost|0\.0\.0\.0")
_OWN_NETWORK = re.compile(r"[^.]+|nww\..+|.+\.(?:corp|home|internal|intranet|lan|local|localdomain)")
"""Host names that mean something in one network only (RFC 6762, RFC 8375, and what is usual; `nww` is the NHS's)."""
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.?|[\da-f:.]*:[\da-f:.]*")
"""A name, in any letters, or an address of version 6 of the Internet Protocol."""

_SITE = re.compile(r"(?://)?(?:[\w-]+\.)+(?P<end>[a-z]{2,18})(?::\d+)?(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
_USUAL_ENDS = (
    "com", "edu", "eu", "gov", "ie", "info", "int", "io", "london", "net", "nhs", "org", "scot", "uk", "wales",
)  # fmt: skip

_PROXY = re.compile(
    r"(?:^|[.-])(?:ez)?proxy\d*[.-]|\.idm\.oclc\.org$|^(?:go|proxy)\.openathens\.net$|^login\.[\w-]*proxy",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"(?P<sure>[;?&/](?:jsessionid|phpsessid|aspsessionid\w*|cfid|cftoken)=|/\((?:S|X\([^()]*\)S)\()(?P<of_server>[\w.~-]{6,})"
    r"|[;?&](?:s|sid|session|session_?(?:id|key)|sess)=(?P<token>[^&#]+)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9-]{16,}(?:[@:.!][\w.@:!-]*)?")
"""What a server deals out: long, of letters and figures. `sid=65151` is a survey, and `SID=SV_3lq` one of Qualtrics."""


class Wrapper(NamedTuple):
    """A service that leads on: its name, the host and path of its addresses, and where these hold the true one."""

    name: str
    pattern: re.Pattern[str]
    parameters: tuple[str, ...] = ()


_WRAPPERS = tuple(
    Wrapper(name, re.compile(pattern), parameters)
    for name, pattern, parameters in (
        ("Safe Links of Outlook", r"[\w.-]*safelinks\.protection\.(?:outlook|office365)\.(?:com|us)/", ("url",)),
        ("Safe Links of Teams", r"statics\.teams\.(?:cdn\.office\.net|microsoft\.com)/.*safelinks", ("url",)),
        ("Outlook on the web", r"[\w.-]+/owa/redir\.aspx", ("url",)),
        ("Proofpoint", r"urldefense\.(?:proofpoint\.)?com/", ()),
        ("Mimecast", r"(?:[\w-]+\.)*(?:mimecast\.com/s/|mimecastprotect\.com/s/)", ()),
        ("Barracuda", r"linkprotect\.cudasvc\.com/url", ("a",)),
        ("Google", r"(?:www\.)?google\.[a-z.]{2,6}/url", ("q", "url")),
        ("DuckDuckGo", r"duckduckgo\.com/l/", ("uddg",)),
        ("Facebook", r"lm?\.facebook\.com/l\.php", ("u",)),
        ("Slack", r"slack-redir\.net/link", ("url",)),
        ("LinkedIn", r"www\.linkedin\.com/(?:redir/redirect|safety/go)", ("url",)),
        ("a mailing list", r"[\w.-]*\.list-manage\.com/track/click|links\.govdelivery\.com/", ()),
    )
)
_ROLES = frozenset((
    "admin", "advice", "application", "applications", "blog", "booking", "bookings", "bulletin", "bulletins", "care",
    "clinical", "community", "conference", "contact", "data", "desk", "digital", "discussion", "editor", "editors",
    "engagement", "enquiries", "enquiry", "events", "evidence", "federal", "feedback", "group", "health", "help",
    "hee", "hello", "info", "information", "knowledge", "ks", "lead", "leads", "librarian", "librarians", "library",
    "lks", "mail", "mailbox", "media", "membership", "national", "news", "noreply", "office", "outreach", "portal",
    "press", "programme", "project", "public", "quality", "query", "queries", "regional", "reply", "reporting",
    "search", "service", "services", "staff", "support", "team", "teams", "training", "web", "webmaster", "workforce",
))  # fmt: skip
_NAME = 4
"""Letters from which on a word in capitals may be a name, if all is in capitals."""
_LONG_ROLES = tuple(role for role in _ROLES if len(role) > len("lead"))
_PROOFPOINT = re.compile(r"/v3/__(?P<address>[^*]+?)__;")


@lru_cache(4096)
def fault(address: str) -> AddressFault | None:
    """What is wrong with the absolute address, as it is written in a text or a field; None where nothing is."""
    written = address.strip()
    try:
        parts = urlsplit(written)
        host = parts.hostname or ""
    except ValueError:
        return None
    found = next((found for check in _CHECKS if (found := check(written, parts, host))), None)
    return found and found._replace(instead=protected(found.instead))


def protected(address: str) -> str:
    """An address as it should be written: by https, which nobody can read or change on the way."""
    return f"https://{address.removeprefix('http://')}" if address.startswith("http://") else address


def is_personal(mailbox: str) -> bool:
    """Whether an e-mail address is made of a person's names, as far as can be told: sarah.hennessy@example.org is.

    Names have a full stop or a line between them. It is the address of a role, a group or an organisation where a part
    says so, has no letters, stands in capitals, or is in the domain too.
    """
    name, _, domain = mailbox.partition("@")
    parts = [part for part in re.split(r"[._+-]+", name) if part]
    lower = [part.lower() for part in parts]
    return bool(re.search(r"[^._][._][^._]", name)) and not (
        any(part.isdigit() for part in parts)
        or _ROLES.intersection(lower)
        or any(role in part for part in lower for role in _LONG_ROLES)
        or set(lower) & set(domain.lower().split("."))
        or any(part.isupper() and len(part) > 1 and (len(part) < _NAME or not name.isupper()) for part in parts)
    )


def is_slip(address: str) -> bool:
    """Whether an address that looks like a path below this site is none: a file of one's own, or a misspelt address."""
    found = fault(address)
    return found is not None and found.code in ("KFH535", "KFH537")


def with_start(address: str) -> str:
    """An address that starts with a site's name, such as `www.example.org/page`, with https:// before it, or ""."""
    return f"https://{address.removeprefix('//')}" if _SITE.fullmatch(address) else ""


def meant(address: str) -> str:
    """The address that was meant by one with a slip in it, or without its start; any other is what it is."""
    found = fault(address)
    if found and found.instead:
        return found.instead
    return with_start(address) if names_site(address) else address


def names_site(address: str) -> bool:
    """Whether a relative address is that of another site rather than of a file: `www.nhs.uk` is, and `plan.dox` not."""
    found = _SITE.fullmatch(address)
    return bool(found and (address.lower().startswith("www.") or found["end"].lower() in _USUAL_ENDS))


def unwrapped(address: str) -> tuple[str, str]:
    """The name of the service that an address leads through, and the true address; either is "" where there is none."""
    parts = urlsplit(address)
    place = f"{(parts.hostname or '').lower()}{parts.path}"
    wrapper = next((one for one in _WRAPPERS if one.pattern.match(place)), None) if parts.netloc else None
    if not wrapper:
        return "", ""
    query = {name.lower(): values[0] for name, values in parse_qs(parts.query).items()}
    within = next((query[name] for name in wrapper.parameters if name in query), "")
    if wrapper.name == "Proofpoint":
        within = _of_proofpoint(parts, query)
    if not within.startswith(("http://", "https://")):
        return wrapper.name, ""
    return wrapper.name, unwrapped(within)[1] or within


def _of_proofpoint(parts: SplitResult, query: dict[str, str]) -> str:
    """Version 2 writes `-` for `%` and `_` for `/`; version 3 leaves the address as it is, but for `*`."""
    if "u" in query:
        return unquote(query["u"].replace("-", "%").replace("_", "/"))
    found = _PROOFPOINT.search(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return found["address"] if found else ""


def _own_file(written: str, _parts: SplitResult, _host: str) -> AddressFault | None:
    if not _OWN_FILE.match(written):
        return None
    return AddressFault("KFH535", f'leads to a file on your own computer or network, "{written}": put the file beside '
                 "the article, and write its name alone")  # fmt: skip


def _own_network(_written: str, parts: SplitResult, host: str) -> AddressFault | None:
    if not host or parts.scheme not in ("http", "https", "ftp", ""):
        return None
    try:
        address = ipaddress.ip_address(host)
        is_own, is_private = address.is_loopback or address.is_unspecified, not address.is_global
    except ValueError:
        is_own, is_private = bool(_OWN_COMPUTER.fullmatch(host)), bool(_OWN_NETWORK.fullmatch(host))
    if not (is_own or is_private):
        return None
    where = "to the computer of whoever follows it" if is_own else "into a network that other readers cannot enter"
    return AddressFault("KFH535", f'leads {where}, "{host}": write the public address of the page')


def _wrapped(written: str, _parts: SplitResult, _host: str) -> AddressFault | None:
    name, within = unwrapped(written)
    if not name:
        return None
    what = "link to the page itself" if within else "open it, and copy the address of the page itself"
    return AddressFault("KFH536", f"leads through {name}, which sees who follows it and may let it die: {what}", within)


def _proxied(_written: str, parts: SplitResult, host: str) -> AddressFault | None:
    if not _PROXY.search(host):
        return None
    query = parse_qs(parts.query)
    within = next((query[name][0] for name in ("url", "qurl") if name in query), "")
    message = "leads through a library's proxy, where other readers must log in; link to the page itself"
    return AddressFault("KFH518", message, within)


def _with_session(written: str, parts: SplitResult, _host: str) -> AddressFault | None:
    if not parts.netloc:
        return None
    for found in _SESSION.finditer(written):
        if found["sure"] or _TOKEN.fullmatch(unquote(found["token"])):
            message = "holds the session of the person who copied it; copy the address while logged out"
            return AddressFault("KFH518", message)
    return None


def _misspelt(written: str, _parts: SplitResult, _host: str) -> AddressFault | None:
    """An address whose first part is almost one that browsers know, and an e-mail address without its own."""
    if _MAILBOX.fullmatch(written):
        return AddressFault(
            "KFH537", f'must have mailto: before an e-mail address; found "{written}"', f"mailto:{written}"
        )
    if doubled := _DOUBLED.match(written):
        start = protected(doubled["start"])
        return AddressFault("KFH537", f'must start with {start} once; found "{written}"', doubled["meant"])
    found = _SCHEME.match(written)
    name = found["name"].lower() if found else ""
    near = [name] if name in _STARTS else difflib.get_close_matches(name, _STARTS, n=1, cutoff=0.75)
    if not found or not near or not (found["mark"] or len(found["slashes"]) > 1):
        return None
    start, rest = _STARTS[near[0]], found["rest"].strip()
    is_mail = near[0] == "mailto"
    is_meant = _MAILBOX.match(rest) if is_mail else "." in rest.partition("/")[0]
    starts_well = written.lower().startswith(start) and found["slashes"] == start.partition(":")[2]
    if starts_well and rest == found["rest"] and (not is_mail or is_meant or rest.startswith("?")):
        return None
    return AddressFault("KFH537", f'must start with {protected(start)}, letter by letter; found "{written}"',
                 f"{start}{rest}" if is_meant else "")  # fmt: skip


def _of_no_site(written: str, parts: SplitResult, host: str) -> AddressFault | None:
    if parts.scheme not in ("http", "https") or _HOST.fullmatch(host):
        return None
    return AddressFault("KFH537", f'must have the name of a site after {parts.scheme}://; found "{written}"')


_CHECKS: tuple[Callable[[str, SplitResult, str], AddressFault | None], ...] = (
    _own_file,
    _misspelt,
    _of_no_site,
    _own_network,
    _wrapped,
    _proxied,
    _with_session,
)
