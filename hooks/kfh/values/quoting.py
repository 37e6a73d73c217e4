"""Values as they can stand in front matter: with quotes around them where YAML would misread them."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[\w…/](?:[^#:]|:(?=\S)|(?<=\S)#)*")
LEAD = r"\s*(?:-\s+(?:text|link|by):\s+|-(?:\s+|$)|(?:[A-Za-z_][\w -]*?|/[^:#]*?):(?:\s+|$))?"
"""What stands before a value, the name of a field or an address; after a hyphen, only the fields of an action, since an
entry may hold a colon too."""
_LEAD = re.compile(LEAD)


def scalar(text: str) -> str:
    """`text` as a value, to the letter: in quotes only where it needs them."""
    return text if _PLAIN.fullmatch(text) and text == text.strip() else _marked(text)


def entry(text: str) -> str:
    """`text` as an entry of a list, on a line of its own or between brackets."""
    return _marked(text) if re.search(r"[,\[\]{}]", text) else scalar(text)


def _marked(inner: str) -> str:
    if '"' in inner and "'" not in inner:
        return f"'{inner}'"
    return '"' + inner.replace("\\", "\\\\").replace('"', '\\"') + '"'


def in_quotes(value: str) -> str:
    """`value`, which may have some quotes already, in one sound pair."""
    return _marked(_inside(value.strip()))


def _inside(value: str) -> str:
    """The text that an editor meant by a value whose quotes do not hold.

    `"He said "yes""` has a pair around it, `"Yes": a report` has none, and `"Yes` has half of one.
    """
    mark = value[:1]
    if mark not in {'"', "'"}:
        return value
    inner = value[1:]
    if value.count(mark) == 1:
        return inner
    following = inner.find(mark)
    closes_at_once = mark == '"' and following > 0 and not inner[following - 1].isspace()
    if not inner.endswith(mark) or (closes_at_once and following != len(inner) - 1):
        return value
    return inner[:-1]


def quoted(line: str) -> str:
    """A line of front matter with its value in quotes; "" where it has none, or seems to have a list."""
    lead, value = parts(line)
    if value.startswith("[") and "]" not in value.rstrip()[:-1]:
        return ""
    return f"{lead.rstrip()} {in_quotes(value)}" if lead.strip() and value.strip() else ""


def parts(line: str) -> tuple[str, str]:
    """What stands before the value of a line (indent, hyphen, name and colon), and the value."""
    found = _LEAD.match(line)
    assert found
    return found[0], line[found.end() :]
