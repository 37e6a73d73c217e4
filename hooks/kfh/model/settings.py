"""The site's settings, read from mkdocs.yml without the engine, so that the checks run without it too."""

from __future__ import annotations

import json
import re
import string
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from kfh.model.field_types import Address, Day, Email, Text
from kfh.model.validation import fault, validate
from kfh.problems.edits import Place
from kfh.problems.problem import Problem
from kfh.reading import markup
from kfh.reading.sources import Sources
from kfh.reading.yaml_places import Node
from kfh.text import markdown
from kfh.values import addresses
from kfh.values.slugs import PERMALINK_PARTS, is_plain

FILE = "mkdocs.yml"
_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::[0-9]+)?")
_TAKEN = (
    "site_name", "site_url", "site_description", "repo_url", "edit_uri", "nav", "markdown_extensions", "docs_dir",
    "use_directory_urls", "exclude_docs", "draft_docs",
)  # fmt: skip


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _parts(pattern: str) -> set[str]:
    """The names in braces of a pattern; what is more than a name, and what cannot be read, counts as a part unknown."""
    try:
        found = list(string.Formatter().parse(pattern))
    except ValueError:
        return {pattern}
    return {f"{name}{form}{turn or ''}" for _, name, form, turn in found if name is not None}


class Permalinks(_Group):
    post: Text = "/blog/{year}/{month}/{day}/{slug}/"
    bulletin: Text = "/bulletins/{year}/{month}/{day}/{slug}/"

    @field_validator("post", "bulletin")
    @classmethod
    def names_known_parts(cls, pattern: str) -> str:
        parts = _parts(pattern)
        filled = re.sub("{[a-z]+}", "x", pattern)
        if "slug" not in parts or parts - set(PERMALINK_PARTS) or not is_plain(filled.strip("/")):
            known = " ".join(f"{{{part}}}" for part in PERMALINK_PARTS)
            raise fault("KFH602", f'must be a path with {{slug}} in it, from {known}; found "{pattern}"')
        return pattern


class DiscussionSpace(_Group):
    """Where readers comment: the whole space, and the pattern of one article's own discussion."""

    space: Address
    article: Text | None = None
    email: Email | None = None

    @field_validator("article")
    @classmethod
    def names_known_parts(cls, pattern: str | None) -> str | None:
        known = {"title", "permalink", "slug"}
        if pattern and not (_parts(pattern) <= known and pattern.startswith(("https://", "http://"))):
            raise fault(
                "KFH602", f'must be a whole address with {{title}}, {{permalink}} or {{slug}}; found "{pattern}"'
            )
        return pattern


class Authority(_Group):
    """Who mints the permanent ids of articles and feeds, and a day on which it held that name (RFC 4151)."""

    name: Text
    since: Day


class Compliance(StrEnum):
    """How far the site meets WCAG 2.2 AA, in the words of the model accessibility statement."""

    FULL = "fully compliant"
    PARTIAL = "partially compliant"
    NONE = "not compliant"


class Accessibility(_Group):
    """What only people can say in the accessibility statement; `reply_days` are working days."""

    prepared: Day | None = None
    reviewed: Day | None = None
    tested: Day | None = None
    tested_by: Text | None = None
    compliance: Compliance | None = None
    reply_days: int | None = Field(None, ge=1)


def _texts_in(value: Any) -> tuple[str, ...]:
    """Every text in a value that may hold lists and mappings."""
    if isinstance(value, str):
        return (value,)
    return tuple(text for part in (value.values() if isinstance(value, dict) else value) for text in _texts_in(part))


def _extension(value: object) -> object:
    """An extension, alone or before its options: its name, and the options as `markdown.options_of` reads them."""
    name, options = next(iter(value.items())) if isinstance(value, dict) and len(value) == 1 else (value, None)
    if not isinstance(name, str):
        return value
    if name not in markdown.KNOWN:
        known = ", ".join(sorted(markdown.KNOWN))
        raise fault(
            "KFH610", f'must hold extensions that read texts as their authors saw them; found "{name}", from {known}'
        )
    written = json.dumps(options if isinstance(options, dict) else {}, sort_keys=True)
    try:
        markdown.options_of(name, written)
    except markdown.ExtensionRefused as refused:
        raise fault("KFH610", f'must hold options that "{name}" can work with; found {refused}') from None
    return name, written


