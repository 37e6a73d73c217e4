"""The kinds of value that fields may hold, each with the check that a text is one."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WithJsonSchema

from kfh.model import vocabulary
from kfh.model.validation import dated, fault
from kfh.model.vocabulary import Register, Term
from kfh.values import addresses, dates
from kfh.values.file_types import PICTURE_TYPES, ending, save_as
from kfh.values.slugs import SLUG, former_address, slugify

_EMAIL = re.compile(r"[^@\s<>\"':,;()]+@[^@\s<>\"':,;()]+\.[^@\s<>\"':,;().]+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _text(value: object) -> object:
    if isinstance(value, str) and _UNSEEN.search(value):
        raise fault("KFH109", "must not hold control characters: type the text anew")
    return value.strip() if isinstance(value, str) else value


def _in_register(name: str) -> Callable[[object, ValidationInfo], Term]:
    def check(value: object, info: ValidationInfo) -> Term:
        assert info.context
        register: Register = getattr(info.context["registers"], name)
        if isinstance(value, list | dict) and value:
            what = "a list" if isinstance(value, list) else "a group of fields: put a value with a colon in quotes"
            raise fault("KFH204", f"must hold each name as one piece of text, not {what}")
        if not isinstance(value, str) or not value.strip():
            raise fault("KFH203", f"has an empty entry: each must be an entry of {register.path}")
        return register.find(value) or _not_there(register, value)

    return check


def _not_there(register: Register, value: str) -> Term:
    if not register.known_as(value) and (several := register.several(value)):
        raise fault("KFH218", f'must have each name in an entry of its own; found "{value}"', *several)
    if known := register.known_as(value):
        message = f'must hold names as {register.path} has them; "{value}" is written "{known.label}" there'
        raise fault("KFH302", message, known.label.lstrip("#"))
    if near := register.suggest(value):
        message = f'must hold names from {register.path}; "{value}" is not there, did you mean "{near.label}"?'
        raise fault("KFH307", message, near.label.lstrip("#"))
    message = f'must hold names from {register.path}; "{value}" is not there: use another, or add it to that file'
    raise fault("KFH301", message)


def _not_empty(entries: tuple[Term, ...]) -> tuple[Term, ...]:
    if not entries:
        raise fault("KFH203", "must have at least one entry")
    return entries


def _slug(value: object) -> object:
    if isinstance(value, str) and not SLUG.fullmatch(value):
        raise fault(
            "KFH212",
            f'must be lower-case letters, digits and hyphens; found "{value}"',
            slugify(value.removesuffix(".md")),
        )
    return value


def _alias(value: object) -> object:
    if not isinstance(value, str):
        return value
    former = former_address(value)
    if former is None:
        parts = urlsplit(value) if is_address(value) else None
        meant = f"/{(parts.path if parts else value).lstrip('/')}"
        message = f'must be addresses on this site, such as /2017/old-title/ or /?p=12; found "{value}"'
        raise fault("KFH212", message, meant if meant != value and former_address(meant) else "")
    return former


def is_address(value: str) -> bool:
    """Whether `value` is an absolute http or https address."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"[\s<>\"]", value)


def _meant(value: str) -> str:
    """The whole address that an editor meant, or ""."""
    bare = value.strip().strip("<>\"'")
    slip = addresses.fault(bare)
    whole = slip.instead if slip else addresses.meant(bare)
    return whole if is_address(whole) else ""


def _address(value: object) -> object:
    if isinstance(value, str) and not is_address(value):
        message = f'must be a whole address, such as https://example.org/page; found "{value}"'
        raise fault("KFH208", message, _meant(value))
    return value


def _discussion(value: object) -> object:
    if isinstance(value, str) and value not in ("closed", "none") and not is_address(value):
        message = f'must be the word closed, the word none, or a whole address; found "{value}"'
        word = "none" if value.lower() in ("no", "false", "off") else value.lower().strip(" .")
        raise fault("KFH208", message, word if word in ("closed", "none") else _meant(value))
    return value


def _email(value: object) -> object:
    if isinstance(value, str) and not _EMAIL.fullmatch(value):
        within = _EMAIL.findall(value)
        raise fault("KFH209", f'must be one e-mail address; found "{value}"', *(within if len(within) == 1 else ()))
    return value


def _picture(value: object) -> object:
    if not isinstance(value, str):
        return value
    outside = value.startswith("/") or "\\" in value or ":" in value
    if outside or ending(value) not in PICTURE_TYPES:
        raise fault("KFH208", f'must be the name of a picture beside this file; found "{value}"{save_as(value)}')
    return value


def _schema(**keys: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **keys})


Text = Annotated[str, Field(min_length=1), BeforeValidator(_text)]
Summary = Annotated[str, Field(min_length=1, max_length=300), BeforeValidator(_text)]
Day = Annotated[date, BeforeValidator(dated(dates.day)), _schema(format="date")]
Moment = Annotated[datetime, BeforeValidator(dated(dates.moment)), _schema()]
Tag = Annotated[Term, BeforeValidator(_in_register("tags")), _schema()]
Tags = Annotated[tuple[Tag, ...], AfterValidator(_not_empty), Field(json_schema_extra={"minItems": 1})]
WorkStream = Annotated[Term, BeforeValidator(_in_register("work_streams")), _schema()]
Author = Annotated[vocabulary.Author, BeforeValidator(_in_register("authors")), _schema()]
Slug = Annotated[str, BeforeValidator(_slug)]
Alias = Annotated[str, BeforeValidator(_alias), Field(min_length=1)]
Address = Annotated[str, BeforeValidator(_address)]
Discussion = Annotated[str, BeforeValidator(_discussion)]
Email = Annotated[str, BeforeValidator(_email)]
Picture = Annotated[str, BeforeValidator(_picture)]

IN_REGISTERS = ((Tag, "tags"), (WorkStream, "work_streams"), (Author, "authors"))
"""The types whose values are entries of a register, with its name."""
