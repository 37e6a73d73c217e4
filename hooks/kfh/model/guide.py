"""What editors and their tools are told of the fields, all from the models: JSON Schemas and tables."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator
from itertools import takewhile
from typing import Any

from pydantic.fields import FieldInfo

from kfh.model.article import Kind
from kfh.model.schema import Bulletin, lists_of
from kfh.values.quoting import scalar

_TABLE = re.compile(r"<!-- fields: (?P<names>[\w ]+) -->\n\n(?:\|.*\n)*")


def json_schema(kind: Kind) -> str:
    """The front matter of a kind of article as JSON Schema, draft 2020-12 (json-schema.org)."""
    found = kind.model.model_json_schema()
    for owner in (found, *found.get("$defs", {}).values()):
        for name, prop in owner.get("properties", {}).items():
            owner["properties"][name] = _without_null(prop)
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema"} | found, indent=2) + "\n"


def _without_null(prop: dict[str, Any]) -> dict[str, Any]:
    """A field of the schema as it stands in front matter, where a field is left out rather than empty."""
    kinds = [kind for kind in prop.get("anyOf", ()) if kind != {"type": "null"}]
    kept = {key: value for key, value in prop.items() if key not in ("anyOf", "needed", "default", "title")}
    return kept | (kinds[0] if kinds else {})


def with_tables(page: str) -> str:
    """A page of Markdown with the table of fields below each comment `<!-- fields: title date -->` made anew.

    A field that no comment names joins the one that stands before it in the model.
    """
    named = {name for found in _TABLE.finditer(page) for name in found["names"].split()}

    def table(found: re.Match[str]) -> str:
        names = [*_with_others(found["names"].split(), named)]
        return f"<!-- fields: {' '.join(names)} -->\n\n{_table(names)}"

    return _TABLE.sub(table, page)


def _with_others(names: list[str], named: Container[str]) -> Iterator[str]:
    """The names, each with those that stand after it in the model and are not `named` anywhere."""
    fields = [*Bulletin.model_fields]
    for name in names:
        yield name
        yield from takewhile(lambda other: other not in named, fields[fields.index(name) + 1 :])


def _table(names: list[str]) -> str:
    rows = [_row(name, Bulletin.model_fields[name]) for name in names]
    return "".join(
        f"{line}\n" for line in ("| Field | Required? | What to write | Example |", "|---|---|---|---|", *rows)
    )


def _row(name: str, field: FieldInfo) -> str:
    extra = field.json_schema_extra
    needed = str(extra["needed"]) if isinstance(extra, dict) and extra["needed"] else ""
    example = str((field.examples or [""])[0])
    if name in lists_of(Bulletin):
        shown = f"`- {scalar(example)}`"
    else:
        shown = example if example.startswith("See ") else f"`{name}: {scalar(example)}`"
    return f"| `{name}` | {needed or ('Yes' if field.is_required() else 'No')} | {field.description} | {shown} |"


def files() -> dict[str, str]:
    """The JSON Schema files, by their paths in the repository."""
    return {f"schemas/{kind}.json": json_schema(kind) for kind in Kind}


PAGE = "docs/writing.md"