Extension = Annotated[tuple[str, str], BeforeValidator(_extension)]


class Settings(_Group):
    """What the core needs of mkdocs.yml: its own group `extra.publishing`, and what the engine has too.

    `nav` are the files and addresses that the menu leads to.
    """

    site_name: Text
    site_url: Address
    site_description: Text
    docs_dir: Text = "docs"
    use_directory_urls: bool = True
    exclude_docs: str | None = None
    draft_docs: str | None = None
    markdown_extensions: tuple[Extension, ...] = ()
    repo_url: Address | None = None
    edit_uri: Text | None = None
    nav: Annotated[tuple[str, ...], BeforeValidator(_texts_in)] = ()
    organisation: Text
    authority: Authority
    discussion: DiscussionSpace
    permalinks: Permalinks = Permalinks()
    page_size: int = Field(10, ge=1)
    feed_size: int = Field(20, ge=1)
    mailing_list: Address | None = None
    wordpress_until: Day | None = None
    accessibility: Accessibility = Accessibility()

    @field_validator("site_url")
    @classmethod
    def is_plain(cls, address: str) -> str:
        """It stands in the configuration of web servers, and starts every address of the site."""
        parts = urlsplit(address)
        path = parts.path.strip("/")
        if not _HOST.fullmatch(parts.netloc) or (path and not is_plain(path)) or parts.query or parts.fragment:
            raise fault(
                "KFH706", f'must have a host and a path of letters, digits, dots and hyphens alone; found "{address}"'
            )
        return address

    @field_validator("docs_dir", "use_directory_urls", "exclude_docs", "draft_docs")
    @classmethod
    def is_what_the_site_counts_on(cls, value: object, info: ValidationInfo) -> object:
        """Links, checks and the ledger know the folder of pages by its name, and each page by an address with a /.

        All that stands there counts, so none may be kept back.
        """
        wanted = cls.model_fields[info.field_name or ""].default
        if value != wanted:
            be = f'be "{wanted}" or left out'.replace('"True"', "true")
            raise fault("KFH604", f'must {be if wanted else "be left out: all pages are shown"}; found "{value}"')
        return value

    @field_validator("nav")
    @classmethod
    def leads_to_addresses(cls, nav: tuple[str, ...]) -> tuple[str, ...]:
        """The menu stands on every page: its links are held to the rule for those of texts."""
        for address in nav:
            if slip := addresses.fault(address):
                raise fault(slip.code, slip.message)
            if any(markup.refusals("a", [("href", address)])):
                raise fault(
                    "KFH503", f'must lead to files, and to addresses that start with https://; found "{address}"'
                )
        return nav

    @property
    def branch(self) -> str:
        """The branch that web editors change: `edit/main/` → `main`."""
        return (self.edit_uri or "").strip("/").rpartition("/")[2] or "main"

    @property
    def root(self) -> str:
        """The site's absolute address, ending in `/`."""
        return self.site_url.rstrip("/") + "/"


def load(sources: Sources) -> tuple[Settings | None, list[Problem]]:
    """The settings of a site, or None with every problem found."""
    top, problems = sources.yaml(FILE)
    if not top:
        return None, problems
    if not isinstance(top.value, dict):
        return None, [Problem(FILE, 1, 1, "KFH601", "must hold the site's settings, each with its name and a colon")]
    own = top.find(("extra", "publishing"))
    if not isinstance(own.value, dict) or own is top or "publishing" not in _names(top.find(("extra",))):
        return None, [Problem(FILE, 1, 1, "KFH601", 'the settings must have a group "publishing" below "extra"')]
    fields = {name: top.value[name] for name in _TAKEN if name in top.value} | own.value
    found, faults, _ = validate(Settings, Node(fields, own.key_place or Place(1, 1)), FILE)
    return found, [*problems, *faults]


def _names(node: Node) -> tuple[str, ...]:
    return tuple(node.value) if isinstance(node.value, dict) else ()
